"""Writing a report with others: a head's sign-off, receipts, two texts for one place, the form filled without a line."""

from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any

import openpyxl
import orjson

from contracts.reporting import DutyClosed, DutyOpened, SignOffRemoved
from kernel.message import Actor
from services.reporting.adapters import forms
from services.reporting.domain.offline import FIGURES, SECTIONS
from services.reporting.service.documents import Kind
from tests.integration.test_reporting import (
    CAMPAIGN,
    HEALTH,
    JUSTICE,
    SNV,
    House,
    desk,
    fresh,
)

__all__ = ["desk", "fresh"]
REPORT = f"{CAMPAIGN}/report"
PAGE = "/reporting/report/2026"


def own(house: House, agency: str = JUSTICE) -> Any:
    return house.asks("DANVAN_OFFICER", agency, "GET", REPORT).json


def writes(house: House, agency: str, text: str, **more: Any) -> Any:
    body = {"sections": {"RECEPTION": text}, **more}
    return house.asks("DANVAN_OFFICER", agency, "PUT", f"{REPORT}/sections", body)


def test_an_edit_takes_the_heads_sign_off_away_and_both_are_told(desk: House):
    desk.drafted(JUSTICE)
    officer = desk.asks("DANVAN_OFFICER", JUSTICE, "POST", f"{REPORT}/sign-off", {})
    signed = desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{REPORT}/sign-off", {})
    again = desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{REPORT}/sign-off", {})
    page = desk.sees("DANVAN_OFFICER", JUSTICE, PAGE).text
    stands = own(desk)["signed"]

    writes(desk, JUSTICE, "Bổ sung sau khi ký.")

    assert (officer.status_code, signed.status_code) == (403, 200)
    assert again.json["code"] == "signed_already"
    assert "Người đứng đầu đã ký duyệt lúc" in page
    assert stands["role"] == "AGENCY_HEAD"
    assert own(desk)["signed"] is None
    assert desk.told(SignOffRemoved) == [JUSTICE]
    gone = desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{REPORT}/sign-off/withdrawal")
    assert gone.json["code"] == "nothing_signed"


def test_what_is_presented_waits_for_the_head_who_signs_it_or_gives_it_back(desk: House):
    desk.drafted(JUSTICE)
    present, back = f"{REPORT}/presentation", f"{REPORT}/presentation/return"
    early = desk.asks("AGENCY_HEAD", JUSTICE, "POST", back, {"word": "Sửa"})
    page = posts(desk, f"{PAGE}/presentation", {"version": str(own(desk)["version"])})
    again = desk.asks("DANVAN_OFFICER", JUSTICE, "POST", present, {})
    waiting = desk.sees("AGENCY_HEAD", JUSTICE, PAGE).text
    (duty,) = duties(desk)
    officer = desk.asks("DANVAN_OFFICER", JUSTICE, "POST", back, {"word": "Sửa"})
    silent = desk.asks("AGENCY_HEAD", JUSTICE, "POST", back, {"word": "  "})
    given = desk.asks("AGENCY_HEAD", JUSTICE, "POST", back, {"word": "Bổ sung số liệu tháng 10"})

    assert (early.status_code, early.json["code"]) == (409, "nothing_presented")
    assert (page.status_code, again.json["code"]) == (303, "presented_already")
    assert "Trả lại để sửa" in waiting
    assert duty.startswith("REPORT_SIGN")
    assert (officer.status_code, silent.status_code, given.status_code) == (403, 422, 200)
    assert duties(desk) == []
    assert "Bổ sung số liệu tháng 10" in desk.sees("DANVAN_OFFICER", JUSTICE, PAGE).text

    desk.asks("DANVAN_OFFICER", JUSTICE, "POST", present, {})
    writes(desk, JUSTICE, "Sửa sau khi trình.")
    assert own(desk)["presented_at"] is None, "an edit takes it back"
    desk.asks("DANVAN_OFFICER", JUSTICE, "POST", present, {})
    assert desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{REPORT}/submission", {}).status_code == 201
    assert duties(desk) == []
    assert own(desk)["signed"]["role"] == "AGENCY_HEAD"


def test_what_is_presented_waits_no_more_once_the_campaign_is_closed(desk: House):
    desk.drafted(JUSTICE)
    desk.asks("DANVAN_OFFICER", JUSTICE, "POST", f"{REPORT}/presentation", {})
    before = duties(desk)

    desk.on(date(2027, 1, 4))
    closed = desk.asks("SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/closure")

    assert closed.status_code == 200, closed.text
    assert before == [f"REPORT_SIGN {JUSTICE}"]
    assert duties(desk) == []


