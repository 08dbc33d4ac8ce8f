"""How programs talk to consultation: REST routes under `/api/consultation/v1`, and the web application itself."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Flask

from contracts.registry import (
    DANVAN_APPROVERS,
    DANVAN_READERS,
    DANVAN_WRITERS,
    DOORS,
    ROLE_WORDS,
    Role,
)
from frame.application import application
from kernel.config import Settings
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    Routes,
    answer_rows,
    current_actor,
    idempotency_key,
    requires,
)
from services.consultation import pages
from services.consultation.api import public, shapes
from services.consultation.api.acts import acts
from services.consultation.domain import (
    Criticism,
    Dialogue,
    Opinion,
    Project,
    Recommendation,
    Round,
    Supervision,
)
from services.consultation.pages import forms
from services.consultation.pages.words import FRONT_READERS, FRONT_WRITERS, NAVIGATION
from services.consultation.service import Consultation

Given = dict[str, Any]


def routes(consultation: Consultation) -> flask_smorest.Blueprint:
    """The REST routes of consultation."""
    bp = Routes("consultation-api", __name__, description="Dân chủ, giám sát")
    _bulk(bp, consultation)
    _opinions(bp, consultation)
    _dialogues(bp, consultation)
    _supervision(bp, consultation)
    _criticism(bp, consultation)
    _projects(bp, consultation)
    public.add(bp, consultation)
    return bp


def _bulk(bp: flask_smorest.Blueprint, consultation: Consultation) -> None:
    every_act = acts(consultation)

    @bp.route("/acts", methods=["POST"])
    @requires(Role.SOFTWARE, *DANVAN_WRITERS)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def do_rows(given: Given) -> Given:
        return answer_rows(given, every_act, consultation.store.once_each)


def _made(form: type[ma.Schema], given: Given) -> Any:
    return forms.MADE[form](**given)


def _who() -> Given:
    """Who asks, and the key under which it is done once."""
    return {"by": current_actor(), "key": idempotency_key()}


def _opinions(bp: flask_smorest.Blueprint, consultation: Consultation) -> None:
    @bp.route("/consultations", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.ConsultationSchema)
    @bp.response(201, shapes.StateSchema)
    def open_consultation(given: Given) -> Given:
        return consultation.open_consultation(_made(forms.ConsultationSchema, given), **_who())

    @bp.route("/consultations/<id_>", methods=["GET"])
    @requires(Role.SOFTWARE, *DANVAN_READERS)
    @bp.response(200, shapes.ConsultationShape)
    def show_consultation(id_: str) -> Round:
        return consultation.consultation(id_, by=current_actor())

    @bp.route("/consultations/<id_>/opinions", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.OpinionSchema)
    @bp.response(201, shapes.StateSchema)
    def receive_opinion(given: Given, id_: str) -> Given:
        return consultation.receive_opinion(id_, _made(forms.OpinionSchema, given), **_who())

    @bp.route("/consultations/<id_>/closure", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(forms.OnSchema)
    @bp.response(200, shapes.StateSchema)
    def close_consultation(given: Given, id_: str) -> Given:
        return consultation.close_consultation(id_, given["on"], **_who())

    @bp.route("/opinions/<id_>", methods=["GET"])
    @requires(Role.SOFTWARE, *DANVAN_READERS)
    @bp.response(200, shapes.OpinionShape)
    def show_opinion(id_: str) -> Opinion:
        return consultation.opinion(id_, by=current_actor())

    @bp.route("/opinions/<id_>/answer", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.AnswerSchema)
    @bp.response(200, shapes.StateSchema)
    def answer_opinion(given: Given, id_: str) -> Given:
        return consultation.answer_opinion(id_, _made(forms.AnswerSchema, given), **_who())


def _dialogues(bp: flask_smorest.Blueprint, consultation: Consultation) -> None:
    @bp.route("/dialogues", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.DialogueSchema)
    @bp.response(201, shapes.StateSchema)
    def announce_dialogue(given: Given) -> Given:
        return consultation.announce_dialogue(_made(forms.DialogueSchema, given), **_who())

    @bp.route("/dialogues/<id_>", methods=["GET"])
    @requires(Role.SOFTWARE, *DANVAN_READERS)
    @bp.response(200, shapes.DialogueShape)
    def show_dialogue(id_: str) -> Dialogue:
        return consultation.dialogue(id_, by=current_actor())

    @bp.route("/dialogues/<id_>/holding", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.HoldingSchema)
    @bp.response(200, shapes.StateSchema)
    def hold_dialogue(given: Given, id_: str) -> Given:
        return consultation.hold_dialogue(id_, _made(forms.HoldingSchema, given), **_who())

    @bp.route("/dialogues/<id_>/result", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.PublicationSchema)
    @bp.response(200, shapes.StateSchema)
    def publish_result(given: Given, id_: str) -> Given:
        publication = _made(forms.PublicationSchema, given)
        return consultation.publish_dialogue_result(id_, publication, **_who())


def _supervision(bp: flask_smorest.Blueprint, consultation: Consultation) -> None:
    @bp.route("/supervisions", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.SupervisionSchema)
    @bp.response(201, shapes.StateSchema)
    def record_supervision(given: Given) -> Given:
        return consultation.record_supervision(_made(forms.SupervisionSchema, given), **_who())

    @bp.route("/supervisions/<id_>", methods=["GET"])
    @requires(Role.SOFTWARE, *FRONT_READERS)
    @bp.response(200, shapes.SupervisionShape)
    def show_supervision(id_: str) -> Supervision:
        return consultation.supervision(id_, by=current_actor())

    @bp.route("/supervisions/<id_>/recommendations", methods=["POST"])
    @requires(*FRONT_WRITERS)
    @bp.arguments(forms.RecommendationSchema)
    @bp.response(201, shapes.StateSchema)
    def receive_recommendation(given: Given, id_: str) -> Given:
        form = _made(forms.RecommendationSchema, given)
        return consultation.receive_recommendation(id_, form, **_who())

    @bp.route("/recommendations/<id_>", methods=["GET"])
    @requires(Role.SOFTWARE, *FRONT_READERS)
    @bp.response(200, shapes.RecommendationShape)
    def show_recommendation(id_: str) -> Recommendation:
        return consultation.recommendation(id_, by=current_actor())

    @bp.route("/recommendations/<id_>/reply", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(forms.ReplySchema)
    @bp.response(200, shapes.StateSchema)
    def reply_recommendation(given: Given, id_: str) -> Given:
        return consultation.reply_recommendation(id_, _made(forms.ReplySchema, given), **_who())


def _criticism(bp: flask_smorest.Blueprint, consultation: Consultation) -> None:
    @bp.route("/criticisms", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.CriticismSchema)
    @bp.response(201, shapes.StateSchema)
    def request_criticism(given: Given) -> Given:
        return consultation.request_criticism(_made(forms.CriticismSchema, given), **_who())

    @bp.route("/criticisms/<id_>", methods=["GET"])
    @requires(Role.SOFTWARE, *FRONT_READERS)
    @bp.response(200, shapes.CriticismShape)
    def show_criticism(id_: str) -> Criticism:
        return consultation.criticism(id_, by=current_actor())

    @bp.route("/criticisms/<id_>/document", methods=["POST"])
    @requires(*FRONT_WRITERS)
    @bp.arguments(forms.CriticismDocumentSchema)
    @bp.response(200, shapes.StateSchema)
    def receive_criticism(given: Given, id_: str) -> Given:
        document = _made(forms.CriticismDocumentSchema, given)
        return consultation.receive_criticism(id_, document, **_who())

    @bp.route("/criticisms/<id_>/reply", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(forms.ReplySchema)
    @bp.response(200, shapes.StateSchema)
    def reply_criticism(given: Given, id_: str) -> Given:
        return consultation.reply_criticism(id_, _made(forms.ReplySchema, given), **_who())


def _projects(bp: flask_smorest.Blueprint, consultation: Consultation) -> None:
    @bp.route("/projects", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.ProjectSchema)
    @bp.response(201, shapes.StateSchema)
    def post_project(given: Given) -> Given:
        return consultation.post_project(_made(forms.ProjectSchema, given), **_who())

    @bp.route("/projects/<id_>", methods=["GET"])
    @requires(Role.SOFTWARE, *DANVAN_READERS)
    @bp.response(200, shapes.ProjectShape)
    def show_project(id_: str) -> Project:
        return consultation.project(id_, by=current_actor())

    @bp.route("/projects/<id_>/removal", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.OnSchema)
    @bp.response(200, shapes.StateSchema)
    def take_down(given: Given, id_: str) -> Given:
        return consultation.take_down_project(id_, given["on"], **_who())

    @bp.route("/projects/<id_>/posting", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.OnSchema)
    @bp.response(200, shapes.StateSchema)
    def post_again(given: Given, id_: str) -> Given:
        return consultation.post_project_again(id_, given["on"], **_who())

    @bp.route("/projects/<id_>/meeting", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.MeetingSchema)
    @bp.response(200, shapes.StateSchema)
    def hold_meeting(given: Given, id_: str) -> Given:
        return consultation.hold_project_meeting(id_, _made(forms.MeetingSchema, given), **_who())

    @bp.route("/projects/<id_>/dialogue", methods=["POST"])
    @requires(*DANVAN_WRITERS)
    @bp.arguments(forms.HeldOnSchema)
    @bp.response(200, shapes.StateSchema)
    def hold_project_dialogue(given: Given, id_: str) -> Given:
        return consultation.hold_project_dialogue(id_, given["held_on"], **_who())

    @bp.route("/projects/<id_>/completion", methods=["POST"])
    @requires(*DANVAN_APPROVERS)
    @bp.arguments(forms.OnSchema)
    @bp.response(200, shapes.StateSchema)
    def complete_project(given: Given, id_: str) -> Given:
        return consultation.complete_project(id_, given["on"], **_who())


# --- the process ------------------------------------------------------------------------------------


def web(settings: Settings) -> Flask:
    """The web application of consultation, as the web process serves it."""
    return application(
        settings,
        Consultation,
        name="consultation",
        title="Dân chủ ở cơ sở, đối thoại, giám sát",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=lambda consultation: consultation.agency_book.label,
    )
