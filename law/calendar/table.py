"""The calendar one counts with: every day of its span laid out once, so that counting is looking up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate

from law.calendar.days import Day, Kind
from law.refusal import LawRefusal

_ONE_DAY = timedelta(days=1)


class BeyondCalendar(LawRefusal):
    """The calendar says nothing about that day: no date is better than an invented one."""

    code = "beyond_calendar"
    title = "Lịch làm việc chỉ có từ {first} đến {last}; không tính được ngày nằm ngoài."


class NotADayOff(LawRefusal):
    """Only a holiday can be left out of the calendar."""

    code = "not_a_day_off"
    title = "Ngày {day} không phải ngày nghỉ lễ nên không thể bỏ khỏi lịch."


class WrongOrder(LawRefusal):
    """A span of days must not end before it begins."""

    code = "wrong_order"
    title = "Ngày kết thúc {end} đứng trước ngày bắt đầu {start}."


@dataclass(frozen=True)
class Span:
    """The first and last day a calendar speaks of, and which ISO weekdays are the weekly rest."""

    first: date
    last: date
    weekend: frozenset[int]


class Calendar:
    """Working days of a span by one version of the register; never changed once made.

    `special` are the days that are not what their weekday makes them. `without` lists holidays
    left out on purpose (a question "what if"), never by a decision.
    """

    def __init__(
        self,
        special: Iterable[Day],
        *,
        span: Span,
        version: int,
        without: tuple[date, ...] = (),
    ) -> None:
        self.span, self.version, self.without = span, version, without
        self.special = tuple(sorted(special))
        self.hash = _digest(self)
        self._lay_out()

    def _lay_out(self) -> None:
        days = tuple(_laid_out(self.span, self.special))
        swapped = [day.kind is Kind.SWAP_WORK for day in days]
        self._zero = self.span.first.toordinal()
        self._days = days
        self._worked = tuple(day.date for day in days if day.worked)
        self._worked_upto = tuple(accumulate(int(day.worked) for day in days))
        self._off = tuple(day for day in days if not day.worked)
        self._swapped_in = tuple(day for day in days if day.kind is Kind.SWAP_WORK)
        self._swapped_in_upto = tuple(accumulate(map(int, swapped)))

    def day(self, on: date) -> Day:
        """What `on` is, and why."""
        return self._days[self._place(on)]

    def is_working_day(self, on: date) -> bool:
        """Whether offices work on that day."""
        return self._days[self._place(on)].worked

    def add_working_days(self, start: date, count: int) -> date:
        """The day on which the `count`-th working day after `start` falls; `start` itself never counts."""
        rank = self._worked_upto[self._place(start)] + count
        if count == 0:
            return start
        return self._ranked(rank)

    def take_working_days(self, end: date, count: int) -> date:
        """The latest day that leaves `count` working days before `end`; `end` itself never counts."""
        place = self._place(end)
        before = self._worked_upto[place] - self._days[place].worked
        return end if count == 0 else self._ranked(before - count + 1)

    def roll_forward(self, on: date) -> date:
        """`on` if it is worked, else the next working day."""
        place = self._place(on)
        return on if self._days[place].worked else self._ranked(self._worked_upto[place] + 1)

    def roll_back(self, on: date) -> date:
        """`on` if it is worked, else the working day before."""
        return self._ranked(self._worked_upto[self._place(on)])

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days there are after `start`, up to and including `end`."""
        if end < start:
            raise WrongOrder(start=start, end=end)
        return self._worked_upto[self._place(end)] - self._worked_upto[self._place(start)]

    def days_off_between(self, start: date, end: date) -> tuple[Day, ...]:
        """Every day not worked after `start`, up to and including `end`, with its reason."""
        low, high = self._place(start) + 1, self._place(end) + 1
        return self._off[low - self._worked_upto[low - 1] : high - self._worked_upto[high - 1]]

    def swapped_in_between(self, start: date, end: date) -> tuple[Day, ...]:
        """Every make-up working day after `start`, up to and including `end`."""
        upto = self._swapped_in_upto
        return self._swapped_in[upto[self._place(start)] : upto[self._place(end)]]

    def without_holiday(self, on: date) -> "Calendar":
        """The same calendar, asked as if `on` were not a holiday. Raises `NotADayOff`."""
        if self.day(on).kind in (Kind.WORK, Kind.WEEKEND, Kind.SWAP_WORK):
            raise NotADayOff(day=on)
        kept = (day for day in self.special if day.date != on)
        without = tuple(sorted({*self.without, on}))
        return Calendar(kept, span=self.span, version=self.version, without=without)

    def _place(self, on: date) -> int:
        place = on.toordinal() - self._zero
        if 0 <= place < len(self._days):
            return place
        raise self._beyond()

    def _ranked(self, rank: int) -> date:
        if 0 < rank <= len(self._worked):
            return self._worked[rank - 1]
        raise self._beyond()

    def _beyond(self) -> BeyondCalendar:
        return BeyondCalendar(first=self.span.first, last=self.span.last)


def _digest(calendar: Calendar) -> str:
    span = calendar.span
    told = [f"{span.first} {span.last} {sorted(span.weekend)} {calendar.version}"]
    told += [f"{day.date} {day.kind} {day.standing} {day.version}" for day in calendar.special]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def _laid_out(span: Span, special: Iterable[Day]) -> Iterator[Day]:
    known = {day.date: day for day in special}
    for step in range((span.last - span.first).days + 1):
        on = span.first + step * _ONE_DAY
        yield known.get(on) or _ordinary(on, span.weekend)


def _ordinary(on: date, weekend: frozenset[int]) -> Day:
    if on.isoweekday() in weekend:
        return Day(on, Kind.WEEKEND, "nghỉ hằng tuần")
    return Day(on, Kind.WORK, "ngày làm việc")
