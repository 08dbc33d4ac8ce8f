"""A reorganisation on real databases: who is told, what goes to whom, and that nothing is left without an owner."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from contracts.reception import (
    Disposition,
    IntakeChannel,
    OpeningPurpose,
    Outcome,
    PetitionKind,
)
from contracts.registry import AgencyKind
from ground.agencies import AgencyEnded
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from law.defaults import shipped_units
from law.units.model import EdgeKind
from services.reception.domain import Classification, Petitioner, PetitionForm, State
from services.reception.domain.cases import Said
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


def a_petition(
    gialai: House, agency: str, kind: PetitionKind = PetitionKind.COMPLAINT, **more: Any
) -> str:
    form = PetitionForm(
        kind=kind,
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


# --- what hangs together, and what is under way -----------------------------------------------------


def officer(agency: str) -> Actor:
    return Actor(user="o", role="PETITION_OFFICER", agency=agency)


def classified(gialai: House, id_: str, agency: str, disposition: Disposition) -> None:
    fit = disposition is Disposition.ACCEPT
    found = Classification(eligible=True, competent=fit, disposition=disposition, on=DAY)
    gialai.reception.classify_petition(id_, found, by=officer(agency))


def settled(gialai: House, id_: str, agency: str) -> None:
    """Decided; the decision is still to be sent and the file to be closed."""
    classified(gialai, id_, agency, Disposition.ACCEPT)
    head = Actor(user="h", role="AGENCY_HEAD", agency=agency)
    gialai.reception.accept_petition(id_, by=head)
    gialai.reception.decide_petition(id_, Outcome.UNJUSTIFIED, by=head)


def forwarded(gialai: House, id_: str, agency: str, *, to_agency: str) -> str:
    classified(gialai, id_, agency, Disposition.FORWARD)
    forward = gialai.reception.forwards.forward
    said = Said(document="7/PC")
    return str(forward(id_, said, to_agency=to_agency, by=officer(agency))["forward"])


def moved(gialai: House, source: str, target: str) -> None:
    confirmed(gialai, merge(source, target))
    to(gialai.clock, NEXT)
    gialai.rest()


def test_a_split_letter_goes_with_all_its_parts_and_is_worked_on_at_the_successor(gialai: House):
    letter, by = a_petition(gialai, IA_LY), officer(CHU_SE)
    contents = [{"kind": "COMPLAINT", "summary": text} for text in ("một", "hai")]
    split = gialai.reception.hands.split
    one, two = split(letter, Said(), parts=contents, by=officer(IA_LY))["parts"]
    settled(gialai, one, IA_LY)

    moved(gialai, IA_LY, CHU_SE)

    family = [gialai.reception.petition(id_, by=by) for id_ in (letter, one, two)]
    assert sorted(each.number for each in family) == [1, 2, 3]
    assert gialai.reception.hands.history(two, by=by) == []
    settled(gialai, two, CHU_SE)
    assert gialai.reception.petition(letter, by=by).state is State.DONE


def test_every_case_with_something_left_to_do_goes_and_what_is_over_stays(gialai: House):
    decided = a_petition(gialai, IA_LY)
    to_send, over = (a_petition(gialai, IA_LY, PetitionKind.FEEDBACK) for _ in range(2))
    linked = a_petition(gialai, IA_LY)
    gialai.reception.hands.link(linked, Said(), master=decided, by=officer(IA_LY))
    settled(gialai, decided, IA_LY)
    classified(gialai, to_send, IA_LY, Disposition.FORWARD)
    classified(gialai, over, IA_LY, Disposition.STORE)

    moved(gialai, IA_LY, CHU_SE)

    owners = {id_: gialai.reception.petitions.known(id_).agency for id_ in (decided, to_send)}
    assert set(owners.values()) == {CHU_SE}
    assert gialai.reception.petition(over, by=clerk(IA_LY)).agency == IA_LY
    by = officer(CHU_SE)
    gialai.reception.hands.unlink(linked, Said(text="không phải đơn trùng"), by=by)
    assert gialai.reception.petition(linked, by=by).state is State.REGISTERED


def test_what_an_ended_agency_had_forwarded_comes_back_to_its_successor(gialai: House):
    id_, taken = (a_petition(gialai, IA_LY, PetitionKind.FEEDBACK) for _ in range(2))
    code = forwarded(gialai, id_, IA_LY, to_agency=PROVINCE)
    there = forwarded(gialai, taken, IA_LY, to_agency=PROVINCE)
    gialai.reception.forwards.receive(there, Said(), by=officer(PROVINCE))

    moved(gialai, IA_LY, CHU_SE)
    by = officer(CHU_SE)
    waiting = gialai.reception.petition(id_, by=by).state
    (sent,) = gialai.reception.forwards.sent(id_, by=by)
    gialai.reception.forwards.refuse(
        code, Said(text="Không thuộc thẩm quyền"), by=officer(PROVINCE)
    )

    assert (waiting, sent.id) == (State.FORWARDED, code)
    assert gialai.reception.petition(id_, by=by).state is State.REGISTERED
    assert gialai.reception.petition(taken, by=clerk(IA_LY)).state is State.FORWARDED
    with pytest.raises(NotFound):
        gialai.reception.forwards.sent(id_, by=officer(IA_LY))


def test_what_is_on_its_way_to_an_agency_that_ends_is_taken_in_by_its_successor(gialai: House):
    id_ = a_petition(gialai, PROVINCE, PetitionKind.FEEDBACK)
    code = forwarded(gialai, id_, PROVINCE, to_agency=IA_LY)

    moved(gialai, IA_LY, CHU_SE)
    desk, by = gialai.reception.forwards, officer(CHU_SE)
    arriving = [one.id for one in desk.arriving(by=by)]
    with pytest.raises(NotFound):
        desk.receive(code, Said(), by=officer(PLACES[2]))
    taken = desk.receive(code, Said(), by=by)["petition"]

    assert arriving == [code]
    assert gialai.reception.petition(taken, by=by).form.summary == "đơn thử"


def test_a_vault_on_its_way_to_an_agency_that_ends_is_taken_over_by_its_successor(gialai: House):
    service = gialai.reception
    head = Actor(user="h", role="AGENCY_HEAD", agency=PROVINCE)
    form = PetitionForm(
        kind=PetitionKind.DENUNCIATION,
        channel=IntakeChannel.COUNTER,
        received_on=DAY,
        summary="đơn tố cáo thử",
        petitioner=Petitioner(name="Siu H'Kín"),
    )
    id_ = service.register_petition(form, by=clerk(PROVINCE))["petition"]
    handover = service.hand_over_vault(id_, IA_LY, by=head)["handover"]

    moved(gialai, IA_LY, CHU_SE)
    by = Actor(user="h", role="AGENCY_HEAD", agency=CHU_SE)
    (row,) = service.vaults_arriving(by=by)
    here = service.register_petition(replace(form, petitioner=None), by=clerk(CHU_SE))["petition"]
    service.take_over_vault(handover, here, by=by)

    assert row["_id"] == handover
    shown = service.open_vault(here, OpeningPurpose.VERIFY, "xác minh", by=by)
    assert shown.name == "Siu H'Kín"


def test_a_part_that_was_chosen_alone_is_worked_on_where_it_went_and_ends_its_letter(
    gialai: House,
):
    letter = a_petition(gialai, IA_LY)
    contents = [{"kind": "COMPLAINT", "summary": text} for text in ("một", "hai")]
    split = gialai.reception.hands.split
    stays, goes = split(letter, Said(), parts=contents, by=officer(IA_LY))["parts"]
    move = Move(source=IA_LY, kind=EdgeKind.TRANSFER_FUNCTION, target=CHU_SE)
    scheme = Scheme(title="Chuyển việc", effective_on=NEXT, moves=(move,))
    desk = gialai.registry.reorganisations
    act = desk.prepare(scheme, by=PREPARES)["reorganisation"]
    desk.choose(act, [Choice(thing=goes, giver=IA_LY, receiver=CHU_SE)], by=PREPARES)
    desk.confirm(act, DECIDED, by=CONFIRMS)
    to(gialai.clock, NEXT)
    gialai.rest()

    settled(gialai, stays, IA_LY)
    there = gialai.reception.petition(goes, by=officer(CHU_SE))
    before = gialai.reception.petition(letter, by=officer(IA_LY)).state
    settled(gialai, goes, CHU_SE)

    seen = gialai.reception.hands.as_seen(there, by=officer(CHU_SE))
    assert (there.parent, seen.parent) == (letter, ""), "no link to what another agency has"
    assert gialai.reception.hands.history(goes, by=officer(CHU_SE)) == []
    after = gialai.reception.petition(letter, by=officer(IA_LY)).state
    assert (before, after) == (State.SPLIT, State.DONE)
