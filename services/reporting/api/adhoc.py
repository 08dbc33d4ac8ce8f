"""The REST routes of ad-hoc calls (báo cáo đột xuất)."""

from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import (
    COMPILERS,
    DANVAN_APPROVERS,
    DANVAN_READERS,
    DANVAN_WRITERS,
    PROVINCE_WIDE,
    Role,
)
from contracts.reporting import ReturnReason
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.api.calling import extension
from services.reporting.domain.adhoc import (
    LONGEST_QUESTION,
    LONGEST_SYMBOL,
    LONGEST_TITLE,
    MOST_FIGURES,
    MOST_QUESTIONS,
    AdHocCall,
)
from services.reporting.domain.drafts import LARGEST, LONGEST_COMMENT
from services.reporting.pages.adhoc import asked_of
from services.reporting.service import Reporting
from services.reporting.service.adhoc import OwnAnswer
from services.reporting.service.campaigns import tallied

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS, Role.SOFTWARE)
READERS = (*DANVAN_READERS, Role.SOFTWARE)
JUDGES = (*COMPILERS, Role.PROVINCE_LEADER)
Given = dict[str, Any]


class AdHocCallSchema(ma.Schema):
    """What is asked, of whom (nobody named: everybody who owes the yearly report), by which day."""

    title = fields.String(required=True, validate=validate.Length(1, LONGEST_TITLE))
    instrument = fields.String(required=True, validate=validate.Length(1, LONGEST_SYMBOL))
    window_from = fields.Date(required=True)
    window_to = fields.Date(required=True)
    due_on = fields.Date(required=True)
    keys = fields.List(fields.String(), load_default=[], validate=validate.Length(max=MOST_FIGURES))
    questions = fields.List(
        fields.String(validate=validate.Length(1, LONGEST_QUESTION)),
        load_default=[],
        validate=validate.Length(max=MOST_QUESTIONS),
    )
    agencies = fields.List(fields.String(), load_default=[], validate=validate.Length(max=1000))


class AdHocAnswerSchema(ma.Schema):
    """Figures by key (null takes one back) with comments, answers by question (`Q1` …)."""

    figures = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST)),
        load_default={},
    )
    comments = fields.Dict(keys=fields.String(), values=fields.String(), load_default={})
    answers = fields.Dict(keys=fields.String(), values=fields.String(), load_default={})
    version = fields.Integer(load_default=None, allow_none=True)


class AdHocSendingSchema(ma.Schema):
    """Sending: the head's reason when something is not answered."""

    override_reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_COMMENT))
    version = fields.Integer(load_default=None, allow_none=True)


class AdHocTimeSchema(ma.Schema):
    """Until when an agency wants more time, and why."""

    until = fields.Date(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_COMMENT))


class AdHocDecisionSchema(ma.Schema):
    """Whether it gets it; until another day, if one is named."""

    granted = fields.Boolean(required=True)
    until = fields.Date(load_default=None, allow_none=True)
    note = fields.String(load_default="", validate=validate.Length(max=LONGEST_COMMENT))


class AdHocVersionSchema(ma.Schema):
    """The version that was read."""

    version = fields.Integer(load_default=None, allow_none=True)


class AdHocWordSchema(ma.Schema):
    """What is to be changed."""

    word = fields.String(required=True, validate=validate.Length(1, LONGEST_COMMENT))


class AdHocJudgedSchema(ma.Schema):
    """Why it is returned, and what is to be corrected."""

    reasons = fields.List(
        fields.Enum(ReturnReason, by_value=True), required=True, validate=validate.Length(1, 8)
    )
    comment = fields.String(required=True, validate=validate.Length(1, LONGEST_COMMENT))


