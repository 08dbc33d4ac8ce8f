"""The forms of reception, as pages and programs fill them in."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.reception import (
    Disposition,
    Host,
    IntakeChannel,
    Outcome,
    PetitionKind,
    SessionKind,
)
from services.reception.domain import Classification, Petitioner, PetitionForm, SessionForm

MOST_PERSONS = 100_000


class PetitionSchema(ma.Schema):
    """What every way of entering a petition asks for."""

    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    channel = fields.Enum(IntakeChannel, by_value=True, required=True)
    received_on = fields.Date(required=True)
    summary = fields.String(required=True, validate=validate.Length(1, 4000))
    signers = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PERSONS))


class EntrySchema(PetitionSchema):
    """The form on which a clerk enters a petition."""

    name = fields.String(load_default="", validate=validate.Length(max=200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))
    summary = fields.String(required=True, validate=validate.Length(10, 4000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> PetitionForm:
        who = {part: given.pop(part) for part in ("name", "address", "phone")}
        return PetitionForm(**given, petitioner=Petitioner(**who) if who["name"] else None)


class ClassificationSchema(ma.Schema):
    """What was found about a petition."""

    eligible = fields.Boolean(load_default=False)
    competent = fields.Boolean(load_default=False)
    disposition = fields.Enum(Disposition, by_value=True, required=True)
    on = fields.Date(required=True)


class ClassificationForm(ClassificationSchema):
    """The same, as its own value."""

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Classification:
        return Classification(**given)


class AcceptanceSchema(ma.Schema):
    """When a matter was accepted (today when it is not given), and whether it is complex."""

    on = fields.Date(load_default=None, allow_none=True)
    complex_ = fields.Boolean(load_default=False, data_key="complex")


class DecisionSchema(ma.Schema):
    """How a matter was settled; `on` is today when it is not given."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    on = fields.Date(load_default=None, allow_none=True)


def _count() -> fields.Integer:
    return fields.Integer(load_default=0, validate=validate.Range(0, MOST_PERSONS))


class SessionSchema(ma.Schema):
    """A reception session that was held."""

    kind = fields.Enum(SessionKind, by_value=True, required=True)
    host = fields.Enum(Host, by_value=True, required=True)
    held_on = fields.Date(required=True)
    place = fields.String(required=True, validate=validate.Length(1, 300))
    online = fields.Boolean(load_default=False)
    visits = _count()
    persons = _count()
    matters = _count()
    groups = _count()
    group_persons = _count()


class SessionFormSchema(SessionSchema):
    """The same, as its own value."""

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> SessionForm:
        return SessionForm(**given)
