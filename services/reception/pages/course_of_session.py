"""The pages of one session: opening it, ending it, what it came to, closing it, putting something right."""

from typing import Any
from urllib.parse import quote

import marshmallow as ma
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.reception import Host, SessionKind
from contracts.registry import PETITION_DECIDERS, PETITION_READERS, PETITION_WRITERS
from frame.confirm import ask_first, confirms
from frame.pages import may
from frame.timeline import Circle, timeline
from frame.words import vn_number
from kernel.errors import Conflict, Invalid, NotFound
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.adapters.papers import MEDIA, draw
from services.reception.domain import COUNTS, Session, SessionForm
from services.reception.domain.minutes import Conclusion, Minutes
from services.reception.domain.session import PARTS, SESSION_STATE_WORDS
from services.reception.pages.course import session_course
from services.reception.pages.files import given_out, sent_file
from services.reception.pages.forms import LABELS, errors_of
from services.reception.service import Reception

MOST = 100_000
MOST_CONCLUSIONS = 40
SPARE = 2
HANDLERS = (*PETITION_WRITERS, *PETITION_DECIDERS)
TONES = {"OPEN": "info", "HELD": "warn", "MINUTED": "warn", "CLOSED": "good"}
WORDS = {
    **LABELS,
    "presider": "Người chủ trì (họ tên, chức vụ)",
    "instead": "Lý do người đứng đầu không trực tiếp tiếp",
    "present": "Thành phần tham dự",
    "course": "Diễn biến chung",
    "number": "Số, ký hiệu thông báo kết luận",
    "issued_on": "Ngày ban hành",
    "signer": "Người ký",
    "text": "Nội dung đúng",
    "reason": "Lý do đính chính",
    "conclusions": "Kết luận",
    "file": "Bản đã ký",
}
AT = {
    "held_in_future": "held_on",
    "online_too_early": "online",
    "presider_not_of_plan": "host",
    "instead_unexplained": "instead",
    "fewer_than_entered": "visits",
    "groups_too_small": "group_persons",
    "negative_count": "visits",
    "minutes_before_session": "issued_on",
    "issued_in_future": "issued_on",
    "nothing_concluded": "conclusions",
    "visit_not_concluded": "conclusions",
    "visit_not_here": "conclusions",
    "conclusion_empty": "conclusions",
    "conclusion_due_before": "conclusions",
    "correction_unexplained": "reason",
    "wrong_attachment": "file",
    "too_large_file": "file",
    "active_file": "file",
    "already_entered": "",
}


def _text(most: int, *, required: bool = False) -> fields.String:
    length = validate.Length(1 if required else 0, most)
    if required:
        return fields.String(required=True, validate=length)
    return fields.String(load_default="", validate=length)


class OpeningSchema(ma.Schema):
    """The form that opens a session."""

    session_kind = fields.Enum(SessionKind, by_value=True, required=True)
    host = fields.Enum(Host, by_value=True, required=True)
    held_on = fields.Date(required=True)
    place = _text(300, required=True)
    online = fields.Boolean(load_default=False)
    presider = _text(200, required=True)
    instead = _text(500)


class EndingSchema(ma.Schema):
    """The form that ends one."""

    visits, persons, matters, groups, group_persons = (
        fields.Integer(required=True, validate=validate.Range(0, MOST)) for _ in range(5)
    )
    matters_again, group_matters, group_matters_again = (
        fields.Integer(load_default=0, validate=validate.Range(0, MOST)) for _ in range(3)
    )


class CorrectionSchema(ma.Schema):
    """The form that puts something right."""

    text = _text(4000, required=True)
    reason = _text(1000, required=True)


def _minutes_schema() -> ma.Schema:
    """The form of the minutes: what is said of all, and so many conclusions, each by its own fields."""
    made: dict[str, Any] = {
        "present": _text(1000),
        "course": _text(4000),
        "number": _text(100),
        "issued_on": fields.Date(load_default=None),
        "signer": _text(200),
    }
    for at in range(1, MOST_CONCLUSIONS + 1):
        made |= {
            f"matter_{at}": _text(1000),
            f"text_{at}": _text(4000),
            f"who_{at}": _text(300),
            f"due_on_{at}": fields.Date(load_default=None),
            f"visit_{at}": _text(100),
            f"petition_{at}": _text(40),
        }
    return ma.Schema.from_dict(made)()


