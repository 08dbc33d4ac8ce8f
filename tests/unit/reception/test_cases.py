"""A case on its way: what stops its time and what does not, and that it never ends unanswered."""

import contextlib
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from hypothesis.strategies import booleans, integers, sampled_from, sets

from contracts.duties import DutyKind
from contracts.reception import (
    CaseStep,
    ClockKind,
    Disposition,
    Instance,
    IntakeChannel,
    Outcome,
    PetitionKind,
)
from kernel.errors import Refusal
from law.deadlines import Facts
from law.deadlines.clock import GroundNotKnown, NotExtendable, TooManyExtensions
from law.defaults import shipped_packs, shipped_register
from services.reception.domain import (
    Classification,
    ContentUnanswered,
    DialogueOwed,
    Fate,
    Law,
    Petition,
    Petitioner,
    PetitionForm,
    State,
    WrongOutcome,
    cases,
)
from services.reception.domain.cases import Done, Ending, Ground, ReasonMissing
from services.reception.domain.clocks import find
from services.reception.domain.duties import step_of
from services.reception.domain.findings import Findings, PartOverWhole
from services.reception.domain.petition import NotInThatState

TODAY = date(2026, 12, 31)
LAW = Law(shipped_register().as_known_at(TODAY), shipped_packs())
ENDED = {State.DECIDED, State.DONE, State.TERMINATED}


def done(on: date, **said: Any) -> Done:
    return Done(on=on, today=TODAY, **{"document": "12/QĐ", "text": "theo biên bản", **said})


def a_case(
    kind: PetitionKind = PetitionKind.COMPLAINT,
    *,
    accepted_on: date = date(2026, 8, 5),
    instance: Instance = Instance.FIRST,
    contents: int = 1,
    accept: bool = True,
    **facts: Any,
) -> Petition:
    form = PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=accepted_on - timedelta(days=3),
        summary="Về mức bồi thường",
        petitioner=None if kind is PetitionKind.DENUNCIATION else Petitioner(name="Thử"),
        instance=instance,
    )
    petition = Petition.register(form, id_="p", agency="a", number=1, today=TODAY, law=LAW)
    for _ in range(contents - 1):
        cases.add_content(petition, done(accepted_on))
    found = Classification(
        eligible=True,
        competent=True,
        disposition=Disposition.ACCEPT,
        on=accepted_on - timedelta(days=1),
    )
    petition.classify(found, today=TODAY, law=LAW)
    if accept:
        petition.accept(Facts(start=accepted_on, **facts), today=TODAY, law=LAW)
    return petition


def test_a_suspended_case_has_no_day_and_the_days_it_stood_are_not_counted():
    petition = a_case()
    before = petition.settlement
    cases.suspend(petition, Ground.FORCE_MAJEURE, done(date(2026, 8, 10)), law=LAW)

    assert petition.due_on is None
    cases.resume(petition, done(date(2026, 8, 20)), law=LAW)

    assert before is not None
    assert petition.due_on == before.due_on + timedelta(days=10)


def test_no_complaint_was_suspended_before_the_law_knew_it():
    petition = a_case(accepted_on=date(2026, 6, 1))

    with pytest.raises(GroundNotKnown):
        cases.suspend(petition, Ground.FORCE_MAJEURE, done(date(2026, 6, 20)), law=LAW)


def test_a_denunciation_is_extended_as_often_as_its_checklist_allows():
    petition = a_case(PetitionKind.DENUNCIATION, criteria=("a",))
    cases.extend(petition, done(date(2026, 9, 1)), law=LAW)

    with pytest.raises(TooManyExtensions):
        cases.extend(petition, done(date(2026, 9, 2)), law=LAW)
    cases.extend(petition, done(date(2026, 9, 3)), criteria=("a", "b"), law=LAW)


def test_a_complaint_is_never_extended():
    with pytest.raises(NotExtendable):
        cases.extend(a_case(), done(date(2026, 8, 20)), law=LAW)


def test_what_is_taken_back_in_part_leaves_the_rest_to_be_answered():
    petition = a_case(contents=2)
    cases.withdraw(petition, ("1",), done(date(2026, 8, 10)), goes_on=False)

    assert petition.state is State.ACCEPTED
    cases.withdraw(petition, ("2",), done(date(2026, 8, 11)), goes_on=False)

    assert petition.state is State.TERMINATED
    assert petition.due_on is None


