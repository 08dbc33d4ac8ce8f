"""Parked events: tried again on a schedule, replayed or discarded by a person, always in order."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import orjson
import structlog

from kernel.errors import NotFound
from kernel.follower.handling import PARKED, Handlers
from kernel.follower.memory import Memory
from kernel.log import failure
from kernel.message import Actor
from kernel.store import Change, Store
from kernel.store.mongo import ClientSession, Document, in_transaction, in_trouble

log = structlog.get_logger()

LONGEST_WAIT = timedelta(hours=1)
IN_ORDER = [("source", 1), ("epoch", 1), ("number", 1), ("index", 1)]


class NoSuchParked(NotFound):
    """There is no such parked event (it may have been applied meanwhile)."""

    code = "no_such_parked"
    title = "Không có sự kiện chờ xử lý nào với mã này."


class Retry:
    """Tries parked events again, for one follower and generation."""

    def __init__(self, store: Store, handlers: Handlers, memory: Memory, *, seconds: float) -> None:
        self.store, self.handlers, self.memory, self.seconds = store, handlers, memory, seconds

    def due(self) -> int:
        """Try every aggregate whose parked event is due. Gives how many events were applied."""
        now = datetime.now(UTC)
        where = {"generation": self.memory.generation, "state": PARKED, "next_at": {"$lte": now}}
        rows = list(self.store.database["parked"].find(where).limit(100))
        return sum(self._aggregate(row) for row in rows)

    def _aggregate(self, first: Document) -> int:
        same = {"generation": first["generation"], "source": first["source"]}
        where = {**same, "aggregate": first["aggregate"]}
        applied = 0
        for row in self.store.database["parked"].find(where, sort=IN_ORDER):
            if not self._try(row):
                break
            applied += 1
        return applied

    def _try(self, row: Document) -> bool:
        try:
            changes = self.handlers.apply(orjson.loads(row["body"]))
            in_transaction(
                self.store.client,
                lambda session: self._apply(row, changes, session),
                seconds=self.store.settings.mongo_seconds,
            )
        except Exception as error:  # whatever the handler raises, the event stays parked
            if in_trouble(error):
                raise
            self._later(row, error)
            return False
        log.info("parked event applied", source=row["source"], number=row["number"])
        return True

    def _apply(self, row: Document, made: list[Change], session: ClientSession) -> None:
        if (
            self.store.database["parked"]
            .delete_one({"_id": row["_id"]}, session=session)
            .deleted_count
        ):
            self.store.follow(
                made,
                session=session,
                generation=self.memory.generation,
                derive=not self.memory.underived,
            )

    def _later(self, row: Document, error: Exception) -> None:
        attempts = row["attempts"] + 1
        wait = min(timedelta(seconds=self.seconds * 2 ** min(attempts, 20)), LONGEST_WAIT)
        again = {"state": PARKED, "attempts": attempts, "next_at": datetime.now(UTC) + wait}
        self.store.database["parked"].update_one(
            {"_id": row["_id"]}, {"$set": {**again, **failure(error)}}
        )


class ParkedDesk:
    """What a person may do with parked events: look, replay, discard with a reason."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rows = store.database["parked"]

    def all(self, *, most: int = 200) -> Iterator[Document]:
        """Parked events in order, without their bodies."""
        yield from self.rows.find({}, {"body": 0}, sort=IN_ORDER).limit(most)

    def replay(self, event: str | None = None) -> int:
        """Make one event (by its id), or all, due now. Gives how many."""
        where = {"state": PARKED, **({"event": event} if event else {})}
        done = self.rows.update_many(where, {"$set": {"next_at": datetime.now(UTC)}})
        if event and not done.matched_count:
            raise NoSuchParked
        return done.matched_count

    def discard(self, event: str, *, by: Actor, reason: str) -> None:
        """Give an event up for good; it is kept, with who and why, and the next of its aggregate is due."""
        in_transaction(
            self.store.client,
            lambda session: self._discard(event, by, reason, session),
            seconds=self.store.settings.mongo_seconds,
        )

    def _discard(self, event: str, by: Actor, reason: str, session: ClientSession) -> None:
        row = self.rows.find_one_and_delete({"event": event, "state": PARKED}, session=session)
        if row is None:
            raise NoSuchParked
        who = {
            "by": by.user,
            "office": by.office,
            "reason": reason,
            "discarded_at": datetime.now(UTC),
        }
        self.store.database["discarded"].insert_one({**row, **who}, session=session)
        same = {name: row[name] for name in ("generation", "source", "aggregate")}
        behind = self.rows.find_one(same, sort=IN_ORDER, session=session)
        if behind:
            due = {"state": PARKED, "next_at": datetime.now(UTC)}
            self.rows.update_one({"_id": behind["_id"]}, {"$set": due}, session=session)
