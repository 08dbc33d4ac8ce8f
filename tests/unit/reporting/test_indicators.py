"""Indicators: estimates to 14/12, the year before, and shares."""

from datetime import date

import pytest

from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.indicators import (
    RATES,
    Line,
    Period,
    State,
    kind_of,
    shares_of,
    state_of,
)
from services.reporting.domain.terms import DISTINCT, TERMS

YEAR = Period(date(2025, 11, 1), date(2026, 10, 31), date(2026, 10, 31), date(2026, 12, 14))


@pytest.mark.parametrize(
    ("key", "value", "estimate"),
    [
        ("PET_IN.KN", 365, 409),  # 365 days known, 409 in all
        ("PET_IN.KN", 0, 0),
        ("PET_IN.KN", None, None),
        ("DVK_ACTIVE.ECONOMY", 12, 12),
        ("TASK_OVERDUE", 3, 3),
        ("SATISFACTION", 90, 90),
        ("RCP_HEAD_QUOTA", 24, 24),
    ],
)
def test_what_happens_is_estimated_at_its_pace_and_what_stands_is_not(key, value, estimate):
    assert YEAR.estimated(key, value) == estimate


def test_half_a_year_is_estimated_from_the_day_its_data_were_closed():
    half = Period(date(2025, 11, 1), date(2026, 10, 31), date(2026, 5, 1), date(2026, 12, 14))

    assert half.estimated("DIALOGUE_COUNT", 182) == 409


def test_the_year_before_of_a_leap_day_is_the_last_of_february():
    leap = Period(date(2023, 3, 1), date(2024, 2, 29), date(2024, 2, 29))

    assert leap.year_before() == (date(2022, 3, 1), date(2023, 2, 28))


def test_a_value_is_a_number_nothing_or_not_told():
    assert [state_of(one) for one in (4, 0, None)] == [State.NUMBER, State.NONE, State.NOT_REPORTED]


def test_shares_divide_figures_and_tell_nothing_of_nothing():
    rate = next(one for one in RATES if one.code == "PET_ONTIME_RATE")

    late = {"PET_ONTIME.KN": 2, "PET_ONTIME.TC": None, "PET_OVERDUE.KN": 1}
    assert rate.value(late) == 66.7
    assert rate.value({"PET_ONTIME.KN": 10, "PET_SETTLED.KN": 10, "PET_OVERDUE.KN": 90}) == 10.0
    assert rate.value({"PET_ONTIME.KN": 0, "PET_OVERDUE.KN": 0}) is None
    assert (rate.told(late), rate.told({"PET_ONTIME.KN": None, "PET_IN.KN": 1})) == (True, False)
    owed = next(one for one in RATES if one.code == "RCP_HEAD_RATE")
    assert owed.value({"RCP_HEAD_QUOTA": 12, "RCP_HEAD_DAYS": None}) is None, "nobody told"
    assert owed.value({"RCP_HEAD_QUOTA": 12, "RCP_HEAD_DAYS": 0}) == 0.0
    assert rate.formula == "PET_ONTIME / (PET_ONTIME + PET_OVERDUE)"
    codes = {key.partition(".")[0] for key in BY_KEY}
    assert all({*one.over, *one.under} <= codes for one in RATES)


def test_a_share_stands_beside_the_year_before_and_says_what_it_is_without_a_number():
    def line(key: str, value: int | None, previous: int | None) -> Line:
        return Line(
            key=key, title="", unit="", section="", auto=True, value=value, previous=previous
        )

    told = [line("TASK_DONE", 0, 3), line("TASK_TOTAL", 4, 4), line("PET_ONTIME.KN", 0, 1), line("PET_OVERDUE.KN", 0, 0)]  # fmt: skip
    found = {one.rate.code: one for one in shares_of(told)}

    done, in_time, replied = (found[f"{code}_RATE"] for code in ("TASK_DONE", "PET_ONTIME", "DIALOGUE_ANSWERED"))  # fmt: skip
    assert (done.value, done.previous, done.change, done.state) == (0.0, 75.0, -75.0, State.NUMBER)
    assert (in_time.value, in_time.change, in_time.state) == (None, None, State.NONE)
    assert replied.state is State.NOT_REPORTED


def test_every_counted_figure_has_things_behind_it():
    assert all(kind_of(key) for key in (*TERMS, *DISTINCT))
