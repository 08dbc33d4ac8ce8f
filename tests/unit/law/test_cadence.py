"""Reception days owed and kept."""

from datetime import date

import pytest

from law.cadence import (
    HeldSession,
    NoSuchOffice,
    WrongPeriod,
    common_day,
    compliance,
    counts,
    quota,
)

D = date.fromisoformat


def owed(office, since, until, calendar, packs):
    return quota(office, since=D(since), until=D(until), calendar=calendar, packs=packs)


def test_the_commune_chair_owed_a_day_a_week_until_june_2026_and_two_a_month_since(calendar, packs):
    found = owed("commune-chair", "2026-01-01", "2026-12-31", calendar, packs)

    assert found.days == 36
    assert [(len(one.stretches), one.cadence.days) for one in found.regimes] == [(24, 1), (6, 2)]


def test_the_week_of_tet_without_a_working_day_is_not_owed(calendar, packs):
    weeks = owed("commune-chair", "2026-02-09", "2026-03-01", calendar, packs).stretches

    assert [week.first for week in weeks] == [D("2026-02-09"), D("2026-02-23")]


def test_a_week_or_month_partly_outside_the_period_is_not_owed(calendar, packs):
    assert owed("commune-chair", "2026-01-06", "2026-01-11", calendar, packs).days == 0
    assert owed("province-chair", "2026-01-02", "2026-02-28", calendar, packs).days == 1
    assert owed("province-chair", "2026-12-01", "2026-12-31", calendar, packs).days == 1


@pytest.mark.parametrize(
    ("office", "days"),
    [
        ("province-chair", 12),
        ("department-head", 12),
        ("provincial-party-secretary", 12),
        ("commune-party-secretary", 24),
        ("council-standing", 12),
        ("district-chair", 0),
    ],
)
def test_each_office_has_its_quota_for_2026(calendar, packs, office, days):
    assert owed(office, "2026-01-01", "2026-12-31", calendar, packs).days == days


def test_the_district_chair_owed_two_days_a_month_until_the_districts_ended(calendar, packs):
    assert owed("district-chair", "2025-01-01", "2025-12-31", calendar, packs).days == 12


def test_an_unknown_office_and_a_period_that_runs_backwards_are_refused(calendar, packs):
    with pytest.raises(NoSuchOffice):
        owed("emperor", "2026-01-01", "2026-12-31", calendar, packs)
    with pytest.raises(WrongPeriod):
        owed("commune-chair", "2026-12-31", "2026-01-01", calendar, packs)


@pytest.mark.parametrize(
    ("session", "counted"),
    [
        (HeldSession(on=D("2026-07-15")), True),
        (HeldSession(on=D("2026-07-15"), host="AUTHORISED_DEPUTY"), False),
        (HeldSession(on=D("2026-07-15"), kind="AD_HOC"), False),
        (HeldSession(on=D("2026-07-15"), online=True), True),
        (HeldSession(on=D("2026-06-15"), online=True), False),
    ],
)
def test_only_the_heads_own_periodic_sessions_count(packs, session, counted):
    assert counts(session, packs=packs) is counted


def test_two_sessions_on_one_day_are_one_day_and_a_surplus_repays_nothing(calendar, packs):
    found = owed("commune-chair", "2026-07-01", "2026-08-31", calendar, packs)
    held = [HeldSession(on=D(f"2026-07-{day:02}")) for day in (1, 1, 2, 3)]

    kept = compliance(found, held, packs=packs)

    assert [(one.held, one.missing) for one in kept] == [(3, 0), (0, 2)]


def test_the_fifteenth_of_2026_moves_to_the_next_working_day(calendar, packs):
    days = [common_day(2026, month=month, calendar=calendar, packs=packs) for month in range(1, 13)]

    assert [day.day for day in days] == [15, 23, 16, 15, 15, 15, 15, 17, 15, 15, 16, 15]
