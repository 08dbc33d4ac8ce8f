"""A paper as a Word document that officials edit: real headings, repeated table headers, one font."""

from datetime import UTC, datetime, time
from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE, WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from frame.paper import words
from frame.paper.content import Block, Drawable, Drawn, Heading, Picture, Sheet, Table, Text
from frame.paper.settable import for_word
from frame.paper.steady import steady
from frame.paper.word_parts import field, grid, pair, rule_under
from frame.paper.word_styles import dress

LONG, SHORT = Mm(297), Mm(210)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
HEAD_WIDTHS = (62.0, 103.0)
HALVES = (82.5, 82.5)
PICTURE = Mm(160)
LONGEST_PROPERTY = 255  # characters, of what the file says of itself


def draw(paper: Drawn) -> bytes:
    """The paper as a Word document."""
    it = for_word(paper)
    doc = Document()
    dress(doc)
    _properties(doc, it)
    _page(doc.sections[0], wide=False)
    _page_header(doc.sections[0], it)
    doc.sections[0].different_first_page_header_footer = True
    if it.signed:
        _head(doc, it)
    _title(doc, it)
    _blocks(doc, it.blocks)
    if it.signed:
        doc.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
        _signature(doc, it)
    for sheet in it.sheets:
        _sheet(doc, sheet, it)
    return _saved(doc)


def _saved(doc: Doc) -> bytes:
    kept = BytesIO()
    doc.save(kept)
    return steady(kept.getvalue())


def _properties(doc: Doc, paper: Drawn) -> None:
    known, on = (
        doc.core_properties,
        datetime.combine(paper.issued_on, time(), UTC).replace(tzinfo=None),
    )
    known.title, known.author = paper.title[:LONGEST_PROPERTY], paper.issuer[:LONGEST_PROPERTY]
    known.language = "vi-VN"
    known.created = known.modified = on
    known.last_modified_by, known.revision = known.author, 1
    known.comments = paper.note[:LONGEST_PROPERTY]


# --- pages ----------------------------------------------------------------------------------------------


def _page(section: Section, *, wide: bool) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (LONG, SHORT) if wide else (SHORT, LONG)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.header_distance = section.footer_distance = Mm(9)


def _page_header(section: Section, paper: Drawn) -> None:
    """The number centred in the top margin but for page 1; made-up data says so on every page."""
    for header in (section.header, section.first_page_header):
        header.is_linked_to_previous = False
        line = header.paragraphs[0]
        _stops(line, section)
        line.add_run("\t")
        if header.part is section.header.part:
            field(line, "PAGE")
        if paper.sample:
            mark = line.add_run(f"\t{words.SAMPLE}")
            mark.bold, mark.font.size = True, Pt(11)


