"""The form a paper is filled into as a Word document: head, name of its kind, «Kính gửi», signatures (NĐ 30/2020/NĐ-CP).

`python -m frame.paper.word_form` writes it. An office that needs another form edits `paper.docx` in Word: what
stands in double braces is filled in, what stands between `{%p … %}` comes only when, or as often as, it says.
"""

from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from frame.paper import words
from frame.paper.steady import steady
from frame.paper.word_parts import pair, rule_under
from frame.paper.word_styles import dress

FORM = Path(__file__).with_name("paper.docx")
HEAD_WIDTHS = (62.0, 103.0)
HALVES = (82.5, 82.5)

Room = Doc | _Cell


def made() -> bytes:
    """The form as it is shipped."""
    doc = Document()
    dress(doc)
    _only(doc, "if signed")
    _head(doc)
    _only(doc, "endif")
    _kind(doc)
    _addressees(doc)
    _only(doc, "if signed")
    _signatures(doc)
    _only(doc, "endif")
    kept = BytesIO()
    doc.save(kept)
    return steady(kept.getvalue())


def said(
    line: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> None:
    """Words in the middle of a line."""
    line.style, line.alignment = "Tight", SIDE.CENTER
    run = line.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _only(room: Room, when: str) -> None:
    """A line that is taken out: it says when, or how often, what follows comes."""
    room.add_paragraph(f"{{%p {when} %}}")


def _line(
    room: Room, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> Paragraph:
    line = room.add_paragraph()
    said(line, text, size, bold=bold, italic=italic)
    return line


def _head(doc: Doc) -> None:
    left, right = pair(doc, HEAD_WIDTHS)
    left.paragraphs[0].text = "{%p if superior %}"
    _line(left, "{{ superior }}", 13)
    _only(left, "endif")
    _line(left, "{{ issuer }}", 13, bold=True)
    rule_under(left.add_paragraph(), share=0.4)
    _line(left, "Số: {{ symbol }}", 13)
    _only(left, "if about")
    _line(left, "{{ about }}", 12.5).paragraph_format.space_before = Pt(6)
    _only(left, "endif")
    said(right.paragraphs[0], words.NATION, 12.5, bold=True)
    _line(right, words.MOTTO, 13.5, bold=True)
    rule_under(right.add_paragraph(), share=0.58)
    _line(right, "{{ dated }}", 13.5, italic=True)


def _kind(doc: Doc) -> None:
    _only(doc, "if kind")
    _line(doc, "{{ kind }}", 14, bold=True).paragraph_format.space_before = Pt(18)
    _line(doc, "{{ title }}", 14, bold=True)
    rule_under(doc.add_paragraph(), share=0.28)
    _only(doc, "endif")


def _addressees(doc: Doc) -> None:
    """«Kính gửi» stands in the middle; several names stand under each other, dash under dash."""
    _only(doc, "if addressees|length == 1")
    _line(doc, "{{ addressees[0] }}", 14).paragraph_format.space_before = Pt(12)
    _only(doc, "endif")
    _only(doc, "if addressees|length > 1")
    _listed(doc, "{{ addressees[0] }}", 30).paragraph_format.space_before = Pt(12)
    _only(doc, "for name in addressees[1:]")
    _listed(doc, "{{ name }}", 50)
    _only(doc, "endfor")
    _only(doc, "endif")


def _listed(doc: Doc, text: str, indent: int) -> Paragraph:
    line = _line(doc, text, 14)
    line.alignment, line.paragraph_format.left_indent = SIDE.LEFT, Mm(indent)
    return line


def _signatures(doc: Doc) -> None:
    """Who signs at the right; at the left who agrees, or who is sent a copy."""
    left, right = pair(doc, HALVES)
    left.paragraphs[0].text = "{%p if approved_by %}"
    _signer(left, "approved_by", "")
    _only(left, "else")
    _line(left, "Nơi nhận:", 12, bold=True, italic=True).alignment = SIDE.LEFT
    _only(left, "for name in recipients")
    _line(left, "{{ name }}", 11).alignment = SIDE.LEFT
    _only(left, "endfor")
    _only(left, "endif")
    _signer(right, "titles", "{{ signer }}")
    first = right.paragraphs[0]._p
    first.getparent().remove(first)


def _signer(cell: _Cell, titles: str, name: str) -> None:
    """Who signs, with room for the hand."""
    _only(cell, f"for title in {titles}")
    _line(cell, "{{ title }}", 14, bold=True)
    _only(cell, "endfor")
    _line(cell, name, 14, bold=True).paragraph_format.space_before = Mm(28)


if __name__ == "__main__":
    FORM.write_bytes(made())
