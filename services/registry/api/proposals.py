"""The routes of roles that are proposed by one and approved by another."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import Role
from contracts.rights import ROLE_APPROVERS
from kernel.web import current_actor, idempotency_key, requires
from services.registry.domain import Assignment, RoleProposal
from services.registry.service import Registry


class ProposedSchema(ma.Schema):
    """Where a proposal stands."""

    proposal = fields.String()
    account = fields.String()
    role = fields.String()
    state = fields.String()


class ProposalSchema(ma.Schema):
    """A role that was proposed."""

    proposal = fields.String(attribute="id")
    account = fields.String()
    role = fields.String(attribute="wanted.role")
    agency = fields.String()
    since = fields.Date(attribute="wanted.since")
    until = fields.Date(attribute="wanted.until", allow_none=True)
    see_only = fields.Boolean(attribute="wanted.see_only")
    acting_for = fields.String(attribute="wanted.acting_for")
    proposed_by = fields.String()
    proposed_on = fields.Date()
    state = fields.String()
    decided_on = fields.Date(allow_none=True)
    reason = fields.String()


class ProposalsSchema(ma.Schema):
    """Roles that were proposed."""

    proposals = fields.List(fields.Nested(ProposalSchema))


class WhyNotSchema(ma.Schema):
    """Why a role is not given."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


def add(bp: Any, registry: Registry, wanted_schema: type[ma.Schema]) -> None:
    """Add the routes."""
    desk = registry.proposals

    @bp.route("/accounts/<id_>/roles", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.arguments(wanted_schema)
    @bp.response(201, ProposedSchema)
    def propose_role(wanted: Assignment, id_: str) -> dict[str, Any]:
        """Ask that an account be given a role; a second person approves it."""
        return desk.propose_role(id_, wanted, by=current_actor(), key=idempotency_key())

    @bp.route("/role-proposals", methods=["GET"])
    @requires(*ROLE_APPROVERS)
    @bp.response(200, ProposalsSchema)
    def role_proposals() -> dict[str, list[RoleProposal]]:
        """The roles that are the asker's to approve, and those decided lately."""
        return {"proposals": desk.of(by=current_actor())}

    @bp.route("/role-proposals/<id_>/approval", methods=["POST"])
    @requires(*ROLE_APPROVERS, fresh=True)
    @bp.response(200, ProposedSchema)
    def approve_role(id_: str) -> dict[str, Any]:
        """Give the role: never by who proposed it or would hold it."""
        return desk.approve_role(id_, by=current_actor(), key=idempotency_key())

    @bp.route("/role-proposals/<id_>/refusal", methods=["POST"])
    @requires(*ROLE_APPROVERS, fresh=True)
    @bp.arguments(WhyNotSchema)
    @bp.response(200, ProposedSchema)
    def refuse_role(given: dict[str, Any], id_: str) -> dict[str, Any]:
        return desk.refuse_role(id_, given["reason"], by=current_actor(), key=idempotency_key())
