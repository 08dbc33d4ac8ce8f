"""The pages of the province's report: compile, look, download, issue."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import COMPILERS, PROVINCE_WIDE, Role
from frame.confirm import ask_first, confirms
from frame.pages import may
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.domain.province import REVIEW_WORDS, thawed
from services.reporting.domain.supplements import SUPPLEMENT_WORDS
from services.reporting.pages.words import outline
from services.reporting.service import Reporting

ISSUERS = (Role.SNV_LEADER, Role.PROVINCE_LEADER)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""

    @bp.get("/provincial")
    @requires(*PROVINCE_WIDE)
    def newest_provincial() -> ResponseReturnValue:
        years = reporting.campaigns.years()
        if not years:
            return render_template("reporting/no-campaign.html")
        return redirect(url_for("reporting.provincial", year=years[0]), 303)

    @bp.get("/provincial/<int:year>")
    @requires(*PROVINCE_WIDE)
    def provincial(year: int) -> str:
        return _page(reporting, year, "")

    @bp.get("/provincial/<int:year>/files/<name>")
    @requires(*PROVINCE_WIDE)
    def provincial_file(year: int, name: str) -> Response:
        found, pieces = reporting.province.file(year, name)
        told = {"Content-Disposition": f'attachment; filename="{found.name}"'}
        return Response(pieces, mimetype="application/octet-stream", headers=told)

    _add_review(bp, reporting)
    _add_issue(bp, reporting)


def _add_review(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/provincial/<int:year>/review")
    @requires(*COMPILERS)
    def ask_review(year: int) -> ResponseReturnValue:
        try:
            reporting.province.ask_review(year, by=current_actor(), key=idempotency_key())
            flash("Đã trình thẩm định dự thảo.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return _back(year)

    @bp.post("/provincial/<int:year>/judge")
    @requires(*ISSUERS)
    def judge(year: int) -> ResponseReturnValue:
        passes, comment = request.form.get("passes") == "true", request.form.get("comment", "")
        try:
            said = {"passes": passes, "comment": comment[:1000]}
            reporting.province.judge(year, **said, by=current_actor(), key=idempotency_key())
            flash("Đã thông qua dự thảo." if passes else "Đã trả dự thảo để sửa.", "good")
        except (Conflict, Forbidden) as refused:
            flash(refused.detail, "bad")
        return _back(year)


def _add_issue(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/provincial/<int:year>/compile")
    @requires(*COMPILERS)
    def compile_report(year: int) -> ResponseReturnValue:
        try:
            done = reporting.province.compile(year, by=current_actor())
            flash(f"Đã tổng hợp {done['compiled']} báo cáo; đang lập văn bản.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return _back(year)

    _add_end(bp, reporting)


def _add_end(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/provincial/<int:year>/issue")
    @requires(*ISSUERS)
    @confirms("reporting._issue")
    def issue(year: int) -> ResponseReturnValue:
        symbol = request.form.get("symbol", "")[:60]
        if asked := ask_first(
            "reporting._issue",
            f"Ban hành báo cáo của tỉnh năm {year}?",
            about=f"Số, ký hiệu: {symbol or 'chưa ghi'}.",
            yes="Ban hành báo cáo",
            back=url_for("reporting.provincial", year=year),
        ):
            return asked
        try:
            reporting.province.issue(year, symbol, by=current_actor())
            flash("Đã ban hành báo cáo của tỉnh.", "good")
        except Invalid as wrong:
            return _page(reporting, year, wrong.detail), 422
        except Conflict as refused:
            flash(refused.detail, "bad")
        return _back(year)


def _back(year: int) -> ResponseReturnValue:
    return redirect(url_for("reporting.provincial", year=year), 303)


def _page(reporting: Reporting, year: int, wrong: str) -> str:
    campaign = reporting.campaigns.get(year)
    printed = reporting.province.find(year)
    paper = thawed(printed.report.paper) if printed else None
    issued = printed is not None and printed.report.issued_on is not None
    return render_template(
        "reporting/provincial.html",
        year=year,
        campaign=campaign,
        printed=printed,
        paper=paper,
        lines={one.key: one for one in paper.figures} if paper else {},
        errors={"symbol": [wrong]} if wrong else {},
        values=request.form,
        may_compile=may(COMPILERS) and not issued,
        issued=issued,
        counts=reporting.bench.counts(year),
        parts=outline(reporting.packs),
        review_words=REVIEW_WORDS,
        supplements=reporting.after.supplements(year),
        proposals=reporting.after.proposals(year) if issued else [],
        supplement_words=SUPPLEMENT_WORDS,
        may_ask=may(COMPILERS) and printed is not None and not issued,
        may_lead=may(ISSUERS),
        may_send=may(COMPILERS) and issued,
        may_issue=may(ISSUERS) and printed is not None and printed.report.issuable,
    )
