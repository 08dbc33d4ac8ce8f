"""The register as a file: written row by row to disk, given out in pieces, with row count and checksum.

A cell is text or a number and never a formula: in Excel files text is written as text and marked so that
editing keeps it so; in CSV what a spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from frame.legible import harmless, legible

SHEET, CHECK_SHEET = "So don", "Kiem tra"
PIECE = 65_536
# With these a spreadsheet begins a formula, or thinks it does (OWASP).
LONGEST_CELL = 32_767
Row = Sequence[str | int | None]


@dataclass(frozen=True)
class Export:
    """A finished file: how many rows it has, the digest of their text, the digest of the file, its size."""

    rows: int
    rows_digest: str
    digest: bytes
    size: int
    file: BinaryIO

    def pieces(self) -> Iterator[bytes]:
        """The file, piece by piece; it is gone afterwards."""
        with self.file:
            self.file.seek(0)
            while piece := self.file.read(PIECE):
                yield piece


class Counting:
    """Counts rows on their way into a file, and digests their text."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows, self.count, self._digest = rows, 0, hashlib.sha256()

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.count += 1
            text = "\x1f".join("" if cell is None else str(cell) for cell in row)
            self._digest.update(text.encode() + b"\x1e")
            yield row

    @property
    def digest(self) -> str:
        """The digest of all rows so far."""
        return self._digest.hexdigest()


def as_xlsx(titles: Sequence[str], rows: Iterable[Row]) -> Export:
    """An Excel file: one row in memory at a time; a second sheet says how many rows there are and their digest."""
    counted = Counting(rows)
    file = tempfile.TemporaryFile()  # noqa: SIM115  given out in pieces after this
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        text = book.add_format({"num_format": "@", "quote_prefix": True})
        head = book.add_format({"bold": True, "bg_color": "#DCEBEC"})
        sheet = book.add_worksheet(SHEET)
        sheet.freeze_panes(1, 0)
        for at, title in enumerate(titles):
            sheet.write_string(0, at, title, head)
        for number, row in enumerate(counted, 1):
            _write(sheet, number, row, text)
        check = book.add_worksheet(CHECK_SHEET)
        for at, pair in enumerate(
            (("Số dòng", counted.count), ("SHA-256 các dòng", counted.digest))
        ):
            check.write_string(at, 0, pair[0])
            check.write_string(at, 1, str(pair[1]))
    return _finished(file, counted)


def as_csv(titles: Sequence[str], rows: Iterable[Row]) -> Export:
    """A CSV file (UTF-8 with a mark, so that Excel reads Vietnamese)."""
    counted = Counting(rows)
    file = tempfile.TemporaryFile()  # noqa: SIM115  given out in pieces after this
    wrapped = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(wrapped)
    writer.writerow(titles)
    for row in counted:
        writer.writerow([_said(cell) for cell in row])
    wrapped.detach()
    return _finished(file, counted)


def _said(cell: str | int | None) -> str | int:
    return harmless(cell) if isinstance(cell, str) else "" if cell is None else cell


def _write(sheet: Any, number: int, row: Row, text: Any) -> None:
    for at, cell in enumerate(row):
        if isinstance(cell, int):
            sheet.write_number(number, at, cell)
        elif cell:
            sheet.write_string(number, at, legible(cell)[:LONGEST_CELL], text)


def _finished(file: BinaryIO, counted: Counting) -> Export:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").digest()  # type: ignore[arg-type]
    return Export(counted.count, counted.digest, digest, file.seek(0, os.SEEK_END), file)
