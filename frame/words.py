"""Dates and numbers as one writes them in Vietnam: 15/11/2026, 14:05 15/11/2026, 1.234.567,5."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from kernel.clock import VIETNAM

WEEKDAYS = (
    "Thứ Hai",
    "Thứ Ba",
    "Thứ Tư",
    "Thứ Năm",
    "Thứ Sáu",
    "Thứ Bảy",
    "Chủ nhật",
)


def vn_date(day: date | None) -> str:
    """dd/mm/yyyy, in Vietnamese time if it is a moment; nothing for None."""
    return f"{_local(day):%d/%m/%Y}" if day else ""


def vn_day(text: str | None) -> str:
    """dd/mm/yyyy of a day kept as ISO text."""
    return vn_date(date.fromisoformat(text)) if text else ""


def vn_long_date(day: date | None) -> str:
    """Thứ Hai, ngày 16 tháng 11 năm 2026."""
    if not day:
        return ""
    there = _local(day)
    return f"{WEEKDAYS[there.weekday()]}, ngày {there.day} tháng {there.month} năm {there.year}"


def vn_datetime(moment: datetime | None) -> str:
    """HH:MM dd/mm/yyyy in Vietnamese time."""
    return f"{_local(moment):%H:%M %d/%m/%Y}" if moment else ""


def vn_number(value: float | Decimal | None, places: int | None = None) -> str:
    """1.234.567,5: groups by dots, decimals by a comma; `places` fixes how many."""
    if value is None:
        return ""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.translate(_SWAPPED)


def vn_percent(share: float | Decimal | None, places: int = 1) -> str:
    """A share of one as a percentage: 0.873 → 87,3%."""
    return f"{vn_number(share * 100, places)}%" if share is not None else ""


def iso(day: date) -> str:
    """The machine's form, for `<time datetime>` and date inputs."""
    return day.isoformat()


def breakable(name: str) -> Markup:
    """A program's long name that a narrow column may break after its dots and underscores, nowhere else."""
    text = str(escape(name)).replace(".", ".<wbr>").replace("_", "_<wbr>")
    return Markup(text)  # noqa: S704  escaped above


_SWAPPED = str.maketrans(",.", ".,")


def _local(day: date) -> date:
    return day.astimezone(VIETNAM) if isinstance(day, datetime) and day.tzinfo else day


FILTERS: dict[str, Callable[..., Any]] = {
    one.__name__: one
    for one in (vn_date, vn_day, vn_long_date, vn_datetime, vn_number, vn_percent, iso, breakable)
}
