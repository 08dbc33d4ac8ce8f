"""One unit of work: what a command has read, decided and wants saved, held until its transaction ends.

Writes are gathered and go to the database together, so that a refused row of a bulk leaves nothing
behind: the unit is wound back to where the row began.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kernel.errors import ChangedMeanwhile
from kernel.message import Actor, Aggregate
from kernel.store.changes import Change
from kernel.store.mongo import ClientSession


@dataclass
class Writes:
    """What the unit wants written, by destination."""

    states: dict[tuple[str, str], tuple[int, dict[str, Any]]] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    pending: list[dict[str, Any]] = field(default_factory=list)
    audit: list[dict[str, Any]] = field(default_factory=list)
    keys: list[dict[str, Any]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)

    def copy(self) -> "Writes":
        """A copy to wind back to: tables and lists anew, the rows in them shared (rows never change)."""
        return Writes(
            dict(self.states),
            list(self.events),
            list(self.pending),
            list(self.audit),
            list(self.keys),
            list(self.changes),
            dict(self.numbers),
        )


@dataclass(frozen=True)
class Held:
    """A series of numbers in this transaction: its last number before it, and the one the database has now."""

    before: int
    stands: int


@dataclass
class Unit:
    """The unit of work of the current command; `rehearsed`: nothing of it will be kept."""

    session: ClientSession
    actor: Actor
    command: str
    legal: datetime
    machine: datetime
    quiet: bool = False
    causation: str = ""
    rehearsed: bool = False
    writes: Writes = field(default_factory=Writes)
    held: dict[str, Held] = field(default_factory=dict)

    @contextmanager
    def called(self, command: str) -> Iterator[None]:
        """While a command within runs, audit lines bear its name and not that of the whole."""
        whole, self.command = self.command, command
        try:
            yield
        finally:
            self.command = whole

    def state(
        self, collection: str, aggregate: Aggregate, before: int, row: dict[str, Any]
    ) -> None:
        """Want an aggregate saved; `before` is the version it was loaded with (0: new)."""
        key = (collection, aggregate.id)
        known = self.writes.states.get(key)
        if known and known[1]["version"] != before:
            raise ChangedMeanwhile
        self.writes.states[key] = (known[0] if known else before, row)


current: ContextVar[Unit | None] = ContextVar("unit", default=None)


def session() -> ClientSession | None:
    """The session of the command in progress, if there is one."""
    unit = current.get()
    return unit.session if unit else None
