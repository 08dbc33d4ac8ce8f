"""Lists that can be sorted, saved under a name and taken away as a file, all by their address alone.

A page declares its columns once; the address says the order (`sort=-due_on`) beside the page's own
filters, and `export=xlsx` gives what the filters show as a workbook.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, request
from xlsxwriter import Workbook  # type: ignore[import-untyped,unused-ignore]

from frame.legible import harmless
from frame.words import vn_date, vn_datetime

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_EXPORTED = 20_000
# What is of one look at a list, not of the list as one saves it.
PASSING = ("page", "export")
FIRST_YEAR = 1900  # spreadsheets know no day before it

Row = Mapping[str, Any]
R = TypeVar("R", bound=Row)
MISSING = (None, "")


@dataclass(frozen=True)
class Column:
    """One column: its title, the field it is sorted by (none: it is not), how a file shows it."""

    title: str
    field: str = ""
    end: bool = False
    value: Callable[[Row], Any] | None = None

    def of(self, row: Row) -> Any:
        """What a file shows of a row."""
        return self.value(row) if self.value else row.get(self.field, "")


@dataclass(frozen=True)
class Order:
    """By which field a list is sorted, and whether the largest comes first."""

    field: str
    descending: bool = False

    @property
    def word(self) -> str:
        """How an address says it."""
        return f"-{self.field}" if self.descending else self.field

    @property
    def keys(self) -> list[tuple[str, int]]:
        """How a read model is asked; the id makes it the same each time."""
        way = -1 if self.descending else 1
        return [(self.field, way), ("_id", way)]


class Listing:
    """A list of a page: its columns and the order it has when the address asks for none."""

    def __init__(self, columns: Sequence[Column], *, first: Order) -> None:
        self.columns, self.first = tuple(columns), first

    @property
    def order(self) -> Order:
        """The order the address asks for, if there is such a column."""
        asked = request.args.get("sort", "")
        field = asked.removeprefix("-")
        known = {one.field for one in self.columns if one.field}
        return Order(field, descending=asked.startswith("-")) if field in known else self.first

    @property
    def heads(self) -> list[dict[str, Any]]:
        """The columns' heads: a link that sorts by each, and how the list is sorted now."""
        return [self._head(one) for one in self.columns]

    def _head(self, column: Column) -> dict[str, Any]:
        now = self.order
        here = bool(column.field) and column.field == now.field
        then = Order(column.field, descending=here and not now.descending)
        return {
            "title": column.title,
            "end": column.end,
            "href": with_query(sort=then.word) if column.field else "",
            "sorted": ("descending" if now.descending else "ascending") if here else "",
        }

    def ordered(self, rows: Iterable[R]) -> list[R]:
        """Rows that are at hand, in the order the address asks for; those without a value come last."""
        now, kept = self.order, list(rows)
        there = [row for row in kept if row.get(now.field) not in MISSING]
        there.sort(key=lambda row: row[now.field], reverse=now.descending)
        return [*there, *(row for row in kept if row.get(now.field) in MISSING)]

    @property
    def exporting(self) -> bool:
        """Whether the address asks for a file."""
        return request.args.get("export") == "xlsx"

    def file(self, name: str, rows: Iterable[Row], *, title: str, made: datetime) -> Response:
        """The rows as a workbook: a first sheet that says what they are, and the rows themselves."""
        kept = [[column.of(row) for column in self.columns] for row in rows]
        body = _workbook([one.title for one in self.columns], kept, title=title, made=made)
        told = Response(body, mimetype=XLSX)
        told.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        return told


def query_of_list() -> str:
    """The filters and the order of the address, as they are saved."""
    kept = [
        (name, value)
        for name, value in request.args.items(multi=True)
        if name not in PASSING and value
    ]
    return urlencode(kept)


def with_query(**more: str) -> str:
    """The current address with other words in its query, on its first page."""
    gone = {*PASSING, *more}
    kept = [(n, v) for n, v in request.args.items(multi=True) if n not in gone and v]
    return f"{request.path}?{urlencode([*kept, *more.items()])}"


def _workbook(heads: list[str], rows: list[list[Any]], *, title: str, made: datetime) -> bytes:
    held = BytesIO()
    with Workbook(held, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        told = book.add_worksheet("Đọc tôi")
        told.set_column(0, 0, 24)
        told.set_column(1, 1, 80)
        for at, (name, value) in enumerate(_about(heads, rows, title=title, made=made)):
            told.write_string(at, 0, name, bold)
            told.write_string(at, 1, value)
        _rows(book, heads, rows)
    return held.getvalue()


def _about(
    heads: list[str], rows: list[list[Any]], *, title: str, made: datetime
) -> list[tuple[str, str]]:
    digest = hashlib.sha256(repr((heads, rows)).encode()).hexdigest()
    return [
        ("Danh sách", title),
        ("Bộ lọc", query_of_list() or "không lọc"),
        ("Số dòng", str(len(rows))),
        ("Lập lúc", vn_datetime(made)),
        ("SHA-256 của dữ liệu", digest),
    ]


def _rows(book: Workbook, heads: list[str], rows: list[list[Any]]) -> None:
    sheet = book.add_worksheet("Danh sách")
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, bold)
        sheet.set_column(at, at, 22)
    sheet.freeze_panes(1, 0)
    for down, row in enumerate(rows, start=1):
        for at, value in enumerate(row):
            match value:
                case date() if value.year >= FIRST_YEAR:
                    sheet.write_datetime(down, at, value, day)
                case date():
                    sheet.write_string(down, at, vn_date(value))
                case bool() | None:
                    sheet.write_string(
                        down, at, "" if value is None else "Có" if value else "Không"
                    )
                case int() | float():
                    sheet.write_number(down, at, value)
                case _:
                    sheet.write_string(down, at, harmless(str(value)))
