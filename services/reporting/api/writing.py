"""Routes about signing a report off, its receipt, and the form that is filled without a line."""

import base64
from typing import Any

import marshmallow as ma
from flask import Response, request
from flask_smorest import Blueprint
from marshmallow import fields, validate

from contracts.registry import DANVAN_APPROVERS, DANVAN_READERS, DANVAN_WRITERS, PROVINCE_WIDE, Role
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.domain.drafts import LONGEST_COMMENT
from services.reporting.domain.evidence import LONGEST_NAME, LONGEST_NUMBER, LONGEST_TITLE
from services.reporting.domain.merging import TextsDiffer, clashes
from services.reporting.pages.evidence import given_out
from services.reporting.pages.writing import read_form_file
from services.reporting.service import Reporting

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS, Role.SOFTWARE)
Given = dict[str, Any]


class SignOffSchema(ma.Schema):
    """Signing: the head's reason when the report is not whole."""

    override_reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_COMMENT))
    version = fields.Integer(load_default=None, allow_none=True)


class VersionSchema(ma.Schema):
    """The version that was read, so that nobody presents what somebody else changed meanwhile."""

    version = fields.Integer(load_default=None, allow_none=True)


class WordSchema(ma.Schema):
    """What is to be changed."""

    word = fields.String(required=True, validate=validate.Length(1, LONGEST_COMMENT))


class Content(fields.Field[bytes]):
    """The bytes of a file as base64."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bytes:
        try:
            return base64.b64decode(value, validate=True)
        except (ValueError, TypeError) as wrong:
            raise ma.ValidationError("Nội dung tệp phải là base64.") from wrong


class EvidenceSchema(ma.Schema):
    """A paper that bears a section out; `content` is its file, `name` what that is called."""

    section = fields.String(required=True, validate=validate.Length(1, 60))
    title = fields.String(required=True, validate=validate.Length(1, LONGEST_TITLE))
    number = fields.String(load_default="", validate=validate.Length(max=LONGEST_NUMBER))
    dated = fields.Date(load_default=None, allow_none=True)
    name = fields.String(load_default="", validate=validate.Length(max=LONGEST_NAME))
    content = Content(
        load_default=None, allow_none=True, metadata={"type": "string", "format": "byte"}
    )


class ReplaceSchema(ma.Schema):
    """Whether a form may replace what was entered already."""

    replace = fields.Boolean(load_default=False)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the routes."""
    _add_signing(bp, reporting)
    _add_evidence(bp, reporting)
    _add_form(bp, reporting)


def _add_signing(bp: Blueprint, reporting: Reporting) -> None:
    @bp.route("/campaigns/<int:year>/report/sign-off", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(SignOffSchema)
    @bp.response(200)
    def sign_off(given: Given, year: int) -> Given:
        """The head signs the report as it stands; an edit takes the sign-off away."""
        return reporting.reports.sign_off(year, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/campaigns/<int:year>/report/presentation", methods=["POST"])
    @requires(*DANVAN_WRITERS, *DANVAN_APPROVERS)
    @bp.arguments(VersionSchema)
    @bp.response(200)
    def present(given: Given, year: int) -> Given:
        """Lay the report before the head for signing; an edit takes it back."""
        return reporting.reports.present(year, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/campaigns/<int:year>/report/presentation/return", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(WordSchema)
    @bp.response(200)
    def give_back(given: Given, year: int) -> Given:
        """The head gives it back, with a word on what is to be changed."""
        return reporting.reports.give_back(year, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/campaigns/<int:year>/report/sign-off/withdrawal", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.response(200)
    def take_back_sign_off(year: int) -> Given:
        """The head takes the sign-off back."""
        by, key = current_actor(), idempotency_key()
        return reporting.reports.take_back_sign_off(year, by=by, key=key)

    @bp.route("/reports/<report_id>/receipt", methods=["GET"])
    @requires(*DANVAN_READERS, Role.SOFTWARE, *PROVINCE_WIDE)
    @bp.response(200)
    def receipt(report_id: str) -> Given:
        """The receipt of a version: code, hash, moment, timeliness."""
        sent = reporting.review.report(report_id, by=current_actor())
        return {
            "receipt": sent.receipt_code,
            "report": sent.id,
            "unit": sent.agency,
            "number": sent.number,
            "submitted_on": sent.submitted_on.isoformat(),
            "received_at": sent.received_at,
            "timeliness": sent.timeliness.value,
            "working_days_late": sent.days_late,
            "sha256": sent.sha256,
        }


def _add_evidence(bp: Blueprint, reporting: Reporting) -> None:
    @bp.route("/campaigns/<int:year>/report/evidence", methods=["POST"])
    @requires(*WRITERS)
    @bp.arguments(EvidenceSchema)
    @bp.response(201)
    def add_evidence(given: Given, year: int) -> Given:
        """Bear a section out by a paper, perhaps with its file (base64)."""
        by, key = current_actor(), idempotency_key()
        content = given.pop("content") or b""
        return reporting.evidence.bring(year, **given, content=content, by=by, key=key)

    @bp.route("/campaigns/<int:year>/report/evidence/<evidence>", methods=["DELETE"])
    @requires(*WRITERS)
    @bp.response(200)
    def drop_evidence(year: int, evidence: str) -> Given:
        """Take a piece of evidence away; what was sent keeps it."""
        by, key = current_actor(), idempotency_key()
        return reporting.evidence.drop_evidence(year, evidence, by=by, key=key)

    @bp.route("/campaigns/<int:year>/report/evidence/<evidence>/file", methods=["GET"])
    @requires(*DANVAN_READERS, Role.SOFTWARE)
    def own_evidence(year: int, evidence: str) -> Response:
        """The file of a piece of evidence of the own draft."""
        return given_out(reporting.evidence.own_file(year, evidence, by=current_actor()))

    @bp.route("/reports/<report_id>/evidence/<evidence>/file", methods=["GET"])
    @requires(*DANVAN_READERS, Role.SOFTWARE, *PROVINCE_WIDE)
    def sent_evidence(report_id: str, evidence: str) -> Response:
        """The file of a piece of evidence of a sent version."""
        return given_out(reporting.evidence.sent_file(report_id, evidence, by=current_actor()))


def _add_form(bp: Blueprint, reporting: Reporting) -> None:
    @bp.route("/campaigns/<int:year>/report/form", methods=["PUT"])
    @requires(*WRITERS)
    @bp.arguments(ReplaceSchema, location="query")
    @bp.response(200)
    def form(asked: Given, year: int) -> Given:
        """Take a filled form in (the file is the body); 422 names the cells, 409 what would be replaced."""
        by = current_actor()
        filled = read_form_file(reporting, year, request.get_data())
        draft = reporting.reports.own(year, by=by).draft
        typed = (dict(filled.figures), filled.comments, filled.sections)
        if draft and not asked["replace"]:
            found = clashes(draft, *typed, only_kept=True)
            if found:
                raise TextsDiffer(found)
        version = draft.version if draft else None
        return reporting.reports.merge(year, *typed, version=version, by=by, key=idempotency_key())