def add(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    """Add the routes."""
    _calling(bp, reporting)
    _more_time(bp, reporting)
    _answering(bp, reporting)
    _signing(bp, reporting)
    _judging(bp, reporting)


def _calling(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/adhoc-calls", methods=["POST"])
    @requires(*COMPILERS)
    @bp.arguments(AdHocCallSchema)
    @bp.response(201)
    def call_adhoc(given: Given) -> Given:
        """Call agencies for an ad-hoc report."""
        asked = asked_of(given, reporting)
        return reporting.adhoc.call_adhoc(asked, by=current_actor(), key=idempotency_key())

    @bp.route("/adhoc-calls", methods=["GET"])
    @requires(*READERS, *PROVINCE_WIDE)
    @bp.response(200)
    def adhoc_calls() -> Given:
        """The newest calls: all, or those that ask the asker's agency."""
        return {"calls": [_told(one) for one in reporting.adhoc.seen(by=current_actor())]}

    @bp.route("/adhoc-calls/<call>/outcome", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200)
    def adhoc_outcome(call: str) -> Given:
        """How agencies stand, what the accepted answers say together and one by one."""
        found = reporting.adhoc.outcome(call, by=current_actor())
        return {
            **_told(found.call),
            "counts": tallied(found.standings),
            "totals": [{"key": one.key, "sum": one.sum, "told": one.told} for one in found.totals],
            "agencies": [
                {
                    "unit": one.agency.id,
                    "name": one.agency.name,
                    "status": one.status.value,
                    "report": one.last.id if one.last else None,
                    "until": one.until.isoformat() if one.until else None,
                }
                for one in found.standings
            ],
            "extensions": {unit: extension(one) for unit, one in found.asked.items()},
            "answers": {unit: one.said for unit, one in found.accepted.items()},
        }

    @bp.route("/adhoc-calls/<call>/closure", methods=["POST"])
    @requires(*COMPILERS)
    @bp.response(200)
    def close_adhoc(call: str) -> Given:
        """Close a call: who never answered is missing."""
        return reporting.adhoc.close_adhoc(call, by=current_actor(), key=idempotency_key())


def _more_time(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/adhoc-calls/<call>/extension", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(AdHocTimeSchema)
    @bp.response(200)
    def ask_more_time(given: Given, call: str) -> Given:
        """Ask for more time."""
        by, key = current_actor(), idempotency_key()
        return reporting.adhoc.ask_more_time(call, given["until"], given["reason"], by=by, key=key)

    @bp.route("/adhoc-calls/<call>/extensions/<agency>/decision", methods=["POST"])
    @requires(Role.SNV_LEADER)
    @bp.arguments(AdHocDecisionSchema)
    @bp.response(200)
    def decide_more_time(given: Given, call: str, agency: str) -> Given:
        """Grant or refuse it."""
        by, key = current_actor(), idempotency_key()
        return reporting.adhoc.decide_more_time(call, agency, **given, by=by, key=key)


def _answering(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/adhoc-calls/<call>/answer", methods=["GET"])
    @requires(*READERS)
    @bp.response(200)
    def own_answer(call: str) -> Given:
        """The asker's agency's answer as it stands."""
        return _own(reporting.adhoc.own(call, by=current_actor()))

    @bp.route("/adhoc-calls/<call>/answer", methods=["POST"])
    @requires(*WRITERS)
    @bp.response(200)
    def begin_answer(call: str) -> Given:
        """Begin an answer or freeze its counted figures anew."""
        return reporting.adhoc.begin_answer(call, by=current_actor(), key=idempotency_key())

    @bp.route("/adhoc-calls/<call>/answer", methods=["PUT"])
    @requires(*WRITERS)
    @bp.arguments(AdHocAnswerSchema)
    @bp.response(200)
    def answer_call(given: Given, call: str) -> Given:
        """Enter figures and answers."""
        by, key = current_actor(), idempotency_key()
        return reporting.adhoc.answer_call(call, **given, by=by, key=key)


def _signing(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/adhoc-calls/<call>/answer/presentation", methods=["POST"])
    @requires(*DANVAN_WRITERS, *DANVAN_APPROVERS)
    @bp.arguments(AdHocVersionSchema)
    @bp.response(200)
    def present_answer(given: Given, call: str) -> Given:
        """Lay the answer before the head."""
        by, key = current_actor(), idempotency_key()
        return reporting.adhoc.present_answer(call, **given, by=by, key=key)

    @bp.route("/adhoc-calls/<call>/answer/presentation/return", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(AdHocWordSchema)
    @bp.response(200)
    def give_back_answer(given: Given, call: str) -> Given:
        """The head gives it back with a word."""
        by, key = current_actor(), idempotency_key()
        return reporting.adhoc.give_back_answer(call, **given, by=by, key=key)

    @bp.route("/adhoc-calls/<call>/answer/submission", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(AdHocSendingSchema)
    @bp.response(201)
    def send_answer(given: Given, call: str) -> Given:
        """The head signs and sends it; gives its receipt."""
        by, key = current_actor(), idempotency_key()
        return reporting.adhoc.send_answer(call, **given, by=by, key=key)


def _judging(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/adhoc-answers/<report_id>/return", methods=["POST"])
    @requires(*JUDGES)
    @bp.arguments(AdHocJudgedSchema)
    @bp.response(200)
    def return_answer(given: Given, report_id: str) -> Given:
        """Return an answer for correction."""
        by, key = current_actor(), idempotency_key()
        reasons, comment = tuple(given["reasons"]), given["comment"]
        return reporting.adhoc.return_answer(report_id, reasons, comment=comment, by=by, key=key)

    @bp.route("/adhoc-answers/<report_id>/acceptance", methods=["POST"])
    @requires(*JUDGES)
    @bp.response(200)
    def accept_answer(report_id: str) -> Given:
        """Accept an answer."""
        by, key = current_actor(), idempotency_key()
        return reporting.adhoc.accept_answer(report_id, by=by, key=key)


def _told(call: AdHocCall) -> Given:
    return {
        "call": call.id,
        "code": call.code,
        "title": call.title,
        "instrument": call.instrument,
        "opened_on": call.opened_on.isoformat(),
        "window_from": call.window_from.isoformat(),
        "window_to": call.window_to.isoformat(),
        "nominal_due_on": call.nominal_due_on.isoformat(),
        "due_on": call.due_on.isoformat(),
        "keys": list(call.keys),
        "questions": call.sections,
        "state": call.state.value,
        "missing": list(call.missing),
    }


def _own(own: OwnAnswer) -> Given:
    draft = own.draft
    return {
        **_told(own.call),
        "status": own.status.value,
        "own_due_on": own.due_on.isoformat(),
        "extension": extension(own.extension) if own.extension else None,
        "version": draft.version if draft else None,
        "figures": draft.lines() if draft else {},
        "answers": draft.sections if draft else {},
        "presented_at": draft.presented.at if draft and draft.presented else None,
        "lacks": own.lacks,
        "versions": [
            {
                "report": one.id,
                "number": one.number,
                "state": one.state.value,
                "submitted_on": one.submitted_on.isoformat(),
                "timeliness": one.timeliness.value,
                "comment": one.comment,
                "receipt": one.receipt_code,
            }
            for one in own.versions
        ],
    }
