"""Leases: one holder at a time, a fence that grows, and a proof that fails for who was overtaken."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kernel.lease import Lease, Overtaken
from kernel.store import Store
from kernel.store.mongo import Database, in_transaction
from tests.site import wait_for


@pytest.fixture
def database(a_store: Callable[..., Store]) -> Database[dict[str, Any]]:
    store = a_store("reception")
    store.prepare()
    return store.database


def prove(lease: Lease, database: Database[dict[str, Any]]) -> None:
    in_transaction(database.client, lease.prove, seconds=5)


def test_nobody_takes_a_lease_before_it_ends(database: Database[dict[str, Any]]):
    first, second = (Lease(database, "x", holder=name, seconds=0.6) for name in "ab")
    assert first.hold()

    assert not second.hold()
    wait_for(second.hold, "the end of the lease")

    assert not first.sure()
    assert second.fence == first.fence + 1


def test_who_keeps_renewing_keeps_the_lease_and_its_fence(database: Database[dict[str, Any]]):
    first, second = (Lease(database, "x", holder=name, seconds=0.5) for name in "ab")
    assert first.hold()
    fence, seen = first.fence, []

    def renewed() -> int:
        assert first.hold()
        assert not second.hold()
        seen.append(database["leases"].find_one({"_id": "x"})["expires"])
        return len(set(seen)) > 4

    wait_for(renewed, "a few renewals")
    assert first.fence == fence


def test_who_was_overtaken_can_prove_nothing(database: Database[dict[str, Any]]):
    first, second = (Lease(database, "x", holder=name, seconds=0.3) for name in "ab")
    assert first.hold()
    prove(first, database)
    wait_for(second.hold, "the end of the lease")

    with pytest.raises(Overtaken):
        prove(first, database)

    prove(second, database)
    assert not first.sure()


def test_the_holder_that_comes_back_after_another_has_an_older_fence(
    database: Database[dict[str, Any]],
):
    first, second = (Lease(database, "x", holder=name, seconds=0.3) for name in "ab")
    assert first.hold()
    old = first.fence
    wait_for(second.hold, "the end of the lease")
    second.release()

    assert first.hold()
    assert first.fence == old + 2


def test_a_released_lease_is_free_at_once(database: Database[dict[str, Any]]):
    first, second = (Lease(database, "x", holder=name, seconds=60) for name in "ab")
    assert first.hold()

    first.release()

    assert not first.sure()
    assert second.hold()


def test_releasing_what_another_holds_changes_nothing(database: Database[dict[str, Any]]):
    first, second = (Lease(database, "x", holder=name, seconds=60) for name in "ab")
    assert first.hold()

    second.release()

    prove(first, database)


def test_of_many_that_start_together_one_holds_the_lease(database: Database[dict[str, Any]]):
    leases = [Lease(database, "x", holder=str(n), seconds=60) for n in range(12)]

    with ThreadPoolExecutor(12) as pool:
        held = list(pool.map(Lease.hold, leases))

    assert sum(held) == 1
    assert database["leases"].count_documents({}) == 1


def test_leases_of_different_names_are_apart(database: Database[dict[str, Any]]):
    assert Lease(database, "relay", holder="a", seconds=60).hold()
    assert Lease(database, "follower", holder="b", seconds=60).hold()
