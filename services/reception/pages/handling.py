"""A page for each act on a petition, made from its declaration: its form, and what the rules say to it."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from frame.confirm import confirms
from kernel.errors import Conflict, Invalid
from kernel.rights import for_good
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.domain import Petition
from services.reception.pages.forms import errors_of
from services.reception.pages.petitions import asked_first
from services.reception.service import Reception
from services.reception.service.acts import (
    ACTS,
    MOST_PARTS,
    PART_KINDS,
    Act,
    Ask,
    Shape,
    open_contents,
)
from services.reception.service.law import agencies

PART_FIELDS = ("kind", "summary", "against")
# At which field of an act a refusal of the rules is shown.
AT = {
    "document_missing": "document",
    "reason_missing": "text",
    "identity_in_text": "text",
    "ground_not_known": "ground",
    "no_such_content": "contents",
    "linked_to_itself": "master",
    "not_mergeable": "master",
    "too_few_parts": "summary_2",
    "wrong_outcome": "outcome",
    "contested_too_late": "text",
    "not_that_agency": "to_agency",
}


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the page of each act."""
    for act in ACTS:
        _page(bp, reception, act)


def _page(bp: Blueprint, reception: Reception, act: Act) -> None:
    @bp.get(f"/petitions/<petition_id>/{act.slug}", endpoint=f"{act.name}_form")
    @requires(*act.roles)
    def form(petition_id: str) -> str:
        petition = reception.petition(petition_id, by=current_actor())
        return _shown(reception, act, petition, act.stands(petition), {})

    @bp.post(f"/petitions/<petition_id>/{act.slug}", endpoint=act.name)
    @requires(*act.roles)
    @confirms(*([f"reception.{act.name}"] if for_good(f"reception.{act.name}") else []))
    def do(petition_id: str) -> ResponseReturnValue:
        petition = reception.petition(petition_id, by=current_actor())
        try:
            given = _gathered(act, read_form(_schema(act)))
            if for_good(f"reception.{act.name}") and (asked := asked_first(petition, act.name)):
                return asked
            act.do(reception, petition_id, given, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _shown(reception, act, petition, request.form, _errors(act, wrong)), 422
        except Conflict as wrong:
            return _shown(reception, act, petition, request.form, {"": [wrong.detail]}), 409
        flash(act.done, "good")
        return redirect(url_for("reception.petition", petition_id=petition_id), 303)


def _shown(
    reception: Reception, act: Act, petition: Petition, values: Any, errors: dict[str, Any]
) -> str:
    book, today = reception.agency_book, reception.store.clock.today()
    return render_template(
        "reception/act.html",
        act=act,
        petition=petition,
        values=values,
        errors=errors,
        fits=act.fits(petition),
        contents=open_contents(petition),
        part_kinds=PART_KINDS,
        agencies=agencies(book, today) if _asks_agency(act) else [],
        most_parts=MOST_PARTS,
        ticked=request.form.getlist,
        labels={ask.name: ask.label for ask in act.asks},
    )


def _asks_agency(act: Act) -> bool:
    return any(ask.shape is Shape.AGENCY for ask in act.asks)


def _errors(act: Act, wrong: Invalid) -> dict[str, Any]:
    names = {ask.name for ask in act.asks}
    if not wrong.errors and AT.get(wrong.code) in names:
        return {AT[wrong.code]: [wrong.detail]}
    return errors_of(wrong)


def _schema(act: Act) -> ma.Schema:
    made: dict[str, fields.Field[Any]] = {}
    for ask in act.asks:
        made |= _parts() if ask.shape is Shape.PARTS else {ask.name: _field(ask)}
    return ma.Schema.from_dict(made)()


def _field(ask: Ask) -> fields.Field[Any]:
    missing: dict[str, Any] = {"required": ask.required}
    if ask.shape is Shape.FLAG:
        return fields.Boolean(load_default=False)
    if ask.shape is Shape.CHECKS:
        return fields.List(fields.String(), **missing)
    if ask.shape is Shape.DAY:
        return fields.Date(**missing)
    if ask.shape is Shape.NUMBER:
        return fields.Integer(validate=validate.Range(0, ask.most), **missing)
    if ask.kind is not None:
        return fields.Enum(ask.kind, by_value=True, **missing)
    return fields.String(validate=validate.Length(1, ask.most), **missing)


def _parts() -> dict[str, fields.Field[Any]]:
    """Two parts at least, each by its own fields."""
    made: dict[str, fields.Field[Any]] = {}
    for at in range(1, MOST_PARTS + 1):
        codes = validate.OneOf([kind.value for kind in PART_KINDS])
        made[f"kind_{at}"] = fields.String(validate=codes, required=at <= LEAST_PARTS)
        length = validate.Length(1, 4000)
        made[f"summary_{at}"] = fields.String(validate=length, required=at <= LEAST_PARTS)
        made[f"against_{at}"] = fields.String(validate=validate.Length(max=300))
    return made


LEAST_PARTS = 2


def _gathered(act: Act, given: dict[str, Any]) -> dict[str, Any]:
    if not any(ask.shape is Shape.PARTS for ask in act.asks):
        return given
    kept = {name: value for name, value in given.items() if "_" not in name}
    rows = (
        {name: given.get(f"{name}_{at}", "") for name in PART_FIELDS}
        for at in range(1, MOST_PARTS + 1)
    )
    return {**kept, "parts": [row for row in rows if row["kind"] and row["summary"]]}
