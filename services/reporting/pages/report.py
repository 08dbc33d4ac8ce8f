"""The pages of an agency's own report: figures, sections, sending."""

from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import (
    DANVAN_APPROVERS,
    DANVAN_READERS,
    DANVAN_WRITERS,
    PROVINCE_WIDE,
)
from frame.pages import may
from frame.timeline import switched
from frame.words import vn_number
from kernel.errors import ChangedMeanwhile, Conflict, Invalid, Refusal
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.pages import typed
from services.reporting.pages.course import course
from services.reporting.pages.words import Part, called, outline
from services.reporting.pages.writing import conflict
from services.reporting.service import Reporting
from services.reporting.service.reports import OwnReport

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_looking(bp, reporting)
    _add_writing(bp, reporting)
    _add_sending(bp, reporting)
    _add_signing(bp, reporting)


def _add_looking(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/report")
    @requires(*DANVAN_READERS)
    def newest_report() -> ResponseReturnValue:
        years = reporting.campaigns.years()
        if not years:
            return render_template("reporting/no-campaign.html")
        return redirect(url_for("reporting.report", year=years[0]), 303)

    @bp.get("/report/<int:year>")
    @requires(*DANVAN_READERS)
    def report(year: int) -> str:
        return _page(reporting, year, {})


def _add_writing(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/report/<int:year>/draft")
    @requires(*WRITERS)
    def draft(year: int) -> ResponseReturnValue:
        try:
            reporting.reports.draft(year, by=current_actor(), key=idempotency_key())
            flash("Đã lấy số liệu hệ thống tại thời điểm này.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return _back(year)

    @bp.post("/report/<int:year>/figures")
    @requires(*WRITERS)
    def fill(year: int) -> ResponseReturnValue:
        try:
            figures, comments = typed.figures(), typed.named("comment.")
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            reporting.reports.fill(year, figures, comments, **asked)
        except ChangedMeanwhile:
            return conflict(reporting, year, (figures, comments, {}), {}), 409
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash("Đã lưu số liệu.", "good")
        return _back(year)

    @bp.post("/report/<int:year>/sections")
    @requires(*WRITERS)
    def write(year: int) -> ResponseReturnValue:
        try:
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            reporting.reports.write(year, typed.named("section."), **asked)
        except ChangedMeanwhile:
            return conflict(reporting, year, ({}, {}, typed.named("section.")), {}), 409
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash("Đã lưu thuyết minh.", "good")
        return _back(year)


def _add_sending(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/report/<int:year>/submit")
    @requires(*DANVAN_APPROVERS)
    def submit(year: int) -> ResponseReturnValue:
        reason = request.form.get("override_reason", "")[:1000]
        try:
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            receipt = reporting.reports.submit(year, override_reason=reason, **asked)
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash(
            f"Đã gửi báo cáo, phiên bản {receipt['number']}. Biên nhận: {receipt['receipt']}.",
            "good",
        )
        return redirect(url_for("reporting.receipt", report_id=receipt["report"]), 303)


def _add_signing(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/report/<int:year>/sign-off")
    @requires(*DANVAN_APPROVERS)
    def sign_off(year: int) -> ResponseReturnValue:
        reason = request.form.get("override_reason", "")[:1000]
        try:
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            reporting.reports.sign_off(year, override_reason=reason, **asked)
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash("Đã ký duyệt báo cáo. Sửa nội dung thì chữ ký tự gỡ.", "good")
        return _back(year)

    @bp.post("/report/<int:year>/presentation")
    @requires(*WRITERS)
    def present(year: int) -> ResponseReturnValue:
        try:
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            reporting.reports.present(year, **asked)
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash("Đã trình người đứng đầu ký duyệt.", "good")
        return _back(year)

    @bp.post("/report/<int:year>/presentation/return")
    @requires(*DANVAN_APPROVERS)
    def give_back(year: int) -> ResponseReturnValue:
        word = request.form.get("word", "")
        try:
            reporting.reports.give_back(year, word=word, by=current_actor(), key=idempotency_key())
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash("Đã trả báo cáo để sửa.", "good")
        return _back(year)

    @bp.post("/report/<int:year>/sign-off/withdrawal")
    @requires(*DANVAN_APPROVERS)
    def take_back_sign_off(year: int) -> ResponseReturnValue:
        try:
            reporting.reports.take_back_sign_off(year, by=current_actor(), key=idempotency_key())
            flash("Đã rút ký duyệt.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return _back(year)

    @bp.get("/reports/<report_id>/receipt")
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    def receipt(report_id: str) -> str:
        sent = reporting.review.report(report_id, by=current_actor())
        return render_template("reporting/receipt.html", sent=sent)


def _back(year: int) -> ResponseReturnValue:
    return redirect(url_for("reporting.report", year=year), 303)


def _page(reporting: Reporting, year: int, errors: dict[str, Any]) -> str:
    own = reporting.reports.own(year, by=current_actor())
    estimates = reporting.reports.estimates(own)
    return render_template(
        "reporting/report.html",
        year=year,
        own=own,
        course=switched(
            course(own.versions, due_on=own.campaign.due_on), today=reporting.store.clock.today()
        ),
        parts=[(part, _rows(part, own, errors, estimates)) for part in outline(reporting.packs)],
        called=lambda name: called(name, reporting.packs),
        cap=own.draft.cap(packs=reporting.packs) if own.draft else None,
        ready=reporting.readiness.of(own, current_actor().agency) if own.open else None,
        errors=errors,
        typed=request.form.to_dict(),
        may_write=own.open and may(WRITERS),
        may_send=own.open and may(DANVAN_APPROVERS),
    )


class _Row(NamedTuple):
    """One figure of the form, ready: a page has a hundred and more of them."""

    key: str
    title: str
    unit: str
    before: str
    counted: str
    value: str
    comment: str
    estimate: str
    wrong: list[str]


def _rows(
    part: Part, own: OwnReport, errors: dict[str, Any], estimates: dict[str, int]
) -> list[_Row]:
    if own.draft is None:
        return []
    typed, before, draft = request.form.to_dict(), own.previous, own.draft
    return [
        _Row(
            one.key,
            one.title,
            one.unit,
            vn_number(before.get(one.key)),
            vn_number(draft.auto.get(one.key)),
            typed.get(f"figure.{one.key}", vn_number(draft.value(one.key))),
            typed.get(f"comment.{one.key}", draft.comments.get(one.key, "")),
            f"ước {vn_number(n)}" if (n := estimates.get(one.key)) else "",
            errors.get(f"figure.{one.key}", []),
        )
        for one in part.lines
    ]


def _errors(refused: Refusal) -> dict[str, Any]:
    """Sentences by field of the form."""
    if isinstance(refused, Invalid) and refused.errors:
        return {_field(name): said for name, said in refused.errors.items()}
    return {"": [refused.detail]}


def _field(name: str) -> str:
    kinds = {
        "figures": "figure",
        "comments": "comment",
        "sections": "section",
        "report": "override_reason",
    }
    kind, _, key = name.partition(".")
    return f"{kinds.get(kind, kind)}.{key}" if key else kinds.get(kind, kind)


def _status(refused: Refusal) -> int:
    return 422 if isinstance(refused, Invalid) else 409
