"""Routes about calling for reports: due days, more time, chasing letters."""

from typing import Any

import marshmallow as ma
from flask_smorest import Blueprint
from marshmallow import fields, validate

from contracts.registry import COMPILERS, DANVAN_APPROVERS, PROVINCE_WIDE, Role
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.domain.calling import LONGEST_NUMBER, LONGEST_REASON, Extension
from services.reporting.service import Reporting
from services.reporting.service.calling import Schedule

ASKERS = (*DANVAN_APPROVERS, Role.SOFTWARE)
Given = dict[str, Any]


class OwnDueSchema(ma.Schema):
    """Another due day and the letter that sets it."""

    due_on = fields.Date(required=True)
    number = fields.String(required=True, validate=validate.Length(1, LONGEST_NUMBER))
    dated_on = fields.Date(required=True)
    issuer = fields.String(required=True, validate=validate.Length(1, LONGEST_NUMBER))


class DecisionSchema(ma.Schema):
    """Yes or no."""

    granted = fields.Boolean(required=True, truthy={True}, falsy={False})


class ExtensionSchema(ma.Schema):
    """More time: until when, and why."""

    until = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_REASON))


class ExtensionDecisionSchema(DecisionSchema):
    """Yes or no, perhaps until another day."""

    until = fields.Date(load_default=None, allow_none=True)
    note = fields.String(load_default="", validate=validate.Length(max=LONGEST_REASON))


class ChasingSchema(ma.Schema):
    """A chasing letter that went out."""

    number = fields.Integer(required=True, strict=True, validate=validate.Range(1, 9))
    symbol = fields.String(required=True, validate=validate.Length(1, LONGEST_NUMBER))


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the routes."""
    _add_due(bp, reporting)
    _add_extensions(bp, reporting)


def _add_due(bp: Blueprint, reporting: Reporting) -> None:
    @bp.route("/campaigns/<int:year>/schedule", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200)
    def schedule(year: int) -> Given:
        """A year's due days (nominal and effective), reminders, letters, wishes for more time, who is missing."""
        return told(reporting.calling.schedule(year))

    @bp.route("/campaigns/<int:year>/own-due", methods=["PUT"])
    @requires(*COMPILERS)
    @bp.arguments(OwnDueSchema)
    @bp.response(200)
    def propose_due(given: Given, year: int) -> Given:
        """Propose another due day by a numbered letter."""
        by, key = current_actor(), idempotency_key()
        return reporting.calling.propose_due(year, **given, by=by, key=key)

    @bp.route("/campaigns/<int:year>/own-due/decision", methods=["POST"])
    @requires(Role.SNV_LEADER)
    @bp.arguments(DecisionSchema)
    @bp.response(200)
    def decide_due(given: Given, year: int) -> Given:
        """Approve or refuse it."""
        by, key = current_actor(), idempotency_key()
        return reporting.calling.decide_due(year, **given, by=by, key=key)

    @bp.route("/campaigns/<int:year>/chasings", methods=["POST"])
    @requires(*COMPILERS)
    @bp.arguments(ChasingSchema)
    @bp.response(201)
    def chase(given: Given, year: int) -> Given:
        """Put on record that a chasing letter went out."""
        by, key = current_actor(), idempotency_key()
        return reporting.calling.chase(year, given["number"], given["symbol"], by=by, key=key)

    @bp.route("/campaigns/<int:year>/missing/<agency>/reminder", methods=["POST"])
    @requires(*COMPILERS)
    @bp.response(200)
    def remind_agency(year: int, agency: str) -> Given:
        """Remind one agency that has not sent its report; refused within 48 hours of its last reminder."""
        by, key = current_actor(), idempotency_key()
        return reporting.calling.remind_agency(year, agency, by=by, key=key)


def _add_extensions(bp: Blueprint, reporting: Reporting) -> None:
    @bp.route("/campaigns/<int:year>/report/extension", methods=["POST"])
    @requires(*ASKERS)
    @bp.arguments(ExtensionSchema)
    @bp.response(201)
    def ask_extension(given: Given, year: int) -> Given:
        """Ask for more time for the own agency's report."""
        by, key = current_actor(), idempotency_key()
        return reporting.calling.ask_extension(
            year, given["until"], given["reason"], by=by, key=key
        )

    @bp.route("/campaigns/<int:year>/extensions/<agency>/decision", methods=["POST"])
    @requires(Role.SNV_LEADER)
    @bp.arguments(ExtensionDecisionSchema)
    @bp.response(200)
    def decide_extension(given: Given, year: int, agency: str) -> Given:
        """Grant or refuse it."""
        by, key = current_actor(), idempotency_key()
        return reporting.calling.decide_extension(year, agency, **given, by=by, key=key)


def told(found: Schedule) -> Given:
    """A schedule as plain data."""
    own, campaign = found.calling.own_due, found.campaign
    return {
        "year": campaign.year,
        "nominal_due_on": campaign.nominal_due_on.isoformat(),
        "due_on": campaign.due_on.isoformat(),
        "last_working_day_before": found.target.isoformat(),
        "rolls_forward": found.rolls,
        "instrument": campaign.instrument,
        "own_due": {
            "due_on": own.due_on.isoformat(),
            "instrument": own.instrument,
            "state": own.state.value,
        }
        if own
        else None,
        "steps": [
            {"step": one.code, "on": one.on.isoformat(), "chasing": one.chasing}
            for one in found.steps
        ],
        "chasings": [
            {
                "number": one.number,
                "symbol": one.symbol,
                "sent_on": one.sent_on.isoformat(),
                "agencies": one.agencies,
            }
            for one in found.calling.chasings
        ],
        "extensions": [
            {"agency": one.agency.id, **extension(one.extension)} for one in found.asked
        ],
        "missing": [one.id for one in found.missing],
    }


def extension(one: Extension) -> Given:
    """A wish for more time, without the accounts."""
    return {
        "until": one.until.isoformat(),
        "reason": one.reason,
        "state": one.state.value,
        "asked_on": one.asked_on.isoformat(),
        "decided_on": one.decided_on.isoformat() if one.decided_on else None,
        "note": one.note,
    }
