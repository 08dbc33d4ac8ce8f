"""The law's data at run time: which calendar and packs are in force, changes prepared and put in force."""

import difflib
from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.rights import ORGANISATION_DECIDERS, ORGANISERS
from frame.confirm import ask_first, confirms
from kernel.errors import Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires, said_by
from law.active import CALENDAR, loaded, pack_text
from law.calendar.days import Kind, Standing
from services.registry.domain import Amendment, AmendmentState
from services.registry.pages.words import AMENDMENT_WORDS, DAY_WORDS, PACK_WORDS, errors_of
from services.registry.service import Registry

ROWS = 8
STANDINGS = [
    (Standing.CONFIRMED.value, "Đã có văn bản chính thức"),
    (Standing.PROVISIONAL.value, "Dự kiến, chờ văn bản"),
]
DAY_KINDS = [(one.value, DAY_WORDS[one]) for one in Kind if one is not Kind.WEEKEND]
LABELS = {
    "instrument": "Số văn bản",
    "standing": "Mức chắc chắn",
    "note": "Ghi chú",
    "content": "Nội dung bộ quy tắc (YAML)",
    **{f"date_{n}": f"Ngày thứ {n}" for n in range(1, ROWS + 1)},
}


class DecisionForm(ma.Schema):
    """A decision about days: its instrument; its days are read one by one."""

    class Meta:
        """The fields of the days are no part of it."""

        unknown = ma.EXCLUDE

    instrument = fields.String(required=True, validate=validate.Length(1, 100))
    standing = fields.Enum(Standing, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=500))


class DayForm(ma.Schema):
    """One of its days."""

    date = fields.Date(required=True)
    kind = fields.Enum(Kind, by_value=True, required=True)
    name = fields.String(required=True, validate=validate.Length(1, 200))


class PackForm(ma.Schema):
    """The whole text of a pack."""

    content = fields.String(required=True, validate=validate.Length(1, 60_000))
    note = fields.String(load_default="", validate=validate.Length(max=500))


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of the law's data."""
    _add_reading(bp, registry)
    _add_drafting(bp, registry)
    _add_ending(bp, registry)


def _add_reading(bp: Blueprint, registry: Registry) -> None:
    desk = registry.amendments

    @bp.get("/law")
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    def law() -> str:
        return render_template(
            "registry/law.html",
            standings=desk.standings(),
            amendments=desk.all(),
            names=PACK_WORDS,
            states=AMENDMENT_WORDS,
            may_draft=current_actor().role in ORGANISERS,
        )

    @bp.get("/law/amendments/<amendment_id>")
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    def amendment(amendment_id: str) -> str:
        return _shown(registry, amendment_id, {})


def _add_drafting(bp: Blueprint, registry: Registry) -> None:
    desk = registry.amendments

    @bp.get("/law/decisions/new")
    @requires(*ORGANISERS)
    def new_decision() -> str:
        return _decision_page({}, {})

    @bp.post("/law/decisions/new")
    @requires(*ORGANISERS)
    def draft_decision() -> ResponseReturnValue:
        try:
            decision = _decision()
            made = desk.draft_decision(
                decision, note=decision["note"], by=current_actor(), key=idempotency_key()
            )
        except Refusal as wrong:
            return _decision_page(request.form, errors_of(wrong, {})), 422
        return _to(made["amendment"])

    @bp.get("/law/packs/<pack>")
    @requires(*ORGANISERS)
    def edit_pack(pack: str) -> str:
        text = pack_text(desk.editions(), pack)
        return _pack_page(pack, {"content": text}, {})

    @bp.post("/law/packs/<pack>")
    @requires(*ORGANISERS)
    def draft_pack(pack: str) -> ResponseReturnValue:
        pack_text(desk.editions(), pack)
        try:
            given = read_form(PackForm)
            text = given["content"].replace("\r\n", "\n")
            made = desk.draft_pack(
                pack, text, note=given["note"], by=current_actor(), key=idempotency_key()
            )
        except Refusal as wrong:
            errors = {"content": [wrong.detail]} if not _of_form(wrong) else errors_of(wrong, {})
            return _pack_page(pack, request.form, errors), 422
        return _to(made["amendment"])


