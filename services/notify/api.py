"""How programs talk to notify: REST routes under `/api/notify/v1`, and the web application itself."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Flask
from marshmallow import fields, validate

from contracts.duties import DutyKind
from contracts.notify import Topic
from contracts.registry import DOORS, ROLE_WORDS, Role
from frame.application import application
from frame.face import Link
from kernel.config import Settings
from kernel.message import Actor, named_id
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    Routes,
    RowAct,
    answer_rows,
    current_actor,
    idempotency_key,
    requires,
)
from services.notify import pages
from services.notify.domain import Area, Participant
from services.notify.pages import KEEPERS, MOST_SHOWN, AddressSchema, is_address
from services.notify.service import Notify

SIZE = 100


class ParticipantSchema(ma.Schema):
    """An organisation of the Front at a place, for those who keep the directory."""

    participant = fields.String(attribute="id")
    organisation = fields.String()
    name = fields.String()
    place = fields.String(attribute="agency")
    email = fields.String()
    topics = fields.List(fields.Enum(Topic, by_value=True))
    area = fields.Enum(Area, by_value=True)
    version = fields.Integer()


class ParticipantsSchema(ma.Schema):
    """One page of the directory."""

    participants = fields.List(fields.Nested(ParticipantSchema))
    total = fields.Integer()


class SearchSchema(ma.Schema):
    """Words of the name, a place, a page."""

    q = fields.String(load_default="", validate=validate.Length(max=100))
    place = fields.String(load_default="", validate=validate.Length(max=100))
    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_SHOWN))


class ArrangeSchema(ma.Schema):
    """What is to change; what is left out stays."""

    email = fields.String(validate=is_address)
    topics = fields.List(fields.Enum(Topic, by_value=True))
    area = fields.Enum(Area, by_value=True)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**given, **({"topics": frozenset(given["topics"])} if "topics" in given else {})}


class AddressRowSchema(AddressSchema):
    """A row that sets the address of an organisation at a place."""

    place = fields.String(required=True, validate=validate.Length(1, 100))
    organisation = fields.String(required=True, validate=validate.Length(1, 20))


class ArrangedSchema(ma.Schema):
    """A participant after a change."""

    participant = fields.String()
    version = fields.Integer()


class AskedSchema(ma.Schema):
    """Which notices: unread ones only, of all places (province only), a page."""

    unread = fields.Boolean(load_default=False)
    all_places = fields.Boolean(load_default=False)
    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_SHOWN))


class NoticeSchema(ma.Schema):
    """A notice in words."""

    notice = fields.String(attribute="_id")
    topic = fields.String()
    title = fields.String()
    sentence = fields.String()
    agency = fields.String()
    day = fields.String()
    read = fields.Boolean()


class NoticesSchema(ma.Schema):
    """One page of the inbox, newest first."""

    notices = fields.List(fields.Nested(NoticeSchema))
    total = fields.Integer()


class WorkAskedSchema(ma.Schema):
    """Which duties: of the whole agency (for those who oversee it), of one kind, a page."""

    everybody = fields.Boolean(load_default=False)
    kind = fields.String(load_default="", validate=validate.OneOf(["", *DutyKind]))
    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_SHOWN))


class DutySchema(ma.Schema):
    """Something to do."""

    duty = fields.String(attribute="_id")
    kind = fields.String()
    code = fields.String()
    opened_on = fields.String()
    due_on = fields.String(allow_none=True)
    paused = fields.Boolean()
    link = fields.String()


class WorkSchema(ma.Schema):
    """One page of what somebody has to do, by time left."""

    duties = fields.List(fields.Nested(DutySchema))
    total = fields.Integer()


class ReadSchema(ma.Schema):
    """A notice after it was read."""

    notice = fields.String()
    read = fields.Boolean()


class FailedSchema(ma.Schema):
    """A letter that failed, and why."""

    message = fields.String(attribute="_id")
    notice = fields.String()
    participant = fields.String()
    attempts = fields.Integer()
    reason = fields.String()


class DeliveriesSchema(ma.Schema):
    """How many messages stand where, and one page of those that failed."""

    states = fields.Dict(keys=fields.String(), values=fields.Integer())
    failed = fields.List(fields.Nested(FailedSchema))


class PageSchema(ma.Schema):
    """A page of a list."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, MOST_SHOWN))


class SentAnewSchema(ma.Schema):
    """A letter that will be sent anew."""

    message = fields.String()
    state = fields.String()


def routes(notify: Notify) -> flask_smorest.Blueprint:
    """The REST routes of notify."""
    bp = Routes("notify-api", __name__, description="Thông báo")
    _work(bp, notify)
    _inbox(bp, notify)
    _directory(bp, notify)
    _deliveries(bp, notify)
    return bp


