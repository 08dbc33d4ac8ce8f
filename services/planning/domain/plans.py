"""What is true of the annual plan and its tasks: drafted by one, approved by another, completed with evidence."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.planning import PlanApproved, PlanDrafted, TaskAdded, TaskCompleted, TaskOpened
from kernel.errors import Conflict, Forbidden
from kernel.message import Aggregate
from services.planning.domain.fields import WrongField, check_day, check_evidence


@dataclass(frozen=True, kw_only=True)
class PlanForm:
    """What is entered about a plan; `issued_on` is the day its paper bears, if it is known."""

    year: int
    symbol: str
    title: str
    issued_on: date | None = None
    client_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class TaskForm:
    """What is entered about a task; `owner` names the official who has it, or is empty."""

    title: str
    duty: str
    due_on: date
    owner: str = ""
    client_ref: str = ""


@dataclass(frozen=True)
class Line:
    """A task as a plan lists it."""

    id: str
    form: TaskForm


class SecondPlan(Conflict):
    """An agency has one plan for a year (Chỉ thị 14/CT-UBND điểm 9)."""

    code = "second_plan"
    title = "Cơ quan đã có kế hoạch dân vận năm {year}; mỗi năm chỉ lập một kế hoạch."


class UnknownDuty(WrongField):
    """A task serves a duty of the directive."""

    code = "unknown_duty"
    title = "Không có nhiệm vụ “{duty}” trong danh mục nhiệm vụ của Chỉ thị 14/CT-UBND."


class DueOutsideYear(WrongField):
    """A task of a year's plan falls due in that year, or in the months before that its report covers."""

    code = "due_outside_year"
    title = "Hạn hoàn thành phải trong năm {year} của kế hoạch."


class PlanIsApproved(Conflict):
    """An approved plan is changed no more."""

    code = "plan_is_approved"
    title = "Kế hoạch năm {year} đã được phê duyệt, không thay đổi được nữa."


class TaskAlreadyListed(Conflict):
    """The task stands in the plan already."""

    code = "task_already_listed"
    title = "Nhiệm vụ này đã có trong kế hoạch."


class EmptyPlan(Conflict):
    """A plan without tasks plans nothing (D2.2)."""

    code = "empty_plan"
    title = "Kế hoạch chưa có nhiệm vụ nào nên chưa phê duyệt được."


class ApproverDrafted(Forbidden):
    """Who drafted a plan does not approve it."""

    code = "approver_drafted"
    title = "Người soạn kế hoạch không được tự phê duyệt; cần một người khác có thẩm quyền."


class TaskIsDone(Conflict):
    """A task is completed once."""

    code = "task_is_done"
    title = "Nhiệm vụ đã được ghi nhận hoàn thành ngày {on:%d/%m/%Y}."


@dataclass(kw_only=True)
class Plan(Aggregate):
    """An agency's plan of a year. `authors` are the accounts that drafted it or added to it."""

    kind: ClassVar[str] = "plan"

    form: PlanForm
    authors: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    approved_on: date | None = None

    @classmethod
    def draft(cls, form: PlanForm, *, id_: str, agency: str, author: str, today: date) -> "Plan":
        """Begin a plan. Raises `DayNotCome`."""
        check_day("issued_on", form.issued_on or today, today=today)
        plan = cls(id=id_, agency=agency, form=form, authors=(author,))
        plan.tell(PlanDrafted(plan=id_, year=form.year))
        return plan

    def add(self, form: TaskForm, *, id_: str, author: str, duties: Collection[str]) -> None:
        """List a task. Raises `PlanIsApproved`, `TaskAlreadyListed`, `UnknownDuty`, `DueOutsideYear`."""
        self._must_be_draft()
        if any(line.id == id_ for line in self.lines):
            raise TaskAlreadyListed
        check_task(form, year=self.form.year, duties=duties)
        self.lines = (*self.lines, Line(id_, form))
        self.authors = tuple(dict.fromkeys((*self.authors, author)))
        self.tell(TaskAdded(task=id_, plan=self.id, duty=form.duty, due_on=form.due_on))

    def approve(self, *, on: date, today: date, approver: str) -> "list[Task]":
        """Put the plan in force and open its tasks.

        Raises `PlanIsApproved`, `EmptyPlan`, `ApproverDrafted`, `DayNotCome`.
        """
        self._must_be_draft()
        if not self.lines:
            raise EmptyPlan
        if approver in self.authors:
            raise ApproverDrafted
        check_day("on", on, today=today)
        self.approved_on = on
        self.tell(self._approval(on))
        return [Task.open(line, plan=self.id, agency=self.agency, on=on) for line in self.lines]

    def _approval(self, on: date) -> PlanApproved:
        return PlanApproved(
            plan=self.id,
            year=self.form.year,
            symbol=self.form.symbol,
            approved_on=on,
            tasks=len(self.lines),
        )

    def _must_be_draft(self) -> None:
        if self.approved_on:
            raise PlanIsApproved(year=self.form.year)


@dataclass(kw_only=True)
class Task(Aggregate):
    """A task of an approved plan. That it is overdue is seen from its date, never stored."""

    kind: ClassVar[str] = "task"

    plan: str
    form: TaskForm
    opened_on: date
    completed_on: date | None = None
    evidence: str = ""

    @classmethod
    def open(cls, line: Line, *, plan: str, agency: str, on: date) -> "Task":
        """Open what a plan lists, on the day of its approval."""
        task = cls(id=line.id, agency=agency, plan=plan, form=line.form, opened_on=on)
        task.tell(
            TaskOpened(
                task=line.id,
                plan=plan,
                duty=line.form.duty,
                opened_on=on,
                due_on=line.form.due_on,
                assigned=bool(line.form.owner),
            )
        )
        return task

    def complete(self, *, on: date, evidence: str, today: date) -> None:
        """Complete it. Raises `TaskIsDone`, `EvidenceMissing`, `DayNotCome`, `BeforeItBegan`."""
        if self.completed_on:
            raise TaskIsDone(on=self.completed_on)
        check_evidence(evidence)
        check_day("on", on, today=today, began=self.opened_on)
        self.completed_on, self.evidence = on, evidence
        self.tell(
            TaskCompleted(
                task=self.id, plan=self.plan, completed_on=on, on_time=on <= self.form.due_on
            )
        )


def check_task(form: TaskForm, *, year: int, duties: Collection[str]) -> None:
    """Refuse a task that cannot stand in a plan of that year."""
    if form.duty not in duties:
        raise UnknownDuty("duty", duty=form.duty)
    if form.due_on.year not in (year - 1, year):
        raise DueOutsideYear("due_on", year=year)
