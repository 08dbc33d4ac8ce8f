"""How people talk to reception: the register, entering a petition, a petition's page."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.reception import IntakeChannel, Outcome, PetitionKind
from contracts.registry import PETITION_DECIDERS, PETITION_READERS, PETITION_WRITERS
from frame.pages import Pages, asked_page, may
from kernel.errors import Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.domain import (
    ANSWERED_KINDS,
    STATE_WORDS,
    Petition,
    Petitioner,
    PetitionForm,
    State,
)
from services.reception.service import Reception

KIND_WORDS = {
    PetitionKind.COMPLAINT: "Khiếu nại",
    PetitionKind.DENUNCIATION: "Tố cáo",
    PetitionKind.RECOMMENDATION: "Kiến nghị",
    PetitionKind.FEEDBACK: "Phản ánh",
}
CHANNEL_WORDS = {
    IntakeChannel.COUNTER: "Nộp trực tiếp",
    IntakeChannel.POST: "Bưu chính",
    IntakeChannel.DROPBOX: "Hộp thư góp ý",
    IntakeChannel.RECEPTION_SESSION: "Tại buổi tiếp công dân",
    IntakeChannel.ONLINE_RECEPTION: "Tiếp công dân trực tuyến",
    IntakeChannel.PORTAL: "Cổng dịch vụ công, phản ánh kiến nghị",
    IntakeChannel.REFERRED_PARTY_STATE_LEADER: "Lãnh đạo Đảng, Nhà nước chuyển đến",
    IntakeChannel.REFERRED_ELECTED_BODY: "Cơ quan dân cử chuyển đến",
    IntakeChannel.REFERRED_FRONT: "Mặt trận, tổ chức chính trị – xã hội chuyển đến",
    IntakeChannel.REFERRED_PRESS: "Cơ quan báo chí chuyển đến",
    IntakeChannel.REFERRED_AGENCY: "Cơ quan khác chuyển đến",
}
OUTCOME_WORDS = {
    Outcome.JUSTIFIED: "Đúng",
    Outcome.PARTLY_JUSTIFIED: "Đúng một phần",
    Outcome.UNJUSTIFIED: "Sai",
    Outcome.ANSWERED: "Đã trả lời",
}
TONES = {State.REGISTERED: "info", State.ACCEPTED: "warn", State.DECIDED: "good"}
LABELS = {
    "kind": "Loại đơn",
    "channel": "Nguồn đơn",
    "received_on": "Ngày nhận",
    "name": "Họ và tên người gửi",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "summary": "Nội dung",
    "outcome": "Kết quả",
}


class EntrySchema(ma.Schema):
    """The form on which a clerk enters a petition."""

    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    channel = fields.Enum(IntakeChannel, by_value=True, required=True)
    received_on = fields.Date(required=True)
    name = fields.String(load_default="", validate=validate.Length(max=200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))
    summary = fields.String(required=True, validate=validate.Length(10, 4000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> PetitionForm:
        who = {part: given.pop(part) for part in ("name", "address", "phone")}
        return PetitionForm(**given, petitioner=Petitioner(**who) if who["name"] else None)


class DecisionFormSchema(ma.Schema):
    """The form on which the head settles a matter."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)


def pages(reception: Reception) -> Blueprint:
    """The pages of reception."""
    bp = Blueprint("reception", __name__, template_folder="templates")

    @bp.get("/")
    @requires(*PETITION_READERS)
    def work_list() -> str:
        agency = current_actor().agency
        state = request.args.get("state", "")
        state = state if state in set(State) else ""
        total = reception.work_list.count(agency, state=state or None)
        shown = Pages(number=asked_page(), total=total)
        rows = reception.work_list.of(agency, state=state or None, page=shown.number)
        return render_template(
            "reception/list.html",
            rows=rows,
            pages=shown,
            state=state,
            may_enter=may(PETITION_WRITERS),
        )

    @bp.get("/petitions/new")
    @requires(*PETITION_WRITERS)
    def new() -> str:
        today = reception.store.clock.today().isoformat()
        return _entry({"received_on": today}, {})

    @bp.post("/petitions/new")
    @requires(*PETITION_WRITERS)
    def enter() -> ResponseReturnValue:
        try:
            form = read_form(EntrySchema())
            receipt = reception.register_petition(form, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _entry(request.form, _errors(wrong)), 422
        flash(f"Đã vào sổ đơn số {receipt['number']}/{receipt['year']}.", "good")
        return redirect(url_for("reception.petition", petition_id=receipt["petition"]), 303)

    @bp.get("/petitions/<petition_id>")
    @requires(*PETITION_READERS)
    def petition(petition_id: str) -> str:
        return _page(reception.petition(petition_id, by=current_actor()), {})

    @bp.post("/petitions/<petition_id>/accept")
    @requires(*PETITION_DECIDERS)
    def accept(petition_id: str) -> ResponseReturnValue:
        try:
            reception.accept_petition(petition_id, by=current_actor(), key=idempotency_key())
            flash("Đã thụ lý đơn.", "good")
        except Invalid as wrong:
            flash(wrong.detail, "bad")
        return redirect(url_for("reception.petition", petition_id=petition_id), 303)

    @bp.post("/petitions/<petition_id>/decide")
    @requires(*PETITION_DECIDERS)
    def decide(petition_id: str) -> ResponseReturnValue:
        by = current_actor()
        try:
            outcome = read_form(DecisionFormSchema())["outcome"]
            reception.decide_petition(petition_id, outcome, by=by, key=idempotency_key())
        except Invalid as wrong:
            return _page(reception.petition(petition_id, by=by), _errors(wrong)), 422
        flash("Đã ghi kết quả giải quyết.", "good")
        return redirect(url_for("reception.petition", petition_id=petition_id), 303)

    bp.context_processor(
        lambda: {"kinds": KIND_WORDS, "states": STATE_WORDS, "tones": TONES, "labels": LABELS}
    )
    return bp


def _entry(values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/new.html", values=values, errors=errors, channels=CHANNEL_WORDS
    )


def _page(petition: Petition, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/petition.html",
        petition=petition,
        errors=errors,
        channels=CHANNEL_WORDS,
        outcomes=_outcomes(petition),
        outcome_words=OUTCOME_WORDS,
        may_decide=may(PETITION_DECIDERS),
    )


def _outcomes(petition: Petition) -> list[tuple[str, str]]:
    """The outcomes this kind of petition can have."""
    answered = petition.form.kind in ANSWERED_KINDS
    fitting = [one for one in Outcome if (one is Outcome.ANSWERED) == answered]
    return [(one.value, OUTCOME_WORDS[one]) for one in fitting]


# Refusals of the rules, shown at the field they speak of.
FIELDS = {
    "received_in_future": "received_on",
    "petitioner_missing": "name",
    "denouncer_not_here": "name",
    "wrong_outcome": "outcome",
}


def _errors(wrong: Refusal) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused."""
    if isinstance(wrong, Invalid) and wrong.errors:
        return wrong.errors
    return {FIELDS.get(wrong.code, ""): [wrong.detail]}
