"""Timers: what a service does by itself at its times, once per slot, whoever of its workers is alive.

A run is one unit of work under the lease's fence and the slot's own key: a worker that was frozen
while another took over changes nothing when it wakes.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from croniter import croniter

from kernel.clock import VIETNAM
from kernel.config import Settings
from kernel.log import failure
from kernel.message import Actor, Every
from kernel.metrics import Metrics
from kernel.store import Key, Store
from kernel.store.mongo import Document, DuplicateKeyError
from kernel.store.unit import session
from kernel.worker.leading import Leading, passes

log = structlog.get_logger()

MOST_MISSED = 10_000
AUDIT_SECONDS = 60


@dataclass(frozen=True)
class Timer:
    """One `@every` method."""

    name: str
    when: Every
    method: Callable[[datetime], Any]

    def slot(self, store: Store) -> datetime:
        """The latest moment at which it was due: legal time for cron lines, machine time for periods."""
        if self.when.cron:
            now: datetime = store.clock.legal_now()
            before: datetime = croniter(self.when.cron, now + timedelta(seconds=1)).get_prev(
                datetime
            )
            return before
        seconds = store.clock.now().timestamp() // self.when.seconds * self.when.seconds
        return datetime.fromtimestamp(seconds, UTC)

    def missed(self, last: datetime, slot: datetime) -> int:
        """How many slots passed between the last run and this one."""
        if self.when.cron:
            steps, at = 0, croniter(self.when.cron, last.astimezone(VIETNAM))
            while at.get_next(datetime) < slot and steps < MOST_MISSED:
                steps += 1
            return steps
        return max(0, round((slot - last).total_seconds() / self.when.seconds) - 1)


def timers_of(service: Any) -> list[Timer]:
    """The marked methods of a service."""
    found = []
    for name in dir(type(service)):
        when = getattr(getattr(type(service), name), "every", None)
        if isinstance(when, Every):
            found.append(Timer(name, when, getattr(service, name)))
    return found


class Timers(Leading):
    """Runs the timers of one service while the lease is ours."""

    called = "timers"
    tick = 0.5

    def __init__(
        self, service: Any, store: Store, *, settings: Settings, metrics: Metrics, holder: str
    ) -> None:
        super().__init__(store, settings=settings, holder=holder)
        self.store, self.metrics = store, metrics
        seal = Timer("seal_audit", Every(AUDIT_SECONDS), store.audit.seal)
        self.timers = [*timers_of(service), seal]
        self.runs = store.database["job_runs"]

    def look(self) -> None:
        for timer in self.timers:
            slot = timer.slot(self.store)
            last = self.runs.find_one({"job": timer.name, "state": "done"}, sort=[("slot", -1)])
            if last is None or last["slot"] < slot:
                self._due(timer, slot, last)

    def _due(self, timer: Timer, slot: datetime, last: Document | None) -> None:
        missed = timer.missed(last["slot"], slot) if last else 0
        if not self._claim(timer, slot, missed):
            return
        began = time.monotonic()
        try:
            self.fire(lambda: self._once(timer, slot))
        except Exception as error:  # a timer's own failure is written down; the others go on
            if passes(error):
                raise
            self._ended(timer, slot, "failed", time.monotonic() - began, **failure(error))
            log.warning("timer failed", job=timer.name, **failure(error))
        else:
            self._ended(timer, slot, "done", time.monotonic() - began)
            self.metrics.set("danvan_job_last_success_timestamp", time.time(), job=timer.name)

    def _claim(self, timer: Timer, slot: datetime, missed: int) -> bool:
        """Write the run down. A run that was begun and not ended is begun again, whether another leader
        began it or we did and met trouble (runs follow one another); one that failed is left until
        its next slot."""
        row = {"job": timer.name, "slot": slot}
        mine = {
            "state": "running",
            "fence": self.lease.fence,
            "began": datetime.now(UTC),
            "missed": missed,
        }
        try:
            self.runs.insert_one({**row, **mine})
        except DuplicateKeyError:
            stale = {**row, "state": "running", "fence": {"$lte": self.lease.fence}}
            return bool(self.runs.update_one(stale, {"$set": mine}).matched_count)
        if missed:
            self.metrics.count("danvan_timer_missed_total", missed, job=timer.name)
        return True

    def _once(self, timer: Timer, slot: datetime) -> None:
        def act() -> None:
            current = session()
            assert current is not None
            self.lease.prove(current)
            timer.method(slot)

        key = Key.of(f"timer|{timer.name}|{slot.isoformat()}", timer.name)
        by = Actor(user="timer", role="SYSTEM", agency=self.settings.site)
        self.store.once(act, by=by, command=timer.name, key=key)

    def _ended(self, timer: Timer, slot: datetime, state: str, seconds: float, **more: str) -> None:
        self.runs.update_one(
            {"job": timer.name, "slot": slot, "fence": self.lease.fence},
            {"$set": {"state": state, "seconds": seconds, **more}},
        )
        self.metrics.observe("danvan_job_seconds", seconds, job=timer.name)
