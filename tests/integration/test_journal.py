"""The journal: pending events become sealed leaves with a limit, a chain and an audit digest."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from kernel.journal import Journal
from kernel.keys import load_ring
from kernel.lease import Lease, Overtaken
from kernel.segment import NO_HASH, Segment, audit_digest, verify, verify_head
from kernel.store.audit import digest_of
from tests.integration.trial import BY, Note, Notebook
from tests.site import Site, wait_for

SOURCE = "/gialai/reception/site"


def sealed_all(journal: Journal, lease: Lease) -> list[Segment]:
    """Seal until nothing is pending."""
    return [one for leaves in iter(lambda: journal.seal(SOURCE, lease), []) for one in leaves]


def bodies(notebook: Notebook) -> list[bytes]:
    return [row["body"] for row in notebook.store.database["pending"].find(sort=[("_id", 1)])]


def test_a_leaf_holds_a_thousand_events_and_the_next_one_the_rest(
    notebook: Notebook, journal: Journal, lease: Lease
):
    notebook.begin(*map(str, range(1100)), by=BY)

    sealed = sealed_all(journal, lease)

    assert [(one.number, one.first, one.last) for one in sealed] == [(1, 1, 1000), (2, 1001, 1100)]
    assert journal.waiting() == []


def test_a_leaf_holds_a_mebibyte_at_most(notebook: Notebook, journal: Journal, lease: Lease):
    notebook.begin(*["x" * 60_000 for _ in range(40)], by=BY)

    sealed = sealed_all(journal, lease)

    assert all(len(one.body) <= 1_048_576 for one in sealed)
    assert [one.last - one.first + 1 for one in sealed] == [17, 17, 6]


def test_a_leaf_holds_exactly_the_bytes_that_were_pending(
    notebook: Notebook, journal: Journal, lease: Lease
):
    notebook.begin("a", "ề\u2028\\", by=BY)
    pending = bodies(notebook)

    (sealed,) = journal.seal(SOURCE, lease)

    assert sealed is not None
    assert sealed.body == b"[" + b",".join(pending) + b"]"
    assert list(journal.between(SOURCE, 1, 1, 1)) == [sealed]


def test_leaves_are_chained_and_signed_by_the_site(
    notebook: Notebook, journal: Journal, lease: Lease, house: Site
):
    ring = load_ring(house.folder / "keys")
    sealed = []
    for n in range(3):
        notebook.begin(str(n), by=BY)
        sealed += sealed_all(journal, lease)

    assert [one.prev_hash for one in sealed] == [NO_HASH, *(one.hash for one in sealed[:-1])]
    for one in sealed:
        verify(one, ring)


def test_a_leaf_carries_the_digest_of_the_audit_lines_it_belongs_to(
    notebook: Notebook, journal: Journal, lease: Lease
):
    notebook.begin("a", "b", by=BY)
    notebook.begin("c", by=BY)

    (sealed,) = journal.seal(SOURCE, lease)

    lines = list(notebook.store.database["audit"].find(sort=[("_id", 1)]))
    assert sealed is not None
    assert sealed.audit == audit_digest([digest_of(line) for line in lines])


def test_each_aggregates_events_keep_their_order_whatever_the_clock_said(
    notebook: Notebook, journal: Journal, lease: Lease
):
    ahead = Note(id="n-1", agency="ag-1", last_event="0fffffff-ffff-7fff-bfff-fffffffffffe")
    notebook.store.once(lambda: notebook.store.commit(ahead.write("a")), by=BY, command="begin")
    others = [notebook.begin("x", by=BY) for _ in range(3)]
    for note in ("n-1", *others, "n-1"):
        notebook.add(note, "y", by=BY)

    events = [raw for one in sealed_all(journal, lease) for raw in one.events()]

    for subject in {raw["subject"] for raw in events}:
        versions = [raw["version"] for raw in events if raw["subject"] == subject]
        assert versions == list(range(1, len(versions) + 1))


def test_a_zombie_with_an_old_fence_seals_nothing(notebook: Notebook, journal: Journal):
    zombie = Lease(journal.database, "relay", holder="zombie", seconds=0.3)
    heir = Lease(journal.database, "relay", holder="heir", seconds=30)
    notebook.begin("a", by=BY)
    assert zombie.hold()
    wait_for(heir.hold, "the lease of the zombie to end")

    with pytest.raises(Overtaken):
        journal.seal(SOURCE, zombie)

    assert len(bodies(notebook)) == 1
    assert list(journal.unsent()) == []
    (sealed,) = journal.seal(SOURCE, heir)
    assert sealed is not None
    assert sealed.number == 1


def test_sealing_while_clerks_write_loses_and_doubles_nothing(
    notebook: Notebook, journal: Journal, lease: Lease
):
    def write_often() -> None:
        for n in range(25):
            notebook.begin(str(n), by=BY)

    sealed: list[Segment] = []
    with ThreadPoolExecutor(4) as pool:
        writers = [pool.submit(write_often) for _ in range(4)]
        while not all(one.done() for one in writers):
            sealed += sealed_all(journal, lease)
    sealed += sealed_all(journal, lease)

    told = [raw["id"] for one in sealed for raw in one.events()]
    kept = [row["_id"] for row in notebook.store.database["events"].find()]
    assert sorted(told) == sorted(kept)
    assert [one.number for one in sealed] == list(range(1, len(sealed) + 1))
    assert [one.first for one in sealed] == [1, *(one.last + 1 for one in sealed[:-1])]


def test_what_the_broker_has_not_confirmed_is_known_after_a_restart(
    notebook: Notebook, journal: Journal, lease: Lease, house: Site
):
    for text in "abc":
        notebook.begin(text, by=BY)
        sealed_all(journal, lease)

    journal.confirmed(SOURCE, 2)
    journal.confirmed(SOURCE, 1)

    assert [one.number for one in journal.unsent()] == [3]
    assert journal.heads() == []
    journal.confirmed(SOURCE, 3)
    (head,) = journal.heads()
    verify_head(head, load_ring(house.folder / "keys"))
    assert (head.mark.number, head.mark.last) == (3, 3)


def test_sources_are_sealed_apart(notebook: Notebook, journal: Journal, lease: Lease):
    notebook.begin("a", by=BY)
    note = Note(id="n-1", agency="ag-1").write("b")
    note.news = [(happened, "dakdoa") for happened, _ in note.news]
    notebook.store.once(lambda: notebook.store.commit(note), by=BY, command="pass_on")

    sealed = [one for source in journal.waiting() for one in journal.seal(source, lease)]

    assert {(one.source, one.number, one.last) for one in sealed if one} == {
        (SOURCE, 1, 1),
        (f"{SOURCE}:dakdoa", 1, 1),
    }


def test_the_age_of_what_waits_is_told_by_source(notebook: Notebook, journal: Journal):
    assert journal.lags() == {}

    notebook.begin("a", "b", by=BY)

    assert journal.lags().keys() == {SOURCE}
    assert 0 <= journal.lags()[SOURCE] < 60
    assert journal.pending(SOURCE) == 2


def test_several_leaves_sealed_at_once_are_numbered_and_chained_like_one_after_the_other(
    notebook: Notebook, journal: Journal, lease: Lease
):
    notebook.begin(*map(str, range(2500)), by=BY)

    sealed = journal.seal(SOURCE, lease, most=2)
    rest = journal.seal(SOURCE, lease, most=2)

    leaves = [*sealed, *rest]
    assert [(one.first, one.last) for one in leaves] == [(1, 1000), (1001, 2000), (2001, 2500)]
    assert [one.prev_hash for one in leaves] == [NO_HASH, *(one.hash for one in leaves[:-1])]
    assert journal.waiting() == []