def _add_ending(bp: Blueprint, registry: Registry) -> None:
    desk = registry.amendments

    @bp.post("/law/amendments/<amendment_id>/activation")
    @requires(*ORGANISATION_DECIDERS, fresh=True)
    @confirms("registry.activate")
    def activate(amendment_id: str) -> ResponseReturnValue:
        desk.one(amendment_id)
        if asked := ask_first(
            "registry.activate",
            "Đưa thay đổi vào áp dụng?",
            yes="Đưa vào áp dụng",
            back=url_for("registry.amendment", amendment_id=amendment_id),
        ):
            return asked
        try:
            desk.activate(amendment_id, by=current_actor(), key=idempotency_key())
        except Refusal as wrong:
            if wrong.code == "not_found":
                raise
            return _shown(registry, amendment_id, errors_of(wrong, {})), 422
        flash("Đã đưa vào áp dụng; các phân hệ nhận trong ít giây.", "good")
        return _to(amendment_id)

    @bp.post("/law/amendments/<amendment_id>/withdrawal")
    @requires(*ORGANISERS)
    def withdraw(amendment_id: str) -> ResponseReturnValue:
        try:
            desk.withdraw(amendment_id, by=current_actor(), key=idempotency_key())
        except Refusal as wrong:
            if wrong.code == "not_found":
                raise
            return _shown(registry, amendment_id, errors_of(wrong, {})), 422
        flash("Đã hủy thay đổi.", "good")
        return _to(amendment_id)


# --- inside -----------------------------------------------------------------------------------------


def _decision() -> dict[str, Any]:
    """The decision that was typed. Raises `Invalid`."""
    given = read_form(DecisionForm)
    changes, errors = [], {}
    for number in range(1, ROWS + 1):
        typed = {
            name: request.form.get(f"{name}_{number}", "") for name in ("date", "kind", "name")
        }
        if not any(typed.values()):
            continue
        try:
            changes.append(said_by(DayForm(), typed))
        except ma.ValidationError:
            errors[f"date_{number}"] = ["Cần đủ ngày, loại ngày và tên gọi."]
    if not changes and not errors:
        errors["date_1"] = ["Cần ít nhất một ngày."]
    if errors:
        raise Invalid(errors)
    days = [
        {"date": one["date"].isoformat(), "kind": one["kind"].value, "name": one["name"]}
        for one in changes
    ]
    return {**given, "standing": given["standing"].value, "tag": "", "changes": days}


def _of_form(wrong: Refusal) -> bool:
    """Whether the form itself was wrong, not the text of the pack."""
    return type(wrong) is Invalid


def _decision_page(values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "registry/new-decision.html",
        values=values,
        errors=errors,
        labels=LABELS,
        rows=range(1, ROWS + 1),
        kinds=DAY_KINDS,
        standings=STANDINGS,
    )


def _pack_page(pack: str, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "registry/pack.html",
        pack=pack,
        name=PACK_WORDS[pack],
        values=values,
        errors=errors,
        labels=LABELS,
    )


def _shown(registry: Registry, id_: str, errors: dict[str, Any]) -> str:
    found = registry.amendments.one(id_)
    because = f"{found.what}/{found.number}"
    return render_template(
        "registry/amendment.html",
        amendment=found,
        errors=errors,
        name=PACK_WORDS[found.what],
        states=AMENDMENT_WORDS,
        draft=found.state is AmendmentState.DRAFT,
        days=_decided(found)["changes"],
        instrument=_decided(found)["instrument"],
        difference=_difference(registry, found),
        recount=registry.amendments.recounts.of(because),
        may_activate=current_actor().role in ORGANISATION_DECIDERS,
        may_draft=current_actor().role in ORGANISERS,
        day_words=DAY_WORDS,
    )


def _decided(amendment: Amendment) -> dict[str, Any]:
    """What a change of the calendar decides; of a pack, nothing about days."""
    if amendment.what != CALENDAR:
        return {"changes": [], "instrument": amendment.instrument}
    content = loaded(amendment.content)
    decision: dict[str, Any] = content["decisions"][-1] if "decisions" in content else content
    return decision


def _difference(registry: Registry, amendment: Amendment) -> str:
    """What a pack's text says otherwise than the version before it."""
    if amendment.what == CALENDAR:
        return ""
    before = [
        one
        for one in registry.amendments.editions()
        if one.what != amendment.what or not amendment.number or one.number < amendment.number
    ]
    old = pack_text(before, amendment.what)
    lines = difflib.unified_diff(
        old.splitlines(), amendment.content.splitlines(), "trước", "sau", lineterm="", n=2
    )
    return "\n".join(lines)


def _to(amendment_id: str) -> ResponseReturnValue:
    return redirect(url_for("registry.amendment", amendment_id=amendment_id), 303)
