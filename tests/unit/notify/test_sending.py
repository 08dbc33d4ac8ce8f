"""A letter's way: offered, put off, in doubt, given up; and what notices say."""

from datetime import UTC, date, datetime, timedelta

import pytest

from contracts import consultation, planning, reporting
from contracts.notify import Topic
from kernel.message import Event
from law.defaults import shipped_units
from services.notify.domain import (
    TOPIC_WORDS,
    NotFailed,
    Outcome,
    Patience,
    Sending,
    State,
    again,
    claimed,
    facts_of,
    judged,
    place_of,
    roll,
    sentence,
)
from tests.contracts.pin import example

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
PATIENCE = Patience(attempts=3, retry=timedelta(minutes=1), doubt=timedelta(minutes=5))
FRESH = Sending(state=State.QUEUED, due=NOW)
EVENTS: dict[Topic, type[Event]] = {
    Topic.PLAN_APPROVED: planning.PlanApproved,
    Topic.CONSULTATION_OPENED: consultation.ConsultationOpened,
    Topic.DIALOGUE_ANNOUNCED: consultation.DialogueAnnounced,
    Topic.DIALOGUE_RESULT_PUBLISHED: consultation.DialogueResultPublished,
    Topic.CRITICISM_REQUESTED: consultation.CriticismRequested,
    Topic.CRITICISM_REPLIED: consultation.CriticismReplied,
    Topic.RECOMMENDATION_REPLIED: consultation.RecommendationReplied,
    Topic.PROJECT_POSTED: consultation.ProjectPosted,
    Topic.PROVINCIAL_REPORT_ISSUED: reporting.ProvincialReportIssued,
    Topic.CAMPAIGN_OPENED: reporting.CampaignOpened,
    Topic.REPORT_REMINDED: reporting.ReportReminded,
    Topic.EXTENSION_DECIDED: reporting.ExtensionDecided,
    Topic.CAMPAIGN_DUE_CHANGED: reporting.CampaignDueChanged,
    Topic.SIGN_OFF_REMOVED: reporting.SignOffRemoved,
}


def claim(letter: Sending) -> Sending:
    return claimed(letter, now=NOW, patience=PATIENCE)


def judge(letter: Sending, outcome: Outcome) -> Sending:
    return judged(letter, outcome, now=NOW, patience=PATIENCE)


def test_a_claimed_letter_is_due_again_only_when_it_is_in_doubt():
    assert claim(FRESH) == Sending(
        state=State.SENDING, due=NOW + PATIENCE.doubt, attempts=1, copies=1
    )


def test_a_letter_of_which_nobody_knows_goes_out_twice_and_never_a_third_time():
    twice = claim(judge(claim(FRESH), Outcome.DOUBTFUL))

    assert (twice.state, twice.copies) == (State.SENDING, 2)
    assert claim(twice).state is State.FAILED


def test_a_letter_put_off_waits_twice_as_long_each_time_and_is_then_given_up():
    once = judge(claim(FRESH), Outcome.DEFERRED)
    twice = judge(claim(once), Outcome.DEFERRED)
    thrice = judge(claim(twice), Outcome.DEFERRED)

    assert (once.due, twice.due) == (NOW + timedelta(minutes=1), NOW + timedelta(minutes=2))
    assert (once.copies, twice.copies, thrice.state) == (0, 0, State.FAILED)


def test_the_longest_wait_is_an_hour():
    patient = Patience(attempts=99, retry=timedelta(minutes=1), doubt=timedelta(minutes=5))
    letter = Sending(state=State.SENDING, due=NOW, attempts=40, copies=1)

    put_off = judged(letter, Outcome.DEFERRED, now=NOW, patience=patient)

    assert put_off.due == NOW + timedelta(hours=1)


@pytest.mark.parametrize(
    ("outcome", "state"), [(Outcome.SENT, State.SENT), (Outcome.REFUSED, State.FAILED)]
)
def test_what_the_server_says_for_good_is_final(outcome: Outcome, state: State):
    ended = judge(claim(FRESH), outcome)

    assert (ended.state, ended.open) == (state, False)


def test_only_what_failed_is_sent_anew_and_then_from_the_beginning():
    failed = judge(claim(FRESH), Outcome.REFUSED)

    assert again(failed, now=NOW) == FRESH
    with pytest.raises(NotFailed):
        again(FRESH, now=NOW)


@pytest.mark.parametrize("topic", Topic)
def test_every_topic_has_a_title_and_a_sentence_from_its_events_fields(topic: Topic):
    said = sentence(topic, facts_of(example(EVENTS[topic])), agency="UBND xã Chư Sê")

    assert TOPIC_WORDS[topic]
    assert said.endswith(".")
    assert not any(sign in said for sign in "{}_")


def test_dates_and_answers_are_said_as_people_say_them():
    facts = {"received_on": "2026-03-02", "response": "PARTLY_ABSORBED"}

    said = sentence(Topic.RECOMMENDATION_REPLIED, facts, agency="Sở Y tế")

    assert said == "Sở Y tế trả lời kiến nghị sau giám sát nhận ngày 02/03/2026: tiếp thu một phần."


def test_a_department_belongs_to_its_province_and_a_commune_to_itself():
    units = shipped_units()
    reporting_units = units.reporting(date(2026, 3, 1))
    commune = next(one for one in reporting_units if one.kind.is_place)
    office = next(one for one in reporting_units if not one.kind.is_place)

    assert place_of(units, commune.id) == commune.id
    assert office.parent is not None
    assert place_of(units, office.id) == units.get(office.parent).id
    assert place_of(units, "ag-1") == "ag-1"


def test_the_roll_has_six_organisations_at_136_places():
    everyone = list(roll(shipped_units(), on=date(2026, 3, 1)))

    assert len({one.id for one in everyone}) == 816
    assert sum(one.provincial for one in everyone) == 6
    assert {one.email for one in everyone} == {""}
