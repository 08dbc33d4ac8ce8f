"""The line between a site and its province breaks in every way a line can; local work never stops."""

import itertools
import time
from collections.abc import Callable

import pytest

from tests.faults.wire import Fault, FaultProxy
from tests.site import wait_for
from tests.sites.conftest import Land, a_clerks_day
from tests.sites.houses import purge, rejoin, unlink, waiting

pytestmark = pytest.mark.alone

CUT = {"up": Fault(drop=True), "down": Fault(drop=True), "refuse": True}


@pytest.fixture
def land(make_land: Callable[..., Land]) -> Land:
    """A province and one site behind a wire that can be broken."""
    made = make_land(wired=True)
    made.start()
    made.work(made.sites[0], 3)
    made.announce(3)
    wait_for(made.level, "the line works")
    return made


def wire_of(land: Land) -> FaultProxy:
    return land.wires[land.sites[0].word]


def test_five_thousand_events_wait_each_way_while_the_line_is_cut(land: Land):
    """T35: an hour without a line is as long as its backlog."""
    (site,) = land.sites
    wire = wire_of(land)
    before = site.has("/tinh/registry/all")
    wire.set(**CUT)
    with a_clerks_day(land, site):
        land.pour(site, 5000)
        land.announce(5000)
        wait_for(
            lambda: not site.database("reception")["pending"].find_one(),
            "all is sealed",
            seconds=120,
        )
        assert not land.up_level(site)
        assert site.has("/tinh/registry/all") == before
    began = time.monotonic()
    wire.heal()
    wire.reset_connections()

    report = land.whole(seconds=120)

    print(f"level {time.monotonic() - began:.1f} s after the cut of {report.events} events")


def test_a_line_that_comes_and_goes_delivers_everything_once(land: Land):
    """T36, faster: up for a second or two, away for one."""
    (site,) = land.sites
    wire = wire_of(land)
    with a_clerks_day(land, site):
        for turn in range(8):
            land.announce(50)
            wire.set(**CUT) if turn % 2 else wire.reset_connections()
            pause(1.0)
            wire.heal()
            wire.reset_connections()
            pause(2.5)

    land.whole(seconds=90)


def test_a_slow_line_that_is_cut_now_and_then_brings_small_events_within_a_minute(land: Land):
    """T37: 32 kbit/s, 900 ms there and back, resets."""
    (site,) = land.sites
    wire = wire_of(land)
    slow = Fault(bytes_per_s=4000, latency_ms=450, jitter_ms=100)
    wire.set(up=slow, down=slow)
    began = time.monotonic()
    with a_clerks_day(land, site):
        land.announce(5)
        marked = land.loads[site.word].register(5)
        pause(4)
        wire.reset_connections()
    wait_for(lambda: land.level(), "small events over a slow line", seconds=60)
    took = time.monotonic() - began
    assert len(marked) == 5
    assert took < 75
    wire.heal()

    land.whole(seconds=60)


def test_a_line_that_is_deaf_one_way_claims_nothing_it_does_not_have(land: Land):
    """T38: what the site says arrives, and nothing comes back."""
    (site,) = land.sites
    wire = wire_of(land)
    wire.set(down=Fault(drop=True))
    before = site.certificate()
    with a_clerks_day(land, site):
        land.announce(40)
        wait_for(lambda: waiting(site, "q.uplink") > 0, "what is not confirmed is kept")
        known = site.received("/xa1/reception/province")
        pause(3)
    assert site.received("/xa1/reception/province") == known
    assert known <= land.province.has("/xa1/reception/province")
    assert site.has("/tinh/registry/all") == before["/tinh/registry/all"]["segment"]
    wire.heal()
    wire.reset_connections()

    land.whole(seconds=90)
    head = site.database("reception")["heads"].find_one({"_id": "/xa1/reception/province"})
    wait_for(
        lambda: site.received("/xa1/reception/province") == head["number"],
        "the site knows that the province has everything",
    )


@pytest.mark.parametrize("lost", [False, True], ids=["kept", "purged"])
def test_a_shovel_that_is_deleted_with_a_backlog_loses_nothing(land: Land, *, lost: bool):
    """T39: the queue keeps it; and when the queue is emptied too, the gap is asked for."""
    (site,) = land.sites
    unlink(site)
    with a_clerks_day(land, site):
        land.work(site, 20)
        land.announce(100)
        wait_for(lambda: waiting(site, "q.uplink") > 0, "a backlog")
        if lost:
            purge(site, "q.uplink")
            purge(land.province, f"q.down.{site.word}")
    rejoin(land.province, site, address=wire_of(land).address)

    land.whole(seconds=90)


def pause(seconds: float) -> None:
    """Let the fault last for a while."""
    until = time.monotonic() + seconds
    wait_for(lambda: time.monotonic() > until, "the fault lasts", seconds=seconds + 5)


def test_several_sites_do_not_wait_for_the_one_whose_line_is_dead(
    make_land: Callable[..., Land],
):
    """One line is cut; the other site's words arrive meanwhile."""
    land = make_land(2, wired=True)
    land.start()
    dead, alive = land.sites
    land.wires[dead.word].set(**CUT)
    for site in itertools.chain.from_iterable(itertools.repeat(land.sites, 3)):
        land.work(site, 5)
    land.announce(10)
    wait_for(lambda: land.up_level(alive) and land.down_level(alive), "the living one is level")
    assert not land.up_level(dead)
    land.wires[dead.word].heal()
    land.wires[dead.word].reset_connections()

    land.whole(seconds=90)
