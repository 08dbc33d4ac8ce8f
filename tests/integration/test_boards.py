"""The boards of a campaign on real data: who is missing, as of a day, beside last year; the directive's gaps."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from contracts import planning as pl
from tests.integration.test_reporting import (  # noqa: F401
    CAMPAIGN,
    HEALTH,
    JUSTICE,
    PLEIKU,
    SECTIONS,
    SNV,
    House,
    fresh,
)

BOARD = "campaigns/2026/board"


@pytest.fixture
def house_with_reports(
    fresh: Callable[[str], House],  # noqa: F811
    request: pytest.FixtureRequest,
) -> House:
    """Sở Tư pháp's report accepted on 05/10, Sở Y tế's sent on 07/10."""
    house = fresh(f"b{abs(hash(request.node.name)) % 10**6}").opened()
    house.on(date(2026, 10, 5)).accepted(JUSTICE)
    assert house.on(date(2026, 10, 7)).drafted(HEALTH).sent(HEALTH).status_code == 201
    return house.on(date(2026, 10, 9))


def test_a_board_can_be_asked_as_of_any_day(house_with_reports: House):
    house = house_with_reports
    now = house.asks("SNV_OFFICER", SNV, "GET", BOARD).json
    then = house.asks("SNV_OFFICER", SNV, "GET", f"{BOARD}?day=2026-10-06").json

    assert (now["expected"], now["received"], now["stages"][HEALTH]) == (151, 2, "WAITING")
    assert (then["received"], then["stages"][JUSTICE], then["stages"][HEALTH]) == (
        1,
        "ACCEPTED",
        "EXPECTED",
    )
    assert JUSTICE not in now["missing"]
    assert len(now["missing"]) == 149


def test_the_first_thing_the_page_shows_is_who_is_missing(house_with_reports: House):
    house = house_with_reports
    page = house.sees("SNV_OFFICER", SNV, "/reporting/campaigns/2026/board").text

    assert "Cơ quan chưa gửi báo cáo" in page
    assert "Sở Nội vụ" in page
    for tab, words in (
        ("rates", "Tỷ lệ báo cáo theo loại cơ quan"),
        ("arrivals", "ngày trước hạn"),
    ):
        path = f"/reporting/campaigns/2026/board?tab={tab}&day=2026-10-07"
        assert words in house.sees("SNV_OFFICER", SNV, path).text


def test_rates_lead_down_to_a_kind_of_agency_and_on_to_its_report(house_with_reports: House):
    house = house_with_reports
    first = house.sees("SNV_OFFICER", SNV, "/reporting/campaigns/2026/board?tab=rates").text
    down = html.unescape(re.search(r'href="([^"]+kind=[^"#]+)#agencies"', first)[1])

    seen = house.sees("SNV_OFFICER", SNV, down).text

    assert "UBND xã Ia Mơ" not in seen
    report = re.search(r'href="(/reporting/reports/[^"]+)">Sở Tư pháp', seen)[1]
    assert house.sees("SNV_OFFICER", SNV, report).status_code == 200


def test_arrivals_are_drawn_and_told(house_with_reports: House):
    house = house_with_reports
    told = house.asks("SNV_OFFICER", SNV, "GET", "campaigns/2026/arrivals").json
    drawing = house.sees("SNV_OFFICER", SNV, "/reporting/campaigns/2026/arrivals.svg")

    assert [one["received"] for one in told["days"]] == [0] * 4 + [1, 1, 2, 2, 2]
    assert told["forecast"] is None
    assert drawing.mimetype == "image/svg+xml"
    assert drawing.text.startswith("<svg")


def test_arrivals_stand_beside_the_two_years_before(house_with_reports: House):
    house = house_with_reports
    rows = house.service.store.database["submissions"]
    sent = rows.find_one({"year": 2026, "agency": JUSTICE})
    for year, agency, on in ((2024, JUSTICE, "2024-10-01"), (2025, JUSTICE, "2025-10-01")):
        more = {"_id": f"{year}-{agency}", "year": year, "submitted_on": on, "imported": True}
        rows.insert_one({**sent, **more})

    told = house.asks("SNV_OFFICER", SNV, "GET", "campaigns/2026/arrivals").json
    drawing = house.sees("SNV_OFFICER", SNV, "/reporting/campaigns/2026/arrivals.svg").text
    page = house.sees("SNV_OFFICER", SNV, f"/reporting/{BOARD}?tab=arrivals").text

    last = told["days"][-1]
    assert (last["received"], last["before"], last["earlier"], told["ahead"]) == (2, 1, 1, 1)
    assert all(one in drawing for one in ("Năm 2026", "Năm 2025", "Năm 2024", "Phải báo cáo"))
    assert "nhanh hơn năm trước 1 báo cáo" in page


def test_who_is_missing_can_be_listed_by_how_ready_its_report_is(house_with_reports: House):
    house = house_with_reports
    house.drafted(PLEIKU)
    house.asks("DANVAN_OFFICER", PLEIKU, "POST", f"{CAMPAIGN}/report/presentation", {})
    told = house.asks("SNV_OFFICER", SNV, "GET", "campaigns/2026/readiness").json["agencies"]
    own = house.asks("DANVAN_OFFICER", PLEIKU, "GET", "campaigns/2026/readiness").json["agencies"]
    page = house.sees("SNV_OFFICER", SNV, f"/reporting/{BOARD}?order=ready").text
    waiting = house.sees("SNV_OFFICER", SNV, f"/reporting/{BOARD}?order=ready&step=PRESENTED").text

    assert (len(told), told[-1]["agency"], told[-1]["step"]) == (149, PLEIKU, "PRESENTED")
    assert told[-1]["sections"] == {"done": len(SECTIONS), "whole": len(SECTIONS)}
    assert own == told[-1:], "its agency is told the same"
    table = page[page.index('id="ready-caption"') :]
    assert table.index("Sở Nội vụ") < table.index("UBND phường Pleiku")
    rows = waiting[waiting.index('id="ready-caption"') :]
    assert "UBND phường Pleiku" in rows
    assert "Chờ ký duyệt" in rows
    assert "Sở Nội vụ</th>" not in rows
    mine = house.sees("DANVAN_OFFICER", PLEIKU, "/reporting/report/2026").text
    assert "Mức sẵn sàng của báo cáo" in mine
    assert "Chờ ký duyệt" in mine


def test_how_earlier_years_came_is_one_of_the_parts_of_readiness(house_with_reports: House):
    house = house_with_reports
    rows = house.service.store.database["submissions"]
    sent = rows.find_one({"year": 2026, "agency": HEALTH})
    for year, came in ((2024, "LATE"), (2025, "ON_TIME")):
        more = {"_id": f"{year}-r", "year": year, "agency": PLEIKU, "timeliness": came}
        rows.insert_one({**sent, **more, "submitted_on": f"{year}-11-10", "imported": True})

    told = house.asks("DANVAN_OFFICER", PLEIKU, "GET", "campaigns/2026/readiness").json["agencies"]
    page = house.sees("DANVAN_OFFICER", PLEIKU, "/reporting/report/2026").text

    assert (told[0]["step"], told[0]["past"]) == (
        "NOT_BEGUN",
        {"2025": "IN_TIME", "2024": "LATE"},
    )
    assert "2025: đúng hạn; 2024: trễ hạn" in page


def test_readiness_is_told_of_today_only_and_of_what_can_still_be_sent(house_with_reports: House):
    house = house_with_reports
    then = f"/reporting/{BOARD}?order=ready&day=2026-10-05"
    sent = house.asks("DANVAN_OFFICER", HEALTH, "GET", "campaigns/2026/readiness").json

    assert 'id="ready-caption"' not in house.sees("SNV_OFFICER", SNV, then).text
    assert sent == {"agencies": []}
    assert "Mức sẵn sàng" not in house.sees("DANVAN_OFFICER", HEALTH, "/reporting/report/2026").text
    assert house.asks("RECEIVER", HEALTH, "GET", "campaigns/2026/readiness").status_code == 403


@pytest.mark.parametrize("day", ["2026-09-30", "2027-01-01", "hôm qua"])
def test_a_day_outside_the_campaign_is_refused_in_words(house_with_reports: House, day: str):
    page = house_with_reports.sees("SNV_OFFICER", SNV, f"/reporting/campaigns/2026/board?day={day}")

    assert page.status_code == 422
    assert "Lỗi" in page.text


def test_a_task_fills_the_gap_of_its_duty_from_the_day_it_was_completed(house_with_reports: House):
    house = house_with_reports
    on = date(2026, 2, 2)
    house.hears(
        HEALTH,
        pl.TaskOpened(task="t1", plan="p1", duty="D2.5", opened_on=on, due_on=on, assigned=True),
    )
    before = _duty(house, "D2.5")
    begun = house.sees("AGENCY_HEAD", HEALTH, "/reporting/campaigns/2026/matrix").text
    done = date(2026, 10, 8)
    house.hears(HEALTH, pl.TaskCompleted(task="t1", plan="p1", completed_on=done, on_time=False))

    assert (before["tasks"], before["done"], before["gap"]) == (1, 0, True)
    assert "Đang làm, chưa có minh chứng" in begun
    assert (_duty(house, "D2.5")["done"], _duty(house, "D2.5")["gap"]) == (1, False)
    assert _duty(house, "D2.5", "?day=2026-10-07")["gap"], "nobody knew of it the day before"
    page = house.sees("AGENCY_HEAD", HEALTH, "/reporting/campaigns/2026/matrix?day=2026-10-07")
    assert "Đang làm, chưa có minh chứng" in page.text
    wrong = "/reporting/campaigns/2026/matrix?day=2027-01-01"
    assert house.sees("AGENCY_HEAD", HEALTH, wrong).status_code == 422


def _duty(house: House, duty: str, asked: str = "") -> Any:
    lines = house.asks("AGENCY_HEAD", HEALTH, "GET", f"campaigns/2026/matrix{asked}").json
    return {one["duty"]: one for one in lines["agencies"][HEALTH]}[duty]


def test_the_province_sees_which_agencies_leave_a_duty_open(house_with_reports: House):
    house = house_with_reports
    page = house.sees("SNV_OFFICER", SNV, "/reporting/campaigns/2026/matrix?duty=D2.5").text
    whole = house.asks("SNV_OFFICER", SNV, "GET", "campaigns/2026/matrix").json["agencies"]

    behind = sum(one["gap"] for lines in whole.values() for one in lines if one["duty"] == "D2.5")
    assert f"{behind} cơ quan còn trống" in page
    link = html.unescape(re.search(r'href="([^"]+)">Sở Tư pháp', page)[1])
    assert "Sở Tư pháp" in house.sees("SNV_OFFICER", SNV, link).text


def test_a_board_of_an_earlier_day_goes_by_the_due_day_known_then(fresh: Callable[[str], House]):  # noqa: F811
    house = fresh(f"b{abs(hash('due')) % 10**6}").opened()
    letter = {"number": "1/SNV", "dated_on": "2026-11-17", "issuer": "Sở Nội vụ"}
    house.on(date(2026, 11, 18))
    path = "campaigns/2026/own-due"
    house.asks("SNV_OFFICER", SNV, "PUT", path, {"due_on": "2026-11-30", **letter})
    house.asks("SNV_LEADER", SNV, "POST", f"{path}/decision", {"granted": True})

    now = house.asks("SNV_OFFICER", SNV, "GET", BOARD).json
    then = house.asks("SNV_OFFICER", SNV, "GET", f"{BOARD}?day=2026-11-17").json

    assert (now["due_on"], now["stages"][HEALTH]) == ("2026-11-30", "EXPECTED")
    assert (then["due_on"], then["stages"][HEALTH]) == ("2026-11-16", "OVERDUE")


def test_another_agency_s_matrix_is_not_found(house_with_reports: House):
    path = f"campaigns/2026/matrix?agency={JUSTICE}"

    assert house_with_reports.asks("AGENCY_HEAD", HEALTH, "GET", path).status_code == 404
    assert house_with_reports.asks("DANVAN_OFFICER", HEALTH, "GET", BOARD).status_code == 403
