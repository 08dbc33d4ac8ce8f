"""A reorganisation on real databases: who is told, what goes to whom, and that nothing is left without an owner."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from contracts.reception import IntakeChannel, PetitionKind
from contracts.registry import AgencyKind
from ground.agencies import AgencyEnded
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from law.defaults import shipped_units
from law.units.model import EdgeKind
from services.reception.domain import Petitioner, PetitionForm
from services.registry.domain import (
    Choice,
    ConfirmerDrafted,
    Decided,
    DecidedLater,
    Founding,
    Move,
    NotADraft,
    Scheme,
    WrongMoves,
)
from tests.integration.reorganising import CONFIRMS, OPERATOR, PREPARES, House, Quick
from tests.site import Site

DAY = date(2026, 11, 16)
NEXT = date(2026, 12, 1)
UNITS = {unit.authority: unit.id for unit in shipped_units().as_of(DAY)}
IA_LY, CHU_SE, PROVINCE = (
    UNITS["UBND xã Ia Ly"],
    UNITS["UBND xã Chư Sê"],
    UNITS["UBND tỉnh Gia Lai"],
)
PLACES = [*(one.id for one in shipped_units().reporting(DAY) if one.kind.is_place)][:6]
PLACES = [IA_LY, CHU_SE, *(one for one in PLACES if one not in {IA_LY, CHU_SE})]
DECIDED = Decided(number="15/NQ-UBTVQH", on=DAY)
NEW = Founding(
    scheme="GL_2026", code="90001", name="UBND xã Ia Mới", kind=AgencyKind.COMMUNE, parent=PROVINCE
)


@pytest.fixture(scope="module")
def services(house: Site) -> House:
    """The services of this module, on databases that are emptied for each test."""
    clock = Quick(datetime(2026, 11, 16, 9, tzinfo=VIETNAM))
    return House.on(house, clock, "registry", "reception")


@pytest.fixture
def gialai(services: House) -> House:
    return fresh(services)


def fresh(house: House) -> House:
    """The same services with nothing in them but a few agencies."""
    to(house.clock, DAY)
    house.empty()
    news = [one for one in house.registry._news({}) if one.id in {*PLACES, PROVINCE}]
    house.registry.store.once(
        lambda: house.registry.store.commit(*news), by=PREPARES, command="load"
    )
    house.carry()
    return house


def clerk(agency: str) -> Actor:
    return Actor(user="c", role="RECEPTIONIST", agency=agency)


def a_petition(gialai: House, agency: str, **more: Any) -> str:
    form = PetitionForm(
        kind=PetitionKind.COMPLAINT,
        channel=IntakeChannel.COUNTER,
        received_on=gialai.clock.today(),
        summary="đơn thử",
        petitioner=Petitioner(name="Rơ Châm Thử"),
        **more,
    )
    return gialai.reception.register_petition(form, by=clerk(agency))["petition"]


def confirmed(gialai: House, *moves: Move, founded: tuple[Founding, ...] = (), **more: Any) -> str:
    scheme = Scheme(title="Sắp xếp thử", effective_on=NEXT, moves=moves, founded=founded, **more)
    act = gialai.registry.reorganisations.prepare(scheme, by=PREPARES)["reorganisation"]
    gialai.registry.reorganisations.confirm(act, DECIDED, by=CONFIRMS)
    return act


def merge(source: str, target: str) -> Move:
    return Move(source=source, kind=EdgeKind.MERGE, target=target)


def to(clock: SetClock, day: date) -> None:
    clock.moment = datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM)


def test_an_open_petition_goes_to_the_successor_on_the_day_and_no_clock_is_reset(gialai: House):
    id_ = a_petition(gialai, IA_LY)
    a_petition(gialai, CHU_SE)
    before = gialai.reception.petition(id_, by=clerk(IA_LY))
    act = confirmed(gialai, merge(IA_LY, CHU_SE))

    gialai.rest()
    assert gialai.reception.petition(id_, by=clerk(IA_LY)).agency == IA_LY  # not before the day
    to(gialai.clock, NEXT)
    gialai.rest()
    after = gialai.reception.petition(id_, by=clerk(CHU_SE))

    assert (after.due_on, after.intake) == (before.due_on, before.intake)
    assert (after.number, after.past[0].agency, after.past[0].ref) == (2, IA_LY, "1/2026")
    assert after.past[0].until == date(2026, 11, 30)
    assert [row["_id"] for row in gialai.reception.work_list.of(IA_LY)] == []
    with pytest.raises(NotFound):
        gialai.reception.petition(id_, by=clerk(IA_LY))
    said = gialai.reception.petitions.reminders.of(id_, agency=CHU_SE).said
    assert f'"owner":"{CHU_SE}"' in said
    (row,) = gialai.reception.handover.due.of(act)
    assert (row["moved"], row["done"]) == (1, True)


def test_a_dissolved_agency_takes_nothing_new_and_says_who_does(gialai: House):
    confirmed(gialai, merge(IA_LY, CHU_SE))
    gialai.carry()
    a_petition(gialai, IA_LY)
    to(gialai.clock, NEXT)

    with pytest.raises(AgencyEnded) as ended:
        a_petition(gialai, IA_LY)

    assert "UBND xã Chư Sê" in ended.value.detail
    assert a_petition(gialai, CHU_SE)


def test_what_is_begun_at_the_last_moment_is_found_after_the_handover_was_done(
    gialai: House, monkeypatch: pytest.MonkeyPatch
):
    confirmed(gialai, merge(IA_LY, CHU_SE))
    to(gialai.clock, NEXT)
    gialai.rest()
    # As a request that was under way at midnight.
    monkeypatch.setattr(gialai.reception.store, "admit", lambda agency: None)
    late = a_petition(gialai, IA_LY)

    gialai.rest()

    assert gialai.reception.petition(late, by=clerk(CHU_SE)).past[0].agency == IA_LY


def test_a_handover_that_is_cut_off_goes_on_where_it_was(gialai: House):
    ids = [a_petition(gialai, IA_LY) for _ in range(5)]
    confirmed(gialai, merge(IA_LY, CHU_SE))
    to(gialai.clock, NEXT)
    gialai.carry()
    gialai.reception.handover.batch = 2
    still = iter([True, True])  # a round and one batch; then the worker stops

    gialai.reception.hand_over(lambda: next(still, False))
    halfway = len(gialai.reception.work_list.of(CHU_SE))
    gialai.rest()

    assert halfway == 2
    assert {row["_id"] for row in gialai.reception.work_list.of(CHU_SE)} == set(ids)
    numbers = [row["number"] for row in gialai.reception.work_list.of(CHU_SE)]
    assert sorted(numbers) == [1, 2, 3, 4, 5]


def test_a_split_agency_hands_over_by_choice_or_to_its_superior(gialai: House):
    kept, chosen = a_petition(gialai, IA_LY), a_petition(gialai, IA_LY)
    split = [
        Move(source=IA_LY, kind=EdgeKind.SPLIT, target=CHU_SE),
        Move(source=IA_LY, kind=EdgeKind.SPLIT, target=NEW.id),
    ]
    scheme = Scheme(title="Chia xã", effective_on=NEXT, moves=tuple(split), founded=(NEW,))
    desk = gialai.registry.reorganisations
    act = desk.prepare(scheme, by=PREPARES)["reorganisation"]
    desk.choose(act, [Choice(thing=chosen, giver=IA_LY, receiver=NEW.id)], by=PREPARES)
    desk.confirm(act, DECIDED, by=CONFIRMS)
    to(gialai.clock, NEXT)
    gialai.rest()

    assert gialai.reception.petition(chosen, by=clerk(NEW.id)).agency == NEW.id
    assert gialai.reception.petition(kept, by=clerk(PROVINCE)).agency == PROVINCE
    assert gialai.reception.agency_book.named(NEW.id) == "UBND xã Ia Mới"


def test_who_prepares_does_not_confirm_and_what_is_confirmed_is_not_changed(gialai: House):
    desk = gialai.registry.reorganisations
    scheme = Scheme(title="Sắp xếp", effective_on=NEXT, moves=(merge(IA_LY, CHU_SE),))
    act = desk.prepare(scheme, by=PREPARES)["reorganisation"]

    with pytest.raises(ConfirmerDrafted):
        desk.confirm(act, DECIDED, by=replace(CONFIRMS, user=PREPARES.user))
    with pytest.raises(DecidedLater):
        desk.confirm(act, Decided(number="1/QĐ", on=date(2026, 11, 17)), by=CONFIRMS)
    desk.confirm(act, DECIDED, by=CONFIRMS)
    with pytest.raises(NotADraft):
        desk.revise(act, scheme, by=PREPARES)


@pytest.mark.parametrize(
    "moves",
    [
        (merge(IA_LY, IA_LY),),
        (merge(IA_LY, CHU_SE), merge(CHU_SE, PROVINCE)),
        (merge("nobody", CHU_SE),),
        (Move(source=IA_LY, kind=EdgeKind.MERGE),),
    ],
    ids=["to itself", "to one that ends too", "of nobody", "to nobody"],
)
def test_a_line_that_fits_nobody_is_refused(gialai: House, moves: tuple[Move, ...]):
    desk = gialai.registry.reorganisations
    scheme = Scheme(title="Sai", effective_on=NEXT, moves=moves)
    act = desk.prepare(scheme, by=PREPARES)["reorganisation"]

    with pytest.raises(WrongMoves):
        desk.confirm(act, DECIDED, by=CONFIRMS)


def test_the_shipped_register_does_not_undo_what_an_act_decided(gialai: House):
    confirmed(gialai, merge(IA_LY, CHU_SE), founded=(NEW,))

    gialai.registry.load_agencies(by=OPERATOR)

    assert gialai.registry.agency(IA_LY).facts.until == date(2026, 11, 30)
