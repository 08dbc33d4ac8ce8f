"""The pages of the place of reception: timetable, what hangs, the register, refusals, the head's quota."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import marshmallow as ma
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.reception import Host, PetitionKind
from contracts.registry import PETITION_READERS, PETITION_WRITERS
from frame.pages import may
from kernel.errors import Conflict, Invalid
from kernel.store.audit import Noted
from kernel.web import current_actor, day_meant, idempotency_key, read_form, requires
from services.reception.adapters.sheets import DOCX, XLSX, docx_of, xlsx_of
from services.reception.domain import Petitioner
from services.reception.domain.cases import Said
from services.reception.domain.receiving import (
    PLAN_WORDS,
    POSTING_WORDS,
    PlanForm,
    RefusalForm,
    VisitForm,
)
from services.reception.domain.sheets import Sheet, register_sheet
from services.reception.domain.words import HOST_WORDS, KIND_WORDS
from services.reception.pages.forms import errors_of
from services.reception.service import Reception
from services.reception.service.acts import Ask, Shape
from services.reception.service.receiving import ReceivingDesk

MOST = 100_000
AT = {
    "planned_in_past": "planned_on",
    "representatives_wrong": "representatives",
    "denouncer_not_here": "name",
    "removed_too_early": "on",
    "valid_before_posted": "valid_until",
    "document_missing": "document",
    "reason_missing": "text",
    "no_such_reason": "reason",
    "not_that_day": "received_on",
    "no_such_posting_item": "item",
}


def _text(most: int = 300, *, required: bool = False) -> fields.String:
    length = validate.Length(max=most)
    if required:
        return fields.String(required=True, validate=length)
    return fields.String(load_default="", validate=length)


class PlanSchema(ma.Schema):
    """The form of a reception day."""

    planned_on = fields.Date(required=True)
    host = fields.Enum(Host, by_value=True, required=True)
    place = _text(required=True)
    content = _text(1000)
    invited = _text(1000)
    online = fields.Boolean(load_default=False)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> PlanForm:
        return PlanForm(**given)


class ChangeSchema(ma.Schema):
    """The form that posts, moves or cancels a day."""

    act = fields.String(required=True, validate=validate.OneOf(["post", "move", "cancel"]))
    on = fields.Date(load_default=None)
    text = _text(1000)


class PostingSchema(ma.Schema):
    """The form of something posted."""

    item = _text(40, required=True)
    place = _text(required=True)
    posted_on = fields.Date(required=True)
    valid_until = fields.Date(load_default=None)
    evidence = _text(500, required=True)


class VisitSchema(ma.Schema):
    """The form of somebody who came."""

    received_on = fields.Date(required=True)
    kind = fields.Enum(PetitionKind, by_value=True, required=True)
    name = _text(200)
    address = _text()
    id_number = _text(30)
    content = _text(4000, required=True)
    persons = fields.Integer(load_default=1, validate=validate.Range(1, MOST))
    representatives = fields.Integer(load_default=0, validate=validate.Range(0, MOST))
    settled_by = _text()
    handling = _text()
    note = _text(1000)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> VisitForm:
        who = {name: given.pop(name) for name in ("name", "address", "id_number")}
        return VisitForm(**given, visitor=Petitioner(**who) if who["name"] else None)


class RefusalSchema(ma.Schema):
    """The form of a refusal."""

    reason = _text(40, required=True)
    refused_on = fields.Date(required=True)
    document = _text(100, required=True)
    text = _text(2000, required=True)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> RefusalForm:
        return RefusalForm(**given)


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages."""
    _timetable(bp, reception)
    _wall(bp, reception)
    _book(bp, reception)
    _refusals(bp, reception)


# --- the timetable ----------------------------------------------------------------------------------


