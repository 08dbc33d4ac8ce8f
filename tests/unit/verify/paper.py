"""A report as workbook and Word document in the agreed layout, written by the tests themselves."""

from pathlib import Path

import xlsxwriter
from docx import Document

from verify.comparing import ARRIVAL_HEAD, STATUS_WORDS, TABLE_HEAD, TIMELINESS_WORDS
from verify.files import AGENCY_HEAD, FIGURES_HEAD
from verify.outcome import Outcome, Province

Changes = dict[tuple[str, int, int], object]


def write_xlsx(path: Path, province: Province, changes: Changes | None = None) -> None:
    """The workbook; `changes` put another thing into single cells."""
    keys = sorted(province.now)
    sheets = {
        "So lieu": [FIGURES_HEAD, *(_figure(province, key) for key in keys)],
        "Co quan": [
            (*AGENCY_HEAD, *keys),
            *(_agency(one, keys) for one in province.agencies.values()),
        ],
    }
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    sheet.write(at, column, (changes or {}).get((name, at, column), cell))


def _figure(province: Province, key: str) -> tuple[object, ...]:
    now, before = province.now[key], province.before[key]
    rise = now - before if now is not None and before is not None else None
    shown = ("chưa báo cáo" if one is None else one for one in (now, before))
    return (key, "Chỉ tiêu", "", "đơn vị", *shown, rise, "Tự động")


def _agency(one: Outcome, keys: list[str]) -> tuple[object, ...]:
    status, timeliness = _said(one)
    facts = (one.agency, one.name, status, one.submitted_on, timeliness, one.days_late, one.version)
    return (*facts, *(one.figures.get(key) for key in keys))


def _said(one: Outcome) -> tuple[str, str]:
    return sorted(STATUS_WORDS[one.status])[0], TIMELINESS_WORDS[one.timeliness]


def write_docx(path: Path, province: Province, changes: dict[str, str] | None = None) -> None:
    """The Word document; `changes` put another text for this year's figure of a key."""
    doc = Document()
    keys = sorted(province.now)
    for some in (keys[:60], keys[60:]):
        _table(doc, TABLE_HEAD, [_line(province, key, changes or {}) for key in some])
    _table(
        doc,
        ARRIVAL_HEAD,
        [_arrival(at, one) for at, one in enumerate(province.agencies.values(), 1)],
    )
    doc.save(str(path))


def _line(province: Province, key: str, changes: dict[str, str]) -> list[str]:
    now, before = province.now[key], province.before[key]
    rise = "–" if now is None or before is None else f"{now - before:+,}".replace(",", ".")
    return [key, "Chỉ tiêu", "đơn vị", changes.get(key, _vn(now)), _vn(before), rise]


def _vn(value: int | None) -> str:
    return "chưa báo cáo" if value is None else f"{value:,}".replace(",", ".")


def _arrival(at: int, one: Outcome) -> list[str]:
    status, timeliness = _said(one)
    on = f"{one.submitted_on:%d/%m/%Y}" if one.submitted_on else "–"
    late = f" ({one.days_late} ngày làm việc)" if one.days_late else ""
    return [str(at), one.name, status, on, f"{timeliness or '–'}{late}"]


def _table(doc, head: list[str], rows: list[list[str]]) -> None:
    table = doc.add_table(rows=len(rows) + 1, cols=len(head))
    cells = iter(table._cells)
    for row in (head, *rows):
        for said in row:
            next(cells).text = said
