"""Events a handler cannot take: parked in order, seen, repaired, replayed; everything else goes on."""

import pytest

from contracts.reception import PetitionKind
from kernel.follower.follower import release_brake
from kernel.follower.parked import ParkedDesk
from kernel.message import Actor
from tests.faults.checker import Checker
from tests.faults.conftest import SERVICES_UNDER_TEST
from tests.faults.injector import Forge, Injector, a_registration, changed, registrations
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.services_under_test import BRITTLE, CANARY
from tests.site import Process, Site, wait_for

CHRONICLER = f"{SERVICES_UNDER_TEST}:Chronicler"
BOSS = Actor(user="u9", role="ADMIN", agency="ag-1")


def brittle(site: Site, *, fail: str = "", kind: str = "", **more) -> Process:
    target = f"{SERVICES_UNDER_TEST}:Brittle"
    return site.worker("consultation", target, fail=fail, fail_kind=kind, **more)


@pytest.mark.parametrize("fail", ["raises", "times_out", "nonsense"])
def test_an_event_whose_handler_fails_is_parked_and_later_ones_of_its_petition_wait(
    fail: str, site: Site, load: Load, ledger: Ledger
):
    """T47: and after the repair it is replayed in order."""
    checker = Checker(site, models=[BRITTLE])
    site.worker("reception")
    follower = brittle(site, fail=fail, kind="DENUNCIATION", brake_least=1000).ready()
    for _ in range(12):
        load.a_case()
    database = site.database("consultation")
    denounced = site.database("reception")["petitions"].count_documents({"kind": "DENUNCIATION"})

    checker.settled()
    checker.whole(ledger, parked=4 * denounced)
    assert database["parked"].count_documents({"state": "parked"}) == denounced
    wait_for(lambda: follower.metric("danvan_follower_parked"), "parked is told")
    assert CANARY not in follower.said()
    assert follower.end() == 0

    ParkedDesk(site.store("consultation")).replay()
    brittle(site)
    wait_for(lambda: not database["parked"].find_one(), "all replayed")
    checker.whole(ledger)


@pytest.mark.parametrize("fail", ["unwritable", "too_large"])
def test_a_write_that_names_no_event_is_bisected_and_only_the_culprit_parked(
    fail: str, site: Site, injector: Injector
):
    follower = brittle(site, fail=fail, kind="FEEDBACK").ready()
    events = registrations(40)
    events[17] = a_registration("culprit", kind=PetitionKind.FEEDBACK)

    injector.send(Forge(site).leaf(*events))

    database = site.database("consultation")
    wait_for(lambda: database["positions"].find_one(), "the segment is applied")
    (parked,) = database["parked"].find()
    assert parked["aggregate"].endswith("petition/culprit")
    assert database["chronicle"].count_documents({}) == 39
    assert follower.is_ready()


def test_a_follower_that_dies_while_parking_parks_once(site: Site, injector: Injector):
    """T09."""
    injector.send(*Forge(site).leaves(registrations(3)))
    dying = brittle(site, fail="raises", crashpoint="follower.while_parking")
    assert dying.wait() == 137
    database = site.database("consultation")
    assert not database["parked"].find_one()

    follower = brittle(site, fail="raises").ready()

    wait_for(lambda: database["parked"].count_documents({}) == 3, "all parked")
    assert follower.is_ready()


def test_a_handler_that_fails_on_every_event_trips_the_brake_and_is_released(
    site: Site, load: Load, ledger: Ledger
):
    checker = Checker(site, models=[BRITTLE])
    follower = brittle(site, fail="raises", brake_least=5).ready()
    site.worker("reception")
    load.register_many(30)
    load.register_many(30)

    wait_for(lambda: follower.metric("danvan_follower_braked") == 1, "the brake")
    assert not follower.is_ready()
    parked = site.database("consultation")["parked"].count_documents({})
    assert parked < 5
    led = follower.said().count("follower leads")
    release_brake(site.store("consultation"))
    wait_for(lambda: follower.said().count("follower leads") > led, "it goes on")
    wait_for(lambda: follower.metric("danvan_follower_braked") == 1, "it brakes again")
    assert follower.end() == 0

    brittle(site).ready()
    ParkedDesk(site.store("consultation")).replay()
    checker.settled()
    wait_for(lambda: not site.database("consultation")["parked"].find_one(), "replayed")
    checker.whole(ledger)