def test_a_denunciation_taken_back_under_coercion_goes_on():
    petition = a_case(PetitionKind.DENUNCIATION)
    cases.withdraw(petition, ("1",), done(date(2026, 8, 10)), goes_on=True)

    assert petition.state is State.ACCEPTED
    assert petition.contents[0].fate is Fate.OPEN


@pytest.mark.parametrize("instance", list(Instance))
def test_a_dialogue_comes_before_the_decision_where_the_law_asks_for_it(instance: Instance):
    petition = a_case(instance=instance)
    if instance is Instance.FIRST:
        cases.verify(petition, done(date(2026, 8, 10)), differs=True)
    decision = {"on": date(2026, 8, 20), "today": TODAY, "law": LAW}

    with pytest.raises(DialogueOwed):
        petition.decide(Outcome.UNJUSTIFIED, **decision)
    cases.talk(petition, done(date(2026, 8, 15)), attended=False)
    petition.decide(Outcome.UNJUSTIFIED, **decision)

    assert petition.state is State.DECIDED


def test_contents_judged_one_by_one_give_the_outcome_of_the_whole():
    petition = a_case(contents=2)
    cases.answer(petition, "1", Outcome.JUSTIFIED, done(date(2026, 8, 10)))
    decision = {"on": date(2026, 8, 20), "today": TODAY, "law": LAW}

    with pytest.raises(ContentUnanswered):
        petition.decide(Outcome.JUSTIFIED, **decision)
    cases.answer(petition, "2", Outcome.UNJUSTIFIED, done(date(2026, 8, 11)))
    with pytest.raises(WrongOutcome):
        petition.decide(Outcome.JUSTIFIED, **decision)
    petition.decide(Outcome.PARTLY_JUSTIFIED, **decision)

    assert petition.outcome is Outcome.PARTLY_JUSTIFIED


def test_a_file_is_closed_when_nothing_is_left_to_do():
    petition = a_case(PetitionKind.DENUNCIATION)
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)
    cases.take_step(petition, CaseStep.PARTIES_TOLD, done(date(2026, 8, 20)))

    with pytest.raises(cases.StillOwed, match="still_owed"):
        cases.close(petition, done(date(2026, 10, 1)))
    for step in (CaseStep.DECISION_SENT, CaseStep.CONCLUSION_HANDLED, CaseStep.PUBLISHED):
        cases.take_step(petition, step, done(date(2026, 8, 25)))
    cases.close(petition, done(date(2026, 10, 1)))

    assert petition.state is State.DONE


def test_a_decision_is_carried_out_once_it_is_in_force():
    petition = a_case()
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)
    cases.take_step(petition, CaseStep.DECISION_SENT, done(date(2026, 8, 24)))

    with pytest.raises(cases.NotYetInEffect):
        cases.close(petition, done(date(2026, 9, 1)))
    with pytest.raises(cases.StillOwed):
        cases.close(petition, done(date(2026, 10, 1)))
    cases.execute(petition, done(date(2026, 9, 25)), finished=True)
    cases.close(petition, done(date(2026, 10, 1)))

    assert petition.state is State.DONE


def test_what_a_decision_asks_for_is_kept_until_the_case_is_settled_anew():
    petition = a_case(PetitionKind.DENUNCIATION)
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)
    day = done(date(2026, 8, 21))

    cases.record_findings(petition, day, Findings(money_to_state=5_000_000))
    cases.record_findings(petition, day, Findings(people_handled=2, officials_handled=1))
    assert petition.findings == Findings(people_handled=2, officials_handled=1)
    cases.reopen(petition, done(date(2026, 9, 10)), law=LAW)

    assert petition.findings is None


def test_a_reopened_case_is_carried_out_by_its_new_decision_and_keeps_how_it_was_settled():
    petition = a_case()
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)
    cases.execute(petition, done(date(2026, 8, 25)), finished=True)
    cases.reopen(petition, done(date(2026, 9, 10)), law=LAW)
    (before,) = petition.rounds

    petition.decide(Outcome.PARTLY_JUSTIFIED, on=date(2026, 9, 20), today=TODAY, law=LAW)
    cases.take_step(petition, CaseStep.DECISION_SENT, done(date(2026, 9, 21)))

    assert (before.decided_on, before.outcome) == (date(2026, 8, 20), Outcome.JUSTIFIED)
    with pytest.raises(cases.StillOwed):
        cases.close(petition, done(date(2026, 12, 1)))
    cases.execute(petition, done(date(2026, 11, 1)), finished=True)
    cases.close(petition, done(date(2026, 12, 1)))


