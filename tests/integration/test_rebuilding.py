"""A rebuilt copy is derived at its end: as step by step, after a power cut too, and never by two workers."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random

import pytest

from contracts import reception as re
from contracts.handover import HandedOverTold
from kernel.follower.asking import ask_rebuild
from kernel.follower.follower import Follower
from kernel.follower.rebuild import digests
from kernel.follower.summing import Summing
from kernel.keys import load_ring
from kernel.lease import Lease, Overtaken
from kernel.message import Event, Told, dataschema
from kernel.store import Change, Store
from services.reporting.service import Reporting
from tests.site import Site, a_site, wait_for

FIRST = date(2026, 3, 2)
KINDS = tuple(re.PetitionKind)
AGENCIES = ("ha", "hb", "hc")


class Copying:
    """Reporting, what it heard, and a second copy under way."""

    def __init__(self, store: Store, house: Site) -> None:
        self.store, self.service, self.heard = store, Reporting(store), list[Change]()
        store.prepare()
        self.builder = self.a_builder(house, "me")

    def a_builder(self, house: Site, holder: str) -> Follower:
        """What builds the second copy, as one worker has it."""
        made = Follower(
            self.service, self.store, load_ring(house.folder / "keys"), settings=self.store.settings,
            metrics=self.store.metrics, holder=holder, generation=2,
        )  # fmt: skip
        made.lease = Lease(self.store.database, "follower.g2", holder=holder, seconds=0.5)
        return made

    def hear(self, agency: str, event: Event) -> None:
        """Apply an event to the copy that serves, and keep it for the other one."""
        made = getattr(self.service, f"on_{event.wire.split('.')[1]}")(event, told(agency, event))
        self.store.follow(made, session=None, generation=1)
        self.heard += made

    def copy(self, batches: int = 7) -> None:
        """Lay the second copy down, in other batches than the first."""
        assert ask_rebuild(self.store) == 2
        assert self.builder.lease.hold()
        self.builder.memory.load()
        for view in ("figures", "facts"):
            self.store.index(f"{view}.g2", ())
        for at in range(batches):
            own = self.heard[
                at * len(self.heard) // batches : (at + 1) * len(self.heard) // batches
            ]
            self.store.follow(own, session=None, generation=2, derive=False)

    def are_the_same(self) -> bool:
        """Whether both copies have the same content, and there is some."""
        first, second = (digests(self.store, one) for one in (1, 2))
        return first == second and self.store.database["figures.g2"].count_documents({}) > 0


def told(agency: str, event: Event) -> Told:
    return Told(
        id="e", source="/gialai/reception/province", type=event.wire, subject="petition/p", time="",
        dataschema=dataschema(type(event)), agency=agency, version=1, legaldate="2026-03-02", actor="",
    )  # fmt: skip


def a_life(name: str, chance: Random) -> Iterable[Event]:
    """What may happen to one petition; some end early, some are classified twice, some are handed over."""
    kind, day = chance.choice(KINDS), FIRST + timedelta(days=chance.randrange(300))
    yield re.PetitionRegistered(
        petition=name, number=1, year=2026, kind=kind, channel=re.IntakeChannel.COUNTER, received_on=day
    )  # fmt: skip
    for _ in range(chance.randrange(3)):
        day += timedelta(days=chance.randrange(9))
        kind = chance.choice(KINDS)
        yield re.PetitionClassified(
            petition=name, kind=kind, eligible=chance.random() < 0.7, competent=chance.random() < 0.7,
            disposition=chance.choice(tuple(re.Disposition)), classified_on=day,
        )  # fmt: skip
    if chance.random() < 0.5:
        due = day + timedelta(days=30)
        yield re.PetitionAccepted(petition=name, kind=kind, accepted_on=day, due_on=due)
        if chance.random() < 0.5:
            yield re.PetitionDecided(
                petition=name, kind=kind, outcome=re.Outcome.ANSWERED, on_time=True,
                decided_on=day + timedelta(days=20),
            )  # fmt: skip


@pytest.fixture
def copying(a_store: Callable[..., Store], house: Site) -> Copying:
    """Sixty petitions were heard, in any order among each other."""
    made, chance = Copying(a_store("reporting"), house), Random(7)
    lives = [(f"p{n}", list(a_life(f"p{n}", chance))) for n in range(60)]
    while lives := [one for one in lives if one[1]]:
        name, life = chance.choice(lives)
        made.hear(AGENCIES[int(name[1:]) % 3], life.pop(0))
    last = FIRST + timedelta(days=150)
    for n in range(0, 60, 7):
        handed = HandedOverTold(what="petition", thing=f"p{n}", giver=AGENCIES[n % 3], receiver="hz", last_day=last, act="x")  # fmt: skip
        change = made.service.facts.handed(handed)
        made.store.follow([change], session=None, generation=1)
        made.heard.append(change)
    return made


def test_a_copy_derived_at_its_end_is_the_one_derived_step_by_step(copying: Copying):
    copying.copy()
    assert copying.builder.memory.underived
    assert copying.store.database["figures.g2"].count_documents({}) == 0

    Summing(copying.builder).run()

    assert copying.are_the_same()
    assert not copying.builder.memory.underived
    copying.builder.memory.load()
    assert not copying.builder.memory.underived, "it is done for good"


def test_what_a_power_cut_left_of_deriving_is_not_counted_twice(
    copying: Copying, monkeypatch: pytest.MonkeyPatch
):
    copying.copy()
    monkeypatch.setattr("kernel.follower.summing.WRITTEN_AT_ONCE", 30)
    summing, done = Summing(copying.builder), []
    write = summing._write

    def cut(*words: object) -> None:
        if len(done) > 2:
            raise SystemExit
        done.append(write(*words))

    monkeypatch.setattr(summing, "_write", cut)
    with pytest.raises(SystemExit):
        summing.run()
    left = copying.store.database["figures.g2"].count_documents
    wait_for(lambda: left({}) == 90, "what was written is there")
    copying.builder.memory.load()
    assert copying.builder.memory.underived

    Summing(copying.builder).run()

    assert copying.are_the_same()


def test_what_is_told_after_the_deriving_is_derived_with_each_event(copying: Copying):
    copying.copy()
    Summing(copying.builder).run()
    more = len(copying.heard)

    for event in a_life("late", Random(5)):
        copying.hear("ha", event)
    derive = not copying.builder.memory.underived
    copying.store.follow(copying.heard[more:], session=None, generation=2, derive=derive)

    assert copying.are_the_same()


def test_a_worker_that_was_overtaken_while_deriving_writes_nothing_more(
    copying: Copying, house: Site
):
    copying.copy()
    other = copying.a_builder(house, "other")
    wait_for(other.lease.hold, "the end of the lease")
    copying.builder.lease.hold = lambda: True  # type: ignore[method-assign]  it slept, and does not know

    with pytest.raises(Overtaken):
        Summing(copying.builder).run()

    assert copying.store.database["figures.g2"].count_documents({}) == 0
    other.memory.load()
    assert other.memory.underived


def test_where_an_event_is_parked_a_copy_is_derived_step_by_step(copying: Copying):
    copying.store.database["parked"].insert_one({"generation": 1})

    ask_rebuild(copying.store)
    copying.builder.memory.load()

    assert not copying.builder.memory.underived


def test_a_copy_that_cannot_be_derived_as_a_whole_is_made_again_step_by_step(
    running_servers: None, tmp_path_factory: pytest.TempPathFactory
):
    with a_site(tmp_path_factory.mktemp("stepwise")) as site:
        store = site.store("reporting")
        Reporting(store)
        store.prepare()
        ask_rebuild(store)
        store.database["facts.g2"].insert_one(
            {"_id": "strange|x", "kind": "strange", "agency": "a"}
        )

        site.worker("reporting").ready()

        rows = store.database["followers"]
        done = wait_for(lambda: rows.find_one({"generation": 3, "rebuilt": {"$exists": True}}), "the next copy")  # fmt: skip
        assert done["rebuilt"]["identical"]
        left = store.database.list_collection_names
        wait_for(lambda: not {"facts", "facts.g2"} & {*left()}, "the others are gone")
