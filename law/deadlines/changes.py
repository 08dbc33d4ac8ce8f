"""What a new calendar means for dates already given: open ones are computed anew, decided ones stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.calendar.table import Calendar
from law.deadlines.due import due
from law.deadlines.facts import Facts
from law.deadlines.proof import Due
from law.packs.packs import Packs
from law.refusal import LawRefusal


class NoActNumber(LawRefusal):
    """A date is moved only by an officer's act that has a number and a reason."""

    code = "no_act_number"
    title = "Thay đổi hạn phải có số văn bản và lý do."


class ClockState(StrEnum):
    """Whether a clock still runs, or how it ended."""

    OPEN = "OPEN"
    MET = "MET"
    MISSED = "MISSED"


@dataclass(frozen=True, kw_only=True)
class GivenDate:
    """A date that was given: for what, from which facts, and what became of it."""

    ref: str
    rule: str
    facts: Facts
    effective: date
    state: ClockState = ClockState.OPEN


@dataclass(frozen=True)
class Recalculated:
    """An open date that a new calendar moves."""

    ref: str
    old: date
    new: Due


@dataclass(frozen=True)
class NeedsAct:
    """An open date that the new calendar puts in doubt: what was decided on the way no longer fits.

    What was decided in time stays decided; an officer must say, by an act, which day holds.
    """

    ref: str
    old: date
    refusal: LawRefusal


@dataclass(frozen=True, kw_only=True)
class OfficerAct:
    """An officer's numbered act about one date."""

    number: str
    on: date
    reason: str


@dataclass(frozen=True)
class Moved:
    """A date moved by an act."""

    ref: str
    old: date
    new: date
    act: OfficerAct


def recalculated(
    dates: Iterable[GivenDate], *, on: date, calendar: Calendar, packs: Packs
) -> Iterator[Recalculated | NeedsAct]:
    """Which dates, open on the day the new calendar is published, it changes.

    What was met, was missed, or has run out by that day keeps its date.
    """
    for given in dates:
        if given.state is ClockState.OPEN and given.effective >= on:
            yield from _anew(given, calendar, packs)


def move(given: GivenDate, *, to: date, act: OfficerAct) -> Moved:
    """Move a date, decided or not, by an officer's act. Raises `NoActNumber`."""
    if not act.number.strip() or not act.reason.strip():
        raise NoActNumber
    return Moved(given.ref, given.effective, to, act)


def _anew(given: GivenDate, calendar: Calendar, packs: Packs) -> Iterator[Recalculated | NeedsAct]:
    try:
        new = due(given.rule, given.facts, calendar, packs)
    except LawRefusal as refusal:
        yield NeedsAct(given.ref, given.effective, refusal)
        return
    if new.effective != given.effective:
        yield Recalculated(given.ref, given.effective, new)
