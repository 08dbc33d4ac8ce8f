"""Power cuts at every point where something could be lost or done twice."""

import pytest

from tests.faults.checker import Checker
from tests.faults.desk import Desk, Http
from tests.faults.injector import Injector, leaves_of
from tests.faults.ledger import Ledger, Outcome
from tests.faults.load import Load
from tests.site import Site, wait_for

KILLED = 137


@pytest.mark.parametrize("point", ["store.before_commit", "store.between_state_and_events"])
def test_a_command_cut_off_before_its_commit_left_nothing_and_is_done_when_asked_again(
    point: str, site: Site, ledger: Ledger, checker: Checker
):
    """T01, T03."""
    site.worker("reception"), site.worker("reporting")
    with Desk(site, crashpoint=f"{point}:2") as desk:
        load = Load(site, ledger, channel=desk)
        load.register()
        entry = ledger.issue("register", key="k2", payload=load.petition("ag-1"))
        load.ask(entry, tries=1)
        kept = {name: _count(site, name) for name in ("petitions", "events", "audit", "work_list")}
        desk.sit()
        load.ask(entry)

    assert kept == {"petitions": 1, "events": 2, "audit": 1, "work_list": 1}
    assert entry.outcome is Outcome.ACKNOWLEDGED
    checker.whole(ledger)


def test_a_command_cut_off_after_its_commit_gives_its_first_answer_when_asked_again(
    site: Site, ledger: Ledger, checker: Checker
):
    """T02."""
    site.worker("reception"), site.worker("reporting")
    with Desk(site, crashpoint="store.after_commit") as desk:
        load = Load(site, ledger, channel=desk)
        entry = ledger.issue("register", key="k1", payload=load.petition("ag-1"))
        load.ask(entry, tries=1)
        assert entry.outcome is Outcome.UNKNOWN
        (petition,) = site.database("reception")["petitions"].find()
        desk.sit()
        load.ask(entry, tries=1)

    assert entry.body["petition"] == petition["_id"]
    checker.whole(ledger)


@pytest.mark.parametrize("point", ["before_commit:2", "after_commit:2"])
def test_a_web_process_that_dies_around_a_commit_answers_the_same_request_when_it_is_back(
    point: str, site: Site, ledger: Ledger, checker: Checker
):
    """T01, T02 over HTTP."""
    site.worker("reception"), site.worker("reporting")
    door = Http(site)
    door.process = site.web("reception", crashpoint=f"store.{point}").ready()
    load = Load(site, ledger, channel=door)
    load.register()

    entry = ledger.issue("register", key="k2", payload=load.petition("ag-1"))
    load.ask(entry, tries=1)
    wait_for(lambda: f"code {KILLED}" in door.process.said(), "the power cut")
    assert entry.outcome is Outcome.UNKNOWN
    door.process.end()
    door.process = site.web("reception").ready()
    load.ask(entry)
    load.a_case()
    load.register_many(7)

    assert entry.outcome is Outcome.ACKNOWLEDGED
    checker.whole(ledger)


@pytest.mark.parametrize(
    "point", ["after_seal:2", "before_publish:2", "after_publish:2", "after_confirm:1"]
)
def test_a_relay_that_dies_anywhere_sends_the_same_bytes_later(
    point: str, site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T04, T05, T06."""
    site.worker("reporting")
    load.register(12)

    dying = site.worker("reception", crashpoint=f"relay.{point}")
    assert dying.wait() == KILLED
    before = {(leaf.source, leaf.number): leaf for leaf in leaves_of(site)}
    site.worker("reception").ready()
    load.register(3)

    checker.whole(ledger)
    after = {(leaf.source, leaf.number): leaf for leaf in leaves_of(site)}
    assert before.items() <= after.items()
    with Injector(site) as reader:
        assert set(reader.numbers()) == {number for _, number in after}


@pytest.mark.parametrize("point", ["before_commit:2", "after_commit:2"])
def test_a_follower_that_dies_around_its_commit_counts_each_event_once(
    point: str, site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T07, T08."""
    dying = site.worker("reporting", crashpoint=f"follower.{point}", batch_events=5)
    site.worker("reception")
    with load.going_on():
        assert dying.wait() == KILLED
        site.worker("reporting").ready()

    checker.whole(ledger)


def test_a_power_cut_of_the_whole_site_loses_nothing(
    site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T11, shortened: every process is killed twice while clients go on."""
    with load.going_on():
        for _ in range(2):
            workers = [site.worker(name).ready() for name in ("reception", "reporting")]
            number = _position(site)
            wait_for(lambda n=number: _position(site) > n, "the follower moves")
            for worker in workers:
                worker.kill()
    site.worker("reception"), site.worker("reporting")

    checker.whole(ledger)


def _position(site: Site) -> int:
    row = site.database("reporting")["positions"].find_one()
    return row["number"] if row else 0


def _count(site: Site, collection: str) -> int:
    return site.database("reception")[collection].count_documents({})
