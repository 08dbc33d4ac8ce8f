"""How people talk to notify: the inbox, the directory of the Front, how letters fared."""

from datetime import date
from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.duties import DutyKind
from contracts.notify import Topic
from contracts.registry import Role
from frame.due import Band, banded
from frame.lists import MOST_EXPORTED, Column, Listing, Order
from frame.pages import Pages, asked_page
from frame.search import MOST, Find, Hit, answer
from kernel.errors import Invalid, Refusal
from kernel.message import Actor
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.notify.domain import BETWEEN_OFFICES, TOPIC_WORDS, Area, Participant, State
from services.notify.domain.duties import DUTY_WORDS
from services.notify.service import Notify, sees_all_places
from services.notify.service.duties import SIZE, oversees

KEEPERS = (Role.ADMINISTRATOR, Role.SNV_OFFICER)
MOST_SHOWN = 100_000
STATE_WORDS = {
    State.INBOX: "Chỉ hiện trên trang",
    State.QUEUED: "Chờ gửi",
    State.SENDING: "Đang gửi",
    State.SENT: "Đã gửi",
    State.FAILED: "Không gửi được",
}
TONES = {State.SENT: "good", State.FAILED: "bad", State.QUEUED: "info", State.SENDING: "info"}
AREA_WORDS = {Area.OWN: "Cơ quan cấp tỉnh", Area.ALL: "Toàn tỉnh, cả các xã, phường"}
LABELS = {"email": "Địa chỉ thư điện tử", "topics": "Nội dung nhận", "area": "Phạm vi"}


def is_address(text: str) -> None:
    """Refuse what is no e-mail address; none at all is allowed."""
    if text:
        validate.Email(error="Địa chỉ thư điện tử chưa đúng.")(text)
        validate.Length(max=200, error="Địa chỉ dài quá 200 ký tự.")(text)


class AddressSchema(ma.Schema):
    """The e-mail address of a post; empty when there is none."""

    email = fields.String(load_default="", validate=is_address)


class ParticipantFormSchema(AddressSchema):
    """The form of a participant: its address and what it wishes to hear."""

    topics = fields.List(fields.Enum(Topic, by_value=True), load_default=list)
    area = fields.Enum(Area, by_value=True, load_default=Area.OWN)

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**given, "topics": frozenset(given["topics"])}


def pages(notify: Notify) -> Blueprint:
    """The pages of notify."""
    bp = Blueprint("notify", __name__, template_folder="templates")
    _work(bp, notify)
    answer(bp, title="Mặt trận và tổ chức thành viên", find=_found(notify), roles=KEEPERS)
    _inbox(bp, notify)
    _directory(bp, notify)
    _deliveries(bp, notify)
    bp.context_processor(
        lambda: {
            "topics": {
                one: said for one, said in TOPIC_WORDS.items() if one not in BETWEEN_OFFICES
            },
            "states": STATE_WORDS,
            "tones": TONES,
            "areas": AREA_WORDS,
            "labels": LABELS,
            "name_of": notify.agency_book.label,
            "duty_words": DUTY_WORDS,
        }
    )
    return bp


DUTIES = Listing(
    [
        Column("Việc", "kind", value=lambda row: DUTY_WORDS[row["kind"]]),
        Column("Mã", "code"),
        Column("Hạn", "last", value=lambda row: _day(row["due_on"])),
        Column("Tạm dừng", "paused"),
        Column("Từ ngày", "opened_on", value=lambda row: _day(row["opened_on"])),
    ],
    first=Order("last"),
)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _work(bp: Blueprint, notify: Notify) -> None:
    @bp.get("/duties")
    @requires()
    def work() -> ResponseReturnValue:
        by, number, today = current_actor(), asked_page(), notify.store.clock.today()
        everybody = request.args.get("of") == "agency" and oversees(by)
        kind = request.args.get("kind", "")
        kind = kind if kind in set(DutyKind) else ""
        if DUTIES.exporting:
            rows, _ = notify.work(by=by, everybody=everybody, kind=kind, size=MOST_EXPORTED)
            now = notify.store.clock.legal_now()
            return DUTIES.file("viec-cua-toi", rows, title="Việc của tôi", made=now)
        rows, total = notify.work(by=by, everybody=everybody, kind=kind, page=number)
        return render_template(
            "notify/work.html",
            bands=banded(rows, today),
            today=today,
            pages=Pages(number=number, total=total, size=SIZE),
            oversees=oversees(by),
            counts=_band_counts(notify, everybody=everybody),
            everybody=everybody,
            kind=kind,
        )

    @bp.get("/duties/fragment")
    @requires()
    def work_fragment() -> str:
        by, today = current_actor(), notify.store.clock.today()
        rows, total = notify.work(by=by, size=5)
        counts = _band_counts(notify)
        return render_template(
            "notify/work-fragment.html", rows=rows, total=total, today=today, counts=counts
        )

    @bp.get("/duties/count/fragment")
    @requires()
    def work_count() -> str:
        counts = _band_counts(notify)
        return render_template("notify/work-count.html", counts=counts)


