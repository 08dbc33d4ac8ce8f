"""From verified segments to changes: each event goes to its handler, failures are set aside in order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from kernel.log import failure
from kernel.message import Event, Told, Unreadable, dataschema, read_envelope, read_event
from kernel.segment import Segment
from kernel.store.changes import Change
from kernel.store.mongo import Document, in_trouble

Handler = Callable[[Any, Told], Iterable[Change]]

PARKED, WAITING = "parked", "waiting"


class NotAnEvent(Unreadable):
    """An authentic leaf holds something that is no event: its sealer is broken."""


class UnknownVersion(Unreadable):
    """A followed type came in a version this code does not know: it waits for a newer build."""


@dataclass
class Outcome:
    """What a batch of events came to: changes to write, rows to park, counts."""

    changes: list[Change] = field(default_factory=list)
    parked: list[Document] = field(default_factory=list)
    handled: int = 0
    skipped: int = 0

    @property
    def failed(self) -> int:
        """Events that failed themselves (not those that only wait behind one)."""
        return sum(row["state"] == PARKED for row in self.parked)


class HandlerGaveUp(Exception):
    """A handler raised something that is no `Exception`; its name is the message."""


class NoChange(TypeError):
    """A handler returned something else than changes."""


# Raised into a greenlet or a process from outside, to end it: nothing an event has done.
_ENDS_US = frozenset({"GreenletExit", "KeyboardInterrupt", "SystemExit"})


class Handlers:
    """The `@follows` methods of a service, by wire name."""

    def __init__(self, service: Any) -> None:
        self._known: dict[str, tuple[type[Event], str, Handler]] = {}
        for name in dir(type(service)):
            mark = getattr(type(service), name)
            followed = getattr(mark, "follows", None)
            if followed is not None and (not mark.at_sites_only or _is_at_a_site(service)):
                method = getattr(service, name)
                self._known[followed.wire] = (followed, dataschema(followed), method)

    @property
    def services(self) -> list[str]:
        """The services whose events are followed."""
        return sorted({wire.split(".")[0] for wire in self._known})

    def follows(self, wire: str) -> bool:
        """Whether anybody here wants this type."""
        return wire in self._known

    def apply(self, raw: dict[str, Any]) -> list[Change]:
        """The changes one event makes. Raises whatever the handler or the reader raises, always as an
        `Exception`: an eventlet Timeout is none, and would end the follower instead of parking."""
        try:
            changes = list(self._apply(raw))
        except BaseException as error:
            if isinstance(error, Exception) or type(error).__name__ in _ENDS_US:
                raise
            raise HandlerGaveUp(type(error).__name__) from error
        if not all(isinstance(one, Change) for one in changes):
            raise NoChange(raw["type"])
        return changes

    def _apply(self, raw: dict[str, Any]) -> Iterable[Change]:
        cls, schema, handler = self._known[raw["type"]]
        if raw.get("dataschema") != schema:
            raise UnknownVersion(raw["type"])
        return handler(read_event(cls, raw["data"]), read_envelope(raw))


def _is_at_a_site(service: Any) -> bool:
    return bool(service.store.settings.province)


class Batch:
    """One run of the handlers over segments. `blocked` are aggregates with parked events (it grows
    here), `culprits` ids of events known to break the write.
    """

    def __init__(
        self,
        handlers: Handlers,
        *,
        blocked: set[str],
        retry_seconds: float,
        culprits: frozenset[str] = frozenset(),
    ) -> None:
        self.handlers, self.blocked, self.culprits = handlers, blocked, culprits
        self.retry_seconds = retry_seconds
        self.outcome = Outcome()

    def run(self, segments: Sequence[Segment]) -> Outcome:
        """Handle everything. Trouble with servers is raised as it is; other failures are parked."""
        for segment in segments:
            try:
                events = segment.events()
            except ValueError as error:
                # Authentic but not a batch: the sealer is broken. The leaf is kept whole for a person.
                self._park(segment, 0, _strange(segment, 0, segment.body), error)
                continue
            for index, raw in enumerate(events):
                self._one(segment, index, raw)
        return self.outcome

    def _one(self, segment: Segment, index: int, raw: dict[str, Any]) -> None:
        if not is_event(raw):
            self._park(segment, index, _strange(segment, index, orjson.dumps(raw)), NotAnEvent())
            return
        if not self.handlers.follows(raw["type"]):
            self.outcome.skipped += 1
            return
        if self.blocked and aggregate_of(segment.source, raw) in self.blocked:
            self._set_aside(segment, index, raw, None)
            return
        try:
            self.outcome.changes.extend(self._changes(raw))
        except Exception as error:  # a handler may fail in any way: parked, counted, logged
            if in_trouble(error):
                raise
            self.blocked.add(aggregate_of(segment.source, raw))
            self._set_aside(segment, index, raw, error)
        else:
            self.outcome.handled += 1

    def _set_aside(
        self, segment: Segment, index: int, raw: dict[str, Any], error: Exception | None
    ) -> None:
        self._park(segment, index, _words(raw, aggregate_of(segment.source, raw)), error)

    def _changes(self, raw: dict[str, Any]) -> list[Change]:
        if self.culprits and raw.get("id") in self.culprits:
            raise CannotBeWritten(raw["type"])
        return self.handlers.apply(raw)

    def _park(self, segment: Segment, index: int, words: Document, error: Exception | None) -> None:
        now = datetime.now(UTC)
        self.outcome.parked.append(
            {
                "source": segment.source,
                "epoch": segment.epoch,
                "number": segment.number,
                "index": index,
                **words,
                "state": WAITING if error is None else PARKED,
                "attempts": 0 if error is None else 1,
                "next_at": now + timedelta(seconds=self.retry_seconds),
                "at": now,
                **(failure(error) if error else {}),
            }
        )


class CannotBeWritten(Exception):
    """The changes of an event are refused by the database."""


def is_event(raw: Any) -> bool:
    """Whether what a leaf holds has at least the words every event has."""
    return type(raw) is dict and type(raw.get("type")) is str and type(raw.get("id")) is str


def aggregate_of(source: str, raw: dict[str, Any]) -> str:
    """The name under which an aggregate's events are kept in order behind a parked one. What another
    source tells of the same aggregate stands in no order to them, and does not wait."""
    return f"{source}:{raw.get('subject', '')}"


def _words(raw: dict[str, Any], aggregate: str) -> Document:
    return {
        "aggregate": aggregate,
        "event": raw.get("id", ""),
        "type": raw["type"],
        "body": orjson.dumps(raw),
    }


def _strange(segment: Segment, index: int, body: bytes) -> Document:
    """What is no event has a name too, so that a person can give it up."""
    name = f"{segment.source}#{segment.epoch}.{segment.number}.{index}"
    return {"aggregate": name, "event": name, "type": "", "body": body}
