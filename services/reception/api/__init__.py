"""How programs talk to reception: REST routes under `/api/reception/v1`, and the web application itself."""

from typing import Any

import flask_smorest
from flask import Flask, Response, request

from contracts.registry import (
    DOORS,
    PETITION_DECIDERS,
    PETITION_READERS,
    PETITION_WRITERS,
    ROLE_WORDS,
    Role,
)
from frame.application import application
from frame.face import Link
from kernel.config import Settings
from kernel.web import (
    BulkSchema,
    ResultsSchema,
    Routes,
    answer_rows,
    current_actor,
    idempotency_key,
    requires,
)
from services.reception import pages
from services.reception.api import (
    citizen,
    files,
    forwards,
    handling,
    papers,
    parcels,
    receiving,
    replies,
    sessions,
    statistics,
    vault,
)
from services.reception.api.acts import acts
from services.reception.api.schemas import (
    AcceptanceSchema,
    ClassificationSchema,
    CompetenceSchema,
    DecisionSchema,
    DuplicatesSchema,
    LinesSchema,
    PetitionFormSchema,
    PetitionSchema,
    ReceiptSchema,
    StateSchema,
)
from services.reception.domain import Classification, Petition, PetitionForm
from services.reception.service import Reception


def routes(reception: Reception) -> flask_smorest.Blueprint:
    """The REST routes of reception."""
    bp = Routes("reception-api", __name__, description="Tiếp công dân, đơn thư")
    _petitions(bp, reception)
    handling.add(bp, reception)
    forwards.add(bp, reception)
    receiving.add(bp, reception)
    papers.add(bp, reception)
    replies.add(bp, reception)
    statistics.add(bp, reception)
    sessions.add(bp, reception)
    _many(bp, reception)
    vault.add(bp, reception)
    citizen.add(bp, reception)
    files.add(bp, reception)
    parcels.add(bp, reception)
    return bp


def _petitions(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    @bp.route("/petitions", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(PetitionFormSchema)
    @bp.response(201, ReceiptSchema)
    def register(form: PetitionForm) -> dict[str, Any]:
        return reception.register_petition(form, by=current_actor(), key=idempotency_key())

    @bp.route("/petitions/<petition_id>", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, PetitionSchema)
    def show(petition_id: str) -> Petition:
        by = current_actor()
        return reception.hands.as_seen(reception.read_petition(petition_id, by=by), by=by)

    @bp.route("/petitions/<petition_id>/duplicates", methods=["GET"])
    @requires(*PETITION_READERS)
    @bp.response(200, DuplicatesSchema)
    def duplicates(petition_id: str) -> dict[str, Any]:
        """The agency's petitions that may be the same, closed ones too, the likeliest first."""
        by = current_actor()
        reception.read_petition(petition_id, by=by, deed="show_duplicates")
        return {"duplicates": reception.hands.likely_same(petition_id, by=by)}

    @bp.route("/petitions/<petition_id>/competence", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_READERS)
    @bp.response(200, CompetenceSchema)
    def competence(petition_id: str) -> dict[str, Any]:
        """Who is competent by the law's list, whether it is this agency, and why; empty when not entered."""
        found = reception.competence(reception.petition(petition_id, by=current_actor()))
        return {**vars(found[0]), "ours": found[1]} if found else {"why": []}

    @bp.route("/petitions/<petition_id>/classification", methods=["POST"])
    @requires(*PETITION_WRITERS)
    @bp.arguments(ClassificationSchema)
    @bp.response(200, StateSchema)
    def classify(found: Classification, petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.classify_petition(petition_id, found, by=by, key=key)

    @bp.route("/petitions/<petition_id>/acceptance", methods=["POST"])
    @requires(*PETITION_DECIDERS)
    @bp.arguments(AcceptanceSchema)
    @bp.response(200, StateSchema)
    def accept(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.accept_petition(petition_id, **given, by=by, key=key)

    @bp.route("/petitions/<petition_id>/decision", methods=["POST"])
    @requires(*PETITION_DECIDERS)
    @bp.arguments(DecisionSchema)
    @bp.response(200, StateSchema)
    def decide(given: dict[str, Any], petition_id: str) -> dict[str, Any]:
        by, key = current_actor(), idempotency_key()
        return reception.decide_petition(petition_id, **given, by=by, key=key)


def _many(bp: flask_smorest.Blueprint, reception: Reception) -> None:
    known = acts(reception)

    @bp.route("/acts", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS)
    @bp.arguments(BulkSchema)
    @bp.response(200, ResultsSchema)
    def do_many(given: dict[str, Any]) -> dict[str, Any]:
        return answer_rows(given, known, reception.each)

    @bp.route("/import", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS, *PETITION_DECIDERS)
    @bp.response(200, LinesSchema)
    def import_lines() -> dict[str, Any]:
        """Petitions from an Excel file (multipart `file`, form fields `quiet`, `dry`), each act once by its
        reference; `dry`, what would become of each line, and nothing is kept."""
        quiet, dry = request.form.get("quiet") != "false", request.form.get("dry") == "true"
        content, by = pages.uploaded(), current_actor()
        return {"results": reception.import_file(content, by=by, quiet=quiet, dry=dry)}

    @bp.route("/import/marked", methods=["POST"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS, *PETITION_DECIDERS)
    @bp.response(200)
    def import_marked() -> Response:
        """The same file (multipart `file`) with what would become of each line written into it."""
        return pages.marked_file(reception, pages.uploaded())

    @bp.route("/import/template", methods=["GET"])
    @requires(Role.SOFTWARE, *PETITION_WRITERS, *PETITION_DECIDERS)
    @bp.response(200)
    def import_template() -> Response:
        """The empty Excel file."""
        return pages.template_file(reception)


# --- the process ------------------------------------------------------------------------------------

NAVIGATION = (
    Link("Sổ đơn", "/reception/", PETITION_READERS),
    Link("Nhập đơn mới", "/reception/petitions/new", PETITION_WRITERS),
    Link("Đơn chuyển đến", "/reception/forwards", PETITION_READERS),
    Link("Lịch tiếp công dân", "/reception/timetable", PETITION_READERS),
    Link("Sổ tiếp công dân", "/reception/book", PETITION_READERS),
    Link("Niêm yết", "/reception/postings", PETITION_READERS),
    Link("Từ chối tiếp", "/reception/refusals", PETITION_READERS),
    Link("Buổi tiếp công dân", "/reception/sessions", PETITION_READERS),
    Link("Mẫu trả lời", "/reception/templates", PETITION_READERS),
    Link("Thống kê", "/reception/statistics", PETITION_READERS),
    Link("Hồ sơ mật chuyển đến", "/reception/vault", (Role.AGENCY_HEAD,)),
    Link("Nhập từ Excel", "/reception/import", (*PETITION_WRITERS, *PETITION_DECIDERS)),
)


def web(settings: Settings) -> Flask:
    """The web application of reception, as the web process serves it."""
    return application(
        settings,
        Reception,
        name="reception",
        title="Tiếp công dân, xử lý đơn",
        api=routes,
        pages=pages.pages,
        navigation=NAVIGATION,
        doors=DOORS,
        role_names=ROLE_WORDS,
        agency_name=lambda reception: reception.agency_book.label,
    )
