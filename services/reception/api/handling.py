"""The REST routes and the rows of bulks of the acts on a petition, made from their declarations."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields, validate

from contracts.reception import PetitionKind
from contracts.registry import Role
from kernel.errors import Forbidden
from kernel.message import Actor
from kernel.web import RowAct, SubjectSchema, current_actor, idempotency_key, requires, subject
from services.reception.api.schemas import StateSchema
from services.reception.domain import Petition
from services.reception.service import Reception
from services.reception.service.acts import ACTS, HANDLERS, MOST_PARTS, Act, Ask, Shape

Field = fields.Field[Any]


class PartSchema(ma.Schema):
    """One part of a petition that is split."""

    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    summary = fields.String(required=True, validate=validate.Length(1, 4000))
    against = fields.String(load_default="", validate=validate.Length(max=300))


class ActDoneSchema(StateSchema):
    """Where a petition stands after an act; the number or parts the act gave."""

    number = fields.Integer()
    parts = fields.List(fields.String())
    forward = fields.String()


def schema_of(act: Act, base: type[ma.Schema] = ma.Schema) -> ma.Schema:
    """The strict schema of an act's body."""
    made = {ask.name: field_of(ask) for ask in act.asks}
    cls: type[ma.Schema] = type(
        f"{base.__name__}{act.name.title().replace('_', '')}", (base,), made
    )
    return cls()


class Chosen(fields.String):
    """One of the choices an act offers, which may be fewer than its kind has."""

    def __init__(self, kind: Callable[[str], Any], options: Iterable[Any], **more: Any) -> None:
        self.kind, self.offered = kind, [str(one) for one in options]
        super().__init__(validate=validate.OneOf(self.offered), **more)

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> Any:
        text = super()._deserialize(value, *args, **more)
        return self.kind(text) if text in self.offered else text


def field_of(ask: Ask) -> Field:
    """One field, as a program sends it."""
    missing: dict[str, Any] = {"required": True} if ask.required else {}
    if ask.shape is Shape.FLAG:
        return fields.Boolean(load_default=False)
    if ask.shape is Shape.CHECKS:
        return fields.List(fields.String(), **(missing or {"load_default": []}))
    if ask.shape is Shape.PARTS:
        most = validate.Length(max=MOST_PARTS)
        return fields.List(fields.Nested(PartSchema), required=True, validate=most)
    return _single(ask, missing or {"load_default": None, "allow_none": True})


def _single(ask: Ask, more: dict[str, Any]) -> Field:
    """A field with one value, or none where none is needed."""
    if ask.shape is Shape.DAY:
        return fields.Date(**more)
    if ask.shape is Shape.NUMBER:
        return fields.Integer(strict=True, validate=validate.Range(0, ask.most), **more)
    if ask.kind is not None:
        return Chosen(ask.kind, ask.options or (), **more)
    return fields.String(validate=validate.Length(1, ask.most), **more)


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add a route per act."""
    for act in ACTS:
        _route(bp, reception, act)


def _route(bp: flask_smorest.Blueprint, reception: Reception, act: Act) -> None:
    @bp.route(f"/petitions/<petition_id>/{act.slug}", methods=["POST"], endpoint=act.name)
    @requires(*act.roles)
    @bp.arguments(schema_of(act))
    @bp.response(200, ActDoneSchema)
    def do(given: dict[str, Any], petition_id: str) -> Any:
        by, key = current_actor(), idempotency_key()
        return act.do(reception, petition_id, given, by=by, key=key)


def rows(reception: Reception) -> Mapping[str, RowAct]:
    """A kind of row per act; what the head decides, only the agency's software may bring in bulk."""
    return {act.name: _row(reception, act) for act in ACTS}


def _row(reception: Reception, act: Act) -> RowAct:
    def do(row: dict[str, Any], by: Actor) -> dict[str, Any]:
        if by.role != Role.SOFTWARE and not (set(act.roles) & {by.role} & set(HANDLERS)):
            raise Forbidden
        petition = subject(row, by=by, kind=Petition.kind)
        done: dict[str, Any] = act.do(reception, petition, row, by=by)
        return done

    return RowAct(schema_of(act, SubjectSchema), do)