def test_an_accepted_report_is_returned_on_its_page_and_corrected_after_the_campaign_too(
    desk: House,
):
    report = desk.drafted(JUSTICE).sent(JUSTICE).json["report"]
    desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{report}/acceptance")
    agency = desk.sees("AGENCY_HEAD", JUSTICE, f"/reporting/reports/{report}").text
    judge = desk.sees("SNV_OFFICER", SNV, f"/reporting/reports/{report}").text
    assert "Mở lại để đính chính" in judge
    assert "Chấp nhận báo cáo" not in judge
    assert "Mở lại để đính chính" not in agency
    back = {"reasons": ["FIGURE_MISMATCH"], "comment": "Sai số đối thoại."}
    desk.asks("SNV_OFFICER", SNV, "POST", f"reports/{report}/return", back)

    desk.on(date(2027, 1, 4))
    closed = desk.asks("SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/closure")
    owed = [one["kind"] for one in open_duties(desk) if one["owner"] == JUSTICE]
    late = desk.asks("DANVAN_OFFICER", HEALTH, "POST", REPORT)
    written = writes(desk, JUSTICE, "Bổ sung sau khi đợt đã đóng.")
    again = desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{REPORT}/submission", {})

    assert closed.status_code == 200
    assert owed == ["REPORT_CORRECT"]
    assert late.json["code"] == "campaign_closed"
    assert (written.status_code, again.status_code) == (200, 201), again.text
    assert [one["kind"] for one in open_duties(desk) if one["owner"] == JUSTICE] == []


def open_duties(house: House) -> list[dict[str, Any]]:
    """What is owed by the last word about it."""
    said: dict[str, dict[str, Any]] = {}
    for row in house.service.store.database["events"].find(sort=[("_id", 1)]):
        told = orjson.loads(row["body"]).get("data", {})
        if row["type"] == DutyOpened.wire:
            said[told["duty"]] = told
        if row["type"] == DutyClosed.wire:
            said.pop(told["duty"], None)
    return list(said.values())


def duties(house: House) -> list[str]:
    """What waits for the head of Sở Tư pháp to be signed, by the last word about it."""
    signed = [one for one in open_duties(house) if one["kind"] == "REPORT_SIGN"]
    return [f"{one['kind']} {one['owner']}" for one in signed]


def test_software_sends_only_what_the_head_signed_and_the_receipt_tells_when(desk: House):
    desk.on(date(2026, 11, 16), time(23, 40)).drafted(JUSTICE)
    unsigned = desk.asks("SOFTWARE", JUSTICE, "POST", f"{REPORT}/submission", {})
    desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{REPORT}/sign-off", {})

    sent = desk.asks("SOFTWARE", JUSTICE, "POST", f"{REPORT}/submission", {})

    assert (unsigned.status_code, unsigned.json["code"]) == (409, "not_signed_off")
    assert sent.status_code == 201, sent.text
    assert sent.json["received_at"] == "2026-11-16T23:40:00+07:00"
    path = f"reports/{sent.json['report']}/receipt"
    receipt = desk.asks("AGENCY_HEAD", JUSTICE, "GET", path).json
    assert receipt["receipt"] == sent.json["receipt"]
    assert sent.json["receipt"].startswith(f"BN-2026-{sent.json['sha256'][:10].upper()}")
    assert desk.asks("AGENCY_HEAD", HEALTH, "GET", path).status_code == 404
    shown = desk.sees("AGENCY_HEAD", JUSTICE, f"/reporting/{path}").text
    assert receipt["receipt"] in shown
    assert "23:40:00" in shown
    kept = desk.asks("SNV_OFFICER", SNV, "GET", f"reports/{sent.json['report']}").json["content"]
    assert kept["signed"]["role"] == "AGENCY_HEAD"


def test_of_two_texts_for_one_section_both_are_shown_and_one_is_chosen(desk: House):
    desk.drafted(JUSTICE)
    version = own(desk)["version"]
    writes(desk, JUSTICE, "Chị Hoa viết.")

    mine: dict[str, Any] = {
        "version": str(version),
        "section.RECEPTION": "Anh Nam viết.",
        "section.MEDIA": "Chín bài.",
    }
    shown = posts(desk, f"{PAGE}/sections", mine)
    now = {**mine, "version": str(own(desk)["version"])}
    kept = posts(desk, f"{PAGE}/merge", {**now, "take.section.MEDIA": "mine"})
    after = own(desk)
    merged = {**now, "version": str(after["version"]), "take.section.RECEPTION": "mine"}
    posts(desk, f"{PAGE}/merge", {**merged, "section.RECEPTION": "Chị Hoa và anh Nam viết."})
    stale = posts(desk, f"{PAGE}/merge", merged)

    assert shown.status_code == 409
    assert "Chị Hoa viết." in shown.text
    assert "Anh Nam viết." in shown.text
    assert kept.status_code == 303
    assert after["sections"]["RECEPTION"] == "Chị Hoa viết.", "what nobody chose is kept"
    assert after["sections"]["MEDIA"] == "Chín bài."
    assert own(desk)["sections"]["RECEPTION"] == "Chị Hoa và anh Nam viết."
    assert stale.status_code == 409


