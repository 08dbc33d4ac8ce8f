"""How things are shown to programs of their own agency."""

import marshmallow as ma
from marshmallow import fields


class StateSchema(ma.Schema):
    """Where a thing stands after an act, and the legal limit that runs now."""

    id = fields.String()
    state = fields.String()
    version = fields.Integer()
    due_on = fields.String(allow_none=True)
    number = fields.Integer()
    announced_in_time = fields.Boolean()
    on_time = fields.Boolean()


class MatterSchema(ma.Schema):
    """What every thing shows."""

    id = fields.String()
    state = fields.String()
    version = fields.Integer()
    due_on = fields.Date(allow_none=True)
    next_on = fields.Date(allow_none=True)


class TallySchema(ma.Schema):
    """How the opinions of a closed consultation were answered."""

    opinions = fields.Integer()
    absorbed = fields.Integer()
    partly_absorbed = fields.Integer()
    explained = fields.Integer()


class ConsultationShape(MatterSchema):
    """A consultation."""

    kind = fields.String(attribute="form.kind")
    title = fields.String(attribute="form.title")
    opened_on = fields.Date(attribute="form.opened_on")
    closes_on = fields.Date(attribute="form.closes_on")
    closed_on = fields.Date(allow_none=True)
    tally = fields.Nested(TallySchema, allow_none=True)


class AnswerShape(ma.Schema):
    """An answer."""

    response = fields.String()
    reason = fields.String()
    on = fields.Date()


class OpinionShape(MatterSchema):
    """An opinion, with its answer."""

    consultation = fields.String()
    number = fields.Integer()
    giver = fields.String(attribute="form.giver")
    received_on = fields.Date(attribute="form.received_on")
    content = fields.String(attribute="form.content")
    online = fields.Boolean(attribute="form.online")
    answer = fields.Nested(AnswerShape, allow_none=True)


class HoldingShape(ma.Schema):
    """How a dialogue went."""

    held_on = fields.Date()
    participants = fields.Integer()
    opinions = fields.Integer()
    answered = fields.Integer()


class PublicationShape(ma.Schema):
    """A dialogue's result as published."""

    on = fields.Date()
    answered = fields.Integer()


class DialogueShape(MatterSchema):
    """A dialogue conference."""

    title = fields.String(attribute="form.title")
    place = fields.String(attribute="form.place")
    announced_on = fields.Date(attribute="form.announced_on")
    planned_on = fields.Date(attribute="form.planned_on")
    announce_by = fields.Date()
    announced_in_time = fields.Boolean()
    holding = fields.Nested(HoldingShape, allow_none=True)
    result_due_on = fields.Date(allow_none=True)
    publication = fields.Nested(PublicationShape, allow_none=True)
    published_in_time = fields.Boolean(allow_none=True)


class ReplyShape(ma.Schema):
    """A reply to the Front."""

    response = fields.String()
    reply = fields.String()
    on = fields.Date()


class SupervisionShape(MatterSchema):
    """A supervision."""

    supervisor = fields.String(attribute="form.supervisor")
    subject = fields.String(attribute="form.subject")
    started_on = fields.Date(attribute="form.started_on")


class RecommendationShape(MatterSchema):
    """A recommendation, with its reply."""

    supervision = fields.String()
    content = fields.String(attribute="form.content")
    received_on = fields.Date(attribute="form.received_on")
    due = fields.Date()
    reply = fields.Nested(ReplyShape, allow_none=True)
    replied_in_time = fields.Boolean(allow_none=True)


class DocumentShape(ma.Schema):
    """The Front's document."""

    issued_on = fields.Date()
    content = fields.String()


class CriticismShape(MatterSchema):
    """A social criticism, with its reply."""

    draft_title = fields.String(attribute="form.draft_title")
    sent_on = fields.Date(attribute="form.sent_on")
    document = fields.Nested(DocumentShape, allow_none=True)
    due = fields.Date(allow_none=True)
    reply = fields.Nested(ReplyShape, allow_none=True)
    replied_in_time = fields.Boolean(allow_none=True)


class MeetingShape(ma.Schema):
    """An opinion meeting."""

    held_on = fields.Date()
    agree = fields.Integer()
    disagree = fields.Integer()
    other = fields.Integer()


class ProjectShape(MatterSchema):
    """A project's consultation file."""

    name = fields.String(attribute="form.name")
    households = fields.Integer(attribute="form.households")
    posted_on = fields.Date()
    posted_until = fields.Date()
    taken_down_on = fields.Date(allow_none=True)
    meeting = fields.Nested(MeetingShape, allow_none=True)
    dialogue_due_on = fields.Date(allow_none=True)
    dialogue_on = fields.Date(allow_none=True)
    completed_on = fields.Date(allow_none=True)
