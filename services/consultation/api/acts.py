"""Rows of a bulk: one act for each thing an agency's own software can tell."""

from collections.abc import Callable, Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import Role
from kernel.errors import Forbidden
from kernel.message import Actor
from kernel.web import RowAct, SubjectSchema, subject
from kernel.web.bulk import LONGEST_REF
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
from services.consultation.service import Consultation

Do = Callable[..., dict[str, Any]]


def acts(consultation: Consultation) -> Mapping[str, RowAct]:
    """Every act by the name its rows bear."""
    c = consultation
    return {
        "open_consultation": _first(forms.ConsultationSchema, c.open_consultation),
        "receive_opinion": _within(forms.OpinionSchema, c.receive_opinion, Round.kind),
        "answer_opinion": _later(forms.AnswerSchema, c.answer_opinion, Opinion.kind),
        "close_consultation": _heads(forms.OnSchema, c.close_consultation, Round.kind),
        "announce_dialogue": _first(forms.DialogueSchema, c.announce_dialogue),
        "hold_dialogue": _later(forms.HoldingSchema, c.hold_dialogue, Dialogue.kind),
        "publish_dialogue_result": _later(
            forms.PublicationSchema, c.publish_dialogue_result, Dialogue.kind
        ),
        "record_supervision": _first(forms.SupervisionSchema, c.record_supervision),
        "receive_recommendation": _within(
            forms.RecommendationSchema, c.receive_recommendation, Supervision.kind
        ),
        "reply_recommendation": _heads(
            forms.ReplySchema, c.reply_recommendation, Recommendation.kind
        ),
        "request_criticism": _first(forms.CriticismSchema, c.request_criticism),
        "receive_criticism": _later(
            forms.CriticismDocumentSchema, c.receive_criticism, Criticism.kind
        ),
        "reply_criticism": _heads(forms.ReplySchema, c.reply_criticism, Criticism.kind),
        "post_project": _first(forms.ProjectSchema, c.post_project),
        "take_down_project": _later(forms.OnSchema, c.take_down_project, Project.kind),
        "post_project_again": _later(forms.OnSchema, c.post_project_again, Project.kind),
        "hold_project_meeting": _later(forms.MeetingSchema, c.hold_project_meeting, Project.kind),
        "hold_project_dialogue": _later(forms.HeldOnSchema, c.hold_project_dialogue, Project.kind),
        "complete_project": _heads(forms.OnSchema, c.complete_project, Project.kind),
    }


def _first(form: type[ma.Schema], command: Do) -> RowAct:
    """A row that enters a thing; its `client_ref` names it from now on."""

    def do(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        ref = given.pop("client_ref")
        return command(forms.MADE[form](**given), client_ref=ref, by=by)

    return RowAct(_with(form, client_ref=_ref()), do)


def _within(form: type[ma.Schema], command: Do, whole: str) -> RowAct:
    """A row that enters a thing into another one, named by `<thing>` or `<thing>_ref`."""
    names = {"id": whole, "ref": f"{whole}_ref"}

    def do(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        named = {part: given.pop(name) for part, name in names.items()}
        ref = given.pop("client_ref")
        into = subject(named, by=by, kind=whole)
        return command(into, forms.MADE[form](**given), client_ref=ref, by=by)

    return RowAct(_one_of(form, *names.values()), do)


def _later(form: type[ma.Schema], command: Do, kind: str) -> RowAct:
    """A row about a thing that was entered before."""

    def do(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        about = subject(given, by=by, kind=kind)
        return command(about, forms.MADE[form](**given), by=by)

    return RowAct(type(f"{form.__name__}Row", (SubjectSchema, form), {})(), do)


def _heads(form: type[ma.Schema], command: Do, kind: str) -> RowAct:
    """A later row that is a head's act: taken from software, where the head has decided, alone."""
    schema, later = _later(form, command, kind)

    def do(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        if by.role != Role.SOFTWARE:
            raise Forbidden
        return later(given, by)

    return RowAct(schema, do)


def _ref(**more: Any) -> fields.String:
    return fields.String(validate=validate.Length(max=LONGEST_REF), **more)


def _with(form: type[ma.Schema], **more: Any) -> ma.Schema:
    made: ma.Schema = type(f"{form.__name__}Row", (form,), more)()
    return made


def _one_of(form: type[ma.Schema], id_: str, ref: str) -> ma.Schema:
    """The form with the two ways of naming what the row belongs to, of which a row uses one."""

    def one_of_both(_: ma.Schema, given: dict[str, Any], **__: Any) -> None:
        if bool(given[id_]) == bool(given[ref]):
            raise ma.ValidationError(f"Cần đúng một trong hai: {id_} hoặc {ref}.", id_)

    return _with(
        form,
        client_ref=_ref(required=True),
        **{id_: _ref(load_default=""), ref: _ref(load_default="")},
        one_of_both=ma.validates_schema(one_of_both),
    )
