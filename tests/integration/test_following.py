"""Following: positions that only advance, held leaves in order, parked events and what a person does."""

import dataclasses
from collections.abc import Callable, Iterable

import orjson
import pytest

from kernel.errors import NotFound
from kernel.follower.applying import Applier
from kernel.follower.brake import Braked
from kernel.follower.consumer import Delivery
from kernel.follower.handling import PARKED, WAITING, Handlers
from kernel.follower.intake import Intake
from kernel.follower.memory import Memory
from kernel.follower.parked import NoSuchParked, ParkedDesk, Retry
from kernel.keys import load_ring, load_signer
from kernel.lease import Lease, Overtaken
from kernel.message import encode, new_id
from kernel.segment import Mark, Segment, announce, seal
from kernel.store import Store
from kernel.store.mongo import in_transaction
from tests.contracts.pin import told
from tests.integration.trial import BY, Noted, Reader
from tests.site import Site

SOURCE = "/gialai/reception/site"
STREAM = "journal.reception"


class Desk:
    """A follower's parts without a broker: leaves are handed in, read models are looked at."""

    def __init__(self, store: Store, house: Site) -> None:
        self.store = store
        self.reader = Reader(store)
        store.prepare()
        self.signer = load_signer(house.folder / "keys")
        self.memory = Memory(store.database, 1)
        self.memory.prepare()
        self.memory.load()
        ring = load_ring(house.folder / "keys")
        self.intake = Intake(self.memory, ring, settings=store.settings, metrics=store.metrics)
        self.handlers = Handlers(self.reader)
        self.lease = Lease(store.database, "follower", holder="a", seconds=60)
        assert self.lease.hold()
        self.applier = Applier(
            store,
            self.handlers,
            self.memory,
            lease=self.lease,
            settings=store.settings,
            metrics=store.metrics,
        )
        self.retry = Retry(store, self.handlers, self.memory, seconds=0)
        self.parked = ParkedDesk(store)
        self.told = Mark(SOURCE)
        self.versions: dict[str, int] = {}

    def leaf(self, *texts: str) -> Segment:
        """The next leaf: each text is `<note>:<line>`."""
        return self.sealed([self.told_of(text) for text in texts])

    def sealed(self, bodies: list[bytes]) -> Segment:
        leaf = seal(self.signer, bodies, after=self.told, audit="")
        self.told = leaf.mark
        return leaf

    def told_of(self, text: str) -> bytes:
        note = text.partition(":")[0]
        self.versions[note] = self.versions.get(note, 0) + 1
        envelope = told(
            Noted,
            id=new_id(),
            source=SOURCE,
            subject=f"note/{note}",
            version=self.versions[note],
        )
        return encode(Noted(text=text), envelope)

    def deliver(self, *leaves: Segment) -> None:
        """What the broker would deliver."""
        for offset, leaf in enumerate(leaves):
            self.intake.take(Delivery(STREAM, offset, dict(leaf.headers()), leaf.body, None))

    def follow(self, *leaves: Segment) -> None:
        """Take leaves in and apply what is ready."""
        self.deliver(*leaves)
        self.intake.draw_held()
        self.applier.apply(self.intake.ready, self.intake.offsets)
        self.intake.clear()

    def lines(self) -> dict[str, int]:
        """How many lines each note has, by the read model."""
        return {
            id_.removeprefix("note/"): row["n"]
            for id_, row in self.reader.lines.of().items()
            if id_.startswith("note/")
        }

    def states(self) -> list[tuple[str, str]]:
        """Parked events in order: text and state."""
        found = self.store.database["parked"].find(sort=[("number", 1), ("index", 1)])
        return [(orjson.loads(row["body"])["data"]["text"], row["state"]) for row in found]

    def event(self, text: str) -> str:
        """The id of a parked event."""
        rows = self.store.database["parked"].find()
        return next(row["event"] for row in rows if text.encode() in row["body"])


@pytest.fixture
def desk(a_store: Callable[..., Store], house: Site) -> Desk:
    return Desk(a_store("reporting", brake_least=5), house)


def moved(memory: Memory, marks: Iterable[Mark]) -> None:
    client = memory.database.client
    in_transaction(client, lambda session: memory.move(marks, session=session), seconds=5)


