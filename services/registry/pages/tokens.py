"""The access tokens of an agency's own software: issued for a time and a scope, shown once, ended at once."""

from datetime import date, timedelta
from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import Role
from frame.confirm import ask_first, confirms
from kernel.errors import Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.registry.domain.tokens import SCOPES
from services.registry.pages.words import errors_of
from services.registry.service import Registry

LABELS = {"name": "Tên phần mềm", "scopes": "Phạm vi", "expires_on": "Hết hạn sau ngày"}
SERVICE_WORDS = {
    "registry": "Cơ quan, tài khoản",
    "planning": "Kế hoạch dân vận",
    "reception": "Tiếp công dân, đơn thư",
    "consultation": "Dân chủ, đối thoại, giám sát",
    "reporting": "Số liệu, báo cáo",
    "notify": "Thông báo",
}
DEED_WORDS = {"see": "lấy dữ liệu", "enter": "nhập và lấy dữ liệu"}
USUAL = timedelta(days=180)


class TokenForm(ma.Schema):
    """A token as it is issued."""

    name = fields.String(required=True, validate=validate.Length(1, 100))
    scopes = fields.List(fields.String(validate=validate.OneOf(SCOPES)), load_default=list)
    expires_on = fields.Date(required=True)


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of tokens."""

    @bp.get("/tokens")
    @requires(Role.ADMINISTRATOR)
    def tokens() -> str:
        return _page(registry, {}, {})

    @bp.post("/tokens")
    @requires(Role.ADMINISTRATOR, fresh=True)
    def issue_access() -> ResponseReturnValue:
        try:
            given = read_form(TokenForm)
            _, words = registry.access.issue(**given, by=current_actor())
        except Refusal as wrong:
            return _page(registry, request.form, errors_of(wrong, {})), 422
        return _page(registry, {}, {}, issued=words)

    @bp.post("/tokens/<id_>/end")
    @requires(Role.ADMINISTRATOR, fresh=True)
    @confirms("registry.end_token")
    def end_access(id_: str) -> ResponseReturnValue:
        token = registry.access.one(id_, by=current_actor())
        if asked := ask_first(
            "registry.end_token",
            "Thu hồi mã truy cập?",
            about=token.name,
            yes="Thu hồi mã",
            back=url_for("registry.tokens"),
        ):
            return asked
        registry.access.end_token(id_, by=current_actor(), key=idempotency_key())
        flash("Mã truy cập đã thôi hiệu lực.", "good")
        return redirect(url_for("registry.tokens"), 303)


def scope_words(scope: str) -> str:
    """A scope in words."""
    service, _, deed = scope.partition(".")
    return f"{SERVICE_WORDS[service]}: {DEED_WORDS[deed]}"


def _page(registry: Registry, values: Any, errors: dict[str, Any], *, issued: str = "") -> str:
    today: date = registry.store.clock.today()
    chosen = values.getlist("scopes") if hasattr(values, "getlist") else []
    return render_template(
        "registry/tokens.html",
        rows=registry.access.of(current_actor()),
        today=today,
        issued=issued,
        scopes=[(one, scope_words(one), one in chosen) for one in SCOPES],
        scope_words=scope_words,
        values=values or {"expires_on": (today + USUAL).isoformat()},
        errors=errors,
        labels=LABELS,
    )
