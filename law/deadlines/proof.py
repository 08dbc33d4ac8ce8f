"""The steps that lead to a date: plain values, made with the date and told only when asked."""

from datetime import date
from typing import Any, NamedTuple

from law.calendar.days import Day, Standing
from law.calendar.table import Calendar
from law.deadlines.facts import Extension, Facts, Handover, Suspension
from law.packs.packs import Applied, Packs
from law.packs.rules import Pause, Unit


class Handed(NamedTuple):
    """A handing over, and the start that counts after it."""

    handover: Handover
    start: date


class Counted(NamedTuple):
    """The count from the start to the nominal end; `off` are the days not counted, each with its reason."""

    start: date
    amount: int
    unit: Unit
    end: date
    off: tuple[Day, ...] = ()
    swapped_in: tuple[Day, ...] = ()


class Extended(NamedTuple):
    """An extension, from the nominal end before it."""

    extension: Extension
    days: int
    before: date
    after: date
    open_until: date


class Suspended(NamedTuple):
    """A suspension: its days are added to the nominal end."""

    suspension: Suspension
    days: int
    before: date
    after: date
    pause: Pause


class Rolled(NamedTuple):
    """A last day that is off: the limit ends with the next working day."""

    before: date
    after: date
    off: tuple[Day, ...]


Step = Handed | Counted | Extended | Suspended | Rolled


class Proof(NamedTuple):
    """Why a date is what it is: what was asked, of which law and calendar, and the steps."""

    asked: str
    facts: Facts
    applied: Applied
    calendar: Calendar
    packs: Packs
    steps: tuple[Step, ...]

    def provisional(self) -> tuple[Day, ...]:
        """Days the date depends on that no instrument has settled yet."""
        counted = (day for step in self.steps for day in _days_of(step))
        return tuple(day for day in counted if day.standing is Standing.PROVISIONAL)


class Due(NamedTuple):
    """A deadline: the row and version that gave it, its two dates, and why."""

    rule: str
    version: int
    nominal: date
    effective: date
    proof: Proof


def _days_of(step: Any) -> tuple[Day, ...]:
    return (*getattr(step, "off", ()), *getattr(step, "swapped_in", ()))
