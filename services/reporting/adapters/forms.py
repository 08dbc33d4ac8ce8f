"""Workbooks beside the report: the blank form with its locked keys, and the annex of statistics; reading a filled form."""

import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import (  # type: ignore[import-untyped]
    InvalidFileException,
)
from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from frame.paper.steady import steady
from services.reporting.adapters import papers, words
from services.reporting.adapters.xlsx import A4, HEAD_HEIGHT, LOOKS
from services.reporting.domain.letters import BlankForm, Statistics
from services.reporting.domain.offline import (
    ABOUT,
    ABOUT_HEAD,
    FIGURES,
    FIGURES_HEAD,
    SECTIONS,
    SECTIONS_HEAD,
    Rows,
)

MOST_ROWS = 2000
MOST_BYTES, MOST_UNPACKED = 5_000_000, 50_000_000
HEADS = {FIGURES_HEAD: FIGURES, SECTIONS_HEAD: SECTIONS, ABOUT_HEAD: ABOUT}
STATISTICS_HEAD = (
    "Mã",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Số liệu",
    "Cùng kỳ năm trước",
    "Tăng/giảm",
    "Ước thực hiện",
)
NUMBER_RULE = {
    "validate": "integer",
    "criteria": ">=",
    "value": 0,
    "error_title": "Số liệu chưa đúng",
    "error_message": "Chỉ nhập số nguyên từ 0 trở lên.",
}
OPEN = {"border": 1, "valign": "vcenter", "text_wrap": True, "locked": False, "bg_color": "#FFFBE6"}


class Unreadable(Exception):
    """The file is no form: neither a workbook nor a document of ours."""


