"""The pages of the desk."""

import os
from datetime import date, timedelta
from typing import Any

import marshmallow
from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from frame.pages import Pages, asked_page
from kernel.errors import Invalid
from kernel.web import idempotency_key, public, read_form, requires

bp = Blueprint("pages", __name__, template_folder="templates")

KINDS = [("complaint", "Khiếu nại"), ("feedback", "Phản ánh"), ("idea", "Kiến nghị")]
REGISTERED: dict[str, str] = {}


class LetterForm(marshmallow.Schema):
    name = fields.String(required=True, validate=validate.Length(max=100))
    kind = fields.String(required=True, validate=validate.OneOf([code for code, _ in KINDS]))
    received = fields.Date(required=True)
    content = fields.String(required=True, validate=validate.Length(min=10))
    email = fields.Email()
    channel = fields.String(required=True)


@bp.get("/")
@requires()
def listing() -> str:
    first = date(2026, 11, 2)
    rows = [
        {"code": f"TD-2026-{n:04}", "received": first + timedelta(days=n), "count": n * 1234}
        for n in range(1, 9)
    ]
    return render_template("desk/list.html", rows=rows, pages=Pages(asked_page(), 191))


@bp.get("/archive")
@requires()
def archive() -> str:
    return render_template("desk/empty.html")


@bp.get("/new")
@requires("CLERK")
def ask() -> str:
    return render_template("desk/form.html", values={}, errors={}, kinds=KINDS)


@bp.post("/new")
@requires("CLERK")
def register() -> ResponseReturnValue:
    try:
        letter: dict[str, Any] = read_form(LetterForm())
    except Invalid as wrong:
        page = render_template(
            "desk/form.html", values=request.form, errors=wrong.errors, kinds=KINDS
        )
        return page, 422
    key = idempotency_key()
    assert key is not None
    REGISTERED[key.value] = letter["name"]
    flash("Đã ghi nhận đơn.", "success")
    return redirect("/desk/", 303)


@bp.get("/count")
@requires()
def count() -> dict[str, int]:
    return {"count": len(REGISTERED)}


@bp.post("/search")
@requires()
def search() -> ResponseReturnValue:
    """Part of a page, for htmx."""
    if request.form.get("words") == "lỗi":
        raise ZeroDivisionError
    return f"<p>Tìm thấy {len(request.form['words'])} đơn.</p>"


@bp.get("/admin")
@requires("ADMIN")
def admin() -> str:
    return "only for administrators"


@bp.get("/broken")
@requires()
def broken() -> str:
    raise ZeroDivisionError("a secret that must not be told")


@bp.get("/slow")
@public
def slow() -> str:
    """Answers when somebody has written into the pipe."""
    with open(os.environ["DESK_PIPE"], encoding="utf-8") as pipe:
        return pipe.read()
