"""How a due day stands: five states of a badge, five bands of a list, reckoned from the days alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from frame.due import Band, DueState, band_of, banded, due_of, said

TODAY = date(2026, 11, 16)


def in_days(n: int) -> date:
    return TODAY + timedelta(days=n)


@pytest.mark.parametrize(
    ("due_on", "more", "state", "words"),
    [
        (in_days(5), {}, DueState.RUNNING, "Còn 5 ngày"),
        (TODAY, {}, DueState.RUNNING, "Đến hạn hôm nay"),
        (in_days(-2), {}, DueState.OVERDUE, "Quá hạn 2 ngày"),
        (in_days(-31), {}, DueState.OVERDUE, "Quá hạn nghiêm trọng 31 ngày"),
        (TODAY, {"done_on": in_days(0)}, DueState.KEPT, "Đúng hạn"),
        (in_days(-4), {"done_on": in_days(-2)}, DueState.MISSED, "Xong, trễ 2 ngày"),
        (in_days(-4), {"paused": True}, DueState.PAUSED, "Tạm dừng"),
        (None, {}, DueState.RUNNING, "Không có hạn"),
    ],
)
def test_a_badge_says_one_of_five_states(due_on, more, state, words):
    one = due_of(due_on, TODAY, **more)

    assert (one.state, one.words) == (state, words)


def test_a_day_kept_as_text_stands_as_the_day_itself():
    assert due_of("2026-11-20", TODAY) == due_of(date(2026, 11, 20), TODAY)
    assert said(due_of("2026-11-20", TODAY)) == "Còn 4 ngày (20/11/2026)"


@pytest.mark.parametrize(
    ("left", "band"),
    [(-31, Band.GRAVE), (-30, Band.OVERDUE), (-1, Band.OVERDUE), (0, Band.SOON), (3, Band.SOON)],
)
def test_bands_begin_where_the_house_says(left, band):
    assert band_of(in_days(left), TODAY) is band


def test_what_has_time_or_no_day_is_left_for_later_and_what_waits_is_apart():
    assert band_of(in_days(4), TODAY) is band_of(None, TODAY) is Band.LATER
    assert band_of(in_days(-90), TODAY, paused=True) is Band.PAUSED


@given(st.lists(st.tuples(st.integers(-99, 99), st.booleans())))
def test_every_row_is_in_one_band_and_stays_in_order(given_rows):
    rows = [
        {"due_on": in_days(left), "paused": paused, "n": n}
        for n, (left, paused) in enumerate(given_rows)
    ]

    bands = banded(rows, TODAY)

    assert list(bands) == list(Band)
    assert sorted(row["n"] for some in bands.values() for row in some) == list(range(len(rows)))
    assert all([r["n"] for r in some] == sorted(r["n"] for r in some) for some in bands.values())
