"""The REST routes of sessions: the whole entry after it was, and the course of one from its opening on."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Response
from marshmallow import fields, validate

from contracts.reception import Host, SessionKind
from contracts.registry import PETITION_DECIDERS, PETITION_READERS, PETITION_WRITERS, Role
from kernel.web import current_actor, idempotency_key, requires
from services.reception.api.schemas import (
    MOST,
    DeadlineSchema,
    HeldSchema,
    SessionFormSchema,
    SessionSchema,
)
from services.reception.domain import COUNTS, Session, SessionForm
from services.reception.domain.minutes import Conclusion, Minutes
from services.reception.domain.session import PARTS
from services.reception.pages.course_of_session import MOST_CONCLUSIONS, notice_of
from services.reception.pages.files import given_out, sent_file
from services.reception.service import Reception

Given = dict[str, Any]
HANDLERS = (Role.SOFTWARE, *PETITION_WRITERS, *PETITION_DECIDERS)


def _text(most: int = 300, *, required: bool = False) -> fields.String:
    if required:
        return fields.String(required=True, validate=validate.Length(1, most))
    return fields.String(load_default="", validate=validate.Length(max=most))


class SessionOpeningSchema(ma.Schema):
    """A session that begins; `plan` is the day of the timetable it keeps, `instead` why a deputy presides in the
    head's stead. A day that is past is entered afterwards."""

    session_kind = fields.Enum(SessionKind, by_value=True, required=True, data_key="kind")
    host = fields.Enum(Host, by_value=True, required=True)
    held_on = fields.Date(required=True)
    place = _text(required=True)
    online = fields.Boolean(load_default=False)
    presider = _text(200, required=True)
    plan = _text(100)
    instead = _text(500)
    client_ref = _text(100)


SessionEndingSchema = ma.Schema.from_dict(
    {
        name: fields.Integer(strict=True, validate=validate.Range(0, MOST))
        for name in (*COUNTS, *PARTS)
    },
    name="SessionEndingSchema",
)
SessionEndingSchema.__doc__ = (
    "The counts of a session that is over; those left out are as the register has them."
)


class ConclusionSchema(ma.Schema):
    """What was laid down about one matter."""

    matter = _text(1000, required=True)
    text = _text(4000, required=True)
    who = _text()
    due_on = fields.Date(load_default=None, allow_none=True)
    visit = _text(100)
    petition = _text(100)

    @ma.post_load
    def made(self, given: Given, **_: Any) -> Conclusion:
        return Conclusion(**given)


class SessionMinutesSchema(ma.Schema):
    """What a session came to; number and day once the notice was issued."""

    present = _text(1000)
    course = _text(4000)
    number = _text(100)
    issued_on = fields.Date(load_default=None, allow_none=True)
    signer = _text(200)
    conclusions = fields.List(
        fields.Nested(ConclusionSchema),
        load_default=[],
        validate=validate.Length(max=MOST_CONCLUSIONS),
    )

    @ma.post_load
    def made(self, given: Given, **_: Any) -> Minutes:
        return Minutes(**{**given, "conclusions": tuple(given["conclusions"])})


class CorrectingSchema(ma.Schema):
    """What is right, and why it was wrong."""

    text = _text(4000, required=True)
    reason = _text(1000, required=True)


class CorrectionSchema(ma.Schema):
    """One thing that was put right."""

    on = fields.Date()
    text = fields.String()
    reason = fields.String()


class SessionStateSchema(ma.Schema):
    """Where a session stands."""

    session = fields.String()
    state = fields.String()


class SignedSchema(ma.Schema):
    """The signed minutes that were kept."""

    session = fields.String()
    attachment = fields.String()


