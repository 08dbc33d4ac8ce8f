"""Calling for a year's reports: another due day by a letter, more time, reminders told once, chasing letters."""

from datetime import date, datetime, time
from typing import Any

import orjson

from contracts.reporting import CampaignEscalated, ReportReminded
from kernel.clock import VIETNAM, SetClock
from services.reporting.domain.duties import owed_id
from tests.integration.test_reporting import (
    CAMPAIGN,
    HEALTH,
    JUSTICE,
    PLEIKU,
    SNV,
    House,
    desk,
    fresh,
)

__all__ = ["desk", "fresh"]
LETTER = {
    "due_on": "2026-11-28",
    "number": "123/SNV-XDCQ",
    "dated_on": "2026-10-01",
    "issuer": "Sở Nội vụ",
}


def duty_of(house: House, agency: str) -> str:
    """The due day others were told last for an agency's report; nothing when it owes none."""
    row = house.service.store.database["duties"].find_one({"_id": owed_id(agency, 2026)})
    return orjson.loads(row["said"])["due_on"] if row["said"] else ""


def schedule(house: House) -> Any:
    return house.asks("SNV_OFFICER", SNV, "GET", f"{CAMPAIGN}/schedule").json


def test_a_letter_moves_the_due_day_once_another_person_approves(desk: House):
    wrong = desk.asks(
        "SNV_OFFICER", SNV, "PUT", f"{CAMPAIGN}/own-due", {**LETTER, "due_on": "2026-09-01"}
    )
    none = desk.asks("SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/own-due/decision", {"granted": True})
    desk.asks("SNV_LEADER", SNV, "PUT", f"{CAMPAIGN}/own-due", LETTER)
    own = desk.asks("SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/own-due/decision", {"granted": True})
    before = schedule(desk)
    desk.asks("SNV_OFFICER", SNV, "PUT", f"{CAMPAIGN}/own-due", LETTER)
    officer = desk.asks(
        "SNV_OFFICER", SNV, "POST", f"{CAMPAIGN}/own-due/decision", {"granted": True}
    )
    desk.drafted(PLEIKU).sent(PLEIKU)
    done = desk.asks("SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/own-due/decision", {"granted": True})

    assert (wrong.status_code, list(wrong.json["errors"])) == (422, ["due_on"])
    assert none.json["code"] == "no_due_proposed"
    assert (own.status_code, own.json["code"]) == (403, "decided_by_proposer")
    assert officer.status_code == 403
    assert (before["nominal_due_on"], before["due_on"]) == ("2026-11-14", "2026-11-16")
    assert before["last_working_day_before"] == "2026-11-13"
    assert {"step": "T-LVC", "on": "2026-11-13", "chasing": 0} in before["steps"]
    assert done.json["due_on"] == "2026-11-30"
    assert desk.service.expectations.follow() is False, (
        "the law's own day does not push the letter's aside"
    )
    after = schedule(desk)
    assert (after["nominal_due_on"], after["due_on"]) == ("2026-11-28", "2026-11-30")
    assert after["instrument"] == "123/SNV-XDCQ ngày 01/10/2026 của Sở Nội vụ"
    assert duty_of(desk, JUSTICE) == "2026-11-30"
    assert duty_of(desk, PLEIKU) == "", "who has sent it is not called again"


