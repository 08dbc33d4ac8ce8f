"""Excel files from outside: what is read, and what is refused before it is opened."""

import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook as OpenBook, load_workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook

from contracts.reception import Field, Instance, IntakeChannel, PetitionKind
from services.reception.adapters import COLUMNS, lines_of, read_workbook, template
from services.reception.adapters.marking import GOOD as VALID, HEAD, marked
from services.reception.adapters.workbook import (
    ColumnsMissing,
    FileTooLarge,
    NoLines,
    NotExcel,
    TooManyLines,
)

TITLES = [column.title for column in COLUMNS]
GOOD = ("02/03/2026", "Phản ánh", "POST", "=1+1", "+84", "0905123456", "@Đèn hỏng", "p-1")


def a_file(*rows: tuple[Any, ...], titles: list[str] = TITLES, at: int = 0) -> bytes:
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((titles, *rows), at):
            sheet.write_row(number, 0, row)
    return kept.getvalue()


def changed(content: bytes, part: str, text: bytes) -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(kept, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return kept.getvalue()


def test_a_line_is_read_by_words_or_codes_and_formulas_are_text():
    (line,) = lines_of(read_workbook(a_file(GOOD)), communes={})

    form = line.acts[0].given["form"]
    assert line.errors == {}
    assert (form.kind, form.channel) == (PetitionKind.FEEDBACK, IntakeChannel.POST)
    assert form.received_on == date(2026, 3, 2)
    assert (form.petitioner.name, form.summary) == ("=1+1", "@Đèn hỏng")


def test_the_wrong_cells_are_named():
    row = ("31/02/2026", "Kêu ca", "POST", "", "", "", "Nội dung", "", "05/03/2026")

    (line,) = lines_of(read_workbook(a_file(row)), communes={})

    assert set(line.errors) == {
        "A2: Ngày nhận",
        "B2: Loại đơn",
        "H2: Mã tham chiếu",
        "J2: Đủ điều kiện",
        "K2: Thuộc thẩm quyền",
        "L2: Hướng xử lý",
    }
    assert line.acts == []


def test_what_one_may_say_besides_is_read_and_places_are_found_by_name():
    more = {"Số người ký": 3, "Lĩnh vực": "Đất đai", "Về quy định hành chính": "Có"}
    titles = [*TITLES[:8], *more, "Về ai, việc gì", "Địa bàn vụ việc"]
    row = (*GOOD, *more.values(), "Trạm điện", "Xã Chư Sê; phường quy nhơn")
    known = {"xa chu se": "u-1", "phuong quy nhon": "u-2"}

    (line,) = lines_of(read_workbook(a_file(row, titles=titles)), communes=known)
    form = line.acts[0].given["form"]

    assert (form.signers, form.field, form.regulation) == (3, Field.LAND, True)
    assert (form.against, form.places) == ("Trạm điện", ("u-1", "u-2"))
    (lost,) = lines_of(read_workbook(a_file(row, titles=titles)), communes={})
    assert lost.errors == {"M2: Địa bàn vụ việc": ["Không có xã, phường tên “Xã Chư Sê”."]}


def test_who_is_competent_and_what_kind_of_letter_it_is_are_read_too():
    more = {
        "Trường hợp thẩm quyền": "Quyết định, hành vi của Giám đốc sở",
        "Lần giải quyết": "Lần hai",
        "Nặc danh": "Không",
        "Đã giải quyết trước đó": "có",
    }
    (line,) = lines_of(
        read_workbook(a_file((*GOOD, *more.values()), titles=[*TITLES[:8], *more])), communes={}
    )
    form = line.acts[0].given["form"]

    assert line.errors == {}
    assert (form.subject, form.instance) == ("DEPARTMENT_ACT", Instance.SECOND)
    assert (form.anonymous, form.again) == (False, True)


def test_a_reference_that_comes_twice_is_wrong_the_second_time():
    first, second = lines_of(read_workbook(a_file(GOOD, GOOD)), communes={})

    assert first.errors == {}
    assert "H3: Mã tham chiếu" in second.errors


def test_the_template_has_the_columns_and_no_lines():
    with pytest.raises(NoLines):
        read_workbook(template())


@pytest.mark.parametrize(
    "content", [b"", b"not a zip", b"\xd0\xcf\x11\xe0old excel", b"PK\x03\x04"]
)
def test_what_is_no_workbook_is_refused(content: bytes):
    with pytest.raises(NotExcel):
        read_workbook(content)


def test_a_bomb_is_refused_before_it_is_opened():
    bomb = changed(a_file(GOOD), "xl/styles.xml", b" " * 30_000_000)
    far = b'<worksheet><sheetData><row r="1"><c r="XFD1048576"/></row></sheetData></worksheet>'

    for content in (bomb, changed(a_file(GOOD), "xl/worksheets/sheet1.xml", far)):
        with pytest.raises(FileTooLarge):
            read_workbook(content)


def test_a_sheet_without_our_columns_or_with_too_many_lines_is_refused():
    with pytest.raises(ColumnsMissing) as missing:
        read_workbook(a_file(("x",), titles=["Ngày nhận", "Loại đơn"]))
    with pytest.raises(TooManyLines):
        read_workbook(a_file(*[GOOD] * 1001))

    assert "Mã tham chiếu" in missing.value.detail


# --- the file back ------------------------------------------------------------------------------------


def sent_back(*lines: list[object], results: list[dict[str, object]]) -> Worksheet:
    book = OpenBook()
    for line in ([column.title for column in COLUMNS], *lines):
        book.active.append(line)
    book.active["C2"].font = Font(bold=True)
    book.active["G2"] = "=1+1"
    book.active.merge_cells("A2:B3")
    kept = BytesIO()
    book.save(kept)
    once = marked(kept.getvalue(), results)
    return load_workbook(BytesIO(marked(once, results))).worksheets[0]


def test_what_is_wrong_is_written_into_the_same_file_and_twice_is_the_same():
    wrong = {"status": 422, "line": 2, "errors": {"A2: Ngày nhận": ["=HYPERLINK(1) là sai."]}}
    good = {"status": 200, "line": 3}

    sheet = sent_back(["hôm qua", "Khiếu nại", "Bưu chính"], ["x"], results=[wrong, good])

    last = len(COLUMNS) + 1
    assert sheet.max_column == last
    assert [sheet.cell(row, last).value for row in (1, 2, 3)] == [
        HEAD,
        "A2: Ngày nhận: =HYPERLINK(1) là sai.",
        VALID,
    ]
    assert sheet["A2"].comment.text == "=HYPERLINK(1) là sai."
    assert sheet["A2"].value == "hôm qua"
    assert sheet["C2"].font.bold


def test_nothing_in_a_file_given_back_works_anything_out():
    sheet = sent_back(
        ["=1+1", "@x"], results=[{"status": 422, "line": 2, "errors": {"": ["=2+2"]}}]
    )

    assert "f" not in {cell.data_type for row in sheet.iter_rows() for cell in row}


def test_no_workbook_is_not_marked():
    with pytest.raises(NotExcel):
        marked(b"no workbook", [])