def _timetable(bp: Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.get("/timetable")
    @requires(*PETITION_READERS)
    def timetable() -> str:
        today = reception.store.clock.today()
        days = [day for day in desk.common_days(today.year) if day >= today]
        return render_template(
            "reception/timetable.html",
            rows=desk.timetable(by=current_actor()),
            common=days,
            today=today,
            plan_words=PLAN_WORDS,
            may_plan=may(PETITION_WRITERS),
        )

    @bp.route("/timetable/new", methods=["GET", "POST"])
    @requires(*PETITION_WRITERS)
    def plan_new() -> ResponseReturnValue:
        return _filled(
            "Thêm buổi tiếp vào lịch",
            PlanSchema(),
            _plan_asks(),
            lambda form: desk.plan_reception(form, by=current_actor(), key=idempotency_key()),
            back="reception.timetable",
            done="Đã thêm vào lịch tiếp công dân.",
        )

    @bp.get("/plans/<plan_id>")
    @requires(*PETITION_READERS)
    def plan(plan_id: str) -> str:
        return _plan_page(reception, plan_id, {})

    @bp.post("/plans/<plan_id>")
    @requires(*PETITION_WRITERS)
    def plan_change(plan_id: str) -> ResponseReturnValue:
        desk.plan(plan_id, by=current_actor())
        try:
            _changed(desk, plan_id, read_form(ChangeSchema))
        except Invalid as wrong:
            found = {AT[wrong.code]: [wrong.detail]} if wrong.code in AT else errors_of(wrong)
            return _plan_page(reception, plan_id, wrong.errors or found), 422
        except Conflict as wrong:
            return _plan_page(reception, plan_id, {"": [wrong.detail]}), 409
        flash("Đã ghi thay đổi của lịch tiếp.", "good")
        return redirect(url_for("reception.plan", plan_id=plan_id), 303)


def _plan_page(reception: Reception, plan_id: str, errors: dict[str, Any]) -> str:
    found = reception.receiving.plan(plan_id, by=current_actor())
    return render_template(
        "reception/plan.html",
        plan=found,
        today=reception.store.clock.today(),
        plan_words=PLAN_WORDS,
        asks=CHANGE_ASKS,
        may_plan=may(PETITION_WRITERS),
        values=request.form,
        errors=errors,
        labels={ask.name: ask.label for ask in CHANGE_ASKS},
    )


def _changed(desk: ReceivingDesk, plan_id: str, given: dict[str, Any]) -> Any:
    by, key = current_actor(), idempotency_key()
    said = Said(on=given["on"], text=given["text"])
    if given["act"] == "post":
        return desk.post_plan(plan_id, said, by=by, key=key)
    if given["act"] == "cancel":
        return desk.cancel_plan(plan_id, said, by=by, key=key)
    if given["on"] is None:
        raise Invalid({"on": ["Ghi ngày tiếp mới."]})
    return desk.move_plan(plan_id, said, to=given["on"], by=by, key=key)


CHANGE_ASKS = [
    Ask(
        name="act",
        label="Việc",
        shape=Shape.CHOICE,
        required=True,
        options={"post": "Đã niêm yết lịch", "move": "Hoãn sang ngày khác", "cancel": "Hủy"},
    ),
    Ask(
        name="on",
        label="Ngày niêm yết, hoặc ngày tiếp mới",
        shape=Shape.DAY,
    ),
    Ask(
        name="text",
        label="Lý do hoãn, hủy",
        shape=Shape.AREA,
    ),
]


def _plan_asks() -> list[Ask]:
    return [
        Ask(name="planned_on", label="Ngày tiếp", shape=Shape.DAY, required=True),
        Ask(
            name="host",
            label="Người tiếp",
            shape=Shape.CHOICE,
            required=True,
            options=HOST_WORDS,
        ),
        Ask(name="place", label="Địa điểm", required=True),
        Ask(name="content", label="Dự kiến nội dung", shape=Shape.AREA),
        Ask(
            name="invited",
            label="Thành phần mời",
            shape=Shape.AREA,
            hint="Cơ quan, chức danh; không ghi tên công dân.",
        ),
        Ask(name="online", label="Tiếp trực tuyến", shape=Shape.FLAG),
    ]


# --- the wall ---------------------------------------------------------------------------------------


def _wall(bp: Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.get("/postings")
    @requires(*PETITION_READERS)
    def postings() -> str:
        return render_template(
            "reception/postings.html",
            walls=desk.walls(by=current_actor()),
            words=POSTING_WORDS,
            may_post=may(PETITION_WRITERS),
        )

    @bp.route("/postings/new", methods=["GET", "POST"])
    @requires(*PETITION_WRITERS)
    def posting_new() -> ResponseReturnValue:
        items = {one.id: one.title for one in desk.items()}
        asks = [
            Ask(
                name="item",
                label="Nội dung niêm yết",
                shape=Shape.CHOICE,
                required=True,
                options=items,
            ),
            Ask(name="place", label="Nơi niêm yết", required=True),
            Ask(name="posted_on", label="Ngày niêm yết", shape=Shape.DAY, required=True),
            Ask(
                name="valid_until",
                label="Có hiệu lực đến hết ngày",
                shape=Shape.DAY,
                hint="Với lịch tiếp công dân: ngày tiếp cuối cùng trong lịch. Hết ngày này thì phải thay.",
            ),
            Ask(
                name="evidence",
                label="Minh chứng (số biên bản, ảnh lưu ở đâu)",
                required=True,
            ),
        ]
        return _filled(
            "Ghi việc niêm yết",
            PostingSchema(),
            asks,
            lambda given: desk.keep_posting(**given, by=current_actor(), key=idempotency_key()),
            back="reception.postings",
            done="Đã ghi việc niêm yết.",
        )

    @bp.post("/postings/<posting_id>/removal")
    @requires(*PETITION_WRITERS)
    def posting_removed(posting_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        desk.take_down(posting_id, Said(), by=by, key=key)
        flash("Đã ghi việc gỡ xuống.", "good")
        return redirect(url_for("reception.postings"), 303)


# --- the register -----------------------------------------------------------------------------------


def _book(bp: Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.get("/book")
    @requires(*PETITION_READERS)
    def book() -> str:
        first, last = period(reception)
        return render_template(
            "reception/book.html",
            rows=desk.read_book(first, last, by=current_actor()),
            standing=desk.standing(first, last, by=current_actor()),
            first=first,
            last=last,
            may_enter=may(PETITION_WRITERS),
        )

    @bp.get("/book/xlsx")
    @requires(*PETITION_READERS)
    def book_xlsx() -> ResponseReturnValue:
        return sent([_sheet(reception)], XLSX, "so-tiep-cong-dan.xlsx")

    @bp.get("/book/docx")
    @requires(*PETITION_READERS)
    def book_docx() -> ResponseReturnValue:
        return sent([_sheet(reception)], DOCX, "so-tiep-cong-dan.docx")

    @bp.route("/book/new", methods=["GET", "POST"])
    @requires(*PETITION_WRITERS)
    def visit_new() -> ResponseReturnValue:
        asked = request.args.get("session", "")
        sitting = reception.session(asked, by=current_actor()) if asked else None

        def enter(form: VisitForm) -> Any:
            at = replace(form, session=sitting.id) if sitting else form
            return desk.receive_visitor(at, by=current_actor(), key=idempotency_key())

        return _filled(
            f"Ghi người đến buổi tiếp ngày {sitting.form.held_on:%d/%m/%Y}"
            if sitting
            else "Ghi người đến tiếp",
            VisitSchema(),
            _visit_asks(),
            enter,
            back=url_for("reception.session", session_id=sitting.id)
            if sitting
            else "reception.book",
            done="Đã ghi vào sổ tiếp công dân.",
        )


def _sheet(reception: Reception) -> Sheet:
    first, last = period(reception)
    by = current_actor()
    rows = reception.receiving.book_of(first, last, by=by)
    reception.store.audit.note(Noted.EXPORT, "export_book", by=by, of=by.agency)
    return register_sheet(rows, reception.agency_book.label(by.agency), first, last)


def _visit_asks() -> list[Ask]:
    return [
        Ask(name="received_on", label="Ngày tiếp", shape=Shape.DAY, required=True),
        Ask(
            name="kind",
            label="Loại việc",
            shape=Shape.CHOICE,
            required=True,
            options=KIND_WORDS,
        ),
        Ask(name="name", label="Họ và tên", hint="Để trống khi là tố cáo."),
        Ask(name="address", label="Địa chỉ"),
        Ask(name="id_number", label="Số căn cước, hộ chiếu"),
        Ask(name="content", label="Nội dung vụ việc", shape=Shape.AREA, required=True),
        Ask(name="persons", label="Số người", hint="Từ 5 người là đoàn đông người."),
        Ask(name="representatives", label="Số người đại diện của đoàn"),
        Ask(name="settled_by", label="Cơ quan đã giải quyết"),
        Ask(name="handling", label="Hướng xử lý"),
        Ask(name="note", label="Ghi chú", shape=Shape.AREA),
    ]


def _refusals(bp: Blueprint, reception: Reception) -> None:
    desk = reception.receiving

    @bp.get("/refusals")
    @requires(*PETITION_READERS)
    def refusals() -> str:
        return render_template(
            "reception/refusals.html",
            rows=desk.turned_away(by=current_actor()),
            reasons=desk.reasons(),
            may_enter=may(PETITION_WRITERS),
        )

    @bp.route("/refusals/new", methods=["GET", "POST"])
    @requires(*PETITION_WRITERS)
    def refusal_new() -> ResponseReturnValue:
        asks = [
            Ask(
                name="reason",
                label="Trường hợp",
                shape=Shape.CHOICE,
                required=True,
                options=desk.reasons(),
            ),
            Ask(name="refused_on", label="Ngày", shape=Shape.DAY, required=True),
            Ask(name="document", label="Số thông báo, biên bản", required=True),
            Ask(
                name="text",
                label="Diễn biến (không ghi tên người đến)",
                shape=Shape.AREA,
                required=True,
            ),
        ]
        return _filled(
            "Từ chối tiếp công dân",
            RefusalSchema(),
            asks,
            lambda form: desk.refuse_reception(form, by=current_actor(), key=idempotency_key()),
            back="reception.refusals",
            done="Đã ghi việc từ chối tiếp.",
        )


# --- inside -----------------------------------------------------------------------------------------


def period(reception: Reception) -> tuple[date, date]:
    """The period of the address; this year up to today without one."""
    today = reception.store.clock.today()
    first, last = _day("first") or today.replace(month=1, day=1), _day("last") or today
    return (first, last) if first <= last else (last, first)


def _day(name: str) -> date | None:
    try:
        return day_meant(request.args.get(name, ""))
    except ValueError:
        return None


def sent(sheets: Sequence[Sheet], kind: str, name: str) -> Response:
    """Sheets as one file."""
    content = xlsx_of(*sheets) if kind == XLSX else docx_of(*sheets)
    kept = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype=kind, headers=kept)


def _filled(
    title: str, schema: ma.Schema, asks: list[Ask], act: Any, *, back: str, done: str
) -> ResponseReturnValue:
    """A page with a form; when it was sent, the act."""
    if request.method == "GET":
        return _asking(title, asks, {}, back)
    try:
        act(read_form(schema))
    except Invalid as wrong:
        found = {AT[wrong.code]: [wrong.detail]} if wrong.code in AT else errors_of(wrong)
        return _asking(title, asks, wrong.errors or found, back), 422
    except Conflict as wrong:
        return _asking(title, asks, {"": [wrong.detail]}, back), 409
    flash(done, "good")
    return redirect(_address(back), 303)


def _address(back: str) -> str:
    """Where a form leads back to: a view by its name, or an address as it is."""
    return back if back.startswith("/") else url_for(back)


def _asking(title: str, asks: list[Ask], errors: dict[str, Any], back: str) -> str:
    return render_template(
        "reception/asking.html",
        title=title,
        asks=asks,
        values=request.form,
        errors=errors,
        labels={ask.name: ask.label for ask in asks},
        back=_address(back),
    )
