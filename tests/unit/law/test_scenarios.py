"""The acceptance scenarios that concern the law, with their dates computed by hand."""

from datetime import date

import pytest

from law.cadence import HeldSession, common_day, compliance, quota
from law.deadlines import Extension, Facts, Handing, Handover, Suspension, due
from law.posting import Posted, PostingStatus, latest_posting, status
from law.report import report_due, timeliness
from law.units.model import Key
from law.votes import Ballot, WrongVoteForm, vote


def day(told: str) -> date:
    """A date as the handbook writes it."""
    d, m, y = told.split("/")
    return date(int(y), int(m), int(d))


def test_sc01_an_ordinary_complaint_through_both_instances(ask):
    assert ask("R-01", "2026-10-05").effective == day("19/10/2026")
    assert ask("C-01", "2026-10-05").effective == day("15/10/2026")
    assert ask("C-02", "2026-10-12").effective == day("11/11/2026")
    assert ask("C-02", "2026-10-12", complex=True).effective == day("26/11/2026")
    assert ask("C-06", "2026-11-10").effective == day("13/11/2026")
    assert ask("C-13", "2026-11-10").effective == day("10/12/2026")
    window = ask("C-07", "2026-11-13")
    assert (window.nominal, window.effective) == (day("13/12/2026"), day("14/12/2026"))
    assert ask("C-08", "2026-11-30").effective == day("10/12/2026")
    assert ask("C-09", "2026-12-08").effective == day("22/01/2027")
    hard = ask("C-09", "2026-12-08", complex=True)
    assert (hard.nominal, hard.effective) == (day("06/02/2027"), day("11/02/2027"))
    assert hard.proof.provisional()


def test_sc03_tet_shifts_the_end_and_does_not_pause_the_days(ask):
    assert ask("D-01", "2026-02-11").effective == day("27/02/2026")
    assert ask("D-01", "2026-02-11", several_places=True)[0::3] == ("D-02", day("04/03/2026"))
    assert ask("D-05", "2026-02-25").effective == day("04/03/2026")
    assert ask("D-06", "2026-02-25").effective == day("27/03/2026")
    tet = ask("C-02", "2026-01-20")
    assert (tet.nominal, tet.effective) == (day("19/02/2026"), day("23/02/2026"))


def test_sc06_an_anonymous_denunciation_starts_no_settlement_clock(ask):
    assert ask("R-04", "2026-10-06").nominal == day("06/10/2027")
    assert ask("R-05", "2026-10-06").effective == day("13/10/2026")


def test_sc07_the_swapped_day_is_not_counted_and_the_make_up_saturday_is(ask, register):
    unpatched = register.as_known_at(day("24/12/2025"))

    assert ask("D-03", "2025-12-30").effective == day("08/01/2026")
    assert ask("D-03", "2025-12-30", by=unpatched).effective == day("07/01/2026")
    assert ask("D-01", "2025-12-30").effective == day("10/01/2026")
    assert ask("D-01", "2025-12-30", by=unpatched).effective == day("09/01/2026")


def test_sc07_a_forward_starts_the_receivers_clock_and_a_duplicate_starts_none(ask):
    forwarded = (Handover(Handing.FORWARD, day("08/01/2026")),)
    sent_again = (Handover(Handing.RESEND, day("05/01/2026")),)

    assert ask("D-01", "2025-12-30", handovers=forwarded).effective == day("16/01/2026")
    assert ask("D-01", "2025-12-30", handovers=sent_again).effective == day("10/01/2026")


