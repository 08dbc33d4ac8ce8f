"""Estimates to 14/12 go with an agency's report, marked so, at the pace of the days known when it was frozen."""

import io
from datetime import date

from hypothesis import given, strategies as st
from openpyxl import load_workbook

from services.reporting.adapters import words, xlsx
from services.reporting.domain.drafts import Draft
from services.reporting.domain.estimates import estimates, with_estimates
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.indicators import Period
from services.reporting.domain.terms import stands
from tests.unit.reporting.drawings import agency_report

FIRST, LAST, TO = date(2025, 11, 1), date(2026, 10, 31), date(2026, 12, 14)
PERIOD = Period(FIRST, LAST, closed_on=LAST, estimate_to=TO)
FLOW = "PET_IN.KN"


def draft(as_of: str = "2026-11-10T09:00:00+07:00", **figures: int) -> Draft:
    told = {key.replace("__", "."): n for key, n in figures.items()}
    return Draft(id="d", agency="a", campaign="c", year=2026, auto=told, as_of=as_of)


def test_a_figure_goes_on_at_its_pace_to_the_day_of_the_estimate():
    # 365 days were told, 409 are estimated: 365 letters become 409.
    assert estimates(draft(PET_IN__KN=365), PERIOD) == {FLOW: 409}


def test_what_was_frozen_early_is_reckoned_by_the_days_known_then_whenever_it_is_sent():
    early = draft("2026-01-01T09:00:00+07:00", PET_IN__KN=62)
    that_day = Period(FIRST, LAST, closed_on=date(2026, 1, 1), estimate_to=TO)

    assert estimates(early, that_day) == estimates(early, PERIOD) == {FLOW: 409}


def test_what_has_no_pace_has_no_estimate():
    kept = {key: 7 for key, one in BY_KEY.items() if stands(key) or one.percent or one.by_law}
    one = Draft(
        id="d", agency="a", campaign="c", year=2026, auto=kept, as_of="2026-11-10T09:00:00+07:00"
    )

    assert kept
    assert estimates(one, PERIOD) == {}


def test_where_nothing_is_estimated_a_report_says_nothing_of_it():
    one = draft(PET_IN__KN=365)
    content = {"year": 2026, "figures": one.lines()}

    assert with_estimates(content, one, Period(FIRST, LAST, LAST, None)) == content


@given(st.dictionaries(st.sampled_from(sorted(BY_KEY)), st.integers(0, 10_000)))
def test_an_estimate_is_told_beside_the_figure_and_never_changes_it(figures: dict[str, int]):
    one = Draft(
        id="d", agency="a", campaign="c", year=2026, auto=figures, as_of="2026-11-10T09:00:00+07:00"
    )
    content = {"figures": one.lines()}

    found = with_estimates(content, one, PERIOD)["figures"]

    for key, line in found.items():
        assert {name: n for name, n in line.items() if name != "estimate"} == one.lines()[key]
        assert line.get("estimate", line["value"]) >= line["value"]


def test_a_paper_names_the_day_and_marks_each_estimate():
    paper = agency_report()
    line = next(one for one in paper.figures if one.estimate)

    assert paper.estimate_to == TO
    assert words.estimate(line) == f"ước {words.number(line.estimate)}"
    sheet = load_workbook(io.BytesIO(xlsx.draw(paper)))["So lieu"]
    assert [one.value for one in sheet[1]][-1] == "Ước đến 14/12"
    rows = {row[0].value: row[8].value for row in sheet.iter_rows(min_row=2)}
    assert rows[line.key] == line.estimate
