"""The citizen's pages: looking a petition up by its code; the receipt an officer prints; what citizens said."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.reception import CitizenAct
from contracts.registry import PETITION_READERS, PETITION_WRITERS
from frame.timeline import Circle, timeline
from kernel.errors import Conflict, Invalid, TooOften
from kernel.web import current_actor, idempotency_key, public, read_form, requires
from kernel.web.place import here
from services.reception.adapters.qr import qr
from services.reception.domain.citizen import ACT_WORDS
from services.reception.domain.codes import shown
from services.reception.pages.course import course
from services.reception.service import Reception
from services.reception.service.citizen import Seen

LABELS = {
    "code": "Mã tra cứu",
    "secret": "Mã bí mật",
    "text": "Nội dung",
    "stars": "Mức hài lòng",
}
FIELDS = {"no_stars": "stars", "nothing_said": "text", "no_such_receipt": "code"}
STARS = [(str(number), f"{number} trên 5") for number in range(5, 0, -1)]


class LookUpSchema(ma.Schema):
    """A code as typed, and the secret of a denunciation."""

    code = fields.String(required=True, validate=validate.Length(1, 40))
    secret = fields.String(load_default="", validate=validate.Length(max=40))


class SaidSchema(ma.Schema):
    """What a citizen says by their token."""

    token = fields.String(required=True, validate=validate.Length(1, 300))
    act = fields.Enum(CitizenAct, by_value=True, required=True)
    text = fields.String(load_default="", validate=validate.Length(max=4000))
    stars = fields.Integer(load_default=0, validate=validate.Range(0, 5))


class AnswerSchema(ma.Schema):
    """What an officer does with what a citizen said; by which document a petition was withdrawn."""

    word = fields.String(required=True, validate=validate.Length(1, 60))
    accepted = fields.Boolean(required=True)
    document = fields.String(load_default="", validate=validate.Length(max=100))


class PrintSchema(ma.Schema):
    """Whether the receipt gets a new code."""

    anew = fields.Boolean(load_default=False)


def errors_of(wrong: Invalid) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused."""
    return wrong.errors or {FIELDS.get(wrong.code, ""): [wrong.detail]}


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the citizen's pages, and the officer's about citizens."""
    _public(bp, reception)
    _officer(bp, reception)


def _public(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/public/fragment")
    @public
    def public_fragment() -> str:
        """Reception's part of the public portal."""
        return render_template("reception/public-fragment.html")

    @bp.get("/tra-cuu")
    @public
    def look_up_form() -> str:
        return _form({}, {})

    @bp.post("/tra-cuu")
    @public
    def look_up() -> ResponseReturnValue:
        try:
            given = read_form(LookUpSchema)
            address = request.remote_addr or "unknown"
            seen = reception.look_up(given["code"], given["secret"], address=address)
        except Invalid as wrong:
            return _form(request.form, errors_of(wrong)), 422
        except TooOften as often:
            page = _form({}, {"": [often.detail]})
            return page, 429, {"Retry-After": str(often.after)}
        return _seen(reception, seen)

    @bp.post("/tra-cuu/noi")
    @public
    def say() -> ResponseReturnValue:
        token = request.form.get("token", "")
        try:
            given = read_form(SaidSchema)
            seen = reception.say(given["token"], given["act"], given["text"], stars=given["stars"])
        except (Invalid, Conflict) as wrong:
            return _again(reception, token, wrong)
        return _seen(reception, seen, told=given["act"])


def _again(reception: Reception, token: str, wrong: Invalid | Conflict) -> ResponseReturnValue:
    """The petition with what was wrong; the empty form when the token does not hold."""
    errors = errors_of(wrong) if isinstance(wrong, Invalid) else {"": [wrong.detail]}
    try:
        seen = reception.seen_by_token(token)
    except Invalid:
        return _form({}, {"": ["Phiên tra cứu đã hết; hãy nhập lại mã."]}), 422
    return _seen(reception, seen, errors=errors), 422


def _officer(bp: Blueprint, reception: Reception) -> None:
    @bp.post("/petitions/<petition_id>/receipt")
    @requires(*PETITION_WRITERS)
    def print_receipt(petition_id: str) -> ResponseReturnValue:
        by = current_actor()
        petition = reception.petition(petition_id, by=by)
        given = read_form(PrintSchema)
        printed = reception.print_receipt(petition.id, anew=given["anew"], by=by)
        address = f"{here().origin}{url_for('reception.look_up_form')}"
        return render_template(
            "reception/receipt.html",
            printed=printed,
            petition=printed.petition,
            code=shown(printed.code),
            secret=shown(printed.secret),
            square=qr(f"{address}#{printed.code}"),
            address=address,
            agency_name=reception.agency_book.label,
            today=reception.store.clock.today(),
        )

    @bp.get("/petitions/<petition_id>/words")
    @requires(*PETITION_READERS)
    def words(petition_id: str) -> str:
        return _words(reception, petition_id)

    @bp.post("/petitions/<petition_id>/words")
    @requires(*PETITION_WRITERS)
    def answer_word(petition_id: str) -> ResponseReturnValue:
        by, key = current_actor(), idempotency_key()
        petition = reception.petition(petition_id, by=by)
        given = read_form(AnswerSchema)
        try:
            reception.answer_word(petition.id, **given, by=by, key=key)
        except Invalid as wrong:
            return _words(reception, petition_id, {given["word"]: [wrong.detail]}), 422
        except Conflict as wrong:
            return _words(reception, petition_id, {given["word"]: [wrong.detail]}), 409
        flash("Đã ghi nhận việc xử lý ý kiến của người gửi.", "good")
        return redirect(url_for("reception.words", petition_id=petition_id), 303)


def _words(reception: Reception, petition_id: str, errors: dict[str, Any] | None = None) -> str:
    by = current_actor()
    return render_template(
        "reception/words.html",
        petition=reception.petition(petition_id, by=by),
        words=reception.words_about(petition_id, by=by),
        act_words=ACT_WORDS,
        errors=errors or {},
        may_answer=by.role in PETITION_WRITERS,
    )


def _form(values: Any, errors: dict[str, Any]) -> str:
    kept = {"code": values.get("code", "")} if values else {}
    return render_template("reception/look-up.html", values=kept, errors=errors, labels=LABELS)


def _seen(
    reception: Reception, seen: Seen, *, told: CitizenAct | None = None, errors: Any = None
) -> str:
    return render_template(
        "reception/standing.html",
        seen=seen,
        files=reception.citizens_files(seen),
        where=seen.standing,
        petition=seen.petition,
        course=timeline(
            course(seen.petition, ((seen.petition, one) for one in seen.petition.history)),
            circle=Circle.PETITIONER,
            today=reception.store.clock.today(),
        ),
        agency=reception.agency_book.label(seen.petition.agency),
        hand=reception.agency_book.label(seen.standing.agency),
        told=ACT_WORDS[told] if told else "",
        errors=errors or {},
        values=request.form if errors else {},
        labels=LABELS,
        act_words=ACT_WORDS,
        stars=STARS,
    )
