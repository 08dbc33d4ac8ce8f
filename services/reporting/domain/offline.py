"""The cell contract of the form that is filled without a line, for XLSX and DOCX alike.

A form has three tables. «Thông tin» names what the form is for, «Số liệu» one figure to a row, «Thuyết minh» one section
to a row. Programs find a row by its key in the first column and read fixed columns; titles are for people and never read.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kernel.errors import Invalid
from services.reporting.domain.figures import BY_KEY

FORM = "BC-DVCQ-NAM/1"
"""Name and version of the form; another one is refused."""
ABOUT, FIGURES, SECTIONS = "Thong tin", "So lieu", "Thuyet minh"
ABOUT_HEAD = ("Mục", "Giá trị")
FIGURES_HEAD = (
    "Mã",
    "Chỉ tiêu",
    "Đơn vị tính",
    "Hệ thống đã đếm",
    "Số liệu báo cáo",
    "Giải thích nếu sửa số đã đếm",
)
SECTIONS_HEAD = ("Mã", "Phần", "Nội dung")
KEY, VALUE, COMMENT, TEXT = 0, 4, 5, 2
"""Columns, from 0."""
Cell = Any
Rows = Sequence[Sequence[Cell]]


class WrongForm(Invalid):
    """The file is no form of this report, or some of its cells cannot be as they are."""

    code = "wrong_form"
    title = "Tệp không phải mẫu báo cáo do hệ thống lập (DOCX hoặc XLSX, tối đa 5 MB)."


@dataclass(frozen=True)
class Filled:
    """What a filled form says, ready for `fill` and `write`; `errors` name the cell («So lieu!E12»)."""

    about: dict[str, str] = field(default_factory=dict)
    figures: dict[str, int] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)


def read(tables: Mapping[str, Rows], *, agency: str, year: int, codes: Iterable[str]) -> Filled:
    """Read the three tables, headers included. Empty cells say nothing; every error is told, not the first only."""
    filled = Filled()
    _about(filled, tables.get(ABOUT, ()), agency, year)
    for row, cells in _rows(tables, FIGURES):
        _figure(filled, row, cells)
    known = set(codes)
    for row, cells in _rows(tables, SECTIONS):
        _section(filled, row, cells, known)
    return filled


def _rows(tables: Mapping[str, Rows], name: str) -> Iterable[tuple[int, Sequence[Cell]]]:
    """The rows of a table with their numbers as people count them, without the header and empty ones."""
    for row, cells in enumerate(tables.get(name, ())[1:], 2):
        if _text(cells, KEY):
            yield row, cells


def _about(filled: Filled, rows: Rows, agency: str, year: int) -> None:
    filled.about.update({_text(row, 0): _text(row, 1) for row in rows})
    wanted = {"Mẫu": FORM, "Mã cơ quan": agency, "Năm": str(year)}
    for at, row in enumerate(rows, 1):
        want = wanted.pop(_text(row, 0), None)
        if want is not None and _text(row, 1) != want:
            _wrong(filled, ABOUT, 1, at, f"Mẫu này không phải của báo cáo đang lập (cần «{want}»).")
    for name in wanted:
        filled.errors.setdefault(ABOUT, []).append(f"Thiếu dòng «{name}».")


def _figure(filled: Filled, row: int, cells: Sequence[Cell]) -> None:
    key, value, comment = _text(cells, KEY), _cell(cells, VALUE), _text(cells, COMMENT)
    if key not in BY_KEY:
        _wrong(filled, FIGURES, KEY, row, f"Không có chỉ tiêu «{key}».")
        return
    if comment:
        filled.comments[key] = comment
    if value in {None, ""}:
        return
    number = _number(value)
    if number is None or (BY_KEY[key].percent and number > 100):  # noqa: PLR2004  percents
        _wrong(
            filled, FIGURES, VALUE, row, f"«{value}» không phải số nguyên hợp lệ cho chỉ tiêu này."
        )
        return
    filled.figures[key] = number


def _number(value: Cell) -> int | None:
    """A whole number as people type it: 1.234 in words, 1234 or 1234.0 in a cell of numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return int(value) if value >= 0 and value == int(value) else None
    said = str(value).strip().replace(".", "").replace("\u00a0", "").replace(" ", "")
    return int(said) if said.isascii() and said.isdigit() else None


def _section(filled: Filled, row: int, cells: Sequence[Cell], known: set[str]) -> None:
    code, said = _text(cells, KEY), _text(cells, TEXT)
    if code not in known:
        _wrong(filled, SECTIONS, KEY, row, f"Không có phần «{code}» trong đề cương.")
    elif said:
        filled.sections[code] = said


def _wrong(filled: Filled, table: str, column: int, row: int, said: str) -> None:
    filled.errors.setdefault(f"{table}!{chr(ord('A') + column)}{row}", []).append(said)


def _cell(cells: Sequence[Cell], at: int) -> Cell:
    return cells[at] if at < len(cells) else None


def _text(cells: Sequence[Cell], at: int) -> str:
    said = _cell(cells, at)
    return "" if said is None else str(said).strip()
