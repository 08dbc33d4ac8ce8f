"""Working days from October 2025 to the end of 2026, written down by hand from the official notices."""

from datetime import date, timedelta
from itertools import count

DAY = timedelta(days=1)
SATURDAY = 5
HOLIDAYS = frozenset(
    {
        *(date(2026, 1, 1), date(2026, 1, 2)),  # New Year and the day swapped for 10/01
        *(date(2026, 2, day) for day in range(16, 21)),  # Tết
        date(2026, 4, 27),  # for Giỗ Tổ, a Sunday
        *(date(2026, 4, 30), date(2026, 5, 1)),
        *(date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2)),  # 31/08 swapped for 22/08
        date(2026, 11, 24),  # Vietnamese Culture Day, provisional
        date(2027, 1, 1),
    }
)
MADE_UP = frozenset({date(2026, 1, 10), date(2026, 8, 22)})


def is_working(on: date) -> bool:
    """Whether offices work on a day."""
    return on in MADE_UP or (on.weekday() < SATURDAY and on not in HOLIDAYS)


def rolled(on: date) -> date:
    """The day itself or the next working day."""
    return next(day for day in (on + step * DAY for step in count()) if is_working(day))


def plus_working(start: date, days: int) -> date:
    """So many working days after a day that is not counted itself."""
    later = (day for day in (start + step * DAY for step in count(1)) if is_working(day))
    return next(day for number, day in enumerate(later, 1) if number == days)


def working_between(start: date, end: date) -> int:
    """Working days after the first and up to the last."""
    return sum(is_working(start + step * DAY) for step in range(1, (end - start).days + 1))


def head_quota(*, commune: bool, first: date, last: date) -> int:
    """Days on which a head must have received citizens: only full weeks and months count.

    A commune's chair one day a week until 30/06/2026, two a month from then; others one a month.
    """
    if not commune:
        return _full_months(first, last)
    change = date(2026, 7, 1)
    weeks = _full_weeks(first, min(last, change - DAY))
    return weeks + 2 * _full_months(max(first, change), last)


def _full_weeks(first: date, last: date) -> int:
    mondays = [first + step * DAY for step in range((last - first).days + 1)]
    whole = [on for on in mondays if on.weekday() == 0 and on + 6 * DAY <= last]
    return sum(working_between(on - DAY, on + 6 * DAY) > 0 for on in whole)


def _full_months(first: date, last: date) -> int:
    days = [first + step * DAY for step in range((last - first).days + 1)]
    starts = [on for on in days if on.day == 1]
    return sum(_month_end(on) <= last for on in starts)


def _month_end(start: date) -> date:
    return (start + 31 * DAY).replace(day=1) - DAY
