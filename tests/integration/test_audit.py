"""The audit trail beside the commands: notes are written at once, sealed once a minute, and never changed."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kernel.errors import NotFound
from kernel.journal import Journal
from kernel.keys import KeyRing, load_ring
from kernel.lease import Lease
from kernel.message import Actor
from kernel.store.audit import AuditLinesSealed, Noted, filters
from kernel.verifying import verify_journal
from tests.integration.trial import BY, Notebook
from tests.site import Site

SOURCE = "/gialai/reception/site"
STRANGER = Actor(user="u-9", role="CLERK", agency="ag-9")
SYSTEM = Actor(user="timer", role="SYSTEM", agency="gialai")


@pytest.fixture
def ring(house: Site) -> KeyRing:
    return load_ring(house.folder / "keys")


def trail(notebook: Notebook, **asked: Any) -> list[dict[str, Any]]:
    return list(notebook.store.audit.lines(filters(**asked)))


def seal(notebook: Notebook, *, minutes_later: int = 1) -> None:
    """As the timer does it, a while after the notes were written."""
    store = notebook.store
    later = timedelta(minutes=minutes_later)
    before, store.audit._now = store.audit._now, lambda: datetime.now(UTC) + later  # type: ignore[method-assign]
    try:
        store.once(store.audit.seal, by=SYSTEM, command="seal_audit")
    finally:
        store.audit._now = before  # type: ignore[method-assign]


def test_who_asks_for_what_is_foreign_finds_nothing_and_is_noted(notebook: Notebook):
    note = notebook.begin("a", by=BY)

    with pytest.raises(NotFound):
        notebook.add(note, "b", by=STRANGER)

    (line,) = trail(notebook, what=Noted.FOREIGN)
    assert (line["user"], line["role"], line["unit"]) == ("u-9", "CLERK", "ag-9")
    assert (line["about"], line["of"]) == (f"note/{note}", BY.agency)


def test_who_asks_for_what_nobody_has_is_not_noted(notebook: Notebook):
    with pytest.raises(NotFound):
        notebook.add("nothing", "b", by=STRANGER)

    assert not trail(notebook)


def test_a_reading_is_noted_with_role_and_unit_as_they_were(notebook: Notebook):
    note = notebook.begin("a", by=BY)

    notebook.store.audit.read(notebook.notes.get(note, agency=BY.agency), "show_note", by=BY)

    (line,) = trail(notebook, what=Noted.READ)
    assert (line["command"], line["role"], line["unit"]) == ("show_note", BY.role, BY.agency)
    assert line["about"] == f"note/{note}"


def test_the_trail_is_asked_by_time_kind_and_person(notebook: Notebook):
    notebook.begin("a", by=BY)
    notebook.store.audit.note(Noted.SIGN_IN, "sign_in", by=STRANGER)
    now = datetime.now(UTC)

    assert [one["command"] for one in trail(notebook)] == ["sign_in", "begin"]
    assert [one["command"] for one in trail(notebook, what=Noted.COMMAND)] == ["begin"]
    assert [one["unit"] for one in trail(notebook, exactly={"user": "u-9"})] == ["ag-9"]
    assert not trail(notebook, since=now + timedelta(minutes=1))
    assert len(trail(notebook, until=now + timedelta(minutes=1))) == 2


def test_notes_are_sealed_into_the_journal_once(
    notebook: Notebook, journal: Journal, lease: Lease, ring: KeyRing
):
    for _ in range(3):
        notebook.store.audit.note(Noted.READ, "show_note", by=BY)
    seal(notebook)
    seal(notebook)  # nothing new: nothing is told
    (leaf,) = journal.seal(SOURCE, lease)

    (told,) = leaf.events()
    assert (told["type"], told["data"]["lines"]) == (AuditLinesSealed.wire, 3)
    assert verify_journal(journal.database, ring).wrong == []


def test_notes_of_the_last_seconds_wait_for_the_next_time(notebook: Notebook):
    notebook.store.audit.note(Noted.READ, "show_note", by=BY)
    seal(notebook, minutes_later=0)

    assert not notebook.store.database["pending"].count_documents({})


@pytest.mark.parametrize("act", ["changed", "removed", "added"])
def test_a_note_that_was_touched_after_it_was_sealed_is_found(
    notebook: Notebook, journal: Journal, lease: Lease, ring: KeyRing, act: str
):
    for _ in range(3):
        notebook.store.audit.note(Noted.READ, "show_note", by=BY)
    seal(notebook)
    journal.seal(SOURCE, lease)
    rows = journal.database["audit"]
    second = list(rows.find({"what": "READ"}, sort=[("_id", 1)]))[1]

    if act == "changed":
        rows.update_one({"_id": second["_id"]}, {"$set": {"user": "x"}})
    elif act == "removed":
        rows.delete_one({"_id": second["_id"]})
    else:
        rows.insert_one({**second, "_id": f"{second['_id']}-"})

    assert f"{SOURCE} 1/1: audit notes were changed or removed" in (
        verify_journal(journal.database, ring).wrong
    )
