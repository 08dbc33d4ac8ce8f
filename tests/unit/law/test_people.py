"""Votes, dialogue conferences, what hangs on the wall."""

from datetime import date

import pytest

from law.dialogue import WrongSignatures, call, terms
from law.packs.democracy import VoteForm
from law.packs.packs import NotInForce
from law.posting import Posted, PostingStatus, status
from law.votes import Ballot, NoSuchItem, VoteNotInForce, WrongVoteCount, WrongVoteForm, vote

D = date.fromisoformat


@pytest.mark.parametrize(
    ("item", "total", "needed"),
    [
        (1, 96, 64),
        (1, 97, 65),
        (1, 98, 66),
        (2, 3, 2),
        (3, 96, 49),
        (4, 97, 49),
        (5, 1, 1),
        (6, 2, 2),
    ],
)
def test_needed_is_the_smallest_number_that_passes(packs, item, total, needed):
    assert vote(item, Ballot(yes=needed, total=total), packs=packs).passes
    assert vote(item, Ballot(yes=needed, total=total), packs=packs).needed == needed
    assert not vote(item, Ballot(yes=needed - 1, total=total), packs=packs).passes


@pytest.mark.parametrize("item", [1, 2, 3, 4, 5])
def test_only_other_matters_are_voted_on_line(packs, item):
    with pytest.raises(WrongVoteForm):
        vote(item, Ballot(yes=9, total=9, form=VoteForm.ONLINE), packs=packs)
    assert vote(6, Ballot(yes=9, total=9, form=VoteForm.ONLINE), packs=packs).passes


def test_a_convention_goes_to_the_ballot_only_when_the_meeting_has_no_quorum(packs):
    with pytest.raises(WrongVoteForm):
        vote(3, Ballot(yes=9, total=9, form=VoteForm.BALLOT), packs=packs)
    assert vote(3, Ballot(yes=9, total=9, form=VoteForm.BALLOT, quorate=False), packs=packs).passes


@pytest.mark.parametrize(("yes", "total"), [(5, 4), (-1, 4), (0, 0)])
def test_impossible_counts_are_refused(packs, yes, total):
    with pytest.raises(WrongVoteCount):
        vote(1, Ballot(yes=yes, total=total), packs=packs)


def test_there_are_six_items_and_a_day_from_which_they_hold(packs):
    with pytest.raises(NoSuchItem):
        vote(7, Ballot(yes=1, total=1), packs=packs)
    with pytest.raises(VoteNotInForce):
        vote(1, Ballot(yes=1, total=1), packs=packs, on=D("2023-06-30"))


@pytest.mark.parametrize(
    ("voters", "signatures", "needed", "triggered"),
    [(1000, 100, 100, True), (1000, 99, 100, False), (1001, 100, 101, False), (1, 1, 1, True)],
)
def test_a_tenth_of_the_voters_calls_a_conference(packs, voters, signatures, needed, triggered):
    found = call(signatures, voters=voters, packs=packs)

    assert (found.needed, found.triggered) == (needed, triggered)


def test_more_signatures_than_voters_are_refused(packs):
    with pytest.raises(WrongSignatures):
        call(11, voters=10, packs=packs)


def test_a_conference_is_announced_seven_days_before_and_published_ten_days_after(calendar, packs):
    found = terms(D("2026-10-15"), calendar=calendar, packs=packs)

    assert found.announce.effective == D("2026-10-08")
    assert (found.publish.nominal, found.publish.effective) == (D("2026-10-25"), D("2026-10-26"))
    with pytest.raises(NotInForce):
        terms(D("2025-06-15"), calendar=calendar, packs=packs)


@pytest.mark.parametrize(
    ("posted", "seen"),
    [
        (Posted(), PostingStatus.MISSING),
        (Posted(posted_on=D("2026-10-12")), PostingStatus.MISSING),
        (Posted(posted_on=D("2026-10-01")), PostingStatus.POSTED),
        (Posted(posted_on=D("2026-10-01"), current=False), PostingStatus.OUTDATED),
        (Posted(posted_on=D("2026-10-01"), removed_on=D("2026-10-05")), PostingStatus.EXPIRED),
        (
            Posted(
                posted_on=D("2026-10-01"), removed_on=D("2026-10-05"), keep_until=D("2026-10-31")
            ),
            PostingStatus.REMOVED_EARLY,
        ),
    ],
)
def test_a_look_at_the_wall(posted, seen):
    assert status(posted, on=D("2026-10-10")) is seen


@pytest.mark.parametrize(
    ("removed_on", "seen"),
    [("2026-11-04", PostingStatus.REMOVED_EARLY), ("2026-11-05", PostingStatus.EXPIRED)],
)
def test_what_must_hang_until_a_day_hangs_that_whole_day(removed_on, seen):
    posted = Posted(posted_on=D("2026-10-05"), removed_on=D(removed_on), keep_until=D("2026-11-04"))

    assert status(posted, on=D("2026-11-06")) is seen
