"""The shapes of what programs send to reception and what they are answered."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.reception import (
    Disposition,
    Field,
    Host,
    Instance,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)
from kernel.web import SubjectSchema
from services.reception.domain import (
    Classification,
    Petitioner,
    PetitionForm,
    SessionForm,
)
from services.reception.domain.findings import WORDS as FINDINGS_WORDS

MOST = 100_000
MOST_PLACES = 20


def _count() -> fields.Integer:
    return fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST))


def _part() -> fields.Integer:
    return fields.Integer(load_default=0, strict=True, validate=validate.Range(0, MOST))


class PetitionerSchema(ma.Schema):
    """Who petitions."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))
    id_number = fields.String(load_default="", validate=validate.Length(max=30))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Petitioner:
        return Petitioner(**given)


class PetitionFormSchema(ma.Schema):
    """A petition as it is entered."""

    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    channel = fields.Enum(IntakeChannel, by_value=True, required=True)
    received_on = fields.Date(required=True)
    summary = fields.String(required=True, validate=validate.Length(1, 4000))
    petitioner = fields.Nested(PetitionerSchema, load_default=None, allow_none=True)
    signers = fields.Integer(load_default=1, strict=True, validate=validate.Range(1, MOST))
    against = fields.String(load_default="", validate=validate.Length(max=300))
    field = fields.Enum(Field, by_value=True, load_default=Field.NONE)
    anonymous = fields.Boolean(load_default=False)
    again = fields.Boolean(load_default=False)
    instance = fields.Enum(Instance, by_value=True, load_default=Instance.FIRST)
    notice_from = fields.Date(load_default=None, allow_none=True)
    subject = fields.String(load_default="", validate=validate.Length(max=40))
    regulation = fields.Boolean(load_default=False)
    places = fields.List(
        fields.String(validate=validate.Length(1, 40)),
        load_default=[],
        validate=validate.Length(max=MOST_PLACES),
        metadata={"description": "Địa bàn vụ việc: id các xã, phường mà vụ việc liên quan."},
    )
    client_ref = fields.String(load_default="", validate=validate.Length(max=100))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> PetitionForm:
        return PetitionForm(**{**given, "places": tuple(given["places"])})


