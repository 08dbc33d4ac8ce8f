"""How people talk to reception: the register, a petition's page and its steps, sessions."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.reception import Outcome, PetitionKind
from contracts.registry import PETITION_DECIDERS, PETITION_READERS, PETITION_WRITERS, Role
from frame.pages import Pages, asked_page, may
from kernel.errors import Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.domain import ANSWERED_KINDS, STATE_WORDS, Petition, State
from services.reception.pages import forms, words
from services.reception.service import Reception
from services.reception.views import Asked

PETITION_SORTERS = (*PETITION_WRITERS, Role.UNIT_LEADER, *PETITION_DECIDERS)


def pages(reception: Reception) -> Blueprint:
    """The pages of reception."""
    bp = Blueprint("reception", __name__, template_folder="../templates")
    _register(bp, reception)
    _petition(bp, reception)
    _steps(bp, reception)
    _sessions(bp, reception)
    bp.context_processor(_words)
    return bp


def _words() -> dict[str, Any]:
    return {
        "kinds": words.KIND_WORDS,
        "states": STATE_WORDS,
        "tones": words.TONES,
        "labels": words.LABELS,
        "channels": words.CHANNEL_WORDS,
    }


# --- the register -----------------------------------------------------------------------------------


def _register(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/")
    @requires(*PETITION_READERS)
    def work_list() -> str:
        agency, today = current_actor().agency, reception.today
        asked = _asked(agency, reception)
        shown = Pages(number=asked_page(), total=reception.work_list.count(asked))
        in_hand, overdue = reception.work_list.open_and_overdue(agency, today=today)
        return render_template(
            "reception/list.html",
            rows=reception.work_list.of(asked, page=shown.number),
            pages=shown,
            asked=asked,
            today=today.isoformat(),
            in_hand=in_hand,
            overdue=overdue,
            may_enter=may(PETITION_WRITERS),
        )

    @bp.get("/petitions/new")
    @requires(*PETITION_WRITERS)
    def new() -> str:
        return _entry({"received_on": reception.today.isoformat()}, {})

    @bp.post("/petitions/new")
    @requires(*PETITION_WRITERS)
    def enter() -> ResponseReturnValue:
        try:
            form = read_form(forms.EntrySchema())
            receipt = reception.register_petition(form, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _entry(request.form, _errors(wrong)), 422
        flash(f"Đã vào sổ đơn số {receipt['number']}/{receipt['year']}.", "good")
        return redirect(url_for("reception.petition", petition_id=receipt["petition"]), 303)


def _asked(agency: str, reception: Reception) -> Asked:
    """What the address asks for; what it says wrongly counts as not said."""
    state, kind = request.args.get("state", ""), request.args.get("kind", "")
    return Asked(
        agency,
        state=state if state in set(State) else "",
        kind=kind if kind in set(PetitionKind) else "",
        overdue_on=reception.today if request.args.get("overdue") else None,
    )


def _entry(values: Any, errors: dict[str, Any]) -> str:
    return render_template("reception/new.html", values=values, errors=errors)


# --- one petition -----------------------------------------------------------------------------------


def _petition(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/petitions/<petition_id>")
    @requires(*PETITION_READERS)
    def petition(petition_id: str) -> str:
        return _page(reception.petition(petition_id, by=current_actor()), reception, {})


def _steps(bp: Blueprint, reception: Reception) -> None:
    def step(petition_id: str, act: Callable[..., Any], said: str) -> ResponseReturnValue:
        by = current_actor()
        try:
            act(by=by, key=idempotency_key())
        except Invalid as wrong:
            found = reception.petition(petition_id, by=by)
            return _page(found, reception, _errors(wrong)), 422
        flash(said, "good")
        return redirect(url_for("reception.petition", petition_id=petition_id), 303)

    @bp.post("/petitions/<petition_id>/classify")
    @requires(*PETITION_SORTERS)
    def classify(petition_id: str) -> ResponseReturnValue:
        def act(**who: Any) -> None:
            found = read_form(forms.ClassificationForm())
            reception.classify_petition(petition_id, found, **who)

        return step(petition_id, act, "Đã phân loại đơn.")

    @bp.post("/petitions/<petition_id>/accept")
    @requires(*PETITION_DECIDERS)
    def accept(petition_id: str) -> ResponseReturnValue:
        def act(**who: Any) -> None:
            reception.accept_petition(petition_id, **read_form(forms.AcceptanceSchema()), **who)

        return step(petition_id, act, "Đã thụ lý đơn; thời hạn giải quyết bắt đầu tính.")

    @bp.post("/petitions/<petition_id>/decide")
    @requires(*PETITION_DECIDERS)
    def decide(petition_id: str) -> ResponseReturnValue:
        def act(**who: Any) -> None:
            given = read_form(forms.DecisionSchema())
            reception.decide_petition(petition_id, given["outcome"], on=given["on"], **who)

        return step(petition_id, act, "Đã ghi kết quả giải quyết.")


def _page(petition: Petition, reception: Reception, errors: dict[str, Any]) -> str:
    today = reception.today
    return render_template(
        "reception/petition.html",
        petition=petition,
        errors=errors,
        values={"on": today.isoformat(), **request.form.to_dict()},
        late=petition.deadline.late(today) if petition.deadline else 0,
        dispositions=words.DISPOSITION_WORDS,
        outcomes=_outcomes(petition),
        outcome_words=words.OUTCOME_WORDS,
        may_classify=may(PETITION_SORTERS),
        may_decide=may(PETITION_DECIDERS),
    )


def _outcomes(petition: Petition) -> list[tuple[str, str]]:
    """The outcomes this kind of petition can have."""
    answered = petition.form.kind in ANSWERED_KINDS
    fitting = [one for one in Outcome if (one is Outcome.ANSWERED) == answered]
    return [(one.value, words.OUTCOME_WORDS[one]) for one in fitting]


# --- sessions ---------------------------------------------------------------------------------------


def _sessions(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/sessions")
    @requires(*PETITION_READERS)
    def sessions() -> str:
        agency, year = current_actor().agency, reception.today.year
        shown = Pages(number=asked_page(), total=reception.session_list.count(agency))
        return render_template(
            "reception/sessions.html",
            rows=reception.session_list.of(agency, page=shown.number),
            months=reception.session_list.months(agency, year),
            year=year,
            pages=shown,
            session_kinds=words.SESSION_WORDS,
            hosts=words.HOST_WORDS,
            may_enter=may(PETITION_WRITERS),
        )

    @bp.get("/sessions/new")
    @requires(*PETITION_WRITERS)
    def new_session() -> str:
        return _session_form({"held_on": reception.today.isoformat()}, {})

    @bp.post("/sessions/new")
    @requires(*PETITION_WRITERS)
    def enter_session() -> ResponseReturnValue:
        try:
            form = read_form(forms.SessionFormSchema())
            reception.hold_session(form, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _session_form(request.form, _errors(wrong)), 422
        flash("Đã ghi buổi tiếp công dân.", "good")
        return redirect(url_for("reception.sessions"), 303)


def _session_form(values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/session.html",
        values=values,
        errors=errors,
        session_kinds=words.SESSION_WORDS,
        hosts=words.HOST_WORDS,
    )


# Refusals of the rules, shown at the field they speak of.
FIELDS = {
    "received_in_future": "received_on",
    "petitioner_missing": "name",
    "denouncer_not_here": "name",
    "wrong_outcome": "outcome",
    "decided_too_early": "on",
}


def _errors(wrong: Refusal) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused."""
    if isinstance(wrong, Invalid) and wrong.errors:
        return wrong.errors
    return {FIELDS.get(wrong.code, ""): [wrong.detail]}
