"""Working days, swaps, and the two times of the calendar: of the day, and of knowing it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bench import slow_days
from law.calendar.days import Kind, Standing
from law.calendar.register import Change, Decision, NoSuchVersion, OutOfSequence
from law.calendar.table import BeyondCalendar, NotADayOff, WrongOrder
from law.defaults import shipped_register

DAY = timedelta(days=1)
TET_2026 = [date(2026, 2, day) for day in range(16, 21)]


def day(told: str) -> date:
    return date.fromisoformat(told)


def a_decision(**told) -> Decision:
    known = {
        "version": 6,
        "known_on": day("2026-11-20"),
        "instrument": "999/VPCP-KGVX",
        "standing": Standing.CONFIRMED,
        "changes": (Change(day("2026-11-24"), Kind.WORK, "ngày làm việc"),),
    }
    return Decision(**{**known, **told})


def test_every_day_of_seven_years_is_worked_or_off_as_the_literal_table_says(calendar):
    table = slow_days.Year()
    days = (slow_days.FIRST + n * DAY for n in range((slow_days.LAST - slow_days.FIRST).days + 1))

    differing = [one for one in days if calendar.is_working_day(one) is not table.works(one)]

    assert differing == []


@pytest.mark.parametrize(
    ("month", "worked"), list(enumerate((21, 15, 22, 20, 20, 22, 23, 21, 20, 22, 20, 23), start=1))
)
def test_each_month_of_2026_has_its_number_of_working_days(calendar, month, worked):
    before = date(2026, month, 1) - DAY
    end = date(2026 + month // 12, month % 12 + 1, 1) - DAY

    assert calendar.working_days_between(before, end) == worked


def test_2026_has_249_working_days_and_250_without_the_culture_day(calendar):
    year = day("2025-12-31"), day("2026-12-31")

    assert calendar.working_days_between(*year) == 249
    assert calendar.without_holiday(day("2026-11-24")).working_days_between(*year) == 250


def test_tet_2026_is_off_and_named(calendar):
    assert not any(map(calendar.is_working_day, TET_2026))
    assert calendar.day(day("2026-02-17")).name == "Tết Nguyên Đán"


def test_the_start_day_never_counts(calendar):
    assert calendar.add_working_days(day("2026-11-16"), 10) == day("2026-12-01")
    assert calendar.add_working_days(day("2026-11-15"), 1) == day("2026-11-16")
    assert calendar.add_working_days(day("2026-11-14"), 0) == day("2026-11-14")


def test_a_make_up_saturday_is_worked_and_counts(calendar):
    assert calendar.add_working_days(day("2025-12-30"), 7) == day("2026-01-10")
    assert calendar.day(day("2026-01-10")).kind is Kind.SWAP_WORK


def test_rolling_forward_stays_on_a_working_day_and_leaves_any_other(calendar):
    assert calendar.roll_forward(day("2026-02-19")) == day("2026-02-23")
    assert calendar.roll_forward(day("2026-02-23")) == day("2026-02-23")
    assert calendar.roll_back(day("2026-11-14")) == day("2026-11-13")


def test_counting_back_leaves_whole_working_days_before(calendar):
    assert calendar.take_working_days(day("2026-10-15"), 5) == day("2026-10-08")
    assert calendar.take_working_days(day("2026-10-18"), 1) == day("2026-10-16")


def test_a_day_outside_the_calendar_is_refused_rather_than_guessed(calendar):
    with pytest.raises(BeyondCalendar):
        calendar.is_working_day(day("2031-01-01"))
    with pytest.raises(BeyondCalendar):
        calendar.add_working_days(day("2029-12-28"), 40)


def test_days_are_not_counted_backwards(calendar):
    with pytest.raises(WrongOrder):
        calendar.working_days_between(day("2026-01-02"), day("2026-01-01"))


def test_only_a_holiday_can_be_left_out(calendar):
    with pytest.raises(NotADayOff):
        calendar.without_holiday(day("2026-11-25"))
    assert calendar.without_holiday(day("2026-11-24")).hash != calendar.hash


def test_a_swap_is_unknown_before_its_letter_and_known_from_its_day(register):
    before = register.as_known_at(day("2025-12-24"))
    after = register.as_known_at(day("2025-12-25"))

    assert before.is_working_day(day("2026-01-02"))
    assert not before.is_working_day(day("2026-01-10"))
    assert not after.is_working_day(day("2026-01-02"))
    assert after.is_working_day(day("2026-01-10"))


def test_the_culture_day_is_provisional_and_says_which_instrument(calendar):
    culture_day = calendar.day(day("2026-11-24"))

    assert culture_day.standing is Standing.PROVISIONAL
    assert culture_day.instrument == "80-NQ/TW"


def test_holidays_of_a_year_not_yet_announced_are_provisional(calendar):
    assert calendar.day(day("2027-02-08")).standing is Standing.PROVISIONAL
    assert calendar.day(day("2026-02-17")).standing is Standing.CONFIRMED


def test_a_new_decision_makes_a_new_version_and_the_old_one_can_still_be_asked(register):
    fresh = register.decide(a_decision())

    assert fresh.latest().version == 6
    assert fresh.latest().is_working_day(day("2026-11-24"))
    assert not fresh.at_version(5).is_working_day(day("2026-11-24"))
    assert not fresh.as_known_at(day("2026-11-19")).is_working_day(day("2026-11-24"))


def test_decisions_are_only_appended_in_order(register):
    with pytest.raises(OutOfSequence):
        register.decide(a_decision(version=8))
    with pytest.raises(OutOfSequence):
        register.decide(a_decision(known_on=day("2025-01-01")))
    with pytest.raises(NoSuchVersion):
        register.at_version(6)


def test_a_decision_can_confirm_what_was_provisional(register):
    confirmed = Change(day("2026-11-24"), Kind.HOLIDAY, "Ngày Văn hóa Việt Nam")

    fresh = register.decide(a_decision(changes=(confirmed,)))

    assert fresh.latest().day(day("2026-11-24")).standing is Standing.CONFIRMED


def test_the_hash_of_a_version_follows_its_content(register):
    assert register.latest().hash == shipped_register().latest().hash
    assert register.at_version(4).hash != register.latest().hash
    kept = replace(register, decisions=register.decisions[:4])
    assert kept.latest().hash == register.at_version(4).hash
