"""Ad-hoc calls (báo cáo đột xuất): some agencies are asked, answer, are judged; what came out is one table."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import orjson
import pytest

from contracts.reporting import AdHocCalled, DutyClosed, DutyOpened
from kernel.message import Actor
from services.reporting.domain.figures import BY_KEY
from services.reporting.service.documents import Kind
from tests.integration.test_reporting import HEALTH, JUSTICE, SNV, House, a_year, desk, fresh
from tests.site import wait_for

__all__ = ["desk", "fresh"]
COUNTED, BY_HAND = "DVK_ACTIVE.ECONOMY", "SATISFACTION"
CALL: dict[str, Any] = {
    "title": "Tình hình mô hình “Dân vận khéo” quý III",
    "instrument": "77/SNV-XDCQ",
    "window_from": "2026-01-01",
    "window_to": "2026-09-30",
    "due_on": "2026-10-10",
    "keys": [COUNTED, BY_HAND],
    "questions": ["Mô hình nào nhân rộng được?"],
    "agencies": [JUSTICE, HEALTH],
}


WHY: dict[str, Any] = {"reasons": ["MISSING_SECTION"]}


def calls(house: House, **more: Any) -> Any:
    return house.asks("SNV_OFFICER", SNV, "POST", "adhoc-calls", {**CALL, **more})


def path(call: str, rest: str = "answer") -> str:
    return f"adhoc-calls/{call}/{rest}"


def owed(house: House) -> set[tuple[str, str, str]]:
    """What is owed of ad-hoc calls by the last word about it: kind, whose, by when."""
    said: dict[str, tuple[str, str, str]] = {}
    for row in house.service.store.database["events"].find(sort=[("_id", 1)]):
        told = orjson.loads(row["body"])["data"]
        if row["type"] == DutyOpened.wire and told["code"].startswith("ĐX-"):
            said[told["duty"]] = (told["kind"], told["owner"], told.get("due_on") or "")
        if row["type"] == DutyClosed.wire:
            said.pop(told["duty"], None)
    return set(said.values())


@pytest.fixture
def asked(desk: House) -> tuple[House, str]:
    """A call to two agencies on 01/10/2026, a Thursday; its day is a Saturday."""
    told = calls(desk)
    assert told.status_code == 201, told.text
    return desk, told.json["call"]


def test_a_call_asks_its_agencies_and_nobody_else(asked: tuple[House, str]):
    house, call = asked

    (found,) = house.asks("DANVAN_OFFICER", JUSTICE, "GET", "adhoc-calls").json["calls"]
    assert (found["code"], found["nominal_due_on"], found["due_on"]) == (
        "ĐX-01/2026",
        "2026-10-10",
        "2026-10-12",
    )
    assert owed(house) == {("REPORT_SUBMIT", one, "2026-10-12") for one in (JUSTICE, HEALTH)}
    assert house.told(AdHocCalled) == [SNV]
    other = "so-tai-chinh"
    assert house.asks("DANVAN_OFFICER", other, "GET", path(call)).status_code == 404
    assert house.asks("DANVAN_OFFICER", other, "GET", "adhoc-calls").json["calls"] == []
    assert house.asks("DANVAN_OFFICER", JUSTICE, "GET", path(call, "outcome")).status_code == 403
    assert house.asks("AGENCY_HEAD", JUSTICE, "POST", "adhoc-calls", CALL).status_code == 403


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"due_on": "2026-09-30"}, "due_on"),
        ({"window_from": "2026-10-01"}, "window_to"),
        ({"keys": [], "questions": []}, "keys"),
        ({"keys": ["NOTHING"]}, "keys"),
        ({"keys": [COUNTED, COUNTED]}, "keys"),
        ({"agencies": ["nobody"]}, "agencies"),
        ({"title": "   "}, "title"),
    ],
)
def test_a_call_that_cannot_be_is_refused_at_its_field(
    desk: House, more: dict[str, Any], field: str
):
    refused = calls(desk, **more)

    assert (refused.status_code, list(refused.json["errors"])) == (422, [field])


def test_an_answer_is_counted_written_presented_sent_returned_and_accepted(
    asked: tuple[House, str],
):
    house, call = asked
    house.hears(JUSTICE, *a_year(JUSTICE))
    officer, head = ("DANVAN_OFFICER", JUSTICE), ("AGENCY_HEAD", JUSTICE)
    early = house.asks(*officer, "PUT", path(call), {"answers": {"Q1": "x"}})
    version = house.asks(*officer, "POST", path(call)).json["version"]
    own = house.asks(*officer, "GET", path(call)).json
    wrong = house.asks(*officer, "PUT", path(call), {"figures": {"RCP_VISITS.REGULAR": 1}})
    strange = house.asks(*officer, "PUT", path(call), {"answers": {"Q2": "x"}})
    said = {"figures": {BY_HAND: 93}, "answers": {"Q1": "Bếp ấm buôn làng."}, "version": version}
    written = house.asks(*officer, "PUT", path(call), said)
    stale = house.asks(*officer, "PUT", path(call), said)

    assert early.json["code"] == "report_not_drafted"
    assert own["figures"] == {COUNTED: {"value": 1, "source": "AUTO"}}
    assert own["lacks"][0].startswith("Chưa có số liệu: ")
    assert own["lacks"][1:] == ["Chưa trả lời câu 1."]
    assert (wrong.status_code, strange.status_code, stale.status_code) == (422, 422, 409)
    assert written.status_code == 200, written.text

    house.asks(*officer, "POST", path(call, "answer/presentation"), {})
    assert ("REPORT_SIGN", JUSTICE, "") in owed(house)
    refused = house.asks(*officer, "POST", path(call, "answer/submission"), {})
    house.on(date(2026, 10, 13))
    sent = house.asks(*head, "POST", path(call, "answer/submission"), {})
    again = house.asks(*head, "POST", path(call, "answer/submission"), {})

    assert (refused.status_code, sent.status_code) == (403, 201), sent.text
    assert (sent.json["timeliness"], sent.json["working_days_late"]) == ("LATE", 1)
    assert sent.json["receipt"].startswith("DX-2026-")
    assert again.json["code"] == "report_not_open"
    assert owed(house) == {
        ("REPORT_SUBMIT", HEALTH, "2026-10-12"),
        ("REPORT_REVIEW", SNV, ""),
    }

    judged = f"adhoc-answers/{sent.json['report']}"
    silent = house.asks("SNV_OFFICER", SNV, "POST", f"{judged}/return", {**WHY, "comment": "  "})
    back = house.asks(
        "SNV_OFFICER", SNV, "POST", f"{judged}/return", {**WHY, "comment": "Thiếu tên."}
    )
    house.asks(*officer, "PUT", path(call), {"answers": {"Q1": "Bếp ấm buôn làng, xã Ia Ly."}})
    second = house.asks(*head, "POST", path(call, "answer/submission"), {}).json
    taken = house.asks("SNV_OFFICER", SNV, "POST", f"adhoc-answers/{second['report']}/acceptance")

    assert (silent.status_code, back.json["state"]) == (422, "RETURNED")
    kept = house.service.adhoc.reports.known(sent.json["report"])
    assert [one.value for one in kept.reasons] == WHY["reasons"], "the reason that was named"
    assert (second["number"], second["timeliness"]) == (2, "LATE")
    assert taken.json["state"] == "ACCEPTED"
    out = house.asks("SNV_OFFICER", SNV, "GET", path(call, "outcome")).json
    assert out["totals"] == [
        {"key": COUNTED, "sum": 1, "told": 1},
        {"key": BY_HAND, "sum": None if BY_KEY[BY_HAND].percent else 93, "told": 1},
    ]
    assert out["counts"]["ACCEPTED"] == 1
    assert out["counts"]["OVERDUE"] == 1
    assert out["answers"][JUSTICE]["sections"] == {"Q1": "Bếp ấm buôn làng, xã Ia Ly."}


def test_a_call_that_is_closed_asks_nobody_any_more(asked: tuple[House, str]):
    house, call = asked
    house.asks("DANVAN_OFFICER", HEALTH, "POST", path(call))
    house.asks("DANVAN_OFFICER", HEALTH, "POST", path(call, "answer/presentation"), {})
    early = house.asks("SNV_OFFICER", SNV, "POST", path(call, "closure"))
    house.on(date(2026, 10, 13))

    closed = house.asks("SNV_OFFICER", SNV, "POST", path(call, "closure"))
    late = house.asks("DANVAN_OFFICER", HEALTH, "POST", path(call))

    assert (early.json["code"], closed.json["missing"]) == ("not_due_yet", 2)
    assert owed(house) == set(), "neither an answer nor the head's signature"
    assert late.json["code"] == "campaign_closed"
    assert "đột xuất ĐX-01/2026" in late.json["detail"]


def test_who_has_not_answered_is_reminded_once_and_may_have_more_time(asked: tuple[House, str]):
    house, call = asked
    remind = house.service.adhoc.remind_adhoc
    by = Actor(user="t", role="SYSTEM", agency=SNV)
    house.on(date(2026, 10, 8))
    house.service.store.clock.moment = datetime(2026, 10, 8, 2, tzinfo=UTC)
    assert (remind(by=by)["told"], remind(by=by)["told"]) == (2, 0)
    ask = {"until": "2026-10-20", "reason": "Chờ số liệu của xã"}
    officer = house.asks("DANVAN_OFFICER", JUSTICE, "POST", path(call, "extension"), ask)
    early = {**ask, "until": "2026-10-12"}
    wrong = house.asks("AGENCY_HEAD", JUSTICE, "POST", path(call, "extension"), early)
    waits = house.asks("AGENCY_HEAD", JUSTICE, "POST", path(call, "extension"), ask)
    decision = path(call, f"extensions/{JUSTICE}/decision")
    granted = house.asks("SNV_LEADER", SNV, "POST", decision, {"granted": True})
    nobody = house.asks(
        "SNV_LEADER", SNV, "POST", path(call, "extensions/x/decision"), {"granted": True}
    )

    assert (officer.status_code, wrong.status_code, waits.status_code) == (403, 422, 200)
    assert granted.json["due_on"] == "2026-10-20"
    assert nobody.status_code == 404
    assert ("REPORT_SUBMIT", JUSTICE, "2026-10-20") in owed(house)
    page = house.sees("AGENCY_HEAD", JUSTICE, f"/reporting/adhoc/{call}").text
    assert "được gia hạn" in page
    house.on(date(2026, 10, 19))
    house.asks("DANVAN_OFFICER", JUSTICE, "POST", path(call))
    sent = {"override_reason": "Chưa có số liệu."}
    came = house.asks("AGENCY_HEAD", JUSTICE, "POST", path(call, "answer/submission"), sent).json
    assert came["timeliness"] == "ON_TIME"
    house.service.store.clock.moment = datetime(2026, 10, 19, 2, tzinfo=UTC)
    assert remind(by=by)["told"] == 1, "only who still owes it"


def test_the_pages_lead_through_a_call_and_give_its_table_away(asked: tuple[House, str]):
    house, call = asked
    house.hears(JUSTICE, *a_year(JUSTICE))
    here = f"/reporting/adhoc/{call}"
    form = house.sees("SNV_OFFICER", SNV, "/reporting/adhoc/new").text
    wrong = does(house, SNV, "SNV_OFFICER", "/reporting/adhoc/new", {"title": "Thử"})
    does(house, JUSTICE, "DANVAN_OFFICER", f"{here}/draft", {})
    does(
        house,
        JUSTICE,
        "DANVAN_OFFICER",
        f"{here}/answer",
        {f"figure.{BY_HAND}": "93", "answer.Q1": "Bếp ấm"},
    )
    does(house, JUSTICE, "DANVAN_OFFICER", f"{here}/presentation", {})
    back = {"word": "Ghi rõ tên xã"}
    does(house, JUSTICE, "AGENCY_HEAD", f"{here}/presentation/return", back)
    shown = house.sees("DANVAN_OFFICER", JUSTICE, here).text
    does(house, JUSTICE, "AGENCY_HEAD", f"{here}/submission", {})
    (version,) = house.asks("AGENCY_HEAD", JUSTICE, "GET", path(call)).json["versions"]
    answer = f"{here}/answers/{version['report']}"
    read = house.sees("SNV_OFFICER", SNV, answer).text
    does(house, SNV, "SNV_OFFICER", f"{answer}/acceptance", {})
    board = house.sees("SNV_OFFICER", SNV, f"{here}/outcome").text
    table = house.sees("SNV_OFFICER", SNV, f"{here}/outcome?export=xlsx").data

    assert "Mở đợt báo cáo đột xuất" in form
    assert "Chỉ tiêu</legend>" in form
    assert wrong.status_code == 422
    assert "Ghi rõ tên xã" in shown
    assert "Bếp ấm" in read
    assert "1 / 2 cơ quan" in board
    rows = list(openpyxl.load_workbook(BytesIO(table)).worksheets[-1].iter_rows(values_only=True))
    assert any("Bếp ấm" in row for row in rows)
    assert house.sees("DANVAN_OFFICER", HEALTH, answer).status_code == 404


def test_what_came_out_is_a_paper_once_there_is_an_accepted_answer(asked: tuple[House, str]):
    house, call = asked
    wanted = {"kind": "adhoc", "call": call}
    early = house.asks("SNV_OFFICER", SNV, "POST", "documents", wanted)
    answered(house, call)
    foreign = house.asks("DANVAN_OFFICER", JUSTICE, "POST", "documents", wanted)
    made = house.asks("SNV_OFFICER", SNV, "POST", "documents", wanted)

    assert (early.status_code, early.json["code"]) == (409, "nothing_to_draw")
    assert foreign.status_code == 404
    assert made.status_code == 202, made.text
    files = wait_for(
        lambda: house.asks("SNV_OFFICER", SNV, "GET", f"documents/{made.json['document']}").json[
            "files"
        ],
        "files",
    )
    assert {one["name"].partition(".")[2] for one in files} == {"docx", "pdf", "de-ky.pdf"}
    paper = house.service.documents.facts(
        Kind.ADHOC, wanted, Actor(user="u", role="SNV_OFFICER", agency=SNV)
    )
    assert "1/2 cơ quan" in paper.paragraphs[1]
    sums, answers, arrivals = paper.tables
    assert [row[3:] for row in sums.rows] == [("1", "1"), ("–", "1")]
    assert answers.rows == (("1", "Sở Tư pháp", "Bếp ấm"),)
    assert len(arrivals.rows) == 2


def answered(house: House, call: str) -> None:
    """One agency answers with two figures and a sentence; it is accepted."""
    house.hears(JUSTICE, *a_year(JUSTICE))
    officer, head = ("DANVAN_OFFICER", JUSTICE), ("AGENCY_HEAD", JUSTICE)
    version = house.asks(*officer, "POST", path(call)).json["version"]
    said = {"figures": {BY_HAND: 93}, "answers": {"Q1": "Bếp ấm"}, "version": version}
    house.asks(*officer, "PUT", path(call), said)
    house.asks(*officer, "POST", path(call, "answer/presentation"), {})
    sent = house.asks(*head, "POST", path(call, "answer/submission"), {})
    taken = house.asks(
        "SNV_OFFICER", SNV, "POST", f"adhoc-answers/{sent.json['report']}/acceptance"
    )
    assert taken.status_code == 200, taken.text


def does(house: House, agency: str, role: str, to: str, form: dict[str, Any]) -> Any:
    """What a page answers to somebody's form."""
    now = datetime.now(UTC)
    by = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
    house.client.set_cookie("danvan", house.keys.issue(by, now=now, minutes=15))
    try:
        page = house.client.get("/reporting/adhoc").text
        proof = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        headers = {"Origin": "http://localhost"}
        return house.client.post(to, data={"csrf_token": proof, **form}, headers=headers)
    finally:
        house.client.delete_cookie("danvan")
