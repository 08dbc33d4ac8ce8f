"""Groups, routes, competence, statistical periods and form checks."""

from datetime import date

import pytest

from law.handling import (
    NoSuchPeriod,
    NoSuchRoute,
    broken_checks,
    is_group,
    remedy,
    representatives,
    route,
    statistics_window,
)
from law.votes import has_quorum

D = date.fromisoformat

A_WHOLE_FORM = {
    1: 20,
    2: 5,
    3: 1,
    5: 12,
    6: 2,
    8: 20,
    9: 18,
    11: 10,
    12: 4,
    13: 4,
    14: 9,
    15: 1,
    16: 6,
    17: 2,
    18: 12,
    19: 7,
    20: 2,
    21: 3,
    22: 6,
    23: 2,
    24: 4,
}


def test_five_persons_on_one_matter_are_a_group(packs):
    assert not is_group(4, packs=packs)
    assert is_group(5, packs=packs)


@pytest.mark.parametrize(("persons", "most"), [(5, 2), (10, 2), (11, 5), (120, 5)])
def test_a_group_speaks_through_a_few(packs, persons, most):
    assert representatives(persons, packs=packs).most == most
    assert representatives(4, packs=packs) is None


@pytest.mark.parametrize(
    ("disposition", "kind", "rule"),
    [
        ("FORWARD", "DENUNCIATION", "D-03"),
        ("FORWARD", "FEEDBACK", "R-03"),
        ("FORWARD", "REGULATORY_FEEDBACK", "F-02"),
        ("STORE", "COMPLAINT", "R-04"),
        ("INSPECT", "DENUNCIATION", "R-05"),
        ("GUIDE", "COMPLAINT", ""),
    ],
)
def test_a_route_leads_to_its_time_limit(packs, disposition, kind, rule):
    assert route(disposition, kind=kind, packs=packs).rule == rule


def test_a_complaint_is_guided_not_forwarded(packs):
    with pytest.raises(NoSuchRoute):
        route("FORWARD", kind="COMPLAINT", packs=packs)


def test_every_route_points_at_a_rule_that_is_there(packs):
    assert {one.rule for one in packs.dispositions if one.rule} <= set(packs.rules)


def test_a_commune_chairs_act_goes_to_the_province_in_the_second_instance(packs):
    assert packs.competences["COMMUNE_ACT"].second == "Chủ tịch UBND tỉnh"
    assert packs.competences["DENOUNCED_HEAD"].first == "Người đứng đầu cơ quan cấp trên trực tiếp"


def test_who_waits_too_long_may_go_on_as_the_law_says_of_kind_and_instance(packs):
    told = {
        (kind, instance): remedy(kind, instance=instance, on=date(2026, 11, 23), packs=packs)
        for kind in ("COMPLAINT", "DENUNCIATION", "RECOMMENDATION", "FEEDBACK")
        for instance in ("FIRST", "SECOND")
    }

    assert "khiếu nại lần hai đến" in told["COMPLAINT", "FIRST"]
    assert "khởi kiện" in told["COMPLAINT", "SECOND"]
    assert "khiếu nại lần hai đến" not in told["COMPLAINT", "SECOND"]
    assert "tố cáo tiếp" in told["DENUNCIATION", "FIRST"]
    assert all(told[kind, "FIRST"] for kind, _ in told)


def test_before_the_law_was_in_force_it_offered_nothing(packs):
    asked = {"instance": "FIRST", "packs": packs}

    assert remedy("DENUNCIATION", on=date(2018, 12, 31), **asked) == ""
    assert remedy("DENUNCIATION", on=date(2019, 1, 1), **asked).endswith(").")


def test_refusing_one_who_persists_needs_a_written_notice(packs):
    assert packs.reception_refusals["SETTLED"].needs_notice
    assert not packs.reception_refusals["THREAT"].needs_notice


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("Q1", "2025-12-15", "2026-03-14"),
        ("Q2", "2026-03-15", "2026-06-14"),
        ("Q3", "2026-06-15", "2026-09-14"),
        ("Q4", "2026-09-15", "2026-12-14"),
        ("M6", "2025-12-15", "2026-06-14"),
        ("M9", "2025-12-15", "2026-09-14"),
        ("YEAR", "2025-12-15", "2026-12-14"),
    ],
)
def test_the_inspectorates_periods_run_from_the_fifteenth_to_the_fourteenth(
    packs, code, start, end
):
    found = statistics_window(code, year=2026, packs=packs)

    assert (found.start, found.end) == (D(start), D(end))


def test_an_unknown_period_is_refused(packs):
    with pytest.raises(NoSuchPeriod):
        statistics_window("Q5", year=2026, packs=packs)


def test_a_form_whose_sums_agree_passes(packs):
    assert list(broken_checks("01/XLD", A_WHOLE_FORM, packs=packs)) == []


def test_a_form_whose_sums_differ_says_which(packs):
    broken = list(broken_checks("01/XLD", {**A_WHOLE_FORM, 19: 8}, packs=packs))

    assert [(one.check.equal, one.sums) for one in broken] == [(((18,), (19, 20, 21)), (12, 13))]


def test_a_meeting_needs_more_than_half_of_all_households(packs):
    assert not has_quorum(48, total=96, packs=packs)
    assert has_quorum(49, total=96, packs=packs)
