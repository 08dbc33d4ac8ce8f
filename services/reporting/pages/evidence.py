"""The pages of evidence: the papers that bear out each section of an agency's report, with their files."""

from typing import Any
from urllib.parse import quote

import marshmallow as ma
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import DANVAN_APPROVERS, DANVAN_READERS, DANVAN_WRITERS, PROVINCE_WIDE
from frame.pages import may
from kernel.errors import Conflict, Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reporting.domain.evidence import LONGEST_NUMBER, LONGEST_TITLE
from services.reporting.pages.words import outline
from services.reporting.service import Reporting
from services.reporting.service.evidence import Given

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS)
LABELS = {
    "section": "Phần của báo cáo",
    "title": "Tên văn bản, tài liệu",
    "number": "Số, ký hiệu",
    "dated": "Ngày ban hành",
    "file": "Tệp",
}
FIELDS = {
    "wrong_attachment": "file",
    "too_large_file": "file",
    "active_file": "file",
    "too_much_evidence": "section",
}


class EvidenceForm(ma.Schema):
    """What is said of a paper beside its file."""

    section = fields.String(required=True)
    title = fields.String(required=True, validate=validate.Length(1, LONGEST_TITLE))
    number = fields.String(load_default="", validate=validate.Length(max=LONGEST_NUMBER))
    dated = fields.Date(load_default=None)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_writing(bp, reporting)
    _add_files(bp, reporting)


def _add_writing(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/report/<int:year>/evidence")
    @requires(*DANVAN_READERS)
    def evidence(year: int) -> str:
        return _page(reporting, year, {})

    @bp.post("/report/<int:year>/evidence")
    @requires(*WRITERS)
    def add_evidence(year: int) -> ResponseReturnValue:
        sent = request.files.get("file")
        by, key = current_actor(), idempotency_key()
        try:
            said = {**read_form(EvidenceForm), "content": sent.read() if sent else b""}
            name = (sent.filename or "") if sent else ""
            reporting.evidence.bring(year, **said, name=name, by=by, key=key)
        except Invalid as wrong:
            return _page(reporting, year, _errors(wrong)), 422
        except Conflict as wrong:
            return _page(reporting, year, _errors(wrong)), 409
        flash("Đã thêm minh chứng.", "good")
        return redirect(url_for("reporting.evidence", year=year), 303)

    @bp.post("/report/<int:year>/evidence/<evidence_id>/removal")
    @requires(*WRITERS)
    def drop_evidence(year: int, evidence_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        try:
            reporting.evidence.drop_evidence(year, evidence_id, by=by, key=key)
        except Conflict as refused:
            flash(refused.detail, "bad")
        else:
            flash("Đã bỏ minh chứng. Phiên bản đã gửi vẫn giữ.", "good")
        return redirect(url_for("reporting.evidence", year=year), 303)


def _add_files(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/report/<int:year>/evidence/<evidence_id>/file")
    @requires(*DANVAN_READERS)
    def own_evidence_file(year: int, evidence_id: str) -> Response:
        return given_out(reporting.evidence.own_file(year, evidence_id, by=current_actor()))

    @bp.get("/reports/<report_id>/evidence/<evidence_id>/file")
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    def sent_evidence_file(report_id: str, evidence_id: str) -> Response:
        return given_out(reporting.evidence.sent_file(report_id, evidence_id, by=current_actor()))


def given_out(file: Given) -> Response:
    """A file as an answer: to be kept, never to be shown inside a page of ours."""
    told = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.content, mimetype=file.media_type, headers={"Content-Disposition": told})


def _page(reporting: Reporting, year: int, errors: dict[str, Any]) -> str:
    own = reporting.reports.own(year, by=current_actor())
    return render_template(
        "reporting/evidence.html",
        year=year,
        own=own,
        parts=outline(reporting.packs),
        values=request.form,
        errors=errors,
        labels=LABELS,
        may_write=own.open and own.draft is not None and may(WRITERS),
        most=reporting.store.settings.attachment_bytes // 1_048_576,
    )


def _errors(refused: Refusal) -> dict[str, Any]:
    told = refused.errors if isinstance(refused, Invalid) else {}
    return told or {FIELDS.get(refused.code, ""): [refused.detail]}
