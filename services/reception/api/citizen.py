"""How programs look a petition up by its receipt, and how officers' software prints and answers."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import request
from marshmallow import fields, validate

from contracts.reception import CitizenAct
from contracts.registry import PETITION_READERS, PETITION_WRITERS
from kernel.web import current_actor, idempotency_key, public, requires
from services.reception.domain.codes import shown
from services.reception.service import Reception
from services.reception.service.citizen import Seen


class LookUpSchema(ma.Schema):
    """A code as typed, and the secret of a denunciation."""

    code = fields.String(required=True, validate=validate.Length(1, 40))
    secret = fields.String(load_default="", validate=validate.Length(max=40))


class WordSchema(ma.Schema):
    """What a citizen says by the token of a look-up."""

    token = fields.String(required=True, validate=validate.Length(1, 300))
    act = fields.Enum(CitizenAct, by_value=True, required=True)
    text = fields.String(load_default="", validate=validate.Length(max=4000))
    stars = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 5))


class StandingSchema(ma.Schema):
    """Who has to do what, until when and why; nothing about persons."""

    number = fields.Integer(attribute="petition.number")
    year = fields.Integer(attribute="petition.year")
    agency = fields.String(attribute="petition.agency")
    received_on = fields.Date(attribute="petition.form.received_on")
    in_hand_of = fields.String(attribute="standing.agency")
    since = fields.Date(attribute="standing.since")
    waited_days = fields.Integer(attribute="standing.waited_days")
    state = fields.String(attribute="standing.state")
    what = fields.String(attribute="standing.what")
    waits_for_citizen = fields.Boolean(attribute="standing.waits_for_citizen")
    until = fields.Date(attribute="standing.until", allow_none=True)
    supply_until = fields.Date(attribute="standing.supply_until", allow_none=True)
    why = fields.List(fields.String(), attribute="standing.why")
    late_days = fields.Integer(attribute="standing.late_days")
    remedy = fields.String(attribute="standing.remedy")
    done = fields.Boolean(attribute="standing.done")
    acts = fields.List(fields.String())
    replies = fields.Function(
        lambda seen: [{"replied_on": on.isoformat(), "text": text} for on, text in seen.replies]
    )
    token = fields.String()


class PrintSchema(ma.Schema):
    """Whether the receipt gets a new code."""

    anew = fields.Boolean(load_default=False)


class PrintedSchema(ma.Schema):
    """What stands on a receipt; the secret of a denunciation only when it was drawn now."""

    petition = fields.String()
    code = fields.String()
    secret = fields.String()


class SaidSchema(ma.Schema):
    """Something a citizen said; its text only for whom it is."""

    word = fields.String()
    act = fields.String()
    text = fields.String()
    stars = fields.Integer()
    said_on = fields.Date()
    answered_on = fields.Date(allow_none=True)
    accepted = fields.Boolean()


class WordsSchema(ma.Schema):
    """What a citizen said about a petition."""

    words = fields.List(fields.Nested(SaidSchema))


class AnswerSchema(ma.Schema):
    """What an officer does with what a citizen said; by which document a petition was withdrawn."""

    word = fields.String(required=True, validate=validate.Length(1, 60))
    accepted = fields.Boolean(required=True)
    document = fields.String(load_default="", validate=validate.Length(max=100))


class AnsweredSchema(ma.Schema):
    """Which word was answered."""

    petition = fields.String()
    word = fields.String()


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes of the citizen and of the officer who answers."""
    _public(bp, reception)
    _officer(bp, reception)


def _public(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/public/look-up", methods=["POST"])
    @public
    @bp.arguments(LookUpSchema)
    @bp.response(200, StandingSchema)
    def look_up(given: dict[str, Any]) -> Seen:
        """Where a petition stands. Wrong codes are slowed down; all that fails looks the same."""
        address = request.remote_addr or "unknown"
        return reception.look_up(given["code"], given["secret"], address=address)

    @bp.route("/public/words", methods=["POST"])
    @public
    @bp.arguments(WordSchema)
    @bp.response(200, StandingSchema)
    def say(given: dict[str, Any]) -> Seen:
        return reception.say(given["token"], given["act"], given["text"], stars=given["stars"])


def _officer(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/petitions/<petition_id>/receipt", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(PrintSchema)
    @bp.response(200, PrintedSchema)
    def print_receipt(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        printed = reception.print_receipt(petition_id, **given, by=current_actor())
        return {
            "petition": petition_id,
            "code": shown(printed.code),
            "secret": shown(printed.secret),
        }

    @bp.route("/petitions/<petition_id>/words", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, WordsSchema)
    def words(petition_id: str) -> dict[str, Any]:
        said = reception.words_about(petition_id, by=current_actor())
        return {"words": [{**vars(one), "word": one.id, "text": text} for one, text in said]}

    @bp.route("/petitions/<petition_id>/words", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(AnswerSchema)
    @bp.response(200, AnsweredSchema)
    def answer_word(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.answer_word(petition_id, **given, by=by, key=key)