# --- positions --------------------------------------------------------------------------------------


@pytest.mark.parametrize("known", [0, 3])
def test_a_follower_with_an_old_position_is_refused(desk: Desk, known: int):
    if known:
        moved(desk.memory, [Mark(SOURCE, 1, known, 9, "aa")])
    stale = Memory(desk.store.database, 1)
    for memory in (desk.memory, stale):
        memory.load()

    moved(desk.memory, [Mark(SOURCE, 1, known + 1, 10, "bb")])
    with pytest.raises(Overtaken):
        moved(stale, [Mark(SOURCE, 1, known + 1, 10, "cc")])

    stale.load()
    assert stale.at(SOURCE, 1).hash == "bb"


def test_a_repeated_leaf_changes_nothing(desk: Desk):
    leaves = [desk.leaf("a:1", "b:1"), desk.leaf("a:2")]

    desk.follow(*leaves)
    desk.follow(*leaves)
    desk.follow(leaves[0])

    assert desk.lines() == {"a": 2, "b": 1}
    assert desk.memory.at(SOURCE, 1) == desk.told


def test_the_position_is_saved_with_its_result(desk: Desk):
    desk.follow(desk.leaf("a:1"))

    row = desk.store.database["positions"].find_one()

    assert (row["number"], row["last"], row["hash"]) == (1, 1, desk.told.hash)
    assert desk.store.database["attachments"].find_one()["offset"] == 0


def test_who_lost_the_lease_applies_nothing(desk: Desk):
    desk.lease.release()
    assert Lease(desk.store.database, "follower", holder="b", seconds=60).hold()

    with pytest.raises(Overtaken):
        desk.follow(desk.leaf("a:1"))

    assert desk.lines() == {}
    assert desk.store.database["positions"].count_documents({}) == 0


# --- held -------------------------------------------------------------------------------------------


def test_leaves_that_come_too_early_are_held_and_applied_in_order(desk: Desk):
    first, second, third, fourth = (desk.leaf(f"a:{n}") for n in range(1, 5))

    desk.follow(first, fourth, third)
    assert desk.lines() == {"a": 1}
    assert desk.memory.held == {(SOURCE, 1): 2}
    assert desk.intake.gaps() == {first.mark: 2}
    desk.follow(second)

    assert desk.lines() == {"a": 4}
    assert desk.reader.lines.of()["note/a"]["last"] == "a:4"
    assert desk.store.database["held"].count_documents({}) == 0


def test_what_is_held_is_known_again_after_a_restart(desk: Desk):
    first, second, third = (desk.leaf(f"a:{n}") for n in range(1, 4))
    desk.follow(first, third)

    again = Memory(desk.store.database, 1)
    again.load()

    assert again.held == {(SOURCE, 1): 1}
    assert again.first_held(first.mark) == 3
    assert again.next_held(first.mark, 9) == []
    assert again.next_held(second.mark, 9) == [third]


def test_a_lost_tail_is_noticed_by_the_announced_head(desk: Desk):
    first, second = desk.leaf("a:1"), desk.leaf("a:2")
    desk.follow(first)
    head = announce(desk.signer, second.mark)

    desk.intake.take(Delivery(STREAM, 9, dict(head.headers()), b"", None))

    assert desk.intake.gaps() == {first.mark: 2}


def test_a_gap_is_asked_for_once_in_a_while(desk: Desk):
    mark = Mark(SOURCE, 1, 4)
    asks = desk.store.database["resends"]

    assert not desk.memory.ask(mark, 7, every=60, limit=2)
    assert not desk.memory.ask(mark, 7, every=60, limit=2)

    row = asks.find_one()
    assert (row["first"], row["last"], row["times"], row["asked"]) == (5, 7, 1, None)
    desk.memory.closed(mark)
    assert asks.count_documents({}) == 0


# --- refused ----------------------------------------------------------------------------------------


def refused(desk: Desk) -> dict[str, int]:
    return {row["reason"]: row["count"] for row in desk.store.database["refused"].find()}


