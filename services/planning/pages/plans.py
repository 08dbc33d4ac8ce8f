"""The pages of the annual plan: this year's with its tasks, drafting, approving, completing a task."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import DANVAN_APPROVERS, DANVAN_READERS, DANVAN_WRITERS
from frame.confirm import ask_first, confirms
from frame.lists import MOST_EXPORTED, Column, Listing, Order
from frame.pages import Pages, asked_page, may
from frame.timeline import switched
from kernel.errors import NotFound
from kernel.web import current_actor, idempotency_key, requires
from services.planning.api.schemas import (
    ApprovalSchema,
    CompletionSchema,
    PlanFormSchema,
    TaskFormSchema,
)
from services.planning.domain import Plan
from services.planning.pages.course import course
from services.planning.pages.entering import Errors, enter
from services.planning.service import Planning

MOST_SHOWN = 200


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


TASKS = Listing(
    [
        Column("Nhiệm vụ", "title"),
        Column("Theo Chỉ thị", "duty"),
        Column("Người được giao", "owner"),
        Column("Hạn", "due_on", value=lambda row: _day(row["due_on"])),
        Column("Hoàn thành", "completed_on", value=lambda row: _day(row["completed_on"])),
    ],
    first=Order("due_on"),
)


def show(bp: Blueprint, planning: Planning) -> None:
    """Add the pages of plans and tasks."""
    _reading(bp, planning)
    _drafting(bp, planning)
    _approving(bp, planning)
    _completing(bp, planning)


def _reading(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/")
    @requires(*DANVAN_READERS)
    def home() -> ResponseReturnValue:
        agency, this = current_actor().agency, planning.store.clock.today().year
        year = _asked_year(this)
        try:
            plan: Plan | None = planning.plans.of_year(year, agency=agency)
        except NotFound:
            plan = None
        if plan and TASKS.exporting:
            return _file(planning, plan)
        years = {row["year"] for row in planning.plan_list.of({"agency": agency})} | {this, year}
        shown = _tasks(planning, plan) if plan else {}
        return render_template(
            "planning/home.html",
            year=year,
            years=sorted(years, reverse=True),
            plan=plan,
            may_enter=may(DANVAN_WRITERS),
            **shown,
        )

    @bp.get("/plans/<plan_id>")
    @requires(*DANVAN_READERS)
    def plan(plan_id: str) -> ResponseReturnValue:
        found = planning.plan(plan_id, by=current_actor())
        return _file(planning, found) if TASKS.exporting else _page(planning, found, {}, {})


def _drafting(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/plans/new")
    @requires(*DANVAN_WRITERS)
    def new_plan() -> str:
        return _new({"year": _asked_year(planning.store.clock.today().year)}, {})

    @bp.post("/plans/new")
    @requires(*DANVAN_WRITERS)
    def draft() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            PlanFormSchema(),
            lambda form: planning.draft_plan(form, by=by, key=key),
            again=_new,
            done="Đã lập dự thảo kế hoạch. Hãy thêm nhiệm vụ, sau đó trình phê duyệt.",
            to=lambda answer: url_for("planning.plan", plan_id=answer["plan"]),
        )

    @bp.post("/plans/<plan_id>/tasks")
    @requires(*DANVAN_WRITERS)
    def add_task(plan_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            TaskFormSchema(),
            lambda form: planning.add_task(plan_id, form, by=by, key=key),
            again=lambda values, errors: _page(
                planning, planning.plan(plan_id, by=by), values, errors
            ),
            done="Đã thêm nhiệm vụ.",
            to=lambda _: url_for("planning.plan", plan_id=plan_id),
        )


def _approving(bp: Blueprint, planning: Planning) -> None:
    @bp.post("/plans/<plan_id>/approve")
    @requires(*DANVAN_APPROVERS)
    @confirms("planning.approve_plan")
    def approve(plan_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        if asked := _asked_first(planning.plan(plan_id, by=by)):
            return asked
        return enter(
            ApprovalSchema(),
            lambda given: planning.approve_plan(plan_id, **given, by=by, key=key),
            again=lambda values, errors: _page(
                planning, planning.plan(plan_id, by=by), values, errors
            ),
            done="Đã phê duyệt kế hoạch; các nhiệm vụ bắt đầu được theo dõi.",
            to=lambda _: url_for("planning.plan", plan_id=plan_id),
        )


def _asked_first(plan: Plan) -> str | None:
    """An approved plan is changed no more: one is asked before."""
    return ask_first(
        "planning.approve_plan",
        f"Phê duyệt kế hoạch năm {plan.form.year}?",
        about=f"Kế hoạch số {plan.form.symbol} có {len(plan.lines)} nhiệm vụ.",
        yes="Phê duyệt kế hoạch",
        back=url_for("planning.plan", plan_id=plan.id),
    )


def _completing(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/tasks/<task_id>")
    @requires(*DANVAN_READERS)
    def task(task_id: str) -> str:
        today = planning.store.clock.today()
        return _task(planning, task_id, {"on": today.isoformat()}, {})

    @bp.post("/tasks/<task_id>/complete")
    @requires(*DANVAN_WRITERS)
    def complete(task_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            CompletionSchema(),
            lambda given: planning.complete_task(task_id, **given, by=by, key=key),
            again=lambda values, errors: _task(planning, task_id, values, errors),
            done="Đã ghi nhận nhiệm vụ hoàn thành.",
            to=lambda _: url_for("planning.task", task_id=task_id),
        )


def _new(values: Any, errors: Errors) -> str:
    return render_template("planning/plan_new.html", values=values, errors=errors)


def _page(planning: Planning, plan: Plan, values: Any, errors: Errors) -> str:
    today = planning.store.clock.today()
    return render_template(
        "planning/plan.html",
        plan=plan,
        values=values or {"on": today.isoformat()},
        errors=errors,
        course=switched(course(plan, _all_tasks(planning, plan)), today=today),
        may_enter=may(DANVAN_WRITERS),
        may_approve=may(DANVAN_APPROVERS) and current_actor().user not in plan.authors,
        **_tasks(planning, plan),
    )


def _task(planning: Planning, task_id: str, values: Any, errors: Errors) -> str:
    task = planning.task(task_id, by=current_actor())
    today = planning.store.clock.today()
    return render_template(
        "planning/task.html",
        task=task,
        plan=planning.plan(task.plan, by=current_actor()),
        overdue=not task.completed_on and task.form.due_on < today,
        values=values,
        errors=errors,
        may_enter=may(DANVAN_WRITERS),
    )


def _tasks(planning: Planning, plan: Plan) -> dict[str, Any]:
    """The open and completed tasks of a plan, one page of them, and how far it has come."""
    today, where = planning.store.clock.today(), {"plan": plan.id}
    progress = planning.task_list.progress(plan.id, today=today)
    shown = Pages(number=asked_page(), total=progress["total"])
    rows = planning.task_list.of(where, page=shown.number, order=TASKS.order.keys)
    told = {"tasks": rows, "listing": TASKS, "pages": shown, "progress": progress}
    return {**told, "today": today.isoformat()}


def _file(planning: Planning, plan: Plan) -> ResponseReturnValue:
    """The tasks of a plan as a file."""
    rows = planning.task_list.of({"plan": plan.id}, size=MOST_EXPORTED, order=TASKS.order.keys)
    made, title = planning.store.clock.legal_now(), f"Nhiệm vụ của kế hoạch {plan.form.symbol}"
    return TASKS.file("nhiem-vu", rows, title=title, made=made)


def _all_tasks(planning: Planning, plan: Plan) -> list[dict[str, Any]]:
    return list(planning.task_list.of({"plan": plan.id}, size=MOST_SHOWN))


def _asked_year(otherwise: int) -> int:
    text = request.args.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else otherwise  # noqa: PLR2004
