"""The Word document: what officials read and edit, and programs count again."""

from dataclasses import replace
from io import BytesIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from services.reporting.adapters import docx, words
from services.reporting.domain import Paper

FIGURES = ("Mã", "Chỉ tiêu", "Đơn vị tính", "Năm 2026", "Năm 2025", "Tăng/giảm")
ARRIVALS = ("STT", "Cơ quan", "Trạng thái", "Ngày gửi", "Tính kịp thời")


def _tables(word, head: tuple[str, ...]) -> list[list[list[str]]]:
    """The rows below a header, of each table that has it."""
    drawn = (
        [[_said(cell) for cell in row.tc_lst] for row in table._tbl.tr_lst] for table in word.tables
    )
    return [rows[1:] for rows in drawn if tuple(rows[0]) == head]


def _said(cell) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t")))


def _count(shown: str) -> int | None:
    return None if shown in {"chưa báo cáo", "–"} else int(shown.replace(".", ""))


def _millimetres(length: int) -> int:
    return round(length / Mm(1))


def test_every_figure_can_be_read_back(word, paper: Paper):
    read = {row[0]: tuple(map(_count, row[3:])) for rows in _tables(word, FIGURES) for row in rows}

    assert read == {
        line.key: (line.value, line.previous, words.change(line)) for line in paper.figures
    }


def test_nothing_is_nought_and_what_nobody_told_is_said(word, paper: Paper):
    rows = {row[0]: row for rows in _tables(word, FIGURES) for row in rows}
    untold, nought = paper.figures[:2]

    assert rows[untold.key][3] == "chưa báo cáo"
    assert rows[untold.key][5] == "–"
    assert rows[nought.key][3] == "0"


def test_every_agency_stands_in_the_annex_with_its_day(word, paper: Paper):
    (rows,) = _tables(word, ARRIVALS)

    assert [row[1] for row in rows] == [line.name for line in paper.agencies]
    assert [row[3] for row in rows] == [words.day(line.submitted_on) for line in paper.agencies]
    assert "Trễ hạn (3 ngày làm việc)" in {row[4] for row in rows}


def test_the_pages_have_the_margins_of_the_decree(word):
    for section in word.sections:
        width, height = sorted((section.page_width, section.page_height))
        assert (_millimetres(width), _millimetres(height)) == (210, 297)
        assert 20 <= _millimetres(section.top_margin) <= 25
        assert 20 <= _millimetres(section.bottom_margin) <= 25
        assert 30 <= _millimetres(section.left_margin) <= 35
        assert 15 <= _millimetres(section.right_margin) <= 20


def test_a_wide_annex_lies_on_its_side(word):
    first, *annexes = (section.orientation == WD_ORIENT.LANDSCAPE for section in word.sections)

    assert not first
    assert annexes == [False, True, False, True]


def test_the_page_number_stands_in_the_top_margin_but_not_on_page_one(word):
    first, *others = word.sections

    assert first.different_first_page_header_footer
    assert "PAGE" not in first.first_page_header._element.xml
    assert 'w:instr="PAGE"' in first.header._element.xml
    for section in others:
        assert not section.different_first_page_header_footer
        assert 'w:instr="PAGE"' in section.header._element.xml


def test_made_up_data_says_so_on_every_page(word):
    headers = [word.sections[0].first_page_header, *(section.header for section in word.sections)]

    assert all("DỮ LIỆU MẪU" in header.paragraphs[0].text for header in headers)


def test_one_font_serves_every_script(word_parts: dict[str, str]):
    for name in ("Normal", "Heading1", "Heading2", "Tight"):
        style = (
            word_parts["word/styles.xml"]
            .partition(f'w:styleId="{name}"')[2]
            .partition("</w:style>")[0]
        )
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            assert f'w:{script}="Times New Roman"' in style
            assert f"w:{script}Theme" not in style


def test_the_body_is_justified_and_indented(word):
    body = word.styles["Normal"].paragraph_format

    assert word.styles["Normal"].font.size == Pt(14)
    assert body.alignment == SIDE.JUSTIFY
    assert round(body.first_line_indent.cm, 2) == 1.27


def test_the_outline_is_made_of_real_headings(word, paper: Paper):
    parts = [line.text for line in word.paragraphs if line.style.name == "Heading 1"]
    sections = [line.text for line in word.paragraphs if line.style.name == "Heading 2"]

    assert parts[:3] == [
        "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO",
        "II. KẾT QUẢ THỰC HIỆN",
        "III. ĐÁNH GIÁ CHUNG: ƯU ĐIỂM, HẠN CHẾ, NGUYÊN NHÂN, BÀI HỌC",
    ]
    assert parts[-4:] == ["Phụ lục I", "Phụ lục II", "Phụ lục III", "Phụ lục IV"]
    assert len(sections) == sum("." in section.number for section in paper.sections)


def test_every_paragraph_is_there_and_the_last_one_bears_the_end_mark(word, paper: Paper):
    said = [line.text for line in word.paragraphs]
    asked = [text for section in paper.sections for text in section.paragraphs]

    assert set(asked[:-1]) <= set(said)
    assert asked[-1].rstrip(".") + "./." in said
    assert sum(text.endswith("./.") for text in said) == 1


def test_headers_of_tables_are_repeated_and_numbers_stand_on_the_right(word):
    table = next(table for table in word.tables if _said(table._tbl.tr_lst[0].tc_lst[0]) == "Mã")
    head, row = table._tbl.tr_lst[:2]

    assert head.find(f".//{qn('w:tblHeader')}") is not None
    sides = [cell.find(f".//{qn('w:jc')}").get(qn("w:val")) for cell in row.tc_lst]
    assert sides == ["left", "left", "center", "right", "right", "right"]


def test_charts_are_told_to_those_who_do_not_see_them(word):
    told = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]

    assert len(told) == 3
    assert all("Năm 2026: " in one or "Đúng hạn: " in one for one in told)


def test_the_elements_of_a_paragraph_stand_in_the_order_word_wants(word):
    order = ("pStyle", "keepNext", "pBdr", "tabs", "spacing", "ind", "jc")
    places = {qn(f"w:{name}"): at for at, name in enumerate(order)}

    for form in word.element.body.iter(qn("w:pPr")):
        found = [places[child.tag] for child in form if child.tag in places]
        assert found == sorted(found)


def test_without_made_up_data_no_mark_is_left(paper: Paper):
    word = Document(BytesIO(docx.draw(replace(paper, sample=False))))

    assert "DỮ LIỆU MẪU" not in "".join(section.header._element.xml for section in word.sections)
