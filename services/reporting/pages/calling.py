"""Pages about calling for reports: the year's due days and reminders, chasing letters, more time for an agency."""

from datetime import date
from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import (
    COMPILERS,
    DANVAN_APPROVERS,
    DANVAN_READERS,
    PROVINCE_WIDE,
    Role,
)
from frame.pages import may
from kernel.errors import Conflict, Forbidden, Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reporting.domain.calling import (
    DECISION_WORDS,
    LAST_WORKING_DAY,
    Decision,
    Step,
)
from services.reporting.service import Reporting

DECISION_TONES = {
    Decision.WAITING: "warn",
    Decision.GRANTED: "good",
    Decision.REFUSED: "bad",
}
LABELS = {
    "due_on": "Hạn mới",
    "number": "Số, ký hiệu văn bản",
    "dated_on": "Ngày văn bản",
    "issuer": "Cơ quan ban hành",
    "symbol": "Số, ký hiệu công văn",
    "until": "Gia hạn đến ngày",
    "reason": "Lý do",
}


class OwnDueForm(ma.Schema):
    """The form of another due day."""

    due_on = fields.Date(required=True)
    number = fields.String(required=True)
    dated_on = fields.Date(required=True)
    issuer = fields.String(required=True)


class ChasingForm(ma.Schema):
    """The form of a chasing letter."""

    number = fields.Integer(required=True, validate=validate.Range(1, 9))
    symbol = fields.String(required=True)


class DecisionForm(ma.Schema):
    """The buttons of a decision, with a day and a note where they are asked."""

    decision = fields.String(required=True, validate=validate.OneOf(["yes", "no"]))
    until = fields.Date()
    note = fields.String(load_default="")


class ExtensionForm(ma.Schema):
    """The form of an agency that asks for more time."""

    until = fields.Date(required=True)
    reason = fields.String(required=True)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_schedule(bp, reporting)
    _add_decisions(bp, reporting)
    _add_extension(bp, reporting)


