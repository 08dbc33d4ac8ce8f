"""People and their roles, for whoever looks after the accounts of an agency or of all."""

from datetime import date
from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import ROLE_WORDS, Role
from frame.confirm import ask_first, confirms
from frame.lists import MOST_EXPORTED, Column, Listing, Order
from frame.pages import Pages, asked_page
from kernel.errors import Forbidden, Refusal
from kernel.store.audit import Noted
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.registry.domain import (
    ACCOUNT_NAME,
    SHORTEST_PASSWORD,
    Account,
    NewAccount,
    assigned,
)
from services.registry.domain.accounts import RESERVED
from services.registry.pages.words import ALL_ENDED, errors_of
from services.registry.service import Registry

LABELS = {
    "account": "Tên tài khoản",
    "name": "Họ và tên",
    "email": "Thư điện tử công vụ",
    "agency": "Cơ quan",
    "password": "Mật khẩu ban đầu",
    "role": "Vai trò",
    "since": "Từ ngày",
    "until": "Đến hết ngày",
    "last_day": "Ngày cuối cùng",
    "see_only": "Chỉ để xem, không nhập, không quyết định",
    "acting_for": "Thay mặt (tên tài khoản)",
}
# Refusals of the rules, shown at the field they speak of.
FIELDS = {
    "account_taken": "account",
    "no_such_agency": "agency",
    "wrong_place": "agency",
    "not_found": "agency",
    "role_already_held": "role",
    "role_not_yours": "role",
    "role_not_held": "role",
    "granted_in_future": "since",
    "ends_before_it_begins": "until",
    "busy": "password",
    "no_end": "until",
    "nobody_to_stand_in_for": "acting_for",
}
ACCOUNT = validate.Regexp(
    ACCOUNT_NAME,
    error="Gồm 3–60 chữ thường không dấu, chữ số, dấu chấm hoặc gạch.",
)


class AccountForm(ma.Schema):
    """An account as it is opened."""

    account = fields.String(required=True, validate=ACCOUNT)
    name = fields.String(required=True, validate=validate.Length(1, 200))
    email = fields.Email(load_default="")
    agency = fields.String(load_default="", validate=validate.Length(max=40))
    password = fields.String(required=True)


class RoleForm(ma.Schema):
    """A role at an agency for a time."""

    role = fields.Enum(Role, by_value=True, required=True)
    agency = fields.String(load_default="", validate=validate.Length(max=40))
    since = fields.Date(required=True)
    until = fields.Date(load_default=None)
    see_only = fields.Boolean(load_default=False)
    acting_for = fields.String(load_default="", validate=validate.Length(max=60))


class EndForm(ma.Schema):
    """Which role ends, after which day."""

    role = fields.Enum(Role, by_value=True, required=True)
    agency = fields.String(required=True)
    last_day = fields.Date(required=True)


class PasswordForm(ma.Schema):
    """Another password for somebody."""

    password = fields.String(required=True)


LISTING = Listing(
    [
        Column("Họ và tên", "sort", value=lambda row: row["name"]),
        Column("Tài khoản", "account"),
        Column("Vai trò hôm nay", value=lambda row: row["held"]),
        Column("Trạng thái", "closed", value=lambda row: "Đã đóng" if row["closed"] else "Đang mở"),
    ],
    first=Order("sort"),
)


