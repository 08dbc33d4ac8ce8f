"""How programs talk to the vault: the same acts as on its pages."""

from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields, validate

from contracts.reception import OpeningPurpose
from contracts.registry import PETITION_WRITERS, Role
from contracts.rights import VAULT_KNOCKERS as VAULT_ROLES
from kernel.web import current_actor, idempotency_key, requires
from services.reception.domain.vault import Identity
from services.reception.service import Reception


class OpeningSchema(ma.Schema):
    """For what a vault is opened."""

    purpose = fields.Enum(OpeningPurpose, by_value=True, required=True)
    reason = fields.String(required=True, validate=validate.Length(5, 1000))


class RequestSchema(OpeningSchema):
    """For what somebody asks to open a vault; `handles`: as the one who handles the matter."""

    handles = fields.Boolean(load_default=False)


class GrantSchema(ma.Schema):
    """Which request a second officer agrees to."""

    request = fields.String(required=True, validate=validate.Length(1, 60))


class BarSchema(ma.Schema):
    """Which account is kept out."""

    user = fields.String(required=True, validate=validate.Length(1, 100))


class HandoverSchema(ma.Schema):
    """Which agency is competent."""

    to_agency = fields.String(required=True, validate=validate.Length(1, 100))


class TakeoverSchema(ma.Schema):
    """Which handover is received for a denunciation of the own register."""

    handover = fields.String(required=True, validate=validate.Length(1, 60))


class IdentitySchema(ma.Schema):
    """Who denounces."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))
    id_number = fields.String(load_default="", validate=validate.Length(max=30))
    contact = fields.String(load_default="", validate=validate.Length(max=500))
    content = fields.String(load_default="", validate=validate.Length(max=20_000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Identity:
        return Identity(**given)


class OpenedSchema(ma.Schema):
    """What an act on a vault was about: never what lies in it."""

    petition = fields.String()
    request = fields.String()
    handover = fields.String()
    digest = fields.String()


class SeenSchema(ma.Schema):
    """One opening."""

    role = fields.String()
    purpose = fields.String()
    at = fields.DateTime()
    second = fields.Boolean()


class AskedSchema(ma.Schema):
    """One request to open."""

    request = fields.String(attribute="id")
    role = fields.String()
    purpose = fields.String()
    at = fields.DateTime()
    handles = fields.Boolean()
    granted = fields.Boolean()
    used = fields.Boolean()


class DoorSchema(ma.Schema):
    """A vault from outside."""

    petition = fields.String()
    filled = fields.Boolean()
    handed_to = fields.String()
    may_open = fields.Boolean()
    openings = fields.List(fields.Nested(SeenSchema))
    requests = fields.List(fields.Nested(AskedSchema))


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes of the vault."""
    _door(bp, reception)
    _asking(bp, reception)
    _moving(bp, reception)


def _door(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/petitions/<petition_id>/vault", methods=["GET"])
    @requires(*VAULT_ROLES)
    @bp.response(200, DoorSchema)
    def vault_door(petition_id: str) -> dict[str, Any]:
        door = reception.vault_of(petition_id, by=current_actor())
        entry = door.entry
        return {
            "petition": petition_id,
            "filled": entry is not None,
            "handed_to": entry.handed_to if entry else "",
            "may_open": door.opens,
            "openings": [{**vars(one), "second": bool(one.request)} for one in entry.openings]
            if entry
            else [],
            "requests": [{**vars(one), "granted": bool(one.granted_by)} for one in entry.requests]
            if entry
            else [],
        }

    @bp.route("/petitions/<petition_id>/vault", methods=["PUT"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(IdentitySchema)
    @bp.response(200, OpenedSchema)
    def put_into_vault(identity: Identity, petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.put_into_vault(petition_id, identity, by=by, key=key)

    @bp.route("/petitions/<petition_id>/vault/openings", methods=["POST"])
    @requires(*VAULT_ROLES, fresh=True)
    @bp.arguments(OpeningSchema)
    @bp.response(200, IdentitySchema)
    def open_vault(given: dict[str, Any], petition_id: str) -> Identity:
        """Show who denounces. Each time is told; there is no idempotency key for looking."""
        return reception.open_vault(petition_id, **given, by=current_actor())


def _asking(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/petitions/<petition_id>/vault/requests", methods=["POST"])
    @requires(*VAULT_ROLES)
    @bp.arguments(RequestSchema)
    @bp.response(200, OpenedSchema)
    def request_vault(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.request_vault(petition_id, **given, by=by, key=key)

    @bp.route("/petitions/<petition_id>/vault/grants", methods=["POST"])
    @requires(*VAULT_ROLES, fresh=True)
    @bp.arguments(GrantSchema)
    @bp.response(200, OpenedSchema)
    def grant_vault(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.grant_vault(petition_id, **given, by=by, key=key)

    @bp.route("/petitions/<petition_id>/vault/barred", methods=["POST"])
    @requires(*VAULT_ROLES)
    @bp.arguments(BarSchema)
    @bp.response(200, OpenedSchema)
    def bar_from_vault(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.bar_from_vault(petition_id, **given, by=by, key=key)


def _moving(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/petitions/<petition_id>/vault/handover", methods=["POST"])
    @requires(Role.AGENCY_HEAD, fresh=True)
    @bp.arguments(HandoverSchema)
    @bp.response(200, OpenedSchema)
    def hand_over_vault(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.hand_over_vault(petition_id, **given, by=by, key=key)

    @bp.route("/petitions/<petition_id>/vault/takeover", methods=["POST"])
    @requires(Role.AGENCY_HEAD, fresh=True)
    @bp.arguments(TakeoverSchema)
    @bp.response(200, OpenedSchema)
    def take_over_vault(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.take_over_vault(given["handover"], petition_id, by=by, key=key)