def test_bytes_that_are_not_ours_are_counted_and_only_their_hash_is_kept(desk: Desk):
    leaf = desk.leaf("a:1")
    for _ in range(3):
        desk.intake.take(Delivery(STREAM, 1, {"danvan": "segment"}, "Nguyễn".encode(), None))
    desk.deliver(dataclasses.replace(leaf, body=leaf.body + b" "))

    row = desk.store.database["refused"].find_one({"reason": "headers"})
    assert refused(desk) == {"headers": 3, "hash": 1}
    assert row.keys() == {"_id", "count", "last_at", "reason", "size", "first_at"}
    assert desk.intake.ready == []


def test_another_leaf_under_a_known_number_is_refused_as_a_fork(desk: Desk):
    before = desk.told
    desk.follow(desk.leaf("a:1"))
    desk.told = before

    desk.deliver(desk.leaf("a:2"))

    assert refused(desk) == {"fork": 1}


def test_a_leaf_that_does_not_chain_is_refused(desk: Desk):
    desk.follow(desk.leaf("a:1"))
    desk.told = desk.told._replace(hash="ab" * 32)

    desk.deliver(desk.leaf("a:2"))

    assert refused(desk) == {"chain": 1}
    assert desk.intake.ready == []


# --- parked -----------------------------------------------------------------------------------------


def test_an_event_that_fails_is_parked_and_only_its_aggregate_waits(desk: Desk):
    desk.reader.chokes_on = {"a:2"}

    desk.follow(desk.leaf("a:1", "a:2", "a:3", "b:1"), desk.leaf("a:4", "b:2"))

    assert desk.lines() == {"a": 1, "b": 2}
    assert desk.states() == [("a:2", PARKED), ("a:3", WAITING), ("a:4", WAITING)]
    row = next(desk.parked.all())
    assert (row["error"], row["attempts"]) == ("RuntimeError", 1)
    assert "body" not in row


def test_later_leaves_wait_behind_what_is_parked(desk: Desk):
    desk.reader.chokes_on = {"a:1"}
    desk.follow(desk.leaf("a:1"))

    desk.follow(desk.leaf("a:2", "b:1"))

    assert desk.lines() == {"b": 1}
    assert desk.states() == [("a:1", PARKED), ("a:2", WAITING)]


def test_after_the_repair_everything_is_applied_in_order(desk: Desk):
    desk.reader.chokes_on = {"a:1"}
    desk.follow(desk.leaf("a:1", "a:2"), desk.leaf("a:3"))
    desk.reader.chokes_on = set()

    assert desk.parked.replay(desk.event("a:1")) == 1
    assert desk.retry.due() == 3

    assert desk.lines() == {"a": 3}
    assert desk.reader.lines.of()["note/a"]["last"] == "a:3"
    assert desk.states() == []


def test_what_fails_again_stays_parked_and_is_tried_later(desk: Desk):
    desk.reader.chokes_on = {"a:1"}
    desk.follow(desk.leaf("a:1", "a:2"))
    before = next(desk.parked.all())

    desk.parked.replay()
    assert desk.retry.due() == 0

    after = next(desk.parked.all())
    assert after["attempts"] == before["attempts"] + 1
    assert desk.states() == [("a:1", PARKED), ("a:2", WAITING)]


def test_the_second_of_two_that_fail_stands_first_after_the_repair_of_the_first(desk: Desk):
    desk.reader.chokes_on = {"a:1", "a:2"}
    desk.follow(desk.leaf("a:1", "a:2", "a:3"))
    desk.reader.chokes_on = {"a:2"}

    desk.parked.replay()
    assert desk.retry.due() == 1

    assert desk.states() == [("a:2", PARKED), ("a:3", WAITING)]
    assert desk.lines() == {"a": 1}


def test_who_discards_says_why_and_the_next_event_has_its_turn(desk: Desk):
    desk.reader.chokes_on = {"a:1"}
    desk.follow(desk.leaf("a:1", "a:2"))

    desk.parked.discard(desk.event("a:1"), by=BY, reason="counted by hand")
    assert desk.retry.due() == 1

    kept = desk.store.database["discarded"].find_one()
    assert (kept["by"], kept["office"], kept["reason"]) == ("u-1", "CLERK@ag-1", "counted by hand")
    assert b"a:1" in kept["body"]
    assert desk.lines() == {"a": 1}


