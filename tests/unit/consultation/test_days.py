"""Days that are due: each comes from the law's rules, and is late or not by them."""

from datetime import date

import pytest

from contracts.consultation import ConsultationKind, Response
from law.defaults import shipped_packs, shipped_register
from services.consultation.domain import (
    Dialogue,
    DialogueForm,
    Holding,
    Law,
    Meeting,
    Project,
    ProjectForm,
    Publication,
    RecommendationForm,
    Reply,
    Supervision,
    SupervisionForm,
    Tally,
)
from services.consultation.domain.opinions import reply_due
from services.consultation.domain.projects import PostingTooShort

LAW = Law(shipped_register().latest(), shipped_packs())
TODAY = date(2027, 1, 31)


def a_dialogue(announced_on: date) -> Dialogue:
    form = DialogueForm(
        title="Đối thoại", place="Xã", announced_on=announced_on, planned_on=date(2026, 10, 10)
    )
    return Dialogue.announce(form, id_="d", agency="ag-1", law=LAW, today=TODAY)


@pytest.mark.parametrize(("day", "in_time"), [(3, True), (4, False)])
def test_a_dialogue_is_announced_seven_days_before(day: int, in_time: bool):
    assert a_dialogue(date(2026, 10, day)).announced_in_time is in_time


@pytest.mark.parametrize(("day", "in_time"), [(20, True), (21, False)])
def test_a_dialogues_result_is_published_within_ten_days(day: int, in_time: bool):
    dialogue = a_dialogue(date(2026, 10, 1))
    held = Holding(held_on=date(2026, 10, 10), participants=9, opinions=2, answered=1)
    dialogue.hold(held, law=LAW, today=TODAY)

    dialogue.publish(Publication(on=date(2026, 10, day), answered=2), today=TODAY)

    assert dialogue.published_in_time is in_time


@pytest.mark.parametrize(("day", "in_time"), [(11, True), (12, False)])
def test_a_recommendation_over_tet_counts_working_days_only(day: int, in_time: bool):
    form = SupervisionForm(supervisor="MTTQ", subject="Đất đai", started_on=date(2026, 2, 2))
    supervision = Supervision.record(form, id_="s", agency="ag-1", today=TODAY)
    came = RecommendationForm(content="Niêm yết đủ.", received_on=date(2026, 2, 11))
    recommendation = supervision.receive(came, id_="k", law=LAW, today=TODAY)

    reply = Reply(response=Response.ABSORBED, reply="Đã làm.", on=date(2026, 3, day))
    recommendation.answer(reply, today=TODAY)

    assert recommendation.replied_in_time is in_time


def test_a_plan_hangs_thirty_days_and_those_who_disagree_are_talked_with_in_sixty():
    form = ProjectForm(name="Đường", posted_on=date(2026, 10, 5), households=87)
    project = Project.post(form, id_="x", agency="ag-1", law=LAW, today=TODAY)
    votes = {"agree": 61, "disagree": 26, "other": 0}

    with pytest.raises(PostingTooShort):
        project.meet(Meeting(held_on=date(2026, 11, 4), **votes), law=LAW, today=TODAY)
    project.meet(Meeting(held_on=date(2026, 11, 5), **votes), law=LAW, today=TODAY)

    assert project.dialogue_due_on == date(2027, 1, 4)
    project.talk(on=date(2027, 1, 5), today=TODAY)
    assert project.dialogue_in_time is False


def test_only_contributions_have_a_day_for_the_answer():
    on = date(2026, 10, 5)

    assert reply_due(ConsultationKind.CONTRIBUTION, on, law=LAW) == date(2026, 10, 26)
    assert reply_due(ConsultationKind.COMMUNITY_CONSULT, on, law=LAW) is None


def test_a_tally_says_how_many_wait():
    assert Tally(opinions=9, absorbed=3, partly_absorbed=2, explained=1).unanswered == 3
