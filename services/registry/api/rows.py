"""Accounts and roles in bulk: what rows look like, and how their passwords are kept out of what is kept."""

import hmac
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from contracts.registry import Role
from kernel.auth import derived_secret
from kernel.config import Settings
from kernel.errors import Refusal
from kernel.message import Actor
from kernel.web import RowAct, SubjectSchema, subject
from services.registry.api.schemas import ACCOUNT
from services.registry.domain import NewAccount, RoleProposal, account_id, assigned
from services.registry.service import Registry


def sealed(
    rows: list[dict[str, Any]], settings: Settings
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The rows with each password replaced by a keyed mark, and the passwords by their marks: what is
    kept of a row (its digest, so that it is done once) then tells nothing of a password."""
    secret = derived_secret(settings.keys_dir, purpose="passwords in rows")
    vault: dict[str, str] = {}
    kept = []
    for row in rows:
        password = row.get("password")
        if isinstance(password, str):
            mark = hmac.digest(secret, password.encode(), sha256).hex()
            vault[mark] = password
            row = {**row, "password": mark}
        kept.append(row)
    return kept, vault


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


class ProposeRowSchema(SubjectSchema):
    """A row that asks for a role of an account; `ref` is the account's name, `client_ref` what the proposal is
    called by the row that approves it."""

    client_ref = fields.String(required=True, validate=validate.Length(1, 100))

    role = fields.Enum(Role, by_value=True, required=True)
    agency = fields.String(required=True, validate=validate.Length(1, 40))
    since = fields.Date(required=True)
    until = fields.Date(load_default=None, allow_none=True)
    see_only = fields.Boolean(load_default=False)
    acting_for = fields.String(load_default="", validate=validate.Length(max=60))


def row_acts(registry: Registry, vault: dict[str, str]) -> dict[str, RowAct]:
    """The acts of the bulk route; `vault` holds the passwords of the rows in hand, by their marks."""

    def hashed(mark: str, account: str) -> str:
        try:
            return registry.hashed(vault[mark], account=account)
        except Refusal as weak:
            errors = getattr(weak, "errors", {}) or {"password": [weak.detail]}
            raise ma.ValidationError(errors) from weak

    def open_account(new: NewAccount, by: Actor) -> dict[str, Any]:
        at = new.agency or by.agency
        return registry.open_account(NewAccount(**{**vars(new), "agency": at}), by=by)

    def propose(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        id_, ref, mine = given.pop("id"), given.pop("ref"), given.pop("client_ref")
        desk, account = registry.proposals, id_ or account_id(ref)
        return desk.propose_role(account, assigned(given), client_ref=mine, by=by)

    def approve(given: dict[str, Any], by: Actor) -> dict[str, Any]:
        proposal = subject(given, by=by, kind=RoleProposal.kind)
        return registry.proposals.approve_role(proposal, by=by)

    return {
        "open_account": RowAct(OpenRowSchema(hashed), open_account),
        "propose_role": RowAct(ProposeRowSchema(), propose),
        "approve_role": RowAct(SubjectSchema(), approve),
    }