def _found(notify: Notify) -> Find:
    def find(words: str, by: Actor) -> list[Hit]:
        found, _ = notify.directory(by=by, words=words, size=MOST)
        return [Hit(one.name, f"/notify/participants/{one.id}") for one in found]

    return find


def _band_counts(notify: Notify, *, everybody: bool = False) -> dict[Band, int]:
    rows = notify.pressing(by=current_actor(), everybody=everybody)
    found = banded(rows, notify.store.clock.today())
    return {band: len(some) for band, some in found.items()}


def _inbox(bp: Blueprint, notify: Notify) -> None:
    @bp.get("/")
    @requires()
    def inbox() -> str:
        by, number = current_actor(), asked_page()
        asked = {"unread": request.args.get("show") == "unread", "all_places": _asks_all()}
        rows, total = notify.inbox(by=by, page=number, **asked)
        return render_template(
            "notify/inbox.html",
            rows=rows,
            pages=Pages(number=number, total=total),
            wide=sees_all_places(by),
            has_unread=any(not row["read"] for row in rows),
            front=by.role == Role.FRONT_PARTICIPANT,
            **asked,
        )

    @bp.get("/notices/<notice_id>")
    @requires()
    def notice(notice_id: str) -> str:
        row = notify.notice(notice_id, by=current_actor())
        return render_template("notify/notice.html", row=row)

    @bp.post("/notices/<notice_id>/read")
    @requires()
    def read(notice_id: str) -> ResponseReturnValue:
        notify.read(notice_id, by=current_actor(), key=idempotency_key())
        flash("Đã đánh dấu là đã đọc.", "good")
        return redirect(url_for("notify.inbox"), 303)

    @bp.post("/read")
    @requires()
    def read_all() -> ResponseReturnValue:
        done = notify.read_all(by=current_actor(), key=idempotency_key())
        flash(f"Đã đánh dấu {done['read']} thông báo là đã đọc.", "good")
        return redirect(url_for("notify.inbox"), 303)


def _asks_all() -> bool:
    return request.args.get("places") == "all"


def _directory(bp: Blueprint, notify: Notify) -> None:
    @bp.get("/participants")
    @requires(*KEEPERS)
    def participants() -> str:
        words, number = request.args.get("q", "").strip()[:100], asked_page()
        found, total = notify.directory(by=current_actor(), words=words, page=number)
        shown = Pages(number=number, total=total)
        return render_template("notify/participants.html", found=found, pages=shown, words=words)

    @bp.get("/participants/<participant_id>")
    @requires(*KEEPERS)
    def participant(participant_id: str) -> str:
        one = notify.participant(participant_id, by=current_actor())
        return _participant(one, {"email": one.email, "topics": one.topics, "area": one.area}, {})

    @bp.post("/participants/<participant_id>")
    @requires(*KEEPERS)
    def arrange(participant_id: str) -> ResponseReturnValue:
        by = current_actor()
        one = notify.participant(participant_id, by=by)
        try:
            given = read_form(ParticipantFormSchema)
            notify.arrange(participant_id, **given, by=by, key=idempotency_key())
        except Invalid as wrong:
            typed = {**request.form, "topics": request.form.getlist("topics")}
            return _participant(one, typed, _errors(wrong)), 422
        flash("Đã lưu địa chỉ và nội dung nhận.", "good")
        return redirect(url_for("notify.participant", participant_id=participant_id), 303)


def _participant(one: Participant, values: Any, errors: dict[str, Any]) -> str:
    return render_template("notify/participant.html", participant=one, values=values, errors=errors)


def _errors(wrong: Refusal) -> dict[str, Any]:
    if isinstance(wrong, Invalid) and wrong.errors:
        return wrong.errors
    return {"area" if wrong.code == "area_too_wide" else "": [wrong.detail]}


def _deliveries(bp: Blueprint, notify: Notify) -> None:
    @bp.get("/deliveries")
    @requires(*KEEPERS)
    def deliveries() -> str:
        by, number = current_actor(), asked_page()
        counts = notify.deliveries(by=by)
        return render_template(
            "notify/deliveries.html",
            counts=counts,
            rows=notify.failed(by=by, page=number),
            pages=Pages(number=number, total=counts[State.FAILED]),
            mail=notify.letters.mailbox.open,
        )

    @bp.post("/deliveries/<message_id>/retry")
    @requires(*KEEPERS)
    def retry(message_id: str) -> ResponseReturnValue:
        notify.retry(message_id, by=current_actor(), key=idempotency_key())
        flash("Thư sẽ được gửi lại.", "good")
        return redirect(url_for("notify.deliveries"), 303)
