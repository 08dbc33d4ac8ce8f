"""Rows of a bulk: one act for each thing an agency's own software can tell."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import Role
from kernel.errors import Forbidden
from kernel.message import Actor
from kernel.web import RowAct, SubjectSchema, subject
from kernel.web.bulk import LONGEST_REF
from services.reception.api.shapes import PetitionFormSchema
from services.reception.domain import Classification, Petition, SessionForm
from services.reception.pages import forms
from services.reception.service import Reception

Given = dict[str, Any]


class ClassificationRow(SubjectSchema, forms.ClassificationSchema):
    """A classification of a petition."""


class AcceptanceRow(SubjectSchema, forms.AcceptanceSchema):
    """An acceptance of a petition."""


class DecisionRow(SubjectSchema, forms.DecisionSchema):
    """A decision on a petition."""


class SessionRow(forms.SessionSchema):
    """A session, by the name the agency's software gives it."""

    client_ref = fields.String(required=True, validate=validate.Length(1, LONGEST_REF))


def acts(reception: Reception) -> Mapping[str, RowAct]:
    """Every act by the name its rows bear."""

    def register(form: Any, by: Actor) -> Given:
        return reception.register_petition(form, by=by)

    def classify(given: Given, by: Actor) -> Given:
        about = subject(given, by=by, kind=Petition.kind)
        return reception.classify_petition(about, Classification(**given), by=by)

    def accept(given: Given, by: Actor) -> Given:
        _must_be_software(by)
        return reception.accept_petition(subject(given, by=by, kind=Petition.kind), **given, by=by)

    def decide(given: Given, by: Actor) -> Given:
        _must_be_software(by)
        about = subject(given, by=by, kind=Petition.kind)
        return reception.decide_petition(about, given["outcome"], on=given["on"], by=by)

    def hold(given: Given, by: Actor) -> Given:
        ref = given.pop("client_ref")
        return reception.hold_session(SessionForm(**given), client_ref=ref, by=by)

    schemas: dict[str, tuple[ma.Schema, Any]] = {
        "register_petition": (PetitionFormSchema(), register),
        "classify_petition": (ClassificationRow(), classify),
        "accept_petition": (AcceptanceRow(), accept),
        "decide_petition": (DecisionRow(), decide),
        "hold_session": (SessionRow(), hold),
    }
    return {name: RowAct(schema, do) for name, (schema, do) in schemas.items()}


def _must_be_software(by: Actor) -> None:
    """A head's acts come in bulk from software alone, where the head has decided."""
    if by.role != Role.SOFTWARE:
        raise Forbidden
