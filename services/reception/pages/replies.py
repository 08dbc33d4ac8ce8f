"""Answering who petitions: the reply itself, on a page that looks like nothing else, and the agency's templates."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import PETITION_DECIDERS, PETITION_READERS, PETITION_WRITERS
from frame.pages import may
from kernel.errors import Conflict, Invalid
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.domain.filling import PLACES
from services.reception.domain.replies import ReplyForm
from services.reception.service import Reception

REPLIERS = (*PETITION_WRITERS, *PETITION_DECIDERS)
MOST = 8000
LABELS = {
    "text": "Nội dung người gửi đơn sẽ đọc",
    "understood": "Xác nhận",
    "name": "Tên mẫu",
    "words": "Nội dung mẫu",
}
FIELDS = {
    "text_missing": "text",
    "still_to_fill": "text",
    "no_such_place": "text",
    "reply_unconfirmed": "understood",
}


class ReplySchema(ma.Schema):
    """The form of a reply."""

    text = fields.String(required=True, validate=validate.Length(1, MOST))
    understood = fields.Boolean(load_default=False)
    template = fields.String(load_default="", validate=validate.Length(max=60))
    number = fields.Integer(load_default=0, validate=validate.Range(0, 10_000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> ReplyForm:
        return ReplyForm(**given)


class TemplateSchema(ma.Schema):
    """The form of a template."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    text = fields.String(required=True, validate=validate.Length(1, MOST))


class VersionSchema(ma.Schema):
    """The form of a version more."""

    text = fields.String(required=True, validate=validate.Length(1, MOST))


def errors_of(wrong: Invalid) -> dict[str, Any]:
    """Sentences by field."""
    return wrong.errors or {FIELDS.get(wrong.code, ""): [wrong.detail]}


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages."""
    _reply(bp, reception)
    _templates(bp, reception)


def _reply(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/petitions/<petition_id>/replies")
    @requires(*PETITION_READERS)
    def replies(petition_id: str) -> str:
        values: Any = {}
        if template := request.args.get("template", ""):
            values = vars(reception.replies.begun(petition_id, template, by=current_actor()))
        return _reply_page(reception, petition_id, values, {})

    @bp.post("/petitions/<petition_id>/replies")
    @requires(*REPLIERS)
    def send_reply(petition_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        reception.petition(petition_id, by=by)
        try:
            form = read_form(ReplySchema)
            reception.replies.send_reply(petition_id, form, by=by, key=key)
        except Invalid as wrong:
            return _reply_page(reception, petition_id, request.form, errors_of(wrong)), 422
        except Conflict as wrong:
            errors = {"": [wrong.detail]}
            return _reply_page(reception, petition_id, request.form, errors), 409
        flash("Đã trả lời. Người gửi đơn đọc được khi tra cứu bằng mã.", "good")
        return redirect(url_for("reception.replies", petition_id=petition_id), 303)


def _reply_page(reception: Reception, petition_id: str, values: Any, errors: dict[str, Any]) -> str:
    by = current_actor()
    return render_template(
        "reception/replies.html",
        petition=reception.petition(petition_id, by=by),
        replies=reception.replies.replies_to(petition_id, by=by),
        templates=[one for one in reception.replies.templates_of(by=by) if not one.retired_on],
        names={one.id: one.name for one in reception.replies.templates_of(by=by)},
        may_reply=may(REPLIERS),
        values=values,
        errors=errors,
        reply_labels=LABELS,
    )


def _templates(bp: Blueprint, reception: Reception) -> None:
    desk = reception.replies

    @bp.get("/templates")
    @requires(*PETITION_READERS)
    def templates() -> str:
        return _list(reception, {}, {})

    @bp.post("/templates")
    @requires(*REPLIERS)
    def write_template() -> ResponseReturnValue:
        try:
            given = read_form(TemplateSchema)
            desk.write_template(**given, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _list(reception, request.form, errors_of(wrong)), 422
        flash("Đã ban hành mẫu trả lời, phiên bản 1.", "good")
        return redirect(url_for("reception.templates"), 303)

    @bp.get("/templates/<template_id>")
    @requires(*PETITION_READERS)
    def template(template_id: str) -> str:
        return _one(reception, template_id, {}, {})

    @bp.post("/templates/<template_id>")
    @requires(*REPLIERS)
    def change_template(template_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        desk.template(template_id, by=by)
        try:
            if request.form.get("act") == "retire":
                desk.retire_template(template_id, by=by, key=key)
            else:
                given = read_form(VersionSchema)
                desk.revise_template(template_id, **given, by=by, key=key)
        except Invalid as wrong:
            return _one(reception, template_id, request.form, errors_of(wrong)), 422
        except Conflict as wrong:
            return _one(reception, template_id, {}, {"": [wrong.detail]}), 409
        flash("Đã ghi thay đổi của mẫu.", "good")
        return redirect(url_for("reception.template", template_id=template_id), 303)


def _list(reception: Reception, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/templates.html",
        rows=reception.replies.templates_of(by=current_actor()),
        may_write=may(REPLIERS),
        places=PLACES,
        values=values,
        errors=errors,
        reply_labels=LABELS,
    )


def _one(reception: Reception, template_id: str, values: Any, errors: dict[str, Any]) -> str:
    found = reception.replies.template(template_id, by=current_actor())
    return render_template(
        "reception/template.html",
        template=found,
        may_write=may(REPLIERS) and not found.retired_on,
        places=PLACES,
        values=values or {"text": found.latest.text},
        errors=errors,
        reply_labels=LABELS,
    )
