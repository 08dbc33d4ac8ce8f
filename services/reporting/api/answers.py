"""What reporting answers to programs, as plain data."""

from dataclasses import asdict
from datetime import date
from typing import Any

from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.checks import Finding
from services.reporting.domain.indicators import Line, Share
from services.reporting.domain.narrative import Sentence
from services.reporting.domain.peers import Beside
from services.reporting.domain.rating import Cap
from services.reporting.domain.recounting import Behind, Recount
from services.reporting.domain.submissions import Submission
from services.reporting.domain.supplements import Proposal, Supplement
from services.reporting.service.after import PublicReport
from services.reporting.service.bench import Bench, Written
from services.reporting.service.campaigns import Standing, tallied
from services.reporting.service.documents import Document
from services.reporting.service.province import Printed
from services.reporting.service.queue import Waiting
from services.reporting.service.reports import OwnReport


def figure(agency: str, key: str, value: int, day: date | None = None) -> dict[str, Any]:
    """One figure."""
    indicator, _, group = key.partition(".")
    on = day.isoformat() if day else None
    return {"agency": agency, "indicator": indicator, "group": group, "day": on, "value": value}


def line(one: Line) -> dict[str, Any]:
    """One figure of a period."""
    return {**asdict(one), "state": one.state.value, "change": one.change}


def share(one: Share) -> dict[str, Any]:
    """One share of a period, in percent."""
    rate = one.rate
    return {
        "key": rate.code,
        "title": rate.title,
        "section": rate.section,
        "formula": rate.formula,
        "value": one.value,
        "previous": one.previous,
        "change": one.change,
        "state": one.state.value,
    }


def behind(one: Behind) -> dict[str, Any]:
    """One thing a figure counts."""
    return {"kind": one.kind, "code": one.code, "days": dict(one.days), "n": one.n}


def recount(found: Recount) -> dict[str, Any]:
    """What a recount found."""
    differences = [one._asdict() for one in found.differences]
    return {**asdict(found), "differences": differences}


def document(found: Document) -> dict[str, Any]:
    """A document and its files."""
    files = [{"name": one.name, "sha256": one.sha256, "size": one.size} for one in found.files]
    return {"document": found.id, "kind": found.kind.value, "state": found.state, "files": files}


def campaign(found: Campaign) -> dict[str, Any]:
    """A campaign: its window and due dates."""
    days = ("opened_on", "window_from", "window_to", "nominal_due_on", "due_on", "closed_on")
    return {
        "campaign": found.id,
        "year": found.year,
        "state": found.state.value,
        **{name: _day(getattr(found, name)) for name in days},
    }


def campaign_with(found: Campaign, standings: list[Standing]) -> dict[str, Any]:
    """A campaign with how each agency stands."""
    agencies = [_standing(one) for one in standings]
    return {**campaign(found), "counts": tallied(standings), "agencies": agencies}


def _standing(one: Standing) -> dict[str, Any]:
    last = _receipt(one.last) if one.last else {}
    about = {"agency": one.agency.id, "name": one.agency.name, "kind": one.agency.kind}
    return {**about, "status": one.status.value, "until": _day(one.until), **last}


def _receipt(one: Submission) -> dict[str, Any]:
    return {
        "report": one.id,
        "number": one.number,
        "submitted_on": _day(one.submitted_on),
        "timeliness": one.timeliness.value,
        "working_days_late": one.days_late,
        "correction_due_on": _day(one.correction_due_on),
        "reasons": [reason.value for reason in one.reasons],
    }


def own_report(own: OwnReport) -> dict[str, Any]:
    """An agency's report as it stands."""
    draft = own.draft
    return {
        "campaign": campaign(own.campaign),
        "status": own.status.value,
        "due_on": _day(own.due_on),
        "open": own.open,
        "version": draft.version if draft else 0,
        "as_of": draft.as_of if draft else None,
        "figures": draft.lines() if draft else {},
        "counted": draft.auto if draft else {},
        "sections": draft.sections if draft else {},
        "evidence": [one.told for one in draft.evidence] if draft else [],
        "presented_at": draft.presented.at if draft and draft.presented else None,
        "given_back": asdict(draft.given_back) if draft and draft.given_back else None,
        "signed": draft.signed.told if draft and draft.signed else None,
        "lacks": own.lacks,
        "findings": [asdict(one) for one in own.findings],
        "previous": own.previous,
        "previous_sections": own.texts_before,
        "versions": [version(one) for one in own.versions],
    }


