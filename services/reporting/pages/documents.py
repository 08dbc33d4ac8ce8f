"""The pages of documents: ask for one, see how far it is, download it."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from kernel.errors import Conflict, Invalid
from kernel.web import current_actor, requires
from services.reporting.service import Reporting
from services.reporting.service.documents import ASKABLE, KIND_WORDS, Kind

DOING = {"done": "đã lập xong", "failed": "lập không thành công", "killed": "lập không thành công"}


def add(bp: Blueprint, reporting: Reporting) -> None:
    """Add the pages."""

    @bp.post("/documents")
    @requires()
    def ask_document() -> ResponseReturnValue:
        kind = request.form.get("kind", "")
        if kind not in set(Kind):
            abort(404)
        asked = {name: request.form[name] for name in ASKABLE if request.form.get(name)}
        try:
            made = reporting.documents.ask(Kind(kind), asked, by=current_actor())
        except (Conflict, Invalid) as refused:
            flash(refused.detail, "bad")
            return redirect(url_for("reporting.figures"), 303)
        return redirect(url_for("reporting.document", id_=made), 303)

    @bp.get("/documents/<id_>")
    @requires()
    def document(id_: str) -> str:
        found = reporting.documents.find(id_, by=current_actor())
        return render_template(
            "reporting/document.html",
            document=found,
            title=KIND_WORDS[found.kind],
            doing=DOING.get(found.state, "đang lập"),
        )

    @bp.get("/documents/<id_>/files/<name>")
    @requires()
    def document_file(id_: str, name: str) -> Response:
        pieces = reporting.documents.file(id_, name, by=current_actor())
        told = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(pieces, mimetype="application/octet-stream", headers=told)
