"""The numbers as they stand in the report's files: cells of the workbook, tables of the Word document."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]
from python_calamine import CalamineWorkbook

Cell = Any
Table = list[list[str]]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIGURES_HEAD = (
    *("Mã", "Chỉ tiêu", "Nhóm", "Đơn vị tính"),
    *("Năm 2026", "Năm 2025", "Tăng/giảm", "Nguồn"),
)
AGENCY_HEAD = (
    *("Mã cơ quan", "Tên cơ quan", "Trạng thái", "Ngày gửi"),
    *("Tính kịp thời", "Số ngày trễ", "Phiên bản"),
)


class WrongLayout(Exception):
    """A file is not laid out as it must be."""


def workbook(path: Path) -> tuple[list[dict[str, Cell]], list[dict[str, Cell]]]:
    """The lines of the figures and of the agencies, each by its column. Raises `WrongLayout`."""
    with CalamineWorkbook.from_path(str(path)) as book:
        return _sheet(book, "So lieu", FIGURES_HEAD), _sheet(book, "Co quan", AGENCY_HEAD)


def _sheet(book: CalamineWorkbook, name: str, head: tuple[str, ...]) -> list[dict[str, Cell]]:
    if name not in book.sheet_names:
        raise WrongLayout(f"thiếu trang tính “{name}”")
    first, *rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    titles = [str(cell).strip() for cell in first]
    if tuple(titles[: len(head)]) != head:
        raise WrongLayout(f"“{name}”: dòng tiêu đề là {titles[: len(head)]}")
    return [dict(zip(titles, row, strict=False)) for row in rows if any(cell != "" for cell in row)]


def document(path: Path) -> list[Table]:
    """Every table of a Word document, as words."""
    with ZipFile(path) as packed:
        body = fromstring(packed.read("word/document.xml"))
    return [list(_rows(table)) for table in body.iter(f"{WORD}tbl")]


def _rows(table: Element) -> Iterator[list[str]]:
    for row in table.iter(f"{WORD}tr"):
        yield [_said(cell) for cell in row.iter(f"{WORD}tc")]


def _said(cell: Element) -> str:
    return "".join(text.text or "" for text in cell.iter(f"{WORD}t")).strip()
