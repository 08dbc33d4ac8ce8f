"""What programs send and get: petitions, receipts, states."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from kernel.web.bulk import LONGEST_REF
from services.reception.domain import Petitioner, PetitionForm
from services.reception.pages import forms


class PetitionerSchema(ma.Schema):
    """Who petitions."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Petitioner:
        return Petitioner(**given)


class PetitionFormSchema(forms.PetitionSchema):
    """A petition as a program enters it; `client_ref` is what that program calls it."""

    petitioner = fields.Nested(PetitionerSchema, load_default=None, allow_none=True)
    client_ref = fields.String(load_default="", validate=validate.Length(max=LONGEST_REF))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> PetitionForm:
        return PetitionForm(**given)


class ReceiptSchema(ma.Schema):
    """The receipt of a registered petition."""

    petition = fields.String()
    number = fields.Integer()
    year = fields.Integer()


class StateSchema(ma.Schema):
    """Where a petition stands after an act, and the legal day that runs."""

    petition = fields.String()
    state = fields.String()
    version = fields.Integer()
    due_on = fields.String(allow_none=True)


class SessionReceiptSchema(ma.Schema):
    """The id of a recorded session."""

    session = fields.String()


class DeadlineSchema(ma.Schema):
    """A legal day, its rule, and every reason for it."""

    rule = fields.String()
    due_on = fields.Date()
    reasons = fields.List(fields.String())


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
    classification = fields.Nested(forms.ClassificationSchema, allow_none=True)
    intake = fields.Nested(DeadlineSchema)
    accepted_on = fields.Date(allow_none=True)
    complex = fields.Boolean()
    settlement = fields.Nested(DeadlineSchema, allow_none=True)
    decided_on = fields.Date(allow_none=True)
    outcome = fields.String(allow_none=True)
    on_time = fields.Boolean(allow_none=True)
