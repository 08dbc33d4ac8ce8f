"""A new calendar moves open dates and says which; what was met or missed stands."""

from datetime import date

import pytest

from law.calendar.days import Kind, Standing
from law.calendar.register import Change, Decision
from law.deadlines import Extension, Facts, due
from law.deadlines.changes import (
    ClockState,
    GivenDate,
    NeedsAct,
    NoActNumber,
    OfficerAct,
    move,
    recalculated,
)

D = date.fromisoformat
TODAY = D("2026-11-22")


def a_given_date(**told) -> GivenDate:
    known = {
        "ref": "correction-1",
        "rule": "B-01",
        "facts": Facts(start=D("2026-11-20")),
        "effective": D("2026-11-26"),
    }
    return GivenDate(**{**known, **told})


@pytest.fixture(scope="module")
def culture_day_is_worked(register):
    change = Change(D("2026-11-24"), Kind.WORK, "ngày làm việc")
    decision = Decision(
        version=6,
        known_on=TODAY,
        instrument="1/VPCP",
        standing=Standing.CONFIRMED,
        changes=(change,),
    )
    return register.decide(decision).latest()


def test_an_open_date_is_computed_anew_and_told_with_its_proof(culture_day_is_worked, packs):
    given = [
        a_given_date(),
        a_given_date(ref="far", facts=Facts(start=D("2026-12-01")), effective=D("2026-12-04")),
    ]

    moved = list(recalculated(given, on=TODAY, calendar=culture_day_is_worked, packs=packs))

    assert [(one.ref, one.old, one.new.effective) for one in moved] == [
        ("correction-1", D("2026-11-26"), D("2026-11-25"))
    ]
    assert moved[0].new.proof.calendar.version == 6


@pytest.mark.parametrize("state", [ClockState.MET, ClockState.MISSED])
def test_a_met_or_missed_date_never_changes_by_itself(culture_day_is_worked, packs, state):
    given = [a_given_date(state=state)]

    assert not list(recalculated(given, on=TODAY, calendar=culture_day_is_worked, packs=packs))


def test_a_date_that_has_run_out_is_missed_and_stays(culture_day_is_worked, packs):
    late = D("2026-11-27")

    assert not list(
        recalculated([a_given_date()], on=late, calendar=culture_day_is_worked, packs=packs)
    )


def test_on_its_last_day_a_date_is_still_open(culture_day_is_worked, packs):
    last_day = D("2026-11-26")

    assert list(
        recalculated([a_given_date()], on=last_day, calendar=culture_day_is_worked, packs=packs)
    )


def test_only_a_numbered_act_with_a_reason_moves_a_decided_date():
    missed = a_given_date(state=ClockState.MISSED)
    act = OfficerAct(number="45/QĐ-SNV", on=TODAY, reason="Lịch nghỉ được xác nhận lại")

    assert move(missed, to=D("2026-11-27"), act=act).old == D("2026-11-26")
    with pytest.raises(NoActNumber):
        move(missed, to=D("2026-11-27"), act=OfficerAct(number=" ", on=TODAY, reason="x"))


def test_an_extension_that_was_in_time_by_the_old_calendar_is_left_to_an_officer(
    register, packs, culture_day_is_worked
):
    # accepted 25/10: nominal end 24/11, a holiday, so open until 25/11, the day of the decision
    facts = Facts(start=D("2026-10-25"), extensions=(Extension(D("2026-11-25")),))
    given = a_given_date(
        rule="D-07", facts=facts, effective=due("D-07", facts, register.latest(), packs).effective
    )

    doubtful = list(recalculated([given], on=TODAY, calendar=culture_day_is_worked, packs=packs))

    assert isinstance(doubtful[0], NeedsAct)
    assert doubtful[0].refusal.code == "extension_out_of_time"
