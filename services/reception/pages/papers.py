"""The papers of petitions and of refusals, to take along as Word or PDF."""

import re
from urllib.parse import quote

from flask import Blueprint, Response

from contracts.registry import PETITION_READERS
from kernel.errors import NotFound
from kernel.web import current_actor, requires
from services.reception.adapters.papers import MEDIA, draw
from services.reception.domain.papers import Paper, PaperKind
from services.reception.service import Reception

REMINDER = re.compile(r"reminder-\d{1,9}-\d{4}")


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages."""

    @bp.get("/petitions/<petition_id>/papers/<paper>")
    @requires(*PETITION_READERS)
    def petition_paper(petition_id: str, paper: str) -> Response:
        return of_petition(reception, petition_id, paper)

    @bp.get("/refusals/<refusal_id>/notices/<ending>")
    @requires(*PETITION_READERS)
    def refusal_notice(refusal_id: str, ending: str) -> Response:
        return of_refusal(reception, refusal_id, ending)


def of_petition(reception: Reception, petition_id: str, asked: str) -> Response:
    """A paper of a petition by its address, `disposition.docx`, `reminder-3-2026.pdf`. Raises `NotFound`,
    `NoSuchPaper`."""
    by, (kind, _, ending) = current_actor(), asked.partition(".")
    if REMINDER.fullmatch(kind) and ending in MEDIA:
        return _sent(reception.papers.of_reminder(petition_id, kind, by=by), ending)
    if kind not in set(PaperKind) or ending not in MEDIA:
        raise NotFound
    return _sent(reception.papers.of_petition(petition_id, PaperKind(kind), by=by), ending)


def of_refusal(reception: Reception, refusal_id: str, ending: str) -> Response:
    """The notice of a refusal as `docx` or `pdf`. Raises `NotFound`."""
    if ending not in MEDIA:
        raise NotFound
    return _sent(reception.papers.of_refusal(refusal_id, by=current_actor()), ending)


def _sent(paper: Paper, ending: str) -> Response:
    told = f"attachment; filename*=UTF-8''{quote(f'{paper.name}.{ending}', safe='')}"
    made = draw(paper, ending)
    return Response(made, mimetype=MEDIA[ending], headers={"Content-Disposition": told})
