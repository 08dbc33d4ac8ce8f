"""From the decisions file and the holiday library to the register: the only place that knows both."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import holidays

from law.calendar.days import Day, Kind, Standing
from law.calendar.register import Change, Decision, Register
from law.calendar.table import Span
from law.schema import Shape, choice, day, listed, one, read, text, texts, whole, wholes


@dataclass(frozen=True)
class _Statute:
    country: str
    language: str
    instrument: str
    article: str
    tag: str
    provisional_from: date
    decided_apart: tuple[str, ...]
    compensation_mark: str


class _SpanShape(Shape):
    first = day()
    last = day()


class _WeekendShape(Shape):
    days = wholes()
    instrument = text()
    tag = text()


class _StatuteShape(Shape):
    makes = _Statute
    country = text()
    language = text()
    instrument = text()
    article = text()
    tag = text()
    provisional_from = day()
    decided_apart = texts()
    compensation_mark = text()


class _ChangeShape(Shape):
    makes = Change
    date = day()
    kind = choice(Kind)
    name = text()


class _DecisionShape(Shape):
    makes = Decision
    version = whole()
    known_on = day()
    instrument = text()
    standing = choice(Standing)
    tag = text()
    note = text(load_default="")
    changes = listed(_ChangeShape)


class _FileShape(Shape):
    span = one(_SpanShape)
    weekend = one(_WeekendShape)
    statute = one(_StatuteShape)
    decisions = listed(_DecisionShape)


def register_from(content: Any, *, file: str) -> Register:
    """The register a decisions file describes. Raises `WrongFile`, `OutOfSequence`."""
    told = read(_FileShape, content, file=file)
    first, last = told["span"]["first"], told["span"]["last"]
    statute = tuple(_statute_days(told["statute"], range(first.year, last.year + 1)))
    register = Register(Span(first, last, frozenset(told["weekend"]["days"])), statute)
    for decision in told["decisions"]:
        register = register.decide(decision)
    return register


def _statute_days(statute: _Statute, years: range) -> Iterable[Day]:
    known = holidays.country_holidays(statute.country, years=years, language=statute.language)
    for on, name in sorted(known.items()):
        if not name.startswith(statute.decided_apart):
            yield _statute_day(statute, on, name)


def _statute_day(statute: _Statute, on: date, name: str) -> Day:
    compensated = statute.compensation_mark in name
    sure = on < statute.provisional_from
    return Day(
        on,
        Kind.COMPENSATION if compensated else Kind.HOLIDAY,
        name,
        statute.instrument,
        Standing.CONFIRMED if sure else Standing.PROVISIONAL,
    )
