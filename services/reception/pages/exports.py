"""The register as a file to take along: Excel or CSV, without anybody's name."""

import base64
from collections.abc import Iterator

from flask import Blueprint, Response

from contracts.registry import PETITION_READERS
from kernel.store.audit import Noted
from kernel.web import current_actor, requires
from services.reception.adapters.export import Export, Row, as_csv, as_xlsx
from services.reception.domain import STATE_WORDS
from services.reception.domain.words import KIND_WORDS
from services.reception.service import Reception

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
TITLES = ("Số", "Năm", "Loại đơn", "Ngày nhận", "Nội dung", "Trạng thái", "Hạn", "Đúng hạn")


def given_out(made: Export, kind: str, name: str) -> Response:
    """A file in pieces, with how many rows it has and its digest (RFC 9530)."""
    digest = base64.b64encode(made.digest).decode()
    told = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Length": str(made.size),
        "Repr-Digest": f"sha-256=:{digest}:",
        "X-Row-Count": str(made.rows),
        "X-Rows-Sha256": made.rows_digest,
    }
    return Response(made.pieces(), mimetype=kind, headers=told)


def add(bp: Blueprint, reception: Reception) -> None:
    """Add the register's files."""

    @bp.get("/petitions.xlsx")
    @requires(*PETITION_READERS)
    def register_xlsx() -> Response:
        made = as_xlsx(TITLES, _taken(reception))
        return given_out(made, XLSX, "so-don.xlsx")

    @bp.get("/petitions.csv")
    @requires(*PETITION_READERS)
    def register_csv() -> Response:
        made = as_csv(TITLES, _taken(reception))
        return given_out(made, CSV, "so-don.csv")


def _taken(reception: Reception) -> Iterator[Row]:
    """The register of whoever asks; that it was taken along is noted."""
    by = current_actor()
    reception.store.audit.note(Noted.EXPORT, "export_register", by=by, of=by.agency)
    return rows_of(reception, by.agency)


def rows_of(reception: Reception, agency: str) -> Iterator[Row]:
    """Every petition of an agency's register as a row, newest first; one at a time from the database."""
    on_time = {True: "Có", False: "Không", None: ""}
    for row in reception.work_list.all_of(agency):
        yield (
            row["number"],
            row["year"],
            KIND_WORDS.get(row["kind"], row["kind"]),
            row["received_on"],
            row["summary"],
            STATE_WORDS.get(row["state"], row["state"]),
            row["due_on"],
            on_time[row.get("on_time")],
        )