def test_what_the_head_does_not_accept_is_classified_anew_in_its_first_time():
    petition = a_case(accept=False)
    due = petition.due_on

    with pytest.raises(ReasonMissing):
        cases.send_back(petition, done(date(2026, 8, 5), text=" "))
    cases.send_back(petition, done(date(2026, 8, 5)))
    assert (petition.state, petition.due_on, petition.classification) == (
        State.REGISTERED,
        due,
        None,
    )
    with pytest.raises(NotInThatState):
        cases.send_back(petition, done(date(2026, 8, 5)))
    guided = Classification(
        eligible=True, competent=False, disposition=Disposition.GUIDE, on=date(2026, 8, 6)
    )
    petition.classify(guided, today=TODAY, law=LAW)

    assert petition.state is State.CLOSED


def test_a_dialogue_after_the_decision_is_none_before_it():
    petition = a_case()
    cases.verify(petition, done(date(2026, 8, 13)), differs=True)
    cases.talk(petition, done(date(2026, 8, 21)), attended=True)

    with pytest.raises(DialogueOwed):
        petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)


@pytest.mark.parametrize(
    ("findings", "field"),
    [
        (Findings(people_handled=1, officials_handled=2), "officials_handled"),
        (
            Findings(cases_to_police=1, people_to_police=1, officials_to_police=2),
            "officials_to_police",
        ),
        (Findings(people_to_police=1), "cases_to_police"),
    ],
)
def test_a_part_is_never_more_than_its_whole(findings: Findings, field: str):
    petition = a_case()
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)

    with pytest.raises(PartOverWhole) as refused:
        cases.record_findings(petition, done(date(2026, 8, 21)), findings)

    assert list(refused.value.errors) == [field]
    assert petition.findings is None


def test_a_continued_denunciation_is_considered_in_time_and_may_reopen_the_case():
    petition = a_case(PetitionKind.DENUNCIATION)
    petition.decide(Outcome.UNJUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)
    cases.continued(petition, done(date(2026, 9, 1)), law=LAW)

    assert petition.due_on == date(2026, 9, 21)
    cases.review(petition, done(date(2026, 9, 10)), reopened=True, law=LAW)

    assert petition.state is State.ACCEPTED
    assert petition.contents[0].fate is Fate.OPEN
    assert petition.due_on == date(2026, 10, 12)


def test_every_date_is_explained():
    petition = a_case(PetitionKind.DENUNCIATION)

    for clock in petition.clocks:
        assert clock.deadline.why, clock.kind


