"""How a period is made of whole years, quarters, months and single days, so that few roll-ups tell all of it."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

DAY, MONTH, QUARTER, YEAR = "day", "month", "quarter", "year"
SPANS = (DAY, MONTH, QUARTER, YEAR)


class Spans(NamedTuple):
    """The roll-ups a period needs: those within it, those before it, and all years before `before_year`."""

    within: frozenset[str]
    wanted: dict[str, list[str]]
    before_year: str


@lru_cache(maxsize=4096)
def periods(day: str) -> tuple[str, str, str, str]:
    """The day, its month, its quarter, its year."""
    year, month = day[:4], day[:7]
    return day, month, f"{year}-Q{(int(month[5:]) + 2) // 3}", year


@lru_cache(maxsize=64)
def spans(first: str, last: str) -> Spans:
    """Of the period from `first` to `last`, ISO text, both included."""
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    within = list(_pieces(begins, ends))
    before = _days_before(begins)
    wanted: dict[str, list[str]] = {span: [] for span in SPANS}
    for span, period in (*within, *before):
        wanted[span].append(period)
    return Spans(frozenset(period for _, period in within), wanted, f"{begins.year:04d}")


def _days_before(day: date) -> list[tuple[str, str]]:
    """The rest of a day's year before it; of the first day there is nothing before."""
    start = date(day.year, 1, 1)
    return _pieces(start, day - timedelta(days=1)) if day > start else []


def _pieces(first: date, last: date) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    while first <= last:
        span, end = _longest(first, last)
        found.append((span, dict(zip(SPANS, periods(first.isoformat()), strict=True))[span]))
        if end == date.max:
            break
        first = end + timedelta(days=1)
    return found


def _longest(first: date, last: date) -> tuple[str, date]:
    """The longest span that begins on a day and ends in time."""
    for span, months in ((YEAR, 12), (QUARTER, 3), (MONTH, 1)):
        end = _end(first, months)
        if first.day == 1 and (first.month - 1) % months == 0 and end <= last:
            return span, end
    return DAY, first


def _end(first: date, months: int) -> date:
    """The last day of so many months, the first of which a day lies in."""
    month = first.month - (first.month - 1) % months + months - 1
    return date(first.year, month, monthrange(first.year, month)[1])
