"""The report, or a paper beside it, as PDF: kept for decades, the same bytes for the same paper."""

from frame.paper import pdf
from frame.paper.content import Drawn
from services.reporting.adapters import content
from services.reporting.domain import Paper


def draw(paper: Paper | Drawn) -> bytes:
    """The paper drawn."""
    return pdf.draw(content.drawn(paper))


def pictures(paper: Paper | Drawn, *, dots: int) -> list[bytes]:
    """The same pages as pictures, so many dots to the inch."""
    return pdf.pictures(content.drawn(paper), dots=dots)


def signature_place(paper: Paper | Drawn) -> dict[str, float]:
    """Where the head signs: page from 1, points from its upper left corner."""
    return pdf.signature_place(content.drawn(paper))