class AnyWay(RuleBasedStateMachine):
    """Any act, on any day, in any order: what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.petition = a_case(contents=2)
        self.on = date(2026, 8, 5)

    def later(self, days: int) -> Done:
        self.on = min(self.on + timedelta(days=days), TODAY)
        return done(self.on)

    def tried(self, act: Any) -> None:
        with contextlib.suppress(Refusal):
            act()

    DAYS = integers(0, 20)

    @rule(days=DAYS, kind=sampled_from(PetitionKind))
    def another(self, days: int, kind: PetitionKind) -> None:
        self.petition, self.on = a_case(kind, contents=2), date(2026, 8, 5)

    @rule(days=DAYS, ground=sampled_from(Ground))
    def suspend(self, days: int, ground: Ground) -> None:
        self.tried(lambda: cases.suspend(self.petition, ground, self.later(days), law=LAW))

    @rule(days=DAYS)
    def resume(self, days: int) -> None:
        self.tried(lambda: cases.resume(self.petition, self.later(days), law=LAW))

    @rule(days=DAYS)
    def extend(self, days: int) -> None:
        self.tried(
            lambda: cases.extend(self.petition, self.later(days), criteria=("a", "b"), law=LAW)
        )

    @rule(days=DAYS, ids=sets(sampled_from(["1", "2", "9"])), goes_on=booleans())
    def withdraw(self, days: int, ids: set[str], goes_on: bool) -> None:
        self.tried(
            lambda: cases.withdraw(self.petition, tuple(ids), self.later(days), goes_on=goes_on)
        )

    @rule(days=DAYS, ending=sampled_from(Ending))
    def terminate(self, days: int, ending: Ending) -> None:
        self.tried(lambda: cases.terminate(self.petition, ending, self.later(days)))

    @rule(days=DAYS, content=sampled_from(["1", "2"]), outcome=sampled_from(Outcome))
    def answer(self, days: int, content: str, outcome: Outcome) -> None:
        self.tried(lambda: cases.answer(self.petition, content, outcome, self.later(days)))

    @rule(days=DAYS, outcome=sampled_from(Outcome))
    def decide(self, days: int, outcome: Outcome) -> None:
        on = self.later(days).on
        self.tried(lambda: self.petition.decide(outcome, on=on, today=TODAY, law=LAW))

    @rule(days=DAYS, step=sampled_from(sorted(cases.STEPS)))
    def take_step(self, days: int, step: CaseStep) -> None:
        self.tried(lambda: cases.take_step(self.petition, step, self.later(days)))

    @rule(days=DAYS)
    def execute(self, days: int) -> None:
        self.tried(lambda: cases.execute(self.petition, self.later(days), finished=True))

    @rule(days=DAYS)
    def close(self, days: int) -> None:
        self.tried(lambda: cases.close(self.petition, self.later(days)))

    @rule(days=DAYS)
    def go_on(self, days: int) -> None:
        self.tried(lambda: cases.continued(self.petition, self.later(days), law=LAW))

    @rule(days=DAYS, reopened=booleans())
    def review(self, days: int, reopened: bool) -> None:
        self.tried(
            lambda: cases.review(self.petition, self.later(days), reopened=reopened, law=LAW)
        )

    @rule(days=DAYS)
    def reopen(self, days: int) -> None:
        self.tried(lambda: cases.reopen(self.petition, self.later(days), law=LAW))

    @invariant()
    def no_ended_case_leaves_a_content_unanswered(self) -> None:
        if self.petition.state in ENDED:
            assert not [one for one in self.petition.contents if one.fate is Fate.OPEN]

    @invariant()
    def no_two_times_of_one_kind_run(self) -> None:
        for kind in ClockKind:
            running = [one for one in self.petition.clocks if one.kind is kind and one.open]
            assert len(running) <= 1

    @invariant()
    def an_open_case_has_a_time_and_a_suspended_one_has_no_day(self) -> None:
        settlement = find(self.petition.clocks, ClockKind.SETTLEMENT)
        assert settlement is not None
        assert settlement.open == (self.petition.state in cases.OPEN)
        assert (settlement.stopped is not None) == (self.petition.state is State.SUSPENDED)


AnyWay.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestAnyWay = AnyWay.TestCase


def test_every_step_with_a_time_of_its_own_is_owed_until_it_is_done():
    petition = a_case(PetitionKind.DENUNCIATION)
    told = step_of(petition)
    assert told is not None, "the parties are to be told of the acceptance"
    cases.take_step(petition, CaseStep.PARTIES_TOLD, done(date(2026, 8, 6)))
    assert step_of(petition) is None
    petition.decide(Outcome.JUSTIFIED, on=date(2026, 8, 20), today=TODAY, law=LAW)

    owed = []
    while (step := step_of(petition)) is not None:
        assert step.kind is DutyKind.CASE_STEP
        kind = min(
            (one for one in petition.clocks if one.open and one.due_on == step.due_on),
            key=lambda one: one.kind,
        ).kind
        owed.append(kind)
        (act,) = [one for one, (of, _) in cases.STEPS.items() if of is kind]
        cases.take_step(petition, act, done(date(2026, 8, 21)))

    assert set(owed) == {ClockKind.SENDING, ClockKind.HANDLING, ClockKind.PUBLISHING}


def test_a_petition_to_be_forwarded_is_owed_until_it_went():
    petition = a_case(PetitionKind.RECOMMENDATION, accept=False)
    cases.send_back(petition, done(date(2026, 8, 5)))
    found = Classification(
        eligible=True, competent=False, disposition=Disposition.FORWARD, on=date(2026, 8, 5)
    )
    petition.classify(found, today=TODAY, law=LAW)

    told = step_of(petition)

    assert petition.state is State.CLOSED
    assert told is not None
    assert told.due_on == next(
        one.due_on for one in petition.clocks if one.kind is ClockKind.FORWARDING
    )
