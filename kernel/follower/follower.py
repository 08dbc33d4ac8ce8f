"""The follower of one service: attached, one at a time by lease, it applies what others tell.

Trouble with servers means waiting and starting again; nothing moves and nothing is lost meanwhile.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import structlog

from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.follower.applying import Applier
from kernel.follower.asking import AlreadyRebuilding, ask_rebuild
from kernel.follower.brake import Braked
from kernel.follower.consumer import Consumer, Delivery
from kernel.follower.handling import Handlers
from kernel.follower.intake import Ceiling, Intake
from kernel.follower.memory import Memory
from kernel.follower.parked import Retry
from kernel.keys import KeyRing
from kernel.lease import IN_TROUBLE, LEADING, STANDING_BY, STARTING, Lease
from kernel.log import failure
from kernel.metrics import Metrics
from kernel.relay import connection as connections
from kernel.segment import Mark
from kernel.store import Store

log = structlog.get_logger()

LONGEST_WAIT = 30.0
LISTEN = 0.2
HOUSEKEEPING = 1.0
SILENCE = 3.0
# While small segments keep coming, waiting a moment for more makes far fewer transactions; a single
# one is applied at once.
LINGER, FLOWING = 0.01, 4
BRAKED = "braked"


def directly(act: Callable[[], None]) -> None:
    """Run a batch where we are; the worker passes one that runs it as a nameko worker."""
    act()


class Follower:
    """Follows the services whose events `service` handles, for one generation of its read models."""

    def __init__(
        self,
        service: Any,
        store: Store,
        ring: KeyRing,
        *,
        settings: Settings,
        metrics: Metrics,
        holder: str,
        generation: int | None = None,
        ceiling: Ceiling | None = None,
    ) -> None:
        self.store, self.settings, self.metrics = store, settings, metrics
        self.handlers = Handlers(service)
        self.memory = Memory(store.database, generation or _serving(store))
        name = "follower" if generation is None else f"follower.g{generation}"
        self.lease = Lease(store.database, name, holder=holder, seconds=settings.lease_seconds)
        self.intake = Intake(self.memory, ring, settings=settings, metrics=metrics, ceiling=ceiling)
        self.intake.beyond = self._void
        self.applier = Applier(
            store, self.handlers, self.memory, lease=self.lease, settings=settings, metrics=metrics
        )
        self.retry = Retry(store, self.handlers, self.memory, seconds=settings.park_retry_seconds)
        self.consumer = Consumer(
            settings.amqp_uri,
            self.handlers.services,
            prefetch=settings.prefetch,
            patience=settings.confirm_seconds,
        )
        self.turn = threading.Lock()
        self.fire: Callable[[Callable[[], None]], None] = directly
        self.state = STARTING
        self.wrong: WrongSetting | None = None
        self._has_led = False
        self._stopping = threading.Event()
        self._tidied = float("-inf")
        self._flowing = False
        self._level: dict[str, float] = {}
        self._from_first: set[str] = set()
        self._expected: dict[str, tuple[int, float]] = {}

    # --- life ---------------------------------------------------------------------------------------

    def run(self) -> None:
        """Follow while the lease is ours, until `stop`. A topology that is wrong from the beginning ends
        it (see `wrong`); a stream that is taken away later is waited for."""
        wait = self.settings.retry_seconds
        while not self._stopping.is_set():
            try:
                if self.lease.hold():
                    wait = self.settings.retry_seconds
                    self._lead()
                self.state = STANDING_BY
                self._stopping.wait(self.settings.lease_seconds / 4)
            except Exception as error:
                if isinstance(error, WrongSetting) and not self._has_led:
                    self.wrong = error
                    break
                if not (isinstance(error, WrongSetting) or connections.passes(error)):
                    raise
                self.state = IN_TROUBLE
                log.warning("follower interrupted", **failure(error))
                self._let_go()
                self._stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
        self._let_go()
        self.lease.release()

    def stop(self) -> None:
        """Ask `run` to end after the batch in hand."""
        self._stopping.set()

    def _let_go(self) -> None:
        self.consumer.close()
        self.intake.clear()

    # --- leading ------------------------------------------------------------------------------------

    def _lead(self) -> None:
        self.intake.clear()
        with self.turn:
            self.memory.load()
        self.consumer.open(self._offset)
        self.state, self._has_led = LEADING, True
        log.info("follower leads", generation=self.memory.generation, epoch=self.lease.fence)
        try:
            while self.lease.hold() and not self._stopping.is_set():
                self.step()
        except Braked as braked:
            self._brake(braked)
        self._let_go()

    def _offset(self, stream: str) -> int | None:
        """Attach at the last message we know; if it does not come, the stream is a new one."""
        offset = None if stream in self._from_first else self.memory.offset(stream)
        self._from_first.discard(stream)
        if offset is not None:
            self._expected[stream] = (offset, time.monotonic() + SILENCE)
        return offset

    def step(self) -> None:
        """Hear, sort, apply once; keep house."""
        if self.memory.held:
            self.intake.draw_held()
        deliveries = self._hear()
        if self.intake.ready or self.intake.offsets:
            self.fire(self._apply)
        _settle(deliveries)
        self._notice_new_streams(deliveries)
        self._keep_house()

    def _hear(self) -> list[Delivery]:
        """Take what has come, until a batch is full or nothing more waits."""
        taken: list[Delivery] = []
        linger = LINGER if self._flowing else 0.0
        came = self.consumer.poll(0.0 if self.intake.ready else LISTEN)
        while came:
            for delivery in self.consumer.arrived():
                self.intake.take(delivery)
                taken.append(delivery)
            came = self.intake.events < self.settings.batch_events and self.consumer.poll(linger)
        self._flowing = len(self.intake.ready) > FLOWING
        return taken

    def _apply(self) -> None:
        with self.turn:
            if self.intake.ready:
                keys = {(one.source, one.epoch) for one in self.intake.ready}
                self.applier.apply(self.intake.ready, self.intake.offsets)
                for key in keys & self.memory.held.keys():
                    self.memory.recount_held(self.memory.at(*key))
            self.intake.clear()

    def _notice_new_streams(self, deliveries: list[Delivery]) -> None:
        """A stream that does not give us the message we know was deleted and made anew: read it all."""
        for delivery in deliveries:
            expected = self._expected.pop(delivery.stream, None)
            if expected and 0 <= delivery.offset < expected[0]:
                self._reread(delivery.stream)
        late = [one for one, (_, until) in self._expected.items() if time.monotonic() > until]
        for stream in late:
            del self._expected[stream]
            self._reread(stream)

    def _reread(self, stream: str) -> None:
        log.warning("stream is new, reading from its first message", queue=stream)
        self._from_first.add(stream)
        self.intake.clear()
        self.consumer.open(self._offset)

    # --- beside -------------------------------------------------------------------------------------

    def _keep_house(self) -> None:
        if time.monotonic() - self._tidied < HOUSEKEEPING:
            return
        self._tidied = time.monotonic()
        self.consumer.beat()
        with self.turn:
            self.retry.due()
        self._ask_for_gaps()
        self._measure()

    def _ask_for_gaps(self) -> None:
        gaps = self.intake.gaps()
        for at, until in gaps.items():
            every, limit = self.settings.resend_seconds, self.settings.resend_limit
            refused = self.memory.ask(at, until, every=every, limit=limit)
            self.metrics.set("danvan_source_refused", int(refused), source=at.source)
        open_gaps = {(at.source, at.epoch) for at in gaps}
        for row in self.store.database["resends"].find({}, {"source": 1, "epoch": 1}):
            if (row["source"], row["epoch"]) not in open_gaps:
                self.memory.closed(self.memory.at(row["source"], row["epoch"]))
                self.metrics.set("danvan_source_refused", 0, source=row["source"])

    def _measure(self) -> None:
        parked = self.store.database["parked"].count_documents(
            {"generation": self.memory.generation}
        )
        self.metrics.set("danvan_follower_parked", parked)
        known = {*self.memory.positions, *self.memory.held, *self.intake.heads}
        for source, epoch in known:
            at, held = self.memory.at(source, epoch), self.memory.held.get((source, epoch), 0)
            head = self.intake.heads.get((source, epoch), at)
            behind = max(held, head.number - at.number)
            self.metrics.set("danvan_follower_held", held, source=source)
            self.metrics.set("danvan_follower_lag_segments", behind, source=source)
            self.metrics.set(
                "danvan_follower_lag_seconds", self._lag(source, behind), source=source
            )

    def _lag(self, source: str, behind: int) -> float:
        """For how long there has been something of a source that we have not applied."""
        now = time.monotonic()
        if not behind:
            self._level[source] = now
        return now - self._level.setdefault(source, now)

    # --- void ---------------------------------------------------------------------------------------

    def _void(self, kept: Mark) -> None:
        """We applied what its teller gave up after a restore: make the read models anew without it.
        While another rebuild is under way this waits for the next time it is told."""
        try:
            ask_rebuild(self.store)
        except AlreadyRebuilding:
            return
        with self.turn:
            self.memory.step_back(kept)
            self.memory.stepped_back(kept)
        log.warning("epoch was cut", source=kept.source, epoch=kept.epoch, number=kept.number)

    # --- generations --------------------------------------------------------------------------------

    def adopt(self, memory: Memory) -> None:
        """Go on with a rebuilt copy, which stands exactly where we stand. Only while holding `turn`."""
        self.memory = self.intake.memory = self.applier.memory = self.retry.memory = memory

    def serve(self, generation: int) -> None:
        """Follow for another generation: a worker elsewhere has changed over."""
        with self.turn:
            self.intake.clear()
            fresh = Memory(self.store.database, generation)
            fresh.load()
            self.adopt(fresh)

    # --- brake --------------------------------------------------------------------------------------

    def _brake(self, braked: Braked) -> None:
        """Stand still, unready, until a person releases the brake or a new build starts."""
        log.error("follower braked", reason=str(braked))
        self._let_go()
        self.state = BRAKED
        note_brake(self.store, str(braked))
        self.metrics.set(
            "danvan_follower_braked", 1
        )  # told last: who sees it may release the brake
        while not self._stopping.wait(1.0) and self.lease.hold() and is_braked(self.store):
            pass
        self.applier.brake.release()
        self.metrics.set("danvan_follower_braked", 0)


def _serving(store: Store) -> int:
    row = store.database["followers"].find_one({"_id": store.service})
    return row["generation"] if row else 1


def note_brake(store: Store, reason: str) -> None:
    """Write down that the follower stands still."""
    store.database["followers"].update_one(
        {"_id": store.service},
        {
            "$set": {"brake": {"reason": reason, "at": datetime.now(UTC)}},
            "$setOnInsert": {"generation": 1},
        },
        upsert=True,
    )


def is_braked(store: Store) -> bool:
    """Whether the brake is on."""
    row = store.database["followers"].find_one({"_id": store.service})
    return bool(row and row.get("brake"))


def release_brake(store: Store) -> None:
    """Let the follower go on: a person's act, or a new build's start."""
    store.database["followers"].update_one({"_id": store.service}, {"$unset": {"brake": ""}})


def _settle(deliveries: list[Delivery]) -> None:
    """Give the broker credit, once per stream."""
    for last in {delivery.stream: delivery for delivery in deliveries}.values():
        last.settle()
