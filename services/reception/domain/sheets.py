"""Sheets that are printed and sent: a title, columns, rows; the same for Excel and Word."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from services.reception.domain.receiving import Visit
from services.reception.domain.statistics import (
    ON_TIME_FORMULA,
    Form,
    Mixed,
    OnTime,
    Statistics,
)
from services.reception.domain.words import FIELD_WORDS, KIND_WORDS, NO_FIELD

Cell = str | int


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: what it is called in a workbook, who made it, what it is, its columns with widths in
    millimetres, rows, lines below."""

    name: str
    agency: str
    title: str
    under: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()


REGISTER_COLUMNS = (
    ("STT", 10),
    ("Ngày tiếp", 20),
    ("Họ tên, địa chỉ", 42),
    ("CCCD, hộ chiếu", 26),
    ("Nội dung vụ việc", 60),
    ("Phân loại, số người", 26),
    ("Cơ quan đã giải quyết", 28),
    ("Hướng xử lý", 26),
    ("Theo dõi kết quả", 20),
    ("Ghi chú", 20),
)


def register_sheet(visits: Iterable[Visit], agency: str, first: date, last: date) -> Sheet:
    """The register of reception (sổ tiếp công dân, TT 04/2021/TT-TTCP Mẫu 03)."""
    return Sheet(
        name="Sổ tiếp công dân",
        agency=agency,
        title="SỔ TIẾP CÔNG DÂN",
        under=f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}",
        columns=REGISTER_COLUMNS,
        rows=tuple(_line(one) for one in visits),
    )


def _line(visit: Visit) -> tuple[Cell, ...]:
    form = visit.form
    who = form.visitor
    named = ", ".join(part for part in (who.name, who.address) if part) if who else ""
    return (
        visit.number,
        f"{form.received_on:%d/%m/%Y}",
        named,
        who.id_number if who else "",
        form.content,
        f"{KIND_WORDS[form.kind]}, {form.persons} người",
        form.settled_by,
        form.handling,
        form.petition,
        form.note,
    )


BY_FIELD_WORDS = ("Đủ điều kiện xử lý", "Thuộc thẩm quyền", "Đã giải quyết")
FORM_COLUMNS = (("Cột", 16), ("Chỉ tiêu", 215), ("Số liệu", 30))


def statistics_sheets(told: Statistics, agency: str) -> list[Sheet]:
    """The inspectorate's ten forms of a period, a sheet each, one line a column; below the first, the formula of
    what was in time and how letters with several matters count."""
    first, last = told.period.first, told.period.last
    under = f"Từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y} (Thông tư 01/2024/TT-TTCP)"
    notes = (ON_TIME_FORMULA, on_time_words(told.on_time), mixed_words(told.mixed))
    return [
        Sheet(
            name=form.code.replace("/", "-"),
            agency=agency,
            title=f"Biểu {form.code}: {form.title}",
            under=under,
            columns=FORM_COLUMNS,
            rows=tuple(_form_rows(form)),
            notes=notes if form is told.forms[0] else (),
        )
        for form in told.forms
    ]


def _form_rows(form: Form) -> Iterator[tuple[Cell, ...]]:
    """The columns of a form, then its matters by field."""
    for number, words in form.words.items():
        yield number, words, form.columns.get(number, 0)
    for line in form.by_field:
        name = FIELD_WORDS.get(line.field, NO_FIELD)
        counts = (line.matters, line.competent, line.settled)
        for words, count in zip(BY_FIELD_WORDS, counts, strict=True):
            yield "", f"Theo lĩnh vực – {name}: {words.lower()}", count


def mixed_words(found: Mixed) -> str:
    """How letters with several matters are counted, and how many there were."""
    return (
        "Đơn có nhiều nội dung tính là một đơn ở các cột 1–8, từ cột 9 mỗi nội dung tính riêng; "
        f"trong kỳ có {found.letters} đơn như vậy, {found.matters} nội dung."
    )


def on_time_words(found: OnTime) -> str:
    """How much was in time, with the numbers it is counted from."""
    whole = found.in_time + found.late + found.open_late
    if found.share is None:
        return "Trong kỳ không có vụ việc đến hạn."
    share = f"{100 * found.share:.1f}".replace(".", ",")
    parts = f"{found.in_time} / ({found.in_time} + {found.late} + {found.open_late})"
    return f"Đúng hạn {share}% = {parts}; {whole} vụ việc đến hạn."
