"""Counting: each figure by its definition, at the edges of the period."""

from datetime import date
from typing import Any

import pytest

from services.reporting.domain.counting import (
    Window,
    counts,
    evidenced_models,
    summed,
)
from services.reporting.domain.figures import AUTO_KEYS, BY_KEY

WINDOW = Window.of(date(2025, 11, 1), date(2026, 10, 31))
BEFORE, FIRST, LAST, AFTER = "2025-10-31", "2025-11-01", "2026-10-31", "2026-11-01"


def counted(*facts: dict[str, Any]) -> dict[str, int]:
    return dict(counts([{"agency": "a", **one} for one in facts], WINDOW).get("a", {}))


def petition(**said: Any) -> dict[str, Any]:
    return {"kind": "petition", "group": "KN", **said}


def model(**said: Any) -> dict[str, Any]:
    given = {"field": "ECONOMY", "started_on": BEFORE, "direct": False, "pressing": False}
    return {"kind": "model", **given, **said}


@pytest.mark.parametrize(("day", "n"), [(BEFORE, 0), (FIRST, 1), (LAST, 1), (AFTER, 0)])
def test_both_days_of_the_period_count(day: str, n: int):
    assert counted(petition(received_on=day)).get("PET_IN.KN", 0) == n


@pytest.mark.parametrize(
    ("said", "carried"),
    [
        ({}, 1),
        ({"decided_on": BEFORE, "on_time": True}, 0),
        ({"decided_on": FIRST, "on_time": True}, 1),
        ({"disposition": "FORWARD", "classified_on": BEFORE, "eligible": True, "competent": False}, 0),
        ({"disposition": "REQUEST_SUPPLEMENT", "classified_on": BEFORE, "eligible": False, "competent": True}, 1),
    ],
)  # fmt: skip
def test_a_petition_is_carried_over_until_it_is_finished(said: dict[str, Any], carried: int):
    found = counted(petition(received_on="2025-10-01", **said))

    assert found.get("PET_CARRIED.KN", 0) == carried
    assert "PET_IN.KN" not in found


def test_classified_settled_in_time_and_late():
    classified = {
        "classified_on": FIRST,
        "eligible": True,
        "competent": False,
        "disposition": "FORWARD",
    }
    found = counted(
        petition(**classified),
        petition(decided_on=LAST, on_time=True, due_on=LAST),
        petition(decided_on=FIRST, on_time=False, due_on=BEFORE),
        petition(due_on=LAST, decided_on=AFTER, on_time=False),
        petition(due_on=LAST),
        petition(due_on=AFTER),
    )

    assert found == {
        "PET_ELIGIBLE.KN": 1,
        "PET_SETTLED.KN": 2,
        "PET_ONTIME.KN": 1,
        "PET_OVERDUE.KN": 3,
    }


def test_tasks_are_overdue_only_while_open_and_due():
    task = {"kind": "task", "opened_on": FIRST, "due_on": LAST, "assigned": True}
    found = counted(
        task,
        {**task, "completed_on": LAST, "assigned": False},
        {**task, "completed_on": AFTER},
        {**task, "due_on": AFTER},
        {"kind": "task", "completed_on": FIRST},
    )

    assert found == {"TASK_TOTAL": 4, "TASK_ASSIGNED": 3, "TASK_DONE": 2, "TASK_OVERDUE": 2}


def test_a_model_that_ends_after_the_period_is_still_active():
    found = counted(
        model(started_on=FIRST, direct=True),
        model(ended_on=LAST, pressing=True),
        model(ended_on=AFTER),
        model(started_on=AFTER),
        model(ended_on=BEFORE, pressing=True),
    )

    assert found == {
        "DVK_NEW.ECONOMY": 1,
        "DVK_ACTIVE.ECONOMY": 2,
        "DVK_ENDED.ECONOMY": 1,
        "DVK_PRIORITY": 2,
    }


def test_only_models_with_a_recorded_result_are_evidence():
    facts = [model(), model(result_on=FIRST), model(result_on=FIRST, ended_on=BEFORE)]

    assert evidenced_models(summed([{"agency": "a", **one} for one in facts], WINDOW)["a"]) == 1


