"""The agency's own file back, with what is wrong written into it: a column at its end, a note at each wrong cell.

Formulas are replaced by the values they had, so that nothing in the file works anything out; what we write is text.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.comments import Comment  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font, PatternFill  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from frame.legible import legible
from services.reception.adapters.workbook import (
    LAST_ROW,
    FileTooLarge,
    NotExcel,
    head_of,
    measure,
    too_large,
)

HEAD = "Kết quả kiểm tra"
GOOD = "Hợp lệ"
MOST_UNPACKED = 16 * 1024 * 1024  # what one process may hold of it cell by cell
WIDE = 60
BAD = PatternFill("solid", fgColor="F8D7DA")
DONE = 200
# What the library says to a workbook that the measuring let through: broken parts, styles, dates.
WRONG = (
    InvalidFileException,
    AttributeError,
    IndexError,
    KeyError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
)


def marked(content: bytes, results: Iterable[dict[str, Any]]) -> bytes:
    """The file with the results of its lines; a column of ours that is there already is written anew.

    Raises `NotExcel`, `FileTooLarge`.
    """
    book = _opened(content)
    sheet = book.worksheets[0]
    _unnoted(sheet)
    head, column = _our_column(sheet)
    _unmerged(sheet, below=head)
    _text(sheet.cell(head, column), HEAD).font = Font(bold=True)
    sheet.column_dimensions[sheet.cell(head, column).column_letter].width = WIDE
    for row in results:
        _mark(sheet, row, column)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _opened(content: bytes) -> Any:
    measure(content)
    with ZipFile(BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED:
            raise too_large()
    try:
        return load_workbook(BytesIO(content), data_only=True)
    except WRONG as wrong:
        raise NotExcel from wrong


def _our_column(sheet: Any) -> tuple[int, int]:
    """The row of titles, and our column: where it was, or behind the last."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=LAST_ROW)]
    head, places = head_of(rows)
    titles = [str(cell or "").strip() for cell in rows[head]]
    if HEAD in titles:
        return head + 1, titles.index(HEAD) + 1
    last = max(places.values(), default=0)
    return head + 1, 1 + max([last, *(at for at, title in enumerate(titles) if title)]) + 1


def _unmerged(sheet: Any, *, below: int) -> None:
    """With cells of its own in each line: nothing can be written into the middle of a merged one."""
    for one in [one for one in sheet.merged_cells.ranges if one.max_row > below]:
        sheet.unmerge_cells(one.coord)


def _unnoted(sheet: Any) -> None:
    """Without the notes of an earlier check."""
    for row in sheet.iter_rows(max_row=LAST_ROW):
        for cell in row:
            if cell.comment and cell.comment.author == HEAD:
                cell.comment = None


def _mark(sheet: Any, row: dict[str, Any], column: int) -> None:
    errors = row.get("errors", {})
    said = (
        GOOD
        if row["status"] == DONE
        else "; ".join(f"{place}: {' '.join(messages)}" for place, messages in errors.items())
    )
    cell = _text(sheet.cell(row["line"], column), said)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if row["status"] != DONE:
        cell.fill = BAD
    for place, messages in errors.items():
        name, colon, _ = place.partition(": ")
        if colon:
            _note(sheet[name], " ".join(messages))


def _note(cell: Any, said: str) -> None:
    cell.comment = Comment(legible(said), HEAD)
    cell.fill = BAD


def _text(cell: Any, said: str) -> Any:
    """Text stays text, whatever it begins with, and without the controls that no workbook may hold."""
    cell.value = legible(said)
    cell.data_type = "s"
    return cell


__all__ = ["GOOD", "HEAD", "FileTooLarge", "marked"]
