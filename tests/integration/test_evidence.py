"""What bears a report's sections out: kept with its file, sealed with what is sent, given out to who may read that."""

import base64
from datetime import date
from io import BytesIO
from typing import Any

from ground.attached import PDF
from services.reporting.domain.agency_paper import agency_paper
from services.reporting.domain.composing import Agency
from services.reporting.domain.paper import Stamp
from services.reporting.service.evidence import sent_evidence
from tests.integration.test_reporting import CAMPAIGN, HEALTH, JUSTICE, SNV, House, desk, fresh
from tests.integration.test_writing import PAGE, own, posts

__all__ = ["desk", "fresh"]
EVIDENCE = f"{CAMPAIGN}/report/evidence"
A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PLAN: dict[str, Any] = {
    "section": "RECEPTION",
    "title": "Kế hoạch tiếp công dân",
    "number": "12/KH-STP",
    "dated": "2026-01-15",
}


def brings(house: House, **more: Any) -> Any:
    return house.asks("DANVAN_OFFICER", JUSTICE, "POST", EVIDENCE, {**PLAN, **more})


def test_evidence_goes_with_the_report_and_stays_with_what_was_sent(desk: House):
    desk.drafted(JUSTICE)
    content = base64.b64encode(A_PDF).decode()
    with_file = brings(desk, name="kế hoạch.exe", content=content).json["evidence"]
    file = {"file": (BytesIO(A_PDF), "biên bản.pdf")}
    by_page = posts(desk, f"{PAGE}/evidence", {"section": "MEDIA", "title": "Biên bản", **file})
    shown = desk.sees("DANVAN_OFFICER", JUSTICE, f"{PAGE}/evidence").text
    report = desk.sent(JUSTICE).json["report"]

    assert by_page.status_code == 303
    assert "Kế hoạch tiếp công dân, số 12/KH-STP, ngày 15/01/2026" in shown
    assert "kế hoạch.pdf" in shown, "the ending is that of the content"
    sent = desk.asks("SNV_OFFICER", SNV, "GET", f"reports/{report}").json["content"]["evidence"]
    assert [one["section"] for one in sent] == ["RECEPTION", "MEDIA"]
    path = f"reports/{report}/evidence/{with_file}/file"
    given = desk.asks("SNV_OFFICER", SNV, "GET", path)
    assert (given.data, given.mimetype) == (A_PDF, PDF)
    assert given.headers["Content-Disposition"].startswith(
        "attachment; filename*=UTF-8''k%E1%BA%BF"
    )
    page = desk.sees("SNV_OFFICER", SNV, f"/reporting/{path.rpartition('/evidence')[0]}").text
    assert "Minh chứng:" in page
    assert desk.asks("DANVAN_OFFICER", HEALTH, "GET", path).status_code == 404
    paper = _paper(desk, report)
    assert [one.title for one in paper.annexes] == ["Danh mục minh chứng"]
    assert ("12/KH-STP", "15/01/2026") in {row[2:] for row in paper.annexes[0].rows}


def _paper(house: House, report: str) -> Any:
    service = house.service
    said = service.memory.submissions.known(report).said
    assert len(sent_evidence(said)) == 2
    return agency_paper(
        said,
        Agency(id=JUSTICE, name="Sở Tư pháp", kind="DEPARTMENT"),
        due_on=date(2026, 11, 16),
        issued_on=date(2026, 11, 1),
        previous={},
        packs=service.packs,
        stamp=Stamp(sample=False, law_version="x"),
    )


def test_evidence_that_cannot_be_is_refused_where_it_is_wrong_and_an_edit_unsigns(desk: House):
    early = brings(desk)
    desk.drafted(JUSTICE)
    wrong = brings(desk, section="NOWHERE")
    nothing = brings(desk, title="   ")
    active = brings(desk, content=base64.b64encode(b"%PDF-1.7 /JavaScript %%EOF").decode())
    no_text = brings(desk, content="không phải base64")
    page = posts(desk, f"{PAGE}/evidence", {"section": "MEDIA", "file": (BytesIO(b"MZ"), "a.pdf")})
    desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{CAMPAIGN}/report/sign-off", {})
    kept = brings(desk).json["evidence"]

    assert early.json["code"] == "report_not_drafted"
    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["section"])
    assert (nothing.status_code, list(nothing.json["errors"])) == (422, ["title"])
    assert (active.status_code, active.json["code"]) == (422, "active_file")
    assert (no_text.status_code, page.status_code) == (422, 422)
    assert own(desk)["signed"] is None, "new evidence is another report"
    assert desk.asks("AGENCY_HEAD", HEALTH, "DELETE", f"{EVIDENCE}/{kept}").status_code in {
        404,
        409,
    }
    assert desk.asks("DANVAN_OFFICER", JUSTICE, "GET", f"{EVIDENCE}/{kept}/file").status_code == 404
    gone = posts(desk, f"{PAGE}/evidence/{kept}/removal", {})
    assert gone.status_code == 303
    assert own(desk)["evidence"] == []
    assert desk.asks("DANVAN_OFFICER", JUSTICE, "DELETE", f"{EVIDENCE}/{kept}").status_code == 404


def test_a_section_has_so_many_papers_and_no_more(desk: House):
    desk.drafted(JUSTICE)
    codes = [brings(desk, title=f"Văn bản {n}").status_code for n in range(21)]

    assert codes == [201] * 20 + [409]
