"""Proof of a journal: whatever is changed, removed or forged afterwards is found and named."""

from collections.abc import Callable
from typing import Any

import pytest

from kernel.journal import Journal
from kernel.keys import KeyRing, load_ring
from kernel.lease import Lease
from kernel.store.mongo import Database
from kernel.verifying import verify_journal
from tests.integration.trial import BY, Notebook
from tests.site import Site

SOURCE = "/gialai/reception/site"


@pytest.fixture
def ring(house: Site) -> KeyRing:
    return load_ring(house.folder / "keys")


@pytest.fixture
def sealed(notebook: Notebook, journal: Journal, lease: Lease) -> Database[dict[str, Any]]:
    """A journal of three leaves."""
    for n in range(3):
        notebook.begin(f"a{n}", f"b{n}", by=BY)
        notebook.begin(f"c{n}", by=BY)
        journal.seal(SOURCE, lease)
    return journal.database


def test_an_untouched_journal_is_found_right(sealed: Database[dict[str, Any]], ring: KeyRing):
    verdict = verify_journal(sealed, ring)

    assert (verdict.segments, verdict.events, verdict.wrong) == (3, 9, [])


def test_a_command_cut_in_two_by_the_limit_of_a_leaf_is_found_right(
    notebook: Notebook, journal: Journal, lease: Lease, ring: KeyRing
):
    notebook.begin(*map(str, range(1500)), by=BY)
    notebook.begin("last", by=BY)
    while journal.seal(SOURCE, lease):
        pass

    verdict = verify_journal(journal.database, ring)

    assert (verdict.segments, verdict.events, verdict.wrong) == (2, 1501, [])


def _second(**change: Any) -> Callable[[Database[dict[str, Any]]], object]:
    return lambda database: database["segments"].update_one({"number": 2}, {"$set": change})


TAMPERED: dict[str, tuple[Callable[[Database[dict[str, Any]]], object], str]] = {
    "a changed body": (_second(body=b"[{},{},{}]"), "1/2: hash is wrong"),
    "another signature": (_second(signature=b"x" * 64), "1/2: signature is wrong"),
    "a removed leaf": (
        lambda database: database["segments"].delete_one({"number": 2}),
        "1/3: number does not follow",
    ),
    "a removed last leaf": (
        lambda database: database["segments"].delete_one({"number": 3}),
        "1/3: the last leaf is missing",
    ),
    "all leaves removed": (
        lambda database: database["segments"].delete_many({}),
        "1/3: the last leaf is missing",
    ),
    "a changed audit line": (
        lambda database: database["audit"].update_one({}, {"$set": {"user": "x"}}),
        "1/1: audit lines were changed or removed",
    ),
    "a removed audit line": (
        lambda database: database["audit"].delete_one({}),
        "1/1: audit lines were changed or removed",
    ),
}


@pytest.mark.parametrize("what", TAMPERED)
def test_what_was_touched_is_named(sealed: Database[dict[str, Any]], ring: KeyRing, what: str):
    tamper, says = TAMPERED[what]

    tamper(sealed)

    assert f"{SOURCE} {says}" in verify_journal(sealed, ring).wrong
