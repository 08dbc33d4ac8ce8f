"""How people talk to reception: the register and its petitions, reception sessions, an Excel file."""

from collections.abc import Sequence

from flask import Blueprint

from law.units.model import place_name
from services.reception.domain import CLOCK_WORDS, FATE_WORDS, STATE_WORDS, STEP_WORDS
from services.reception.domain.words import (
    CHANNEL_WORDS,
    DISPOSITION_WORDS,
    FIELD_WORDS,
    HOST_WORDS,
    INSTANCE_WORDS,
    KIND_WORDS,
    OUTCOME_WORDS,
    SESSION_WORDS,
)
from services.reception.pages import (
    citizen,
    course_of_session,
    exports,
    files,
    forwards,
    handling,
    imports,
    papers,
    petitions,
    receiving,
    replies,
    schedule,
    search,
    sessions,
    statistics,
    vault,
)
from services.reception.pages.forms import LABELS
from services.reception.pages.imports import marked_file, template_file, uploaded
from services.reception.service import Reception

__all__ = ["marked_file", "pages", "template_file", "uploaded"]


def pages(reception: Reception) -> Blueprint:
    """The pages of reception."""
    bp = Blueprint("reception", __name__, template_folder="../templates")
    petitions.add(bp, reception)
    handling.add(bp, reception)
    forwards.add(bp, reception)
    receiving.add(bp, reception)
    schedule.add(bp, reception)
    statistics.add(bp, reception)
    sessions.add(bp, reception)
    course_of_session.add(bp, reception)
    imports.add(bp, reception)
    search.add(bp, reception)
    vault.add(bp, reception)
    citizen.add(bp, reception)
    files.add(bp, reception)
    exports.add(bp, reception)
    papers.add(bp, reception)
    replies.add(bp, reception)
    bp.context_processor(
        lambda: {
            "kinds": KIND_WORDS,
            "channels": CHANNEL_WORDS,
            "dispositions": DISPOSITION_WORDS,
            "outcome_words": OUTCOME_WORDS,
            "session_kinds": SESSION_WORDS,
            "hosts": HOST_WORDS,
            "fields": FIELD_WORDS,
            "instances": INSTANCE_WORDS,
            "states": STATE_WORDS,
            "tones": petitions.TONES,
            "clock_words": CLOCK_WORDS,
            "step_words": STEP_WORDS,
            "fate_words": FATE_WORDS,
            "labels": LABELS,
            "places_named": lambda places: _named(reception, places),
        }
    )
    return bp


def _named(reception: Reception, places: Sequence[str]) -> str:
    """Where a matter lies, in words."""
    names = (place_name(reception.agency_book.label(one)) for one in places)
    return ", ".join(names) or "Địa bàn của cơ quan"
