"""A petition's walk: classified, accepted with a day that says why, decided in time or late."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contracts.reception import ClockKind, Disposition, IntakeChannel, Outcome, PetitionKind
from law.deadlines import Facts
from law.defaults import shipped_packs, shipped_register
from law.handling import NoSuchRoute
from services.reception.domain import (
    AcceptedTooEarly,
    Classification,
    ClassifiedTooEarly,
    DecidedTooEarly,
    DenouncerNotHere,
    DispositionUnfounded,
    InFuture,
    Law,
    NotInThatState,
    Petition,
    Petitioner,
    PetitionerMissing,
    PetitionForm,
    State,
    cases,
    handing,
)
from services.reception.domain.authority import CompetenceContradicted
from services.reception.domain.cases import Done, ReasonMissing
from services.reception.domain.clocks import find
from services.reception.domain.contents import Judged
from services.reception.domain.form import NotAboutRegulations

TODAY = date(2026, 6, 30)
LAW = Law(shipped_register().as_known_at(TODAY), shipped_packs())
SOMEBODY = Petitioner(name="Rơ Châm H'Thử")


def a_petition(kind: PetitionKind = PetitionKind.COMPLAINT, **more: Any) -> Petition:
    form = PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        summary="Đề nghị xem xét",
        **{
            "received_on": date(2026, 3, 2),
            "petitioner": None if kind is PetitionKind.DENUNCIATION else SOMEBODY,
            **more,
        },
    )
    return Petition.register(form, id_="p", agency="ag-1", number=1, today=TODAY, law=LAW)


def found(disposition: Disposition = Disposition.ACCEPT, **more: Any) -> Classification:
    given = {"eligible": True, "competent": True, "on": date(2026, 3, 4)}
    return Classification(disposition=disposition, **{**given, **more})


def accepted(kind: PetitionKind = PetitionKind.COMPLAINT, **facts: Any) -> Petition:
    petition = a_petition(kind)
    petition.classify(found(), today=TODAY, law=LAW)
    petition.accept(Facts(start=date(2026, 3, 5), **facts), today=TODAY, law=LAW)
    return petition


@pytest.mark.parametrize(
    ("kind", "facts", "rule", "due_on"),
    [
        (PetitionKind.COMPLAINT, {}, "C-02", date(2026, 4, 6)),
        (PetitionKind.COMPLAINT, {"complex": True}, "C-03", date(2026, 4, 20)),
        (PetitionKind.COMPLAINT, {"remote": True}, "C-04", date(2026, 4, 20)),
        (PetitionKind.COMPLAINT, {"remote": True, "complex": True}, "C-05", date(2026, 5, 4)),
        (PetitionKind.DENUNCIATION, {}, "D-06", date(2026, 4, 6)),
        (PetitionKind.DENUNCIATION, {"remote": True, "complex": True}, "D-06", date(2026, 4, 6)),
        (PetitionKind.FEEDBACK, {}, "F-01", date(2026, 3, 26)),
        (PetitionKind.FEEDBACK, {"remote": True, "complex": True}, "F-01", date(2026, 3, 26)),
    ],
)
def test_an_accepted_matter_is_due_by_the_row_of_its_kind_and_place(kind, facts, rule, due_on):
    petition = accepted(kind, **facts)

    told = petition.news[-1][0]
    assert (told.rule, told.due_on) == (rule, due_on)
    assert petition.due_on == due_on
    assert petition.settlement is not None
    assert rule in petition.settlement.why[0]


def test_taking_up_is_due_from_the_day_of_receipt():
    dues = {kind: a_petition(kind).due_on for kind in PetitionKind}

    assert dues == {
        PetitionKind.COMPLAINT: date(2026, 3, 12),
        PetitionKind.DENUNCIATION: date(2026, 3, 11),
        PetitionKind.RECOMMENDATION: date(2026, 3, 16),
        PetitionKind.FEEDBACK: date(2026, 3, 16),
    }


@pytest.mark.parametrize(("day", "on_time"), [(date(2026, 4, 6), True), (date(2026, 4, 7), False)])
def test_a_decision_says_whether_it_came_in_time(day: date, on_time: bool):
    petition = accepted()

    petition.decide(Outcome.JUSTIFIED, on=day, today=TODAY, law=LAW)

    assert petition.news[-1][0].on_time is on_time
    assert petition.due_on is None


def test_only_a_petition_to_be_accepted_is_accepted():
    stored = a_petition()
    stored.classify(found(Disposition.STORE, eligible=False), today=TODAY, law=LAW)

    for petition in (a_petition(), stored):
        with pytest.raises(NotInThatState):
            petition.accept(Facts(start=date(2026, 3, 5)), today=TODAY, law=LAW)
    assert stored.state is State.CLOSED


def test_a_petition_that_lacked_something_is_classified_again():
    petition = a_petition()
    petition.classify(found(Disposition.REQUEST_SUPPLEMENT, eligible=False), today=TODAY, law=LAW)
    assert petition.supplement
    assert petition.due_on == petition.supplement.due_on

    petition.classify(found(on=date(2026, 3, 20)), today=TODAY, law=LAW)

    assert petition.state is State.CLASSIFIED
    with pytest.raises(NotInThatState):
        petition.classify(found(), today=TODAY, law=LAW)


@pytest.mark.parametrize(
    ("classification", "refusal"),
    [
        (found(on=date(2026, 3, 1)), ClassifiedTooEarly),
        (found(on=date(2026, 7, 1)), InFuture),
        (found(eligible=False), DispositionUnfounded),
        (found(competent=False), DispositionUnfounded),
        (found(Disposition.FORWARD, competent=False), NoSuchRoute),  # complaints are guided
    ],
)
def test_a_classification_that_cannot_be_is_refused(classification, refusal):
    with pytest.raises(refusal):
        a_petition().classify(classification, today=TODAY, law=LAW)


def test_acceptance_and_decision_keep_the_order_of_days():
    petition = a_petition()
    petition.classify(found(), today=TODAY, law=LAW)

    with pytest.raises(AcceptedTooEarly):
        petition.accept(Facts(start=date(2026, 3, 3)), today=TODAY, law=LAW)
    with pytest.raises(InFuture):
        petition.accept(Facts(start=date(2026, 7, 3)), today=TODAY, law=LAW)
    with pytest.raises(DecidedTooEarly):
        accepted().decide(Outcome.JUSTIFIED, on=date(2026, 3, 4), today=TODAY, law=LAW)


def test_feedback_may_be_anonymous_a_complaint_not_and_a_denouncer_is_never_named():
    a_petition(PetitionKind.FEEDBACK, petitioner=None)
    a_petition(PetitionKind.RECOMMENDATION, petitioner=None)

    with pytest.raises(PetitionerMissing):
        a_petition(petitioner=None)
    with pytest.raises(DenouncerNotHere):
        a_petition(PetitionKind.DENUNCIATION, petitioner=SOMEBODY)


def law_known_on(day: date) -> Law:
    return Law(shipped_register().as_known_at(day), shipped_packs())


@pytest.mark.parametrize(
    ("known_on", "on_time"), [(date(2025, 12, 30), True), (date(2025, 12, 1), False)]
)
def test_a_day_off_decided_while_the_time_runs_moves_its_end(known_on: date, on_time):
    """02/01/2026 was made a day off on 25/12/2025: 45 days from 18/11/2025 then end on Monday 05/01/2026."""
    start, end = date(2025, 11, 18), date(2026, 1, 5)
    petition = a_petition(received_on=date(2025, 11, 17))
    petition.classify(found(on=start), today=start, law=law_known_on(start))
    petition.accept(Facts(start=start, remote=True), today=start, law=law_known_on(start))
    assert petition.due_on == date(2026, 1, 2)

    petition.decide(Outcome.JUSTIFIED, on=end, today=end, law=law_known_on(known_on))

    assert petition.on_time is on_time


def test_a_finding_against_the_list_of_competence_says_why():
    petition = a_petition(subject="COMMUNE_ACT")
    foreign = found(Disposition.GUIDE, eligible=False, competent=False)

    with pytest.raises(CompetenceContradicted) as refused:
        petition.classify(foreign, today=TODAY, law=LAW, office="commune-chair")
    assert "cấp xã" in refused.value.detail
    petition.classify(
        replace(foreign, reason="Thuộc xã bên"), today=TODAY, law=LAW, office="commune-chair"
    )
    ours = a_petition(subject="COMMUNE_ACT")
    ours.classify(found(), today=TODAY, law=LAW, office="commune-chair")
    unsaid = a_petition()
    unsaid.classify(foreign, today=TODAY, law=LAW, office="commune-chair")


def test_what_speaks_of_a_regulation_goes_its_own_way_in_its_own_time():
    petition = a_petition(PetitionKind.FEEDBACK, regulation=True)
    assert petition.intake is not None
    assert (petition.intake.rule, petition.intake.due_on) == ("F-02", date(2026, 3, 9))

    forwarded = found(Disposition.FORWARD, eligible=True, competent=False)
    petition.classify(forwarded, today=TODAY, law=LAW)

    assert find(petition.clocks, ClockKind.FORWARDING).asked == "F-02"
    with pytest.raises(NotAboutRegulations):
        a_petition(PetitionKind.COMPLAINT, regulation=True)


# --- settled together -----------------------------------------------------------------------------------


def pair(**later: Any) -> tuple[Petition, Petition]:
    """An accepted complaint, and another of the same matter that came after it."""
    master, other = accepted(), a_petition(received_on=date(2026, 3, 6), **later)
    other.id, other.number = "q", 2
    return master, other


def test_merged_petitions_are_settled_together_in_the_time_of_the_first():
    master, other = pair()
    due_on = master.due_on

    handing.merge(other, master, Done(on=date(2026, 3, 9), today=TODAY))

    assert (other.state, other.due_on, master.due_on) == (State.LINKED, None, due_on)
    assert [(one.id, one.origin) for one in master.contents] == [("1", ""), ("2", "q")]
    with pytest.raises(ReasonMissing):
        handing.part(other, master, Done(on=date(2026, 3, 10), today=TODAY))
    handing.part(other, master, Done(on=date(2026, 3, 10), today=TODAY, text="Khác vụ việc"))
    assert [one.id for one in master.contents] == ["1"]
    assert other.state is State.REGISTERED
    assert other.due_on is not None


def test_what_was_judged_together_stays_together_and_only_like_is_merged_into_older():
    master, other = pair()
    handing.merge(other, master, Done(on=date(2026, 3, 9), today=TODAY))
    cases.answer(master, "2", Outcome.JUSTIFIED, Done(on=date(2026, 3, 9), today=TODAY))
    with pytest.raises(Judged):
        handing.part(other, master, Done(on=date(2026, 3, 10), today=TODAY, text="Khác"))
    master, other = pair()
    younger = a_petition(received_on=date(2026, 3, 1))
    younger.id = "r"
    feedback = a_petition(PetitionKind.FEEDBACK, received_on=date(2026, 3, 7))
    feedback.id = "s"
    for wrong in (younger, feedback):
        with pytest.raises(handing.NotMergeable):
            handing.merge(wrong, master, Done(on=date(2026, 3, 9), today=TODAY))
