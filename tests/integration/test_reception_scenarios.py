"""The law's own examples on a real mongod: two instances, mixed and misdirected petitions, what has no name."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from contracts.reception import (
    CaseStep,
    ClockKind,
    Disposition,
    Instance,
    IntakeChannel,
    Outcome,
    PetitionKind,
)
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from law.defaults import shipped_units
from services.reception.domain import Classification, Petitioner, PetitionForm, State
from services.reception.domain.cases import Ground, ReasonMissing, Said
from services.reception.domain.clocks import Clock, find
from services.reception.domain.forwarding import AnsweredBefore, NotThatAgency
from services.reception.domain.handing import AlreadyHandled, HeldByAnother
from services.reception.service import Reception
from services.reception.views import Wanted

PLACES = [one.id for one in shipped_units().reporting(date(2026, 10, 5)) if one.kind.is_place]
HERE, THERE = PLACES[0], PLACES[1]


def officer(agency: str = HERE, user: str = "u-1") -> Actor:
    return Actor(user=user, role="PETITION_OFFICER", agency=agency)


def head(agency: str = HERE) -> Actor:
    return Actor(user="h", role="AGENCY_HEAD", agency=agency)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 10, 5, 9, tzinfo=VIETNAM))


@pytest.fixture
def reception(a_store: Callable[..., Store], clock: SetClock) -> Reception:
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def a_form(kind: PetitionKind = PetitionKind.COMPLAINT, **more: Any) -> PetitionForm:
    given: dict[str, Any] = {
        "kind": kind,
        "channel": IntakeChannel.COUNTER,
        "received_on": date(2026, 10, 5),
        "summary": "Khiếu nại quyết định xử phạt của Chủ tịch UBND phường Quy Nhơn",
        "petitioner": None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Thử"),
    }
    return PetitionForm(**{**given, **more})


def found(disposition: Disposition, on: date, **more: Any) -> Classification:
    fit = disposition is Disposition.ACCEPT
    given = {"eligible": True, "competent": fit}
    return Classification(disposition=disposition, on=on, **{**given, **more})


def entered(reception: Reception, form: PetitionForm, by: Actor) -> str:
    id_: str = reception.register_petition(form, by=by)["petition"]
    return id_


def at(clock: SetClock, day: date) -> None:
    clock.moment = datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM)


def the_clock(reception: Reception, id_: str, kind: ClockKind, by: Actor) -> Clock:
    clock = find(reception.petition(id_, by=by).clocks, kind)
    assert clock is not None
    return clock


def test_an_ordinary_complaint_goes_through_both_instances(reception: Reception, clock: SetClock):
    """SC-01, day by day."""
    form = a_form(channel=IntakeChannel.RECEPTION_SESSION)
    first = entered(reception, form, officer())
    due = {one.kind: one.due_on for one in reception.petition(first, by=head()).clocks}
    assert due == {ClockKind.INTAKE: date(2026, 10, 15), ClockKind.NOTICE: date(2026, 10, 19)}

    at(clock, date(2026, 10, 12))
    reception.classify_petition(first, found(Disposition.ACCEPT, date(2026, 10, 9)), by=officer())
    assert reception.accept_petition(first, by=head())["due_on"] == "2026-11-11"
    reception.cases.take_step(first, Said(), step=CaseStep.NOTICE_GIVEN, by=officer())

    at(clock, date(2026, 11, 10))
    reception.decide_petition(first, Outcome.UNJUSTIFIED, by=head())
    assert the_clock(reception, first, ClockKind.SENDING, head()).due_on == date(2026, 11, 13)
    assert the_clock(reception, first, ClockKind.EFFECT, head()).due_on == date(2026, 12, 10)

    at(clock, date(2026, 11, 30))
    reception.cases.take_step(
        first, Said(on=date(2026, 11, 13)), step=CaseStep.DECISION_SENT, by=officer()
    )
    reception.cases.contest(first, Said(), by=officer())
    above = officer(THERE)
    again = a_form(instance=Instance.SECOND, received_on=date(2026, 11, 30))
    second = entered(reception, again, above)
    assert the_clock(reception, second, ClockKind.INTAKE, above).due_on == date(2026, 12, 10)

    at(clock, date(2026, 12, 8))
    reception.classify_petition(second, found(Disposition.ACCEPT, date(2026, 12, 8)), by=above)
    assert reception.accept_petition(second, by=head(THERE))["due_on"] == "2027-01-22"


def test_tet_moves_the_end_and_stops_nothing(reception: Reception, clock: SetClock):
    """SC-03."""
    at(clock, date(2026, 2, 25))
    by = officer()
    form = a_form(PetitionKind.DENUNCIATION, received_on=date(2026, 2, 11))
    id_ = entered(reception, form, by)
    assert reception.petition(id_, by=by).due_on == date(2026, 2, 27)

    reception.classify_petition(id_, found(Disposition.ACCEPT, date(2026, 2, 24)), by=by)
    reception.accept_petition(id_, by=head())

    assert reception.petition(id_, by=by).due_on == date(2026, 3, 27)
    told = the_clock(reception, id_, ClockKind.ACCEPTANCE_NOTICE, by)
    assert told.due_on == date(2026, 3, 4)


def test_a_letter_without_a_name_is_stored_or_inspected_and_never_accepted(
    reception: Reception, clock: SetClock
):
    """SC-06."""
    at(clock, date(2026, 10, 6))
    form = a_form(PetitionKind.DENUNCIATION, received_on=date(2026, 10, 6), anonymous=True)
    vague, clear = (entered(reception, form, officer()) for _ in range(2))

    stored = found(Disposition.STORE, date(2026, 10, 6), eligible=False, missing=("WRITER",))
    reception.classify_petition(vague, stored, by=officer())
    inspected = found(Disposition.INSPECT, date(2026, 10, 6), eligible=False)
    reception.classify_petition(clear, inspected, by=officer())

    for id_ in (vague, clear):
        petition = reception.petition(id_, by=head())
        assert petition.state is State.CLOSED
        assert find(petition.clocks, ClockKind.SETTLEMENT) is None
        assert petition.due_on is None
    kept = the_clock(reception, vague, ClockKind.KEEPING, head())
    target = the_clock(reception, clear, ClockKind.FORWARDING, head())
    assert (kept.due_on, target.due_on) == (date(2027, 10, 6), date(2026, 10, 13))


def test_a_mixed_petition_is_split_and_its_parent_ends_with_the_last_part(
    reception: Reception, clock: SetClock
):
    """SC-07: three contents, one of them another agency's, and the same letter once more."""
    at(clock, date(2025, 12, 30))
    by, other = officer(), officer(THERE)
    form = a_form(received_on=date(2025, 12, 30), summary="Đơn có nhiều nội dung khác nhau")
    parent = entered(reception, form, by)
    parts = [
        {"kind": "COMPLAINT", "summary": "Về quyết định xử phạt của sở"},
        {"kind": "DENUNCIATION", "summary": "Về cán bộ địa chính xã"},
        {"kind": "RECOMMENDATION", "summary": "Về chỗ để xe"},
    ]
    ids = reception.hands.split(parent, Said(), parts=parts, by=by)["parts"]

    assert reception.petition(parent, by=by).state is State.SPLIT
    assert reception.petition(ids[1], by=by).form.petitioner is None
    assert reception.petition(ids[1], by=by).due_on == date(2026, 1, 10)

    at(clock, date(2026, 1, 8))
    away = found(Disposition.FORWARD, date(2026, 1, 5))
    reception.classify_petition(ids[1], away, by=by)
    assert the_clock(reception, ids[1], ClockKind.FORWARDING, by).due_on == date(2026, 1, 8)
    sent = Said(document="12/PC")
    forward = reception.forwards.forward(ids[1], sent, to_agency=THERE, by=by)["forward"]
    taken = reception.forwards.receive(forward, Said(), by=other)["petition"]
    received = reception.petition(taken, by=other)
    assert received.first_received_on == date(2025, 12, 30)
    assert received.form.received_on == date(2026, 1, 8)
    assert received.intake is not None
    assert "chuyển" in " ".join(received.intake.why).lower()
    assert reception.petition(ids[1], by=by).state is State.FORWARDED

    for id_ in (ids[0], ids[2]):
        assert reception.petition(parent, by=by).state is State.SPLIT
        reception.classify_petition(id_, found(Disposition.ACCEPT, date(2026, 1, 8)), by=by)
        reception.accept_petition(id_, by=head())
        kind = reception.petition(id_, by=by).form.kind
        outcome = Outcome.ANSWERED if kind is PetitionKind.RECOMMENDATION else Outcome.UNJUSTIFIED
        reception.decide_petition(id_, outcome, by=head())
    assert reception.petition(parent, by=by).state is State.CLOSED