class ClassificationSchema(ma.Schema):
    """What a petition was found to be, and what becomes of it."""

    eligible = fields.Boolean(required=True)
    competent = fields.Boolean(required=True)
    disposition = fields.Enum(Disposition, by_value=True, required=True)
    on = fields.Date(required=True)
    missing = fields.List(fields.String(), load_default=[])
    impersonated = fields.Boolean(load_default=False)
    reason = fields.String(load_default="", validate=validate.Length(max=2000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Any:
        return Classification(**{**given, "missing": tuple(given["missing"])})


class CompetenceSchema(ma.Schema):
    """Who is competent for a petition; `ours` is null where somebody has to look who manages whom."""

    holder = fields.String()
    offices = fields.List(fields.String())
    ours = fields.Boolean(allow_none=True)
    why = fields.List(fields.String())


class AcceptanceSchema(ma.Schema):
    """When a matter was accepted (today when it is not given), and whether it is complex."""

    on = fields.Date(load_default=None, allow_none=True)
    is_complex = fields.Boolean(data_key="complex", load_default=False)
    criteria = fields.List(fields.String(), load_default=[])
    document = fields.String(load_default="", validate=validate.Length(max=100))


class DecisionSchema(ma.Schema):
    """How a matter was settled; `on` is today when it is not given."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    on = fields.Date(load_default=None, allow_none=True)
    document = fields.String(load_default="", validate=validate.Length(max=100))


class SessionFormSchema(ma.Schema):
    """A reception session as it is entered: four counts, never merged, and the people in the groups."""

    session_kind = fields.Enum(SessionKind, by_value=True, required=True, data_key="kind")
    host = fields.Enum(Host, by_value=True, required=True)
    held_on = fields.Date(required=True)
    online = fields.Boolean(load_default=False)
    place = fields.String(load_default="", validate=validate.Length(max=300))
    visits = _count()
    persons = _count()
    matters = _count()
    groups = _count()
    group_persons = _count()
    matters_again = _part()
    group_matters = _part()
    group_matters_again = _part()
    client_ref = fields.String(load_default="", validate=validate.Length(max=100))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> SessionForm:
        return SessionForm(**given)


# --- rows of acts -----------------------------------------------------------------------------------


class ClassifyRowSchema(SubjectSchema):
    """A row that classifies a petition."""

    eligible = fields.Boolean(required=True)
    competent = fields.Boolean(required=True)
    disposition = fields.Enum(Disposition, by_value=True, required=True)
    on = fields.Date(required=True)
    missing = fields.List(fields.String(), load_default=[])
    impersonated = fields.Boolean(load_default=False)
    reason = fields.String(load_default="", validate=validate.Length(max=2000))


class AcceptRowSchema(SubjectSchema):
    """A row that accepts a matter."""

    on = fields.Date(required=True)
    is_complex = fields.Boolean(data_key="complex", load_default=False)
    criteria = fields.List(fields.String(), load_default=[])
    document = fields.String(load_default="", validate=validate.Length(max=100))


class DecideRowSchema(SubjectSchema):
    """A row that settles a matter."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    on = fields.Date(required=True)
    document = fields.String(load_default="", validate=validate.Length(max=100))


# --- answers ----------------------------------------------------------------------------------------


class ReceiptSchema(ma.Schema):
    """The receipt of a registered petition."""

    petition = fields.String()
    number = fields.Integer()
    year = fields.Integer()


class StateSchema(ma.Schema):
    """Where a petition stands after an act, and when the agency has to act next."""

    petition = fields.String()
    state = fields.String()
    version = fields.Integer()
    due_on = fields.String(allow_none=True)


class DeadlineSchema(ma.Schema):
    """A deadline with the steps that lead to it."""

    rule = fields.String()
    due_on = fields.Date()
    proof = fields.List(fields.Dict())


class ClockSchema(ma.Schema):
    """One time of a case, with its proof."""

    kind = fields.String()
    rule = fields.String(attribute="deadline.rule")
    due_on = fields.Date(allow_none=True)
    ended_on = fields.Date(allow_none=True)
    met = fields.Boolean(allow_none=True)
    before = fields.List(fields.Date())
    proof = fields.List(fields.Dict(), attribute="deadline.proof")


class ContentSchema(ma.Schema):
    """One content of a case."""

    id = fields.String()
    text = fields.String()
    fate = fields.String()
    outcome = fields.String(allow_none=True)


class EntrySchema(ma.Schema):
    """One line of a petition's history."""

    step = fields.String()
    on = fields.Date()
    document = fields.String()
    text = fields.String()
    number = fields.Integer()


class FoundSchema(ma.Schema):
    """How a petition was classified."""

    eligible = fields.Boolean()
    competent = fields.Boolean()
    disposition = fields.String()
    on = fields.Date()


FindingsSchema = ma.Schema.from_dict(
    {name: fields.Integer() for name in FINDINGS_WORDS}, name="FindingsSchema"
)
FindingsSchema.__doc__ = (
    "What the decision asks for: money in đồng, land in square metres, people, matters."
)


class PetitionSchema(ma.Schema):
    """A petition, for its own agency."""

    petition = fields.String(attribute="id")
    number = fields.Integer()
    year = fields.Integer()
    state = fields.String()
    version = fields.Integer()
    kind = fields.String(attribute="form.kind")
    channel = fields.String(attribute="form.channel")
    received_on = fields.Date(attribute="form.received_on")
    summary = fields.String(attribute="form.summary")
    signers = fields.Integer(attribute="form.signers")
    subject = fields.String(attribute="form.subject")
    regulation = fields.Boolean(attribute="form.regulation")
    places = fields.List(fields.String(), attribute="form.places")
    intake = fields.Nested(DeadlineSchema, allow_none=True)
    classification = fields.Nested(FoundSchema, allow_none=True)
    accepted_on = fields.Date(allow_none=True)
    acceptance = fields.String()
    is_complex = fields.Boolean(data_key="complex")
    remote = fields.Boolean()
    settlement = fields.Nested(DeadlineSchema, allow_none=True)
    decided_on = fields.Date(allow_none=True)
    decision = fields.String()
    outcome = fields.String(allow_none=True)
    findings = fields.Nested(FindingsSchema, allow_none=True)
    on_time = fields.Boolean(allow_none=True)
    clocks = fields.List(fields.Nested(ClockSchema))
    contents = fields.List(fields.Nested(ContentSchema))
    history = fields.List(fields.Nested(EntrySchema))
    parts = fields.List(fields.String())
    master = fields.String()
    parent = fields.String()
    handler = fields.String()
    first_received_on = fields.Date(allow_none=True)


class LikeSchema(ma.Schema):
    """A petition that may be the same: how alike its words are (0–100), and what else is the same."""

    petition = fields.String(attribute="petition.id")
    number = fields.Integer(attribute="petition.number")
    year = fields.Integer(attribute="petition.year")
    state = fields.String(attribute="petition.state")
    score = fields.Integer()
    same_person = fields.Boolean()
    same_target = fields.Boolean()


class DuplicatesSchema(ma.Schema):
    """What may be the same, the likeliest first."""

    duplicates = fields.List(fields.Nested(LikeSchema))


class HeldSchema(ma.Schema):
    """The receipt of a session."""

    session = fields.String()


class SessionSchema(ma.Schema):
    """A session, for its own agency."""

    session = fields.String(attribute="id")
    kind = fields.String(attribute="form.session_kind")
    host = fields.String(attribute="form.host")
    held_on = fields.Date(attribute="form.held_on")
    online = fields.Boolean(attribute="form.online")
    place = fields.String(attribute="form.place")
    visits = fields.Integer(attribute="form.visits")
    persons = fields.Integer(attribute="form.persons")
    matters = fields.Integer(attribute="form.matters")
    groups = fields.Integer(attribute="form.groups")
    group_persons = fields.Integer(attribute="form.group_persons")
    matters_again = fields.Integer(attribute="form.matters_again")
    group_matters = fields.Integer(attribute="form.group_matters")
    group_matters_again = fields.Integer(attribute="form.group_matters_again")


class LineResultSchema(ma.Schema):
    """What became of one line of a file: its petition, or which cell is wrong."""

    line = fields.Integer()
    client_ref = fields.String()
    status = fields.Integer()
    act = fields.String()
    answer = fields.Dict()
    code = fields.String()
    title = fields.String()
    errors = fields.Dict()


class LinesSchema(ma.Schema):
    """Results in the order of the lines."""

    results = fields.List(fields.Nested(LineResultSchema))
