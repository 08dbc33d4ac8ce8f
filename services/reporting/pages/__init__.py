"""How people talk to reporting: figures, the agency's report, campaigns, checking, the province's report."""

from flask import Blueprint

from services.reporting.pages import (
    adhoc,
    after,
    bench,
    boards,
    calling,
    campaigns,
    documents,
    ended,
    evidence,
    figures,
    provincial,
    public,
    queue,
    report,
    search,
    writing,
)
from services.reporting.pages.words import for_templates
from services.reporting.service import Reporting


def pages(reporting: Reporting) -> Blueprint:
    """The pages of reporting."""
    bp = Blueprint("reporting", __name__, template_folder="../templates")
    for room in (
        figures,
        documents,
        report,
        campaigns,
        calling,
        ended,
        boards,
        queue,
        provincial,
        bench,
        after,
        search,
        writing,
        evidence,
        adhoc,
        public,
    ):
        room.add(bp, reporting)
    bp.context_processor(lambda: for_templates(reporting.agency_book.label))
    return bp