def test_sessions_go_to_their_column_and_heads_days_are_periodic_ones():
    measures = {"visits": 5, "persons": 4, "matters": 3, "groups": 1, "group_persons": 9}
    held = {"kind": "session", "on": FIRST, **measures}
    found = counted(
        {**held, "form": "REGULAR", "host": "OFFICER"},
        {**held, "form": "PERIODIC", "host": "HEAD"},
        {**held, "form": "AD_HOC", "host": "HEAD"},
        {**held, "form": "PERIODIC", "host": "AUTHORISED_DEPUTY"},
        {**held, "form": "AD_HOC", "host": "OFFICER", "on": AFTER},
    )

    groups = ("REGULAR", "HEAD_PERIODIC", "HEAD_AD_HOC", "AUTHORISED")
    assert [found[f"RCP_VISITS.{one}"] for one in groups] == [5, 5, 5, 5]
    assert found["RCP_GROUP_PERSONS.AUTHORISED"] == 9
    assert found["RCP_HEAD_DAYS"] == 1


def test_an_instrument_named_twice_counts_once_and_only_for_staff():
    outreach = {"kind": "outreach", "on": FIRST, "participants": 10}
    found = counted(
        {**outreach, "to": "STAFF", "instruments": ["A", "B"]},
        {**outreach, "to": "STAFF", "instruments": ["B"]},
        {**outreach, "to": "PEOPLE", "instruments": ["C"]},
    )

    assert found["DISSEM_INSTRUMENTS"] == 2
    assert (found["DISSEM_SESSIONS"], found["MOBILISATION_PARTICIPANTS"]) == (2, 10)


def test_a_published_result_tells_how_many_opinions_were_answered():
    held = {"kind": "dialogue", "held_on": FIRST, "participants": 9, "opinions": 7, "answered": 3}
    found = counted(held, {**held, "answered_by_result": 7}, {"kind": "dialogue", "held_on": FIRST, "answered_by_result": 2})  # fmt: skip

    assert found["DIALOGUE_ANSWERED"] == 12
    assert found["DIALOGUE_COUNT"] == 3


def test_opinions_criticism_supervision_projects_media_and_the_rest():
    opinion = {"kind": "opinion", "received_on": FIRST}
    found = counted(
        {**opinion, "form": "CONTRIBUTION", "response": "PARTLY_ABSORBED"},
        {**opinion, "form": "CONTRIBUTION", "response": "EXPLAINED"},
        {**opinion, "form": "CONTRIBUTION"},
        {**opinion, "form": "COMMUNITY_CONSULT", "response": "ABSORBED"},
        {"kind": "consultation", "form": "SCIENTIFIC_CRITICISM", "closed_on": LAST},
        {"kind": "criticism", "issued_on": FIRST, "on_time": True},
        {"kind": "recommendation", "received_on": FIRST},
        {"kind": "supervision", "started_on": FIRST},
        {"kind": "project", "posted_on": LAST},
        {"kind": "media", "medium": "BROADCAST", "on": FIRST, "minutes": 15},
        {"kind": "media", "medium": "ARTICLE", "on": FIRST, "minutes": 0},
        {"kind": "training", "on": FIRST, "attendees": 30},
        {"kind": "plan", "approved_on": FIRST},
        {"kind": "evaluation", "on": AFTER},
        {"kind": "harassment", "on": FIRST},
    )

    assert found == {
        "CONTRIBUTIONS": 3, "CONTRIBUTIONS_ABSORBED": 1, "CONTRIBUTIONS_EXPLAINED": 1,
        "CONSULT_OPINIONS": 1, "CONSULT_ABSORBED": 1, "SCIENTIFIC_CRITICISMS": 1, "PBXH_DRAFTS": 1,
        "PBXH_REPLIED_ONTIME": 1, "FRONT_RECOMMENDATIONS": 1, "FRONT_SUPERVISIONS": 1, "CONSULT_PROJECTS": 1,
        "MEDIA_BROADCASTS": 1, "MEDIA_MINUTES": 15, "MEDIA_ARTICLES": 1, "TRAIN_CLASSES": 1,
        "TRAIN_ATTENDEES": 30, "PLAN_ISSUED": 1, "HARASSMENT_CASES": 1,
    }  # fmt: skip


def test_every_counted_key_is_declared():
    assert set(AUTO_KEYS) <= set(BY_KEY)
    assert len(AUTO_KEYS) == 95


def test_a_year_of_a_whole_province_is_counted_agency_by_agency():
    one = petition(received_on=FIRST, decided_on=LAST, on_time=True, due_on=LAST)
    facts = [{"agency": f"a{n % 151}", **one} for n in range(20_000)]

    found = counts(facts, WINDOW)

    assert len(found) == 151
    assert {one["PET_IN.KN"] for one in found.values()} == {132, 133}
