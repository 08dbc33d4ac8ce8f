"""The pages of ad-hoc calls (báo cáo đột xuất): calling, answering, judging, and what came out."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields

from contracts.registry import (
    COMPILERS,
    DANVAN_APPROVERS,
    DANVAN_READERS,
    DANVAN_WRITERS,
    PROVINCE_WIDE,
    Role,
)
from frame.lists import Column, Listing, Order
from frame.pages import may
from kernel.errors import Conflict, Forbidden, Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from law.text import fold
from services.reporting.domain.adhoc import Asked
from services.reporting.domain.calling import DECISION_WORDS
from services.reporting.domain.campaigns import STATUS_WORDS
from services.reporting.pages import typed
from services.reporting.pages.calling import DECISION_TONES, DecisionForm, ExtensionForm
from services.reporting.pages.campaigns import ReturnFormSchema
from services.reporting.pages.words import line, outline
from services.reporting.service import Reporting
from services.reporting.service.adhoc import Outcome, OwnAnswer

WRITERS = (*DANVAN_WRITERS, *DANVAN_APPROVERS)
JUDGES = (*COMPILERS, Role.PROVINCE_LEADER)
LABELS = {
    "title": "Nội dung yêu cầu báo cáo",
    "instrument": "Số, ký hiệu văn bản yêu cầu",
    "window_from": "Số liệu từ ngày",
    "window_to": "Số liệu đến ngày",
    "due_on": "Hạn gửi",
    "keys": "Chỉ tiêu",
    "questions": "Câu hỏi, mỗi dòng một câu",
    "agencies": "Cơ quan được yêu cầu",
}


class CallForm(ma.Schema):
    """The form on which a call is opened; no agency chosen: everybody who owes the yearly report."""

    title = fields.String(required=True)
    instrument = fields.String(required=True)
    window_from = fields.Date(required=True)
    window_to = fields.Date(required=True)
    due_on = fields.Date(required=True)
    keys = fields.List(fields.String(), load_default=list)
    questions = fields.String(load_default="")
    agencies = fields.List(fields.String(), load_default=list)


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""
    _add_calling(bp, reporting)
    _add_more_time(bp, reporting)
    _add_looking(bp, reporting)
    _add_writing(bp, reporting)
    _add_signing(bp, reporting)
    _add_judging(bp, reporting)


def asked_of(given: dict[str, Any], reporting: Reporting) -> Asked:
    """What a call asks, from what was entered. Raises `WrongCall` later, when it is checked."""
    everybody = reporting.adhoc.reporters()
    chosen = given["agencies"] or everybody
    return Asked(
        title=given["title"].strip(),
        instrument=given["instrument"].strip(),
        window=(given["window_from"], given["window_to"]),
        due_on=given["due_on"],
        keys=tuple(given["keys"]),
        questions=tuple(given["questions"]),
        agencies=tuple(one for one in everybody if one in set(chosen)),
    )


def _add_calling(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/adhoc")
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    def adhoc() -> str:
        calls = reporting.adhoc.seen(by=current_actor())
        return render_template(
            "reporting/adhoc.html",
            calls=calls,
            may_call=may(COMPILERS),
            province_wide=may(PROVINCE_WIDE),
        )

    @bp.get("/adhoc/new")
    @requires(*COMPILERS)
    def new_adhoc() -> str:
        return _form(reporting, {})

    @bp.post("/adhoc/new")
    @requires(*COMPILERS)
    def call_adhoc() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        try:
            given = read_form(CallForm)
            questions = [one.strip() for one in given["questions"].splitlines() if one.strip()]
            asked = asked_of({**given, "questions": questions}, reporting)
            made = reporting.adhoc.call_adhoc(asked, by=by, key=key)
        except Invalid as wrong:
            return _form(reporting, wrong.errors or {"": [wrong.detail]}), 422
        flash(f"Đã mở đợt báo cáo đột xuất {made['code']}.", "good")
        return redirect(url_for("reporting.adhoc_outcome", call=made["call"]), 303)

    @bp.post("/adhoc/<call>/closure")
    @requires(*COMPILERS)
    def close_adhoc(call: str) -> ResponseReturnValue:
        try:
            done = reporting.adhoc.close_adhoc(call, by=current_actor(), key=idempotency_key())
            flash(f"Đã đóng đợt; {done['missing']} cơ quan không báo cáo.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.adhoc_outcome", call=call), 303)


def _add_more_time(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/adhoc/<call>/extension")
    @requires(*DANVAN_APPROVERS)
    def ask_more_time(call: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        try:
            given = read_form(ExtensionForm)
            reporting.adhoc.ask_more_time(call, given["until"], given["reason"], by=by, key=key)
        except (Invalid, Conflict) as refused:
            return _own(reporting, call, _errors(refused)), _status(refused)
        flash("Đã gửi đề nghị gia hạn; lãnh đạo Sở Nội vụ quyết định.", "good")
        return redirect(url_for("reporting.adhoc_answer", call=call), 303)

    @bp.post("/adhoc/<call>/extensions/<agency>/decision")
    @requires(Role.SNV_LEADER)
    def decide_more_time(call: str, agency: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        reporting.adhoc.must_be_asked(call, agency, by=by)
        try:
            given = read_form(DecisionForm)
            said = {"until": given.get("until"), "note": given["note"]}
            granted = given["decision"] == "yes"
            reporting.adhoc.decide_more_time(call, agency, granted=granted, **said, by=by, key=key)
            flash("Đã quyết định.", "good")
        except (Invalid, Conflict, Forbidden) as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.adhoc_outcome", call=call), 303)


def _add_looking(bp: Blueprint, reporting: Reporting) -> None:
    @bp.get("/adhoc/<call>")
    @requires(*DANVAN_READERS)
    def adhoc_answer(call: str) -> str:
        return _own(reporting, call, {})

    @bp.get("/adhoc/<call>/outcome")
    @requires(*PROVINCE_WIDE)
    def adhoc_outcome(call: str) -> ResponseReturnValue:
        return _outcome(reporting, call)

    @bp.get("/adhoc/<call>/answers/<report_id>")
    @requires(*DANVAN_READERS, *PROVINCE_WIDE)
    def adhoc_report(call: str, report_id: str) -> str:
        return _report(reporting, call, report_id, {})


def _add_writing(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/adhoc/<call>/draft")
    @requires(*WRITERS)
    def begin_answer(call: str) -> ResponseReturnValue:
        try:
            reporting.adhoc.begin_answer(call, by=current_actor(), key=idempotency_key())
            flash("Đã lấy số liệu hệ thống tại thời điểm này.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.adhoc_answer", call=call), 303)

    @bp.post("/adhoc/<call>/answer")
    @requires(*WRITERS)
    def answer_call(call: str) -> ResponseReturnValue:
        try:
            given = (typed.figures(), typed.named("comment."), typed.named("answer."))
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            reporting.adhoc.answer_call(call, *given, **asked)
        except (Invalid, Conflict) as refused:
            return _own(reporting, call, _errors(refused)), _status(refused)
        flash("Đã lưu.", "good")
        return redirect(url_for("reporting.adhoc_answer", call=call), 303)


def _add_signing(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/adhoc/<call>/presentation")
    @requires(*WRITERS)
    def present_answer(call: str) -> ResponseReturnValue:
        try:
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            reporting.adhoc.present_answer(call, **asked)
            flash("Đã trình người đứng đầu ký duyệt.", "good")
        except Conflict as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.adhoc_answer", call=call), 303)

    @bp.post("/adhoc/<call>/presentation/return")
    @requires(*DANVAN_APPROVERS)
    def give_back_answer(call: str) -> ResponseReturnValue:
        word, by, key = request.form.get("word", ""), current_actor(), idempotency_key()
        try:
            reporting.adhoc.give_back_answer(call, word=word, by=by, key=key)
        except (Invalid, Conflict) as refused:
            return _own(reporting, call, _errors(refused)), _status(refused)
        flash("Đã trả lại để sửa.", "good")
        return redirect(url_for("reporting.adhoc_answer", call=call), 303)

    @bp.post("/adhoc/<call>/submission")
    @requires(*DANVAN_APPROVERS)
    def send_answer(call: str) -> ResponseReturnValue:
        reason = request.form.get("override_reason", "")[:1000]
        try:
            asked = {"version": typed.version(), "by": current_actor(), "key": idempotency_key()}
            sent = reporting.adhoc.send_answer(call, override_reason=reason, **asked)
        except (Invalid, Conflict) as refused:
            return _own(reporting, call, _errors(refused)), _status(refused)
        flash(f"Đã gửi báo cáo. Biên nhận: {sent['receipt']}.", "good")
        return redirect(url_for("reporting.adhoc_answer", call=call), 303)


def _add_judging(bp: Blueprint, reporting: Reporting) -> None:
    @bp.post("/adhoc/<call>/answers/<report_id>/return")
    @requires(*JUDGES)
    def return_answer(call: str, report_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        try:
            given = read_form(ReturnFormSchema)
            reasons, comment = tuple(given["reasons"]), given["comment"]
            reporting.adhoc.return_answer(report_id, reasons, comment=comment, by=by, key=key)
        except (Invalid, Conflict, Forbidden) as refused:
            told = refused.errors if isinstance(refused, Invalid) else {}
            errors = told or {"reasons": [refused.detail]}
            return _report(reporting, call, report_id, errors), 422
        flash("Đã trả lại để hoàn thiện.", "good")
        return redirect(url_for("reporting.adhoc_outcome", call=call), 303)

    @bp.post("/adhoc/<call>/answers/<report_id>/acceptance")
    @requires(*JUDGES)
    def accept_answer(call: str, report_id: str) -> ResponseReturnValue:
        try:
            reporting.adhoc.accept_answer(report_id, by=current_actor(), key=idempotency_key())
            flash("Đã chấp nhận.", "good")
        except (Conflict, Forbidden) as refused:
            flash(refused.detail, "bad")
        return redirect(url_for("reporting.adhoc_outcome", call=call), 303)


# --- what is shown ------------------------------------------------------------------------------------


def _form(reporting: Reporting, errors: dict[str, Any]) -> str:
    everybody = [reporting.agency_book.label(one) for one in reporting.adhoc.reporters()]
    named = sorted(
        zip(everybody, reporting.adhoc.reporters(), strict=True), key=lambda one: fold(one[0])
    )
    return render_template(
        "reporting/adhoc-new.html",
        errors=errors,
        labels=LABELS,
        values=request.form,
        ticked=request.form.getlist,
        parts=[one for one in outline(reporting.packs) if one.lines],
        agencies=[(id_, name) for name, id_ in named],
        today=reporting.store.clock.today(),
    )


def _own(reporting: Reporting, call: str, errors: dict[str, Any]) -> str:
    own = reporting.adhoc.own(call, by=current_actor())
    return render_template(
        "reporting/adhoc-answer.html",
        own=own,
        call=own.call,
        draft=own.draft,
        lines=[line(key, reporting.packs) for key in own.call.keys],
        errors=errors,
        typed=request.form,
        decision_words=DECISION_WORDS,
        decision_tones=DECISION_TONES,
        **_rights(own),
    )


def _rights(own: OwnAnswer) -> dict[str, bool]:
    return {
        "may_write": own.open and may(WRITERS),
        "may_send": own.open and may(DANVAN_APPROVERS),
        "may_ask": own.open and own.last is None and may(DANVAN_APPROVERS),
    }


def _outcome(reporting: Reporting, call: str) -> ResponseReturnValue:
    found = reporting.adhoc.outcome(call, by=current_actor())
    lines = [line(key, reporting.packs) for key in found.call.keys]
    rows = [_row(found, one) for one in found.standings]
    if request.args.get("export") == "xlsx":
        made = reporting.store.clock.legal_now()
        name = f"dot-xuat-{found.call.number:02d}-{found.call.year}"
        title = f"Báo cáo đột xuất {found.call.code}"
        return _listing(found, [one.title for one in lines]).file(
            name, rows, title=title, made=made
        )
    return render_template(
        "reporting/adhoc-outcome.html",
        found=found,
        call=found.call,
        lines={one.key: one for one in lines},
        rows=rows,
        asked=found.asked,
        decision_words=DECISION_WORDS,
        decision_tones=DECISION_TONES,
        may_decide=may((Role.SNV_LEADER,)) and found.call.closed_on is None,
        may_close=may(COMPILERS) and found.call.closed_on is None,
    )


def _row(found: Outcome, one: Any) -> dict[str, Any]:
    taken = found.accepted.get(one.agency.id)
    answers = taken.said["sections"] if taken else {}
    return {
        "name": one.agency.name,
        "status": STATUS_WORDS[one.status],
        "sent_on": one.last.submitted_on if one.last else None,
        "standing": one,
        **{f"figure.{key}": n for key, n in (taken.figures if taken else {}).items()},
        **{f"answer.{name}": text for name, text in answers.items()},
    }


def _listing(found: Outcome, titles: list[str]) -> Listing:
    figures = (f"figure.{key}" for key in found.call.keys)
    questions = found.call.sections.items()
    return Listing(
        [
            Column("Cơ quan", "name"),
            Column("Trạng thái", "status"),
            Column("Ngày gửi", "sent_on"),
            *(Column(title, field, end=True) for title, field in zip(titles, figures, strict=True)),
            *(Column(text, f"answer.{name}") for name, text in questions),
        ],
        first=Order(""),
    )


def _report(reporting: Reporting, call: str, report_id: str, errors: dict[str, Any]) -> str:
    report = reporting.adhoc.report(report_id, by=current_actor(), call_id=call)
    found = reporting.adhoc.call(call, by=current_actor())
    return render_template(
        "reporting/adhoc-report.html",
        call=found,
        report=report,
        said=report.said,
        lines=[line(key, reporting.packs) for key in found.keys],
        errors=errors,
        values=request.form,
        chosen=request.form.getlist("reasons"),
        may_judge=may(JUDGES) and report.state.value == "SUBMITTED",
        province_wide=may(PROVINCE_WIDE),
    )


def _errors(refused: Refusal) -> dict[str, Any]:
    """Sentences by field of the form."""
    kinds = {
        "figures": "figure",
        "comments": "comment",
        "answers": "answer",
        "report": "override_reason",
    }
    if not isinstance(refused, Invalid) or not refused.errors:
        return {"": [refused.detail]}
    parted = ((name.partition("."), said) for name, said in refused.errors.items())
    return {f"{kinds.get(kind, kind)}{dot}{key}": said for (kind, dot, key), said in parted}


def _status(refused: Refusal) -> int:
    return 422 if isinstance(refused, Invalid) else 409
