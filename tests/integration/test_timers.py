"""Timers: each slot once, caught up once after a stop, failures written down."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.clock import VIETNAM, SystemClock
from kernel.message import Every
from kernel.store import Store
from kernel.worker.timers import Timer, Timers, timers_of
from tests.integration.trial import Clockwork
from tests.site import wait_for

NIGHT = datetime(2026, 7, 1, 0, 5, tzinfo=VIETNAM)


@dataclass
class TwoClocks(SystemClock):
    """Both faces set by hand; only measuring is real."""

    legal: datetime
    machine: datetime

    def legal_now(self) -> datetime:
        return self.legal

    def now(self) -> datetime:
        return self.machine


@pytest.fixture
def clock() -> TwoClocks:
    return TwoClocks(NIGHT + timedelta(minutes=5), datetime(2026, 6, 30, 17, 10, tzinfo=UTC))


@pytest.fixture
def clockwork(a_store: Callable[..., Store], clock: TwoClocks) -> Clockwork:
    service = Clockwork(a_store("planning", clock=clock, lease_seconds=2))
    service.store.prepare()
    return service


@contextmanager
def running(service: Clockwork, holder: str = "a") -> Iterator[Timers]:
    """The timers of one worker, until the block ends."""
    store = service.store
    timers = Timers(service, store, settings=store.settings, metrics=store.metrics, holder=holder)
    thread = threading.Thread(target=timers.run)
    thread.start()
    try:
        yield timers
    finally:
        timers.stop()
        thread.join()


def done(service: Clockwork, job: str, runs: int) -> list[dict[str, Any]]:
    """The runs of a timer that are written down, once there are so many."""

    def look() -> list[dict[str, Any]] | None:
        rows = service.store.database["job_runs"]
        found = list(rows.find({"job": job, "state": {"$ne": "running"}}, sort=[("slot", 1)]))
        return found if len(found) >= runs else None

    return wait_for(look, f"{runs} runs of {job}")


def timer(when: Every) -> Timer:
    return Timer("t", when, lambda _: None)


@pytest.mark.parametrize(
    ("now", "slot"),
    [
        (NIGHT, NIGHT),
        (NIGHT + timedelta(hours=3), NIGHT),
        (NIGHT - timedelta(seconds=2), NIGHT - timedelta(days=1)),
        (NIGHT.astimezone(UTC) + timedelta(minutes=1), NIGHT),
    ],
)
def test_a_cron_line_is_due_at_vietnamese_time(
    clockwork: Clockwork, clock: TwoClocks, now: datetime, slot: datetime
):
    clock.legal = now.astimezone(VIETNAM)

    assert timer(Every(cron="5 0 * * *")).slot(clockwork.store) == slot


def test_a_period_is_due_at_whole_multiples_of_machine_time(clockwork: Clockwork):
    slot = timer(Every(seconds=3600)).slot(clockwork.store)

    assert slot == datetime(2026, 6, 30, 17, 0, tzinfo=UTC)


def test_the_slots_between_two_runs_are_counted():
    hourly, nightly = timer(Every(seconds=3600)), timer(Every(cron="5 0 * * *"))

    assert hourly.missed(NIGHT, NIGHT + timedelta(hours=1)) == 0
    assert hourly.missed(NIGHT, NIGHT + timedelta(hours=5)) == 4
    assert nightly.missed(NIGHT, NIGHT + timedelta(days=1)) == 0
    assert nightly.missed(NIGHT.astimezone(UTC), NIGHT + timedelta(days=5)) == 4


def test_only_marked_methods_are_timers(clockwork: Clockwork):
    assert sorted(one.name for one in timers_of(clockwork)) == ["each_hour", "each_night"]


def test_a_slot_is_run_once_and_written_down(clockwork: Clockwork):
    with running(clockwork):
        (night,) = done(clockwork, "each_night", 1)
        done(clockwork, "each_hour", 1)

    assert (night["state"], night["slot"], night["missed"]) == ("done", NIGHT, 0)
    assert night["seconds"] >= 0
    assert clockwork.rings.of("each_night") == {NIGHT.isoformat(): 1}


def test_after_a_stop_it_catches_up_once_and_counts_what_was_missed(
    clockwork: Clockwork, clock: TwoClocks
):
    with running(clockwork):
        done(clockwork, "each_night", 1)
    clock.legal += timedelta(days=5)
    with running(clockwork):
        first, second = done(clockwork, "each_night", 2)

    assert (second["missed"], second["slot"] - first["slot"]) == (4, timedelta(days=5))
    assert list(clockwork.rings.of("each_night").values()) == [1, 1]
    page = clockwork.store.metrics.page().decode()
    assert 'danvan_timer_missed_total{job="each_night",service="planning"} 4.0' in page


def test_a_run_that_fails_is_written_down_leaves_nothing_and_the_next_slot_runs(
    clockwork: Clockwork, clock: TwoClocks
):
    clockwork.fails = True
    with running(clockwork):
        (failed,) = done(clockwork, "each_hour", 1)
        done(clockwork, "each_night", 1)
        assert clockwork.rings.of("each_hour") == {}
        clockwork.fails = False
        clock.machine += timedelta(hours=1)
        _, good = done(clockwork, "each_hour", 2)

    assert (failed["state"], failed["error"], good["state"]) == ("failed", "RuntimeError", "done")
    assert "Thử" not in repr(failed)
    assert list(clockwork.rings.of("each_hour").values()) == [1]


def test_two_workers_run_each_slot_once(clockwork: Clockwork, clock: TwoClocks):
    with running(clockwork, "a"), running(clockwork, "b"):
        for runs in range(1, 5):
            done(clockwork, "each_hour", runs)
            clock.machine += timedelta(hours=1)
        done(clockwork, "each_hour", 5)

    assert list(clockwork.rings.of("each_hour").values()) == [1] * 5


def test_a_run_begun_by_a_worker_that_died_is_run_by_its_heir_once(clockwork: Clockwork):
    row = {"job": "each_hour", "slot": datetime(2026, 6, 30, 17, tzinfo=UTC)}
    clockwork.store.database["job_runs"].insert_one({**row, "state": "running", "fence": 0})

    with running(clockwork):
        (run,) = done(clockwork, "each_hour", 1)

    assert (run["state"], run["fence"]) == ("done", 1)
    assert list(clockwork.rings.of("each_hour").values()) == [1]


def test_a_run_that_was_done_before_its_worker_died_is_not_done_again(clockwork: Clockwork):
    with running(clockwork):
        done(clockwork, "each_hour", 1)
    runs = clockwork.store.database["job_runs"]
    runs.update_one({"job": "each_hour"}, {"$set": {"state": "running", "fence": 0}})

    with running(clockwork, "heir"):
        done(clockwork, "each_hour", 1)

    assert list(clockwork.rings.of("each_hour").values()) == [1]
