"""What other agencies forwarded: the list, taking one into the register, sending one back."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import PETITION_READERS, PETITION_WRITERS
from frame.pages import may
from kernel.errors import Conflict, Invalid
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.domain.cases import Said
from services.reception.pages.forms import errors_of
from services.reception.service import Reception


class BackSchema(ma.Schema):
    """Why it is sent back."""

    text = fields.String(required=True, validate=validate.Length(1, 2000))


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages."""

    @bp.get("/forwards")
    @requires(*PETITION_READERS)
    def forwards() -> str:
        rows = reception.forwards.arriving(by=current_actor())
        return render_template(
            "reception/forwards.html",
            rows=rows,
            under_way=reception.forwards.on_the_way(by=current_actor()),
            altered=reception.forwards.altered(by=current_actor()),
            agency_name=reception.agency_book.label,
            may_take=may(PETITION_WRITERS),
        )

    @bp.get("/forwards/<forward_id>")
    @requires(*PETITION_READERS)
    def forward_one(forward_id: str) -> str:
        return _one(reception, forward_id, {})

    @bp.post("/forwards/<forward_id>/receive")
    @requires(*PETITION_WRITERS)
    def forward_receive(forward_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        try:
            taken = reception.forwards.receive(forward_id, Said(), by=by, key=key)
        except Conflict as wrong:
            return _one(reception, forward_id, {"": [wrong.detail]}), 409
        flash(f"Đã vào sổ đơn số {taken['number']}/{taken['year']}.", "good")
        return redirect(url_for("reception.petition", petition_id=taken["petition"]), 303)

    @bp.post("/forwards/<forward_id>/refuse")
    @requires(*PETITION_WRITERS)
    def forward_refuse(forward_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        try:
            reception.forwards.dossier(forward_id, by=by)
            said = Said(**read_form(BackSchema))
            reception.forwards.refuse(forward_id, said, by=by, key=key)
        except Invalid as wrong:
            return _one(reception, forward_id, errors_of(wrong)), 422
        except Conflict as wrong:
            return _one(reception, forward_id, {"": [wrong.detail]}), 409
        flash("Đã trả lại đơn cho cơ quan chuyển.", "good")
        return redirect(url_for("reception.forwards"), 303)


def _one(reception: Reception, forward_id: str, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/forward.html",
        forward=reception.forwards.dossier(forward_id, by=current_actor()),
        agency_name=reception.agency_book.label,
        may_take=may(PETITION_WRITERS),
        values=request.form,
        errors=errors,
        labels={"text": "Lý do trả lại"},
    )