def blank(it: BlankForm) -> bytes:
    """The form as a workbook: keys and titles are locked, what is to be filled is not."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        _told(book, f"Mẫu báo cáo {it.year}", it.issued_on)
        looks = _looks(book)
        open_, number = book.add_format(_font(OPEN)), book.add_format(_font({**OPEN, "num_format": "#,##0", "align": "right"}))  # fmt: skip
        sheet = _sheet(
            book, looks, FIGURES, FIGURES_HEAD, (30, 50, 13, 16, 18, 40), sample=it.stamp.sample
        )
        rows = [one for _, own in it.parts for one in own]
        for at, one in enumerate(rows, 1):
            for column, said in enumerate(
                (one.key, one.title, one.unit, papers.counted(it, one.key))
            ):
                sheet.write(at, column, said, looks["text"])
            sheet.write_blank(at, 4, None, number)
            sheet.write_blank(at, 5, None, open_)
        sheet.data_validation(1, 4, len(rows), 4, NUMBER_RULE)
        sheet = _sheet(book, looks, SECTIONS, SECTIONS_HEAD, (26, 60, 100), sample=it.stamp.sample)
        for at, (code, title, must) in enumerate(it.sections, 1):
            sheet.write(at, 0, code, looks["text"])
            sheet.write(at, 1, title + (" (bắt buộc)" if must else ""), looks["text"])
            sheet.write_blank(at, 2, None, open_)
            sheet.set_row(at, 90)
        sheet = _sheet(book, looks, ABOUT, ABOUT_HEAD, (24, 60), sample=it.stamp.sample)
        for at, pair in enumerate(papers.about(it), 1):
            sheet.write_row(at, 0, pair, looks["text"])
    return steady(kept.getvalue())


def statistics(it: Statistics) -> bytes:
    """The annex of statistics as a workbook to count in: numbers are numbers, the other two states are words."""
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        _told(book, "Biểu số liệu công tác dân vận chính quyền", it.issued_on)
        looks = _looks(book)
        sheet = _sheet(book, looks, FIGURES, STATISTICS_HEAD, (30, 56, 13, 16, 18, 13, 16), locked=False, sample=it.stamp.sample)  # fmt: skip
        for at, cells in enumerate(_statistics(it), 1):
            for column, cell in enumerate(cells):
                look = looks["number" if isinstance(cell, int) else "text"]
                sheet.write(at, column, cell, look)
        sheet = _sheet(
            book, looks, ABOUT, ABOUT_HEAD, (30, 90), locked=False, sample=it.stamp.sample
        )
        for at, pair in enumerate(
            (("Cơ quan", it.whose), ("Ba mốc thời gian", papers.three_days(it))), 1
        ):
            sheet.write_row(at, 0, pair, looks["text"])
    return steady(kept.getvalue())


def _statistics(it: Statistics) -> Iterator[tuple[Any, ...]]:
    for _, lines in it.parts:
        for one in lines:
            values = (_value(one.value), _value(one.previous), one.change)
            yield one.key, one.title, one.unit, *values, one.estimate if it.estimate_to else None
        for own in it.shares(lines[0].section):
            title = f"{own.rate.title} ({own.rate.formula})"
            told = papers.share(own) if own.value is None else own.value
            yield own.rate.code, title, "%", told, own.previous, own.change, None


def _value(value: int | None) -> Any:
    return value or papers.shown(value)


def _told(book: Workbook, title: str, on: date) -> None:
    created = datetime.combine(on, time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": title, "created": created})


def _font(look: dict[str, Any]) -> dict[str, Any]:
    return {"font_name": "Times New Roman", "font_size": 11, **look}


def _looks(book: Workbook) -> dict[str, Any]:
    return {name: book.add_format(_font(look)) for name, look in LOOKS.items()}


def _sheet(
    book: Workbook,
    looks: dict[str, Any],
    name: str,
    head: tuple[str, ...],
    widths: tuple[int, ...],
    *,
    locked: bool = True,
    sample: bool,
) -> Worksheet:
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 2)
    sheet.set_footer("&C&P/&N")
    if sample:
        sheet.set_header(f'&C&"Times New Roman,Bold"&14{words.SAMPLE}')
    if locked:
        sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_row(0, HEAD_HEIGHT)
    for column, (title, width) in enumerate(zip(head, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, looks["head"])
    return sheet


# --- reading ----------------------------------------------------------------------------------------


# What the libraries say to a file that is none of theirs: XML that is not well-formed is a `SyntaxError`, a part
# that is missing an `AttributeError`, a locked archive a `RuntimeError`.
BROKEN = (
    BadZipFile,
    InvalidFileException,
    zlib.error,
    LookupError,
    ValueError,
    TypeError,
    OSError,
    SyntaxError,
    AttributeError,
    RuntimeError,
)


def tables_of(content: bytes) -> dict[str, Rows]:
    """The three tables of a filled form, workbook or document. Raises `Unreadable`, also for what is or would
    unpack too large."""
    if len(content) > MOST_BYTES or _unpacked(content) > MOST_UNPACKED:
        raise Unreadable
    for read in (_workbook, _document):
        try:
            return read(content)
        except BROKEN:
            continue
    raise Unreadable


def _unpacked(content: bytes) -> int:
    """What an archive says it unpacks to. Raises `Unreadable` for what is none."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            return sum(one.file_size for one in archive.infolist())
    except BadZipFile:
        raise Unreadable from None


def _workbook(content: bytes) -> dict[str, Rows]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    if FIGURES not in book.sheetnames:
        raise KeyError(FIGURES)
    wanted = (FIGURES, SECTIONS, ABOUT)
    return {
        name: [tuple(row) for row in book[name].iter_rows(max_row=MOST_ROWS, values_only=True)]
        for name in wanted
        if name in book.sheetnames
    }


def _document(content: bytes) -> dict[str, Rows]:
    """Tables are known by their header row."""
    found: dict[str, Rows] = {}
    for table in Document(BytesIO(content)).tables:
        rows = [tuple(cell.text for cell in row.cells) for row in table.rows[:MOST_ROWS]]
        name = HEADS.get(rows[0]) if rows else None
        if name:
            found[name] = rows
    if FIGURES not in found:
        raise KeyError(FIGURES)
    return found
