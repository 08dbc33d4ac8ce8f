"""A small service for trials: notes that are written on, and a follower that counts them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from kernel.message import Actor, Aggregate, Audience, Event, Told, event, every, follows, new_id
from kernel.store import Change, Collection, Store, View, command

BY = Actor(user="u-1", role="CLERK", agency="ag-1")


@event("reception.noted")
class Noted(Event):
    """Something was written on a note."""

    text: str


@event("reception.passed_on", audience=Audience.ADDRESSED)
class PassedOn(Event):
    """A note was passed on to another site."""

    text: str


@dataclass(kw_only=True)
class Note(Aggregate):
    """A note with lines."""

    kind: ClassVar[str] = "note"

    lines: list[str] = field(default_factory=list)

    def write(self, *texts: str) -> "Note":
        """Write lines."""
        for text in texts:
            self.lines.append(text)
            self.tell(Noted(text=text))
        return self


class Notes(Collection[Note]):
    """All notes."""

    name = "notes"
    holds = Note

    def to_document(self, note: Note) -> dict[str, Any]:
        return {"lines": note.lines}

    def from_document(self, row: dict[str, Any]) -> Note:
        return self.restored(Note, row, lines=row["lines"])


class Notebook:
    """Writes notes. It bears reception's name, so that the broker gives it rights."""

    name = "reception"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.notes = Notes(store)

    @command
    def begin(self, *texts: str, by: Actor = BY) -> str:
        """Begin a note with lines."""
        note = Note(id=new_id(), agency=by.agency).write(*texts)
        self.store.commit(note)
        return note.id

    @command
    def add(self, note_id: str, *texts: str, by: Actor) -> int:
        """Write more lines. Gives the note's version."""
        note = self.notes.get(note_id, agency=by.agency)
        self.store.commit(note.write(*texts))
        return note.version


class Lines(View):
    """How many lines each agency has, and the last line of each note."""

    name = "lines"

    def of(self) -> dict[str, Any]:
        """All of it, by id."""
        return {row.pop("_id"): row for row in self.find({})}


class Reader:
    """Follows notes; what it should choke on is set by the test."""

    name = "reporting"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lines = Lines(store)
        self.chokes_on: set[str] = set()
        self.spoils: set[str] = set()

    @follows(Noted)
    def on_noted(self, event: Noted, told: Told) -> Iterable[Change]:
        """One line more."""
        if event.text in self.chokes_on:
            raise RuntimeError(event.text)
        where = "last..wrong" if event.text in self.spoils else "last"
        return [
            self.lines.change(told.agency, inc={"n": 1}),
            self.lines.change(told.subject, set={where: event.text}, inc={"n": 1}),
        ]


class Clockwork:
    """A service with timers; what went off is in a collection of its own."""

    name = "planning"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rings = Rings(store)
        self.fails = False

    @every(cron="5 0 * * *")
    def each_night(self, slot: datetime) -> None:
        """Once each night."""
        self._ring("each_night", slot)

    @every(seconds=3600)
    def each_hour(self, slot: datetime) -> None:
        """Once each hour, unless it fails."""
        self._ring("each_hour", slot)
        if self.fails:
            raise RuntimeError("Nguyễn Thị Thử")

    def _ring(self, name: str, slot: datetime) -> None:
        self.store.note(self.rings.change(f"{name}|{slot.isoformat()}", inc={"n": 1}))


class Rings(View):
    """How often each slot went off."""

    name = "rings"
    reflects = Aggregate

    def of(self, name: str) -> dict[str, int]:
        """Times by slot."""
        rows = self.find({"_id": {"$regex": f"^{name}\\|"}}, sort=[("_id", 1)])
        return {row["_id"].partition("|")[2]: row["n"] for row in rows}
