"""The yearly report: its date, its window, its outline, its hard rules."""

from datetime import date

import pytest

from law.report import (
    NoOverrideInstrument,
    NoSuchWindow,
    Override,
    ReportNotInForce,
    broken_hard_rules,
    missing_sections,
    rating_cap,
    reminders,
    report_due,
    reporting_period,
)

D = date.fromisoformat


@pytest.mark.parametrize(
    ("year", "nominal", "effective", "before"),
    [
        (2022, "2022-11-14", "2022-11-14", "2022-11-14"),
        (2023, "2023-11-14", "2023-11-14", "2023-11-14"),
        (2024, "2024-11-14", "2024-11-14", "2024-11-14"),
        (2025, "2025-11-14", "2025-11-14", "2025-11-14"),
        (2026, "2026-11-14", "2026-11-16", "2026-11-13"),
        (2027, "2027-11-14", "2027-11-15", "2027-11-12"),
        (2028, "2028-11-14", "2028-11-14", "2028-11-14"),
    ],
)
def test_before_the_fifteenth_means_the_fourteenth_rolled_forward(
    calendar, packs, year, nominal, effective, before
):
    found = report_due(year, calendar=calendar, packs=packs)

    assert found.nominal == D(nominal)
    assert found.effective == D(effective)
    assert found.last_working_day_before == D(before)


def test_no_report_was_due_before_the_directive(calendar, packs):
    with pytest.raises(ReportNotInForce):
        report_due(2021, calendar=calendar, packs=packs)


def test_a_numbered_letter_may_set_another_date_for_one_year(calendar, packs):
    letter = Override(D("2026-11-28"), "1234/SNV-XDCQ")
    assert report_due(2026, calendar=calendar, packs=packs, override=letter).effective == D(
        "2026-11-30"
    )

    with pytest.raises(NoOverrideInstrument):
        report_due(2026, calendar=calendar, packs=packs, override=Override(D("2026-11-28"), ""))


def test_the_figures_run_from_november_to_october_and_are_estimated_to_mid_december(packs):
    period = reporting_period(2026, packs=packs)

    assert (period.start, period.end) == (D("2025-11-01"), D("2026-10-31"))
    assert period.estimate_to == D("2026-12-14")


def test_other_windows_are_asked_by_name(packs):
    assert reporting_period(2026, packs=packs, window="INSPECTORATE").start == D("2025-12-15")
    with pytest.raises(NoSuchWindow):
        reporting_period(2026, packs=packs, window="FISCAL")


def test_reminders_come_before_and_after_the_due_date(calendar, packs):
    found = report_due(2026, calendar=calendar, packs=packs)

    told = list(reminders(found, calendar=calendar))

    assert told == [
        D("2026-10-17"),
        D("2026-11-02"),
        D("2026-11-11"),
        D("2026-11-16"),
        D("2026-11-17"),
        D("2026-11-19"),
        D("2026-11-23"),
        D("2026-11-26"),
    ]
    rules = packs.report.reminders
    assert [one.chasing for one in rules] == [0, 0, 0, 0, 1, 2, 3, 0]
    assert [one.code for one in rules if one.escalates] == ["T+7"]


def test_the_outline_has_every_duty_once(packs):
    told = [duty for section in packs.report.sections for duty in section.duties]

    assert sorted(told) == sorted(packs.duties)


def test_a_report_without_the_reform_section_is_incomplete(packs):
    codes = {section.code for section in packs.report.sections}

    missing = missing_sections(codes - {"CCHC_IMPACT"}, packs=packs)

    assert [section.code for section in missing] == ["CCHC_IMPACT"]
    assert missing_sections(codes, packs=packs) == ()


def test_a_broken_rule_caps_the_rating_and_the_lowest_cap_counts(packs):
    every = {rule.check for rule in packs.report.hard_rules}

    assert rating_cap(every, packs=packs) == (None, ())
    late, because = rating_cap(every - {"IN_TIME"}, packs=packs)
    assert (late.code, [one.duty for one in because]) == ("GOOD", ["D9.3"])
    both, because = rating_cap(every - {"IN_TIME", "MODEL_IN_PERIOD"}, packs=packs)
    assert (both.code, [one.duty for one in because]) == ("DONE", ["D2.10", "D9.3"])
    levels = {one.code for one in packs.report.ratings}
    assert {rule.caps for rule in packs.report.hard_rules} <= levels


def test_four_rules_are_hard(packs):
    assert {rule.duty for rule in packs.report.hard_rules} == {"D2.10", "D3.3", "D4.2", "D9.3"}
    kept = {"SECTION_PRESENT", "EVALUATION_PRESENT", "IN_TIME"}
    assert [rule.duty for rule in broken_hard_rules(kept, packs=packs)] == ["D2.10"]