def test_the_same_letter_again_is_found_linked_and_has_no_time(reception: Reception):
    by = officer()
    master = entered(reception, a_form(), by)
    again = entered(
        reception,
        a_form(summary="Khiếu nại quyết định xử phạt của chủ tịch ubnd phường quy nhơn (gửi lại)"),
        by,
    )
    likely = reception.hands.likely_same(again, by=by)
    assert [one.petition.id for one in likely] == [master]

    reception.hands.link(again, Said(), master=master, by=by)
    linked = reception.petition(again, by=by)
    assert (linked.state, linked.due_on) == (State.LINKED, None)

    with pytest.raises(ReasonMissing):
        reception.hands.unlink(again, Said(), by=by)
    reception.hands.unlink(again, Said(text="Khác nội dung"), by=by)
    assert reception.petition(again, by=by).due_on == date(2026, 10, 15)


def test_what_is_not_ours_goes_back_and_is_classified_again(reception: Reception):
    by, other = officer(), officer(THERE)
    id_ = entered(reception, a_form(PetitionKind.FEEDBACK), by)
    reception.classify_petition(id_, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)

    with pytest.raises(NotThatAgency):
        reception.forwards.forward(id_, Said(document="1"), to_agency=HERE, by=by)
    forward = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)["forward"]
    with pytest.raises(NotFound):
        reception.forwards.receive(forward, Said(), by=by)
    reception.forwards.refuse(forward, Said(text="Thuộc xã khác"), by=other)

    assert reception.petition(id_, by=by).state is State.REGISTERED
    assert reception.petition(id_, by=by).due_on is not None
    with pytest.raises(AnsweredBefore):
        reception.forwards.receive(forward, Said(), by=other)


