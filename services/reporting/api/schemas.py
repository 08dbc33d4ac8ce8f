"""The shapes of what programs send to reporting and get from it."""

import marshmallow as ma
from marshmallow import fields, validate

from contracts.reporting import ReturnReason, SupplementKind
from services.reporting.domain.drafts import LARGEST, LONGEST_COMMENT, LONGEST_SECTION
from services.reporting.service.documents import Kind

MOST_KEYS = 300
YEAR = validate.Range(2000, 2100)
_NUMBER = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, LARGEST))


class PeriodSchema(ma.Schema):
    """A period, both days included, and optionally one agency."""

    agency = fields.String(load_default=None, validate=validate.Length(1, 100))
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to")


class ItemsSchema(PeriodSchema):
    """A period and the figure whose things are wanted."""

    key = fields.String(required=True, validate=validate.Length(1, 60))


class AgencySchema(ma.Schema):
    """One agency."""

    agency = fields.String(required=True, validate=validate.Length(1, 100))


class RowSchema(ma.Schema):
    """One figure."""

    agency = fields.String()
    indicator = fields.String()
    group = fields.String()
    day = fields.String(allow_none=True)
    value = fields.Integer()


class FiguresSchema(ma.Schema):
    """Figures of a period; with `day` when asked by day."""

    figures = fields.List(fields.Nested(RowSchema))


class YearSchema(ma.Schema):
    """The year of a campaign."""

    year = fields.Integer(required=True, strict=True, validate=YEAR)


class FillSchema(ma.Schema):
    """Figures by key (null takes one back) with comments; `version` refuses what somebody else changed."""

    figures = fields.Dict(
        keys=fields.String(),
        values=_NUMBER,
        load_default=dict,
        validate=validate.Length(max=MOST_KEYS),
    )
    comments = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.Length(max=LONGEST_COMMENT)),
        load_default=dict,
        validate=validate.Length(max=MOST_KEYS),
    )
    version = fields.Integer(load_default=None, allow_none=True)


class SectionsSchema(ma.Schema):
    """Sections by code of the outline."""

    sections = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.Length(max=LONGEST_SECTION)),
        required=True,
        validate=validate.Length(max=MOST_KEYS),
    )
    version = fields.Integer(load_default=None, allow_none=True)


class SubmissionSchema(ma.Schema):
    """Sending: the head's reason when the report is not whole."""

    override_reason = fields.String(load_default="", validate=validate.Length(max=LONGEST_COMMENT))
    version = fields.Integer(load_default=None, allow_none=True)


class ReturnSchema(ma.Schema):
    """Why a report is returned."""

    reasons = fields.List(
        fields.Enum(ReturnReason, by_value=True), required=True, validate=validate.Length(1, 8)
    )
    comment = fields.String(load_default="", validate=validate.Length(max=LONGEST_COMMENT))
    comments = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.Length(max=LONGEST_COMMENT)),
        load_default=dict,
        validate=validate.Length(max=MOST_KEYS),
    )


class AnswerSchema(ma.Schema):
    """What an agency says to a doubt about one of its sections."""

    section = fields.String(required=True, validate=validate.Length(1, 60))
    text = fields.String(required=True, validate=validate.Length(1, LONGEST_COMMENT))


class IssueSchema(ma.Schema):
    """Number and symbol, such as `512/BC-UBND`; without one the next of the year's register is taken."""

    symbol = fields.String(load_default="", validate=validate.Length(max=60))


class PickSchema(ma.Schema):
    """Sentences of accepted reports, by their ids."""

    sentences = fields.List(
        fields.String(validate=validate.Length(1, 200)),
        required=True,
        validate=validate.Length(1, 200),
    )


class DropSchema(ma.Schema):
    """A sentence that was picked, by its id."""

    sentence = fields.String(required=True, validate=validate.Length(1, 200))


class JudgementSchema(ma.Schema):
    """Whether the draft passes, and a word about it."""

    passes = fields.Boolean(required=True, truthy={True}, falsy={False})
    comment = fields.String(load_default="", validate=validate.Length(max=LONGEST_COMMENT))


class SupplementSchema(ma.Schema):
    """An addendum or a correction, and why."""

    kind = fields.Enum(SupplementKind, by_value=True, required=True)
    reason = fields.String(required=True, validate=validate.Length(1, LONGEST_COMMENT))


class SendingSchema(ma.Schema):
    """To whom the issued report went, when, and under which receipt."""

    addressee = fields.String(required=True, validate=validate.Length(1, 200))
    receipt = fields.String(required=True, validate=validate.Length(1, 100))
    sent_on = fields.Date(required=True)


class PreviousSchema(ma.Schema):
    """An agency's report of an earlier year."""

    agency = fields.String(required=True, validate=validate.Length(1, 100))
    year = fields.Integer(required=True, strict=True, validate=YEAR)
    submitted_on = fields.Date(required=True)
    figures = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(strict=True, validate=validate.Range(0, LARGEST)),
        required=True,
        validate=validate.Length(max=MOST_KEYS),
    )


class DocumentSchema(ma.Schema):
    """A document that is wanted; which of the fields it needs depends on its kind."""

    kind = fields.String(required=True, validate=validate.OneOf([one.value for one in Kind]))
    report = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    supplement = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    call = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    year = fields.Integer(strict=True, load_default=None, allow_none=True, validate=YEAR)
    number = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(1, 99)
    )
    answer_by = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 10))
    agency = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 100))
    first = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, 10), data_key="from"
    )
    last = fields.String(
        load_default=None, allow_none=True, validate=validate.Length(1, 10), data_key="to"
    )