def test_a_build_that_is_broken_from_its_first_event_stands_still_and_does_not_end(
    site: Site, injector: Injector
):
    """An exit would be a restart, and each restart would release the brake."""
    injector.send(Forge(site).leaf(*registrations(40)))
    follower = brittle(site, fail="raises", start_seconds=6)

    wait_for(lambda: "follower braked" in follower.said(), "the brake")
    until = wait_for(lambda: site.database("consultation")["followers"].find_one(), "it is noted")

    assert until["brake"]["reason"]
    with pytest.raises(AssertionError, match="in vain"):
        wait_for(lambda: follower.ended, "its end", seconds=8)
    assert not site.database("consultation")["parked"].find_one()
    assert follower.end() == 0


def test_unknown_versions_are_parked_unknown_types_skipped_missing_fields_parked_new_fields_accepted(
    site: Site, injector: Injector
):
    """T49."""
    follower = site.worker("planning", CHRONICLER, brake_least=1000).ready()
    good = registrations(5)
    events = [
        changed(good[0], dataschema="urn:danvan:reception.petition_registered:2"),
        changed(good[1], type="reception.never_heard_of"),
        changed(good[2], data={"petition": "p3"}),
        good[3].replace(b'"data":{', b'"tomorrow":[1],"data":{"newer":{"a":1},'),
        changed(good[4], agency=None),
    ]

    injector.send(Forge(site).leaf(*events))

    database = site.database("planning")
    wait_for(lambda: database["positions"].find_one(), "the segment is applied")
    parked = [row["aggregate"].rpartition("/")[2] for row in database["parked"].find()]
    assert sorted(parked) == ["p1", "p3", "p5"]
    assert [row["_id"] for row in database["chronicle"].find()] == ["p4"]
    assert follower.is_ready()


def test_a_leaf_of_ours_whose_content_is_nonsense_is_kept_and_everything_goes_on(
    site: Site, injector: Injector
):
    """T49, worse: authentic bytes that are no batch, and batches of things that are no events."""
    follower = site.worker("planning", CHRONICLER, brake_least=1000, park_retry_seconds=0.2).ready()
    forge = Forge(site)
    (good, unwritable) = registrations(2)
    nonsense = [
        *(b"NaN", b"[" * 5000, b"{", b"1", b'"text"', b"null", b"[]", b"1,2"),
        *(b'{"type":["x"]}', b'{"type":{}}', b'{"type":null}', b"{}", b'"\\ud800"', b'{"a":1e999}'),
        changed(good, id=None, subject=None, data=5),
        changed(good, id=["x"], subject=["y"], version="z"),
        changed(unwritable, version=2**70, id=None),
        changed(unwritable, version=2**70),
    ]

    injector.send(*forge.leaves(nonsense), forge.leaf(a_registration("last")))

    rows = site.database("planning")["chronicle"]
    wait_for(lambda: rows.find_one({"_id": "last"}) or follower.ended, "the last leaf")
    wait_for(lambda: follower.ended or _retried(site), "every parked thing was tried again")
    assert follower.is_ready()


def _retried(site: Site) -> bool:
    first = {"state": "parked", "attempts": {"$lt": 2}}
    return not site.database("planning")["parked"].find_one(first)


def test_an_event_of_another_audience_does_not_wait_behind_a_parked_one_for_ever(
    site: Site, injector: Injector
):
    """Sources have no order among each other: what waits must be behind something that is retried."""
    province, here = Forge(site), Forge(site, source="/gialai/reception/site")
    first = province.leaf(a_registration("p1", kind=PetitionKind.FEEDBACK))
    second = here.leaf(a_registration("p1", version=2))
    injector.send(first, second)

    follower = brittle(site, fail="raises", kind="FEEDBACK", brake_least=1000).ready()

    rows = site.database("consultation")["chronicle"]
    wait_for(lambda: rows.find_one({"version": 2}), "the event of the other source")
    assert follower.is_ready()


def test_a_parked_event_that_is_given_up_lets_the_next_one_through(site: Site, injector: Injector):
    forge = Forge(site)
    bad = a_registration("p1", kind=PetitionKind.FEEDBACK)
    injector.send(*forge.leaves([bad, a_registration("p1", version=2)]))
    brittle(site, fail="raises", kind="FEEDBACK", brake_least=1000).ready()
    store = site.store("consultation")
    rows = store.database["parked"]
    wait_for(lambda: rows.count_documents({}) == 2, "one parked, one waiting")

    desk = ParkedDesk(store)
    desk.discard(rows.find_one({"state": "parked"})["event"], by=BOSS, reason="sai dữ liệu")

    wait_for(lambda: not rows.find_one(), "the next one is applied")
    assert store.database["chronicle"].find_one({"_id": "p1"})["version"] == 2
    assert store.database["discarded"].find_one()["reason"] == "sai dữ liệu"