def test_a_dossier_is_kept_so_that_only_its_receiver_reads_it(reception: Reception):
    by, other = officer(), officer(THERE)
    secret = "Nguyễn Thị Chỉ Người Nhận Biết"
    form = a_form(PetitionKind.FEEDBACK, petitioner=Petitioner(name=secret))
    id_ = entered(reception, form, by)
    reception.classify_petition(id_, found(Disposition.FORWARD, date(2026, 10, 5)), by=by)
    code = reception.forwards.forward(id_, Said(document="1"), to_agency=THERE, by=by)["forward"]

    row = reception.store.database["forwards"].find_one({"_id": code})
    assert row is not None
    assert secret.encode() not in row["sealed"]
    taken = reception.forwards.receive(code, Said(), by=other)["petition"]
    who = reception.petition(taken, by=other).form.petitioner
    assert who is not None
    assert who.name == secret
    assert reception.forwards.dossier(code, by=other).sealed is None


def test_who_has_a_petition_works_on_it_alone(reception: Reception):
    one, two = officer(user="u-1"), officer(user="u-2")
    id_ = entered(reception, a_form(), one)
    assert reception.work_list.count(HERE, Wanted(nobody=True)) == 1
    reception.hands.take(id_, Said(), by=one)
    assert reception.work_list.count(HERE, Wanted(nobody=True)) == 0

    classified = found(Disposition.ACCEPT, date(2026, 10, 5))
    with pytest.raises(HeldByAnother):
        reception.classify_petition(id_, classified, by=two)
    with pytest.raises(AlreadyHandled):
        reception.hands.take(id_, Said(), by=two)
    reception.hands.take_over(id_, Said(text="Người được giao nghỉ ốm"), by=two)
    reception.classify_petition(id_, classified, by=two)

    assert reception.petition(id_, by=one).handler == "u-2"


def test_a_case_tells_its_day_again_after_each_decision_on_the_way(
    reception: Reception, clock: SetClock
):
    id_ = entered(reception, a_form(PetitionKind.DENUNCIATION), officer())
    reception.classify_petition(id_, found(Disposition.ACCEPT, date(2026, 10, 5)), by=officer())
    reception.accept_petition(id_, criteria=("a",), by=head())
    at(clock, date(2026, 10, 20))
    decision = Said(document="5/QĐ")
    stopped = reception.cases.suspend(id_, decision, ground=Ground.AWAITING_OTHER_BODY, by=head())
    assert (stopped["state"], stopped["due_on"]) == ("SUSPENDED", None)

    at(clock, date(2026, 10, 30))
    resumed = reception.cases.resume(id_, Said(), by=head())
    longer = reception.cases.extend(id_, decision, by=head())

    assert (resumed["due_on"], longer["due_on"]) == ("2026-11-16", "2026-12-14")


def test_reminders_are_numbered_without_gaps(reception: Reception):
    id_ = entered(reception, a_form(), officer())
    said = Said(text="Đề nghị xử lý")

    numbers = [reception.cases.remind(id_, said, by=head())["number"] for _ in range(3)]

    assert numbers == [1, 2, 3]


def test_another_agencys_case_is_not_found(reception: Reception):
    id_ = entered(reception, a_form(), officer())

    with pytest.raises(NotFound):
        reception.hands.take(id_, Said(), by=officer(THERE))
    for act in (reception.cases.close, reception.cases.resume):
        with pytest.raises(NotFound):
            act(id_, Said(), by=head(THERE))


def test_the_list_is_searched_by_words_and_by_number(reception: Reception):
    entered(reception, a_form(), officer())
    entered(reception, a_form(summary="Về tiếng ồn của xưởng gỗ"), officer())

    def numbers(text: str) -> list[int]:
        return [row["number"] for row in reception.work_list.of(HERE, Wanted(text=text))]

    assert numbers("xưởng g") == [2]
    assert numbers("xu phat") == [1]
    assert numbers("2/2026") == [2]
    assert numbers("khong co") == []
