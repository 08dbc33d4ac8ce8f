"""The REST routes of replies and their templates."""

from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import PETITION_READERS, Role
from kernel.web import current_actor, idempotency_key, requires
from services.reception.domain.replies import ReplyForm, ReplyTemplate
from services.reception.pages.replies import MOST, REPLIERS
from services.reception.service import Reception


class ReplySchema(ma.Schema):
    """A reply; `understood` says that the sender knows its citizen reads it."""

    text = fields.String(required=True, validate=validate.Length(1, MOST))
    understood = fields.Boolean(required=True)
    template = fields.String(load_default="", validate=validate.Length(max=60))
    number = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 10_000))


class RepliedSchema(ma.Schema):
    """Which reply was sent."""

    petition = fields.String()
    reply = fields.String()


class SentSchema(ma.Schema):
    """A reply as its citizen reads it."""

    reply = fields.String()
    replied_on = fields.Date()
    text = fields.String()
    template = fields.String()
    number = fields.Integer()


class SentListSchema(ma.Schema):
    """The replies to a petition."""

    replies = fields.List(fields.Nested(SentSchema))


class VersionSchema(ma.Schema):
    """A version of a template."""

    number = fields.Integer()
    text = fields.String()
    on = fields.Date()


class TemplateSchema(ma.Schema):
    """A template with all its versions."""

    template = fields.String(attribute="id")
    name = fields.String()
    versions = fields.List(fields.Nested(VersionSchema))
    retired_on = fields.Date(allow_none=True)


class TemplatesSchema(ma.Schema):
    """The templates of an agency."""

    templates = fields.List(fields.Nested(TemplateSchema))


class WrittenSchema(ma.Schema):
    """Which version of which template there is now."""

    template = fields.String()
    number = fields.Integer()


class NewTemplateSchema(ma.Schema):
    """A new template."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    text = fields.String(required=True, validate=validate.Length(1, MOST))


class NewVersionSchema(ma.Schema):
    """A version more."""

    text = fields.String(required=True, validate=validate.Length(1, MOST))


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes."""
    desk = reception.replies

    @bp.route("/petitions/<petition_id>/replies", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    @bp.response(200, SentListSchema)
    def replies(petition_id: str) -> dict[str, Any]:
        found = desk.replies_to(petition_id, by=current_actor())
        return {"replies": [{**vars(one), "reply": one.id, "text": text} for one, text in found]}

    @bp.route("/petitions/<petition_id>/replies", methods=["POST"])
    @requires(Role.SOFTWARE, *REPLIERS)
    @bp.arguments(ReplySchema)
    @bp.response(201, RepliedSchema)
    def send_reply(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return desk.send_reply(petition_id, ReplyForm(**given), by=by, key=key)

    @bp.route("/templates", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    @bp.response(200, TemplatesSchema)
    def templates() -> dict[str, list[ReplyTemplate]]:
        return {"templates": desk.templates_of(by=current_actor())}

    @bp.route("/templates", methods=["POST"])
    @requires(Role.SOFTWARE, *REPLIERS)
    @bp.arguments(NewTemplateSchema)
    @bp.response(201, WrittenSchema)
    def write_template(given: dict[str, Any]) -> dict[str, Any]:
        return desk.write_template(**given, by=current_actor(), key=idempotency_key())

    @bp.route("/templates/<template_id>/versions", methods=["POST"])
    @requires(Role.SOFTWARE, *REPLIERS)
    @bp.arguments(NewVersionSchema)
    @bp.response(201, WrittenSchema)
    def revise_template(given: dict[str, Any], template_id: str) -> dict[str, Any]:
        return desk.revise_template(template_id, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/templates/<template_id>/retirement", methods=["POST"])
    @requires(Role.SOFTWARE, *REPLIERS)
    @bp.response(200, WrittenSchema)
    def retire_template(template_id: str) -> dict[str, Any]:
        return desk.retire_template(template_id, by=current_actor(), key=idempotency_key())
