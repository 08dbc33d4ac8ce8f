"""Applies a batch of segments: changes, parked events and positions in one transaction, or nothing."""

import time
from collections.abc import Callable, Iterator, Sequence

import structlog

from kernel.config import Settings
from kernel.crash import crash
from kernel.follower.brake import Brake, Braked
from kernel.follower.handling import Batch, Handlers, Outcome, is_event
from kernel.follower.memory import Memory
from kernel.lease import Lease
from kernel.log import failure
from kernel.metrics import Metrics
from kernel.relay import connection as connections
from kernel.segment import Mark, Segment
from kernel.store import Store
from kernel.store.mongo import ClientSession, in_transaction

log = structlog.get_logger()


class Applier:
    """Applies segments for one follower and generation."""

    def __init__(
        self,
        store: Store,
        handlers: Handlers,
        memory: Memory,
        *,
        lease: Lease,
        settings: Settings,
        metrics: Metrics,
    ) -> None:
        self.store, self.handlers, self.memory, self.lease = store, handlers, memory, lease
        self.settings, self.metrics = settings, metrics
        self.brake = Brake(settings.brake_share, settings.brake_least, settings.brake_seconds)

    def apply(self, ready: Sequence[Segment], offsets: dict[str, int]) -> None:
        """Apply segments that follow our positions without a gap.

        Raises `Braked` before anything is saved, `Overtaken` when another follower was faster, and
        trouble with servers as it is; after any of them nothing has changed.
        """
        began = time.monotonic()
        outcome = self._handled(ready)
        try:
            self._save(outcome, ready, offsets)
        except Exception as error:
            # Whatever is no trouble says "this content cannot be written", and names no event.
            if isinstance(error, Braked) or connections.passes(error):
                raise
            log.warning("a batch cannot be written", **failure(error))
            outcome = self._without_culprits(ready)
            self._save(outcome, ready, offsets)
        self._count(outcome, time.monotonic() - began)

    def _handled(self, ready: Sequence[Segment], culprits: frozenset[str] = frozenset()) -> Outcome:
        batch = Batch(
            self.handlers,
            blocked=self._blocked(ready),
            culprits=culprits,
            retry_seconds=self.settings.park_retry_seconds,
        )
        return batch.run(ready)

    def _blocked(self, ready: Sequence[Segment]) -> set[str]:
        """Aggregates of these sources behind whose parked events the next ones must wait."""
        where = {
            "generation": self.memory.generation,
            "source": {"$in": list({segment.source for segment in ready})},
        }
        rows = self.store.database["parked"].find(where, {"aggregate": 1, "_id": 0})
        return {row["aggregate"] for row in rows}

    # --- saving -------------------------------------------------------------------------------------

    def _save(self, outcome: Outcome, ready: Sequence[Segment], offsets: dict[str, int]) -> None:
        self.brake.check(outcome.handled, outcome.failed, now=time.monotonic())
        marks = _newest(ready)
        crash("follower.before_commit")
        self._in_transaction(lambda session: self._write(outcome, marks, offsets, session))
        crash("follower.after_commit")
        self.memory.moved(marks)
        self.brake.count(outcome.handled, outcome.failed, now=time.monotonic())

    def _write(
        self, outcome: Outcome, marks: list[Mark], offsets: dict[str, int], session: ClientSession
    ) -> None:
        self.lease.prove(session)
        self.memory.move(marks, session=session)
        self.memory.note_offsets(offsets, session=session)
        for mark in marks:
            if (mark.source, mark.epoch) in self.memory.held:
                self.memory.release(mark, session=session)
        self._park(outcome, session)
        self._change(outcome, session)

    def _park(self, outcome: Outcome, session: ClientSession) -> None:
        if outcome.parked:
            rows = [{**row, "generation": self.memory.generation} for row in outcome.parked]
            self.store.database["parked"].insert_many(rows, session=session)
            crash("follower.while_parking")

    def _change(self, outcome: Outcome, session: ClientSession) -> None:
        self.store.follow(
            outcome.changes,
            session=session,
            generation=self.memory.generation,
            derive=not self.memory.underived,
        )

    def _in_transaction(self, act: Callable[[ClientSession], None]) -> None:
        in_transaction(self.store.client, act, seconds=self.settings.mongo_seconds)

    # --- bisecting ----------------------------------------------------------------------------------

    def _without_culprits(self, ready: Sequence[Segment]) -> Outcome:
        """Find the events whose changes the database refuses, and park them."""
        culprits: frozenset[str] = frozenset()
        while True:
            outcome = self._handled(ready, culprits)
            if self._writable(outcome):
                return outcome
            found = self._culprit(list(_events(ready, self.handlers)), ready, culprits)
            culprits |= {found}

    def _culprit(self, ids: list[str], ready: Sequence[Segment], known: frozenset[str]) -> str:
        """By halves: the first event with which the changes cannot be written any more."""
        low, high = 0, len(ids)
        while high - low > 1:
            middle = (low + high) // 2
            without = known | frozenset(ids[middle:])
            if self._writable(self._handled(ready, without)):
                low = middle
            else:
                high = middle
        return ids[low]

    def _writable(self, outcome: Outcome) -> bool:
        """Try the changes in a transaction that is taken back."""
        with self.store.client.start_session() as session:
            session.start_transaction()
            try:
                self._change(outcome, session)
            except Exception as error:
                if connections.passes(error):
                    raise
                return False
            finally:
                if session.in_transaction:
                    session.abort_transaction()
        return True

    # --- counting -----------------------------------------------------------------------------------

    def _count(self, outcome: Outcome, seconds: float) -> None:
        self.metrics.observe("danvan_batch_seconds", seconds)
        counts = {
            "applied": outcome.handled,
            "skipped": outcome.skipped,
            "parked": len(outcome.parked),
        }
        for name, count in counts.items():
            if count:
                self.metrics.count("danvan_follower_events_total", count, outcome=name)
        for row in outcome.parked:
            if "error" in row:
                names = {name: row[name] for name in ("error", "fingerprint", "source", "number")}
                log.warning("event parked", **names)


def _newest(ready: Sequence[Segment]) -> list[Mark]:
    return list({(one.source, one.epoch): one.mark for one in ready}.values())


def _events(ready: Sequence[Segment], handlers: Handlers) -> Iterator[str]:
    """The ids of the events that are handled."""
    for segment in ready:
        try:
            events = segment.events()
        except ValueError:
            continue  # parked as a whole, it writes nothing
        yield from (raw["id"] for raw in events if is_event(raw) and handlers.follows(raw["type"]))
