"""What consultation remembers: one collection for each kind of thing, and the counts of each round."""

import dataclasses
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, ClassVar, TypeVar, get_args, get_origin, get_type_hints

from contracts.consultation import Response
from kernel.message import Aggregate
from kernel.store import Collection, Numbers
from services.consultation.domain import (
    Criticism,
    Dialogue,
    Opinion,
    Project,
    Recommendation,
    Round,
    Supervision,
    Tally,
)

A = TypeVar("A", bound=Aggregate)
EVERY_AGGREGATES = {one.name for one in dataclasses.fields(Aggregate)}


class Kept(Collection[A]):
    """Aggregates made of plain values: kept field by field under the names they have in the domain."""

    def to_document(self, aggregate: A) -> dict[str, Any]:
        return _document(aggregate)

    def from_document(self, row: dict[str, Any]) -> A:
        cls: Any = self.holds
        made: A = self.restored(cls, row, **{name: read(row[name]) for name, read in _own(cls)})
        return made


class Rounds(Kept[Round]):
    """All consultations."""

    name = "consultations"
    holds = Round


class Opinions(Kept[Opinion]):
    """All opinions; what they say stays here."""

    name = "opinions"
    holds = Opinion


class Dialogues(Kept[Dialogue]):
    """All dialogue conferences."""

    name = "dialogues"
    holds = Dialogue


class Supervisions(Kept[Supervision]):
    """All supervisions."""

    name = "supervisions"
    holds = Supervision


class Recommendations(Kept[Recommendation]):
    """All recommendations after supervision."""

    name = "recommendations"
    holds = Recommendation


class Criticisms(Kept[Criticism]):
    """All social criticism."""

    name = "criticisms"
    holds = Criticism


class Projects(Kept[Project]):
    """All project files."""

    name = "projects"
    holds = Project


class OpinionBook(Numbers):
    """How many opinions each round has, and how they were answered: a running number for each.

    Everybody who enters an opinion takes the next number of its round; whoever closes the round takes
    one too (it rules the book off). So an opinion entered while its round is being closed meets a
    conflict, and what was entered in the same unit of work is counted.
    """

    TAKEN: ClassVar[str] = "opinions"

    def next_in(self, round_id: str) -> int:
        """The number of a new opinion."""
        return self.next(self._series(self.TAKEN, round_id))

    def answered(self, round_id: str, response: Response) -> None:
        """One more opinion has this answer."""
        self.next(self._series(response.value, round_id))

    def ruled_off(self, round_id: str) -> Tally:
        """All counts of a round that is being closed."""
        counts = {
            name: self.next(self._series(name, round_id)) - 1 for name in (self.TAKEN, *Response)
        }
        return Tally(
            opinions=counts[self.TAKEN],
            absorbed=counts[Response.ABSORBED],
            partly_absorbed=counts[Response.PARTLY_ABSORBED],
            explained=counts[Response.EXPLAINED],
        )

    @staticmethod
    def _series(name: str, round_id: str) -> str:
        return f"{name}|{round_id}"


# --- plain values ----------------------------------------------------------------------------------

Reader = Callable[[Any], Any]


@cache
def _own(cls: type[Any]) -> tuple[tuple[str, Reader], ...]:
    """A dataclass's own fields, each with how it is read back."""
    hints = get_type_hints(cls)
    names = (one.name for one in dataclasses.fields(cls) if one.name not in EVERY_AGGREGATES)
    return tuple((name, _reader(hints[name])) for name in names)


def _plain(value: Any) -> Any:
    """The document's form of a value of the domain."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if dataclasses.is_dataclass(value):
        return _document(value)
    return value


def _document(value: Any) -> dict[str, Any]:
    cls: Any = type(value)
    return {name: _plain(getattr(value, name)) for name, _ in _own(cls)}


def _reader(hint: Any) -> Reader:
    """How a field of this type is read from its document."""
    if isinstance(hint, UnionType) or get_origin(hint) is UnionType:
        inner = _reader(next(one for one in get_args(hint) if one is not type(None)))
        return lambda given: None if given is None else inner(given)
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if dataclasses.is_dataclass(hint):
        return _maker(hint)
    return lambda given: given


def _maker(cls: Any) -> Reader:
    return lambda given: cls(**{name: read(given[name]) for name, read in _own(cls)})
