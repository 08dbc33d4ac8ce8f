"""The papers of petitions as Word and PDF, in the layout all papers of the house have.

Both libraries are heavy: they are loaded when the first paper is drawn.
"""

import importlib

from frame.paper.content import Block, Column, Drawn, Table, Text, closed, recipients
from services.reception.domain.papers import Paper

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
DRAWN_BY = {"docx": "frame.paper.word", "pdf": "frame.paper.pdf"}
FACTS = (Column("Mục", 4.5), Column("Nội dung", 12.0))


def draw(paper: Paper, ending: str) -> bytes:
    """A paper as `docx` or `pdf`; the same paper gives the same bytes."""
    drawn: bytes = importlib.import_module(DRAWN_BY[ending]).draw(ready(paper))
    return drawn


def ready(paper: Paper) -> Drawn:
    """A paper ready to be drawn."""
    facts: tuple[Block, ...] = (Table("", FACTS, paper.facts),) if paper.facts else ()
    return Drawn(
        kind=paper.kind,
        title=paper.about,
        superior=paper.issuer.superior,
        issuer=paper.issuer.name,
        symbol=paper.symbol,
        place=paper.issuer.place,
        issued_on=paper.issued_on,
        addressees=paper.addressees,
        blocks=(*facts, *closed(map(Text, paper.paragraphs))),
        sheets=(),
        signer_title=paper.signer_title,
        signer=paper.signer,
        recipients=recipients(paper.recipients),
        sample=paper.sample,
        keywords=(paper.form,) if paper.form else (),
        note=f"Theo {paper.form}." if paper.form else "",
        approved_by=paper.approved_by,
    )