def test_more_time_for_one_agency_is_judged_by_its_own_day_and_shown_on_the_board(desk: House):
    path = f"{CAMPAIGN}/report/extension"
    early = desk.asks("AGENCY_HEAD", HEALTH, "POST", path, {"until": "2026-11-10", "reason": "x"})
    officer = desk.asks(
        "DANVAN_OFFICER", HEALTH, "POST", path, {"until": "2026-11-20", "reason": "x"}
    )
    asked = {"until": "2026-11-20", "reason": "Lũ lụt."}
    first = desk.asks("AGENCY_HEAD", HEALTH, "POST", path, asked)
    again = desk.asks("AGENCY_HEAD", HEALTH, "POST", path, asked)
    decide = f"{CAMPAIGN}/extensions/{HEALTH}/decision"
    wrong_role = desk.asks("SNV_OFFICER", SNV, "POST", decide, {"granted": True})
    nobody = desk.asks(
        "SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/extensions/ag-1/decision", {"granted": True}
    )
    unasked = desk.asks(
        "SNV_LEADER", SNV, "POST", f"{CAMPAIGN}/extensions/{JUSTICE}/decision", {"granted": True}
    )
    granted = desk.asks("SNV_LEADER", SNV, "POST", decide, {"granted": True})

    assert (early.status_code, officer.status_code, first.status_code) == (422, 403, 201)
    assert again.json["code"] == "extension_waits"
    assert (wrong_role.status_code, nobody.status_code) == (403, 404)
    assert unasked.json["code"] == "no_extension_asked"
    assert granted.json["due_on"] == "2026-11-20"
    assert duty_of(desk, HEALTH) == "2026-11-20"
    standing = {
        one["agency"]: one
        for one in desk.on(date(2026, 11, 20))
        .asks("SNV_OFFICER", SNV, "GET", CAMPAIGN)
        .json["agencies"]
    }
    assert (standing[HEALTH]["status"], standing[HEALTH]["until"]) == ("NOT_STARTED", "2026-11-20")
    assert standing[JUSTICE]["status"] == "OVERDUE"
    page = desk.sees("SNV_OFFICER", SNV, "/reporting/campaigns/2026/board").text
    assert "gia hạn đến 20/11/2026" in page
    assert desk.drafted(HEALTH).sent(HEALTH).json["timeliness"] == "ON_TIME"
    assert desk.drafted(JUSTICE).sent(JUSTICE).json["timeliness"] == "LATE"
    late = desk.asks("AGENCY_HEAD", HEALTH, "POST", path, {"until": "2026-12-20", "reason": "x"})
    assert late.json["code"] == "already_sent"


def test_asking_for_still_more_time_takes_nothing_away(desk: House):
    path, decide = f"{CAMPAIGN}/report/extension", f"{CAMPAIGN}/extensions/{HEALTH}/decision"
    asked = {"until": "2026-11-20", "reason": "Lũ lụt."}
    desk.asks("AGENCY_HEAD", HEALTH, "POST", path, asked)
    desk.asks("SNV_LEADER", SNV, "POST", decide, {"granted": True})

    desk.asks("AGENCY_HEAD", HEALTH, "POST", path, {**asked, "until": "2026-11-25"})
    waiting = duty_of(desk, HEALTH)
    refused = desk.asks("SNV_LEADER", SNV, "POST", decide, {"granted": False})

    assert (waiting, refused.json["due_on"]) == ("2026-11-20", "2026-11-20")
    assert desk.on(date(2026, 11, 18)).drafted(HEALTH).sent(HEALTH).json["timeliness"] == "ON_TIME"
    campaign = desk.service.memory.campaigns.of(2026)
    assert desk.service.memory.calls.granted(campaign) == {HEALTH: date(2026, 11, 20)}


def test_time_asked_for_before_sending_is_refused_or_left_but_not_granted_after(desk: House):
    ask = {"until": "2026-11-20", "reason": "Lũ lụt."}
    desk.asks("AGENCY_HEAD", HEALTH, "POST", f"{CAMPAIGN}/report/extension", ask)
    desk.drafted(HEALTH).sent(HEALTH)
    decide = f"{CAMPAIGN}/extensions/{HEALTH}/decision"
    before = duty_of(desk, HEALTH)

    granted = desk.asks("SNV_LEADER", SNV, "POST", decide, {"granted": True})
    refused = desk.asks("SNV_LEADER", SNV, "POST", decide, {"granted": False})

    assert (granted.json["code"], refused.status_code) == ("already_sent", 200)
    assert before == duty_of(desk, HEALTH) == "", "what was sent is not owed again"


def test_each_reminder_is_told_once_however_often_the_timer_runs_and_whoever_runs_it(
    desk: House,
):
    desk.drafted(PLEIKU).sent(PLEIKU)

    def reminded(day: date) -> int:
        desk.service.store.clock = SetClock(_noon(day))
        before = len(desk.told(ReportReminded))
        for _ in range(2):
            desk.service.remind_of_reports(_noon(day))
        return len(desk.told(ReportReminded)) - before

    assert reminded(date(2026, 10, 2)) == 0
    assert reminded(date(2026, 10, 17)) == 150
    assert reminded(date(2026, 11, 13)) == 150, "what was slept through is told once, by its newest"
    assert reminded(date(2026, 11, 13)) == 0
    assert PLEIKU not in desk.told(ReportReminded)
    assert desk.told(CampaignEscalated) == []
    assert reminded(date(2026, 11, 26)) == 150
    assert desk.told(CampaignEscalated) == [SNV]


