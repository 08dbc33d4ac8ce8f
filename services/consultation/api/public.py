"""What programs may ask without signing in: the rounds that are open to everybody, and an opinion on one."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import request
from marshmallow import fields, validate

from kernel.web import idempotency_key, public
from services.consultation.pages import forms
from services.consultation.service import Consultation
from services.consultation.service.public import CITIZEN

Given = dict[str, Any]
MOST_PAGES = 100_000


class PageSchema(ma.Schema):
    """Which page of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_PAGES))


class OpenRoundSchema(ma.Schema):
    """A round in which everybody may give an opinion today."""

    id = fields.String(attribute="_id")
    agency = fields.String()
    kind = fields.String()
    title = fields.String()
    opened_on = fields.String(attribute="on")
    closes_on = fields.String(attribute="day")


class OpenRoundsSchema(ma.Schema):
    """One page of such rounds."""

    total = fields.Integer()
    rounds = fields.List(fields.Nested(OpenRoundSchema))


class HeardSchema(ma.Schema):
    """The number of the opinion in its round."""

    number = fields.Integer()


def add(bp: flask_smorest.Blueprint, consultation: Consultation) -> None:
    """Add the public routes."""

    @bp.route("/public/rounds", methods=["GET"])
    @public
    @bp.arguments(PageSchema, location="query")
    @bp.response(200, OpenRoundsSchema)
    def open_rounds(given: Given) -> Given:
        """The rounds that ask everybody today, by their end."""
        rounds, today = consultation.round_list, consultation.today
        return {"total": rounds.asked(today), "rounds": rounds.asking(today, page=given["page"])}

    @bp.route("/public/rounds/<round_id>/opinions", methods=["POST"])
    @public
    @bp.arguments(forms.PublicOpinionSchema)
    @bp.response(201, HeardSchema)
    def give_opinion(given: Given, round_id: str) -> Given:
        """Give an opinion, without a name. So many from one address in an hour."""
        address, key = request.remote_addr or "unknown", idempotency_key(CITIZEN)
        return consultation.public.give_opinion(round_id, **given, address=address, key=key)
