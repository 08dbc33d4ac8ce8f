"""How programs talk to reporting: REST routes under `/api/reporting/v1`, and the web application itself."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import flask_smorest
from flask import Flask, Response

from contracts.registry import (
    COMPILERS,
    DANVAN_APPROVERS,
    DANVAN_READERS,
    DANVAN_WRITERS,
    DOORS,
    PROVINCE_WIDE,
    ROLE_WORDS,
    Role,
)
from frame.application import application
from frame.face import Link
from kernel.config import Settings
from kernel.message import Actor
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    Routes,
    RowAct,
    answer_rows,
    current_actor,
    idempotency_key,
    requires,
)
from services.reporting import pages
from services.reporting.api import adhoc, answers, boards, calling, consolidation, ended, writing
from services.reporting.api.schemas import (
    AgencySchema,
    AnswerSchema,
    DocumentSchema,
    FiguresSchema,
    FillSchema,
    IssueSchema,
    ItemsSchema,
    JudgementSchema,
    PeriodSchema,
    PreviousSchema,
    ReturnSchema,
    SectionsSchema,
    SubmissionSchema,
    YearSchema,
)
from services.reporting.domain.indicators import contracts, shares_of
from services.reporting.domain.rating import cap_of_sent
from services.reporting.pages.asking import scope
from services.reporting.service import Reporting
from services.reporting.service.documents import Kind

Given = dict[str, Any]
JUDGES = (*COMPILERS, Role.PROVINCE_LEADER)
ISSUERS = (Role.SNV_LEADER, Role.PROVINCE_LEADER)
WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS, Role.SOFTWARE)
SENDERS = (*DANVAN_APPROVERS, Role.SOFTWARE)
READERS = (*DANVAN_READERS, Role.SOFTWARE)
RECORD = "record_previous_report"


def routes(reporting: Reporting) -> flask_smorest.Blueprint:
    """All routes of reporting."""
    bp = Routes("reporting-api", __name__, description="Số liệu, báo cáo")
    parts = (_figures, _recounts, _documents, _campaigns, boards.add, _own_report, _review)
    more = (calling.add, adhoc.add, writing.add, ended.add, _provincial, consolidation.add)
    for add in (*parts, *more):
        add(bp, reporting)
    return bp


def _figures(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/figures", methods=["GET"])
    @requires()
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, FiguresSchema)
    def figures(asked: Given) -> Given:
        """Counted figures per agency over a period; those that are nought are left out."""
        agency = scope(current_actor(), asked["agency"])
        sums = reporting.figures_of(agency=agency, first=asked["first"], last=asked["last"])
        return {
            "figures": [
                answers.figure(one, key, n)
                for one in sorted(sums)
                for key, n in sorted(sums[one].items())
            ]
        }

    @bp.route("/figures/daily", methods=["GET"])
    @requires()
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200, FiguresSchema)
    def daily(asked: Given) -> Given:
        """One agency's petition counters by day."""
        actor = current_actor()
        agency = scope(actor, asked["agency"]) or actor.agency
        days = reporting.days_of(agency=agency, first=asked["first"], last=asked["last"])
        return {
            "figures": [
                answers.figure(agency, key, n, day)
                for day, sums in days
                for key, n in sorted(sums.items())
            ]
        }

    @bp.route("/indicators", methods=["GET"])
    @requires()
    @bp.response(200)
    def indicators() -> Given:
        """Every figure's contract: numerator, denominator, unit, source events, as-of rule, version."""
        return {"indicators": [asdict(one) for one in contracts(reporting.packs)]}

    @bp.route("/figures/lines", methods=["GET"])
    @requires()
    @bp.arguments(PeriodSchema, location="query")
    @bp.response(200)
    def lines(asked: Given) -> Given:
        """Every figure with its state, beside the year before and the estimate to 14/12; and the shares they make."""
        agency = scope(current_actor(), asked["agency"])
        found = reporting.counting.lines(agency, asked["first"], asked["last"])
        shares = [answers.share(one) for one in shares_of(found)]
        return {"lines": [answers.line(one) for one in found], "shares": shares}

    @bp.route("/figures/items", methods=["GET"])
    @requires()
    @bp.arguments(ItemsSchema, location="query")
    @bp.response(200)
    def items(asked: Given) -> Given:
        """What one agency's figure counts, by code."""
        actor = current_actor()
        agency = scope(actor, asked["agency"]) or actor.agency
        found = reporting.counting.behind(agency, asked["key"], asked["first"], asked["last"])
        return {"items": [answers.behind(one) for one in found]}