def test_chasing_letters_go_on_record_in_order_and_after_the_due_day(desk: House):
    letter = {"number": 1, "symbol": "200/SNV-XDCQ"}
    early = desk.asks("SNV_OFFICER", SNV, "POST", f"{CAMPAIGN}/chasings", letter)
    desk.on(date(2026, 11, 17))
    second = desk.asks("SNV_OFFICER", SNV, "POST", f"{CAMPAIGN}/chasings", {**letter, "number": 2})
    agency = desk.asks("AGENCY_HEAD", JUSTICE, "POST", f"{CAMPAIGN}/chasings", letter)
    first = desk.asks("SNV_OFFICER", SNV, "POST", f"{CAMPAIGN}/chasings", letter)

    assert (early.json["code"], second.json["code"]) == ("chased_already", "chased_already")
    assert agency.status_code == 403
    assert (first.status_code, first.json["agencies"]) == (201, 151)
    assert [one["symbol"] for one in schedule(desk)["chasings"]] == ["200/SNV-XDCQ"]
    page = desk.sees("SNV_LEADER", SNV, "/reporting/campaigns/2026/schedule").text
    assert "200/SNV-XDCQ" in page
    assert (
        "Lập công văn đôn đốc lần 2"
        in desk.sees("SNV_OFFICER", SNV, "/reporting/campaigns/2026/schedule").text
    )


def test_a_missing_agency_is_reminded_by_hand_but_not_within_48_hours(desk: House):
    page = "/reporting/campaigns/2026/board"
    desk.on(date(2026, 11, 1), time(12))
    desk.drafted(PLEIKU).sent(PLEIKU)
    path = f"{CAMPAIGN}/missing/{{}}/reminder"
    first = desk.asks("SNV_OFFICER", SNV, "POST", path.format(JUSTICE))
    head = desk.asks("AGENCY_HEAD", JUSTICE, "POST", path.format(HEALTH))
    nobody = desk.asks("SNV_OFFICER", SNV, "POST", path.format("ag-1"))
    sent = desk.asks("SNV_OFFICER", SNV, "POST", path.format(PLEIKU))
    desk.on(date(2026, 11, 3), time(11))
    again = desk.asks("SNV_OFFICER", SNV, "POST", path.format(JUSTICE))
    blocked = desk.sees("SNV_OFFICER", SNV, page).text
    desk.on(date(2026, 11, 3), time(12))
    later = desk.asks("SNV_OFFICER", SNV, "POST", path.format(JUSTICE))

    assert (first.status_code, head.status_code, nobody.status_code) == (200, 403, 404)
    assert (sent.json["code"], again.json["code"]) == ("nothing_owed", "reminded_just_now")
    assert "12:00 03/11/2026" in again.json["detail"]
    assert later.status_code == 200
    assert "chờ đủ 48 giờ" in blocked
    assert desk.told(ReportReminded) == [JUSTICE, JUSTICE]


def test_who_has_the_least_time_is_the_first_of_the_missing(desk: House):
    asked = {"until": "2026-11-20", "reason": "Lũ lụt."}
    desk.asks("AGENCY_HEAD", HEALTH, "POST", f"{CAMPAIGN}/report/extension", asked)
    decide = f"{CAMPAIGN}/extensions/{HEALTH}/decision"
    desk.asks("SNV_LEADER", SNV, "POST", decide, {"granted": True})
    desk.service.store.clock = SetClock(_noon(date(2026, 11, 13)))
    desk.on(date(2026, 11, 13)).service.remind_of_reports(_noon(date(2026, 11, 13)))

    owing = desk.asks("SNV_OFFICER", SNV, "GET", f"{CAMPAIGN}/board").json["owing"]

    assert [one["days_left"] for one in owing] == [3] * 150 + [7]
    assert owing[-1]["agency"] == HEALTH
    assert owing[0]["reminded_on"] == "2026-11-13"
    page = desk.sees("SNV_LEADER", SNV, "/reporting/campaigns/2026/board").text
    assert "còn 7 ngày" in page
    assert "Nhắc</button>" not in page


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), VIETNAM)
