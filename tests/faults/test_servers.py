"""Servers and processes that stop, stall, step down or are declared wrong, while clients go on."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pymongo
import pytest

from deploy.embedded import servers
from tests.faults.checker import Checker
from tests.faults.injector import Injector, administrator, declare_stream
from tests.faults.ledger import Ledger, Outcome
from tests.faults.load import Load
from tests.faults.wire import Fault, FaultProxy
from tests.site import Site, wait_for

pytestmark = pytest.mark.alone

NAMES = ("reception", "reporting")


def acknowledged(ledger: Ledger) -> int:
    return ledger.counts()[Outcome.ACKNOWLEDGED.value]


def more_acknowledged(ledger: Ledger, what: str, *, by: int = 5, seconds: float = 30.0) -> None:
    """Wait until clients got so many more answers."""
    before = acknowledged(ledger)
    wait_for(lambda: acknowledged(ledger) >= before + by, what, seconds=seconds)


def test_a_rolling_restart_under_load_loses_nothing_and_every_worker_ends_cleanly(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T12, twice."""
    workers = {name: site.worker(name).ready() for name in NAMES}
    with load.going_on():
        for name in NAMES * 2:
            fresh = site.worker(name).ready()
            began = time.monotonic()
            assert workers[name].end() == 0
            assert time.monotonic() - began < 10
            workers[name] = fresh
            more_acknowledged(ledger, "clients go on")

    checker.whole(ledger)