def _inbox(bp: flask_smorest.Blueprint, notify: Notify) -> None:
    @bp.route("/notices", methods=["GET"])
    @requires()
    @bp.arguments(AskedSchema, location="query")
    @bp.response(200, NoticesSchema)
    def notices(asked: dict[str, Any]) -> dict[str, Any]:
        rows, total = notify.inbox(by=current_actor(), size=SIZE, **asked)
        return {"notices": rows, "total": total}

    @bp.route("/notices/<notice_id>", methods=["GET"])
    @requires()
    @bp.response(200, NoticeSchema)
    def notice(notice_id: str) -> dict[str, Any]:
        return notify.notice(notice_id, by=current_actor())

    @bp.route("/notices/<notice_id>/reading", methods=["POST"])
    @requires()
    @bp.response(200, ReadSchema)
    def read(notice_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = notify.read(notice_id, by=current_actor(), key=idempotency_key())
        return answer


def _directory(bp: flask_smorest.Blueprint, notify: Notify) -> None:
    @bp.route("/participants", methods=["GET"])
    @requires(*KEEPERS)
    @bp.arguments(SearchSchema, location="query")
    @bp.response(200, ParticipantsSchema)
    def participants(asked: dict[str, Any]) -> dict[str, Any]:
        found, total = notify.directory(
            by=current_actor(),
            words=asked["q"],
            place=asked["place"],
            page=asked["page"],
            size=SIZE,
        )
        return {"participants": found, "total": total}

    @bp.route("/participants/<participant_id>", methods=["GET"])
    @requires(*KEEPERS)
    @bp.response(200, ParticipantSchema)
    def participant(participant_id: str) -> Participant:
        return notify.participant(participant_id, by=current_actor())

    @bp.route("/participants/<participant_id>", methods=["PUT"])
    @requires(*KEEPERS)
    @bp.arguments(ArrangeSchema)
    @bp.response(200, ArrangedSchema)
    def arrange(given: dict[str, Any], participant_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = notify.arrange(
            participant_id, **given, by=current_actor(), key=idempotency_key()
        )
        return answer

    @bp.route("/acts", methods=["POST"])
    @requires(Role.SOFTWARE, *KEEPERS)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def acts(given: dict[str, Any]) -> dict[str, Any]:
        """Many addresses at once: `set_address` rows with place, organisation, email."""
        acts = {"set_address": RowAct(AddressRowSchema(), _set_address(notify))}
        return answer_rows(given, acts, notify.store.once_each)


def _set_address(notify: Notify) -> Any:
    def act(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        id_ = named_id(given["place"], Participant.kind, given["organisation"])
        answer: dict[str, Any] = notify.arrange(id_, email=given["email"], by=by)
        return answer

    return act


def _work(bp: flask_smorest.Blueprint, notify: Notify) -> None:
    @bp.route("/duties", methods=["GET"])
    @requires()
    @bp.arguments(WorkAskedSchema, location="query")
    @bp.response(200, WorkSchema)
    def work(asked: dict[str, Any]) -> dict[str, Any]:
        duties, total = notify.work(by=current_actor(), size=SIZE, **asked)
        return {"duties": duties, "total": total}


def _deliveries(bp: flask_smorest.Blueprint, notify: Notify) -> None:
    @bp.route("/deliveries", methods=["GET"])
    @requires(*KEEPERS)
    @bp.arguments(PageSchema, location="query")
    @bp.response(200, DeliveriesSchema)
    def deliveries(asked: dict[str, Any]) -> dict[str, Any]:
        by = current_actor()
        states = {state.value: n for state, n in notify.deliveries(by=by).items()}
        return {"states": states, "failed": notify.failed(by=by, page=asked["page"], size=SIZE)}

    @bp.route("/deliveries/<message_id>/retry", methods=["POST"])
    @requires(*KEEPERS)
    @bp.response(200, SentAnewSchema)
    def retry(message_id: str) -> dict[str, Any]:
        answer: dict[str, Any] = notify.retry(message_id, by=current_actor(), key=idempotency_key())
        return answer


# --- the process ------------------------------------------------------------------------------------

NAVIGATION = (
    Link("Việc của tôi", "/notify/duties"),
    Link("Thông báo", "/notify/"),
    Link("Danh bạ Mặt trận", "/notify/participants", KEEPERS),
    Link("Tình trạng gửi", "/notify/deliveries", KEEPERS),
)


def web(settings: Settings) -> Flask:
    """The web application of notify, as the web process serves it."""
    return application(
        settings,
        Notify,
        name="notify",
        title="Việc của tôi, thông báo",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=lambda notify: notify.agency_book.label,
    )
