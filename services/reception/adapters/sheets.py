"""Sheets as Excel and Word files. No cell of ours is ever read as a formula."""

from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.shared import Mm, Pt
from xlsxwriter import Workbook  # type: ignore[import-untyped]

from services.reception.domain.sheets import Sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
FONT = "Times New Roman"
HEAD_AT = 3


def xlsx_of(sheet: Sheet) -> bytes:
    """The sheet as a workbook; text stays text."""
    kept = BytesIO()
    with Workbook(kept, PLAIN) as book:
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "font_size": 13})
        page = book.add_worksheet("Bieu")
        page.set_landscape()
        page.set_paper(9)
        page.repeat_rows(HEAD_AT)
        for at, line in enumerate((sheet.agency, sheet.title, sheet.under)):
            page.write_string(at, 0, line, bold if at == 1 else None)
        for at, (name, width) in enumerate(sheet.columns):
            page.set_column(at, at, max(6, width / 2))
            page.write_string(HEAD_AT, at, name, head)
        for down, row in enumerate(sheet.rows, HEAD_AT + 1):
            for at, value in enumerate(row):
                write = page.write_number if isinstance(value, int) else page.write_string
                write(down, at, value, cell)
        for down, line in enumerate(sheet.notes, HEAD_AT + 2 + len(sheet.rows)):
            page.write_string(down, 0, line)
    return kept.getvalue()


def docx_of(sheet: Sheet) -> bytes:
    """The sheet as a Word document, A4 across."""
    doc = Document()
    page = doc.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin = page.bottom_margin = Mm(15)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    doc.add_paragraph(sheet.agency.upper()).runs[0].bold = True
    for line, size in ((sheet.title, 14), (sheet.under, 12)):
        said = doc.add_paragraph()
        said.alignment = SIDE.CENTER
        run = said.add_run(line)
        run.bold, run.font.size = size > 12, Pt(size)  # noqa: PLR2004
    _table(doc, sheet)
    for line in sheet.notes:
        doc.add_paragraph(line)
    kept = BytesIO()
    doc.save(kept)
    return kept.getvalue()


def _table(doc: "Document", sheet: Sheet) -> None:  # type: ignore[valid-type]
    table = doc.add_table(rows=1, cols=len(sheet.columns))  # type: ignore[attr-defined]
    table.style = "Table Grid"
    for cell, (name, _) in zip(table.rows[0].cells, sheet.columns, strict=True):
        cell.text = name
        cell.paragraphs[0].runs[0].bold = True
    for row in sheet.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = str(value)
