"""What planning remembers: plans, tasks, models, activities, evaluations, cases."""

import dataclasses
from datetime import date
from typing import Any, ClassVar, TypeVar

from kernel.errors import NotFound
from kernel.message import Aggregate
from kernel.message.fields import converter
from kernel.store import Collection, Numbers
from services.planning.domain import (
    DvkModel,
    EvaluationForm,
    HarassmentCase,
    HarassmentForm,
    HeadEvaluation,
    Line,
    MediaEntry,
    MediaForm,
    ModelForm,
    Outreach,
    OutreachForm,
    Plan,
    PlanForm,
    Result,
    Task,
    TaskForm,
    Training,
    TrainingForm,
)

R = TypeVar("R", bound=Aggregate)
Row = dict[str, Any]


class Plans(Collection[Plan]):
    """The agencies' plans, one for each year."""

    name = "plans"
    holds = Plan
    indexes = (([("agency", 1), ("form.year", 1)], {"unique": True}),)

    def to_document(self, plan: Plan) -> Row:
        return {
            "form": plain(plan.form),
            "authors": list(plan.authors),
            "lines": [{"id": line.id, "form": plain(line.form)} for line in plan.lines],
            "approved_on": plain_day(plan.approved_on),
        }

    def from_document(self, row: Row) -> Plan:
        return self.restored(
            Plan,
            row,
            form=built(PlanForm, row["form"]),
            authors=tuple(row["authors"]),
            lines=tuple(Line(one["id"], built(TaskForm, one["form"])) for one in row["lines"]),
            approved_on=day_of(row["approved_on"]),
        )

    def of_year(self, year: int, *, agency: str) -> Plan:
        """An agency's plan of a year. Raises `NotFound`."""
        row = self.rows.find_one({"agency": agency, "form.year": year})
        if row is None:
            raise NotFound
        return self.from_document(row)


class PlanSeries(Numbers):
    """Counts the plans of an agency and year: two that are drafted at once cannot both be the first."""

    def next_in(self, agency: str, year: int) -> int:
        """How many plans there are with this one."""
        return self.next(f"plans|{agency}|{year}")


class Tasks(Collection[Task]):
    """The tasks of approved plans."""

    name = "tasks"
    holds = Task

    def to_document(self, task: Task) -> Row:
        return {
            "plan": task.plan,
            "form": plain(task.form),
            "opened_on": task.opened_on.isoformat(),
            "completed_on": plain_day(task.completed_on),
            "evidence": task.evidence,
        }

    def from_document(self, row: Row) -> Task:
        return self.restored(
            Task,
            row,
            plan=row["plan"],
            form=built(TaskForm, row["form"]),
            opened_on=date.fromisoformat(row["opened_on"]),
            completed_on=day_of(row["completed_on"]),
            evidence=row["evidence"],
        )


class Models(Collection[DvkModel]):
    """The "Dân vận khéo" models."""

    name = "models"
    holds = DvkModel

    def to_document(self, model: DvkModel) -> Row:
        return {
            "form": plain(model.form),
            "results": [plain(result) for result in model.results],
            "ended_on": plain_day(model.ended_on),
            "reason": model.reason,
        }

    def from_document(self, row: Row) -> DvkModel:
        return self.restored(
            DvkModel,
            row,
            form=built(ModelForm, row["form"]),
            results=tuple(built(Result, one) for one in row["results"]),
            ended_on=day_of(row["ended_on"]),
            reason=row["reason"],
        )


class Entries(Collection[R]):
    """Things that are recorded once: all they are is the form that was entered."""

    form: ClassVar[type[Any]]

    def to_document(self, entry: R) -> Row:
        return {"form": plain(vars(entry)["form"])}

    def from_document(self, row: Row) -> R:
        cls: Any = self.holds
        entry: R = self.restored(cls, row, form=built(self.form, row["form"]))
        return entry


class Outreaches(Entries[Outreach]):
    """Sessions for staff and for people."""

    name, holds, form = "outreach", Outreach, OutreachForm


class Trainings(Entries[Training]):
    """Classes."""

    name, holds, form = "trainings", Training, TrainingForm


class MediaEntries(Entries[MediaEntry]):
    """Articles and broadcasts."""

    name, holds, form = "media", MediaEntry, MediaForm


class Evaluations(Entries[HeadEvaluation]):
    """Evaluations of heads."""

    name, holds, form = "evaluations", HeadEvaluation, EvaluationForm


class HarassmentCases(Entries[HarassmentCase]):
    """Cases of harassment that were handled."""

    name, holds, form = "harassment_cases", HarassmentCase, HarassmentForm


# --- documents --------------------------------------------------------------------------------------


def plain(form: Any) -> Row:
    """The fields of a form as a document holds them."""
    return {one.name: _plain(getattr(form, one.name)) for one in dataclasses.fields(form)}


def built(cls: type[Any], row: Row) -> Any:
    """The form of a document."""
    return cls(**{one.name: converter(one.type)(row[one.name]) for one in dataclasses.fields(cls)})


def plain_day(day: date | None) -> str | None:
    """A day as a document holds it."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    """The day a document holds."""
    return date.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value
