"""The pages of Sở Nội vụ: how all agencies stand in a campaign, one submitted version, return and accept."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import (
    COMPILERS,
    DANVAN_APPROVERS,
    DANVAN_READERS,
    DANVAN_WRITERS,
    PROVINCE_WIDE,
    Role,
)
from contracts.reporting import ReturnReason, Timeliness
from frame.confirm import ask_first, confirms
from frame.lists import Column, Listing, Order
from frame.pages import Pages, asked_page, may
from kernel.errors import Conflict, Forbidden, Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from law.text import fold
from services.reporting.domain.campaigns import STATUS_WORDS, Status
from services.reporting.domain.checks import Finding, Severity
from services.reporting.domain.rating import cap_of_sent
from services.reporting.domain.submissions import TIMELINESS_WORDS, Submission
from services.reporting.pages.words import called, outline
from services.reporting.service import Reporting
from services.reporting.service.campaigns import Standing, tallied
from services.reporting.service.evidence import sent_evidence

JUDGES = (*COMPILERS, Role.PROVINCE_LEADER)


class OpenSchema(ma.Schema):
    """The form on which a campaign is opened."""

    year = fields.Integer(required=True, validate=validate.Range(2000, 2100))


class ReturnFormSchema(ma.Schema):
    """The form on which a report is returned."""

    reasons = fields.List(fields.Enum(ReturnReason, by_value=True), load_default=list)
    comment = fields.String(load_default="", validate=validate.Length(max=1000))


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_campaigns(bp, reporting)
    _add_reports(bp, reporting)


def _add_campaigns(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/campaigns")
    @requires(*PROVINCE_WIDE)
    def campaigns() -> str:
        return _campaigns(reporting, {})

    @bp.post("/campaigns")
    @requires(*COMPILERS)
    def open_campaign() -> ResponseReturnValue:
        try:
            year = read_form(OpenSchema)["year"]
            reporting.campaigns.open(year, by=current_actor(), key=idempotency_key())
        except (Invalid, Conflict) as refused:
            return _campaigns(reporting, _errors(refused, "year")), 422
        flash(f"Đã mở đợt báo cáo năm {year}.", "good")
        return redirect(url_for("reporting.campaign", year=year), 303)

    @bp.get("/campaigns/<int:year>")
    @requires(*PROVINCE_WIDE)
    def campaign(year: int) -> ResponseReturnValue:
        return _campaign(reporting, year)

    @bp.post("/campaigns/<int:year>/close")
    @requires(Role.SNV_LEADER)
    @confirms("reporting.close")
    def close(year: int) -> ResponseReturnValue:
        if asked := ask_first(
            "reporting.close",
            f"Đóng đợt báo cáo năm {year}?",
            yes="Đóng đợt báo cáo",
            back=url_for("reporting.campaign", year=year),
        ):
            return asked
        try:
            reporting.campaigns.close(year, by=current_actor(), key=idempotency_key())
            flash("Đã đóng đợt báo cáo.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.campaign", year=year), 303)


def _add_reports(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/reports/<report_id>")
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    def submitted(report_id: str) -> str:
        return _submitted(reporting, report_id, {})

    @bp.post("/reports/<report_id>/return")
    @requires(*JUDGES)
    def send_back(report_id: str) -> ResponseReturnValue:
        try:
            given = read_form(ReturnFormSchema)
            reasons, by = tuple(given["reasons"]), current_actor()
            reporting.review.send_back(
                report_id,
                reasons,
                comment=given["comment"],
                comments=_commented(),
                by=by,
                key=idempotency_key(),
            )
        except (Invalid, Conflict, Forbidden) as refused:
            return _submitted(reporting, report_id, _errors(refused, "reasons")), 422
        flash("Đã trả lại báo cáo để hoàn thiện.", "good")
        return redirect(url_for("reporting.submitted", report_id=report_id), 303)

    @bp.post("/reports/<report_id>/accept")
    @requires(*JUDGES)
    def accept(report_id: str) -> ResponseReturnValue:
        try:
            reporting.review.accept(report_id, by=current_actor(), key=idempotency_key())
            flash("Đã chấp nhận báo cáo.", "good")
        except (Conflict, Forbidden) as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.submitted", report_id=report_id), 303)


def _campaigns(reporting: Reporting, errors: dict[str, Any]) -> str:
    years = reporting.campaigns.years()
    return render_template(
        "reporting/campaigns.html",
        campaigns=[reporting.campaigns.get(year) for year in years],
        errors=errors,
        values=request.form or {"year": str(reporting.store.clock.today().year)},
        may_open=may(COMPILERS),
    )


LISTING = Listing(
    [
        Column("Cơ quan", "sort", value=lambda row: row["name"]),
        Column("Trạng thái", "status"),
        Column("Ngày gửi", "sent_on"),
        Column("Tính kịp thời", "late", value=lambda row: row["came"]),
        Column("Phiên bản", "number", end=True),
    ],
    first=Order(""),
)


def _row(one: Standing) -> dict[str, Any]:
    """How an agency stands, as a row of the list."""
    last = one.last
    return {
        "sort": fold(one.agency.name),
        "name": one.agency.name,
        "status": STATUS_WORDS[one.status],
        "sent_on": last.submitted_on if last else None,
        "late": last.days_late if last else None,
        "came": TIMELINESS_WORDS[last.timeliness] if last else "",
        "number": last.number if last else None,
        "standing": one,
    }


def _campaign(reporting: Reporting, year: int) -> ResponseReturnValue:
    found = reporting.campaigns.get(year)
    standings = reporting.campaigns.standings(year)
    status, kind = request.args.get("status", ""), request.args.get("timeliness", "")
    matching = LISTING.ordered(_row(one) for one in standings if _matches(one, status, kind))
    if LISTING.exporting:
        made, title = reporting.store.clock.legal_now(), f"Đợt báo cáo năm {year}"
        return LISTING.file(f"dot-bao-cao-{year}", matching, title=title, made=made)
    shown = Pages(number=asked_page(), total=len(matching))
    return render_template(
        "reporting/campaign.html",
        listing=LISTING,
        campaign=found,
        counts=tallied(standings),
        in_time=sum(_in_time(one) for one in standings),
        total=len(standings),
        rows=matching[(shown.number - 1) * shown.size : shown.number * shown.size],
        pages=shown,
        status=status if status in set(Status) else "",
        kind=kind if kind in set(Timeliness) else "",
        may_close=may((Role.SNV_LEADER,)) and found.closed_on is None,
    )


def _matches(one: Standing, status: str, kind: str) -> bool:
    if status in set(Status) and one.status.value != status:
        return False
    came = one.last.timeliness.value if one.last else ""
    return kind not in set(Timeliness) or came == kind


def _in_time(one: Standing) -> bool:
    good = {Timeliness.ON_TIME, Timeliness.ON_TIME_AFTER_RETURN}
    return one.last is not None and one.last.timeliness in good


def _submitted(reporting: Reporting, report_id: str, errors: dict[str, Any]) -> str:
    report = reporting.review.report(report_id, by=current_actor())
    before, wide = reporting.review.previous_of(report), may(PROVINCE_WIDE)
    found = reporting.review.findings(report)
    waits = report.state.value == "SUBMITTED"
    return render_template(
        "reporting/submitted.html",
        report=report,
        said=report.said,
        evidence=sent_evidence(report.said),
        cap=cap_of_sent(report, packs=reporting.packs),
        previous=before,
        parts=outline(reporting.packs),
        errors=errors,
        values=request.form,
        findings=found,
        chosen=request.form.getlist("reasons") or _suggested(found),
        flags=reporting.queue.flags(report, by=current_actor()) if waits or report.answers else [],
        beside=reporting.queue.beside(report) if wide and not report.imported else {},
        called=lambda name: called(name, reporting.packs),
        doubted={one.where for one in found},
        may_answer=waits
        and may((*DANVAN_WRITERS, *DANVAN_APPROVERS))
        and current_actor().agency == report.agency,
        may_accept=waits and _may_judge(reporting, report),
        may_return=(waits or report.state.value == "ACCEPTED")
        and not report.imported
        and _may_judge(reporting, report),
    )


def _may_judge(reporting: Reporting, report: Submission) -> bool:
    """Whether the form for judging is shown; the service decides."""
    campaign = reporting.campaigns.find(report.year)
    own = campaign is not None and campaign.agency == report.agency
    return may((Role.PROVINCE_LEADER,)) if own else may(COMPILERS)


def _commented() -> dict[str, str]:
    """Comments by figure and section, as the form names them."""
    return {
        name.removeprefix("comment."): text
        for name, text in request.form.items()
        if name.startswith("comment.") and text.strip()
    }


def _suggested(found: list[Finding]) -> list[str]:
    """The reason to return that the findings give; people may untick it."""
    wrong = any(one.severity is Severity.ERROR for one in found)
    return [ReturnReason.FIGURE_MISMATCH.value] if wrong else []


def _errors(refused: Refusal, field: str) -> dict[str, Any]:
    if isinstance(refused, Invalid) and refused.errors:
        return refused.errors
    return {field: [refused.detail]}
