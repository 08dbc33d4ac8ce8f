"""The REST routes of papers: the form of a disposition, the notice of acceptance, the extract, a refusal's notice."""

import flask_smorest
from flask import Response

from contracts.registry import PETITION_READERS, Role
from kernel.web import requires
from services.reception.pages.papers import of_petition, of_refusal
from services.reception.service import Reception


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes."""

    @bp.route("/petitions/<petition_id>/papers/<paper>", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    def petition_paper(petition_id: str, paper: str) -> Response:
        """`disposition`, `acceptance`, `extract` or `reminder-<number>-<year>`, as `.docx` or `.pdf`."""
        return of_petition(reception, petition_id, paper)

    @bp.route("/refusals/<refusal_id>/notices/<ending>", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    def refusal_notice(refusal_id: str, ending: str) -> Response:
        """As `docx` or `pdf`."""
        return of_refusal(reception, refusal_id, ending)
