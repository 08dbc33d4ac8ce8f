"""The law against the slow oracle, which shares nothing with it but the text of the rules."""

import ast
import json
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from bench import law_oracle, slow_days, slow_law
from kernel.errors import Refusal
from law.calendar.table import BeyondCalendar
from law.deadlines import again, calendar_of, due, record
from law.defaults import shipped_register
from law.report import report_due

CASES = 4_000
DAYS = st.dates(date(2021, 1, 4), date(2027, 6, 30))
NEAR_EDGES = st.builds(
    lambda edge, days: edge + timedelta(days=days),
    st.sampled_from(law_oracle.EDGES),
    st.integers(-40, 10),
)
STARTS = DAYS | NEAR_EDGES.filter(lambda day: day > date(2021, 3, 1))
KNOWN = st.sampled_from([date.max, date(2024, 1, 1), date(2025, 12, 24), date(2026, 1, 6)])


def the_same(case: slow_law.Case) -> bool:
    try:
        return law_oracle.found(case) == law_oracle.expected(case)
    except slow_days.OffTheTable:
        return True


def packages(node: ast.AST) -> list[str]:
    match node:
        case ast.Import(names=names):
            return [one.name for one in names]
        case ast.ImportFrom(module=str(module)):
            return [module]
    return []


def test_the_oracle_imports_nothing_of_the_law_and_no_holiday_library():
    sources = [
        Path(module.__file__).read_text(encoding="utf-8") for module in (slow_law, slow_days)
    ]
    imported = {
        name for text in sources for node in ast.walk(ast.parse(text)) for name in packages(node)
    }

    assert imported <= {"bench.slow_days", *sys.stdlib_module_names}


def test_the_law_and_the_oracle_give_the_same_dates_and_the_same_refusals():
    assert list(law_oracle.differing(CASES, seed=1)) == []


def test_a_planted_error_is_found():
    assert any(law_oracle.differing(CASES, plant=True, seed=1))


def test_every_proof_leads_to_its_date_again_by_its_record_alone(register, packs):
    for case in law_oracle.cases(600, seed=2):
        calendar = law_oracle.calendar_of(case.year)
        try:
            found = due(case.rule, law_oracle.facts_of(case), calendar, packs)
        except Refusal:
            continue
        kept = json.loads(json.dumps(record(found.proof)))

        derived = again(kept, calendar=calendar_of(kept, register=register), packs=packs)

        assert derived[:4] == found[:4]


def test_a_third_of_the_cases_is_tricky():
    tricky = [
        case
        for case in law_oracle.cases(3_000)
        if case.extensions
        or case.suspensions
        or any(abs((case.start - edge).days) <= 60 for edge in law_oracle.EDGES)
    ]

    assert len(tricky) >= 1_000


@given(
    rule=st.sampled_from(slow_law.RULES),
    start=STARTS,
    remote=st.booleans(),
    hard=st.booleans(),
    criteria=st.sets(st.sampled_from("abcdđeg"), max_size=3),
)
@settings(max_examples=300)
def test_whatever_the_circumstances_both_agree(rule, start, remote, hard, criteria):
    case = slow_law.Case(rule, start, remote=remote, complex=hard, criteria=tuple(sorted(criteria)))

    assert the_same(case)
    assert the_same(replace(case, remote=False, complex=False, criteria=()))


@given(
    rule=st.sampled_from(law_oracle.SETTLING),
    start=STARTS,
    pauses=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 60)), max_size=3),
    extensions=st.lists(st.tuples(st.integers(0, 120), st.none() | st.integers(0, 32)), max_size=3),
    ground=st.sampled_from(law_oracle.GROUNDS),
)
@settings(max_examples=400)
def test_whatever_is_decided_on_the_way_both_agree(rule, start, pauses, extensions, ground):
    day = timedelta(days=1)
    case = slow_law.Case(
        rule,
        start,
        suspensions=tuple((start + a * day, start + (a + b) * day, ground) for a, b in pauses),
        extensions=tuple(
            (start + a * day, days) for a, days in sorted(extensions, key=lambda e: e[0])
        ),
    )

    assert the_same(case)


@given(start=STARTS, count=st.integers(0, 60), known=KNOWN)
@settings(max_examples=300)
def test_working_days_are_those_of_a_walk_from_day_to_day(start, count, known):
    calendar, table = shipped_register().as_known_at(known), slow_days.Year(known)
    try:
        end = table.after(start, count)
        assert calendar.add_working_days(start, count) == end
        assert calendar.working_days_between(start, end) == table.between(start, end)
        assert calendar.roll_forward(start) == table.rolled(start)
    except slow_days.OffTheTable:
        pytest.skip("beyond the literal table")


@given(start=STARTS, count=st.integers(1, 60))
@settings(max_examples=200)
def test_counting_back_and_forth_meets(start, count):
    calendar = shipped_register().latest()

    end = calendar.add_working_days(start, count)

    assert calendar.is_working_day(end)
    assert calendar.working_days_between(start, end) == count
    assert calendar.take_working_days(end, count) <= calendar.roll_forward(start)
    assert len(calendar.days_off_between(start, end)) == (end - start).days - count


@pytest.mark.parametrize("year", range(2022, 2027))
def test_the_report_is_due_as_the_oracle_walks(calendar, packs, year):
    found = report_due(year, calendar=calendar, packs=packs)

    assert found.effective == slow_days.Year().rolled(date(year, 11, 14))


def test_no_calendar_is_made_up_beyond_its_span():
    with pytest.raises(BeyondCalendar):
        shipped_register().latest().roll_forward(date(2030, 1, 1))
