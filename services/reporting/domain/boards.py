"""What boards show of a campaign: who has reported by a day, how reports come in, which duties show gaps.

Everything is told as it was known at the end of a day: a report that came later had not come, one that was
returned later was still waiting. That is the day of its arrival, not a day the report itself names.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from contracts.reporting import Timeliness
from law.packs.duties import Duty

IN_TIME = frozenset({Timeliness.ON_TIME, Timeliness.ON_TIME_AFTER_RETURN})
EVERYBODY = frozenset({"ALL", "HEAD"})
TENTHS = 1000


class Stage(StrEnum):
    """How far an agency's report was at the end of a day."""

    EXPECTED = "EXPECTED"
    OVERDUE = "OVERDUE"
    WAITING = "WAITING"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"


STAGE_WORDS = {
    Stage.EXPECTED: "Chưa gửi",
    Stage.OVERDUE: "Quá hạn, chưa gửi",
    Stage.WAITING: "Chờ kiểm tra",
    Stage.RETURNED: "Đã trả lại",
    Stage.ACCEPTED: "Đã chấp nhận",
}


@dataclass(frozen=True, kw_only=True)
class Course:
    """One version of an agency's report on its way."""

    agency: str
    number: int
    submitted_on: date
    timeliness: Timeliness
    returned_on: date | None = None
    accepted_on: date | None = None

    def stage(self, day: date) -> Stage:
        """How far it was at the end of a day it had come by."""
        if self.returned_on and self.returned_on <= day:
            return Stage.RETURNED
        if self.accepted_on and self.accepted_on <= day:
            return Stage.ACCEPTED
        return Stage.WAITING


@dataclass(frozen=True, kw_only=True)
class Place:
    """One agency on the board; `last`: the newest version that had come (None: none had), `until`: the time it has."""

    agency: str
    stage: Stage
    last: Course | None
    until: date | None = None

    @property
    def in_time(self) -> bool:
        """Whether its report came in time."""
        return self.last is not None and self.last.timeliness in IN_TIME


@dataclass(frozen=True)
class Board:
    """How the agencies stood at the end of a day."""

    day: date
    due_on: date
    places: tuple[Place, ...]

    @property
    def expected(self) -> int:
        """How many owe a report."""
        return len(self.places)

    @property
    def received(self) -> int:
        """From how many at least one version had come."""
        return sum(one.last is not None for one in self.places)

    @property
    def in_time(self) -> int:
        """How many of them came in time."""
        return sum(one.in_time for one in self.places)

    def count(self, *stages: Stage) -> int:
        """How many stood so."""
        return sum(one.stage in stages for one in self.places)

    @property
    def missing(self) -> tuple[Place, ...]:
        """From whom nothing had come."""
        return tuple(one for one in self.places if one.last is None)

    @property
    def rate(self) -> int | None:
        """Received of expected, in tenths of a percent; None where nobody is expected."""
        return share(self.received, self.expected)

    @property
    def rate_in_time(self) -> int | None:
        """In time of received, in tenths of a percent; None as long as nothing came."""
        return share(self.in_time, self.received)

    def only(self, agencies: Collection[str]) -> "Board":
        """The same board for some of the agencies."""
        return Board(
            self.day, self.due_on, tuple(one for one in self.places if one.agency in agencies)
        )


def share(part: int, whole: int) -> int | None:
    """A part of a whole in tenths of a percent, rounded half up; None of nothing."""
    return (2 * TENTHS * part + whole) // (2 * whole) if whole else None


def board(
    expected: Sequence[str],
    courses: Iterable[Course],
    *,
    day: date,
    due_on: date,
    granted: Mapping[str, date] = MappingProxyType({}),
) -> Board:
    """How the expected agencies stood at the end of a day; `granted`: who has more time, until when."""
    last = _newest(courses, day)
    places = (_place(one, last.get(one), day, due_on, granted.get(one)) for one in expected)
    return Board(day, due_on, tuple(places))


def _newest(courses: Iterable[Course], day: date) -> dict[str, Course]:
    came = [one for one in courses if one.submitted_on <= day]
    return {one.agency: one for one in sorted(came, key=lambda one: one.number)}


