"""The REST routes of planning: one for each act, one for all of them at once, and what can be read."""

# mypy: allow-untyped-decorators

from typing import Any

import flask_smorest

from contracts.registry import DANVAN_APPROVERS, DANVAN_READERS, DANVAN_WRITERS, Role
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    Routes,
    answer_rows,
    current_actor,
    idempotency_key,
    requires,
)
from services.planning.api import schemas
from services.planning.api.acts import acts
from services.planning.domain import (
    DvkModel,
    EvaluationForm,
    HarassmentForm,
    MediaForm,
    ModelForm,
    OutreachForm,
    Plan,
    PlanForm,
    Result,
    Task,
    TaskForm,
    TrainingForm,
)
from services.planning.service import Answer, Planning
from services.planning.views import Listed

Asked = dict[str, Any]


def routes(planning: Planning) -> flask_smorest.Blueprint:
    """All REST routes of planning."""
    bp = Routes("planning-api", __name__, description="Kế hoạch, hoạt động")
    for part in (_bulk, _plans, _tasks, _models, _activities, _ethics):
        part(bp, planning)
    return bp


def _bulk(bp: flask_smorest.Blueprint, planning: Planning) -> None:
    known = acts(planning)

    @bp.route("/acts", methods=["POST"])
    @requires(Role.SOFTWARE, *DANVAN_WRITERS)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def act(given: Asked) -> Asked:
        """Many acts at once, each row for itself."""
        return answer_rows(given, known, planning.store.once_each)


def _plans(bp: flask_smorest.Blueprint, planning: Planning) -> None:
    @bp.route("/plans", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.PlanFormSchema)
    @bp.response(201, schemas.PlanReceiptSchema)
    def draft(form: PlanForm) -> Answer:
        return planning.draft_plan(form, by=current_actor(), key=idempotency_key())

    @bp.route("/plans", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.arguments(schemas.ListSchema, location="query")
    @bp.response(200, schemas.RowsSchema)
    def list_plans(asked: Asked) -> Asked:
        return _page(planning.plan_list, asked)

    @bp.route("/plans/<plan_id>", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.response(200, schemas.PlanSchema)
    def show_plan(plan_id: str) -> Plan:
        return planning.plan(plan_id, by=current_actor())

    @bp.route("/plans/<plan_id>/tasks", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.TaskFormSchema)
    @bp.response(201, schemas.PlanReceiptSchema)
    def add(form: TaskForm, plan_id: str) -> Answer:
        return planning.add_task(plan_id, form, by=current_actor(), key=idempotency_key())

    @bp.route("/plans/<plan_id>/approval", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(schemas.ApprovalSchema)
    @bp.response(200, schemas.PlanReceiptSchema)
    def approve(given: Asked, plan_id: str) -> Answer:
        return planning.approve_plan(plan_id, **given, by=current_actor(), key=idempotency_key())


def _tasks(bp: flask_smorest.Blueprint, planning: Planning) -> None:
    @bp.route("/tasks/<task_id>", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.response(200, schemas.TaskSchema)
    def show_task(task_id: str) -> Task:
        return planning.task(task_id, by=current_actor())

    @bp.route("/tasks/<task_id>/completion", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.CompletionSchema)
    @bp.response(200, schemas.TaskReceiptSchema)
    def complete(given: Asked, task_id: str) -> Answer:
        return planning.complete_task(task_id, **given, by=current_actor(), key=idempotency_key())


def _models(bp: flask_smorest.Blueprint, planning: Planning) -> None:
    @bp.route("/models", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.ModelFormSchema)
    @bp.response(201, schemas.ModelReceiptSchema)
    def register(form: ModelForm) -> Answer:
        return planning.register_model(form, by=current_actor(), key=idempotency_key())

    @bp.route("/models", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.arguments(schemas.ListSchema, location="query")
    @bp.response(200, schemas.RowsSchema)
    def list_models(asked: Asked) -> Asked:
        return _page(planning.model_list, asked, "field")

    @bp.route("/models/<model_id>", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.response(200, schemas.ModelSchema)
    def show_model(model_id: str) -> DvkModel:
        return planning.model(model_id, by=current_actor())

    @bp.route("/models/<model_id>/results", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.ResultFormSchema)
    @bp.response(201, schemas.ModelReceiptSchema)
    def record(result: Result, model_id: str) -> Answer:
        return planning.record_model_result(
            model_id, result, by=current_actor(), key=idempotency_key()
        )

    @bp.route("/models/<model_id>/end", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.EndSchema)
    @bp.response(200, schemas.ModelReceiptSchema)
    def end(given: Asked, model_id: str) -> Answer:
        return planning.end_model(model_id, **given, by=current_actor(), key=idempotency_key())


def _activities(bp: flask_smorest.Blueprint, planning: Planning) -> None:
    @bp.route("/activities", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.arguments(schemas.ListSchema, location="query")
    @bp.response(200, schemas.RowsSchema)
    def list_activities(asked: Asked) -> Asked:
        return _page(planning.activities, asked, "kind")

    @bp.route("/outreach", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.OutreachFormSchema)
    @bp.response(201, schemas.EntryReceiptSchema)
    def hold_outreach(form: OutreachForm) -> Answer:
        return planning.hold_outreach(form, by=current_actor(), key=idempotency_key())

    @bp.route("/trainings", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.TrainingFormSchema)
    @bp.response(201, schemas.EntryReceiptSchema)
    def hold_training(form: TrainingForm) -> Answer:
        return planning.hold_training(form, by=current_actor(), key=idempotency_key())

    @bp.route("/media", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.MediaFormSchema)
    @bp.response(201, schemas.EntryReceiptSchema)
    def publish(form: MediaForm) -> Answer:
        return planning.publish_media(form, by=current_actor(), key=idempotency_key())


def _ethics(bp: flask_smorest.Blueprint, planning: Planning) -> None:
    @bp.route("/evaluations", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.EvaluationFormSchema)
    @bp.response(201, schemas.EntryReceiptSchema)
    def evaluate(form: EvaluationForm) -> Answer:
        return planning.evaluate_head(form, by=current_actor(), key=idempotency_key())

    @bp.route("/evaluations", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.arguments(schemas.ListSchema, location="query")
    @bp.response(200, schemas.RowsSchema)
    def list_evaluations(asked: Asked) -> Asked:
        return _page(planning.evaluation_list, asked)

    @bp.route("/harassment-cases", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(schemas.HarassmentFormSchema)
    @bp.response(201, schemas.EntryReceiptSchema)
    def record_case(form: HarassmentForm) -> Answer:
        return planning.record_harassment(form, by=current_actor(), key=idempotency_key())

    @bp.route("/harassment-cases", methods=["GET"])
    @requires(*DANVAN_READERS)
    @bp.arguments(schemas.ListSchema, location="query")
    @bp.response(200, schemas.RowsSchema)
    def list_cases(asked: Asked) -> Asked:
        return _page(planning.case_list, asked)


def _page(listed: Listed, asked: Asked, *filters: str) -> Asked:
    """One page of the asker's own list."""
    chosen = {name: asked[name] for name in filters if asked[name]}
    where = {"agency": current_actor().agency, **chosen}
    rows = [_named(row) for row in listed.of(where, page=asked["page"])]
    return {"rows": rows, "total": listed.count(where)}


def _named(row: Asked) -> Asked:
    return {"id": row["_id"], **{name: row[name] for name in row if name not in ("_id", "agency")}}