@pytest.mark.parametrize("name", NAMES)
def test_a_frozen_leader_is_replaced_and_changes_nothing_when_it_wakes(
    name: str, site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T13, T57, with leases of two seconds."""
    leader = site.worker(name).ready()
    standby = site.worker(name).ready()
    site.worker(*(set(NAMES) - {name})).ready()
    log_word = "relay leads" if name == "reception" else "follower leads"
    with load.going_on():
        more_acknowledged(ledger, "load")
        leader.signal(signal.SIGSTOP)
        wait_for(lambda: log_word in standby.said(), "the peer takes over")
        more_acknowledged(ledger, "load goes on")
        leader.signal(signal.SIGCONT)
        more_acknowledged(ledger, "both live")

    checker.whole(ledger)
    assert leader.end() == standby.end() == 0


def test_a_broker_that_stops_and_starts_is_waited_for(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T14."""
    workers = [site.worker(name).ready() for name in NAMES]
    with load.going_on():
        more_acknowledged(ledger, "load")
        servers.rabbitmqctl("stop_app")
        try:
            more_acknowledged(ledger, "clients do not notice", seconds=5)
        finally:
            servers.rabbitmqctl("start_app")
        began = time.monotonic()
        number = published(site)
        wait_for(lambda: published(site) > number, "the relay resumes")
        assert time.monotonic() - began < 30

    checker.whole(ledger)
    wait_for(lambda: all(worker.is_ready() for worker in workers), "ready again")
    assert [worker.end() for worker in workers] == [0, 0]


def published(site: Site) -> int:
    return sum(head["published"] for head in site.database("reception")["heads"].find())


@contextmanager
def memory_alarm() -> Iterator[None]:
    """The broker takes nothing from publishers."""
    servers.rabbitmqctl("set_vm_memory_high_watermark", "0.0001")
    try:
        yield
    finally:
        servers.rabbitmqctl("set_vm_memory_high_watermark", "absolute", "1024MB")


def test_a_broker_out_of_memory_blocks_the_relay_and_nobody_else(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T18, for fifteen seconds."""
    relay, _ = (site.worker(name).ready() for name in NAMES)
    with load.going_on():
        with memory_alarm():
            began = time.monotonic()
            wait_for(
                lambda: relay.metric("danvan_journal_blocked") == 1, "blocked is told", seconds=15
            )
            more_acknowledged(ledger, "clients do not notice", seconds=5)
            number = published(site)
            wait_for(lambda: time.monotonic() - began > 15, "fifteen seconds")
            assert relay.metric("danvan_journal_blocked") == 1
            assert published(site) == number
            assert relay.metric("danvan_journal_lag_seconds") > 5
        wait_for(lambda: published(site) > number, "it goes on")

    checker.whole(ledger)
    assert relay.metric("danvan_journal_blocked") == 0
    assert relay.end() == 0


def test_a_relay_that_starts_with_a_great_backlog_at_a_blocked_broker_says_so(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T18, worse: what it has to send fills the socket before the broker's word is read."""
    for _ in range(15):
        load.register_many(100)
    with memory_alarm():
        relay = site.worker("reception", segment_events=20, confirm_seconds=2).ready()
        wait_for(lambda: relay.metric("danvan_journal_blocked") == 1, "blocked is told", seconds=15)
        assert relay.is_ready()
    site.worker("reporting")

    checker.whole(ledger)


@pytest.mark.parametrize("name", NAMES)
def test_a_queue_that_is_no_stream_stops_the_worker_with_a_clear_word(name: str, site: Site):
    """T22: for the one who reads and for the one who writes."""
    with administrator(site) as channel:
        channel.queue_delete("journal.reception")
        declare_stream(channel, kind="classic")
    began = time.monotonic()
    worker = site.worker(name)

    assert worker.wait(30) == 78
    assert time.monotonic() - began < 30
    assert "journal.reception" in worker.said().splitlines()[-1]
    assert not worker.ready_file.exists()


def test_lost_confirmations_are_never_taken_for_granted(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T24."""
    with FaultProxy(f"127.0.0.1:{servers.AMQP_PORT}") as proxy:
        uri = proxy.uri(site.amqp_uri("reception"))
        relay = site.worker("reception", amqp_uri=uri, confirm_seconds=2).ready()
        site.worker("reporting").ready()
        load.register(3)
        checker.settled()
        number = published(site)

        proxy.set(down=Fault(drop=True))
        load.register(7)
        wait_for(lambda: "relay interrupted" in relay.said(), "the deadline", seconds=15)
        assert published(site) == number
        proxy.heal()

        checker.whole(ledger)
        with Injector(site) as reader:
            numbers = reader.numbers()
        assert len(numbers) > len(set(numbers))
        assert relay.end() == 0


def test_a_line_to_the_broker_that_breaks_again_and_again_loses_nothing(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T25, shortened: both workers behind a line that is cut and bent."""
    with FaultProxy(f"127.0.0.1:{servers.AMQP_PORT}") as proxy:
        for name in NAMES:
            site.worker(name, amqp_uri=proxy.uri(site.amqp_uri(name))).ready()
        with load.going_on():
            for fault in (
                Fault(cut_after=20_000),
                Fault(corrupt_every=5_000),
                Fault(latency_ms=50),
            ):
                proxy.set(up=fault, down=fault)
                more_acknowledged(ledger, "clients do not notice")
                proxy.reset_connections()
                more_acknowledged(ledger, "clients do not notice")
            proxy.heal()

        checker.whole(ledger)


def test_a_database_that_steps_down_three_times_under_load_doubles_nothing(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T27, three times."""
    workers = [site.worker(name).ready() for name in NAMES]
    with load.going_on():
        for _ in range(3):
            more_acknowledged(ledger, "load")
            step_down()

    checker.whole(ledger)
    wait_for(lambda: all(worker.is_ready() for worker in workers), "ready again")
    assert [worker.end() for worker in workers] == [0, 0]


def step_down() -> None:
    """Make the database step down for a second."""
    uri = f"mongodb://127.0.0.1:{servers.MONGO_PORT}/?directConnection=true"
    with pymongo.MongoClient(uri) as client:
        client.admin.command("replSetStepDown", 1, force=True)


def test_a_worker_asked_to_stop_while_the_database_is_away_ends_in_time(site: Site, load: Load):
    """T12 and T28 together: nothing waits for what does not answer."""
    with FaultProxy(f"127.0.0.1:{servers.MONGO_PORT}") as proxy:
        uri = proxy.uri(servers.MONGO_URI)
        worker = site.worker("reporting", mongo_uri=uri, mongo_seconds=3).ready()
        proxy.set(up=Fault(drop=True), down=Fault(drop=True))
        wait_for(lambda: "interrupted" in worker.said(), "it notices", seconds=20)
        began = time.monotonic()

        assert worker.end() == 0
        assert time.monotonic() - began < 15
        assert not [line for line in worker.said().splitlines() if not line.startswith("{")]
