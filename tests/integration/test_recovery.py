"""A service takes its own leaves back after a restore: numbers, states and days as they were, and nothing told twice."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from contracts.reception import (
    Disposition,
    Host,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)
from kernel.clock import VIETNAM, SetClock
from kernel.journal import Journal
from kernel.keys import load_ring, load_signer
from kernel.lease import Lease, Overtaken
from kernel.message import Actor
from kernel.recovery import CannotRevive, Recovery, WentOnMeanwhile
from kernel.reviving import LOST
from kernel.segment import Segment
from kernel.store import Store
from kernel.verifying import verify_journal
from services.planning.service import Planning
from services.reception.domain import Classification, Petitioner, PetitionForm, SessionForm
from services.reception.service import Reception
from tests.site import Site

CLERK = Actor(user="u-1", role="RECEPTIONIST", agency="ag-1")
HEAD = Actor(user="u-2", role="AGENCY_HEAD", agency="ag-1")
SOURCE = "/gialai/reception/province"
FOUND = Classification(
    eligible=True, competent=True, disposition=Disposition.ACCEPT, on=date(2026, 3, 4)
)


class Place:
    """Reception with its journal; `again` is the same place with a disk from before."""

    def __init__(self, house: Site, store: Store) -> None:
        self.house, self.reception = house, Reception(store)
        store.prepare()
        self.database = store.database
        signer = load_signer(house.folder / "keys")
        self.journal = Journal(store.database, signer, store.settings)
        self.lease = Lease(store.database, "relay", holder="test", seconds=30)
        assert self.lease.hold()

    def sealed(self) -> list[Segment]:
        """Everything pending, sealed."""
        for source in self.journal.waiting():
            while self.journal.seal(source, self.lease):
                pass
        return list(self.journal.between(SOURCE, 1, 1, 1000))

    @property
    def recovery(self) -> Recovery:
        return Recovery(
            self.reception, lease=self.lease, ring=load_ring(self.house.folder / "keys")
        )

    def petitions(self) -> list[Any]:
        names = (
            "number",
            "year",
            "state",
            "accepted_on",
            "decided_on",
            "on_time",
            "is_complex",
            "version",
        )
        rows = self.database["petitions"].find(sort=[("number", 1)])
        return [(row["_id"], *(row[name] for name in names)) for row in rows]


@pytest.fixture
def place(house: Site, a_store: Callable[..., Store]) -> Callable[[str], Place]:
    clock = SetClock(datetime(2026, 3, 10, 9, tzinfo=VIETNAM))

    def make(word: str) -> Place:
        prefix = f"{a_store('reception').settings.db_prefix}{word}_"
        return Place(house, a_store("reception", clock=clock, db_prefix=prefix))

    return make


def a_form(kind: PetitionKind = PetitionKind.COMPLAINT) -> PetitionForm:
    return PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=date(2026, 3, 2),
        summary="Nội dung",
        petitioner=None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Rơ Châm Thử"),
    )


def register(place: Place, kind: PetitionKind = PetitionKind.COMPLAINT) -> str:
    id_: str = place.reception.register_petition(a_form(kind), by=CLERK)["petition"]
    return id_


def a_spring(place: Place) -> None:
    """A petition through its whole life, one accepted as complex, one just registered, a session."""
    whole, complex_ = register(place), register(place)
    register(place, PetitionKind.DENUNCIATION)
    for one in (whole, complex_):
        place.reception.classify_petition(one, FOUND, by=CLERK)
    place.reception.accept_petition(whole, on=date(2026, 3, 5), by=HEAD)
    place.reception.accept_petition(complex_, on=date(2026, 3, 5), is_complex=True, by=HEAD)
    place.reception.decide_petition(whole, Outcome.JUSTIFIED, on=date(2026, 3, 9), by=HEAD)
    held = SessionForm(
        session_kind=SessionKind.REGULAR,
        host=Host.OFFICER,
        held_on=date(2026, 3, 9),
        place="Trụ sở",
        visits=3,
        persons=4,
        matters=2,
        groups=0,
        group_persons=0,
    )
    place.reception.hold_session(held, by=CLERK)


def test_an_empty_disk_gets_all_back_but_what_only_it_knew(place: Callable[[str], Place]):
    before, after = place("a"), place("b")
    a_spring(before)
    leaves = before.sealed()

    after.recovery.check(leaves)
    taken = after.recovery.take(leaves)

    assert taken.events == sum(one.last - one.first + 1 for one in leaves)
    assert after.petitions() == before.petitions()
    assert {row["summary"] for row in after.database["petitions"].find()} == {LOST}
    assert after.database["sessions"].find_one()["visits"] == 3
    province = {"source": SOURCE}
    for name in ("segments", "events"):
        ours, theirs = (
            {row["_id"]: bytes(row["body"]) for row in one.database[name].find(province)}
            for one in (before, after)
        )
        assert ours == theirs
    assert after.journal.head(SOURCE) == {
        **before.journal.head(SOURCE),
        "published": leaves[-1].number,
    }
    verdict = verify_journal(after.database, load_ring(after.house.folder / "keys"))
    assert (verdict.wrong, verdict.recovered) == ([], len(leaves))

    next_ = after.reception.register_petition(a_form(), by=CLERK)
    assert next_["number"] == 4  # no number is given twice
    assert [one.number for one in after.sealed()] == list(range(1, len(leaves) + 2))


def test_taken_back_twice_is_taken_back_once(place: Callable[[str], Place]):
    before, after = place("a"), place("b")
    a_spring(before)
    leaves = before.sealed()
    after.recovery.take(leaves)
    once = after.petitions()

    assert after.recovery.take(leaves).events == 0
    assert after.petitions() == once


def test_what_was_pending_on_the_restored_disk_is_not_told_a_second_time(
    place: Callable[[str], Place],
):
    """The backup was taken between a commit and its seal."""
    before, after = place("a"), place("b")
    register(before)
    pending = list(before.database["pending"].find({"_id": {"$regex": f"^{SOURCE}"}}))
    for name in ("petitions", "events", "pending", "audit", "numbers", "work_list", "duties"):
        rows = list(before.database[name].find())
        if rows:
            after.database[name].insert_many(rows)

    after.recovery.take(before.sealed())

    assert pending
    assert not after.database["pending"].find_one({"_id": {"$regex": f"^{SOURCE}"}})
    assert after.petitions() == before.petitions()


def test_work_done_since_the_restore_stands_and_the_leaves_are_refused(
    place: Callable[[str], Place],
):
    before, after = place("a"), place("b")
    id_ = register(before)
    after.recovery.take(before.sealed())
    for one in (before, after):
        one.reception.classify_petition(id_, FOUND, by=CLERK)
    leaves = before.sealed()

    with pytest.raises(WentOnMeanwhile):
        after.recovery.take(leaves)

    assert after.database["events"].count_documents({"source": SOURCE}) == 2
    assert after.journal.head(SOURCE)["number"] == 1


def test_a_service_that_cannot_revive_says_what(
    place: Callable[[str], Place], a_store: Callable[..., Store]
):
    before = place("a")
    register(before)
    planning = Planning(a_store("planning"))
    planning.store.prepare()
    other = Recovery(planning, lease=before.lease, ring=load_ring(before.house.folder / "keys"))

    with pytest.raises(CannotRevive) as refused:
        other.check(before.sealed())

    assert "reception.petition_registered" in refused.value.detail


def test_with_a_worker_at_work_nothing_is_taken_back(place: Callable[[str], Place]):
    before, after = place("a"), place("b")
    register(before)
    leaves = before.sealed()
    after.database["leases"].update_one({"_id": "relay"}, {"$inc": {"fence": 1}})

    with pytest.raises(Overtaken):
        after.recovery.take(leaves)

    assert after.petitions() == []
