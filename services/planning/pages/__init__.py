"""How people talk to planning: the plan of the year, models, activities, ethics."""

from flask import Blueprint

from services.planning.pages import activities, ethics, models, plans, public, search, words
from services.planning.service import Planning


def pages(planning: Planning) -> Blueprint:
    """The pages of planning."""
    bp = Blueprint("planning", __name__, template_folder="../templates")
    for part in (plans, models, activities, ethics, search, public):
        part.show(bp, planning)
    bp.context_processor(lambda: {"labels": words.LABELS, "words": words})
    return bp
