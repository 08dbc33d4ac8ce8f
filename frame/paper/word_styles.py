"""The styles of the Word document: one font in every script, black headings, justified body."""

from typing import Any, cast

from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

FONT = "Times New Roman"
BODY = Pt(14)
INDENT = Cm(1.27)
SCRIPTS = ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia")
THEMES = ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme")


def dress(doc: Doc) -> None:
    """Give the styles of a new document the look of NĐ 30/2020/NĐ-CP."""
    _body(cast(ParagraphStyle, doc.styles["Normal"]))
    for level in (1, 2):
        _heading(cast(ParagraphStyle, doc.styles[f"Heading {level}"]))
    _tight(cast(ParagraphStyle, doc.styles.add_style("Tight", WD_STYLE_TYPE.PARAGRAPH)))
    doc.styles.element.find(f".//{qn('w:rPrDefault')}").find(f".//{qn('w:lang')}").set(
        qn("w:val"), "vi-VN"
    )


def _body(style: ParagraphStyle) -> None:
    _lettered(style)
    form = style.paragraph_format
    form.alignment, form.first_line_indent = SIDE.JUSTIFY, INDENT
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(6), 1.15


def _heading(style: ParagraphStyle) -> None:
    _lettered(style)
    style.font.bold, style.font.color.rgb = True, RGBColor(0, 0, 0)
    form = style.paragraph_format
    form.alignment, form.first_line_indent = SIDE.LEFT, INDENT
    form.space_before, form.space_after, form.keep_with_next = Pt(6), Pt(6), True


def _tight(style: ParagraphStyle) -> None:
    """Heads, tables and signatures: no indent, no room between lines."""
    style.base_style = None
    _lettered(style)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(0), Pt(2), 1.0


def _lettered(style: ParagraphStyle) -> None:
    style.font.name, style.font.size = FONT, BODY
    fonts: Any = style.element.get_or_add_rPr().rFonts
    for theme in THEMES:
        fonts.attrib.pop(qn(theme), None)
    for script in SCRIPTS:
        fonts.set(qn(script), FONT)


def element(name: str, **attributes: str) -> Any:
    """An element of the Word language."""
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
