"""What programs and forms say about plans, models, activities and ethics, and what they are told."""

from typing import Any, ClassVar

import marshmallow as ma
from marshmallow import fields, validate

from contracts.planning import (
    AreaTag,
    EthicsLevel,
    MediaKind,
    MediaTopic,
    ModelField,
    OutreachKind,
)
from services.planning.domain import (
    EvaluationForm,
    HarassmentForm,
    MediaForm,
    ModelForm,
    OutreachForm,
    PlanForm,
    Result,
    TaskForm,
    TrainingForm,
)

FIRST_YEAR, LAST_YEAR = 2021, 2100  # the directive is of 23/12/2021
MOST_PEOPLE = 1_000_000
MOST_MINUTES = 10_000


def words(longest: int, *, required: bool = True) -> fields.String:
    """A line or a text that must, or need not, be there."""
    if required:
        return fields.String(required=True, validate=validate.Length(1, longest))
    return fields.String(load_default="", validate=validate.Length(max=longest))


def count(most: int, *, least: int = 0) -> fields.Integer:
    """A whole number."""
    return fields.Integer(required=True, validate=validate.Range(least, most))


class EntrySchema(ma.Schema):
    """A form as it is entered; `client_ref` is the name other software gives it."""

    makes: ClassVar[type[Any]]
    client_ref = words(100, required=False)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Any:
        return self.makes(**given)


class PlanFormSchema(EntrySchema):
    """A plan as it is drafted."""

    makes = PlanForm
    year = fields.Integer(required=True, validate=validate.Range(FIRST_YEAR, LAST_YEAR))
    symbol = words(60)
    title = words(300)
    issued_on = fields.Date(load_default=None, allow_none=True)


class TaskFormSchema(EntrySchema):
    """A task as it is listed in a draft plan."""

    makes = TaskForm
    title = words(500)
    duty = words(10)
    owner = words(200, required=False)
    due_on = fields.Date(required=True)


class ModelFormSchema(EntrySchema):
    """A "Dân vận khéo" model as it is registered."""

    makes = ModelForm
    name = words(300)
    field = fields.Enum(ModelField, by_value=True, required=True)
    started_on = fields.Date(required=True)
    beneficiaries = words(500)
    direct_to_people = fields.Boolean(load_default=False)
    pressing_issue = fields.Boolean(load_default=False)


class OutreachFormSchema(EntrySchema):
    """A session for staff or for people."""

    makes = OutreachForm
    kind = fields.Enum(OutreachKind, by_value=True, required=True)
    title = words(300)
    held_on = fields.Date(required=True)
    participants = count(MOST_PEOPLE)
    instruments = fields.List(words(100), load_default=list, validate=validate.Length(max=60))
    area_tags = fields.List(fields.Enum(AreaTag, by_value=True), load_default=list)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> OutreachForm:
        for name in ("instruments", "area_tags"):
            given[name] = _once(given[name])
        return OutreachForm(**given)


class TrainingFormSchema(EntrySchema):
    """A class in the skills of dân vận."""

    makes = TrainingForm
    title = words(300)
    held_on = fields.Date(required=True)
    attendees = count(MOST_PEOPLE)


class MediaFormSchema(EntrySchema):
    """An article or a broadcast; minutes are of broadcasts only."""

    makes = MediaForm
    kind = fields.Enum(MediaKind, by_value=True, required=True)
    topic = fields.Enum(MediaTopic, by_value=True, required=True)
    title = words(300)
    published_on = fields.Date(required=True)
    minutes = fields.Integer(load_default=0, validate=validate.Range(0, MOST_MINUTES))


class EvaluationFormSchema(EntrySchema):
    """How the superior evaluated the head."""

    makes = EvaluationForm
    evaluated_on = fields.Date(required=True)
    level = fields.Enum(EthicsLevel, by_value=True, required=True)
    evaluator = words(200)
    findings = words(4000)


class HarassmentFormSchema(EntrySchema):
    """A case of harassment that was handled; no citizen is named."""

    makes = HarassmentForm
    found_on = fields.Date(required=True)
    officials_handled = count(1000)
    handling = words(2000)


class ApprovalSchema(ma.Schema):
    """The day of the approval."""

    on = fields.Date(required=True)


class CompletionSchema(ma.Schema):
    """When a task was completed, and what shows it."""

    on = fields.Date(required=True)
    evidence = words(2000)


class ResultFormSchema(ma.Schema):
    """A model's result: when it was seen, and what shows it."""

    on = fields.Date(required=True)
    evidence = words(2000)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Result:
        return Result(**given)


class EndSchema(ma.Schema):
    """When a model ended, and why."""

    on = fields.Date(required=True)
    reason = words(2000)


def _once(values: list[Any]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(values))


# --- answers ----------------------------------------------------------------------------------------


class PlanReceiptSchema(ma.Schema):
    """Where a plan stands after an act."""

    plan = fields.String()
    task = fields.String()
    tasks = fields.Integer()
    version = fields.Integer()


class TaskReceiptSchema(ma.Schema):
    """Where a task stands after an act."""

    task = fields.String()
    on_time = fields.Boolean()
    version = fields.Integer()


class ModelReceiptSchema(ma.Schema):
    """Where a model stands after an act."""

    model = fields.String()
    results = fields.Integer()
    version = fields.Integer()


class EntryReceiptSchema(ma.Schema):
    """The id of what was recorded, by its kind."""

    outreach = fields.String()
    training = fields.String()
    entry = fields.String()
    evaluation = fields.String()
    case = fields.String()


class LineSchema(ma.Schema):
    """A task as a plan lists it."""

    task = fields.String(attribute="id")
    title = fields.String(attribute="form.title")
    duty = fields.String(attribute="form.duty")
    owner = fields.String(attribute="form.owner")
    due_on = fields.Date(attribute="form.due_on")


class PlanSchema(ma.Schema):
    """A plan with its tasks, for its own agency."""

    plan = fields.String(attribute="id")
    year = fields.Integer(attribute="form.year")
    symbol = fields.String(attribute="form.symbol")
    title = fields.String(attribute="form.title")
    issued_on = fields.Date(attribute="form.issued_on", allow_none=True)
    approved_on = fields.Date(allow_none=True)
    version = fields.Integer()
    tasks = fields.List(fields.Nested(LineSchema), attribute="lines")


class TaskSchema(LineSchema):
    """A task of an approved plan."""

    plan = fields.String()
    opened_on = fields.Date()
    completed_on = fields.Date(allow_none=True)
    evidence = fields.String()
    version = fields.Integer()


class ResultSchema(ma.Schema):
    """A result of a model."""

    on = fields.Date()
    evidence = fields.String()


class ModelSchema(ma.Schema):
    """A model with its results."""

    model = fields.String(attribute="id")
    name = fields.String(attribute="form.name")
    field = fields.String(attribute="form.field")
    started_on = fields.Date(attribute="form.started_on")
    beneficiaries = fields.String(attribute="form.beneficiaries")
    direct_to_people = fields.Boolean(attribute="form.direct_to_people")
    pressing_issue = fields.Boolean(attribute="form.pressing_issue")
    results = fields.List(fields.Nested(ResultSchema))
    ended_on = fields.Date(allow_none=True)
    reason = fields.String()
    version = fields.Integer()


class RowsSchema(ma.Schema):
    """One page of a list of the own agency."""

    rows = fields.List(fields.Dict())
    total = fields.Integer()


class ListSchema(ma.Schema):
    """Which page of a list, and of which kind or field."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))
    kind = words(30, required=False)
    field = words(30, required=False)
