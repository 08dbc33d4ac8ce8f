"""The REST routes about petitions on their way: what arrives, its sealed dossier, taking it, sending it back."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Response
from marshmallow import fields, validate

from contracts.registry import PETITION_READERS, PETITION_WRITERS
from kernel.web import current_actor, idempotency_key, requires
from services.reception.api.schemas import ReceiptSchema
from services.reception.domain.cases import Said
from services.reception.domain.forwarding import Forward
from services.reception.domain.parcels import Arrival
from services.reception.service import Reception


class ForwardSchema(ma.Schema):
    """A petition on its way; nothing of its content."""

    forward = fields.String(attribute="id")
    from_agency = fields.String()
    to_agency = fields.String()
    kind = fields.String(attribute="petition_kind")
    sent_on = fields.Date()
    first_received_on = fields.Date()
    hash = fields.String()
    answer = fields.String(allow_none=True)
    answered_on = fields.Date(allow_none=True)
    received_as = fields.String()


class ForwardsSchema(ma.Schema):
    """What was sent to the agency, the newest first."""

    forwards = fields.List(fields.Nested(ForwardSchema))


class TakingSchema(ma.Schema):
    """When it was received (today when it is not given)."""

    on = fields.Date(load_default=None, allow_none=True)


class RefusingSchema(TakingSchema):
    """When and why it is sent back."""

    text = fields.String(required=True, validate=validate.Length(1, 2000))


class RefusedSchema(ma.Schema):
    """What became of it."""

    forward = fields.String()
    answer = fields.String()


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes."""

    @bp.route("/forwards", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, ForwardsSchema)
    def arriving() -> dict[str, list[Forward | Arrival]]:
        return {"forwards": reception.forwards.arriving(by=current_actor())}

    @bp.route("/forwards/<forward_id>", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, ForwardSchema)
    def one_forward(forward_id: str) -> Forward | Arrival:
        return reception.forwards.dossier(forward_id, by=current_actor())

    @bp.route("/forwards/<forward_id>/dossier", methods=["GET"])
    @requires(*PETITION_READERS)
    def dossier(forward_id: str) -> Response:
        """The sealed bytes, which only the receiving agency can open; gone once it was taken out."""
        sealed = reception.forwards.sealed(forward_id, by=current_actor())
        return Response(sealed, mimetype="application/octet-stream")

    @bp.route("/forwards/<forward_id>/receipt", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(TakingSchema)
    @bp.response(200, ReceiptSchema)
    def receive(given: dict[str, Any], forward_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        said = Said(**given)
        return reception.forwards.receive(forward_id, said, by=by, key=key)

    @bp.route("/forwards/<forward_id>/refusal", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(RefusingSchema)
    @bp.response(200, RefusedSchema)
    def refuse(given: dict[str, Any], forward_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        said = Said(**given)
        return reception.forwards.refuse(forward_id, said, by=by, key=key)
