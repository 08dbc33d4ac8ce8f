"""The pages of a denunciation's vault: its door, what was done with it, and, to few, what is in it."""

from typing import Any

import marshmallow as ma
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.reception import OpeningPurpose
from contracts.registry import PETITION_WRITERS, ROLE_WORDS, Role
from contracts.rights import VAULT_KNOCKERS as VAULT_ROLES
from frame.pages import may
from kernel.errors import Conflict, Invalid
from kernel.web import current_actor, idempotency_key, read_form, requires
from services.reception.domain.vault import PURPOSE_WORDS, Identity
from services.reception.service import Reception
from services.reception.service.vault import Door

LABELS = {
    "purpose": "Mục đích",
    "reason": "Lý do cụ thể",
    "handles": "Tôi được giao xử lý vụ việc này",
    "name": "Họ và tên người tố cáo",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "id_number": "Số định danh cá nhân",
    "contact": "Cách liên hệ an toàn",
    "content": "Nguyên văn nội dung tố cáo",
    "user": "Tài khoản",
    "to_agency": "Cơ quan có thẩm quyền",
    "petition": "Đơn tố cáo trong sổ của cơ quan",
}
# Refusals of the rules, shown at the field they speak of.
FIELDS = {
    "identity_in_text": "text",
    "not_yourself": "user",
    "handed_to_itself": "to_agency",
    "identity_only_for_denunciation": "petition",
}


class OpeningFormSchema(ma.Schema):
    """For what somebody opens a vault, or asks to; `handles`: as the one who handles the matter."""

    purpose = fields.Enum(OpeningPurpose, by_value=True, required=True)
    reason = fields.String(required=True, validate=validate.Length(5, 1000))
    handles = fields.Boolean(load_default=False)


