"""The shapes of the duty catalogue: who owes what, how often, shown by what, counted in which figures."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marshmallow import fields

from law.schema import Shape, choice, day, flag, text, texts


class Area(StrEnum):
    """The part of the system that keeps a duty."""

    PLAN = "PLAN"
    RECEP = "RECEP"
    CONSULT = "CONSULT"
    REPORT = "REPORT"
    NOTIFY = "NOTIFY"


class Often(StrEnum):
    """How often a duty falls due: yearly, periodically, all the time, or for each item."""

    YEARLY = "Y"
    PERIODIC = "P"
    CONTINUOUS = "C"
    PER_ITEM = "I"


@dataclass(frozen=True)
class Indicator:
    """One figure that is counted."""

    code: str
    unit: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One duty of the directive; `hard` ones make a report incomplete, `derived` ones are our reading."""

    id: str
    title: str
    who: tuple[str, ...]
    due: Often
    evidence: str
    kinds: tuple[str, ...]
    area: Area
    indicators: tuple[str, ...] = ()
    instruments: tuple[str, ...] = ()
    hard: bool = False
    derived: bool = False
    active: bool = True
    target: int | None = None
    until: date | None = None

    @property
    def point(self) -> int:
        """The point of the directive it comes from."""
        return int(self.id.removeprefix("D").partition(".")[0])


class IndicatorShape(Shape):
    """One figure."""

    makes = Indicator
    code = text()
    unit = text()
    title = text()


class DutyShape(Shape):
    """One duty."""

    makes = Duty
    id = text()
    title = text()
    who = texts()
    due = choice(Often)
    evidence = text()
    kinds = texts()
    area = choice(Area)
    indicators = texts()
    instruments = texts()
    hard = flag()
    derived = flag()
    active = flag(load_default=True)
    target = fields.Integer(strict=True, load_default=None)
    until = day(load_default=None)
