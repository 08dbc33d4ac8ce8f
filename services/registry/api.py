"""How programs talk to the registry: REST routes under `/api/registry/v1`, and the web application itself."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Flask
from marshmallow import fields, validate

from contracts.registry import DOORS, ROLE_WORDS, AgencyKind, Role
from frame.application import application
from frame.face import Link
from kernel.auth import derived_secret
from kernel.config import Settings
from kernel.errors import Refusal
from kernel.message import Actor
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    RowAct,
    SubjectSchema,
    current_actor,
    idempotency_key,
    issue_token,
    public,
    requires,
    run_rows,
)
from law.defaults import agency_name
from services.registry import pages
from services.registry.domain import LONGEST_PASSWORD, Account, Agency, Assignment, NewAccount
from services.registry.domain.accounts import account_id
from services.registry.service import Registry

ACCOUNT = validate.Regexp(
    r"[a-z0-9][a-z0-9._-]{2,59}",
    error="Tên tài khoản gồm 3–60 chữ thường không dấu, số, dấu chấm, gạch.",
)
PASSWORD = validate.Length(1, LONGEST_PASSWORD)


# --- agencies ---------------------------------------------------------------------------------------


class AskedSchema(ma.Schema):
    """As of which day (today when none is given), and by which name."""

    on = fields.Date(load_default=None)
    q = fields.String(load_default="", validate=validate.Length(max=100))


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
    former_names = fields.List(fields.String())


class AgenciesSchema(ma.Schema):
    """Agencies of a day."""

    agencies = fields.List(fields.Nested(AgencySchema))


# --- sessions ---------------------------------------------------------------------------------------


class SignInSchema(ma.Schema):
    """Account and password; role and agency when the account holds several."""

    account = fields.String(required=True, validate=validate.Length(1, 100))
    password = fields.String(required=True, validate=PASSWORD, load_only=True)
    role = fields.String(load_default="", validate=validate.Length(max=40))
    agency = fields.String(load_default="", validate=validate.Length(max=40))


class SessionSchema(ma.Schema):
    """A session token, whom it speaks for and until when."""

    token = fields.String()
    role = fields.String()
    agency = fields.String()
    expires = fields.AwareDateTime()


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

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Any:
        return Assignment(**given)


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


def routes(registry: Registry) -> flask_smorest.Blueprint:
    """The REST routes of the registry."""
    bp = flask_smorest.Blueprint("registry-api", __name__, description="Cơ quan, tài khoản, phiên")
    _agency_routes(bp, registry)
    _session_routes(bp, registry)
    _account_routes(bp, registry)

    @bp.route("/acts", methods=["POST"])
    @requires(Role.SOFTWARE, Role.ADMINISTRATOR)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def act(given: dict[str, Any]) -> dict[str, Any]:
        """Many accounts and roles at once."""
        by, quiet = current_actor(), given["quiet"]
        rows, vault = _sealed(given["rows"], registry.store.settings)
        return {
            "results": run_rows(
                rows,
                _acts(registry, vault),
                by=by,
                once_each=lambda acts: registry.store.once_each(
                    acts, by=by, command="acts", quiet=quiet
                ),
            )
        }

    return bp


def _agency_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/agencies", methods=["GET"])
    @requires()
    @bp.arguments(AskedSchema, location="query")
    @bp.response(200, AgenciesSchema)
    def agencies(asked: dict[str, Any]) -> dict[str, Any]:
        """The agencies of a day, by present or former name."""
        on = asked["on"] or registry.store.clock.today()
        found = registry.agencies_on(on, words=asked["q"])
        return {"agencies": [_agency(one, former_names=list(via)) for one, via in found]}

    @bp.route("/agencies/<agency_id>", methods=["GET"])
    @requires()
    @bp.response(200, AgencySchema)
    def agency(agency_id: str) -> dict[str, Any]:
        """One agency; an abolished one with its successors."""
        found = registry.agency(agency_id)
        return _agency(found, successors=[one.id for one in registry.successors(found)])


def _agency(agency: Agency, **more: Any) -> dict[str, Any]:
    return {"id": agency.id, "facts": agency.facts, **more}


def _session_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/sessions", methods=["POST"])
    @public
    @bp.arguments(SignInSchema)
    @bp.response(201, SessionSchema)
    def sign_in(given: dict[str, Any]) -> dict[str, Any]:
        """Sign in; after several wrong passwords the account is not asked for a while."""
        account = registry.enter(given["account"], given["password"])
        return _session(registry.actor(account.id, role=given["role"], agency=given["agency"]))

    @bp.route("/sessions/renewal", methods=["POST"])
    @requires()
    @bp.response(201, SessionSchema)
    def renew() -> dict[str, Any]:
        """Another token for the same session, while the account and its role stand."""
        return _session(registry.renewed(current_actor()))

    @bp.route("/me", methods=["GET"])
    @requires()
    @bp.response(200, MeSchema)
    def me() -> dict[str, Any]:
        by = current_actor()
        return {"account": by.user, "role": by.role, "agency": by.agency}

    @bp.route("/me/password", methods=["POST"])
    @requires()
    @bp.arguments(OwnPasswordSchema)
    @bp.response(204)
    def change_password(given: dict[str, Any]) -> None:
        registry.change_password(given["old"], given["password"], by=current_actor())

    def _session(actor: Actor) -> dict[str, Any]:
        token, expires = issue_token(actor)
        return {"token": token, "role": actor.role, "agency": actor.agency, "expires": expires}


def _account_routes(bp: Any, registry: Registry) -> None:
    @bp.route("/accounts", methods=["POST"])
    @requires(Role.ADMINISTRATOR)
    @bp.arguments(NewAccountSchema)
    @bp.response(201, ReceiptSchema)
    def open_account(given: dict[str, Any]) -> dict[str, Any]:
        """Open an account. It takes no idempotency key, so that no digest of a password is kept;
        a second one of the same name is refused."""
        by = current_actor()
        given["agency"] = given["agency"] or by.agency
        hashed = registry.hashed(given.pop("password"), account=given["account"])
        return registry.open_account(NewAccount(**given, password=hashed), by=by)

    @bp.route("/accounts/<id_>", methods=["GET"])
    @requires(Role.ADMINISTRATOR)
    @bp.response(200, AccountSchema)
    def account(id_: str) -> Account:
        return registry.account(id_, by=current_actor())

    @bp.route("/accounts/<id_>/roles", methods=["POST"])
    @requires(Role.ADMINISTRATOR)
    @bp.arguments(RoleSchema)
    @bp.response(201, ReceiptSchema)
    def grant(wanted: Assignment, id_: str) -> dict[str, Any]:
        return registry.grant_role(id_, wanted, by=current_actor(), key=idempotency_key())

    @bp.route("/accounts/<id_>/roles/end", methods=["POST"])
    @requires(Role.ADMINISTRATOR)
    @bp.arguments(EndSchema)
    @bp.response(200, ReceiptSchema)
    def end(given: dict[str, Any], id_: str) -> dict[str, Any]:
        role, agency, last_day = given["role"], given["agency"], given["last_day"]
        return registry.end_role(
            id_, role, agency, last_day=last_day, by=current_actor(), key=idempotency_key()
        )

    @bp.route("/accounts/<id_>/closure", methods=["POST"])
    @requires(Role.ADMINISTRATOR)
    @bp.response(200, ReceiptSchema)
    def close(id_: str) -> dict[str, Any]:
        return registry.close_account(id_, by=current_actor(), key=idempotency_key())

    @bp.route("/accounts/<id_>/password", methods=["POST"])
    @requires(Role.ADMINISTRATOR, fresh=True)
    @bp.arguments(PasswordSchema)
    @bp.response(204)
    def set_password(given: dict[str, Any], id_: str) -> None:
        registry.set_password(id_, given["password"], by=current_actor())


# --- bulk -------------------------------------------------------------------------------------------


def _sealed(
    rows: list[dict[str, Any]], settings: Settings
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The rows with each password replaced by a keyed mark, and the passwords by their marks: what is
    kept of a row (its digest, so that it is done once) then tells nothing of a password."""
    secret = derived_secret(settings.keys_dir, purpose="passwords in rows")
    vault: dict[str, str] = {}
    sealed = []
    for row in rows:
        password = row.get("password")
        if isinstance(password, str):
            mark = hmac.digest(secret, password.encode(), sha256).hex()
            vault[mark] = password
            row = {**row, "password": mark}
        sealed.append(row)
    return sealed, vault


