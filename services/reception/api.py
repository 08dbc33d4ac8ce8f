"""How programs talk to reception: REST routes under `/api/reception/v1`, and the web application itself."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Flask
from marshmallow import fields, validate

from contracts.reception import IntakeChannel, Outcome, PetitionKind
from contracts.registry import (
    DOORS,
    PETITION_DECIDERS,
    PETITION_READERS,
    PETITION_WRITERS,
    ROLE_WORDS,
)
from frame.application import application
from frame.face import Link
from kernel.config import Settings
from kernel.errors import Refusal
from kernel.message import Actor, Key
from kernel.web import current_actor, idempotency_key, requires, sentences
from law.defaults import agency_name
from services.reception import pages
from services.reception.domain import Petition, Petitioner, PetitionForm
from services.reception.service import Reception

MOST_ROWS = 1000


class PetitionerSchema(ma.Schema):
    """Who petitions."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Petitioner:
        return Petitioner(**given)


class PetitionFormSchema(ma.Schema):
    """A petition as it is entered."""

    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    channel = fields.Enum(IntakeChannel, by_value=True, required=True)
    received_on = fields.Date(required=True)
    summary = fields.String(required=True, validate=validate.Length(1, 4000))
    petitioner = fields.Nested(PetitionerSchema, load_default=None, allow_none=True)
    client_ref = fields.String(load_default="", validate=validate.Length(max=100))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> PetitionForm:
        return PetitionForm(**given)


class BulkSchema(ma.Schema):
    """Many petitions at once; each row carries its own `client_ref` and is entered once."""

    rows = fields.List(fields.Dict(), required=True, validate=validate.Length(1, MOST_ROWS))
    quiet = fields.Boolean(load_default=True)


class ReceiptSchema(ma.Schema):
    """The receipt of a registered petition."""

    petition = fields.String()
    number = fields.Integer()
    year = fields.Integer()


class StateSchema(ma.Schema):
    """Where a petition stands after an act."""

    petition = fields.String()
    state = fields.String()
    version = fields.Integer()


class RowResultSchema(ma.Schema):
    """What became of one row: the receipt, or why it was refused."""

    client_ref = fields.String()
    status = fields.Integer()
    receipt = fields.Nested(ReceiptSchema)
    code = fields.String()
    title = fields.String()
    errors = fields.Dict()


class ResultsSchema(ma.Schema):
    """Results in the order of the rows."""

    results = fields.List(fields.Nested(RowResultSchema))


class PetitionSchema(ma.Schema):
    """A petition, for its own agency."""

    petition = fields.String(attribute="id")
    number = fields.Integer()
    year = fields.Integer()
    state = fields.String()
    version = fields.Integer()
    kind = fields.String(attribute="form.kind")
    channel = fields.String(attribute="form.channel")
    received_on = fields.Date(attribute="form.received_on")
    summary = fields.String(attribute="form.summary")
    accepted_on = fields.Date(allow_none=True)
    decided_on = fields.Date(allow_none=True)
    outcome = fields.String(allow_none=True)


class DecisionSchema(ma.Schema):
    """How a matter was settled; `on` is today when it is not given."""

    outcome = fields.Enum(Outcome, by_value=True, required=True)
    on = fields.Date(load_default=None, allow_none=True)


def routes(reception: Reception) -> flask_smorest.Blueprint:
    """The REST routes of reception."""
    bp = flask_smorest.Blueprint("reception-api", __name__, description="Đơn thư")

    @bp.route("/petitions", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(PetitionFormSchema)
    @bp.response(201, ReceiptSchema)
    def register(form: PetitionForm) -> dict[str, Any]:
        return reception.register_petition(form, by=current_actor(), key=idempotency_key())

    @bp.route("/petitions/bulk", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def register_many(given: dict[str, Any]) -> dict[str, Any]:
        return {"results": _register_rows(reception, given["rows"], quiet=given["quiet"])}

    @bp.route("/petitions/<petition_id>", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, PetitionSchema)
    def show(petition_id: str) -> Petition:
        return reception.petition(petition_id, by=current_actor())

    @bp.route("/petitions/<petition_id>/acceptance", methods=["POST"])
    @requires(*PETITION_DECIDERS)
    @bp.response(200, StateSchema)
    def accept(petition_id: str) -> dict[str, Any]:
        return reception.accept_petition(petition_id, by=current_actor(), key=idempotency_key())

    @bp.route("/petitions/<petition_id>/decision", methods=["POST"])
    @requires(*PETITION_DECIDERS)
    @bp.arguments(DecisionSchema)
    @bp.response(200, StateSchema)
    def decide(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        return reception.decide_petition(
            petition_id, given["outcome"], on=given["on"], by=current_actor(), key=idempotency_key()
        )

    return bp


# --- bulk -------------------------------------------------------------------------------------------


def _register_rows(
    reception: Reception, rows: list[dict[str, Any]], *, quiet: bool
) -> list[dict[str, Any]]:
    """Each row for itself: read, entered once by its `client_ref`, answered in its place."""
    by, schema = current_actor(), PetitionFormSchema()
    read: dict[int, tuple[Key | None, PetitionForm]] = {}
    results: list[dict[str, Any]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        try:
            form = schema.load(row)
        except ma.ValidationError as wrong:
            results[index] = _unreadable(row, wrong)
        else:
            read[index] = (_row_key(by, form, row), form)
    answers = reception.register_petitions(list(read.values()), by=by, quiet=quiet)
    for index, answer in zip(read, answers, strict=True):
        results[index] = _row_result(rows[index], answer)
    return results


def _row_key(by: Actor, form: PetitionForm, row: dict[str, Any]) -> Key | None:
    if not form.client_ref:
        return None
    return Key.of(f"{by.agency}/petitions/{form.client_ref}", row)


def _unreadable(row: dict[str, Any], wrong: ma.ValidationError) -> dict[str, Any]:
    return {
        "client_ref": str(row.get("client_ref", "")),
        "status": 422,
        "code": "invalid",
        "title": "Dữ liệu gửi lên chưa đúng.",
        "errors": sentences(wrong.messages),
    }


def _row_result(row: dict[str, Any], answer: dict[str, Any] | Refusal) -> dict[str, Any]:
    ref = {"client_ref": str(row.get("client_ref", ""))}
    if isinstance(answer, Refusal):
        return {**ref, "status": 422, "code": answer.code, "title": answer.detail}
    return {**ref, "status": 201, "receipt": answer}


# --- the process ------------------------------------------------------------------------------------

NAVIGATION = (
    Link("Sổ đơn", "/reception/", PETITION_READERS),
    Link("Nhập đơn mới", "/reception/petitions/new", PETITION_WRITERS),
)


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
