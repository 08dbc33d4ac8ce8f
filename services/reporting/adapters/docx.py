"""The report, or a paper beside it, as a Word document that officials edit."""

from frame.paper import word
from frame.paper.content import Drawn
from services.reporting.adapters import content
from services.reporting.domain import Paper


def draw(paper: Paper | Drawn) -> bytes:
    """The paper as a Word document."""
    return word.draw(content.drawn(paper))