def _written(registry: Registry, row: dict[str, Any], today: date) -> dict[str, Any]:
    """A row for a file: the roles held today, each with its agency."""
    day = today.isoformat()
    held = [
        one
        for one in ([] if row["closed"] else row["roles"])
        if one["since"] <= day and (one["until"] is None or one["until"] >= day)
    ]
    said = (f"{ROLE_WORDS[one['role']]}, {registry.label(one['agency'])}" for one in held)
    return {**row, "held": "; ".join(said)}


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of people."""
    _add_list(bp, registry)
    _add_acts(bp, registry)


def _add_list(bp: Blueprint, registry: Registry) -> None:
    @bp.get("/people")
    @requires(Role.ADMINISTRATOR)
    def people() -> ResponseReturnValue:
        by = current_actor()
        words = request.args.get("q", "").strip()[:100]
        scope = None if registry.sees_all(by) else by.agency
        order = LISTING.order.keys if request.args.get("sort") else ()
        if LISTING.exporting:
            registry.store.audit.note(Noted.EXPORT, "export_people", by=by)
            found = registry.people.of(scope, words=words, size=MOST_EXPORTED, order=order)
            made = registry.store.clock.legal_now()
            rows = [_written(registry, row, made.date()) for row in found]
            return LISTING.file("nguoi-dung", rows, title="Người dùng", made=made)
        shown = Pages(number=asked_page(), total=registry.people.count(scope, words=words))
        return render_template(
            "registry/people.html",
            listing=LISTING,
            rows=registry.people.of(scope, words=words, page=shown.number, order=order),
            pages=shown,
            values={"q": words},
            everywhere=scope is None,
            today=registry.store.clock.today().isoformat(),
            role_words=ROLE_WORDS,
            name_of=registry.label,
        )

    @bp.get("/people/new")
    @requires(Role.ADMINISTRATOR)
    def new_account() -> str:
        return _new(registry, {"agency": current_actor().agency}, {})

    @bp.post("/people/new")
    @requires(Role.ADMINISTRATOR)
    def open_account() -> ResponseReturnValue:
        by = current_actor()
        try:
            given = read_form(AccountForm)
            given["agency"] = given["agency"] or by.agency
            hashed = registry.hashed(given.pop("password"), account=given["account"])
            opened = registry.open_account(NewAccount(**given, password=hashed), by=by)
        except Refusal as wrong:
            return _new(registry, request.form, errors_of(wrong, FIELDS)), 422
        flash("Đã mở tài khoản. Bây giờ hãy giao vai trò.", "good")
        return redirect(url_for("registry.person", id_=opened["account"]), 303)

    @bp.get("/people/<id_>")
    @requires(Role.ADMINISTRATOR)
    def person(id_: str) -> str:
        return _page(registry, id_, {})


def _add_acts(bp: Blueprint, registry: Registry) -> None:
    @bp.post("/people/<id_>/roles")
    @requires(Role.ADMINISTRATOR, fresh=True)
    def grant(id_: str) -> ResponseReturnValue:
        by = current_actor()
        try:
            given = read_form(RoleForm)
            given["agency"] = given["agency"] or by.agency
            registry.proposals.propose_role(id_, assigned(given), by=by, key=idempotency_key())
        except Refusal as wrong:
            return _again(registry, id_, wrong, FIELDS)
        role = ROLE_WORDS[given["role"]]
        return _done(id_, f"Đã đề nghị giao vai trò {role}; chờ người thứ hai duyệt.")

    @bp.post("/people/<id_>/roles/end")
    @requires(Role.ADMINISTRATOR, fresh=True)
    def end(id_: str) -> ResponseReturnValue:
        by = current_actor()
        try:
            given = read_form(EndForm)
            registry.end_role(
                id_,
                given["role"],
                given["agency"],
                last_day=given["last_day"],
                by=by,
                key=idempotency_key(),
            )
        except Refusal as wrong:
            at = {"granted_in_future": "last_day", "ends_before_it_begins": "last_day"}
            return _again(registry, id_, wrong, at)
        return _done(id_, f"Đã kết thúc vai trò {ROLE_WORDS[given['role']]}.")

    @bp.post("/people/<id_>/password")
    @requires(Role.ADMINISTRATOR, fresh=True)
    def set_password(id_: str) -> ResponseReturnValue:
        try:
            registry.set_password(id_, read_form(PasswordForm)["password"], by=current_actor())
        except Refusal as wrong:
            return _again(registry, id_, wrong, {"busy": "password"})
        return _done(id_, f"Đã đặt mật khẩu mới. {ALL_ENDED}")

    @bp.post("/people/<id_>/close")
    @requires(Role.ADMINISTRATOR, fresh=True)
    @confirms("registry.close_account")
    def close(id_: str) -> ResponseReturnValue:
        person = registry.account(id_, by=current_actor())
        if asked := ask_first(
            "registry.close_account",
            "Đóng tài khoản?",
            about=f"{person.name} ({person.account})",
            yes="Đóng tài khoản",
            back=url_for("registry.person", id_=id_),
        ):
            return asked
        try:
            registry.close_account(id_, by=current_actor(), key=idempotency_key())
        except Refusal as wrong:
            return _again(registry, id_, wrong, {})
        return _done(id_, "Đã đóng tài khoản.")


def _done(id_: str, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("registry.person", id_=id_), 303)


def _again(
    registry: Registry, id_: str, wrong: Refusal, fields_: dict[str, str]
) -> ResponseReturnValue:
    """The page again with what was refused; 404 stays 404."""
    registry.account(id_, by=current_actor())
    status = 403 if isinstance(wrong, Forbidden) else 422
    return _page(registry, id_, errors_of(wrong, fields_)), status


def _new(registry: Registry, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "registry/new-account.html",
        values=values,
        errors=errors,
        labels=LABELS,
        agencies=_agencies(registry),
        shortest=SHORTEST_PASSWORD,
    )


def _page(registry: Registry, id_: str, errors: dict[str, Any]) -> str:
    by = current_actor()
    account = registry.account(id_, by=by)
    today = registry.store.clock.today()
    asked = request.form if errors else {}
    everywhere = registry.sees_all(by)
    return render_template(
        "registry/person.html",
        person=account,
        home=registry.label(account.agency),
        held=[one for one in account.roles if one.until is None or one.until >= today],
        past=[one for one in account.roles if one.until is not None and one.until < today],
        role_words=ROLE_WORDS,
        stood_in_for={
            one.acting_for: registry.name_of(one.acting_for)
            for one in account.roles
            if one.acting_for
        },
        agency_names={one.agency: registry.label(one.agency) for one in account.roles},
        own=account.id == by.user,
        waiting=registry.proposals.about(account.id),
        label=registry.label,
        manages=registry.manages(account, by=by),
        may_end=[one for one in account.roles if everywhere or one.agency == by.agency],
        roles=[(one.value, ROLE_WORDS[one]) for one in _grantable(registry)],
        agencies=_agencies(registry),
        values={"agency": _place(registry, account), "since": today.isoformat(), **asked},
        errors=errors,
        labels=LABELS,
        today=today,
        shortest=SHORTEST_PASSWORD,
    )


def _place(registry: Registry, account: Account) -> str:
    """The agency first offered for a role: the account's own, if one may give roles there."""
    by = current_actor()
    return account.agency if registry.manages(account, by=by) else by.agency


def _grantable(registry: Registry) -> list[Role]:
    """The roles this administrator may give."""
    everywhere = registry.sees_all(current_actor())
    return [one for one in Role if everywhere or one not in RESERVED]


def _agencies(registry: Registry) -> list[tuple[str, str]]:
    """The agencies among which this administrator may choose; none when there is only their own."""
    if not registry.sees_all(current_actor()):
        return []
    today = registry.store.clock.today()
    return [(one.id, one.facts.name) for one, _ in registry.agencies_on(today)]
