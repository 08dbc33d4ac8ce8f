"""The pages of a petition's files: attaching, who may see which, downloading; the vault's files apart."""

from typing import Any
from urllib.parse import quote

import marshmallow as ma
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import fields, validate

from contracts.reception import FileKind, OpeningPurpose, PetitionKind, Visibility
from contracts.registry import PETITION_READERS, PETITION_WRITERS
from contracts.rights import VAULT_KNOCKERS
from kernel.errors import Invalid, NotFound
from kernel.web import current_actor, public, read_form, requires
from services.reception.domain.files import KIND_WORDS, VISIBILITY_WORDS
from services.reception.domain.vault import PURPOSE_WORDS
from services.reception.service import Reception
from services.reception.service.files import Download

LABELS = {
    "file": "Tệp",
    "about": "Là gì",
    "visibility": "Ai được xem",
    "purpose": "Mục đích",
    "reason": "Lý do cụ thể",
}
FIELDS = {
    "wrong_attachment": "file",
    "too_large_file": "file",
    "active_file": "file",
    "vault_only": "visibility",
    "no_vault_here": "visibility",
}


class NothingSent(Invalid):
    """No file was chosen."""

    code = "nothing_sent"
    title = "Hãy chọn một tệp."


class AttachSchema(ma.Schema):
    """What is said of a file beside its content."""

    about = fields.Enum(FileKind, by_value=True, required=True)
    visibility = fields.Enum(Visibility, by_value=True, required=True)


class ShowSchema(ma.Schema):
    """Who may see a file from now on."""

    visibility = fields.Enum(Visibility, by_value=True, required=True)


class OpenFileSchema(ma.Schema):
    """For what a file of the vault is opened."""

    purpose = fields.Enum(OpeningPurpose, by_value=True, required=True)
    reason = fields.String(required=True, validate=validate.Length(5, 1000))


def errors_of(wrong: Invalid) -> dict[str, Any]:
    """Sentences by field, whether the form or a rule refused."""
    return wrong.errors or {FIELDS.get(wrong.code, ""): [wrong.detail]}


def sent_file() -> tuple[bytes, str]:
    """The file of this request and its name. Raises `NothingSent`."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if not sent or not content:
        raise NothingSent({"file": [NothingSent.title]})
    return content, sent.filename or ""


def given_out(file: Download) -> Response:
    """A file as an answer: to be kept, never to be shown inside a page of ours."""
    told = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.content, mimetype=file.media_type, headers={"Content-Disposition": told})


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages of files."""
    _list(bp, reception)
    _one(bp, reception)
    _public(bp, reception)


def _list(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/petitions/<petition_id>/files")
    @requires(*PETITION_READERS)
    def files(petition_id: str) -> str:
        return _page(reception, petition_id, {})

    @bp.post("/petitions/<petition_id>/files")
    @requires(*PETITION_WRITERS)
    def attach(petition_id: str) -> ResponseReturnValue:
        try:
            content, name = sent_file()
            given = read_form(AttachSchema)
            reception.attach_file(petition_id, content, name=name, **given, by=current_actor())
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        flash("Đã đính kèm tệp.", "good")
        return redirect(url_for("reception.files", petition_id=petition_id), 303)


def _one(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/petitions/<petition_id>/files/<attachment_id>")
    @requires(*PETITION_READERS)
    def download(petition_id: str, attachment_id: str) -> Response:
        return given_out(reception.file_for(petition_id, attachment_id, by=current_actor()))

    @bp.post("/petitions/<petition_id>/files/<attachment_id>")
    @requires(*PETITION_WRITERS)
    def show_to(petition_id: str, attachment_id: str) -> ResponseReturnValue:
        try:
            given = read_form(ShowSchema)
            reception.show_to(petition_id, attachment_id, **given, by=current_actor())
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422
        flash("Đã đổi người được xem.", "good")
        return redirect(url_for("reception.files", petition_id=petition_id), 303)

    @bp.post("/petitions/<petition_id>/files/<attachment_id>/vault")
    @requires(*VAULT_KNOCKERS, fresh=True)
    def open_file(petition_id: str, attachment_id: str) -> ResponseReturnValue:
        try:
            given = read_form(OpenFileSchema)
            by = current_actor()
            return given_out(reception.file_from_vault(petition_id, attachment_id, **given, by=by))
        except Invalid as wrong:
            return _page(reception, petition_id, errors_of(wrong)), 422


def _public(bp: Blueprint, reception: Reception) -> None:
    @bp.get("/public/files/<attachment_id>")
    @public
    def public_file(attachment_id: str) -> Response:
        return given_out(reception.public_file(attachment_id))

    @bp.post("/tra-cuu/tep")
    @public
    def citizens_file() -> ResponseReturnValue:
        try:
            seen = reception.seen_by_token(request.form.get("token", ""))
        except Invalid as wrong:
            raise NotFound from wrong
        return given_out(reception.file_for_citizen(seen, request.form.get("file", "")))


def _page(reception: Reception, petition_id: str, errors: dict[str, Any]) -> str:
    by = current_actor()
    petition = reception.petition(petition_id, by=by)
    secret = petition.form.kind is PetitionKind.DENUNCIATION
    offered = [one for one in Visibility if secret or one is not Visibility.VAULT]
    return render_template(
        "reception/files.html",
        petition=petition,
        files=reception.files_of(petition_id, by=by),
        may_write=by.role in PETITION_WRITERS,
        opens=reception.vault_of(petition_id, by=by).opens,
        visibilities=[(one.value, VISIBILITY_WORDS[one]) for one in offered],
        open_visibilities=[one for one in VISIBILITY_WORDS.items() if one[0] != "VAULT"],
        visibility_words=VISIBILITY_WORDS,
        abouts=[(one.value, words) for one, words in KIND_WORDS.items()],
        about_words=KIND_WORDS,
        purposes=[(one.value, words) for one, words in PURPOSE_WORDS.items()],
        values=request.form if errors else {},
        errors=errors,
        labels=LABELS,
    )