def _documents(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/documents", methods=["POST"])
    @requires()
    @bp.arguments(DocumentSchema)
    @bp.response(202)
    def ask(given: Given) -> Given:
        """Have a document drawn: an agency's report, a reminder, a return letter, statistics, a blank form."""
        kind = Kind(given.pop("kind"))
        return {"document": reporting.documents.ask(kind, given, by=current_actor())}

    @bp.route("/documents/<document_id>", methods=["GET"])
    @requires()
    @bp.response(200)
    def document(document_id: str) -> Given:
        """How far a document is, and its files."""
        return answers.document(reporting.documents.find(document_id, by=current_actor()))

    @bp.route("/documents/<document_id>/files/<name>", methods=["GET"])
    @requires()
    def document_file(document_id: str, name: str) -> Response:
        """One of its files."""
        return download(name, reporting.documents.file(document_id, name, by=current_actor()))


def _recounts(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/recounts", methods=["GET"])
    @requires(*COMPILERS)
    @bp.arguments(AgencySchema, location="query")
    @bp.response(200)
    def recount(asked: Given) -> Given:
        """Count one agency's facts again and compare with the roll-ups."""
        return answers.recount(reporting.recounts.of(asked["agency"]))

    @bp.route("/recounts", methods=["POST"])
    @requires(*COMPILERS)
    @bp.response(202)
    def recount_all() -> Given:
        """Count all facts again in a job."""
        return {"job": reporting.recounts.start(by=current_actor())}

    @bp.route("/recounts/journal", methods=["POST"])
    @requires(*COMPILERS)
    @bp.response(202)
    def recount_journal() -> Given:
        """Make facts and roll-ups anew from the journal beside those in use, and compare by hash."""
        return {"generation": reporting.recounts.ask_journal(by=current_actor())}


def _campaigns(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/campaigns", methods=["POST"])
    @requires(*COMPILERS)
    @bp.arguments(YearSchema)
    @bp.response(201)
    def open_campaign(given: Given) -> Given:
        """Open a year's campaign."""
        return reporting.campaigns.open(given["year"], by=current_actor(), key=idempotency_key())

    @bp.route("/campaigns/<int:year>", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200)
    def campaign(year: int) -> Given:
        """How every agency stands in a campaign."""
        found = reporting.campaigns.get(year)
        return answers.campaign_with(found, reporting.campaigns.standings(year))

    @bp.route("/campaigns/<int:year>/closure", methods=["POST"])
    @requires(Role.SNV_LEADER)
    @bp.response(200)
    def close(year: int) -> Given:
        """Close a campaign: who never submitted is missing."""
        return reporting.campaigns.close(year, by=current_actor(), key=idempotency_key())

    @bp.route("/previous-reports", methods=["POST"])
    @requires(*COMPILERS)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def previous_reports(given: Given) -> Given:
        """Enter reports of earlier years, each row for itself."""
        return _record(reporting, given)


def _record(reporting: Reporting, given: Given) -> Given:
    def do(row: Given, by: Actor) -> Given:
        return reporting.review.record_previous(**row, by=by)

    asked = {**given, "rows": [{**row, "act": RECORD} for row in given["rows"]]}
    known = {RECORD: RowAct(PreviousSchema(), do)}
    return answer_rows(asked, known, reporting.store.once_each, command=RECORD)


def _own_report(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/campaigns/<int:year>/report", methods=["GET"])
    @requires(*READERS)
    @bp.response(200)
    def own(year: int) -> Given:
        """The asker's agency's report as it stands."""
        return answers.own_report(reporting.reports.own(year, by=current_actor()))

    @bp.route("/campaigns/<int:year>/report", methods=["POST"])
    @requires(*WRITERS)
    @bp.response(200)
    def draft(year: int) -> Given:
        """Begin the report or freeze its counted figures anew."""
        return reporting.reports.draft(year, by=current_actor(), key=idempotency_key())

    @bp.route("/campaigns/<int:year>/report/figures", methods=["PUT"])
    @requires(*WRITERS)
    @bp.arguments(FillSchema)
    @bp.response(200)
    def fill(given: Given, year: int) -> Given:
        """Enter figures by hand; an override of a counted one with its comment."""
        return reporting.reports.fill(year, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/campaigns/<int:year>/report/sections", methods=["PUT"])
    @requires(*WRITERS)
    @bp.arguments(SectionsSchema)
    @bp.response(200)
    def write(given: Given, year: int) -> Given:
        """Write sections."""
        return reporting.reports.write(year, **given, by=current_actor(), key=idempotency_key())

    @bp.route("/campaigns/<int:year>/report/submission", methods=["POST"])
    @requires(*SENDERS)
    @bp.arguments(SubmissionSchema)
    @bp.response(201)
    def submit(given: Given, year: int) -> Given:
        """Send the report; gives its receipt."""
        return reporting.reports.submit(year, **given, by=current_actor(), key=idempotency_key())


def _review(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/reports/<report_id>", methods=["GET"])
    @requires(*READERS, *PROVINCE_WIDE)
    @bp.response(200)
    def report(report_id: str) -> Given:
        """One submitted version and what looks wrong in it."""
        by = current_actor()
        found = reporting.review.report(report_id, by=by)
        flags = reporting.queue.flags(found, by=by)
        beside = reporting.queue.beside(found) if by.role in PROVINCE_WIDE else {}
        findings = reporting.review.findings(found)
        cap = cap_of_sent(found, packs=reporting.packs)
        return answers.whole_version(found, findings, flags=flags, beside=beside, cap=cap)

    @bp.route("/campaigns/<int:year>/queue", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200)
    def queue(year: int) -> Given:
        """What waits to be checked, what stands out most first."""
        return {"waiting": [answers.waiting(one) for one in reporting.queue.waiting(year)]}

    @bp.route("/reports/<report_id>/answers", methods=["POST"])
    @requires(*WRITERS)
    @bp.arguments(AnswerSchema)
    @bp.response(200)
    def answer(given: Given, report_id: str) -> Given:
        """Answer a doubt of mere form about one section of one's own report."""
        by, key = current_actor(), idempotency_key()
        return reporting.queue.answer(report_id, given["section"], given["text"], by=by, key=key)

    @bp.route("/reports/<report_id>/return", methods=["POST"])
    @requires(*JUDGES)
    @bp.arguments(ReturnSchema)
    @bp.response(200)
    def send_back(given: Given, report_id: str) -> Given:
        """Return a version for correction."""
        reasons, by = tuple(given.pop("reasons")), current_actor()
        return reporting.review.send_back(report_id, reasons, **given, by=by, key=idempotency_key())

    @bp.route("/reports/<report_id>/acceptance", methods=["POST"])
    @requires(*JUDGES)
    @bp.response(200)
    def accept(report_id: str) -> Given:
        """Accept a version."""
        return reporting.review.accept(report_id, by=current_actor(), key=idempotency_key())


def _provincial(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/provincial/<int:year>", methods=["POST"])
    @requires(*COMPILERS)
    @bp.response(202)
    def compile_report(year: int) -> Given:
        """Compile the accepted reports and start drawing the files."""
        return reporting.province.compile(year, by=current_actor())

    @bp.route("/provincial/<int:year>", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    @bp.response(200)
    def provincial(year: int) -> Given:
        """The compiled report, how far its files are."""
        return answers.printed(reporting.province.printed(year))

    @bp.route("/provincial/<int:year>/files/<name>", methods=["GET"])
    @requires(*PROVINCE_WIDE)
    def file(year: int, name: str) -> Response:
        """One of its files."""
        found, pieces = reporting.province.file(year, name)
        return download(found.name, pieces)

    _review_provincial(bp, reporting)

    @bp.route("/provincial/<int:year>/issue", methods=["POST"])
    @requires(*ISSUERS)
    @bp.arguments(IssueSchema)
    @bp.response(200)
    def issue(given: Given, year: int) -> Given:
        """Issue it under its number and symbol."""
        return reporting.province.issue(year, given["symbol"], by=current_actor())


def _review_provincial(bp: flask_smorest.Blueprint, reporting: Reporting) -> None:
    @bp.route("/provincial/<int:year>/review", methods=["POST"])
    @requires(*COMPILERS)
    @bp.response(200)
    def ask_review(year: int) -> Given:
        """Give the compiled draft to review."""
        return reporting.province.ask_review(year, by=current_actor(), key=idempotency_key())

    @bp.route("/provincial/<int:year>/judgement", methods=["POST"])
    @requires(*ISSUERS)
    @bp.arguments(JudgementSchema)
    @bp.response(200)
    def judge(given: Given, year: int) -> Given:
        """Pass the draft or turn it back."""
        return reporting.province.judge(year, **given, by=current_actor(), key=idempotency_key())


def download(name: str, pieces: Iterator[bytes]) -> Response:
    """A file as an attachment; names are our own and plain ASCII."""
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, mimetype="application/octet-stream", headers=told)


# --- the process ----------------------------------------------------------------------------------------

NAVIGATION = (
    Link("Số liệu", "/reporting/"),
    Link("Báo cáo của cơ quan", "/reporting/report", DANVAN_READERS),
    Link("Đợt báo cáo", "/reporting/campaigns", PROVINCE_WIDE),
    Link("Đột xuất", "/reporting/adhoc", (*DANVAN_READERS, *PROVINCE_WIDE)),
    Link("Báo cáo của tỉnh", "/reporting/provincial", PROVINCE_WIDE),
)


def web(settings: Settings) -> Flask:
    """The web application of reporting, as the web process serves it."""
    return application(
        settings,
        Reporting,
        name="reporting",
        title="Tổng hợp, báo cáo",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=lambda reporting: reporting.agency_book.label,
    )
