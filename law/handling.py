"""Handling petitions by the book: groups and who speaks for them, routes, statistical periods, form checks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from law.packs.handling import Disposition, FormCheck, Representatives, StatisticsPeriod
from law.packs.packs import Packs
from law.refusal import NotInLaw


class NoSuchPeriod(NotInLaw):
    """The statistics know no such period."""

    code = "no_such_period"
    title = "Không có kỳ thống kê «{period}»."


class NoSuchRoute(NotInLaw):
    """A petition of that kind may not take that route."""

    code = "no_such_route"
    title = "Đơn loại {kind} không được xử lý theo hướng «{route}»."


@dataclass(frozen=True)
class Window:
    """The first and last day of a statistical period of a year."""

    period: StatisticsPeriod
    start: date
    end: date


@dataclass(frozen=True)
class BrokenCheck:
    """A check that a form fails, with the sums that should have been the same."""

    check: FormCheck
    sums: tuple[int, ...]


def is_group(persons: int, *, packs: Packs) -> bool:
    """Whether so many persons on one matter are a group."""
    return persons >= packs.group.persons


def representatives(persons: int, *, packs: Packs) -> Representatives | None:
    """How many may speak for a group; none when it is not one."""
    fitting = [one for one in packs.group.representatives if persons >= one.from_persons]
    return fitting[-1] if fitting else None


def route(disposition: str, *, kind: str, packs: Packs) -> Disposition:
    """The route a petition of a kind takes, with its rule. Raises `NoSuchRoute`."""
    for one in packs.dispositions:
        if one.id == disposition and kind in one.kinds:
            return one
    raise NoSuchRoute(kind=kind, route=disposition)


def remedy(kind: str, *, instance: str, on: date, packs: Packs) -> str:
    """What who petitioned may do on a day when the time has run out, with where it says so; nothing when no
    row says it."""
    fitting = [one for one in packs.remedies if (one.kind, one.instance) == (kind, instance)]
    known = [one for one in fitting if one.since <= on]
    if not known:
        return ""
    latest = max(known, key=lambda one: one.since)
    return f"{latest.title} ({packs.cite(latest)})."


def statistics_window(code: str, *, year: int, packs: Packs) -> Window:
    """The days a statistical period of a year covers. Raises `NoSuchPeriod`."""
    for period in packs.statistics.periods:
        if period.code == code:
            return Window(period, period.start.of(year), period.end.of(year))
    raise NoSuchPeriod(period=code, article=packs.cite(packs.statistics))


def broken_checks(form: str, figures: Mapping[int, int], *, packs: Packs) -> Iterator[BrokenCheck]:
    """The checks a filled form fails; a column left empty is nought."""
    for check in packs.statistics.checks:
        sums = tuple(sum(figures.get(column, 0) for column in part) for part in check.equal)
        if check.form == form and len(set(sums)) > 1:
            yield BrokenCheck(check, sums)
