"""What everybody may see of consultation, where opinions are asked for now and which dialogues are announced, and the
page on which whoever wishes gives an opinion."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.consultation import ConsultationKind
from frame.pages import Pages, asked_page
from frame.timeline import Circle, timeline
from kernel.errors import Conflict, Invalid, TooOften
from kernel.web import idempotency_key, public, read_form
from services.consultation.domain.opinions import reply_due
from services.consultation.pages import forms
from services.consultation.pages.course import course
from services.consultation.pages.words import SPEAKERS
from services.consultation.service import Consultation
from services.consultation.service.public import CITIZEN
from services.consultation.views import PAGE

SOME = 3
LABELS = {"giver": "Bạn góp ý với tư cách", "content": "Ý kiến của bạn"}


def add(bp: Blueprint, consultation: Consultation) -> None:
    """Add the public pages and the part of the public portal."""
    _lists(bp, consultation)
    _round(bp, consultation)


def _lists(bp: Blueprint, consultation: Consultation) -> None:
    @bp.get("/public")
    @public
    def public_rounds() -> str:
        rounds, number = consultation.round_list, asked_page()
        return render_template(
            "consultation/public.html",
            rows=rounds.asking(consultation.today, page=number),
            pages=Pages(number=number, total=rounds.asked(consultation.today), size=PAGE),
            dialogues=consultation.dialogue_list.announced(consultation.today),
            name_of=consultation.agency_book.label,
        )

    @bp.get("/public/fragment")
    @public
    def public_part() -> str:
        rounds, today = consultation.round_list, consultation.today
        return render_template(
            "consultation/public-part.html",
            rows=rounds.asking(today)[:SOME],
            total=rounds.asked(today),
            name_of=consultation.agency_book.label,
        )


def _round(bp: Blueprint, consultation: Consultation) -> None:
    @bp.get("/public/rounds/<round_id>")
    @public
    def public_round(round_id: str) -> str:
        return _shown(consultation, round_id, {})

    @bp.post("/public/rounds/<round_id>")
    @public
    def give_opinion(round_id: str) -> ResponseReturnValue:
        try:
            given = read_form(forms.PublicOpinionSchema)
            address, key = request.remote_addr or "unknown", idempotency_key(CITIZEN)
            told = consultation.public.give_opinion(round_id, **given, address=address, key=key)
        except Invalid as wrong:
            return _shown(consultation, round_id, wrong.errors or {"": [wrong.detail]}), 422
        except Conflict as wrong:
            return _shown(consultation, round_id, {"": [wrong.detail]}), 409
        except TooOften as often:
            page = _shown(consultation, round_id, {"": [often.detail]})
            return page, 429, {"Retry-After": str(often.after)}
        flash(f"Đã nhận ý kiến số {told['number']}. Cảm ơn bạn đã góp ý.", "good")
        return redirect(url_for("consultation.public_round", round_id=round_id), 303)


def _shown(consultation: Consultation, round_id: str, errors: dict[str, Any]) -> str:
    asked, today = consultation.public.round(round_id), consultation.today
    opinions, answered = consultation.round_list.counts(asked.id)
    contribution = asked.form.kind is ConsultationKind.CONTRIBUTION
    return render_template(
        "consultation/public-round.html",
        asked=asked,
        hears=asked.hears(today),
        opinions=opinions,
        answered=answered,
        answer_by=reply_due(asked.form.kind, today, law=consultation.law) if contribution else None,
        agency=consultation.agency_book.label(asked.agency),
        course=timeline(course(asked), circle=Circle.PUBLIC, today=today),
        speakers=[(str(one.value), words) for one, words in SPEAKERS.items()],
        values=request.form if errors else {},
        errors=errors,
        labels=LABELS,
    )
