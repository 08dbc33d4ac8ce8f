"""The rules of reporting: what is true of figures, and what the annual report is made of."""

from services.reporting.domain.groups import GROUP, GROUPS
from services.reporting.domain.paper import AgencyLine, Annex, FigureLine, Paper, SectionText

__all__ = ["GROUP", "GROUPS", "AgencyLine", "Annex", "FigureLine", "Paper", "SectionText"]
