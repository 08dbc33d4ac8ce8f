"""After a restore: a service takes its own leaves back from the copy its province keeps, before anything else.

The journal comes back byte for byte; each event then revives what it was told of, by the service's `@revives`
methods. What only the lost disk knew (names, texts, the account of who did it) does not come back.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson

from kernel.errors import Conflict
from kernel.journal import mark_of, row_of
from kernel.keys import KeyRing
from kernel.lease import Lease
from kernel.message import Actor, Aggregate, Told, new_id, read_envelope, read_event
from kernel.reviving import lost_in
from kernel.rights import SYSTEM
from kernel.segment import Mark, Segment, verify
from kernel.store import Store
from kernel.store.audit import digest_of
from kernel.store.mongo import Database, Document
from kernel.store.unit import current

INCOMPLETE = "incomplete"  # what came back without words that only the lost disk had


class CannotRevive(Conflict):
    """The service cannot bring back what these events tell of: only a new epoch helps."""

    code = "cannot_revive"
    title = "{service} không dựng lại được từ sự kiện: {types}. Hãy mở kỳ mới (danvan site reopen)."


class WentOnMeanwhile(Conflict):
    """Something was done here after the restore that the lost leaves know otherwise."""

    code = "went_on_meanwhile"
    title = (
        "{source}: sau khi phục hồi đã có việc mới trái với sổ cũ ở đoạn {number}. Hãy mở kỳ mới."
    )


class Taken(NamedTuple):
    """What one source got back."""

    source: str
    segments: int
    events: int


class Recovery:
    """Takes leaves back into one service's database. The service's worker must be stopped: its lease is proven."""

    def __init__(self, service: Any, *, lease: Lease, ring: KeyRing) -> None:
        self.service, self.lease, self.ring = service, lease, ring
        self.store: Store = service.store
        self.database = self.store.database
        self._ways = _ways(service)

    def stands(self, source: str) -> Mark:
        """Where a source of ours stands now."""
        head = self.database["heads"].find_one({"_id": source})
        return mark_of(head) if head else Mark(source)

    def incomplete(self) -> list[dict[str, Any]]:
        """What came back without its words, as `missing_words` tells it."""
        return list(missing_words(self.database))

    def check(self, segments: Sequence[Segment]) -> None:
        """Raise `CannotRevive` for events that nobody here knows how to bring back; nothing is changed."""
        told = {raw["type"] for one in segments for raw in one.events()}
        unknown = sorted(told - self._ways.keys())
        if unknown:
            raise CannotRevive(service=self.service.name, types=", ".join(unknown))

    def take(self, segments: Sequence[Segment]) -> Taken:
        """Take the leaves of one source back, each in one transaction; what is there is stepped over.

        Raises `WentOnMeanwhile`, `NotAuthentic`, `Overtaken`.
        """
        by = Actor(user="recovery", role=SYSTEM, agency=self.store.settings.site)
        count = events = 0
        for one in segments:
            verify(one, self.ring)
            if one.number <= self.stands(one.source).number:
                continue
            self.lease.hold()
            self.store.once(lambda one=one: self._take(one), by=by, command="recover")  # type: ignore[misc]
            count, events = count + 1, events + one.last - one.first + 1
        return Taken(segments[0].source if segments else "", count, events)

    def _take(self, segment: Segment) -> None:
        unit = current.get()
        assert unit is not None
        self.lease.prove(unit.session)
        at = self.stands(segment.source)
        wanted = (at.epoch, at.number + 1, at.last + 1, at.hash)
        found = (segment.epoch, segment.number, segment.first, segment.prev_hash)
        if found != wanted:
            raise WentOnMeanwhile(source=segment.source, number=segment.number)
        told = [self._event(segment, raw) for raw in segment.events()]
        self._journal(segment, [one for one in told if one], unit.session)

    def _event(self, segment: Segment, raw: dict[str, Any]) -> dict[str, Any] | None:
        """Revive what one event tells of. Gives its row, or None when it is there already."""
        told = read_envelope(raw)
        unit = current.get()
        assert unit is not None
        if self.database["events"].find_one({"_id": told.id}, {"_id": 1}, session=unit.session):
            return None
        where = {"aggregate": told.subject, "version": {"$gte": told.version}}
        if self.database["events"].find_one(where, {"_id": 1}, session=unit.session):
            raise WentOnMeanwhile(source=segment.source, number=segment.number)
        self._back(told, *self._revived(raw, told))
        about = {"aggregate": told.subject, "version": told.version, "type": told.type}
        row = {"agency": told.agency, "source": told.source, "body": orjson.dumps(raw)}
        return {"_id": told.id, **about, **row}

    def _revived(self, raw: dict[str, Any], told: Told) -> tuple[Aggregate, ...]:
        event, method = self._ways[told.type]
        made = method(read_event(event, raw["data"]), told)
        return made if isinstance(made, tuple) else (made,)

    def _back(self, told: Told, *revived: Aggregate) -> None:
        """Save what came back, and remember which of its words somebody has to enter again."""
        self.store.revive(told, *revived)
        for one in revived:
            self._remember(one)

    def _remember(self, one: Aggregate) -> None:
        unit, lost = current.get(), list(lost_in(one))
        assert unit is not None
        key, row = {"_id": one.subject}, {"agency": one.agency, "lost": lost, "at": unit.machine}
        rows = self.database[INCOMPLETE]
        if lost:
            rows.replace_one(key, row, upsert=True, session=unit.session)
        else:
            rows.delete_one(key, session=unit.session)

    def _journal(self, segment: Segment, rows: list[dict[str, Any]], session: Any) -> None:
        now, database = datetime.now(UTC), self.database
        database["segments"].insert_one({**row_of(segment), "recovered": now}, session=session)
        if rows:
            database["events"].insert_many(rows, session=session)
            database["audit"].insert_one(_line(segment, rows, now), session=session)
        ids = [f"{segment.source}|{raw['id']}" for raw in segment.events()]
        database["pending"].delete_many({"_id": {"$in": ids}}, session=session)
        stands = dict(zip(("_id", *Mark._fields[1:]), segment.mark, strict=True))
        head = {**stands, "published": segment.number}
        database["heads"].replace_one({"_id": segment.source}, head, upsert=True, session=session)


def _line(segment: Segment, rows: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """The account of it: who really did these things went with the disk."""
    line = {
        "_id": new_id(),
        "at": now,
        "user": "recovery",
        "role": SYSTEM,
        "unit": segment.source.split("/")[1],
        "command": "recover",
        "events": [row["_id"] for row in rows],
    }
    return {**line, "digest": digest_of(line)}


def missing_words(database: Database[Document]) -> Iterator[dict[str, Any]]:
    """What came back without its words: its name, its agency, and the fields somebody has to enter again."""
    for row in database[INCOMPLETE].find(sort=[("agency", 1), ("_id", 1)]):
        yield {"what": row["_id"], "agency": row["agency"], "lost": row["lost"]}


def ways_of(service: type[Any]) -> dict[str, type[Any]]:
    """The events a service knows how to bring back, by their names."""
    marks = (getattr(getattr(service, name), "revives", None) for name in dir(service))
    return {one.wire: one for one in marks if one is not None}


def _ways(service: Any) -> dict[str, tuple[Any, Callable[[Any, Told], Any]]]:
    found = {}
    for name in dir(type(service)):
        event = getattr(getattr(type(service), name), "revives", None)
        if event is not None:
            found[event.wire] = (event, getattr(service, name))
    return found
