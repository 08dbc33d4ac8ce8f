"""The calendar of the slow oracle: a literal table of days off and swaps, walked day by day."""

from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
FIRST, LAST = date(2021, 1, 1), date(2027, 12, 31)

# Days off that fall on Monday to Friday, by year: month/day.
_OFF = {
    2021: "1/1 2/10 2/11 2/12 2/15 2/16 4/21 4/30 5/3 9/2 9/3",
    2022: "1/3 1/31 2/1 2/2 2/3 2/4 4/11 5/2 5/3 9/1 9/2",
    2023: "1/2 1/20 1/23 1/24 1/25 1/26 5/1 5/2 5/3 9/1 9/4",
    2024: "1/1 2/8 2/9 2/12 2/13 2/14 4/18 4/30 5/1 9/2 9/3",
    2025: "1/1 1/27 1/28 1/29 1/30 1/31 4/7 4/30 5/1 9/1 9/2",
    2026: "1/1 2/16 2/17 2/18 2/19 2/20 4/27 4/30 5/1 9/1 9/2",
    2027: "1/1 2/4 2/5 2/8 2/9 2/10 4/16 4/30 5/3 9/2 9/3",
}

# Days decided by a letter of their own: known from, day off, day worked instead.
_SWAPS = (
    (date(2024, 4, 12), date(2024, 4, 29), date(2024, 5, 4)),
    (date(2024, 11, 26), date(2025, 5, 2), date(2025, 4, 26)),
    (date(2025, 10, 16), date(2026, 8, 31), date(2026, 8, 22)),
    (date(2025, 12, 25), date(2026, 1, 2), date(2026, 1, 10)),
)
_CULTURE_DAY = (date(2026, 1, 7), (date(2026, 11, 24), date(2027, 11, 24)))

HOLIDAYS = tuple(
    date(year, int(month), int(day))
    for year, told in _OFF.items()
    for month, _, day in (one.partition("/") for one in told.split())
)
_HOLIDAYS = frozenset(HOLIDAYS)
SWAP_DAYS = tuple(day for _, off, work in _SWAPS for day in (off, work))


class OffTheTable(Exception):
    """A day outside the years of the table."""


@dataclass(frozen=True)
class Year:
    """What one knows of days off at some date, leaving some holidays out on purpose."""

    known_at: date = date.max
    without: tuple[date, ...] = ()

    def works(self, day: date) -> bool:
        """Whether offices work that day."""
        if not FIRST <= day <= LAST:
            raise OffTheTable(day)
        if day in self.without:
            return day.weekday() not in (SATURDAY, SUNDAY)
        if day in _HOLIDAYS:
            return False
        for known, off, work in _SWAPS:
            if known <= self.known_at and day in (off, work):
                return day == work
        if _CULTURE_DAY[0] <= self.known_at and day in _CULTURE_DAY[1]:
            return False
        return day.weekday() not in (SATURDAY, SUNDAY)

    def after(self, day: date, count: int) -> date:
        """Walk on, day by day, until `count` working days have passed."""
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def before(self, day: date, count: int) -> date:
        """Walk back, day by day, over `count` working days."""
        while count:
            day -= DAY
            count -= self.works(day)
        return day

    def rolled(self, day: date) -> date:
        """The day itself if worked, else the next that is."""
        while not self.works(day):
            day += DAY
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to `end`."""
        total = 0
        while start < end:
            start += DAY
            total += self.works(start)
        return total
