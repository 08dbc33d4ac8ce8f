"""What everybody may see of consultation: where opinions are asked for now, and which dialogues are announced."""

from flask import Blueprint, render_template

from frame.pages import Pages, asked_page
from kernel.web import public
from services.consultation.service import Consultation
from services.consultation.views import PAGE

SOME = 3


def add(bp: Blueprint, consultation: Consultation) -> None:
    """Add the public page and its part of the public portal."""

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
