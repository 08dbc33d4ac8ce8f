"""Segments twice, shuffled, missing, late, or years old: the read model is the fold of the events."""

import pytest

from tests.faults.checker import Checker
from tests.faults.conftest import SERVICES_UNDER_TEST
from tests.faults.injector import (
    Forge,
    Injector,
    administrator,
    declare_stream,
    registrations,
    sealed,
    shuffled,
)
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.site import Site, wait_for

CHRONICLER = f"{SERVICES_UNDER_TEST}:Chronicler"


def some_cases(load: Load, count: int = 8) -> None:
    for _ in range(count):
        load.a_case()


def test_segments_that_come_three_times_and_shuffled_count_once(
    site: Site, load: Load, ledger: Ledger, injector: Injector, chronicle_checker: Checker
):
    """T44: two followers of one service stand ready, one is active."""
    some_cases(load)
    leaves = sealed(site)
    followers = [site.worker("planning", CHRONICLER).ready() for _ in range(2)]

    load.random.shuffle(mixed := leaves * 3)
    injector.send(*mixed)

    chronicle_checker.whole(ledger)
    assert [one.end() for one in followers] == [0, 0]


def test_segments_in_swapped_pairs_are_held_and_applied_in_order(
    site: Site, load: Load, ledger: Ledger, injector: Injector, chronicle_checker: Checker
):
    """T45."""
    some_cases(load)
    leaves = sealed(site)
    site.worker("planning", CHRONICLER)

    injector.send(*shuffled(leaves))

    chronicle_checker.whole(ledger)


def test_a_gap_is_asked_for_and_closed_by_the_one_who_sealed_it(
    site: Site, load: Load, ledger: Ledger, injector: Injector, chronicle_checker: Checker
):
    """T46."""
    some_cases(load)
    leaves = sealed(site)
    follower = site.worker("planning", CHRONICLER).ready()
    database = site.database("planning")

    injector.send(*leaves[:2], *leaves[4:])
    wait_for(lambda: database["resends"].find_one({"asked": {"$ne": None}}), "the gap is asked for")
    assert database["positions"].find_one()["number"] == 2
    source = leaves[0].source
    held = sum(one.source == source for one in leaves) - 4
    wait_for(lambda: database["held"].count_documents({}) == held, "all behind it are held")
    wait_for(lambda: follower.metric("danvan_follower_held", source=source), "held ones are told")
    site.worker("reception")

    chronicle_checker.whole(ledger)
    wait_for(lambda: not database["resends"].find_one(), "nothing is asked for any more")
    wait_for(
        lambda: follower.metric("danvan_follower_held", source=source) == 0,
        "nothing is held any more",
    )


def test_a_gap_that_nobody_can_close_is_alarmed_and_others_flow(site: Site, injector: Injector):
    """T46, second half; and a gap longer than the prefetch, with other sources flowing."""
    follower = site.worker("planning", CHRONICLER, prefetch=4, resend_seconds=0.2, resend_limit=2)
    gone, other = Forge(site), Forge(site, source="/gialai/reception/site")
    behind_the_gap = gone.leaves(registrations(30))[1:]
    injector.send(*behind_the_gap, *other.leaves(registrations(30, prefix="o")))
    follower.ready()

    rows = site.database("planning")["chronicle"]
    wait_for(lambda: rows.count_documents({}) == 30, "the other source is followed")
    wait_for(
        lambda: follower.metric("danvan_source_refused", source=gone.stands.source) == 1,
        "the alarm",
    )
    assert follower.is_ready()
    assert site.database("planning")["held"].count_documents({}) == 29
    wait_for(
        lambda: follower.metric("danvan_follower_lag_segments", source=gone.stands.source) == 29,
        "how far behind it is",
    )
    wait_for(
        lambda: follower.metric("danvan_follower_lag_seconds", source=gone.stands.source) > 0,
        "for how long",
    )
    assert follower.metric("danvan_follower_lag_seconds", source=other.stands.source) < 5


def test_a_lost_tail_is_noticed_by_the_announced_head(
    site: Site, load: Load, ledger: Ledger, chronicle_checker: Checker
):
    """T46, third: what is missing is the end, so that nothing after it shows the gap."""
    some_cases(load)
    sealed(site)
    site.worker("planning", CHRONICLER)
    site.worker("reception", head_seconds=1)

    chronicle_checker.whole(ledger)


def test_a_follower_started_months_later_reads_everything(
    site: Site, load: Load, ledger: Ledger, chronicle_checker: Checker
):
    site.worker("reception")
    load.register_many(100)
    wait_for(chronicle_checker._sealed, "all sent")

    site.worker("planning", CHRONICLER)

    chronicle_checker.whole(ledger)


def test_a_follower_started_when_the_beginning_of_the_stream_is_gone_gets_it_resent(
    site: Site, load: Load, ledger: Ledger, chronicle_checker: Checker
):
    with administrator(site) as channel:
        some_cases(load)
        sealed(site)
        load.register(5)
        site.worker("reception")
        wait_for(chronicle_checker._sealed, "the rest is sent")
        site.worker("planning", CHRONICLER)

        chronicle_checker.whole(ledger)
        assert channel.is_open


@pytest.mark.parametrize("while_running", [True, False])
def test_a_stream_deleted_and_declared_anew_loses_nothing(
    while_running: bool, site: Site, load: Load, ledger: Ledger, chronicle_checker: Checker
):
    relay, follower = site.worker("reception"), site.worker("planning", CHRONICLER)
    some_cases(load)
    chronicle_checker.settled()
    if not while_running:
        assert [relay.end(), follower.end()] == [0, 0]

    with administrator(site) as channel:
        channel.queue_delete("journal.reception")
        some_cases(load, 2)
        if while_running:
            wait_for(lambda: follower.ended or "WrongTopology" in follower.said(), "it notices")
        declare_stream(channel)
    some_cases(load, 2)
    if not while_running:
        relay, follower = site.worker("reception"), site.worker("planning", CHRONICLER)

    chronicle_checker.whole(ledger)
    assert not relay.ended
    assert not follower.ended


def test_a_new_stream_longer_than_the_old_one_is_read_whole(
    site: Site, load: Load, ledger: Ledger, injector: Injector, chronicle_checker: Checker
):
    """The offset we know exists in the new stream and means something else there."""
    some_cases(load, 4)
    leaves = sealed(site)
    follower = site.worker("planning", CHRONICLER)
    injector.send(*leaves)
    chronicle_checker.settled()
    assert follower.end() == 0

    some_cases(load, 4)
    more = sealed(site)
    with administrator(site) as channel:
        channel.queue_delete("journal.reception")
        declare_stream(channel)
    injector.send(*more[len(leaves) :], *more[: len(leaves)] * 2)
    site.worker("planning", CHRONICLER)
    site.worker("reception", head_seconds=1)

    chronicle_checker.whole(ledger)