class WholeSessionSchema(SessionSchema):
    """A session with its course, for its own agency; who came stands in the register."""

    state = fields.String()
    presider = fields.String(attribute="opening.presider")
    opened_on = fields.Date(attribute="opening.on")
    plan = fields.String(attribute="opening.plan")
    late = fields.Boolean()
    instead = fields.Boolean()
    minutes = fields.Nested(SessionMinutesSchema, allow_none=True)
    minutes_due = fields.Nested(DeadlineSchema, allow_none=True)
    closed_on = fields.Date(allow_none=True)
    corrections = fields.List(fields.Nested(CorrectionSchema))


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes."""
    _whole(bp, reception)
    _course(bp, reception)
    _minutes(bp, reception)
    _signed(bp, reception)


def _whole(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/sessions", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(SessionFormSchema)
    @bp.response(201, HeldSchema)
    def hold(form: SessionForm) -> Given:
        """A session that is over, entered as a whole."""
        return reception.hold_session(form, by=current_actor(), key=idempotency_key())

    @bp.route("/sessions/<session_id>", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, WholeSessionSchema)
    def show_session(session_id: str) -> Session:
        return reception.session(session_id, by=current_actor())


def _course(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    desk = reception.sittings

    @bp.route("/sessions/openings", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS)
    @bp.arguments(SessionOpeningSchema)
    @bp.response(201, SessionStateSchema)
    def open_session(given: Given) -> Given:
        said = {name: given.pop(name) for name in ("presider", "plan", "instead")}
        form = SessionForm(**{**dict.fromkeys(COUNTS, 0), **given})
        by, key = current_actor(), idempotency_key()
        done: Given = desk.open_session(form, **said, by=by, key=key)
        return done

    @bp.route("/sessions/<session_id>/ending", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS)
    @bp.arguments(SessionEndingSchema)
    @bp.response(200, SessionStateSchema)
    def end_session(counts: Given, session_id: str) -> Given:
        by, key = current_actor(), idempotency_key()
        done: Given = desk.end_session(session_id, counts, by=by, key=key)
        return done


def _minutes(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    desk = reception.sittings

    @bp.route("/sessions/<session_id>/minutes", methods=["PUT"])
    @requires(*HANDLERS)
    @bp.arguments(SessionMinutesSchema)
    @bp.response(200, SessionStateSchema)
    def minute_session(minutes: Minutes, session_id: str) -> Given:
        """What it came to; written anew until the session is closed."""
        by, key = current_actor(), idempotency_key()
        done: Given = desk.minute_session(session_id, minutes, by=by, key=key)
        return done

    @bp.route("/sessions/<session_id>/closing", methods=["POST"])
    @requires(*HANDLERS)
    @bp.response(200, SessionStateSchema)
    def close_session(session_id: str) -> Given:
        """Nothing is left to do: the notice is issued, each conclusion in somebody's hands."""
        done: Given = desk.close_session(session_id, by=current_actor(), key=idempotency_key())
        return done

    @bp.route("/sessions/<session_id>/corrections", methods=["POST"])
    @requires(*HANDLERS)
    @bp.arguments(CorrectingSchema)
    @bp.response(201, SessionStateSchema)
    def correct_session(said: Given, session_id: str) -> Given:
        by, key = current_actor(), idempotency_key()
        done: Given = desk.correct_session(session_id, **said, by=by, key=key)
        return done


def _signed(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    desk = reception.sittings

    @bp.route("/sessions/<session_id>/signed", methods=["POST"])
    @requires(*HANDLERS)
    @bp.response(201, SignedSchema)
    def attach_minutes(session_id: str) -> Given:
        """The signed notice (multipart: `file`)."""
        by = current_actor()
        desk.session(session_id, by=by)
        content, name = sent_file()
        return desk.attach_minutes(session_id, content, name=name, by=by)

    @bp.route("/sessions/<session_id>/signed/<attachment_id>", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    def signed_minutes(session_id: str, attachment_id: str) -> Response:
        return given_out(desk.file_for(session_id, attachment_id, by=current_actor()))

    @bp.route("/sessions/<session_id>/notices/<ending>", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    def session_notice(session_id: str, ending: str) -> Response:
        """What it came to, as `docx` or `pdf`."""
        return notice_of(reception, session_id, ending)
