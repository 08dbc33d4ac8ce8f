"""The register of decisions about days off: append-only, versioned, asked "as known at" a date."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from law.calendar.days import Day, Kind, Standing
from law.calendar.table import Calendar, Span
from law.refusal import LawRefusal, NotInLaw


class OutOfSequence(LawRefusal):
    """A decision must carry the next version number and may not be older than the last one."""

    code = "calendar_out_of_sequence"
    title = "Quyết định về lịch phải mang số phiên bản {expected} và không được biết trước ngày {known_on}."


class NoSuchVersion(NotInLaw):
    """The register holds no such version."""

    code = "calendar_no_such_version"
    title = "Không có phiên bản lịch số {version}."


@dataclass(frozen=True)
class Change:
    """What one decision says of one day."""

    date: date
    kind: Kind
    name: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """An official decision about days, from the day it became known.

    A provisional decision is confirmed, changed or lifted by a later one: nothing is edited.
    """

    version: int
    known_on: date
    instrument: str
    standing: Standing
    changes: tuple[Change, ...]
    tag: str = ""
    note: str = ""

    def days(self) -> Iterable[Day]:
        """The days as this decision leaves them."""
        for one in self.changes:
            yield Day(one.date, one.kind, one.name, self.instrument, self.standing, self.version)


@dataclass(frozen=True)
class Register:
    """The statute's days and all decisions since, in the order in which they became known."""

    span: Span
    statute: tuple[Day, ...]
    decisions: tuple[Decision, ...] = ()

    def latest(self) -> Calendar:
        """The calendar with everything that is known."""
        return _compiled(self, self.decisions)

    def as_known_at(self, day: date) -> Calendar:
        """The calendar as an officer could know it at the end of `day`."""
        return _compiled(self, tuple(one for one in self.decisions if one.known_on <= day))

    def at_version(self, version: int) -> Calendar:
        """The calendar as version `version` left it. Raises `NoSuchVersion`."""
        if not 0 <= version <= len(self.decisions):
            raise NoSuchVersion(version=version)
        return _compiled(self, self.decisions[:version])

    def decide(self, decision: Decision) -> "Register":
        """A register with one more decision. Raises `OutOfSequence`."""
        known = self.decisions[-1].known_on if self.decisions else date.min
        if decision.version != len(self.decisions) + 1 or decision.known_on < known:
            raise OutOfSequence(expected=len(self.decisions) + 1, known_on=known)
        return replace(self, decisions=(*self.decisions, decision))


@cache
def _compiled(register: Register, decisions: tuple[Decision, ...]) -> Calendar:
    days = {day.date: day for day in register.statute}
    for decision in decisions:
        days |= {day.date: day for day in decision.days()}
    version = decisions[-1].version if decisions else 0
    return Calendar(days.values(), span=register.span, version=version)
