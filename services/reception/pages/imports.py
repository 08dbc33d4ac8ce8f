"""An Excel file of petitions: the template, and sending one in."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from contracts.registry import PETITION_DECIDERS, PETITION_WRITERS
from frame.pages import may
from kernel.errors import Invalid
from kernel.web import current_actor, requires
from services.reception.pages.forms import errors_of
from services.reception.service import Reception

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READING = (*PETITION_WRITERS, *PETITION_DECIDERS)


class NoFile(Invalid):
    """Nothing was sent."""

    code = "no_file"
    title = "Hãy chọn tệp Excel cần nhập."


def uploaded() -> bytes:
    """The file of this request. Raises `NoFile`."""
    sent = request.files.get("file")
    content = sent.read() if sent else b""
    if not content:
        raise NoFile({"file": [NoFile.title]})
    return content


def template_file(reception: Reception) -> Response:
    """The empty file, to be kept under a name that says what it is."""
    kept = {"Content-Disposition": 'attachment; filename="mau-nhap-don.xlsx"'}
    return Response(reception.import_template(), mimetype=XLSX, headers=kept)


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the pages about files."""

    @bp.get("/import")
    @requires(*READING)
    def file_form() -> str:
        return _page()

    @bp.get("/import/template")
    @requires(*READING)
    def file_template() -> Response:
        return template_file(reception)

    @bp.post("/import")
    @requires(*READING)
    def file_sent() -> ResponseReturnValue:
        by = current_actor()
        try:
            content = uploaded()
            kept = reception.keep_import(content, by=by)
            dry = request.form.get("act") == "check"
            results = reception.import_file(content, by=by, dry=dry)
        except Invalid as wrong:
            found = errors_of(wrong)
            return _page(errors={"file": found.pop("", None) or [wrong.detail]}), 422
        return _page(results=results, kept=kept, dry=dry)

    @bp.post("/imports/<import_id>")
    @requires(*READING)
    def file_entered(import_id: str) -> str:
        by = current_actor()
        results = reception.import_file(reception.kept_import(import_id, by=by), by=by)
        return _page(results=results, kept=import_id)

    @bp.get("/imports/<import_id>/marked")
    @requires(*READING)
    def file_marked(import_id: str) -> Response:
        by = current_actor()
        return marked_file(reception, reception.kept_import(import_id, by=by))


def marked_file(reception: Reception, content: bytes) -> Response:
    """The file that was sent, with what is wrong written into it."""
    kept = {"Content-Disposition": 'attachment; filename="da-kiem-tra.xlsx"'}
    made = reception.marked_file(content, by=current_actor())
    return Response(made, mimetype=XLSX, headers=kept)


def _page(
    *,
    results: list[dict[str, Any]] | None = None,
    errors: dict[str, Any] | None = None,
    kept: str = "",
    dry: bool = False,
) -> str:
    refused = [one for one in results or () if one["status"] != 200]  # noqa: PLR2004
    return render_template(
        "reception/import.html",
        results=results,
        refused=refused,
        errors=errors or {},
        kept=kept,
        dry=dry,
        may_settle=may(PETITION_DECIDERS),
    )
