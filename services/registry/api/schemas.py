"""What the registry's routes take and give."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import AgencyKind, Role
from law.units.model import EdgeKind
from services.registry.domain import ACCOUNT_NAME, LONGEST_PASSWORD, assigned
from services.registry.domain.tokens import SCOPES

ACCOUNT = validate.Regexp(
    ACCOUNT_NAME,
    error="Tên tài khoản gồm 3–60 chữ thường không dấu, số, dấu chấm, gạch.",
)
PASSWORD = validate.Length(1, LONGEST_PASSWORD)


# --- agencies ---------------------------------------------------------------------------------------


class AskedSchema(ma.Schema):
    """As of which day (today when none is given), and by which name."""

    on = fields.Date(load_default=None)
    q = fields.String(load_default="", validate=validate.Length(max=100))


class EdgeSchema(ma.Schema):
    """One line of an agency's lineage."""

    kind = fields.Enum(EdgeKind, by_value=True)
    target = fields.String()
    effective_on = fields.Date()
    basis = fields.String()


class AgencySchema(ma.Schema):
    """An agency, past or present."""

    agency = fields.String(attribute="id")
    scheme = fields.String(attribute="facts.scheme")
    code = fields.String(attribute="facts.code")
    name = fields.String(attribute="facts.name")
    kind = fields.Enum(AgencyKind, by_value=True, attribute="facts.kind")
    parent = fields.String(attribute="facts.parent", allow_none=True)
    since = fields.Date(attribute="facts.since", allow_none=True)
    until = fields.Date(attribute="facts.until", allow_none=True)
    predecessors = fields.List(fields.String(), attribute="facts.predecessors")
    reports = fields.Boolean(attribute="facts.reports")
    successors = fields.List(fields.String())
    level = fields.String(attribute="facts.level")
    area_tags = fields.List(fields.String(), attribute="facts.area_tags")
    offices = fields.List(fields.String(), attribute="facts.offices")
    basis = fields.String(attribute="facts.basis")
    edges = fields.List(fields.Nested(EdgeSchema))
    former_names = fields.List(fields.String())


class AgenciesSchema(ma.Schema):
    """Agencies of a day."""

    agencies = fields.List(fields.Nested(AgencySchema))


# --- sessions ---------------------------------------------------------------------------------------


class SignInSchema(ma.Schema):
    """Account and password; role and agency when the account holds several."""

    account = fields.String(required=True, validate=validate.Length(1, 100))
    password = fields.String(required=True, validate=PASSWORD, load_only=True)
    code = fields.String(
        load_default="",
        validate=validate.Length(max=40),
        metadata={"description": "Code of the authenticator, or a recovery code"},
    )
    role = fields.String(load_default="", validate=validate.Length(max=40))
    agency = fields.String(load_default="", validate=validate.Length(max=40))


class TokenWordsSchema(ma.Schema):
    """The words of an access token."""

    token = fields.String(required=True, validate=validate.Length(1, 200), load_only=True)


class NewTokenSchema(ma.Schema):
    """An access token as it is issued: for which software, for what, until when."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    scopes = fields.List(
        fields.String(validate=validate.OneOf(SCOPES)),
        required=True,
        validate=validate.Length(1, len(SCOPES)),
    )
    expires_on = fields.Date(required=True)


class IssuedSchema(ma.Schema):
    """An access token, with its words this once."""

    id = fields.String()
    token = fields.String()


class TokenReceiptSchema(ma.Schema):
    """Which token it was."""

    token = fields.String()


class TokenSchema(ma.Schema):
    """An access token, without its words."""

    id = fields.String()
    name = fields.String()
    scopes = fields.List(fields.String())
    issued_on = fields.Date()
    expires_on = fields.Date()
    ended_on = fields.Date(allow_none=True)


class TokensSchema(ma.Schema):
    """The access tokens of an agency."""

    tokens = fields.List(fields.Nested(TokenSchema))


class SetUpSchema(ma.Schema):
    """The key of an authenticator, as letters and as a picture, and our own note of it."""

    key = fields.String()
    picture = fields.String()
    sealed = fields.String()


class FirstCodeSchema(ma.Schema):
    """The note of a key, and the first code made with it."""

    sealed = fields.String(required=True, validate=validate.Length(1, 400))
    code = fields.String(required=True, validate=validate.Length(1, 40))


class SessionSchema(ma.Schema):
    """A session token, whom it speaks for and until when."""

    token = fields.String()
    role = fields.String()
    agency = fields.String()
    expires = fields.AwareDateTime()


class RecoverySchema(ma.Schema):
    """Codes for the day the phone is lost, each good once; the session in which the asker goes on."""

    recovery_codes = fields.List(fields.String())
    session = fields.Nested(SessionSchema)


class UnprotectedSchema(ma.Schema):
    """Whose second factor was taken away; the session in which the asker goes on."""

    account = fields.String()
    session = fields.Nested(SessionSchema)


class MeSchema(ma.Schema):
    """Who one is."""

    account = fields.String()
    role = fields.String()
    agency = fields.String()


class PasswordSchema(ma.Schema):
    """Another password."""

    password = fields.String(required=True, validate=PASSWORD, load_only=True)


class OwnPasswordSchema(PasswordSchema):
    """Another password of one's own."""

    old = fields.String(required=True, validate=PASSWORD, load_only=True)


# --- accounts ---------------------------------------------------------------------------------------


class RoleSchema(ma.Schema):
    """A role at an agency for a time."""

    role = fields.Enum(Role, by_value=True, required=True)
    agency = fields.String(required=True, validate=validate.Length(1, 40))
    since = fields.Date(required=True)
    until = fields.Date(load_default=None, allow_none=True)
    see_only = fields.Boolean(
        load_default=False, metadata={"description": "To look, not to enter or decide"}
    )
    acting_for = fields.String(
        load_default="",
        validate=validate.Length(max=60),
        metadata={"description": "Name of the account one stands in for; needs `until`"},
    )

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Any:
        return assigned(given)


class EndSchema(ma.Schema):
    """Which role ends, after which day."""

    role = fields.Enum(Role, by_value=True, required=True)
    agency = fields.String(required=True, validate=validate.Length(1, 40))
    last_day = fields.Date(required=True)


class NewAccountSchema(ma.Schema):
    """An account as it is opened, at one's own agency when none is named."""

    account = fields.String(required=True, validate=ACCOUNT)
    name = fields.String(required=True, validate=validate.Length(1, 200))
    email = fields.Email(load_default="")
    password = fields.String(required=True, validate=PASSWORD, load_only=True)
    agency = fields.String(load_default="", validate=validate.Length(max=40))


class AccountSchema(ma.Schema):
    """An account with its roles, for whoever looks after it."""

    id = fields.String()
    account = fields.String()
    name = fields.String()
    email = fields.String()
    agency = fields.String()
    opened_on = fields.Date()
    closed_on = fields.Date(allow_none=True)
    roles = fields.List(fields.Nested(RoleSchema))


class ReceiptSchema(ma.Schema):
    """What an act changed."""

    account = fields.String()
    role = fields.String()
