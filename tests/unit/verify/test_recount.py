"""Every figure of a small year, counted a second time in the plainest way from the rows as they were made."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from demo.year import Year
from demo.year.days import calendar, due_on as due_by_law
from demo.year.offices import IA_MO, PLEIKU, THONG_NHAT, UAR, Office
from law.cadence import quota
from law.defaults import shipped_packs
from verify.days import head_quota, is_working, plus_working, rolled
from verify.keys import BY_HAND, KEYS, PERCENTS
from verify.outcome import Province, together

FIRST, LAST = "2025-11-01", "2026-10-31"


def _rows(year: Year, office: Office) -> list[dict[str, Any]]:
    return [entry.row for entry in year.entries[office.id]]


def _inside(day: str | None) -> bool:
    return day is not None and FIRST <= day <= LAST


def _brute(rows: list[dict[str, Any]], office: Office) -> Counter[str]:
    found: Counter[str] = Counter(key for row in rows for key in _simple(row))
    for row in rows:
        if row["act"] == "register_petition":
            about = {one["act"]: one for one in rows if one.get("ref") == row["client_ref"]}
            found.update(_petition(row, about, office))
    return found


def _simple(row: dict[str, Any]) -> Iterator[str]:
    by_kind = {"STAFF": "DISSEM_SESSIONS", "PEOPLE": "MOBILISATION_SESSIONS"}
    if row["act"] == "hold_outreach" and _inside(row["held_on"]):
        yield by_kind[row["kind"]]
    if row["act"] == "complete_task" and _inside(row["on"]):
        yield "TASK_DONE"
    if row["act"] == "register_model" and _inside(row["started_on"]):
        yield f"DVK_NEW.{row['field']}"
    if row["act"] == "hold_dialogue" and _inside(row["held_on"]):
        yield "DIALOGUE_COUNT"
    if row["act"] == "hold_session" and (row["kind"], row["host"]) == ("PERIODIC", "HEAD"):
        yield "RCP_HEAD_DAYS"


def _petition(row: dict[str, Any], about: dict[str, Any], office: Office) -> Iterator[str]:
    group = {"COMPLAINT": "KN", "DENUNCIATION": "TC"}.get(row["kind"], "KNPA")
    received, decided = row["received_on"], about.get("decide_petition", {}).get("on")
    if _inside(received):
        yield f"PET_IN.{group}"
    sorted_out = about.get("classify_petition")
    other = sorted_out and sorted_out["disposition"] not in {"ACCEPT", "REQUEST_SUPPLEMENT"}
    ended = decided or (sorted_out["on"] if other else None)
    if received < FIRST and not (ended and ended < FIRST):
        yield f"PET_CARRIED.{group}"
    if sorted_out and _inside(sorted_out["on"]):
        yield from (f"PET_ELIGIBLE.{group}" for _ in range(sorted_out["eligible"]))
        yield from (f"PET_COMPETENT.{group}" for _ in range(sorted_out["competent"]))
    accepted = about.get("accept_petition")
    if accepted:
        yield from _settled(group, row["kind"], accepted, decided, office)


def _settled(group: str, kind: str, accepted: Any, decided: str | None, office: Office):
    rule = {"DENUNCIATION": "D-06", "RECOMMENDATION": "F-01", "FEEDBACK": "F-01"}.get(kind)
    facts = {"remote": office.remote, "is_complex": accepted["complex"]}
    start = date.fromisoformat(accepted["on"])
    complaint = {0: "C-02", 1: "C-03", 2: "C-04", 3: "C-05"}
    which = complaint[facts["is_complex"] + 2 * facts["remote"]]
    due = due_by_law(rule, start) if rule else due_by_law(which, start, **facts)
    if _inside(decided):
        yield f"PET_SETTLED.{group}"
        late = decided > due.isoformat()
        yield f"PET_OVERDUE.{group}" if late else f"PET_ONTIME.{group}"
    elif not decided and due.isoformat() <= LAST:
        yield f"PET_OVERDUE.{group}"


def test_the_recount_agrees_with_counting_by_the_law_row_by_row(year: Year, province: Province):
    differ = []
    for office in year.offices:
        outcome = province.agencies[office.id]
        brute = _brute(_rows(year, office), office)
        keys = [key for key in KEYS if key.startswith("PET_") and key not in BY_HAND]
        keys += ["TASK_DONE", "DIALOGUE_COUNT", "RCP_HEAD_DAYS", "DISSEM_SESSIONS"]
        if outcome.status == "ACCEPTED":
            differ += [(office.name, key) for key in keys if outcome.figures[key] != brute[key]]

    assert differ == []
    assert sum(province.now[f"PET_OVERDUE.{group}"] or 0 for group in ("KN", "TC", "KNPA")) > 5


def test_every_figure_is_told_for_both_years(province: Province):
    assert len(province.now) == len(province.before) == 119
    assert None not in province.now.values()
    assert None not in province.before.values()


def test_the_days_are_those_of_the_law():
    days = [date(2025, 10, 1) + timedelta(days=step) for step in range(457)]

    assert [on for on in days if is_working(on) != calendar().is_working_day(on)] == []
    assert plus_working(date(2025, 12, 30), 5) == date(2026, 1, 8)
    assert rolled(date(2026, 2, 19)) == date(2026, 2, 23)


@pytest.mark.parametrize(
    ("office", "commune"), [("commune-chair", True), ("department-head", False)]
)
def test_the_quota_of_heads_is_that_of_the_law(office: str, commune: bool):
    window = {"since": date(2025, 11, 1), "until": date(2026, 10, 31)}
    owed = quota(office, **window, calendar=calendar(), packs=shipped_packs()).days

    assert head_quota(commune=commune, first=window["since"], last=window["until"]) == owed


def test_the_quota_of_the_first_half_of_2026_leaves_out_the_week_of_tet():
    half = head_quota(commune=True, first=date(2026, 1, 1), last=date(2026, 6, 30))

    assert half == 24


@pytest.mark.parametrize(
    ("name", "day", "timeliness", "late"),
    [
        ("GL_2025/STP", date(2026, 11, 14), "ON_TIME", 0),
        (PLEIKU, date(2026, 11, 16), "ON_TIME", 0),
        (THONG_NHAT, date(2026, 11, 17), "LATE", 1),
        (IA_MO, date(2026, 11, 18), "LATE", 2),
        ("GL_2025/SYT", date(2026, 11, 20), "ON_TIME_AFTER_RETURN", 0),
        ("Phường Bồng Sơn", date(2026, 11, 23), "LATE_CORRECTION", 1),
        ("Xã Biển Hồ", date(2026, 11, 25), "ON_TIME_AFTER_RETURN", 0),
    ],
)
def test_reports_are_late_as_sc12_has_it(
    year: Year, province: Province, name: str, day: date, timeliness: str, late: int
):
    office = next(one for one in year.offices if one.is_called(name))
    found = province.agencies[office.id]

    assert (found.submitted_on, found.timeliness, found.days_late) == (day, timeliness, late)


def test_a_returned_report_is_not_summed_and_who_never_sent_one_is_missing(
    year: Year, province: Province
):
    uar = next(one for one in year.offices if one.is_called(UAR))
    states = Counter(one.status for one in province.agencies.values())

    assert province.agencies[uar.id].status == "RETURNED"
    assert province.agencies[uar.id].figures == {}
    assert states["ACCEPTED"] == 12
    assert states["MISSING"] == 151 - 13


def test_a_percent_of_the_province_is_the_mean_rounded_half_up():
    key = sorted(PERCENTS)[0]

    assert together(key, [{key: 90}, {key: 91}, {}]) == 91
    assert together(key, [{key: 90}, {key: 90}, {key: 91}]) == 90
    assert together("PET_IN.KN", [{"PET_IN.KN": 2}, {"PET_IN.KN": 3}]) == 5
    assert together(key, []) is None