def _stops(line: Paragraph, section: Section) -> None:
    """Tabs in the middle and at the right end of the text."""
    line.style = "Tight"
    room = _room(section)
    line.paragraph_format.tab_stops.add_tab_stop(Emu(room // 2), WD_TAB_ALIGNMENT.CENTER)
    line.paragraph_format.tab_stops.add_tab_stop(Emu(room), WD_TAB_ALIGNMENT.RIGHT)


def _room(section: Section) -> int:
    wide = section.orientation == WD_ORIENT.LANDSCAPE
    return (LONG if wide else SHORT) - LEFT - RIGHT


# --- the first page's head ------------------------------------------------------------------------------


def _head(doc: Doc, paper: Drawn) -> None:
    left, right = pair(doc, HEAD_WIDTHS)
    if paper.superior:
        _said(left.paragraphs[0], "\n".join(words.on_lines(paper.superior)), 13)
    issuer = left.add_paragraph() if paper.superior else left.paragraphs[0]
    _said(issuer, "\n".join(words.on_lines(paper.issuer)), 13, bold=True)
    rule_under(left.add_paragraph(), share=0.4)
    _said(left.add_paragraph(), f"Số: {paper.symbol}", 13)
    if not paper.kind:
        about = left.add_paragraph()
        _said(about, f"V/v {paper.title}", 12.5)
        about.paragraph_format.space_before = Pt(6)
    _said(right.paragraphs[0], words.NATION, 12.5, bold=True)
    _said(right.add_paragraph(), words.MOTTO, 13.5, bold=True)
    rule_under(right.add_paragraph(), share=0.58)
    _said(
        right.add_paragraph(), words.place_and_day(paper.place, paper.issued_on), 13.5, italic=True
    )


def _said(
    line: Paragraph, text: str, size: float, *, bold: bool = False, italic: bool = False
) -> None:
    """Words in the middle of a line."""
    line.style, line.alignment = "Tight", SIDE.CENTER
    run = line.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def _title(doc: Doc, paper: Drawn) -> None:
    if paper.kind:
        kind = doc.add_paragraph()
        _said(kind, paper.kind, 14, bold=True)
        kind.paragraph_format.space_before = Pt(18)
        _said(doc.add_paragraph(), paper.title, 14, bold=True)
        rule_under(doc.add_paragraph(), share=0.28)
    for at, name in enumerate(words.addressed(paper.addressees)):
        line = doc.add_paragraph()
        _said(line, name, 14)
        _placed(line, many=len(paper.addressees) > 1, first=not at)
    doc.paragraphs[-1].paragraph_format.space_after = Pt(12)


def _placed(line: Paragraph, *, many: bool, first: bool) -> None:
    """«Kính gửi» stands in the middle; several names stand under each other, dash under dash."""
    line.paragraph_format.space_before = Pt(12 if first else 0)
    if many:
        line.alignment = SIDE.LEFT
        line.paragraph_format.left_indent = Mm(30 if first else 50)


def _signature(doc: Doc, paper: Drawn) -> None:
    left, right = pair(doc, HALVES)
    if paper.approved_by:
        _signer(left, paper.approved_by, "")
    else:
        _recipients(left, paper.recipients)
    _signer(right, paper.signer_title, paper.signer)


def _recipients(cell: _Cell, names: tuple[str, ...]) -> None:
    _said(cell.paragraphs[0], "Nơi nhận:", 12, bold=True, italic=True)
    for name in names:
        _said(cell.add_paragraph(), name, 11)
    for line in cell.paragraphs:
        line.alignment = SIDE.LEFT


def _signer(cell: _Cell, titles: tuple[str, ...], signer: str) -> None:
    """Who signs, with room for the hand."""
    for at, title in enumerate(titles):
        _said(cell.add_paragraph() if at else cell.paragraphs[0], title.upper(), 14, bold=True)
    name = cell.add_paragraph()
    _said(name, signer, 14, bold=True)
    name.paragraph_format.space_before = Mm(28)


# --- the body -------------------------------------------------------------------------------------------


def _blocks(doc: Doc, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        _block(doc, block)


def _block(doc: Doc, block: Block) -> None:
    match block:
        case Heading(text, level):
            doc.add_heading(text, level)
        case Text(text):
            doc.add_paragraph(text)
        case Table():
            grid(doc, block, _room(doc.sections[-1]))
        case Picture(chart):
            _picture(doc, chart)


def _picture(doc: Doc, chart: Drawable) -> None:
    title = doc.add_paragraph()
    _said(title, chart.title, 13, bold=True)
    title.paragraph_format.keep_with_next = True
    line = doc.add_paragraph(style="Tight")
    line.alignment = SIDE.CENTER
    shape = line.add_run().add_picture(BytesIO(chart.as_png()), width=PICTURE)
    shape._inline.docPr.set("descr", chart.summary)


def _sheet(doc: Doc, sheet: Sheet, paper: Drawn) -> None:
    section = doc.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    _page(section, wide=sheet.wide)
    _page_header(section, paper)
    heading = doc.add_heading(f"Phụ lục {sheet.number}", 1)
    heading.alignment, heading.paragraph_format.first_line_indent = SIDE.CENTER, Mm(0)
    _said(doc.add_paragraph(), sheet.title.upper(), 14, bold=True)
    under = doc.add_paragraph()
    _said(under, paper.enclosed, 14, italic=True)
    under.paragraph_format.space_after = Pt(10)
    _blocks(doc, sheet.blocks)
