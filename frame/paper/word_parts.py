"""Parts of the Word document its library has no words for: fields, rules, wide tables."""

from typing import Any
from xml.sax.saxutils import escape

from docx.document import Document as Doc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from frame.paper.content import SIZE, Column, Table
from frame.paper.word_styles import element

TWENTIETH = 635  # of a point, in EMU


def field(line: Paragraph, what: str) -> None:
    """A field Word works out itself, such as the number of the page."""
    line._p.append(element("w:fldSimple", instr=what))


def rule_under(line: Paragraph, *, share: float) -> None:
    """A thin line in the middle, as long as a share of the room there is."""
    line.style = "Tight"
    line.paragraph_format.line_spacing = Pt(6)
    edge = (1 - share) / 2
    room = _room(line)
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Mm(round(room * edge))
    borders = element("w:pBdr")
    borders.append(element("w:top", val="single", sz="6", space="1", color="000000"))
    line._p.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc")


def _room(line: Paragraph) -> float:
    """Millimetres a line has: its cell's, or the page's."""
    cell = line._p.getparent()
    width = cell.find(f".//{qn('w:tcW')}") if cell.tag == qn("w:tc") else None
    return int(width.get(qn("w:w"))) / 56.7 - 4 if width is not None else 165


def pair(doc: Doc, widths: tuple[float, float]) -> tuple[_Cell, _Cell]:
    """Two cells side by side without borders."""
    table = doc.add_table(rows=1, cols=2)
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(element("w:cantSplit"))
    left, right = table.rows[0].cells
    left.width, right.width = map(Mm, widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return left, right


def grid(doc: Doc, table: Table, width: int) -> None:
    """A bordered table with a repeated header. Written at once: cell by cell takes the library minutes."""
    twips = _shares(table.columns, width // TWENTIETH)
    rows = [_row(table.columns, twips, [column.title for column in table.columns], head=True)]
    rows += [_row(table.columns, twips, row) for row in table.rows]
    columns = "".join(f'<w:gridCol w:w="{one}"/>' for one in twips)
    source = (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblInd w:w="57" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
    _body(doc).insert_element_before(parse_xml(source), "w:sectPr")
    doc.add_paragraph(style="Tight").paragraph_format.line_spacing = Pt(8)


def _body(doc: Doc) -> Any:
    return doc.element.body


def _shares(columns: tuple[Column, ...], room: int) -> list[int]:
    whole = sum(column.width for column in columns)
    return [int(room * column.width / whole) for column in columns]


def _row(columns: tuple[Column, ...], twips: list[int], cells: Any, *, head: bool = False) -> str:
    drawn = map(_cell, columns, twips, cells, [head] * len(columns))
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(drawn)}</w:tr>"


def _cell(column: Column, width: int, said: str, head: bool) -> str:  # noqa: FBT001
    side = "center" if head else column.align
    size = round(2 * (SIZE if head else column.size(said)))
    bold = "<w:b/>" if head else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Tight"/><w:spacing w:before="30" w:after="30"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(said)}</w:t></w:r></w:p></w:tc>'
    )
