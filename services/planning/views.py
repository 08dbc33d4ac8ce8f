"""What one can see: plans, tasks with their dates, models, activities of three kinds, ethics."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from kernel.store import Change, View
from services.planning.domain import (
    DvkModel,
    HarassmentCase,
    HeadEvaluation,
    MediaEntry,
    Outreach,
    Plan,
    Task,
    Training,
)

Row = dict[str, Any]
SIZE = 25


class Listed(View):
    """A list of an agency's things, newest first, one page at a time."""

    newest: tuple[tuple[str, int], ...]

    def of(
        self,
        where: Row,
        *,
        page: int = 1,
        size: int = SIZE,
        order: Sequence[tuple[str, int]] = (),
    ) -> list[Row]:
        """One page of what fits, newest first or in another order."""
        skip = (page - 1) * size
        return list(self.find(where, sort=[*(order or self.newest)], skip=skip, limit=size))

    def count(self, where: Row) -> int:
        """How many fit."""
        return self.rows.count_documents(where)


class PlanList(Listed):
    """The plans of an agency by year."""

    name = "plan_list"
    reflects = Plan
    indexes = (([("agency", 1), ("year", -1)], {}),)
    newest = (("year", -1),)

    def reflect(self, plan: Plan) -> Iterable[Change]:
        yield self.change(
            plan.id,
            set={
                "agency": plan.agency,
                "year": plan.form.year,
                "symbol": plan.form.symbol,
                "title": plan.form.title,
                "approved_on": _text(plan.approved_on),
                "tasks": len(plan.lines),
            },
        )


class TaskList(Listed):
    """The open and completed tasks of a plan, by due date."""

    name = "task_list"
    reflects = Task
    indexes = (([("plan", 1), ("due_on", 1), ("_id", 1)], {}),)
    newest = (("due_on", 1), ("_id", 1))

    def reflect(self, task: Task) -> Iterable[Change]:
        yield self.change(
            task.id,
            set={
                "agency": task.agency,
                "plan": task.plan,
                "title": task.form.title,
                "duty": task.form.duty,
                "owner": task.form.owner,
                "due_on": task.form.due_on.isoformat(),
                "completed_on": _text(task.completed_on),
            },
        )

    def progress(self, plan: str, *, today: date) -> dict[str, int]:
        """How many tasks a plan has, how many are done, and how many are overdue today."""
        open_ = {"plan": plan, "completed_on": None}
        total = self.count({"plan": plan})
        return {
            "total": total,
            "done": total - self.count(open_),
            "overdue": self.count({**open_, "due_on": {"$lt": today.isoformat()}}),
        }


class ModelList(Listed):
    """The models of an agency."""

    name = "model_list"
    reflects = DvkModel
    indexes = (
        ([("agency", 1), ("started_on", -1), ("_id", -1)], {}),
        ([("agency", 1), ("field", 1), ("started_on", -1), ("_id", -1)], {}),
    )
    newest = (("started_on", -1), ("_id", -1))

    def reflect(self, model: DvkModel) -> Iterable[Change]:
        form = model.form
        yield self.change(
            model.id,
            set={
                "agency": model.agency,
                "name": form.name,
                "field": form.field.value,
                "started_on": form.started_on.isoformat(),
                "priority": form.direct_to_people or form.pressing_issue,
                "results": len(model.results),
                "ended_on": _text(model.ended_on),
            },
        )


# --- activities: three kinds of aggregates in one list ----------------------------------------------


class ActivityList(Listed):
    """Sessions, classes, articles and broadcasts of an agency; this part lists the sessions."""

    name = "activities"
    reflects = Outreach
    indexes = (
        ([("agency", 1), ("on", -1), ("_id", -1)], {}),
        ([("agency", 1), ("kind", 1), ("on", -1), ("_id", -1)], {}),
    )
    newest = (("on", -1), ("_id", -1))

    def reflect(self, outreach: Outreach) -> Iterable[Change]:
        form = outreach.form
        yield _activity(
            outreach,
            kind=form.kind.value,
            on=form.held_on.isoformat(),
            count=form.participants,
            instruments=list(form.instruments),
            area_tags=[tag.value for tag in form.area_tags],
        )


class TrainingsListed(View):
    """Writes classes into the list of activities."""

    name = "activities_training"
    reflects = Training

    def reflect(self, training: Training) -> Iterable[Change]:
        form = training.form
        yield _activity(
            training, kind="TRAINING", on=form.held_on.isoformat(), count=form.attendees
        )


class MediaListed(View):
    """Writes articles and broadcasts into the list of activities."""

    name = "activities_media"
    reflects = MediaEntry

    def reflect(self, entry: MediaEntry) -> Iterable[Change]:
        form = entry.form
        yield _activity(
            entry,
            kind=form.kind.value,
            on=form.published_on.isoformat(),
            count=form.minutes,
            topic=form.topic.value,
        )


def _activity(one: Outreach | Training | MediaEntry, **what: Any) -> Change:
    about = {"agency": one.agency, "title": one.form.title}
    return Change(ActivityList.name, one.id, set={**about, **what})


# --- ethics -----------------------------------------------------------------------------------------


class EvaluationList(Listed):
    """The evaluations of an agency's head."""

    name = "evaluation_list"
    reflects = HeadEvaluation
    indexes = (([("agency", 1), ("on", -1), ("_id", -1)], {}),)
    newest = (("on", -1), ("_id", -1))

    def reflect(self, evaluation: HeadEvaluation) -> Iterable[Change]:
        form = evaluation.form
        yield self.change(
            evaluation.id,
            set={
                "agency": evaluation.agency,
                "on": form.evaluated_on.isoformat(),
                "level": form.level.value,
                "evaluator": form.evaluator,
                "findings": form.findings,
            },
        )


class CaseList(Listed):
    """The cases of harassment an agency handled."""

    name = "case_list"
    reflects = HarassmentCase
    indexes = (([("agency", 1), ("on", -1), ("_id", -1)], {}),)
    newest = (("on", -1), ("_id", -1))

    def reflect(self, case: HarassmentCase) -> Iterable[Change]:
        form = case.form
        yield self.change(
            case.id,
            set={
                "agency": case.agency,
                "on": form.found_on.isoformat(),
                "officials_handled": form.officials_handled,
                "handling": form.handling,
            },
        )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