def _add_schedule(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/campaigns/<int:year>/schedule")
    @requires(*PROVINCE_WIDE)
    def schedule(year: int) -> str:
        return _schedule(reporting, year, {})

    @bp.post("/campaigns/<int:year>/own-due")
    @requires(*COMPILERS)
    def propose_due(year: int) -> ResponseReturnValue:
        try:
            given = read_form(OwnDueForm)
            by, key = current_actor(), idempotency_key()
            reporting.calling.propose_due(year, **given, by=by, key=key)
        except (Invalid, Conflict) as refused:
            return _schedule(reporting, year, _errors(refused)), 422
        flash("Đã trình hạn riêng của năm; lãnh đạo Sở Nội vụ quyết định.", "good")
        return _back(year)

    @bp.post("/campaigns/<int:year>/chasings")
    @requires(*COMPILERS)
    def chase(year: int) -> ResponseReturnValue:
        try:
            given = read_form(ChasingForm)
            by, key = current_actor(), idempotency_key()
            reporting.calling.chase(year, given["number"], given["symbol"], by=by, key=key)
        except (Invalid, Conflict) as refused:
            return _schedule(reporting, year, _errors(refused)), 422
        flash(f"Đã ghi nhận công văn đôn đốc lần {given['number']}.", "good")
        return _back(year)


def _add_decisions(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/campaigns/<int:year>/own-due/decision")
    @requires(Role.SNV_LEADER)
    def decide_due(year: int) -> ResponseReturnValue:
        granted = read_form(DecisionForm)["decision"] == "yes"
        try:
            by, key = current_actor(), idempotency_key()
            done = reporting.calling.decide_due(year, granted=granted, by=by, key=key)
        except (Conflict, Forbidden, Invalid) as refused:
            flash(refused.detail, "bad")
            return _back(year)
        due_on = date.fromisoformat(done["due_on"])
        flash(f"Đã quyết định. Hạn gửi báo cáo: {due_on:%d/%m/%Y}.", "good")
        return _back(year)

    @bp.post("/campaigns/<int:year>/extensions/<agency>/decision")
    @requires(Role.SNV_LEADER)
    def decide_extension(year: int, agency: str) -> ResponseReturnValue:
        reporting.calling.must_be_called(year, agency)
        try:
            given = read_form(DecisionForm)
            granted, by, key = given.pop("decision") == "yes", current_actor(), idempotency_key()
            reporting.calling.decide_extension(
                year, agency, granted=granted, **given, by=by, key=key
            )
        except (Invalid, Conflict, Forbidden) as refused:
            flash(_said(refused), "bad")
            return _back(year)
        flash("Đã quyết định gia hạn." if granted else "Đã ghi nhận không gia hạn.", "good")
        return _back(year)


def _add_extension(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/report/<int:year>/extension")
    @requires(*DANVAN_READERS)
    def extension(year: int) -> str:
        return _extension(reporting, year, {})

    @bp.post("/report/<int:year>/extension")
    @requires(*DANVAN_APPROVERS)
    def ask_extension(year: int) -> ResponseReturnValue:
        try:
            given = read_form(ExtensionForm)
            by, key = current_actor(), idempotency_key()
            reporting.calling.ask_extension(year, given["until"], given["reason"], by=by, key=key)
        except (Invalid, Conflict) as refused:
            return _extension(reporting, year, _errors(refused)), 422
        flash("Đã gửi đề nghị gia hạn đến Sở Nội vụ.", "good")
        return redirect(url_for("reporting.extension", year=year), 303)


def _back(year: int) -> ResponseReturnValue:
    return redirect(url_for("reporting.schedule", year=year), 303)


def _schedule(reporting: Reporting, year: int, errors: dict[str, Any]) -> str:
    found = reporting.calling.schedule(year)
    own = found.calling.own_due
    open_ = found.campaign.closed_on is None
    today = reporting.store.clock.today()
    waits = own is not None and own.state is Decision.WAITING
    return render_template(
        "reporting/schedule.html",
        found=found,
        campaign=found.campaign,
        own=own,
        waits=waits,
        today=today,
        next_chasing=len(found.calling.chasings) + 1,
        may_chase=open_ and may(COMPILERS) and today > found.campaign.due_on,
        may_propose=open_ and may(COMPILERS) and not waits,
        may_decide=open_ and may((Role.SNV_LEADER,)),
        step_words=step_words,
        decision_words=DECISION_WORDS,
        decision_tones=DECISION_TONES,
        labels=LABELS,
        errors=errors,
        values=request.form,
    )


def _extension(reporting: Reporting, year: int, errors: dict[str, Any]) -> str:
    own = reporting.reports.own(year, by=current_actor())
    asked = reporting.calling.extension(year, by=current_actor())
    waits = asked is not None and asked.state is Decision.WAITING
    return render_template(
        "reporting/extension.html",
        year=year,
        own=own,
        asked=asked,
        may_ask=may(DANVAN_APPROVERS) and own.open and own.last is None and not waits,
        decision_words=DECISION_WORDS,
        decision_tones=DECISION_TONES,
        labels=LABELS,
        errors=errors,
        values=request.form,
    )


def step_words(one: Step) -> str:
    """What happens at a step, in words."""
    if one.escalates:
        return "Báo cáo Ủy ban nhân dân tỉnh danh sách chưa gửi"
    if one.chasing:
        return f"Đôn đốc lần {one.chasing}, đến người đứng đầu"
    if one.code == LAST_WORKING_DAY:
        return "Nhắc vào ngày làm việc cuối cùng trước hạn"
    return "Nhắc trong ngày đến hạn" if one.code == "T-0" else "Nhắc trước hạn"


def _errors(refused: Refusal) -> dict[str, Any]:
    if isinstance(refused, Invalid) and refused.errors:
        return refused.errors
    return {"": [refused.detail]}


def _said(refused: Refusal) -> str:
    return " ".join(text for told in _errors(refused).values() for text in told)