def test_only_what_is_parked_can_be_replayed_or_discarded(desk: Desk):
    desk.reader.chokes_on = {"a:1"}
    desk.follow(desk.leaf("a:1", "a:2"))
    waiting = desk.event("a:2")

    for ask in (
        lambda: desk.parked.replay("nothing"),
        lambda: desk.parked.discard("nothing", by=BY, reason="x"),
        lambda: desk.parked.discard(waiting, by=BY, reason="x"),
    ):
        with pytest.raises(NoSuchParked):
            ask()
    assert issubclass(NoSuchParked, NotFound)


def test_a_change_the_database_refuses_is_found_among_the_others_and_parked(desk: Desk):
    desk.reader.spoils = {"c:1", "f:1"}

    desk.follow(desk.leaf(*(f"{note}:1" for note in "abcdefgh"), "c:2"))

    assert desk.states() == [("c:1", PARKED), ("f:1", PARKED), ("c:2", WAITING)]
    assert desk.lines() == dict.fromkeys("abdegh", 1)


def test_a_refused_change_is_found_beside_a_leaf_that_holds_no_events(desk: Desk):
    desk.reader.spoils = {"c:1"}

    desk.follow(desk.leaf("a:1", "c:1"), desk.sealed([b"{"]), desk.leaf("b:1"))

    assert {row["error"] for row in desk.parked.all()} == {"CannotBeWritten", "JSONDecodeError"}
    assert desk.lines() == {"a": 1, "b": 1}


def test_an_event_of_a_version_we_do_not_know_waits_for_a_newer_build(desk: Desk):
    raw = orjson.loads(desk.told_of("a:1"))
    newer = orjson.dumps({**raw, "dataschema": "urn:danvan:reception.noted:2"})

    desk.follow(desk.sealed([newer, desk.told_of("b:1")]))

    assert next(desk.parked.all())["error"] == "UnknownVersion"
    assert desk.lines() == {"b": 1}


def test_an_event_of_a_type_nobody_follows_is_passed_over(desk: Desk):
    raw = orjson.loads(desk.told_of("a:1"))
    other = orjson.dumps({**raw, "type": "reception.unheard_of"})

    desk.follow(desk.sealed([other, desk.told_of("b:1")]))

    assert desk.lines() == {"b": 1}
    assert desk.states() == []


@pytest.mark.parametrize(
    "body", [b"7", b'"x"', b"null", b"[]", b'{"type":["x"]}', b'{"type":7}', b"{", b'{"type":{}}']
)
def test_an_authentic_leaf_that_holds_no_events_is_kept_for_a_person_and_others_go_on(
    desk: Desk, body: bytes
):
    desk.follow(desk.sealed([body]))
    desk.follow(desk.leaf("b:1"))

    (row,) = desk.parked.all()
    assert desk.lines() == {"b": 1}
    assert desk.memory.at(SOURCE, 1) == desk.told
    desk.parked.replay()
    assert desk.retry.due() == 0
    desk.parked.discard(row["event"], by=BY, reason="the sealer was broken")
    assert list(desk.parked.all()) == []


# --- brake ------------------------------------------------------------------------------------------


def test_a_build_that_fails_on_everything_parks_nothing_and_stands_still(desk: Desk):
    desk.reader.chokes_on = {f"{note}:1" for note in "abcdef"}

    with pytest.raises(Braked):
        desk.follow(desk.leaf(*(f"{note}:1" for note in "abcdef")))

    assert desk.states() == []
    assert desk.store.database["positions"].count_documents({}) == 0


def test_what_was_followed_twice_in_parts_equals_what_was_followed_once(
    desk: Desk, a_store: Callable[..., Store], house: Site
):
    leaves = [desk.leaf(f"a:{n}", f"b:{n}", f"a:{n}+") for n in range(1, 30)]
    other = Desk(a_store("reporting", db_prefix=f"{house.name}_whole_"), house)

    for leaf in leaves:
        desk.follow(leaf)
    other.follow(*leaves)

    assert desk.reader.lines.of() == other.reader.lines.of()
