"""Reorganisations: prepare one line by line, see what it would do, confirm it by a decision."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.registry import AgencyKind
from contracts.rights import ORGANISATION_DECIDERS, ORGANISERS
from frame.confirm import ask_first, confirms
from frame.pages import Pages, asked_page
from kernel.errors import Invalid, Refusal
from kernel.web import current_actor, idempotency_key, read_form, requires
from law.units.model import EdgeKind
from services.registry.domain import (
    EDGE_WORDS,
    ActState,
    Choice,
    Decided,
    DraftMoved,
    Founding,
    Move,
    Reorganisation,
    Scheme,
)
from services.registry.pages.words import (
    DUTY_WORDS,
    KIND_WORDS,
    SERVICE_WORDS,
    STATE_WORDS,
    agency_by_words,
    errors_of,
)
from services.registry.service import Registry

LABELS = {
    "title": "Tên phương án",
    "effective_on": "Có hiệu lực từ ngày",
    "superior": "Cơ quan nhận việc không thuộc riêng một cơ quan kế thừa",
    "source": "Cơ quan được sắp xếp",
    "kind": "Cách sắp xếp",
    "target": "Cơ quan nhận",
    "places": "Địa bàn chuyển theo dòng này",
    "name": "Tên cơ quan",
    "scheme": "Bộ mã",
    "code": "Mã định danh",
    "agency_kind": "Loại cơ quan",
    "parent": "Trực thuộc",
    "decision": "Số quyết định",
    "decided_on": "Ngày quyết định",
    "receiver": "Cơ quan nhận việc",
}
FIELDS = {"decided_later": "decided_on", "confirmer_drafted": "", "wrong_moves": ""}
NAME = validate.Length(1, 300)
MOST_DIGITS = 8
Saved = Callable[[], Any]


class DraftForm(ma.Schema):
    """A form on the page of a draft; `version` is read beside."""

    class Meta:
        """What says which line and which version was seen is for the conflict."""

        unknown = ma.EXCLUDE


class ActForm(ma.Schema):
    """Name, day and superior of a reorganisation."""

    title = fields.String(required=True, validate=NAME)
    effective_on = fields.Date(required=True)
    superior = fields.String(load_default="", validate=validate.Length(max=300))


class ShippedForm(ActForm):
    """The same, with the lines the law's register ships for the day."""

    superior = fields.String(required=True, validate=NAME)


class MoveForm(DraftForm):
    """One line."""

    source = fields.String(required=True, validate=NAME)
    kind = fields.Enum(EdgeKind, by_value=True, required=True)
    target = fields.String(load_default="", validate=validate.Length(max=300))
    places = fields.String(load_default="", validate=validate.Length(max=5000))


class FoundingForm(DraftForm):
    """An agency that begins."""

    name = fields.String(required=True, validate=NAME)
    scheme = fields.String(required=True, validate=validate.Length(1, 40))
    code = fields.String(required=True, validate=validate.Length(1, 40))
    agency_kind = fields.Enum(AgencyKind, by_value=True, required=True)
    parent = fields.String(load_default="", validate=validate.Length(max=300))
    reports = fields.Boolean(load_default=False)


class DropForm(DraftForm):
    """Which line goes."""

    part = fields.String(required=True, validate=validate.OneOf(["moves", "founded"]))
    number = fields.Integer(required=True, validate=validate.Range(0, 5000))


class ChoiceForm(DraftForm):
    """Who takes over a duty."""

    thing = fields.String(required=True, validate=validate.Length(1, 40))
    giver = fields.String(required=True, validate=validate.Length(1, 40))
    receiver = fields.String(load_default="", validate=validate.Length(max=300))


class DecisionForm(DraftForm):
    """The decision."""

    decision = fields.String(required=True, validate=validate.Length(1, 100))
    decided_on = fields.Date(required=True)


def add(bp: Blueprint, registry: Registry) -> None:
    """Add the pages of reorganisations."""
    _add_list(bp, registry)
    _add_one(bp, registry)
    _add_lines(bp, registry)
    _add_end(bp, registry)


def _add_list(bp: Blueprint, registry: Registry) -> None:
    desk = registry.reorganisations

    @bp.get("/reorganisations")
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    def reorganisations() -> str:
        return render_template(
            "registry/reorganisations.html",
            acts=desk.all(),
            states=STATE_WORDS,
            may_prepare=current_actor().role in ORGANISERS,
        )

    @bp.get("/reorganisations/new")
    @requires(*ORGANISERS)
    def new_reorganisation() -> str:
        return _new(registry, {}, {})

    @bp.post("/reorganisations/new")
    @requires(*ORGANISERS)
    def prepare() -> ResponseReturnValue:
        try:
            given = read_form(ActForm)
            scheme = Scheme(**{**given, "superior": _named(registry, given, "superior")})
            made = desk.prepare(scheme, by=current_actor(), key=idempotency_key())
        except Refusal as wrong:
            return _new(registry, request.form, errors_of(wrong, FIELDS)), 422
        return _to(made["reorganisation"])

    @bp.post("/reorganisations/shipped")
    @requires(*ORGANISERS)
    def prepare_shipped() -> ResponseReturnValue:
        try:
            given = read_form(ShippedForm)
            day, superior = given["effective_on"], _named(registry, given, "superior")
            made = desk.prepare_shipped(
                day,
                superior=superior,
                title=given["title"],
                by=current_actor(),
                key=idempotency_key(),
            )
        except Refusal as wrong:
            return _new(registry, request.form, errors_of(wrong, FIELDS)), 422
        return _to(made["reorganisation"])


