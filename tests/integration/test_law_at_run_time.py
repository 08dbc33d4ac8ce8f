"""The calendar and the rules at run time: edited by one, put in force by another, heard by every service."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from contracts.reception import IntakeChannel, PetitionKind
from kernel.clock import VIETNAM
from kernel.message import Actor
from law.active import AnotherPack, NoSuchPack, NotYaml
from law.calendar.days import Kind
from law.defaults import shipped_pack
from law.schema import WrongFile
from services.consultation.domain import RecommendationForm, SupervisionForm
from services.reception.domain import Petitioner, PetitionForm
from services.registry.domain import ActivatorDrafted, BasedOnOlder, NotBeingDrafted
from tests.integration.reorganising import CONFIRMS, PREPARES, House, Quick
from tests.site import Site

CLERK = Actor(user="c", role="RECEPTIONIST", agency="ag-1")
DAY_OFF = {
    "instrument": "99/TB-BNV",
    "standing": "CONFIRMED",
    "tag": "K",
    "changes": [{"date": "2026-11-26", "kind": "HOLIDAY", "name": "nghỉ đột xuất"}],
}


@pytest.fixture(scope="module")
def services(house: Site) -> House:
    clock = Quick(datetime(2026, 11, 16, 9, tzinfo=VIETNAM))
    return House.on(house, clock, "registry", "reception", "consultation")


@pytest.fixture
def gialai(services: House) -> House:
    services.clock.moment = datetime(2026, 11, 16, 9, tzinfo=VIETNAM)
    services.empty()
    services.reception.recount.batch = 100
    return services


def a_petition(house: House, kind: PetitionKind = PetitionKind.COMPLAINT) -> str:
    form = PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=house.clock.today(),
        summary="đơn thử",
        petitioner=Petitioner(name="Rơ Châm Thử"),
    )
    return house.reception.register_petition(form, by=CLERK)["petition"]


def told(house: House, service: str, type_: str) -> int:
    return house.services[service].store.database["events"].count_documents({"type": type_})


def publish(house: House) -> None:
    desk = house.registry.amendments
    id_ = desk.draft_decision(DAY_OFF, by=PREPARES)["amendment"]
    desk.activate(id_, by=CONFIRMS)
    house.carry()


def test_a_day_off_moves_what_is_open_and_says_from_when_to_when(gialai: House):
    id_ = a_petition(gialai)
    before = gialai.reception.petition(id_, by=CLERK).due_on

    publish(gialai)
    gialai.reception.recount.batch = 1
    gialai.reception.recount_deadlines(lambda: True)
    after = gialai.reception.petition(id_, by=CLERK).due_on

    assert before
    assert after
    assert before < after
    assert told(gialai, "reception", "reception.deadline_changed") == 1
    assert told(gialai, "reception", "reception.deadlines_recounted") == 1
    work = gialai.reception.work_list.of("ag-1")
    assert [row["due_on"] for row in work] == [after.isoformat()]


def test_every_service_knows_the_day_and_the_one_before_it_was_known(gialai: House):
    publish(gialai)
    day, known = date(2026, 11, 26), gialai.clock.today()

    for service in (gialai.reception, gialai.consultation):
        assert service.law_book.calendar(known).day(day).kind is Kind.HOLIDAY
        assert service.law_book.calendar(date(2026, 11, 15)).day(day).kind is Kind.WORK


def test_a_day_off_moves_what_waits_for_an_answer_too(gialai: House):
    desk, writes = gialai.consultation, replace(CLERK, role="DANVAN_OFFICER")
    day = gialai.clock.today()
    held = SupervisionForm(supervisor="Mặt trận xã", subject="Thu quỹ", started_on=day)
    supervision = desk.record_supervision(held, by=writes)["id"]
    form = RecommendationForm(content="Công khai khoản thu", received_on=day)
    ids = [desk.receive_recommendation(supervision, form, by=writes)["id"] for _ in range(3)]
    before = desk.recommendations.get(ids[0], agency="ag-1").due

    publish(gialai)
    desk.recount.batch = 2
    desk.recount_deadlines(lambda: True)
    gialai.carry()

    after = [desk.recommendations.get(one, agency="ag-1").due for one in ids]
    assert len(set(after)) == 1
    assert after[0] > before
    assert told(gialai, "consultation", "consultation.deadline_changed") == 3
    listed = desk.recommendations.reminders.of(ids[0], agency="ag-1").said
    assert f'"due_on":"{after[0].isoformat()}"' in listed
    gialai.reception.recount_deadlines(lambda: True)
    gialai.carry()
    found = gialai.registry.amendments.recounts.of("calendar/1")
    assert (found["looked_at"], found["changed"]) == (3, 3)


def test_what_was_late_stays_late(gialai: House):
    id_ = a_petition(gialai)
    due = gialai.reception.petition(id_, by=CLERK).due_on
    assert due is not None
    gialai.clock.moment = datetime(2026, 12, 15, 9, tzinfo=VIETNAM)

    publish(gialai)
    gialai.reception.recount_deadlines(lambda: True)

    assert gialai.reception.petition(id_, by=CLERK).due_on == due
    assert told(gialai, "reception", "reception.deadline_changed") == 0


def test_a_recount_that_is_cut_off_goes_on_where_it_was(gialai: House):
    for _ in range(3):
        a_petition(gialai)
    publish(gialai)
    gialai.reception.recount.batch = 1
    still = iter([True, True])

    gialai.reception.recount_deadlines(lambda: next(still, False))
    halfway = told(gialai, "reception", "reception.deadline_changed")
    gialai.reception.recount_deadlines(lambda: True)

    assert (halfway, told(gialai, "reception", "reception.deadline_changed")) == (2, 3)


def test_a_longer_limit_of_a_pack_holds_for_what_is_open(gialai: House):
    desk = gialai.registry.amendments
    id_ = a_petition(gialai)
    before = gialai.reception.petition(id_, by=CLERK).due_on
    text = shipped_pack("complaints")
    rule = text.index("C-01")
    place = text.index("amount: ", rule)
    end = text.index("}", place)
    longer = f"{text[:place]}amount: 15{text[end:]}"

    draft = desk.draft_pack("complaints", longer, by=PREPARES)["amendment"]
    desk.activate(draft, by=CONFIRMS)
    gialai.carry()
    gialai.reception.recount_deadlines(lambda: True)
    after = gialai.reception.petition(id_, by=CLERK).due_on

    assert before
    assert after
    assert before < after
    assert gialai.reception.law_book.packs(date(2026, 11, 15)).hash != (
        gialai.reception.law_book.packs(gialai.clock.today()).hash
    )


def test_who_prepared_a_change_does_not_put_it_in_force(gialai: House):
    desk = gialai.registry.amendments
    id_ = desk.draft_decision(DAY_OFF, by=PREPARES)["amendment"]

    with pytest.raises(ActivatorDrafted):
        desk.activate(id_, by=replace(CONFIRMS, user=PREPARES.user))
    desk.activate(id_, by=CONFIRMS)
    with pytest.raises(NotBeingDrafted):
        desk.withdraw(id_, by=PREPARES)
    assert told(gialai, "registry", "registry.calendar_published") == 1


def test_a_change_made_from_an_older_text_is_not_put_over_a_newer_one(gialai: House):
    desk, text = gialai.registry.amendments, shipped_pack("complaints")
    first = desk.draft_pack("complaints", f"{text}\n# một", by=PREPARES)["amendment"]
    second = desk.draft_pack("complaints", f"{text}\n# hai", by=PREPARES)["amendment"]
    desk.activate(first, by=CONFIRMS)

    with pytest.raises(BasedOnOlder):
        desk.activate(second, by=CONFIRMS)


@pytest.mark.parametrize(
    ("pack", "text", "why"),
    [
        ("complaints", "a: [", NotYaml),
        ("complaints", "pack: complaints", WrongFile),
        ("complaints", shipped_pack("denunciations"), AnotherPack),
        ("nothing", "a: 1", NoSuchPack),
    ],
    ids=["not yaml", "not a pack", "another pack", "no such pack"],
)
def test_a_text_that_does_not_fit_the_others_is_refused(
    gialai: House, pack: str, text: str, why: type[Exception]
):
    with pytest.raises(why):
        gialai.registry.amendments.draft_pack(pack, text, by=PREPARES)


def test_a_decision_about_days_must_be_readable(gialai: House):
    wrong = {**DAY_OFF, "changes": [{"date": "2026-13-01", "kind": "HOLIDAY", "name": "x"}]}

    with pytest.raises(WrongFile):
        gialai.registry.amendments.draft_decision(wrong, by=PREPARES)
