"""The pages of an agency's own report: figures, sections, sending."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import DANVAN_APPROVERS, DANVAN_READERS, DANVAN_WRITERS
from frame.pages import may
from kernel.errors import Conflict, Invalid, Refusal
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.domain.drafts import WrongFigures
from services.reporting.pages.words import outline
from services.reporting.service import Reporting

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_looking(bp, reporting)
    _add_writing(bp, reporting)


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
            figures, comments = _figures()
            asked = {"version": _version(), "by": current_actor(), "key": idempotency_key()}
            reporting.reports.fill(year, figures, comments, **asked)
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash("Đã lưu số liệu.", "good")
        return _back(year)

    @bp.post("/report/<int:year>/sections")
    @requires(*WRITERS)
    def write(year: int) -> ResponseReturnValue:
        try:
            asked = {"version": _version(), "by": current_actor(), "key": idempotency_key()}
            reporting.reports.write(year, _named("section."), **asked)
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash("Đã lưu thuyết minh.", "good")
        return _back(year)

    @bp.post("/report/<int:year>/submit")
    @requires(*DANVAN_APPROVERS)
    def submit(year: int) -> ResponseReturnValue:
        reason = request.form.get("override_reason", "")[:1000]
        try:
            asked = {"version": _version(), "by": current_actor(), "key": idempotency_key()}
            receipt = reporting.reports.submit(year, override_reason=reason, **asked)
        except (Invalid, Conflict) as refused:
            return _page(reporting, year, _errors(refused)), _status(refused)
        flash(f"Đã gửi báo cáo, phiên bản {receipt['number']}. Biên nhận ở cuối trang.", "good")
        return _back(year)


def _back(year: int) -> ResponseReturnValue:
    return redirect(url_for("reporting.report", year=year), 303)


def _page(reporting: Reporting, year: int, errors: dict[str, Any]) -> str:
    own = reporting.reports.own(year, by=current_actor())
    return render_template(
        "reporting/report.html",
        year=year,
        own=own,
        parts=outline(reporting.packs),
        errors=errors,
        typed=request.form,
        may_write=own.open and may(WRITERS),
        may_send=own.open and may(DANVAN_APPROVERS),
    )


def _named(prefix: str) -> dict[str, str]:
    """The fields of the form under a prefix, by what follows it."""
    return {
        name.removeprefix(prefix): text
        for name, text in request.form.items()
        if name.startswith(prefix)
    }


def _figures() -> tuple[dict[str, int | None], dict[str, str]]:
    """Figures as people type them: with dots between thousands; an empty field takes one back."""
    errors: dict[str, Any] = {}
    figures: dict[str, int | None] = {}
    for key, text in _named("figure.").items():
        plain = text.strip().replace(".", "").replace(" ", "")
        if plain and not (plain.isascii() and plain.isdigit()):
            errors[f"figures.{key}"] = ["Cần một số nguyên."]
        figures[key] = int(plain) if plain and not errors.get(f"figures.{key}") else None
    if errors:
        raise WrongFigures(errors)
    return figures, _named("comment.")


def _version() -> int | None:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else None


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
