"""The pages of activities: sessions, classes and media in one list, and a form for each."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.planning import OutreachKind
from contracts.registry import DANVAN_READERS, DANVAN_WRITERS
from frame.pages import Pages, asked_page, may
from kernel.web import current_actor, idempotency_key, requires
from services.planning.api.schemas import (
    MediaFormSchema,
    OutreachFormSchema,
    TrainingFormSchema,
)
from services.planning.domain import OutreachForm
from services.planning.pages.entering import Errors, enter
from services.planning.pages.words import ACTIVITIES
from services.planning.service import Planning


class OutreachPageSchema(OutreachFormSchema):
    """The form on which a session is entered: listed instruments are ticked, others written one to a line."""

    others = fields.String(load_default="", validate=validate.Length(max=1000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> OutreachForm:
        lines = (line.strip()[:100] for line in given.pop("others").splitlines())
        named = (*given.pop("instruments"), *(line for line in lines if line))
        areas = tuple(given.pop("area_tags"))
        return OutreachForm(**given, instruments=tuple(dict.fromkeys(named)), area_tags=areas)


def show(bp: Blueprint, planning: Planning) -> None:
    """Add the pages of activities."""
    _reading(bp, planning)
    _sessions(bp, planning)
    _classes(bp, planning)
    _media(bp, planning)


def _reading(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/activities")
    @requires(*DANVAN_READERS)
    def activities() -> str:
        where, kind = {"agency": current_actor().agency}, request.args.get("kind", "")
        if kind in ACTIVITIES:
            where["kind"] = kind
        shown = Pages(number=asked_page(), total=planning.activities.count(where))
        return render_template(
            "planning/activities.html",
            rows=planning.activities.of(where, page=shown.number),
            pages=shown,
            kind=kind,
            may_enter=may(DANVAN_WRITERS),
        )


def _sessions(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/activities/outreach/new")
    @requires(*DANVAN_WRITERS)
    def new_outreach() -> str:
        kind = request.args.get("kind", OutreachKind.PEOPLE.value)
        return _outreach({"kind": kind, "held_on": _today(planning)}, {})

    @bp.post("/activities/outreach/new")
    @requires(*DANVAN_WRITERS)
    def hold_outreach() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            OutreachPageSchema(),
            lambda form: planning.hold_outreach(form, by=by, key=key),
            again=_outreach,
            done="Đã ghi cuộc quán triệt, tuyên truyền.",
            to=_list,
        )


def _classes(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/activities/trainings/new")
    @requires(*DANVAN_WRITERS)
    def new_training() -> str:
        return _training({"held_on": _today(planning)}, {})

    @bp.post("/activities/trainings/new")
    @requires(*DANVAN_WRITERS)
    def hold_training() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            TrainingFormSchema(),
            lambda form: planning.hold_training(form, by=by, key=key),
            again=_training,
            done="Đã ghi lớp tập huấn.",
            to=_list,
        )


def _media(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/activities/media/new")
    @requires(*DANVAN_WRITERS)
    def new_media() -> str:
        return _entry({"published_on": _today(planning)}, {})

    @bp.post("/activities/media/new")
    @requires(*DANVAN_WRITERS)
    def publish_media() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            MediaFormSchema(),
            lambda form: planning.publish_media(form, by=by, key=key),
            again=_entry,
            done="Đã ghi tin, bài, chương trình.",
            to=_list,
        )


def _outreach(values: Any, errors: Errors) -> str:
    chosen = {name: request.form.getlist(name) for name in ("instruments", "area_tags")}
    return render_template(
        "planning/outreach_new.html", values=values, errors=errors, chosen=chosen
    )


def _training(values: Any, errors: Errors) -> str:
    return render_template("planning/training_new.html", values=values, errors=errors)


def _entry(values: Any, errors: Errors) -> str:
    return render_template("planning/media_new.html", values=values, errors=errors)


def _list(_: Any) -> str:
    return url_for("planning.activities")


def _today(planning: Planning) -> str:
    return planning.store.clock.today().isoformat()