class OpenRowSchema(ma.Schema):
    """A row that opens an account; its `client_ref` is the account's name."""

    client_ref = fields.String(required=True, validate=ACCOUNT)
    name = fields.String(required=True, validate=validate.Length(1, 200))
    email = fields.Email(load_default="")
    password = fields.String(required=True, load_only=True)
    agency = fields.String(load_default="", validate=validate.Length(max=40))

    def __init__(self, hashed: Callable[[str, str], str]) -> None:
        super().__init__()
        self.hashed = hashed

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> NewAccount:
        account = given.pop("client_ref")
        return NewAccount(
            account=account, **{**given, "password": self.hashed(given["password"], account)}
        )


class GrantRowSchema(SubjectSchema):
    """A row that gives an account a role; `ref` is the account's name."""

    role = fields.Enum(Role, by_value=True, required=True)
    agency = fields.String(required=True, validate=validate.Length(1, 40))
    since = fields.Date(required=True)
    until = fields.Date(load_default=None, allow_none=True)


def _acts(registry: Registry, vault: dict[str, str]) -> dict[str, RowAct]:
    def hashed(mark: str, account: str) -> str:
        try:
            return registry.hashed(vault[mark], account=account)
        except Refusal as weak:
            errors = getattr(weak, "errors", {}) or {"password": [weak.detail]}
            raise ma.ValidationError(errors) from weak

    def open_account(new: NewAccount, by: Actor) -> dict[str, Any]:
        at = new.agency or by.agency
        return registry.open_account(NewAccount(**{**vars(new), "agency": at}), by=by)

    def grant(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        id_, ref = given.pop("id"), given.pop("ref")
        return registry.grant_role(id_ or account_id(ref), Assignment(**given), by=by)

    return {
        "open_account": RowAct(OpenRowSchema(hashed), open_account),
        "grant_role": RowAct(GrantRowSchema(), grant),
    }


# --- the process ------------------------------------------------------------------------------------

NAVIGATION = (
    Link("Trang chính", "/registry/portal"),
    Link("Cơ quan", "/registry/"),
    Link("Người dùng", "/registry/people", (Role.ADMINISTRATOR,)),
    Link("Tài khoản của tôi", "/registry/me"),
)


def web(settings: Settings) -> Flask:
    """The web application of the registry, as the web process serves it."""
    return application(
        settings,
        Registry,
        name="registry",
        title="Cơ quan, tài khoản",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=agency_name,
        revoked=lambda registry: registry,
    )