def _add_one(bp: Blueprint, registry: Registry) -> None:
    @bp.get("/reorganisations/<act_id>")
    @requires(*ORGANISERS, *ORGANISATION_DECIDERS)
    def reorganisation(act_id: str) -> str:
        return _shown(registry, act_id, {}, {})

    @bp.post("/reorganisations/<act_id>/choices")
    @requires(*ORGANISERS)
    def choose_receiver(act_id: str) -> ResponseReturnValue:
        def save() -> None:
            given = read_form(ChoiceForm)
            receiver = _named(registry, given, "receiver", act_id)
            chosen = Choice(thing=given["thing"], giver=given["giver"], receiver=receiver)
            registry.reorganisations.choose(
                act_id, [chosen], version=_seen(), by=current_actor(), key=idempotency_key()
            )

        return _saved(registry, act_id, save, "Đã ghi cơ quan nhận việc.")


def _add_lines(bp: Blueprint, registry: Registry) -> None:
    def revised(act_id: str, change: Callable[[Scheme], Scheme], said: str) -> ResponseReturnValue:
        def save() -> None:
            act, seen = registry.reorganisations.one(act_id), _seen()
            act.must_be(seen)  # before a line is taken by its number
            registry.reorganisations.revise(
                act_id,
                change(act.scheme),
                version=seen,
                by=current_actor(),
                key=idempotency_key(),
            )

        return _saved(registry, act_id, save, said)

    @bp.post("/reorganisations/<act_id>/moves")
    @requires(*ORGANISERS)
    def add_move(act_id: str) -> ResponseReturnValue:
        def change(scheme: Scheme) -> Scheme:
            return replace(scheme, moves=(*scheme.moves, _move(registry, act_id)))

        return revised(act_id, change, "Đã thêm dòng.")

    @bp.post("/reorganisations/<act_id>/founded")
    @requires(*ORGANISERS)
    def add_founding(act_id: str) -> ResponseReturnValue:
        def change(scheme: Scheme) -> Scheme:
            return replace(scheme, founded=(*scheme.founded, _founding(registry, act_id)))

        return revised(act_id, change, "Đã thêm cơ quan mới.")

    @bp.post("/reorganisations/<act_id>/lines/drop")
    @requires(*ORGANISERS)
    def drop_line(act_id: str) -> ResponseReturnValue:
        def change(scheme: Scheme) -> Scheme:
            given = read_form(DropForm)
            part, number = given["part"], given["number"]
            if part == "moves":
                return replace(scheme, moves=_without(scheme.moves, number))
            return replace(scheme, founded=_without(scheme.founded, number))

        return revised(act_id, change, "Đã bỏ dòng.")


def _add_end(bp: Blueprint, registry: Registry) -> None:
    desk = registry.reorganisations

    @bp.post("/reorganisations/<act_id>/confirmation")
    @requires(*ORGANISATION_DECIDERS, fresh=True)
    @confirms("registry.confirm")
    def confirm(act_id: str) -> ResponseReturnValue:
        act = desk.one(act_id)
        if asked := ask_first(
            "registry.confirm",
            "Xác nhận phương án sắp xếp cơ quan?",
            about=f"{act.scheme.title}, hiệu lực từ ngày {act.scheme.effective_on:%d/%m/%Y}.",
            yes="Xác nhận sắp xếp",
            back=url_for("registry.reorganisation", act_id=act_id),
        ):
            return asked

        def save() -> None:
            given = read_form(DecisionForm)
            decided = Decided(number=given["decision"], on=given["decided_on"])
            desk.confirm(
                act_id, decided, version=_seen(), by=current_actor(), key=idempotency_key()
            )

        said = "Đã xác nhận. Từ ngày hiệu lực các phân hệ tự bàn giao việc đang mở."
        return _saved(registry, act_id, save, said)

    @bp.post("/reorganisations/<act_id>/withdrawal")
    @requires(*ORGANISERS)
    def abandon(act_id: str) -> ResponseReturnValue:
        def save() -> None:
            desk.abandon(act_id, version=_seen(), by=current_actor(), key=idempotency_key())

        return _saved(registry, act_id, save, "Đã hủy phương án.")


