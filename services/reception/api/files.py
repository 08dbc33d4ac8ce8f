"""How programs attach and fetch a petition's files."""

from typing import Any

import flask_smorest
import marshmallow as ma
from flask import Response
from marshmallow import fields

from contracts.reception import Visibility
from contracts.registry import PETITION_READERS, PETITION_WRITERS, Role
from contracts.rights import VAULT_KNOCKERS
from kernel.web import current_actor, read_form, requires
from services.reception.api.vault import OpeningSchema
from services.reception.pages.files import AttachSchema, given_out, sent_file
from services.reception.service import Reception


class ShowSchema(ma.Schema):
    """Who may see a file from now on."""

    visibility = fields.Enum(Visibility, by_value=True, required=True)


class AttachedSchema(ma.Schema):
    """Which file an act was about."""

    petition = fields.String()
    attachment = fields.String()


class FileSchema(ma.Schema):
    """A file of a petition; those of the vault have no name."""

    attachment = fields.String()
    name = fields.String()
    about = fields.String()
    visibility = fields.String()
    media_type = fields.String()
    size = fields.Integer()
    digest = fields.String()
    added_on = fields.Date()


class FilesSchema(ma.Schema):
    """The files of a petition."""

    files = fields.List(fields.Nested(FileSchema))


def add(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    """Add the routes of files."""

    @bp.route("/petitions/<petition_id>/files", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    @bp.response(200, FilesSchema)
    def files(petition_id: str) -> dict[str, Any]:
        found = reception.files_of(petition_id, by=current_actor())
        return {"files": [{**vars(one), "attachment": one.id, "name": name} for one, name in found]}

    @bp.route("/petitions/<petition_id>/files", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS)
    @bp.response(201, AttachedSchema)
    def attach(petition_id: str) -> dict[str, Any]:
        """A file (multipart: `file`, form fields `about`, `visibility`)."""
        by = current_actor()
        petition = reception.petition(petition_id, by=by)
        content, name = sent_file()
        given = read_form(AttachSchema)
        return reception.attach_file(petition.id, content, name=name, **given, by=by)

    @bp.route("/petitions/<petition_id>/files/<attachment_id>", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    def download(petition_id: str, attachment_id: str) -> Response:
        """The content of a file that does not lie in the vault."""
        return given_out(reception.file_for(petition_id, attachment_id, by=current_actor()))

    @bp.route("/petitions/<petition_id>/files/<attachment_id>/visibility", methods=["PUT"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(ShowSchema)
    @bp.response(200, AttachedSchema)
    def show_to(given: dict[str, Any], petition_id: str, attachment_id: str) -> dict[str, Any]:
        by = current_actor()
        return reception.show_to(petition_id, attachment_id, given["visibility"], by=by)

    @bp.route("/petitions/<petition_id>/files/<attachment_id>/openings", methods=["POST"])
    @requires(*VAULT_KNOCKERS, fresh=True)
    @bp.arguments(OpeningSchema)
    def open_file(given: dict[str, Any], petition_id: str, attachment_id: str) -> Response:
        """The content of a file of the vault, after it was told who sees it and for what."""
        by = current_actor()
        return given_out(reception.file_from_vault(petition_id, attachment_id, **given, by=by))
