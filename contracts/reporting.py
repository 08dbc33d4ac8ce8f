"""What reporting tells, and the codes of the figures it keeps."""

from enum import StrEnum


class Indicator(StrEnum):
    """Figures of the annual report about petitions, by group of kinds (KN, TC, KNPA)."""

    PET_IN = "PET_IN"
    PET_COMPETENT = "PET_COMPETENT"
    PET_SETTLED = "PET_SETTLED"
