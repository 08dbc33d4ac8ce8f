"""How programs talk to reception: REST routes under `/api/reception/v1`, and the web application itself."""

from typing import Any

import flask_smorest
from flask import Flask

from contracts.registry import (
    DOORS,
    PETITION_DECIDERS,
    PETITION_READERS,
    PETITION_WRITERS,
    ROLE_WORDS,
    Role,
)
from frame.application import application
from kernel.config import Settings
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    Routes,
    current_actor,
    idempotency_key,
    requires,
    run_rows,
)
from law.defaults import agency_name
from services.reception import pages
from services.reception.api import shapes
from services.reception.api.acts import acts
from services.reception.domain import Classification, Petition, PetitionForm, SessionForm
from services.reception.pages import forms
from services.reception.pages.words import NAVIGATION
from services.reception.service import Reception

Given = dict[str, Any]
PETITION_SORTERS = (*PETITION_WRITERS, Role.UNIT_LEADER, *PETITION_DECIDERS)


def routes(reception: Reception) -> flask_smorest.Blueprint:
    """The REST routes of reception."""
    bp = Routes("reception-api", __name__, description="Tiếp công dân, đơn thư")
    _bulk(bp, reception)
    _petitions(bp, reception)
    _steps(bp, reception)
    _sessions(bp, reception)
    return bp


def _bulk(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    every_act, store = acts(reception), reception.store

    @bp.route("/acts", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def do_rows(given: Given) -> Given:
        by, quiet = current_actor(), given["quiet"]
        results = run_rows(
            given["rows"],
            every_act,
            by=by,
            once_each=lambda rows: store.once_each(rows, by=by, command="acts", quiet=quiet),
        )
        return {"results": results}


def _who() -> Given:
    """Who asks, and the key under which it is done once."""
    return {"by": current_actor(), "key": idempotency_key()}


def _petitions(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/petitions", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS)
    @bp.arguments(shapes.PetitionFormSchema)
    @bp.response(201, shapes.ReceiptSchema)
    def register(form: PetitionForm) -> Given:
        return reception.register_petition(form, **_who())

    @bp.route("/petitions/<petition_id>", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    @bp.response(200, shapes.PetitionSchema)
    def show(petition_id: str) -> Petition:
        return reception.petition(petition_id, by=current_actor())


def _steps(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/petitions/<petition_id>/classification", methods=["POST"])
    @requires(*PETITION_SORTERS)
    @bp.arguments(forms.ClassificationForm)
    @bp.response(200, shapes.StateSchema)
    def classify(found: Classification, petition_id: str) -> Given:
        return reception.classify_petition(petition_id, found, **_who())

    @bp.route("/petitions/<petition_id>/acceptance", methods=["POST"])
    @requires(*PETITION_DECIDERS)
    @bp.arguments(forms.AcceptanceSchema)
    @bp.response(200, shapes.StateSchema)
    def accept(given: Given, petition_id: str) -> Given:
        return reception.accept_petition(petition_id, **given, **_who())

    @bp.route("/petitions/<petition_id>/decision", methods=["POST"])
    @requires(*PETITION_DECIDERS)
    @bp.arguments(forms.DecisionSchema)
    @bp.response(200, shapes.StateSchema)
    def decide(given: Given, petition_id: str) -> Given:
        return reception.decide_petition(petition_id, given["outcome"], on=given["on"], **_who())


def _sessions(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/sessions", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS)
    @bp.arguments(forms.SessionFormSchema)
    @bp.response(201, shapes.SessionReceiptSchema)
    def hold(form: SessionForm) -> Given:
        return reception.hold_session(form, **_who())


def web(settings: Settings) -> Flask:
    """The web application of reception, as the web process serves it."""
    return application(
        settings,
        Reception,
        name="reception",
        title="Tiếp công dân, xử lý đơn",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=agency_name,
    )