def version(one: Submission) -> dict[str, Any]:
    """A submitted version without what it says."""
    return {
        **_receipt(one),
        "unit": one.agency,
        "year": one.year,
        "state": one.state.value,
        "imported": one.imported,
        "sha256": one.sha256,
        "receipt": one.receipt_code,
        "received_at": one.received_at,
        "returned_on": _day(one.returned_on),
        "comment": one.comment,
        "accepted_on": _day(one.accepted_on),
    }


def whole_version(
    one: Submission,
    findings: list[Finding],
    *,
    flags: list[Finding],
    beside: dict[str, Beside],
    cap: Cap | None,
) -> dict[str, Any]:
    """A submitted version with what it says, what looks wrong in it, and its figures beside its peers'."""
    return {
        **version(one),
        "content": one.said,
        "rating_cap": asdict(cap) if cap else None,
        "findings": [asdict(each) for each in findings],
        "flags": [asdict(each) for each in flags],
        "answers": one.answers,
        "comments": one.comments,
        "beside": {key: _beside(each) for key, each in beside.items()},
    }


def _beside(one: Beside) -> dict[str, Any]:
    return {**asdict(one), "change": one.change, "far": one.far}


def waiting(one: Waiting) -> dict[str, Any]:
    """A version in the check queue and what stands out in it."""
    return {
        **version(one.report),
        "name": one.agency.name,
        "kind": one.agency.kind,
        "errors": one.errors,
        "warnings": one.warnings,
        "far": [_beside(each) for each in one.far],
        "flags": [asdict(each) for each in one.flags],
        "unanswered": one.unanswered,
        "stands_out": one.stands_out,
    }


def bench(found: Bench) -> dict[str, Any]:
    """A section on the narrative bench."""
    return {
        "section": found.section,
        "written": [_written(one) for one in found.written],
        "silent": [one.id for one in found.silent],
        "groups": [
            {"agencies": one.agencies, "sentences": [each.id for each in one.sentences]}
            for one in found.groups
        ],
        "picked": [_sentence(one) for one in found.picked],
        "stale": [_sentence(one) for one in found.stale],
    }


def _written(one: Written) -> dict[str, Any]:
    said = [{"id": each.id, "text": each.text} for each in one.sentences]
    return {
        "agency": one.agency.id,
        "name": one.agency.name,
        "number": one.report.number,
        "sentences": said,
    }


def _sentence(one: Sentence) -> dict[str, Any]:
    return {**asdict(one), "id": one.id}


def proposal(one: Proposal) -> dict[str, Any]:
    """What a supplement changes: versions taken in, and the difference sheet."""
    return {
        "kind": one.kind.value,
        "taken": [asdict(each) for each in one.taken],
        "lines": [{**asdict(each), "change": each.change} for each in one.lines],
    }


def supplement(one: Supplement) -> dict[str, Any]:
    """An issued addendum or correction."""
    return {
        "supplement": one.id,
        "year": one.year,
        "number": one.number,
        "symbol": one.symbol,
        "reason": one.reason,
        "issued_on": _day(one.issued_on),
        "data_hash": one.data_hash,
        **proposal(one.proposal),
    }


def public_report(found: PublicReport) -> dict[str, Any]:
    """What everybody may see of an issued report; suppressed values are null."""
    report = found.report
    figures = [
        {
            "key": one.key,
            "title": one.title,
            "group": one.group,
            "unit": one.unit,
            "value": found.values[one.key],
        }
        for one in found.lines
        if one.key in found.values
    ]
    return {
        "year": report.year,
        "symbol": report.symbol,
        "issued_on": _day(report.issued_on),
        "compiled": report.compiled,
        "figures": figures,
        "supplements": [
            {
                "kind": one.nature.value,
                "number": one.number,
                "symbol": one.symbol,
                "issued_on": _day(one.issued_on),
            }
            for one in found.supplements
        ],
    }


def printed(found: Printed) -> dict[str, Any]:
    """The province's report and its files."""
    report = found.report
    return {
        "report": report.id,
        "year": report.year,
        "state": found.state,
        "final": found.final,
        "drawing": found.drawing,
        "edition": report.edition,
        "compiled": report.compiled,
        "compiled_on": _day(report.compiled_on),
        "symbol": report.symbol,
        "issued_on": _day(report.issued_on),
        "review": report.review.value if report.review else None,
        "review_comment": report.review_comment,
        "sendings": [{**asdict(one), "sent_on": _day(one.sent_on)} for one in report.sendings],
        "data_hash": report.data_hash,
        "files": [{"name": f.name, "sha256": f.sha256, "size": f.size} for f in found.files],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
