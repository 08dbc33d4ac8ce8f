"""SC-12: the year 2026 from late, returned and incomplete reports to the issued one, its addendum and its correction."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

from contracts import planning as pl
from contracts.reporting import ProvincialReportSentUp, ProvincialSupplementIssued
from kernel.message import Actor
from services.reporting.service.documents import Kind
from tests.integration.test_reporting import (  # noqa: F401
    BY_NAME,
    CAMPAIGN,
    HEALTH,
    JUSTICE,
    PLEIKU,
    SECTIONS,
    SNV,
    House,
    a_year,
    fresh,
)

IA_MO, UAR = BY_NAME["UBND xã Ia Mơ"], BY_NAME["UBND xã Uar"]
QUY_NHON, CHU_SE = BY_NAME["UBND phường Quy Nhơn"], BY_NAME["UBND xã Chư Sê"]
SHARED = "Tổ chức đối thoại với Nhân dân tại tất cả các thôn, làng trong năm"
PROVINCE = "provincial/2026"


def test_a_year_of_late_returned_and_incomplete_reports(fresh: Callable[[str], House]):  # noqa: F811
    year = fresh("sc12").opened()
    got = _the_reports_come(year)
    _some_are_returned(year, got)
    _what_is_accepted_counts(year, got)
    _it_is_put_together(year, got)
    _it_is_issued_and_sent_up(year, got)
    _it_is_supplemented(year, got)
    _everybody_may_see(year)


Got = dict[str, Any]


def _the_reports_come(year: House) -> Got:
    # Thursday 12/11: Sở Y tế without the assessment of administrative reform
    year.on(date(2026, 11, 12)).drafted(HEALTH, _without("CCHC_IMPACT"))
    assert year.sent(HEALTH).json["code"] == "incomplete"
    health = year.sent(HEALTH, override_reason="Chờ số liệu khảo sát.").json
    # Saturday evening, and the last minutes of the effective due day
    saturday = _came(year, JUSTICE, date(2026, 11, 14), time(21))
    last_minutes = _came(year, PLEIKU, date(2026, 11, 16), time(23, 40))
    chu_se = _came(
        year,
        CHU_SE,
        date(2026, 11, 16),
        time(15),
        figures={"PET_COMPETENT.KN": 7, "PET_SETTLED.KN": 8},
    )
    assert {one["timeliness"] for one in (health, saturday, last_minutes, chu_se)} == {"ON_TIME"}
    # five minutes after midnight, and two working days late
    assert _late(_came(year, QUY_NHON, date(2026, 11, 17), time(0, 5))) == ("LATE", 1)
    ia_mo = _came(year, IA_MO, date(2026, 11, 18), time(9))
    assert _late(ia_mo) == ("LATE", 2)
    # no model of dân vận khéo: the hard rule stops all but the head's reason
    year.hears(
        UAR,
        *(
            one
            for one in a_year(UAR)
            if not isinstance(one, pl.ModelRegistered | pl.ModelResultRecorded)
        ),
    )
    _written(year, UAR)
    assert year.sent(UAR).json["code"] == "incomplete"
    uar = year.sent(UAR, override_reason="Chưa có mô hình.").json

    return {
        HEALTH: health, JUSTICE: saturday, PLEIKU: last_minutes, CHU_SE: chu_se, IA_MO: ia_mo, UAR: uar,
    }  # fmt: skip


def _some_are_returned(year: House, got: Got) -> None:
    # three working days; 24/11 is no working day
    found = year.asks("SNV_OFFICER", SNV, "GET", f"reports/{got[CHU_SE]['report']}").json[
        "findings"
    ]
    assert [one["where"] for one in found if one["severity"] == "ERROR"] == ["PET_SETTLED.KN"]
    year.on(date(2026, 11, 17))
    assert (
        _returned(year, got[HEALTH], "MISSING_SECTION", CCHC_IMPACT="Bổ sung phần II.3.")
        == "2026-11-20"
    )
    assert _returned(year, got[CHU_SE], "FIGURE_MISMATCH") == "2026-11-20"
    assert _returned(year.on(date(2026, 11, 20)), got[UAR], "MISSING_MODEL") == "2026-11-26"
    # no model, and late: the year is rated no higher than the lower of the two caps
    assert _capped(year, got[UAR]) == ("DONE", ["D2.10", "D9.3"])
    assert _capped(year, got[IA_MO]) == ("GOOD", ["D9.3"])
    assert _capped(year, got[JUSTICE]) is None
    page = year.sees("SNV_OFFICER", SNV, f"/reporting/reports/{got[UAR]['report']}").text
    assert "Mức xếp loại cao nhất" in page
    # corrected in time keeps what it was; one working day later does not
    _written(year, HEALTH)
    got[HEALTH] = year.sent(HEALTH).json
    assert (got[HEALTH]["number"], got[HEALTH]["timeliness"]) == (2, "ON_TIME_AFTER_RETURN")
    assert year.on(date(2026, 11, 23)).sent(CHU_SE).json["timeliness"] == "LATE_CORRECTION"


def _capped(year: House, sent: Any) -> tuple[str, list[str]] | None:
    cap = year.asks("SNV_OFFICER", SNV, "GET", f"reports/{sent['report']}").json["rating_cap"]
    if cap is None:
        return None
    return cap["rating"], [one.rpartition("(")[2].rstrip(")") for one in cap["because"]]


def _what_is_accepted_counts(year: House, got: Got) -> None:
    # Sở Nội vụ's own goes through a leader of the province
    year.on(date(2026, 11, 20))
    own = _came(year, SNV, date(2026, 11, 20), time(9))
    for agency in (JUSTICE, PLEIKU, HEALTH):
        assert _accepted(year, got[agency], "SNV_OFFICER") == "ACCEPTED"
    assert _accepted(year, own, "SNV_LEADER") is None
    assert _accepted(year, own, "PROVINCE_LEADER") == "ACCEPTED"
    counts = year.asks("SNV_OFFICER", SNV, "GET", CAMPAIGN).json["counts"]
    assert (counts["ACCEPTED"], counts["RETURNED"], counts["SUBMITTED"]) == (4, 1, 3)
    assert counts["OVERDUE"] == 151 - 8


def _it_is_put_together(year: House, got: Got) -> None:
    # the narrative bench: side by side, near-duplicates together, each picked sentence with its source
    bench = year.asks("SNV_OFFICER", SNV, "GET", f"{PROVINCE}/bench/DIALOGUE").json
    assert {one["agency"] for one in bench["written"]} == {JUSTICE, PLEIKU, HEALTH, SNV}
    assert bench["groups"][0]["agencies"] == 4
    first = next(one for one in bench["written"] if one["agency"] == PLEIKU)["sentences"][0]["id"]
    waiting = f"{got[IA_MO]['report']}:DIALOGUE:1"
    pick = f"{PROVINCE}/bench/DIALOGUE"
    got["pick"] = {"sentences": [first]}
    refused = year.asks("SNV_OFFICER", SNV, "POST", pick, {"sentences": [waiting]})
    assert refused.json["code"] == "nothing_picked"
    assert year.asks("SNV_OFFICER", SNV, "POST", pick, {"sentences": [first]}).json["picked"] == [
        first
    ]
    assert year.asks("SNV_OFFICER", SNV, "GET", f"{PROVINCE}/bench/NOTHING").status_code == 404
    compiled = year.asks("SNV_OFFICER", SNV, "POST", PROVINCE)
    assert compiled.json["compiled"] == 4
    draft = year.service.province.printed(2026).report.printed()
    quoted = [one for part in draft.sections for one in part.picked]
    assert [(one.agency, one.number, one.place) for one in quoted] == [(PLEIKU, 1, 1)]
    assert draft.annexes[-1].rows[0][2:] == ("UBND phường Pleiku", "Phiên bản 1, câu 1")
    missing = [one.agency for one in draft.agencies if one.status == "OVERDUE"]
    assert len(missing) == 151 - 8
    page = year.sees("SNV_OFFICER", SNV, "/reporting/provincial/2026/bench/DIALOGUE").text
    assert "4 cơ quan" in page


def _it_is_issued_and_sent_up(year: House, got: Got) -> None:
    # draft, review by somebody else, issue with the number the office gave: later papers go on from it
    year.on(date(2026, 12, 1))
    assert (
        year.asks("SNV_LEADER", SNV, "POST", f"{PROVINCE}/issue", {}).json["code"] == "not_reviewed"
    )
    year.asks("SNV_LEADER", SNV, "POST", f"{PROVINCE}/review", {})
    alone = year.asks("SNV_LEADER", SNV, "POST", f"{PROVINCE}/judgement", {"passes": True})
    assert alone.json["code"] == "reviewed_by_asker"
    taken = year.passed().asks(
        "SNV_LEADER", SNV, "POST", f"{PROVINCE}/issue", {"symbol": "0/BC-UBND"}
    )
    assert (taken.status_code, taken.json["code"]) == (422, "symbol_taken")
    issued = year.asks("SNV_LEADER", SNV, "POST", f"{PROVINCE}/issue", {"symbol": "512/BC-UBND"})
    assert issued.json["symbol"] == "512/BC-UBND"
    issued = year.service.province.printed(2026).report
    assert not [one for one in issued.printed().annexes if one.code == "NGUON"]
    assert (
        year.asks("SNV_OFFICER", SNV, "POST", f"{PROVINCE}/bench/DIALOGUE", got["pick"]).json[
            "code"
        ]
        == "already_issued"
    )

    # sent up with its receipt; never before the issue, never on a day to come
    path, sent = (
        f"{PROVINCE}/sendings",
        {"addressee": "Bộ Nội vụ", "receipt": "BNV-881", "sent_on": "2026-12-02"},
    )
    assert "sent_on" in year.asks("SNV_OFFICER", SNV, "POST", path, sent).json["errors"]
    assert (
        year.on(date(2026, 12, 2)).asks("SNV_OFFICER", SNV, "POST", path, sent).status_code == 201
    )
    assert year.told(ProvincialReportSentUp) == [SNV]


def _it_is_supplemented(year: House, got: Got) -> None:
    issued = year.service.province.printed(2026).report
    # a late acceptance changes nothing of what is issued: it goes into an addendum
    before = {one.key: one.value for one in issued.printed().figures}
    assert _accepted(year, got[IA_MO], "SNV_OFFICER") == "ACCEPTED"
    added = _supplement(year, "ADDENDUM")
    assert (added["number"], added["symbol"]) == (1, "513/BC-UBND")
    assert {
        one.key: one.value for one in year.service.province.printed(2026).report.printed().figures
    } == before
    none = year.asks(
        "SNV_LEADER", SNV, "POST", f"{PROVINCE}/supplements", {"kind": "ADDENDUM", "reason": "x"}
    )
    assert none.json["code"] == "nothing_to_supplement"
    # an accepted report that turns out wrong is corrected by a new version, and the province's by a numbered correction
    _returned(year, got[JUSTICE], "FIGURE_MISMATCH", **{"PET_IN.KN": "Sổ ghi 5 đơn."})
    body = {"figures": {"PET_IN.KN": 5}, "comments": {"PET_IN.KN": "Theo sổ giấy."}}
    year.asks("DANVAN_OFFICER", JUSTICE, "PUT", f"{CAMPAIGN}/report/figures", body)
    _accepted(year, year.sent(JUSTICE).json, "SNV_OFFICER")
    offered = year.asks("SNV_OFFICER", SNV, "GET", f"{PROVINCE}/supplements").json["proposals"]
    assert [(one["key"], one["old"], one["new"]) for one in offered[0]["lines"]] == [
        ("PET_IN.KN", 5, 9)
    ]
    corrected = _supplement(year, "CORRECTION")
    assert (corrected["symbol"], corrected["lines"]) == ("514/BC-UBND", 1)
    letter = year.service.documents.facts(
        Kind.SUPPLEMENT,
        {"supplement": corrected["supplement"]},
        Actor(user="u", role="SNV_OFFICER", agency=SNV),
    )
    assert letter.tables[1].rows[0][3:] == ("5", "9", "+4")
    assert year.told(ProvincialSupplementIssued) == [SNV, SNV]


def _everybody_may_see(year: House) -> None:
    # as last corrected, small cells suppressed, nothing to sign in for
    public = year.client.get("/api/reporting/v1/public/2026").json
    values = {one["key"]: one["value"] for one in public["figures"]}
    assert (values["PET_IN.KN"], values["HEAD_EVALUATIONS"], values["PET_IN.TC"]) == (9, 5, 0)
    assert None in values.values()
    assert "Đã đính chính lần 1" in year.client.get("/reporting/public/2026").text
    assert year.client.get("/reporting/public/2025").status_code == 404
    whole = year.sees("SNV_LEADER", SNV, "/reporting/provincial/2026").text
    assert "514/BC-UBND" in whole
    assert "BNV-881" in whole


def _without(code: str) -> dict[str, str]:
    return {name: text for name, text in _texts().items() if name != code}


def _texts() -> dict[str, str]:
    return {**SECTIONS, "DIALOGUE": f"{SHARED}. Đã trả lời đầy đủ ý kiến."}


def _written(year: House, agency: str) -> None:
    path = f"{CAMPAIGN}/report"
    year.asks("DANVAN_OFFICER", agency, "POST", path)
    done = year.asks("DANVAN_OFFICER", agency, "PUT", f"{path}/sections", {"sections": _texts()})
    assert done.status_code == 200, done.text


def _came(
    year: House, agency: str, day: date, at: time, figures: dict[str, int] | None = None
) -> Any:
    """An agency's report on a legal day; its receipt."""
    year.on(day, at).drafted(agency, _texts())
    right = figures or {"PET_COMPETENT.KN": 1, "PET_ELIGIBLE.KN": 1}
    said = {"PET_ELIGIBLE.KN": 8, "PET_IN.KN": 8, **right} if figures else right
    body = {"figures": said, "comments": dict.fromkeys(said, "Theo sổ giấy.")}
    done = year.asks("DANVAN_OFFICER", agency, "PUT", f"{CAMPAIGN}/report/figures", body)
    assert done.status_code == 200, done.text
    receipt = year.sent(agency)
    assert receipt.status_code == 201, receipt.text
    return receipt.json


def _late(receipt: Any) -> tuple[str, int]:
    return receipt["timeliness"], receipt["working_days_late"]


def _returned(year: House, receipt: Any, reason: str, **comments: str) -> str:
    """Until when a returned version is to be corrected."""
    asked = {"reasons": [reason], "comments": comments}
    done = year.asks("SNV_OFFICER", SNV, "POST", f"reports/{receipt['report']}/return", asked)
    assert done.status_code == 200, done.text
    return str(done.json["correction_due_on"])


def _accepted(year: House, receipt: Any, role: str) -> str | None:
    done = year.asks(role, SNV, "POST", f"reports/{receipt['report']}/acceptance")
    return (done.get_json(force=True) or {}).get("state")


def _supplement(year: House, kind: str) -> Any:
    said = {"kind": kind, "reason": "Báo cáo được chấp nhận sau ngày ban hành."}
    done = year.asks("SNV_LEADER", SNV, "POST", f"{PROVINCE}/supplements", said)
    assert done.status_code == 201, done.text
    return done.json
