"""Events of every kind, made by hypothesis from the fields they declare."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from enum import StrEnum
from types import NoneType
from typing import Any, get_args

from hypothesis import strategies as st

from cli.docs import known_events
from kernel.message import Audience, Event, event, office

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
}


class Colour(StrEnum):
    """Something with fixed values."""

    RED = "RED"
    GREEN = "GREEN"


@event("trial.everything_happened", version=3, audience=Audience.ALL)
class EverythingHappened(Event):
    """An event with a field of every type that can travel."""

    text: str
    count: int
    flag: bool
    day: date
    moment: datetime
    colour: Colour
    perhaps: date | None
    many: tuple[Colour, ...]
    days: tuple[date, ...] = ()
    post: str = office("")
    later: int | None = None


def every_event() -> Iterator[type[Event]]:
    """All events of the house, and one with fields of every type."""
    yield EverythingHappened
    yield from known_events()


def some(cls: type[Event]) -> st.SearchStrategy[Any]:
    """Any event of a class."""
    given = {one.name: values(one.type) for one in dataclasses.fields(cls)}
    return st.builds(cls, **given)


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field's type."""
    if hint in SIMPLE:
        return SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    inner, second = get_args(hint)
    if second is NoneType:
        return st.none() | values(inner)
    return st.lists(values(inner), max_size=4).map(tuple)
