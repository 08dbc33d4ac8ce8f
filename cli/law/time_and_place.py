"""The generated pages about time and place: the calendar, the units."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from cli.law.tables import table
from law.calendar.days import Day, Kind, Standing
from law.calendar.register import Register
from law.defaults import shipped_units
from law.packs.packs import Packs
from law.words import say, say_span, say_weekday

_KINDS = {
    Kind.HOLIDAY: "nghỉ lễ",
    Kind.COMPENSATION: "nghỉ bù",
    Kind.SWAP_OFF: "nghỉ hoán đổi",
    Kind.SWAP_WORK: "**làm bù**",
    Kind.WORK: "làm việc",
    Kind.WEEKEND: "nghỉ hằng tuần",
}
_STANDINGS = {Standing.CONFIRMED: "chính thức", Standing.PROVISIONAL: "dự kiến"}


def calendar_page(register: Register, packs: Packs) -> Iterator[str]:
    """All decisions, and every special day of every year."""
    calendar = register.latest()
    yield "# Lịch làm việc"
    yield ""
    yield f"Phiên bản {calendar.version}, mã băm `{calendar.hash}`; từ {say(register.span.first)} đến {say(register.span.last)}."
    yield "Thứ Bảy, Chủ nhật là ngày nghỉ hằng tuần, trừ ngày làm bù."
    yield ""
    yield "## Quyết định"
    yield ""
    yield from table(
        ("Phiên bản", "Biết từ ngày", "Văn bản", "Tình trạng", "Mức tin cậy", "Nội dung"),
        (
            (
                str(one.version),
                say(one.known_on),
                one.instrument,
                _STANDINGS[one.standing],
                one.tag,
                one.note,
            )
            for one in register.decisions
        ),
    )
    for year, days in groupby(calendar.special, key=lambda day: day.date.year):
        yield ""
        yield f"## Năm {year}: {_worked(register, year)} ngày làm việc"
        yield ""
        yield from table(
            ("Ngày", "Loại", "Tên", "Tình trạng", "Căn cứ"), (_day(day, packs) for day in days)
        )


def _worked(register: Register, year: int) -> int:
    calendar, first = register.latest(), date(year, 1, 1)
    whole_year = calendar.working_days_between(first, date(year, 12, 31))
    return whole_year + calendar.is_working_day(first)


def _day(day: Day, packs: Packs) -> tuple[str, ...]:
    instrument = packs.instruments.get(day.instrument)
    cited = instrument.cited if instrument else day.instrument
    return (say_weekday(day.date), _KINDS[day.kind], day.name, _STANDINGS[day.standing], cited)


def units_page() -> Iterator[str]:
    """What today's communes were made of, and which places bear a mark."""
    units = shipped_units()
    yield "# Địa bàn, cơ quan"
    yield ""
    yield f"{len(units.by_key)} đơn vị theo thời gian, {len(units.edges)} quan hệ kế thừa; danh tính là hệ mã cùng mã."
    yield ""
    yield "## Xã, phường trước và sau 01/07/2025"
    yield ""
    communes = [
        unit for unit in units.by_key.values() if unit.key.scheme == "GSO_2025" and unit.parent
    ]
    yield from table(
        ("Mã", "Đơn vị", "Hình thành từ"),
        (
            (unit.key.code, unit.name, ", ".join(one.name for one in units.predecessors(unit.key)))
            for unit in communes
        ),
    )
    yield ""
    yield "## Vùng sâu, vùng xa (danh sách dự kiến, chờ UBND tỉnh phê duyệt)"
    yield ""
    yield from (
        f"- {units.get(mark.place).name}: {say_span(mark.since, mark.until)} ({mark.source_tag})"
        for mark in units.marks
    )