def test_a_form_filled_without_a_line_is_taken_in_and_overwrites_nothing_unasked(desk: House):
    desk.drafted(JUSTICE)
    form = filled(desk, JUSTICE, SATISFACTION=93, RECEPTION="Viết ngoại tuyến.", MEDIA="Mười bài.")

    differs = takes(desk, JUSTICE, form)
    page = posts(desk, f"{PAGE}/form", {"file": (BytesIO(form), "mau.xlsx")})
    before = own(desk)
    done = takes(desk, JUSTICE, form, "?replace=true")

    assert (differs.status_code, differs.json["code"]) == (409, "texts_differ")
    assert "section.RECEPTION" in differs.json["detail"]
    assert page.status_code == 409
    assert "Viết ngoại tuyến." in page.text
    assert "MEDIA" not in before["sections"], "nothing is saved before the choice"
    assert done.status_code == 200, done.text
    assert own(desk)["figures"]["SATISFACTION"]["value"] == 93
    assert own(desk)["sections"]["MEDIA"] == "Mười bài."


def test_a_wrong_form_is_refused_with_its_cells_and_nothing_is_saved(desk: House):
    desk.drafted(JUSTICE).drafted(HEALTH)
    good = filled(desk, JUSTICE, SATISFACTION=93)
    wrong = filled(desk, JUSTICE, SATISFACTION=101, MEDIA="Mười bài.")

    cells = takes(desk, JUSTICE, wrong)
    foreign = takes(desk, HEALTH, good)
    page = posts(desk, f"{PAGE}/form", {"file": (BytesIO(b"GIF89a"), "anh.gif")})

    assert cells.status_code == 422
    assert [where.split("!")[0] for where in cells.json["errors"]] == [FIGURES]
    assert "MEDIA" not in own(desk)["sections"]
    assert (foreign.status_code, foreign.json["code"]) == (422, "wrong_form")
    for other in (b"GIF89a", b"", bytes(5_000_001)):
        assert takes(desk, JUSTICE, other).json["code"] == "wrong_form"
    assert page.status_code == 422
    assert "Tệp không phải mẫu" in page.text
    assert desk.asks("SNV_OFFICER", SNV, "PUT", f"{REPORT}/form", {}).status_code == 403


def actor(role: str, agency: str) -> Actor:
    return Actor(user=f"u-{role}", role=role, agency=agency)


def token(house: House, agency: str) -> str:
    return house.keys.issue(actor("DANVAN_OFFICER", agency), now=datetime.now(UTC), minutes=15)


def takes(house: House, agency: str, content: bytes, query: str = "") -> Any:
    """What the API answers to a form."""
    headers = {
        "Authorization": f"Bearer {token(house, agency)}",
        "Content-Type": "application/octet-stream",
    }
    return house.client.put(f"{REPORT}/form{query}", data=content, headers=headers)


def posts(house: House, path: str, form: dict[str, Any]) -> Any:
    """What a page answers to the form of somebody at Sở Tư pháp."""
    house.client.set_cookie("danvan", token(house, JUSTICE))
    try:
        page = house.client.get(PAGE).text
        proof = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        headers = {"Origin": "http://localhost"}
        return house.client.post(path, data={"csrf_token": proof, **form}, headers=headers)
    finally:
        house.client.delete_cookie("danvan")


def filled(house: House, agency: str, **said: Any) -> bytes:
    """The form of an agency as a workbook, with some cells filled."""
    by = actor("DANVAN_OFFICER", agency)
    it = house.service.documents.facts(Kind.FORM, {"year": "2026"}, by)
    book = openpyxl.load_workbook(BytesIO(forms.blank(it)))
    for sheet, column in ((book[FIGURES], "E"), (book[SECTIONS], "C")):
        for row in range(2, sheet.max_row + 1):
            if sheet[f"A{row}"].value in said:
                sheet[f"{column}{row}"] = said[sheet[f"A{row}"].value]
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()
