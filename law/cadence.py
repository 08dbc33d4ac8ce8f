"""How many days a head must receive citizens, on which common day, and whether they did."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from law.calendar.table import Calendar
from law.packs.packs import Packs
from law.packs.reception import Cadence, Office, Per
from law.refusal import LawRefusal, NotInLaw

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


class NoSuchOffice(NotInLaw):
    """No pack knows that office."""

    code = "no_such_office"
    title = "Không có định mức tiếp công dân cho chức danh «{office}». Các chức danh: {known}."


class WrongPeriod(LawRefusal):
    """A period must not end before it begins."""

    code = "wrong_period"
    title = "Kỳ tính từ {since} đến {until} không hợp lệ."


@dataclass(frozen=True)
class Stretch:
    """One week or month for which a number of days is owed."""

    first: date
    last: date
    days: int


@dataclass(frozen=True)
class Regime:
    """The part of a period that one cadence rules, with the weeks or months that count in full."""

    cadence: Cadence
    first: date
    last: date
    stretches: tuple[Stretch, ...]

    @property
    def days(self) -> int:
        """Reception days owed under this cadence."""
        return sum(one.days for one in self.stretches)


@dataclass(frozen=True)
class Quota:
    """What an office owes in a period, regime by regime."""

    office: Office
    regimes: tuple[Regime, ...]

    @property
    def days(self) -> int:
        """Reception days owed in all."""
        return sum(regime.days for regime in self.regimes)

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """All weeks and months that count."""
        return tuple(one for regime in self.regimes for one in regime.stretches)


@dataclass(frozen=True, kw_only=True)
class HeldSession:
    """A reception session that took place; one without visitors was held as well."""

    on: date
    kind: str = "PERIODIC"
    host: str = "HEAD"
    online: bool = False


@dataclass(frozen=True)
class Kept:
    """A week or month with the days that counted in it."""

    stretch: Stretch
    held: int

    @property
    def missing(self) -> int:
        """Days still owed; a surplus elsewhere does not repay them."""
        return max(0, self.stretch.days - self.held)


def quota(office: str, *, since: date, until: date, calendar: Calendar, packs: Packs) -> Quota:
    """The head's quota for a period. Raises `NoSuchOffice`, `WrongPeriod`.

    Only weeks (with at least one working day) and months wholly inside both the period and the
    regime are owed.
    """
    if until < since:
        raise WrongPeriod(since=since, until=until)
    held = packs.offices.get(office)
    if held is None:
        raise NoSuchOffice(office=office, known=", ".join(packs.offices))
    return Quota(held, tuple(_regimes(held, since, until, calendar)))


def compliance(owed: Quota, sessions: Iterable[HeldSession], *, packs: Packs) -> tuple[Kept, ...]:
    """What was held of a quota, week by week and month by month; deputies' sessions do not count."""
    days = {session.on for session in sessions if counts(session, packs=packs)}
    return tuple(
        Kept(one, sum(one.first <= on <= one.last for on in days)) for one in owed.stretches
    )


def counts(session: HeldSession, *, packs: Packs) -> bool:
    """Whether a session counts toward the head's quota."""
    rule = packs.quota_counts
    in_person = not session.online or session.on >= rule.online_since
    return session.kind in rule.kinds and session.host in rule.hosts and in_person


def common_day(year: int, *, month: int, calendar: Calendar, packs: Packs) -> date:
    """The common reception day of a month, moved to the next working day when it is off."""
    return calendar.roll_forward(date(year, month, packs.common_day.day))


def _regimes(office: Office, since: date, until: date, calendar: Calendar) -> Iterator[Regime]:
    for cadence in office.cadences:
        first, last = max(since, cadence.since), min(until, cadence.until or until)
        if first <= last:
            stretches = tuple(_stretches(cadence, first, last, calendar))
            yield Regime(cadence, first, last, stretches)


def _stretches(cadence: Cadence, first: date, last: date, calendar: Calendar) -> Iterator[Stretch]:
    for start, end in _SPLIT[cadence.per](first, last):
        if calendar.working_days_between(start - _DAY, end):
            yield Stretch(start, end, cadence.days)


def _weeks(first: date, last: date) -> Iterator[tuple[date, date]]:
    monday = first + (-first.weekday() % 7) * _DAY
    while monday + _WEEK - _DAY <= last:
        yield monday, monday + _WEEK - _DAY
        monday += _WEEK


def _months(first: date, last: date) -> Iterator[tuple[date, date]]:
    start = first if first.day == 1 else _next_month(first)
    while (end := _next_month(start) - _DAY) <= last:
        yield start, end
        start = end + _DAY


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


_SPLIT = {Per.WEEK: _weeks, Per.MONTH: _months}
