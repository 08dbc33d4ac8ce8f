"""Documents: asked for by page or program, drawn once by a job, handed to whose they are."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from contracts.reporting import ReturnReason
from services.reporting.domain.letters import BlankForm, Letter
from services.reporting.domain.paper import Paper
from services.reporting.service.documents import Kind
from tests.integration.test_reporting import (
    HEALTH,
    JUSTICE,
    SNV,
    House,
    desk as desk,
    fresh as fresh,
)
from tests.site import wait_for

YEAR = {"from": "2025-11-01", "to": "2026-10-31"}


def wanted(desk: House, role: str, agency: str, **said: Any) -> Any:
    return desk.asks(role, agency, "POST", "documents", said)


def said_by(desk: House, kind: Kind, role: str, agency: str, **asked: str) -> Any:
    from kernel.message import Actor

    return desk.service.documents.facts(kind, asked, Actor(user="u", role=role, agency=agency))


def test_statistics_are_drawn_by_a_job_once_and_only_for_who_asked(desk: House):
    desk.drafted(JUSTICE)
    first = wanted(desk, "DANVAN_OFFICER", JUSTICE, kind="statistics", **YEAR)
    again = wanted(desk, "DANVAN_OFFICER", JUSTICE, kind="statistics", **YEAR)
    path = f"documents/{first.json['document']}"

    assert first.status_code == 202, first.text
    assert first.json == again.json
    done = wait_for(
        lambda: (one := desk.asks("DANVAN_OFFICER", JUSTICE, "GET", path).json)["files"] and one,
        "files",
    )
    assert [one["name"] for one in done["files"]] == [
        f"bieu-so-lieu.{kind}" for kind in ("docx", "pdf", "xlsx")
    ]
    book = desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{path}/files/bieu-so-lieu.xlsx")
    rows = {
        row[0]: row
        for row in load_workbook(BytesIO(book.data))["So lieu"].iter_rows(values_only=True)
    }
    assert (rows["PET_IN.KN"][3], rows["PET_IN.TC"][3]) == (1, "không phát sinh")
    assert rows["SATISFACTION"][3] == "chưa báo cáo"
    assert desk.asks("DANVAN_OFFICER", HEALTH, "GET", path).status_code == 404
    assert desk.sees("DANVAN_OFFICER", JUSTICE, f"/reporting/{path}").text.count(".pdf") >= 1


def test_a_report_is_a_paper_of_its_agency_and_another_agencys_is_not_found(desk: House):
    report = desk.drafted(JUSTICE).sent(JUSTICE).json["report"]
    paper = said_by(desk, Kind.REPORT, "DANVAN_OFFICER", JUSTICE, report=report)
    foreign = wanted(desk, "DANVAN_OFFICER", HEALTH, kind="report", report=report)
    unknown = wanted(desk, "SNV_OFFICER", SNV, kind="report", report="no-such")

    assert isinstance(paper, Paper)
    assert (paper.issuer, paper.symbol.strip()) == ("Sở Tư pháp", "/BC-STP")
    assert next(one.value for one in paper.figures if one.key == "PET_IN.KN") == 1
    assert [foreign.status_code, unknown.status_code] == [404, 404]


def test_a_reminder_names_who_has_not_sent_and_only_the_compilers_write_it(desk: House):
    desk.drafted(JUSTICE).sent(JUSTICE)
    letter = said_by(desk, Kind.REMINDER, "SNV_OFFICER", SNV, year="2026", number="2")
    other = wanted(desk, "DANVAN_OFFICER", JUSTICE, kind="reminder", year=2026)

    assert isinstance(letter, Letter)
    assert letter.about.startswith("đôn đốc lần 2")
    (missing,) = letter.tables
    assert len(missing.rows) == 150
    assert "Sở Tư pháp" not in {row[1] for row in missing.rows}
    assert other.status_code == 404


def test_a_return_letter_needs_a_returned_report(desk: House):
    report = desk.drafted(JUSTICE).sent(JUSTICE).json["report"]
    early = wanted(desk, "SNV_OFFICER", SNV, kind="return", report=report)
    body = {"reasons": [ReturnReason.FIGURE_MISMATCH.value], "comment": "Rà soát mục II.5"}
    desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{report}/return", body)
    letter = said_by(desk, Kind.RETURN, "SNV_OFFICER", SNV, report=report)

    assert (early.status_code, early.json["code"]) == (409, "nothing_to_draw")
    assert letter.addressees == ("Sở Tư pháp",)
    assert any("Rà soát mục II.5" in one for one in letter.paragraphs)


def test_a_blank_form_holds_what_was_counted_and_is_always_ones_own(desk: House):
    desk.drafted(JUSTICE)
    form = said_by(desk, Kind.FORM, "DANVAN_OFFICER", JUSTICE, year="2026")

    assert isinstance(form, BlankForm)
    assert (form.agency.id, form.window_to) == (JUSTICE, date(2026, 10, 31))
    assert dict(form.counted)["PET_IN.KN"] == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "statistics", "from": "2026-02-30", "to": "2026-03-01"}, "first"),
        ({"kind": "statistics", "from": "2026-03-02", "to": "2026-03-01"}, "first"),
        ({"kind": "report"}, "report"),
        ({"kind": "form"}, "year"),
        ({"kind": "poem"}, "kind"),
    ],
)
def test_what_is_asked_wrongly_is_refused_by_field(desk: House, body: dict[str, str], field: str):
    answer = wanted(desk, "SNV_OFFICER", SNV, **body)

    assert answer.status_code == 422
    assert field in answer.json["errors"]