def test_sc08_the_heads_quota_counts_no_deputy_and_the_15th_moves(ask, calendar, packs):
    year = {"since": day("01/01/2026"), "until": day("31/12/2026")}
    owed = quota("commune-chair", **year, calendar=calendar, packs=packs)

    assert [regime.days for regime in owed.regimes] == [24, 12]
    assert ask("R-01", "2026-07-15").effective == day("29/07/2026")
    assert common_day(2026, month=8, calendar=calendar, packs=packs) == day("17/08/2026")
    assert latest_posting(day("15/10/2026"), calendar=calendar, packs=packs).effective == day(
        "08/10/2026"
    )

    weeks = [HeldSession(on=week.first) for week in owed.regimes[0].stretches[:22]]
    months = [
        HeldSession(on=date(2026, month, d)) for month in range(7, 13) for d in (6, 7)
        if (month, d) != (8, 7)
    ]  # fmt: skip
    deputy = HeldSession(on=day("17/08/2026"), host="AUTHORISED_DEPUTY")
    kept = compliance(owed, [*weeks, *months, deputy], packs=packs)
    assert sum(one.held for one in kept[:24]) == 22
    assert sum(one.held for one in kept[24:]) == 11
    assert [one.stretch.first for one in kept[24:] if one.missing] == [day("01/08/2026")]


def test_sc09_the_land_plan_hangs_thirty_days_then_meets_then_talks(ask):
    assert ask("L-06", "2026-10-05").effective == day("04/11/2026")
    assert ask("L-07", "2026-11-05").effective == day("04/01/2027")
    torn_down = Posted(
        posted_on=day("05/10/2026"), removed_on=day("30/10/2026"), keep_until=day("04/11/2026")
    )
    assert status(torn_down, on=day("31/10/2026")) is PostingStatus.REMOVED_EARLY


def test_sc09_contributions_need_two_thirds_of_all_households_a_convention_more_than_half(packs):
    contribution = vote(1, Ballot(yes=63, total=96), packs=packs)

    assert (contribution.passes, contribution.needed) == (False, 64)
    assert vote(1, Ballot(yes=64, total=96), packs=packs).passes
    assert vote(3, Ballot(yes=49, total=96), packs=packs).passes
    assert not vote(3, Ballot(yes=48, total=96), packs=packs).passes
    with pytest.raises(WrongVoteForm):
        vote(1, Ballot(yes=90, total=96, form="ONLINE"), packs=packs)


def test_sc11_a_reorganisation_moves_the_case_and_keeps_its_date(ask, units):
    handed = (Handover(Handing.REORGANISATION, day("01/07/2025")),)
    places = [Key("GSO_PRE_2025", code) for code in ("23941", "23950", "23962", "23965", "23966")]
    bo_ngoong = next(u.key for u in units.as_of(day("30/06/2025")) if u.name == "Xã Bờ Ngoong")

    assert ask("C-02", "2025-06-10", handovers=handed).effective == day("10/07/2025")
    today = day("22/11/2026")
    assert units.holder(places, on=today).authority == "UBND xã Chư Sê"
    assert units.holder([*places, bo_ngoong], on=today).authority == "UBND tỉnh Gia Lai"


def test_sc12_the_report_of_2026_is_due_on_monday_and_lateness_counts_working_days(
    ask, calendar, packs
):
    due_2026 = report_due(2026, calendar=calendar, packs=packs)

    assert (due_2026.nominal, due_2026.effective) == (day("14/11/2026"), day("16/11/2026"))
    late = [
        timeliness(day(f"{d}/11/2026"), effective=due_2026.effective, calendar=calendar)
        for d in (14, 16, 17, 18)
    ]
    assert [(one.on_time, one.working_days_late) for one in late] == [
        (True, 0), (True, 0), (False, 1), (False, 2),
    ]  # fmt: skip
    assert ask("B-01", "2026-11-17").effective == day("20/11/2026")
    assert ask("B-01", "2026-11-20").effective == day("26/11/2026")
    worked = calendar.without_holiday(day("24/11/2026"))
    assert ask("B-01", "2026-11-20", by=worked).effective == day("25/11/2026")


def test_the_verified_extension_and_suspension_chain(calendar, packs):
    facts = Facts(
        start=day("25/02/2026"),
        criteria=("a", "b"),
        extensions=(Extension(day("27/03/2026")), Extension(day("28/04/2026"), 10)),
        suspensions=(Suspension(day("02/03/2026"), day("09/03/2026")),),
    )

    found = due("D-06", facts, calendar, packs)

    # 27/03 + 7 suspended = 03/04, + 30 = 03/05 (Sunday: open until 04/05), + 10 = 13/05.
    assert (found.rule, found.nominal) == ("D-08", day("13/05/2026"))