def _without(lines: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    return tuple(one for at, one in enumerate(lines) if at != number)


# --- inside -----------------------------------------------------------------------------------------


def _move(registry: Registry, act_id: str) -> Move:
    given = read_form(MoveForm)
    names = [one.strip() for one in given["places"].split(";") if one.strip()]
    before = registry.reorganisations.one(act_id).scheme.effective_on
    source = agency_by_words(registry, given["source"], before=before)
    if source is None:
        raise Invalid({"source": ["Không có đúng một cơ quan mang tên này trước ngày hiệu lực."]})
    places = [(name, agency_by_words(registry, name, before=before)) for name in names]
    unknown = [name for name, found in places if found is None]
    if unknown:
        raise Invalid({"places": [f"Không rõ địa bàn: {', '.join(unknown)}."]})
    return Move(
        source=source,
        kind=given["kind"],
        target=_named(registry, given, "target", act_id),
        places=tuple(found for _, found in places if found),
    )


def _founding(registry: Registry, act_id: str) -> Founding:
    given = read_form(FoundingForm)
    kind = given.pop("agency_kind")
    parent = _named(registry, given, "parent", act_id) or None
    return Founding(**{**given, "kind": kind, "parent": parent})


def _named(registry: Registry, given: dict[str, Any], field: str, act_id: str = "") -> str:
    """The id of the agency whose name was typed; nothing when nothing was. Raises `Invalid`."""
    words = given[field].strip()
    if not words:
        return ""
    act = registry.reorganisations.one(act_id) if act_id else None
    day = act.scheme.effective_on if act else given["effective_on"]
    founded = act.scheme.founded if act else ()
    new = [one.id for one in founded if one.name.casefold() == words.casefold()]
    found = new[0] if new else agency_by_words(registry, words, on=day)
    if found is None:
        raise Invalid({field: ["Không có đúng một cơ quan mang tên này từ ngày hiệu lực."]})
    return found


def _seen() -> int | None:
    """The version of the draft the form was made from."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < MOST_DIGITS else None


def _brought() -> str:
    """What somebody wanted to do with a draft that has moved on, in their own words."""
    form, kinds = request.form, {one.value: words for one, words in EDGE_WORDS.items()}
    said = {
        "registry.add_move": f"Thêm dòng: {form.get('source', '')} – {kinds.get(form.get('kind', ''), '')} {form.get('target', '')}",
        "registry.add_founding": f"Thêm cơ quan mới: {form.get('name', '')} ({form.get('scheme', '')}/{form.get('code', '')})",
        "registry.drop_line": f"Bỏ dòng: {form.get('what', '')}",
        "registry.choose_receiver": f"Chọn {form.get('receiver', '')} nhận một việc đang mở",
        "registry.confirm": f"Xác nhận theo quyết định {form.get('decision', '')}",
        "registry.abandon": "Hủy phương án",
    }  # fmt: skip
    return said.get(request.endpoint or "", "").strip()


def _saved(registry: Registry, act_id: str, save: Saved, said: str) -> ResponseReturnValue:
    try:
        save()
    except DraftMoved as moved:
        page = _shown(registry, act_id, request.form, {}, moved=moved)
        return page, 409
    except Refusal as wrong:
        if wrong.code == "not_found":
            raise
        return _shown(registry, act_id, request.form, errors_of(wrong, FIELDS)), 422
    flash(said, "good")
    return _to(act_id)


def _to(act_id: str) -> ResponseReturnValue:
    return redirect(url_for("registry.reorganisation", act_id=act_id), 303)


def _new(registry: Registry, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "registry/new-reorganisation.html",
        values=values,
        errors=errors,
        labels=LABELS,
        names=registry.names(),
    )


def _shown(
    registry: Registry,
    act_id: str,
    values: Any,
    errors: dict[str, Any],
    *,
    moved: DraftMoved | None = None,
) -> str:
    found = registry.reorganisations.preview(act_id, page=asked_page())
    act: Reorganisation = found.act
    return render_template(
        "registry/reorganisation.html",
        act=act,
        found=found,
        pages=Pages(number=asked_page(), total=found.total),
        values=values,
        errors=errors,
        moved=moved,
        brought=_brought() if moved else "",
        labels=LABELS,
        draft=act.state is ActState.DRAFT,
        may_confirm=current_actor().role in ORGANISATION_DECIDERS,
        may_prepare=current_actor().role in ORGANISERS,
        name_of=registry.names() | {one.id: one.name for one in act.scheme.founded},
        progress=registry.reorganisations.progress(act_id),
        states=STATE_WORDS,
        edge_words=EDGE_WORDS,
        kinds=KIND_WORDS,
        duty_words=DUTY_WORDS,
        service_words=SERVICE_WORDS,
        edge_kinds=[(one.value, words) for one, words in EDGE_WORDS.items()],
        agency_kinds=list(KIND_WORDS.items()),
        today=registry.store.clock.today(),
    )
