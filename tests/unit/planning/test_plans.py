"""The annual plan and its tasks: what may be listed, approved and completed, and what is told of it."""

from datetime import date

import pytest

from kernel.message import Aggregate
from services.planning.domain import Plan, PlanForm, Task, TaskForm
from services.planning.domain.fields import BeforeItBegan, DayNotCome, EvidenceMissing
from services.planning.domain.plans import (
    ApproverDrafted,
    DueOutsideYear,
    EmptyPlan,
    PlanIsApproved,
    TaskAlreadyListed,
    TaskIsDone,
    UnknownDuty,
)

TODAY = date(2026, 3, 2)
DUTIES = {"D2.4", "D2.7"}


def a_plan(**more) -> Plan:
    form = PlanForm(**{"year": 2026, "symbol": "12/KH-UBND", "title": "Kế hoạch dân vận", **more})
    return Plan.draft(form, id_="p1", agency="ag-1", author="u-writer", today=TODAY)


def a_form(**more) -> TaskForm:
    given = {"title": "Tuyên truyền ở vùng sâu", "duty": "D2.4", "due_on": date(2026, 6, 30)}
    return TaskForm(**{**given, **more})


def a_listed_plan(**more) -> Plan:
    plan = a_plan()
    plan.add(a_form(**more), id_="t1", author="u-writer", duties=DUTIES)
    return plan


def a_task(**more) -> Task:
    (task,) = a_listed_plan(**more).approve(on=TODAY, today=TODAY, approver="u-head")
    return task


def told(one: Aggregate) -> list[str]:
    return [happened.wire for happened, _ in one.news]


def test_a_plan_is_drafted_filled_and_approved_and_opens_its_tasks():
    plan = a_listed_plan(owner="Nguyễn Văn Ấn, Phó Chủ tịch")

    (task,) = plan.approve(on=TODAY, today=TODAY, approver="u-head")

    assert told(plan) == ["planning.plan_drafted", "planning.task_added", "planning.plan_approved"]
    opened = task.news[0][0]
    assert (opened.opened_on, opened.due_on, opened.assigned) == (TODAY, date(2026, 6, 30), True)


def test_the_name_of_who_has_a_task_is_not_told():
    task = a_task(owner="Nguyễn Văn Ấn")

    assert "Ấn" not in repr(task.news)


def test_an_empty_plan_is_not_approved():
    with pytest.raises(EmptyPlan):
        a_plan().approve(on=TODAY, today=TODAY, approver="u-head")


@pytest.mark.parametrize("approver", ["u-writer", "u-helper"])
def test_who_drafted_a_plan_or_listed_a_task_does_not_approve_it(approver: str):
    plan = a_listed_plan()
    plan.add(a_form(), id_="t2", author="u-helper", duties=DUTIES)

    with pytest.raises(ApproverDrafted):
        plan.approve(on=TODAY, today=TODAY, approver=approver)


def test_an_approved_plan_takes_no_task_and_no_second_approval():
    plan = a_listed_plan()
    plan.approve(on=TODAY, today=TODAY, approver="u-head")

    with pytest.raises(PlanIsApproved):
        plan.add(a_form(), id_="t2", author="u-writer", duties=DUTIES)
    with pytest.raises(PlanIsApproved):
        plan.approve(on=TODAY, today=TODAY, approver="u-head")


@pytest.mark.parametrize(
    ("wrong", "refusal", "field"),
    [
        ({"duty": "D99.1"}, UnknownDuty, "duty"),
        ({"due_on": date(2027, 1, 1)}, DueOutsideYear, "due_on"),
        ({"due_on": date(2024, 12, 31)}, DueOutsideYear, "due_on"),
    ],
)
def test_a_wrong_task_is_refused_at_its_field(wrong, refusal, field):
    with pytest.raises(refusal) as refused:
        a_plan().add(a_form(**wrong), id_="t1", author="u", duties=DUTIES)

    assert list(refused.value.errors) == [field]


def test_a_task_stands_in_a_plan_once():
    plan = a_listed_plan()

    with pytest.raises(TaskAlreadyListed):
        plan.add(a_form(), id_="t1", author="u", duties=DUTIES)


def test_nothing_is_dated_after_today():
    with pytest.raises(DayNotCome):
        a_plan(issued_on=date(2026, 3, 3))
    with pytest.raises(DayNotCome):
        a_listed_plan().approve(on=date(2026, 3, 3), today=TODAY, approver="u-head")
    with pytest.raises(DayNotCome):
        a_task().complete(on=date(2026, 3, 3), evidence="Biên bản", today=TODAY)


@pytest.mark.parametrize(("on", "on_time"), [(date(2026, 6, 30), True), (date(2026, 7, 1), False)])
def test_a_task_is_on_time_until_its_due_day(on: date, on_time: bool):
    task = a_task()

    task.complete(on=on, evidence="Biên bản số 3", today=date(2026, 7, 5))

    assert task.news[-1][0].on_time is on_time


def test_a_task_is_completed_once_with_evidence_and_not_before_it_opened():
    task = a_task()

    with pytest.raises(EvidenceMissing):
        task.complete(on=TODAY, evidence="  ", today=TODAY)
    with pytest.raises(BeforeItBegan):
        task.complete(on=date(2026, 3, 1), evidence="Biên bản", today=TODAY)
    task.complete(on=TODAY, evidence="Biên bản", today=TODAY)
    with pytest.raises(TaskIsDone):
        task.complete(on=TODAY, evidence="Biên bản", today=TODAY)
