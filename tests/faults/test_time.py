"""Timers and rebuilds while processes freeze, die and are replaced."""

import signal
from datetime import date

import pytest

from kernel.follower.rebuild import ask_rebuild
from services.reporting.service import Reporting
from tests.faults.checker import Checker
from tests.faults.conftest import SERVICES_UNDER_TEST
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.test_servers import more_acknowledged, step_down
from tests.site import Site, wait_for

TICKING = f"{SERVICES_UNDER_TEST}:Ticking"
CHRONICLER = f"{SERVICES_UNDER_TEST}:Chronicler"


def ticks(site: Site) -> list[dict]:
    return list(site.database("notify")["ticks"].find(sort=[("_id", 1)]))


def test_a_slot_is_run_once_though_its_leader_froze_and_woke(site: Site):
    """T56."""
    leader = site.worker("notify", TICKING).ready()
    wait_for(lambda: len(ticks(site)) >= 2, "two slots")
    peer = site.worker("notify", TICKING).ready()
    leases = site.database("notify")["leases"]

    leader.signal(signal.SIGSTOP)
    frozen = leases.find_one({"_id": "timers"})["fence"]
    wait_for(lambda: ticks(site)[-1]["pid"] == peer.popen.pid, "the peer takes over")
    assert leases.find_one({"_id": "timers"})["fence"] > frozen
    leader.signal(signal.SIGCONT)
    seen = len(ticks(site))
    wait_for(lambda: len(ticks(site)) >= seen + 3, "three slots more")

    assert {row["n"] for row in ticks(site)} == {1}
    assert {row["pid"] for row in ticks(site)[seen:]} == {peer.popen.pid}
    assert leader.end() == peer.end() == 0


def test_a_frozen_leader_in_the_middle_of_a_run_is_refused_by_its_stale_fence(site: Site):
    """T56: it holds an open run when it freezes; the slot is done by the peer, once."""
    leader = site.worker("notify", f"{SERVICES_UNDER_TEST}:SlowTicking").ready()
    wait_for(lambda: "tick begins" in leader.said(), "a run begins")
    leader.signal(signal.SIGSTOP)
    peer = site.worker("notify", TICKING).ready()
    wait_for(lambda: len(ticks(site)) >= 2, "the peer runs slots")
    leader.signal(signal.SIGCONT)
    wait_for(lambda: "interrupted" in leader.said(), "the stale fence is refused")

    assert {(row["n"], row["pid"]) for row in ticks(site)} == {(1, peer.popen.pid)}
    assert leader.end() == 0


@pytest.mark.alone
def test_a_slot_that_met_a_stepping_down_database_is_run_when_it_is_back(site: Site):
    """Trouble with servers must not use up a slot."""
    worker = site.worker("notify", f"{SERVICES_UNDER_TEST}:TickingOnce", mongo_seconds=1).ready()
    wait_for(lambda: "tick begins" in worker.said(), "the run begins")

    step_down()

    wait_for(lambda: ticks(site), "the slot is run")
    assert {row["n"] for row in ticks(site)} == {1}
    assert worker.end() == 0


def rebuilt(site: Site, service: str) -> dict:
    return site.database(service)["followers"].find_one(
        {"_id": service, "rebuilt": {"$exists": True}}
    )


def test_a_rebuild_while_events_come_in_ends_with_the_same_content(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T68."""
    workers = [site.worker(name).ready() for name in ("reception", "reporting")]
    load.register_many(100)
    store = site.store("reporting")
    with load.going_on():
        more_acknowledged(ledger, "load")
        assert ask_rebuild(store) == 2
        done = wait_for(lambda: rebuilt(site, "reporting"), "the rebuild", seconds=60)
        more_acknowledged(ledger, "load goes on")

    assert done["rebuilt"]["identical"]
    checker.whole(ledger)
    wait_for(lambda: "figures" not in store.database.list_collection_names(), "the old one is gone")
    assert [worker.end() for worker in workers] == [0, 0]


def test_a_rebuild_cut_off_in_the_middle_goes_on_after_the_next_start(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T68, with a power cut."""
    site.worker("reception").ready()
    load.register_many(100)
    follower = site.worker("reporting", batch_events=5).ready()
    checker.settled()
    ask_rebuild(site.store("reporting"))
    rows = site.database("reporting")["positions"]
    wait_for(lambda: rows.find_one({"generation": 2}), "the copy begins")
    follower.kill()

    site.worker("reporting").ready()

    assert wait_for(lambda: rebuilt(site, "reporting"), "the rebuild")["rebuilt"]["identical"]
    checker.whole(ledger)


def test_a_figure_is_never_missing_while_the_rebuilt_copy_takes_over(site: Site, load: Load):
    site.worker("reception").ready(), site.worker("reporting").ready()
    load.register_many(50)
    reporting = Reporting(site.store("reporting"))
    counts: list[int] = []

    def count() -> int:
        sums = reporting.figures_of(agency=None, first=date.min, last=date.max).values()
        counts.append(sum(one.total() for one in sums))
        return counts[-1]

    wait_for(lambda: count() == 50, "all counted")
    counts.clear()
    ask_rebuild(site.store("reporting"))
    names = site.database("reporting").list_collection_names
    wait_for(lambda: count() and "figures" not in names(), "the old one is gone")
    wait_for(lambda: count() and reporting.store.generation() == 2, "the new one serves")

    assert set(counts) == {50}
