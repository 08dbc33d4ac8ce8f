"""What one fills in for each act: read alike from a page's form, an API body and a row of a bulk."""

from collections.abc import Callable
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.consultation import ConsultationKind, OpinionGiver, Response
from services.consultation.domain import (
    Answer,
    CriticismDocument,
    CriticismForm,
    DialogueForm,
    Holding,
    Meeting,
    OpinionForm,
    ProjectForm,
    Publication,
    RecommendationForm,
    Reply,
    RoundForm,
    SupervisionForm,
)

MOST_PEOPLE = 1_000_000


def _title() -> fields.String:
    return fields.String(required=True, validate=validate.Length(1, 300))


def _words() -> fields.String:
    return fields.String(required=True, validate=validate.Length(1, 8000))


def _day() -> fields.Date:
    return fields.Date(required=True)


def _count() -> fields.Integer:
    return fields.Integer(required=True, strict=False, validate=validate.Range(0, MOST_PEOPLE))


class ConsultationSchema(ma.Schema):
    """An agency begins to ask for opinions."""

    kind = fields.Enum(ConsultationKind, by_value=True, required=True)
    title = _title()
    opened_on = _day()
    closes_on = _day()


class OpinionSchema(ma.Schema):
    """An opinion came in, from a group; no name of anybody."""

    giver = fields.Enum(OpinionGiver, by_value=True, required=True)
    received_on = _day()
    content = _words()


class PublicOpinionSchema(ma.Schema):
    """Somebody gives an opinion on the public page: as which group, and what; no name."""

    giver = fields.Enum(
        OpinionGiver,
        by_value=True,
        required=True,
        validate=validate.OneOf(
            [OpinionGiver.RESIDENTS, OpinionGiver.BUSINESS, OpinionGiver.EXPERTS]
        ),
    )
    content = fields.String(required=True, validate=validate.Length(1, 4000))


class AnswerSchema(ma.Schema):
    """An opinion is answered, with a reason."""

    response = fields.Enum(Response, by_value=True, required=True)
    reason = _words()
    on = _day()


class OnSchema(ma.Schema):
    """Something was done on a day."""

    on = _day()


class DialogueSchema(ma.Schema):
    """A dialogue conference is announced."""

    title = _title()
    place = _title()
    announced_on = _day()
    planned_on = _day()


class HoldingSchema(ma.Schema):
    """A dialogue took place."""

    held_on = _day()
    participants = _count()
    opinions = _count()
    answered = _count()


class PublicationSchema(ma.Schema):
    """A dialogue's result was published; `answered` counts all opinions answered by then."""

    on = _day()
    answered = _count()


class SupervisionSchema(ma.Schema):
    """The Front or a member organisation supervised the agency."""

    supervisor = _title()
    subject = _title()
    started_on = _day()


class RecommendationSchema(ma.Schema):
    """A recommendation came in."""

    content = _words()
    received_on = _day()


class ReplySchema(ma.Schema):
    """The agency replies."""

    response = fields.Enum(Response, by_value=True, required=True)
    reply = _words()
    on = _day()


class CriticismSchema(ma.Schema):
    """A draft was sent to the Front."""

    draft_title = _title()
    sent_on = _day()


class CriticismDocumentSchema(ma.Schema):
    """The Front's document came in."""

    issued_on = _day()
    content = _words()


class ProjectSchema(ma.Schema):
    """A compensation plan was posted."""

    name = _title()
    posted_on = _day()
    households = fields.Integer(required=True, validate=validate.Range(1, MOST_PEOPLE))


class MeetingSchema(ma.Schema):
    """The opinion meeting's minutes."""

    held_on = _day()
    agree = _count()
    disagree = _count()
    other = _count()


class HeldOnSchema(ma.Schema):
    """Something was held on a day."""

    held_on = _day()


# What each form is for the domain, once it is read.
MADE: dict[type[ma.Schema], Callable[..., Any]] = {
    ConsultationSchema: RoundForm,
    OpinionSchema: OpinionForm,
    AnswerSchema: Answer,
    OnSchema: lambda on: on,
    DialogueSchema: DialogueForm,
    HoldingSchema: Holding,
    PublicationSchema: Publication,
    SupervisionSchema: SupervisionForm,
    RecommendationSchema: RecommendationForm,
    ReplySchema: Reply,
    CriticismSchema: CriticismForm,
    CriticismDocumentSchema: CriticismDocument,
    ProjectSchema: ProjectForm,
    MeetingSchema: Meeting,
    HeldOnSchema: lambda held_on: held_on,
}