def _place(agency: str, last: Course | None, day: date, due_on: date, until: date | None) -> Place:
    if last is not None:
        return Place(agency=agency, stage=last.stage(day), last=last, until=until)
    stage = Stage.OVERDUE if day > max(due_on, until or due_on) else Stage.EXPECTED
    return Place(agency=agency, stage=stage, last=None, until=until)


def by_kind(whole: Board, kind_of: Callable[[str], str]) -> dict[str, Board]:
    """The board of each kind of agency, in the order in which the kinds come."""
    members: dict[str, set[str]] = {}
    for one in whole.places:
        members.setdefault(kind_of(one.agency), set()).add(one.agency)
    return {kind: whole.only(agencies) for kind, agencies in members.items()}


# --- arrivals ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Arrivals:
    """On which days, counted from the due day (0), the first reports of a year came; of how many expected."""

    year: int
    expected: int
    days: tuple[int, ...]

    def by(self, day: int) -> int:
        """How many had come by the end of a day."""
        return sum(one <= day for one in self.days)


def arrivals(year: int, courses: Iterable[Course], *, expected: int, due_on: date) -> Arrivals:
    """The arrivals of a year: the first version of each agency."""
    firsts: dict[str, date] = {}
    for one in courses:
        firsts[one.agency] = min(one.submitted_on, firsts.get(one.agency, one.submitted_on))
    return Arrivals(year, expected, tuple(sorted((on - due_on).days for on in firsts.values())))


def forecast(now: Arrivals, before: Arrivals, *, day: int) -> int | None:
    """How many reports will have come by the due day, if those still missing come as in an earlier year.

    Of those who had not reported so many days before the due day then, a share came by the due day; the
    same share of those missing now is expected. None when the due day is past, or there is nothing to go by.
    """
    outstanding = before.expected - before.by(day)
    if day >= 0 or not before.days or outstanding <= 0:
        return None
    came = before.by(0) - before.by(day)
    missing = now.expected - now.by(day)
    return now.by(day) + (2 * missing * came + outstanding) // (2 * outstanding)


def span(*curves: Arrivals, first: int, last: int) -> list[tuple[int, tuple[int, ...]]]:
    """Day by day how many reports of each year had come."""
    return [(day, tuple(one.by(day) for one in curves)) for day in range(first, last + 1)]


def days_between(first: date, last: date) -> list[date]:
    """Each day of a period."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


# --- the directive against the agencies -------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class TaskSeen:
    """A task as its events told it: the duty it serves, whether it is done (with evidence)."""

    agency: str
    duty: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    """One duty at one agency: its tasks, those done with evidence, and the figures it has."""

    duty: Duty
    tasks: int
    done: int
    figures: Mapping[str, int]
    reported: bool

    @property
    def answered(self) -> bool:
        """Whether a figure shows the duty; nought counts as an answer in a report that was sent."""
        return any(self.figures.values()) or (self.reported and bool(self.figures))

    @property
    def owed(self) -> bool:
        """Whether every agency owes this duty; others are for some only, and no gap where they are missing."""
        return bool(EVERYBODY & set(self.duty.who)) and self.duty.active

    @property
    def gap(self) -> bool:
        """Owed, and nothing shows it: no task completed with evidence, and no figure where the duty has figures."""
        return self.owed and not self.done and not self.answered

    @property
    def begun(self) -> bool:
        """Whether the gap has a task under way that may yet fill it."""
        return self.gap and bool(self.tasks)


def matrix(
    duties: Iterable[Duty],
    tasks: Iterable[TaskSeen],
    figures: Mapping[str, int],
    *,
    reported: bool,
) -> list[Line]:
    """The directive's duties at one agency: clause, task, evidence, figure."""
    own = list(tasks)
    return [_line(duty, own, figures, reported=reported) for duty in duties]


def _line(
    duty: Duty, tasks: Sequence[TaskSeen], figures: Mapping[str, int], *, reported: bool
) -> Line:
    mine = [one for one in tasks if one.duty == duty.id]
    return Line(
        duty=duty,
        tasks=len(mine),
        done=sum(one.done for one in mine),
        figures={
            code: n for code in duty.indicators if (n := _of_indicator(figures, code)) is not None
        },
        reported=reported,
    )


def _of_indicator(figures: Mapping[str, int], code: str) -> int | None:
    """An indicator with all its groups; None where no figure of it is known."""
    found = [n for key, n in figures.items() if key.partition(".")[0] == code]
    return sum(found) if found else None
