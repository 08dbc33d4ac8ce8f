"""Sheets as Excel and Word files. No cell of ours is ever read as a formula."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from services.reception.domain.sheets import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FONT = "Times New Roman"
HEAD_AT = 3


def xlsx_of(*sheets: Sheet) -> bytes:
    """The sheets as a workbook, each as wide as one page of A4 across; text stays text."""
    kept = BytesIO()
    with Workbook(kept, PLAIN) as book:
        formats = {
            "head": book.add_format({**BOXED, "bold": True, "align": "center"}),
            "cell": book.add_format(BOXED),
            "bold": book.add_format({"bold": True, "font_size": 13}),
        }
        for sheet in sheets:
            _worksheet(book.add_worksheet(sheet.name), sheet, formats)
    return kept.getvalue()


BOXED = {"border": 1, "text_wrap": True, "valign": "top"}


def _worksheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEAD_AT)
    page.freeze_panes(HEAD_AT + 1, 0)
    for at, line in enumerate((sheet.agency, sheet.title, sheet.under)):
        page.write_string(at, 0, line, formats["bold"] if at == 1 else None)
    for at, (name, width) in enumerate(sheet.columns):
        page.set_column(at, at, max(6, width / 2))
        page.write_string(HEAD_AT, at, name, formats["head"])
    for down, row in enumerate(sheet.rows, HEAD_AT + 1):
        for at, value in enumerate(row):
            write = page.write_number if isinstance(value, int) else page.write_string
            write(down, at, value, formats["cell"])
    for down, line in enumerate(sheet.notes, HEAD_AT + 2 + len(sheet.rows)):
        page.write_string(down, 0, line)


def docx_of(*sheets: Sheet) -> bytes:
    """The sheets as a Word document, A4 across, one after the other."""
    doc = Document()
    page = doc.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(15)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    doc.add_paragraph(sheets[0].agency.upper()).runs[0].bold = True
    for sheet in sheets:
        _section(doc, sheet)
    kept = BytesIO()
    doc.save(kept)
    return kept.getvalue()


def _section(doc: Any, sheet: Sheet) -> None:
    for line, size in ((sheet.title, 14), (sheet.under, 12)):
        said = doc.add_paragraph()
        said.alignment, said.paragraph_format.keep_with_next = SIDE.CENTER, True
        run = said.add_run(line)
        run.bold, run.font.size = size > 12, Pt(size)  # noqa: PLR2004
    _table(doc, sheet)
    for line in ("", *sheet.notes):
        doc.add_paragraph(line)


def _table(doc: Any, sheet: Sheet) -> None:
    table = doc.add_table(rows=1, cols=len(sheet.columns))
    table.style, table.autofit = "Table Grid", False
    whole = sum(width for _, width in sheet.columns)
    widths = [Mm(width * ACROSS / whole) for _, width in sheet.columns]
    for cell, (name, _) in zip(table.rows[0].cells, sheet.columns, strict=True):
        cell.text = name
        cell.paragraphs[0].runs[0].bold = True
    _said_on_each_page(table.rows[0])
    for row in sheet.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _said_on_each_page(row: Any) -> None:
    """The head of a table comes again on every page."""
    told = OxmlElement("w:tblHeader")
    told.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(told)


ACROSS = 267  # millimetres between the margins
