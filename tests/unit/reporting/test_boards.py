"""Boards: as it was known at the end of a day, beside the year before, with gaps that are gaps."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, strategies as st

from contracts.reporting import Timeliness
from law.defaults import shipped_packs
from services.reporting.domain.boards import (
    Arrivals,
    Course,
    Stage,
    TaskSeen,
    arrivals,
    board,
    by_kind,
    forecast,
    matrix,
    share,
    span,
)
from services.reporting.domain.campaigns import Campaign

DUE = date(2026, 11, 16)
AGENCIES = ("a", "b", "c", "d")
DAYS = st.integers(-20, 20).map(lambda n: DUE + timedelta(days=n))


@st.composite
def ways(draw: st.DrawFn) -> list[Course]:
    """Versions of some agencies: each returned before the next one comes, the last perhaps accepted."""
    found = []
    for agency in AGENCIES:
        on = draw(DAYS)
        for number in range(1, draw(st.integers(0, 3)) + 1):
            back = on + timedelta(days=draw(st.integers(0, 5)))
            found.append(Course(agency=agency, number=number, submitted_on=on, timeliness=draw(st.sampled_from(Timeliness)), returned_on=back))  # fmt: skip
            on = back + timedelta(days=draw(st.integers(1, 5)))
        if found and found[-1].agency == agency and draw(st.booleans()):
            last = found[-1]
            found[-1] = Course(**{**vars(last), "returned_on": None, "accepted_on": last.returned_on})  # fmt: skip
    return found


def slowly(courses: list[Course], agency: str, day: date) -> Stage:
    """The same by going through the days one after the other."""
    stage, at = Stage.EXPECTED, min((DUE, day, *(one.submitted_on for one in courses)))
    while at <= day:
        if stage is Stage.EXPECTED and at > DUE:
            stage = Stage.OVERDUE
        for one in (one for one in courses if one.agency == agency):
            if one.submitted_on == at:
                stage = Stage.WAITING
            if one.accepted_on == at:
                stage = Stage.ACCEPTED
            if one.returned_on == at:
                stage = Stage.RETURNED
        at += timedelta(days=1)
    return stage


@given(ways(), DAYS)
def test_a_board_shows_what_had_happened_by_the_end_of_its_day(courses: list[Course], day: date):
    found = board(AGENCIES, courses, day=day, due_on=DUE)

    assert {one.agency: one.stage for one in found.places} == {
        one: slowly(courses, one, day) for one in AGENCIES
    }


@given(ways(), DAYS)
def test_the_numbers_of_a_board_add_up(courses: list[Course], day: date):
    found = board(AGENCIES, courses, day=day, due_on=DUE)

    assert found.expected == len(AGENCIES) == sum(found.count(one) for one in Stage)
    assert found.received + len(found.missing) == found.expected
    assert found.in_time <= found.received


@given(ways(), DAYS)
def test_kinds_are_the_whole_board_in_parts(courses: list[Course], day: date):
    whole = board(AGENCIES, courses, day=day, due_on=DUE)
    parts = by_kind(whole, lambda agency: "x" if agency in "ab" else "y")

    assert list(parts) == ["x", "y"]
    for name in ("expected", "received", "in_time"):
        assert sum(getattr(one, name) for one in parts.values()) == getattr(whole, name)


@given(ways())
def test_a_later_version_is_no_second_arrival(courses: list[Course]):
    curve = arrivals(2026, courses, expected=len(AGENCIES), due_on=DUE)

    assert curve.by(10_000) == len({one.agency for one in courses})
    firsts = Counter((one.submitted_on - DUE).days for one in courses if one.number == 1)
    assert Counter(curve.days) == firsts


def test_rates_are_rounded_half_up_to_a_tenth_of_a_percent():
    assert share(1, 3) == 333
    assert share(2, 3) == 667
    assert share(1, 2000) == 1
    assert share(0, 0) is None


def test_those_missing_are_expected_as_in_the_year_before():
    before = Arrivals(2025, 10, (-9, -8, -5, -2, -1, 0, 4))
    now = Arrivals(2026, 20, (-9, -8, -7, -6))

    # By the fifth day before the due day 3 of 10 had come, by the due day 3 more of the 7 missing.
    assert forecast(now, before, day=-5) == 4 + round(16 * 3 / 7)


def test_nothing_is_forecast_once_the_day_has_come_or_without_an_earlier_year():
    now = Arrivals(2026, 20, (-9,))

    assert forecast(now, Arrivals(2025, 10, (-1,)), day=0) is None
    assert forecast(now, Arrivals(2025, 0, ()), day=-5) is None
    assert forecast(now, Arrivals(2025, 1, (-9,)), day=-5) is None


@given(st.lists(st.integers(-20, 20), max_size=10), st.integers(-19, -1))
def test_a_forecast_lies_between_what_came_and_what_is_expected(days: list[int], day: int):
    before = Arrivals(2025, 10, tuple(sorted(days)))
    now = Arrivals(2026, 30, (-20, -20))
    found = forecast(now, before, day=day)

    assert found is None or 2 <= found <= 30


def test_day_by_day_the_curve_only_rises():
    rows = span(Arrivals(2026, 3, (-2, 0)), Arrivals(2025, 3, (-1,)), first=-3, last=1)

    assert rows == [(-3, (0, 0)), (-2, (1, 0)), (-1, (1, 1)), (0, (2, 1)), (1, (2, 1))]


# --- the directive ----------------------------------------------------------------------------------

DUTIES = shipped_packs().duties


def lines(figures: dict[str, int], *tasks: TaskSeen, reported: bool = False):
    found = matrix(DUTIES.values(), tasks, figures, reported=reported)
    return {one.duty.id: one for one in found}


def test_a_duty_that_nothing_shows_is_a_gap():
    assert lines({})["D2.7"].gap


def test_a_task_fills_a_gap_and_its_completion_is_evidence():
    task = TaskSeen(agency="a", duty="D2.7", done=True)

    found = lines({}, task)["D2.7"]
    assert (found.tasks, found.done, found.gap) == (1, 1, False)


def test_a_task_without_evidence_leaves_the_gap_open():
    found = lines({}, TaskSeen(agency="a", duty="D2.7", done=False))["D2.7"]

    assert (found.tasks, found.gap, found.begun) == (1, True, True)


def test_a_figure_fills_a_gap_with_all_its_groups():
    found = lines({"DVK_ACTIVE.ECONOMY": 1, "DVK_ACTIVE.SOCIETY": 2})["D2.7"]

    assert found.figures == {"DVK_ACTIVE": 3}
    assert not found.gap


def test_nought_is_an_answer_only_in_a_report_that_was_sent():
    assert lines({"HARASSMENT_CASES": 0})["D4.5"].gap
    assert not lines({"HARASSMENT_CASES": 0}, reported=True)["D4.5"].gap


def test_what_only_some_owe_is_no_gap_of_the_others():
    only_projects = DUTIES["D6.2"]

    assert only_projects.who == ("PRJ",)
    assert not lines({})["D6.2"].gap


def test_a_board_of_an_earlier_day_expects_whom_that_days_organisation_asked():
    """Two units merge on 01/03, and the new one gives way to a third on 01/07."""
    campaign = Campaign(
        id="c",
        agency="snv",
        year=2026,
        opened_on=date(2026, 1, 5),
        window_from=date(2025, 11, 1),
        window_to=date(2026, 10, 31),
        nominal_due_on=date(2026, 11, 14),
        due_on=DUE,
        expected=("a", "b", "c"),
    )
    campaign.turn(("ab",), ("a", "b"), heirs={"a": "ab", "b": "ab"}, on=date(2026, 3, 1))
    campaign.turn(("e",), ("ab",), heirs={"ab": "e"}, on=date(2026, 7, 1))

    known = {day: set(campaign.expected_by(day)) for day in (date(2026, 2, 28), date(2026, 3, 1))}
    assert known == {date(2026, 2, 28): {"a", "b", "c"}, date(2026, 3, 1): {"ab", "c"}}
    assert set(campaign.expected_by(date(2026, 7, 1))) == {"e", "c"}
    assert campaign.expected_by(DUE) == campaign.expected