class IdentityFormSchema(ma.Schema):
    """Who denounces."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    address = fields.String(load_default="", validate=validate.Length(max=300))
    phone = fields.String(load_default="", validate=validate.Length(max=30))
    id_number = fields.String(load_default="", validate=validate.Length(max=30))
    contact = fields.String(load_default="", validate=validate.Length(max=500))
    content = fields.String(load_default="", validate=validate.Length(max=20_000))

    @ma.post_load
    def made(self, given: dict[str, Any], **_: Any) -> Identity:
        return Identity(**given)


class RequestFormSchema(ma.Schema):
    """Which request a second officer agrees to."""

    request = fields.String(required=True, validate=validate.Length(1, 60))


class BarFormSchema(ma.Schema):
    """Which account is kept out."""

    user = fields.String(required=True, validate=validate.Length(1, 100))


class HandoverFormSchema(ma.Schema):
    """Which agency is competent."""

    to_agency = fields.String(required=True, validate=validate.Length(1, 100))


class TakeoverFormSchema(ma.Schema):
    """What is taken over, and for which denunciation of the own register."""

    handover = fields.String(required=True, validate=validate.Length(1, 60))
    petition = fields.String(required=True, validate=validate.Length(1, 60))


def errors_of(wrong: Invalid) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused."""
    return wrong.errors or {FIELDS.get(wrong.code, ""): [wrong.detail]}


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages of the vault."""
    _door(bp, reception)
    _asking(bp, reception)
    _moving(bp, reception)


def _door(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/petitions/<petition_id>/vault")
    @requires(*VAULT_ROLES)
    def vault(petition_id: str) -> str:
        return _page(reception, petition_id)

    @bp.post("/petitions/<petition_id>/vault/open")
    @requires(*VAULT_ROLES, fresh=True)
    def vault_open(petition_id: str) -> ResponseReturnValue:
        try:
            given = read_form(OpeningFormSchema)
            by = current_actor()
            identity = reception.open_vault(petition_id, given["purpose"], given["reason"], by=by)
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        petition = reception.petition(petition_id, by=by)
        return render_template(
            "reception/vault-open.html", petition=petition, identity=identity, labels=LABELS
        )

    @bp.post("/petitions/<petition_id>/vault/identity")
    @requires(*PETITION_WRITERS)
    def vault_identity(petition_id: str) -> ResponseReturnValue:
        try:
            identity = read_form(IdentityFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.put_into_vault(petition_id, identity, by=by, key=key)
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        return _told(petition_id, "Đã cất danh tính vào hồ sơ mật.")


def _asking(bp: Blueprint, reception: Reception) -> None:
    @bp.post("/petitions/<petition_id>/vault/request")
    @requires(*VAULT_ROLES)
    def vault_request(petition_id: str) -> ResponseReturnValue:
        try:
            given = read_form(OpeningFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.request_vault(petition_id, **given, by=by, key=key)
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        return _told(petition_id, "Đã gửi đề nghị; chờ người có quyền đồng ý.")

    @bp.post("/petitions/<petition_id>/vault/grant")
    @requires(*VAULT_ROLES, fresh=True)
    def vault_grant(petition_id: str) -> ResponseReturnValue:
        try:
            given = read_form(RequestFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.grant_vault(petition_id, given["request"], by=by, key=key)
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        return _told(petition_id, "Đã đồng ý cho mở hồ sơ mật.")

    @bp.post("/petitions/<petition_id>/vault/bar")
    @requires(*VAULT_ROLES)
    def vault_bar(petition_id: str) -> ResponseReturnValue:
        try:
            given = read_form(BarFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.bar_from_vault(petition_id, given["user"], by=by, key=key)
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        return _told(petition_id, "Đã loại tài khoản này khỏi hồ sơ mật.")


def _moving(bp: Blueprint, reception: Reception) -> None:
    @bp.post("/petitions/<petition_id>/vault/handover")
    @requires(Role.AGENCY_HEAD, fresh=True)
    def vault_handover(petition_id: str) -> ResponseReturnValue:
        try:
            given = read_form(HandoverFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.hand_over_vault(petition_id, given["to_agency"], by=by, key=key)
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        except Conflict as wrong:
            return _page(reception, petition_id, {"": [wrong.detail]}), 409
        return _told(petition_id, "Đã bàn giao hồ sơ mật, niêm phong cho cơ quan nhận.")

    @bp.get("/vault")
    @requires(Role.AGENCY_HEAD)
    def vault_arrivals() -> str:
        return _arrivals(reception, {})

    @bp.post("/vault")
    @requires(Role.AGENCY_HEAD, fresh=True)
    def vault_takeover() -> ResponseReturnValue:
        try:
            given = read_form(TakeoverFormSchema)
            by, key = current_actor(), idempotency_key()
            reception.take_over_vault(given["handover"], given["petition"], by=by, key=key)
        except Invalid as wrong:
            return _arrivals(reception, errors_of(wrong)), 422
        return _told(given["petition"], "Đã tiếp nhận hồ sơ mật.")


def _told(petition_id: str, words: str) -> ResponseReturnValue:
    flash(words, "good")
    return redirect(url_for("reception.vault", petition_id=petition_id), 303)


def _page(reception: Reception, petition_id: str, errors: dict[str, Any] | None = None) -> str:
    by = current_actor()
    door = reception.vault_of(petition_id, by=by)
    return render_template(
        "reception/vault.html",
        door=door,
        petition=door.petition,
        purposes=[(one.value, words) for one, words in PURPOSE_WORDS.items()],
        purpose_words=PURPOSE_WORDS,
        role_words=ROLE_WORDS,
        values=request.form if errors else {},
        errors=errors or {},
        labels=LABELS,
        openings=_with_reasons(reception, door, "openings"),
        requests=_with_reasons(reception, door, "requests"),
        same_person=reception.same_person(petition_id, by=by),
        agencies=_agencies(reception, but=by.agency),
        agency_name=reception.agency_book.label,
        is_head=may((Role.AGENCY_HEAD,)),
        may_put=may(PETITION_WRITERS),
        me=by.user,
    )


def _with_reasons(reception: Reception, door: Door, name: str) -> list[tuple[Any, str]]:
    """What was done or asked, newest first; the reasons only for who may open the vault themselves."""
    if door.entry is None:
        return []
    done = reversed(getattr(door.entry, name))
    shown = door.grants
    entry = door.entry
    return [(one, reception.reason_of(entry, one.reason) if shown else "") for one in done]


def _agencies(reception: Reception, *, but: str) -> list[tuple[str, str]]:
    today = reception.store.clock.today()
    found = reception.agency_book.reporting(today)
    return [(one.id, one.authority) for one in found if one.id != but]


def _arrivals(reception: Reception, errors: dict[str, Any]) -> str:
    return render_template(
        "reception/vault-arrivals.html",
        rows=reception.vaults_arriving(by=current_actor()),
        petitions=reception.denunciations_without_vault(by=current_actor()),
        agency_name=reception.agency_book.label,
        values=request.form,
        errors=errors,
        labels=LABELS,
    )
