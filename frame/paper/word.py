"""A paper as a Word document that officials edit: the form filled in, real headings, repeated table headers."""

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE, WD_TAB_ALIGNMENT
from docx.section import Section
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

from frame.paper import words
from frame.paper.content import Block, Drawable, Drawn, Heading, Picture, Sheet, Table, Text
from frame.paper.settable import for_word
from frame.paper.steady import steady
from frame.paper.word_form import FORM, said
from frame.paper.word_parts import field, grid

LONG, SHORT = Mm(297), Mm(210)
TOP, BOTTOM, LEFT, RIGHT = Mm(20), Mm(20), Mm(30), Mm(15)
PICTURE = Mm(160)
LONGEST_PROPERTY = 255  # characters, of what the file says of itself


def draw(paper: Drawn) -> bytes:
    """The paper as a Word document."""
    it = for_word(paper)
    doc = _filled(it)
    _properties(doc, it)
    _page(doc.sections[0], wide=False)
    _page_header(doc.sections[0], it)
    doc.sections[0].different_first_page_header_footer = True
    doc.paragraphs[-1].paragraph_format.space_after = Pt(12)
    signatures = doc.tables[-1]._tbl if it.signed else None
    _blocks(doc, it.blocks)
    if signatures is not None:
        doc.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
        doc.element.body.insert_element_before(signatures, "w:sectPr")
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


# --- the form -------------------------------------------------------------------------------------------


def _filled(paper: Drawn) -> Doc:
    """The form with this paper's words: head, name of its kind, addressees, and the signatures at its end."""
    form = DocxTemplate(FORM)
    form.render(_words(paper), autoescape=True)
    return form.docx  # type: ignore[no-any-return]


def _words(paper: Drawn) -> dict[str, Any]:
    return {
        "signed": paper.signed,
        "superior": "\n".join(words.on_lines(paper.superior)),
        "issuer": "\n".join(words.on_lines(paper.issuer)),
        "symbol": paper.symbol,
        "about": "" if paper.kind else f"V/v {paper.title}",
        "dated": words.place_and_day(paper.place, paper.issued_on),
        "kind": paper.kind,
        "title": paper.title,
        "addressees": words.addressed(paper.addressees),
        "approved_by": [title.upper() for title in paper.approved_by],
        "recipients": paper.recipients,
        "titles": [title.upper() for title in paper.signer_title],
        "signer": paper.signer,
    }


# --- the body -------------------------------------------------------------------------------------------


def _blocks(doc: Doc, blocks: tuple[Block, ...]) -> None:
    for block in blocks:
        _block(doc, block)


def _block(doc: Doc, block: Block) -> None:
    match block:
        case Heading(text, level):
            doc.add_heading(text, level)
        case Text(text, justified):
            line = doc.add_paragraph(text)
            if not justified:
                line.alignment = SIDE.LEFT
        case Table():
            grid(doc, block, _room(doc.sections[-1]))
        case Picture(chart):
            _picture(doc, chart)


def _picture(doc: Doc, chart: Drawable) -> None:
    title = doc.add_paragraph()
    said(title, chart.title, 13, bold=True)
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
    said(doc.add_paragraph(), sheet.title.upper(), 14, bold=True)
    under = doc.add_paragraph()
    said(under, paper.enclosed, 14, italic=True)
    under.paragraph_format.space_after = Pt(10)
    _blocks(doc, sheet.blocks)
