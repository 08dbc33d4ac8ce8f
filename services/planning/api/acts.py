"""The acts of planning as rows of a bulk, brought by an agency's own software."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate, validates_schema

from kernel.message import Actor, named_id
from kernel.web import RowAct, SubjectSchema, subject
from services.planning.api.schemas import (
    ApprovalSchema,
    CompletionSchema,
    EndSchema,
    EvaluationFormSchema,
    HarassmentFormSchema,
    MediaFormSchema,
    ModelFormSchema,
    OutreachFormSchema,
    PlanFormSchema,
    TaskFormSchema,
    TrainingFormSchema,
)
from services.planning.domain import DvkModel, Plan, Result, Task, TaskForm
from services.planning.service import Answer, Planning

LONGEST = 100
Given = dict[str, Any]


class TaskRowSchema(TaskFormSchema):
    """A task with the plan it goes into: by the plan's id, or by the name its row had."""

    plan = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    plan_ref = fields.String(load_default="", validate=validate.Length(max=LONGEST))

    @validates_schema
    def one_of_both(self, given: Given, **_: Any) -> None:
        if bool(given["plan"]) == bool(given["plan_ref"]):
            raise ma.ValidationError("Cần đúng một trong hai: plan hoặc plan_ref.", "plan")

    @ma.post_load
    def made(self, given: Given, **_: Any) -> tuple[str, str, TaskForm]:
        plan, ref = given.pop("plan"), given.pop("plan_ref")
        return plan, ref, TaskForm(**given)


class ApprovalRowSchema(SubjectSchema, ApprovalSchema):
    """Which plan was approved, and when."""


class CompletionRowSchema(SubjectSchema, CompletionSchema):
    """Which task was completed, and what shows it."""


class ResultRowSchema(SubjectSchema, CompletionSchema):
    """Which model had a result, and what shows it."""


class EndRowSchema(SubjectSchema, EndSchema):
    """Which model ended, and why."""


def acts(planning: Planning) -> dict[str, RowAct]:
    """Every act of planning by its name in a row."""
    return {
        **_of_plans(planning),
        **_of_models(planning),
        **_of_entries(planning),
    }


def _of_plans(planning: Planning) -> dict[str, RowAct]:
    def add(given: tuple[str, str, TaskForm], by: Actor) -> Answer:
        plan, ref, form = given
        return planning.add_task(plan or named_id(by.agency, Plan.kind, ref), form, by=by)

    def approve(given: Given, by: Actor) -> Answer:
        plan, what = _about(given, by, Plan.kind)
        return planning.approve_plan(plan, **what, by=by)

    def complete(given: Given, by: Actor) -> Answer:
        task, what = _about(given, by, Task.kind)
        return planning.complete_task(task, **what, by=by)

    return {
        "draft_plan": RowAct(PlanFormSchema(), lambda form, by: planning.draft_plan(form, by=by)),
        "add_task": RowAct(TaskRowSchema(), add),
        "approve_plan": RowAct(ApprovalRowSchema(), approve),
        "complete_task": RowAct(CompletionRowSchema(), complete),
    }


def _of_models(planning: Planning) -> dict[str, RowAct]:
    def record(given: Given, by: Actor) -> Answer:
        model, what = _about(given, by, DvkModel.kind)
        return planning.record_model_result(model, Result(**what), by=by)

    def end(given: Given, by: Actor) -> Answer:
        model, what = _about(given, by, DvkModel.kind)
        return planning.end_model(model, **what, by=by)

    return {
        "register_model": RowAct(
            ModelFormSchema(), lambda form, by: planning.register_model(form, by=by)
        ),
        "record_model_result": RowAct(ResultRowSchema(), record),
        "end_model": RowAct(EndRowSchema(), end),
    }


def _of_entries(planning: Planning) -> dict[str, RowAct]:
    return {
        "hold_outreach": RowAct(
            OutreachFormSchema(), lambda form, by: planning.hold_outreach(form, by=by)
        ),
        "hold_training": RowAct(
            TrainingFormSchema(), lambda form, by: planning.hold_training(form, by=by)
        ),
        "publish_media": RowAct(
            MediaFormSchema(), lambda form, by: planning.publish_media(form, by=by)
        ),
        "evaluate_head": RowAct(
            EvaluationFormSchema(), lambda form, by: planning.evaluate_head(form, by=by)
        ),
        "record_harassment": RowAct(
            HarassmentFormSchema(), lambda form, by: planning.record_harassment(form, by=by)
        ),
    }


def _about(given: Given, by: Actor, kind: str) -> tuple[str, Given]:
    """What a row is about, and the rest of it; the row itself stays whole for another try."""
    what = dict(given)
    return subject(what, by=by, kind=kind), what
