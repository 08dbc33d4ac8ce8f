"""Pages about two texts for one place and about the form that is filled without a line."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import DANVAN_APPROVERS, DANVAN_WRITERS
from frame.pages import may
from kernel.errors import Conflict, Invalid
from kernel.web import current_actor, idempotency_key, requires
from services.reporting.domain.drafts import NotDraftedYet
from services.reporting.domain.merging import COMMENT, FIGURE, Clash, clashes
from services.reporting.domain.offline import Filled, WrongForm
from services.reporting.pages import typed as reading
from services.reporting.pages.typed import Typed
from services.reporting.pages.words import outline
from services.reporting.service import Reporting

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One clash with the words of the report for its place."""

    clash: Clash
    title: str


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_merge(bp, reporting)
    _add_form(bp, reporting)


def _add_merge(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/report/<int:year>/merge")
    @requires(*WRITERS)
    def merge(year: int) -> ResponseReturnValue:
        own = reporting.reports.own(year, by=current_actor())
        if own.draft is None:
            raise NotDraftedYet(called=f"năm {year}")
        try:
            typed = reading.everything(chosen=True)
        except Invalid as refused:
            return conflict(reporting, year, ({}, {}, {}), refused.errors), 422
        try:
            by, key = current_actor(), idempotency_key()
            reporting.reports.merge(year, *typed, version=reading.version(), by=by, key=key)
        except Invalid as refused:
            return conflict(reporting, year, typed, refused.errors), 422
        except Conflict:
            return conflict(reporting, year, typed, {}), 409
        flash("Đã lưu nội dung đã chọn.", "good")
        return redirect(url_for("reporting.report", year=year), 303)


def _add_form(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/report/<int:year>/form")
    @requires(*WRITERS)
    def form(year: int) -> str:
        return _form(reporting, year, {})

    @bp.post("/report/<int:year>/form")
    @requires(*WRITERS)
    def form_sent(year: int) -> ResponseReturnValue:
        sent = request.files.get("file")
        try:
            filled = read_form_file(reporting, year, sent.read() if sent else b"")
            return _take(reporting, year, filled)
        except WrongForm as wrong:
            return _form(reporting, year, wrong.errors), 422
        except Invalid as wrong:
            return _form(reporting, year, wrong.errors or {"file": [wrong.detail]}), 422
        except Conflict as refused:
            return _form(reporting, year, {"file": [refused.detail]}), 409


def read_form_file(reporting: Reporting, year: int, content: bytes) -> Filled:
    """What an uploaded form says. Raises `WrongForm`, `NotDraftedYet`, `NotOpenForWriting`."""
    forms = importlib.import_module("services.reporting.adapters.forms")
    try:
        tables = forms.tables_of(content)
    except forms.Unreadable:
        raise WrongForm({"file": [WrongForm.title]}) from None
    return reporting.reports.read_form(year, tables, by=current_actor())


def _take(reporting: Reporting, year: int, filled: Filled) -> ResponseReturnValue:
    """Save it, or show both texts where something else was entered already."""
    own = reporting.reports.own(year, by=current_actor())
    typed: Typed = (dict(filled.figures), filled.comments, filled.sections)
    if own.draft and clashes(own.draft, *typed, only_kept=True):
        return conflict(reporting, year, typed, {}, only_kept=True), 409
    by, key = current_actor(), idempotency_key()
    version = own.draft.version if own.draft else None
    reporting.reports.merge(year, *typed, version=version, by=by, key=key)
    flash(
        f"Đã nhập {len(filled.figures)} số liệu, {len(filled.sections)} phần thuyết minh.", "good"
    )
    return redirect(url_for("reporting.report", year=year), 303)


def conflict(
    reporting: Reporting,
    year: int,
    typed: Typed,
    errors: Mapping[str, Any],
    *,
    only_kept: bool = False,
) -> str:
    """Both texts of every place that differs, to choose from or to put together."""
    own = reporting.reports.own(year, by=current_actor())
    if own.draft is None:
        raise NotDraftedYet(called=f"năm {year}")
    found = clashes(own.draft, *typed, only_kept=only_kept)
    shown = {one.field for one in found}
    fresh = [one for one in clashes(own.draft, *typed) if one.field not in shown]
    titles = _titles(reporting)
    return render_template(
        "reporting/conflict.html",
        year=year,
        version=own.draft.version,
        choices=[Choice(clash=one, title=titles.get(one.key, one.key)) for one in found],
        fresh=fresh,
        comment_kind=COMMENT,
        figure_kind=FIGURE,
        errors=errors,
    )


def _form(reporting: Reporting, year: int, errors: Mapping[str, Any]) -> str:
    own = reporting.reports.own(year, by=current_actor())
    return render_template(
        "reporting/form.html",
        year=year,
        own=own,
        errors=errors,
        may_send=own.open and own.draft is not None and may(WRITERS),
    )


def _titles(reporting: Reporting) -> dict[str, str]:
    parts = outline(reporting.packs)
    named = {one.code: f"{one.number}. {one.title}" for one in parts}
    return named | {line.key: line.title for one in parts for line in one.lines}
