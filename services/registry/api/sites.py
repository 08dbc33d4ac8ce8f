"""Sites for programs: who asks to join, who is believed, and how the lines to them stand."""

# mypy: allow-untyped-decorators

from datetime import date
from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import SiteState
from contracts.rights import ADMINISTRATOR, OPERATOR
from kernel.enrolment import Enrolment, Hosting
from kernel.web import current_actor, idempotency_key, requires
from services.registry.service import Registry

WATCHERS = (*ADMINISTRATOR, *OPERATOR)


class CardSchema(ma.Schema):
    """What `danvan site init` shows of a site."""

    site = fields.String(required=True, validate=validate.Length(1, 40))
    keyid = fields.String(required=True, validate=validate.Length(1, 40))
    public = fields.String(required=True, validate=validate.Length(1, 200))


class HostingSchema(ma.Schema):
    """An agency that works at a site, from and to a day (none: open)."""

    agency = fields.String(required=True, validate=validate.Length(1, 40))
    since = fields.Date(load_default=None, allow_none=True)
    until = fields.Date(load_default=None, allow_none=True)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Hosting:
        return Hosting(given["agency"], _text(given["since"]), _text(given["until"]))


class EnrolmentSchema(ma.Schema):
    """A site asks to join, for these agencies."""

    card = fields.Nested(CardSchema, required=True)
    agencies = fields.List(
        fields.Nested(HostingSchema), required=True, validate=validate.Length(1, 200)
    )


class ApprovalSchema(ma.Schema):
    """The fingerprint that the site's people read out."""

    fingerprint = fields.String(required=True, validate=validate.Length(1, 200))


class RevocationSchema(ma.Schema):
    """Why nothing more of a site is believed."""

    reason = fields.String(required=True, validate=validate.Length(1, 500))


class HostedSchema(ma.Schema):
    """An agency of a site, as it was written down."""

    agency = fields.String()
    since = fields.String()
    until = fields.String()


class SourceSchema(ma.Schema):
    """The certificate of one source: what is here without a gap, and what its teller announced."""

    source = fields.String()
    epoch = fields.Integer()
    segment = fields.Integer()
    event = fields.Integer()
    hash = fields.String()
    at = fields.AwareDateTime(allow_none=True)
    announced = fields.Integer()
    heard_at = fields.AwareDateTime(allow_none=True)
    behind = fields.Integer()
    held = fields.Integer()
    asked = fields.Integer()


class RefusedSchema(ma.Schema):
    """How often something of a site was refused, and why."""

    reason = fields.String()
    times = fields.Integer()
    at = fields.AwareDateTime()


class SiteSchema(ma.Schema):
    """A site, and how the line to it stands."""

    site = fields.String()
    state = fields.Enum(SiteState, by_value=True)
    keyid = fields.String()
    fingerprint = fields.String()
    agencies = fields.List(fields.Nested(HostedSchema))
    open = fields.Boolean()
    heard_at = fields.AwareDateTime(allow_none=True)
    behind = fields.Integer()
    held = fields.Integer()
    segments = fields.Integer()
    refused = fields.List(fields.Nested(RefusedSchema))
    sources = fields.List(fields.Nested(SourceSchema))


class SitesSchema(ma.Schema):
    """All sites one may see."""

    sites = fields.List(fields.Nested(SiteSchema))


class StandsSchema(ma.Schema):
    """What an act made of a site."""

    site = fields.String()
    state = fields.String()
    fingerprint = fields.String()


def add(bp: flask_smorest.Blueprint, registry: Registry) -> None:
    """Add the routes of sites."""
    desk = registry.sites

    @bp.route("/sites", methods=["GET"])
    @requires(*WATCHERS)
    @bp.response(200, SitesSchema)
    def sites() -> dict[str, Any]:
        """The sites and how their lines stand; whoever looks after one agency sees its site alone."""
        return {"sites": [_shown(one) for one in desk.lines(by=current_actor())]}

    @bp.route("/sites/<site>", methods=["GET"])
    @requires(*WATCHERS)
    @bp.response(200, SiteSchema)
    def site(site: str) -> dict[str, Any]:
        return _shown(desk.line(site, by=current_actor()))

    @bp.route("/sites", methods=["POST"])
    @requires(*WATCHERS)
    @bp.arguments(EnrolmentSchema)
    @bp.response(201, StandsSchema)
    def enrol(given: dict[str, Any]) -> dict[str, Any]:
        """Write down that a site asks to join; again: it has other agencies."""
        card = Enrolment.read(given["card"])
        asked: dict[str, Any] = desk.enrol_site(
            card, given["agencies"], by=current_actor(), key=idempotency_key()
        )
        return asked

    @bp.route("/sites/<site>/agencies", methods=["POST"])
    @requires(*WATCHERS)
    @bp.arguments(HostingSchema)
    @bp.response(200, StandsSchema)
    def host(hosting: Hosting, site: str) -> dict[str, Any]:
        """An agency works there from a day on, or until one."""
        answer: dict[str, Any] = desk.host_agency(
            site, hosting, by=current_actor(), key=idempotency_key()
        )
        desk.publish()
        return answer

    @bp.route("/sites/<site>/approval", methods=["POST"])
    @requires(*WATCHERS, fresh=True)
    @bp.arguments(ApprovalSchema)
    @bp.response(200, StandsSchema)
    def approve(given: dict[str, Any], site: str) -> dict[str, Any]:
        """Let a site speak, when the fingerprint is the one its people read out."""
        by, key = current_actor(), idempotency_key()
        answer: dict[str, Any] = desk.approve_site(
            site, fingerprint=given["fingerprint"], by=by, key=key
        )
        desk.publish()
        return answer

    @bp.route("/sites/<site>/revocation", methods=["POST"])
    @requires(*WATCHERS, fresh=True)
    @bp.arguments(RevocationSchema)
    @bp.response(200, StandsSchema)
    def revoke(given: dict[str, Any], site: str) -> dict[str, Any]:
        """Believe nothing more of a site."""
        by, key = current_actor(), idempotency_key()
        answer: dict[str, Any] = desk.revoke_site(site, reason=given["reason"], by=by, key=key)
        desk.publish()
        return answer


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "state": SiteState(row["state"])}


def _text(day: date | None) -> str:
    return day.isoformat() if day else ""