MINUTES = _minutes_schema()


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages."""
    _opening(bp, reception)
    _one(bp, reception)
    _ending(bp, reception)
    _minuting(bp, reception)
    _closing(bp, reception)
    _files(bp, reception)


def _opening(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/sessions/open")
    @requires(*PETITION_WRITERS)
    def open_session_form() -> str:
        plan = _planned(reception)
        today = reception.store.clock.today()
        values = {"held_on": today.isoformat(), "session_kind": "PERIODIC", "host": "HEAD"}
        if plan:
            values |= {
                "held_on": plan.form.planned_on.isoformat(),
                "place": plan.form.place,
                "host": plan.form.host.value,
                "online": "true" if plan.form.online else "",
            }
        return _open_page(plan, values, {})

    @bp.post("/sessions/open")
    @requires(*PETITION_WRITERS)
    def open_session() -> ResponseReturnValue:
        plan = _planned(reception)
        try:
            given = read_form(OpeningSchema)
            said = {name: given.pop(name) for name in ("presider", "instead")}
            form = SessionForm(**{**dict.fromkeys(COUNTS, 0), **given})
            by, key = current_actor(), idempotency_key()
            told = reception.sittings.open_session(
                form, **said, plan=plan.id if plan else "", by=by, key=key
            )
        except Invalid as wrong:
            return _open_page(plan, request.form, _errors(wrong)), 422
        except Conflict as wrong:
            return _open_page(plan, request.form, {"": [wrong.detail]}), 409
        flash("Đã mở buổi tiếp công dân.", "good")
        return redirect(url_for("reception.session", session_id=told["session"]), 303)


def _one(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/sessions/<session_id>")
    @requires(*PETITION_READERS)
    def session(session_id: str) -> str:
        return _shown(reception, session_id, {}, {})


def _ending(bp: Blueprint, reception: Reception) -> None:
    desk = reception.sittings

    @bp.get("/sessions/<session_id>/end")
    @requires(*PETITION_WRITERS)
    def end_session_form(session_id: str) -> str:
        found = desk.session(session_id, by=current_actor())
        counted = {**dict.fromkeys((*COUNTS, *PARTS), 0), **desk.entered(found).counts}
        return _end_page(found, {name: str(told) for name, told in counted.items()}, {})

    @bp.post("/sessions/<session_id>/end")
    @requires(*PETITION_WRITERS)
    def end_session(session_id: str) -> ResponseReturnValue:
        found = desk.session(session_id, by=current_actor())
        try:
            counts = read_form(EndingSchema)
            desk.end_session(session_id, counts, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _end_page(found, request.form, _errors(wrong)), 422
        except Conflict as wrong:
            return _end_page(found, request.form, {"": [wrong.detail]}), 409
        flash("Đã kết thúc buổi tiếp công dân.", "good")
        return redirect(url_for("reception.session", session_id=session_id), 303)


def _minuting(bp: Blueprint, reception: Reception) -> None:
    desk = reception.sittings

    @bp.get("/sessions/<session_id>/minutes")
    @requires(*HANDLERS)
    def minute_session_form(session_id: str) -> str:
        by = current_actor()
        found = desk.session(session_id, by=by)
        return _minutes_page(reception, found, _written(reception, found), {})

    @bp.post("/sessions/<session_id>/minutes")
    @requires(*HANDLERS)
    def minute_session(session_id: str) -> ResponseReturnValue:
        by = current_actor()
        found = desk.session(session_id, by=by)
        try:
            minutes = _minutes_said(reception, read_form(MINUTES))
            desk.minute_session(session_id, minutes, by=by, key=idempotency_key())
        except Invalid as wrong:
            return _minutes_page(reception, found, request.form, _errors(wrong)), 422
        except Conflict as wrong:
            return _minutes_page(reception, found, request.form, {"": [wrong.detail]}), 409
        flash("Đã ghi kết luận của buổi tiếp.", "good")
        return redirect(url_for("reception.session", session_id=session_id), 303)


def _closing(bp: Blueprint, reception: Reception) -> None:
    desk = reception.sittings

    @bp.post("/sessions/<session_id>/close")
    @requires(*HANDLERS)
    @confirms("reception.close_session")
    def close_session(session_id: str) -> ResponseReturnValue:
        found = desk.session(session_id, by=current_actor())
        back = url_for("reception.session", session_id=session_id)
        title = f"Hoàn tất buổi tiếp ngày {found.form.held_on:%d/%m/%Y}"
        if asked := ask_first("reception.close_session", title, yes="Hoàn tất", back=back):
            return asked
        try:
            desk.close_session(session_id, by=current_actor(), key=idempotency_key())
        except Conflict as wrong:
            return _shown(reception, session_id, {}, {"": [wrong.detail]}), 409
        flash("Buổi tiếp đã hoàn tất.", "good")
        return redirect(back, 303)

    @bp.post("/sessions/<session_id>/corrections")
    @requires(*HANDLERS)
    def correct_session(session_id: str) -> ResponseReturnValue:
        desk.session(session_id, by=current_actor())
        try:
            said = read_form(CorrectionSchema)
            desk.correct_session(session_id, **said, by=current_actor(), key=idempotency_key())
        except Invalid as wrong:
            return _shown(reception, session_id, request.form, _errors(wrong)), 422
        except Conflict as wrong:
            return _shown(reception, session_id, request.form, {"": [wrong.detail]}), 409
        flash("Đã ghi đính chính.", "good")
        return redirect(url_for("reception.session", session_id=session_id), 303)


def _files(bp: Blueprint, reception: Reception) -> None:
    desk = reception.sittings

    @bp.post("/sessions/<session_id>/signed")
    @requires(*HANDLERS)
    def attach_minutes(session_id: str) -> ResponseReturnValue:
        by = current_actor()
        desk.session(session_id, by=by)
        try:
            content, name = sent_file()
            desk.attach_minutes(session_id, content, name=name, by=by)
        except Invalid as wrong:
            return _shown(reception, session_id, {}, _errors(wrong)), 422
        except Conflict as wrong:
            return _shown(reception, session_id, {}, {"": [wrong.detail]}), 409
        flash("Đã đính kèm bản đã ký.", "good")
        return redirect(url_for("reception.session", session_id=session_id), 303)

    @bp.get("/sessions/<session_id>/signed/<attachment_id>")
    @requires(*PETITION_READERS)
    def signed_minutes(session_id: str, attachment_id: str) -> Response:
        return given_out(desk.file_for(session_id, attachment_id, by=current_actor()))

    @bp.get("/sessions/<session_id>/notices/<ending>")
    @requires(*PETITION_READERS)
    def session_notice(session_id: str, ending: str) -> Response:
        return notice_of(reception, session_id, ending)


def notice_of(reception: Reception, session_id: str, ending: str) -> Response:
    """The notice of what a session came to, as `docx` or `pdf`. Raises `NotFound`, `NoSuchPaper`."""
    if ending not in MEDIA:
        raise NotFound
    paper = reception.papers.of_session(session_id, by=current_actor())
    told = f"attachment; filename*=UTF-8''{quote(f'{paper.name}.{ending}', safe='')}"
    made = draw(paper, ending)
    return Response(made, mimetype=MEDIA[ending], headers={"Content-Disposition": told})


# --- inside -----------------------------------------------------------------------------------------


def _planned(reception: Reception) -> Any:
    plan = request.args.get("plan", "")
    return reception.receiving.plan(plan, by=current_actor()) if plan else None


def _errors(wrong: Invalid) -> dict[str, Any]:
    if not wrong.errors and wrong.code in AT:
        return {AT[wrong.code]: [wrong.detail]}
    return errors_of(wrong)


def _open_page(plan: Any, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/session-open.html", plan=plan, values=values, errors=errors, labels=WORDS
    )


def _end_page(found: Session, values: Any, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/session-end.html", session=found, values=values, errors=errors, labels=WORDS
    )


def _shown(reception: Reception, session_id: str, values: Any, errors: dict[str, Any]) -> str:
    by, desk = current_actor(), reception.sittings
    found, today = desk.session(session_id, by=by), reception.store.clock.today()
    if desk.visits_of(found):
        reception.store.audit.read(found, "show_book", by=by)
    return render_template(
        "reception/session.html",
        session=found,
        visits=desk.visits_of(found),
        line=timeline(session_course(found), circle=Circle.OFFICE, today=today),
        plan=desk.plan_of(found, by=by),
        petitions=desk.petitions_of(found, by=by),
        files=desk.files_of(session_id, by=by),
        state_words=SESSION_STATE_WORDS,
        tones=TONES,
        counts=[
            (LABELS[name], vn_number(number))
            for name in (*COUNTS, *PARTS)
            if (number := getattr(found.form, name)) or name in COUNTS
        ],
        may_enter=may(PETITION_WRITERS),
        may_handle=may(HANDLERS),
        values=values,
        errors=errors,
        labels=WORDS,
    )


def _minutes_page(reception: Reception, found: Session, values: Any, errors: dict[str, Any]) -> str:
    visits = reception.sittings.visits_of(found)
    filled = [at for at in range(1, MOST_CONCLUSIONS + 1) if values.get(f"matter_{at}")]
    rows = min(MOST_CONCLUSIONS, max([*filled, 0]) + SPARE)
    return render_template(
        "reception/session-minutes.html",
        session=found,
        visits=[(one.id, f"Số {one.number}/{one.year}") for one in visits],
        rows=range(1, rows + 1),
        values=values,
        errors=errors,
        labels=WORDS,
    )


def _written(reception: Reception, found: Session) -> dict[str, str]:
    """The minutes as the form has them; before there are any, one conclusion for each visit."""
    minutes = found.minutes or Minutes(
        conclusions=tuple(
            Conclusion(matter=one.form.content, text=one.form.handling, visit=one.id)
            for one in reception.sittings.visits_of(found)
        ),
        signer=found.opening.presider if found.opening else "",
    )
    petitions = reception.sittings.petitions_of(found, by=current_actor())
    told = {name: getattr(minutes, name) for name in ("present", "course", "number", "signer")}
    told["issued_on"] = minutes.issued_on.isoformat() if minutes.issued_on else ""
    for at, one in enumerate(minutes.conclusions, 1):
        told |= {f"{name}_{at}": getattr(one, name) for name in ("matter", "text", "who", "visit")}
        told[f"due_on_{at}"] = one.due_on.isoformat() if one.due_on else ""
        told[f"petition_{at}"] = petitions.get(one.petition, "")
    return told


def _minutes_said(reception: Reception, given: dict[str, Any]) -> Minutes:
    rows = []
    for at in range(1, MOST_CONCLUSIONS + 1):
        row = {
            name: given.pop(f"{name}_{at}")
            for name in ("matter", "text", "who", "due_on", "visit", "petition")
        }
        if any(value for name, value in row.items() if name != "visit"):
            row["petition"] = _petition(reception, row["petition"], at)
            rows.append(Conclusion(**row))
    return Minutes(**given, conclusions=tuple(rows))


def _petition(reception: Reception, number: str, at: int) -> str:
    """The petition an officer calls by its number in the register (12/2026). Raises `Invalid`."""
    if not number:
        return ""
    parts = number.split("/")
    if len(parts) == 2 and all(part.strip().isdigit() for part in parts):  # noqa: PLR2004
        found = reception.work_list.search(current_actor().agency, number, limit=1)
        if found:
            return str(found[0]["_id"])
    raise Invalid({f"petition_{at}": ["Không có đơn số này trong sổ đơn (ghi dạng 12/2026)."]})
