"""The pages of "Dân vận khéo" models: the list by field, registering one, its results and its end."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from contracts.registry import DANVAN_READERS, DANVAN_WRITERS
from frame.confirm import ask_first, confirms
from frame.lists import MOST_EXPORTED, Column, Listing, Order
from frame.pages import Pages, asked_page, may
from frame.words import vn_day
from kernel.web import current_actor, idempotency_key, requires
from services.planning.api.schemas import EndSchema, ModelFormSchema, ResultFormSchema
from services.planning.pages.entering import Errors, enter
from services.planning.pages.words import FIELDS
from services.planning.service import Planning


def show(bp: Blueprint, planning: Planning) -> None:
    """Add the pages of models."""
    _reading(bp, planning)
    _registering(bp, planning)
    _following(bp, planning)


TITLE = "Mô hình “Dân vận khéo”"
LISTING = Listing(
    [
        Column("Mô hình", "name"),
        Column("Lĩnh vực", "field", value=lambda row: FIELDS[row["field"]]),
        Column("Bắt đầu", "started_on", value=lambda row: date.fromisoformat(row["started_on"])),
        Column("Kết quả", "results", end=True),
        Column(
            "Tình trạng",
            "ended_on",
            value=lambda row: (
                f"Kết thúc {vn_day(row['ended_on'])}" if row["ended_on"] else "Đang thực hiện"
            ),
        ),
    ],
    first=Order("started_on", descending=True),
)


def _reading(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/models")
    @requires(*DANVAN_READERS)
    def models() -> ResponseReturnValue:
        where, field = {"agency": current_actor().agency}, request.args.get("field", "")
        if field in FIELDS:
            where["field"] = field
        order = LISTING.order.keys
        if LISTING.exporting:
            rows = planning.model_list.of(where, size=MOST_EXPORTED, order=order)
            now = planning.store.clock.legal_now()
            return LISTING.file("mo-hinh-dan-van-kheo", rows, title=TITLE, made=now)
        shown = Pages(number=asked_page(), total=planning.model_list.count(where))
        return render_template(
            "planning/models.html",
            listing=LISTING,
            rows=planning.model_list.of(where, page=shown.number, order=order),
            pages=shown,
            field=field,
            may_enter=may(DANVAN_WRITERS),
        )

    @bp.get("/models/<model_id>")
    @requires(*DANVAN_READERS)
    def model(model_id: str) -> str:
        return _page(planning, model_id, {}, {})


def _registering(bp: Blueprint, planning: Planning) -> None:
    @bp.get("/models/new")
    @requires(*DANVAN_WRITERS)
    def new_model() -> str:
        return _new({"started_on": planning.store.clock.today().isoformat()}, {})

    @bp.post("/models/new")
    @requires(*DANVAN_WRITERS)
    def register() -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            ModelFormSchema(),
            lambda form: planning.register_model(form, by=by, key=key),
            again=_new,
            done="Đã đăng ký mô hình.",
            to=lambda answer: url_for("planning.model", model_id=answer["model"]),
        )


def _following(bp: Blueprint, planning: Planning) -> None:
    @bp.post("/models/<model_id>/results")
    @requires(*DANVAN_WRITERS)
    def record_result(model_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        return enter(
            ResultFormSchema(),
            lambda result: planning.record_model_result(model_id, result, by=by, key=key),
            again=lambda values, errors: _page(planning, model_id, values, errors),
            done="Đã ghi kết quả của mô hình.",
            to=lambda _: url_for("planning.model", model_id=model_id),
        )

    @bp.get("/models/<model_id>/end")
    @requires(*DANVAN_WRITERS)
    def ending(model_id: str) -> str:
        return _ending(planning, model_id, {"on": _today(planning)}, {})

    @bp.post("/models/<model_id>/end")
    @requires(*DANVAN_WRITERS)
    @confirms("planning.end_model")
    def end(model_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        model = planning.model(model_id, by=by)
        if asked := ask_first(
            "planning.end_model",
            "Kết thúc mô hình?",
            about=model.form.name,
            yes="Kết thúc mô hình",
            back=url_for("planning.model", model_id=model_id),
        ):
            return asked
        return enter(
            EndSchema(),
            lambda given: planning.end_model(model_id, **given, by=by, key=key),
            again=lambda values, errors: _ending(planning, model_id, values, errors),
            done="Đã ghi nhận mô hình kết thúc.",
            to=lambda _: url_for("planning.model", model_id=model_id),
        )


def _new(values: Any, errors: Errors) -> str:
    return render_template("planning/model_new.html", values=values, errors=errors)


def _page(planning: Planning, model_id: str, values: Any, errors: Errors) -> str:
    return render_template(
        "planning/model.html",
        model=planning.model(model_id, by=current_actor()),
        values=values or {"on": _today(planning)},
        errors=errors,
        may_enter=may(DANVAN_WRITERS),
    )


def _ending(planning: Planning, model_id: str, values: Any, errors: Errors) -> str:
    model = planning.model(model_id, by=current_actor())
    return render_template("planning/model_end.html", model=model, values=values, errors=errors)


def _today(planning: Planning) -> str:
    return planning.store.clock.today().isoformat()
