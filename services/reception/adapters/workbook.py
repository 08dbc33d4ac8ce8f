"""Reading an Excel file from outside: nothing of it is believed before it has been measured."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from kernel.errors import Invalid
from law.text import fold
from services.reception.adapters.columns import COLUMNS, REQUIRED, TITLES

LARGEST = 5 * 1024 * 1024
LARGEST_UNPACKED = 40 * 1024 * 1024
MOST_RATIO = 200
MOST_PARTS = 200
MOST_LINES = 1000
LAST_ROW = 20_000
CHUNK = 1 << 16
HEAD_ROWS = 5
WORKBOOK = "xl/workbook.xml"
# Every place a sheet names must lie in a small corner: readers make room for all up to the last one.
PLACE = re.compile(rb"""[\s<]r\s*=\s*["']([^"']*)["']""")
SMALL = re.compile(rb"[A-Z]{0,2}(\d{1,7})")


OTHER_CODINGS = {b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"}  # UTF-16, which no Excel writes


class NotExcel(Invalid):
    """The file is no XLSX workbook."""

    code = "not_excel"
    title = "Tệp không phải là tệp Excel .xlsx đọc được. Hãy dùng tệp mẫu và lưu với dạng .xlsx."


class FileTooLarge(Invalid):
    """The file is larger than any we need, packed or unpacked."""

    code = "file_too_large"
    title = (
        "Tệp quá lớn hoặc nén bất thường. Tối đa 5 MB và {lines} dòng; hãy tách thành nhiều tệp."
    )


class TooManyLines(Invalid):
    """The sheet has more lines than one sending may have."""

    code = "too_many_lines"
    title = "Tệp có {lines} dòng; mỗi lần chỉ nhận tối đa {most} dòng."


class NoLines(Invalid):
    """There is nothing to enter."""

    code = "no_lines"
    title = "Tệp không có dòng đơn nào."


class ColumnsMissing(Invalid):
    """The sheet lacks columns we cannot do without."""

    code = "columns_missing"
    title = "Trang tính đầu tiên thiếu cột: {columns}. Hãy dùng tệp mẫu."


def read_workbook(content: bytes) -> list[tuple[int, dict[str, tuple[str, Any]]]]:
    """Lines of the first sheet: number, and by field the cell's name and what it holds.

    Raises `NotExcel`, `FileTooLarge`, `ColumnsMissing`, `TooManyLines`, `NoLines`.
    """
    measure(content)
    rows = _rows(content)
    head_at, places = head_of(rows)
    lines = [
        (number, _cells(row, number, places))
        for number, row in enumerate(rows[head_at + 1 :], head_at + 2)
        if any(_filled(cell) for cell in row)
    ]
    if not lines:
        raise NoLines
    if len(lines) > MOST_LINES:
        raise TooManyLines(lines=len(lines), most=MOST_LINES)
    return lines


def measure(content: bytes) -> None:
    """Refuse what is no workbook, or would grow too large when it is opened."""
    if len(content) > LARGEST:
        raise too_large()
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            _measure_parts(packed)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as wrong:
        raise NotExcel from wrong


def _measure_parts(packed: zipfile.ZipFile) -> None:
    parts = packed.infolist()
    if WORKBOOK not in {part.filename for part in parts}:
        raise NotExcel
    whole = sum(part.file_size for part in parts)
    packed_size = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MOST_PARTS or whole > LARGEST_UNPACKED or whole > MOST_RATIO * packed_size:
        raise too_large()
    for part in parts:
        _measure_part(_unpacked(packed, part))


def _unpacked(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """A part as it really is: no longer than it says, and with the checksum it says."""
    with packed.open(part) as stream:
        return b"".join(iter(lambda: stream.read(CHUNK), b""))


def _measure_part(part: bytes) -> None:
    if part[:2] in OTHER_CODINGS or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise NotExcel
    if b"sheetData" in part and not all(map(_small, PLACE.findall(part))):
        raise too_large()


def _small(place: bytes) -> bool:
    named = SMALL.fullmatch(place)
    return named is not None and int(named[1]) <= LAST_ROW


def too_large() -> FileTooLarge:
    """The refusal, with how much may be sent."""
    return FileTooLarge(lines=MOST_LINES)


def _rows(content: bytes) -> list[list[Any]]:
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        return book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError) as wrong:
        raise NotExcel from wrong


def head_of(rows: list[list[Any]]) -> tuple[int, dict[str, int]]:
    """Where the titles stand, and at which place each field is."""
    fields = {fold(column.title): column.field for column in COLUMNS}
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:HEAD_ROWS]):
        found = {
            fields[fold(str(cell))]: at for at, cell in enumerate(row) if fold(str(cell)) in fields
        }
        best = max(best, (number, found), key=lambda one: len(one[1]))
    missing = [TITLES[field] for field in REQUIRED if field not in best[1]]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
    return best


def _cells(row: list[Any], number: int, places: dict[str, int]) -> dict[str, tuple[str, Any]]:
    return {
        field: (f"{_letter(at)}{number}", row[at] if at < len(row) and _filled(row[at]) else None)
        for field, at in places.items()
    }


def _letter(at: int) -> str:
    first, last = divmod(at, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


def _filled(cell: Any) -> bool:
    return cell is not None and str(cell).strip() != ""
