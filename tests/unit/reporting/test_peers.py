"""A report's figures beside those of agencies of its kind."""

from statistics import median

from hypothesis import given, strategies as st

from services.reporting.domain.peers import FEWEST, beside, spreads


def test_who_stands_far_off_its_peers_is_named_and_nobody_else():
    peers = spreads([{"MEDIA_ARTICLES": n} for n in (20, 21, 22, 23, 24, 25, 26, 900)])

    near, far = (beside({"MEDIA_ARTICLES": n}, {}, peers)[0] for n in (26, 900))

    assert (near.far, far.far) == (False, True)
    assert far.spread is not None
    assert far.spread.middle == 23.5


def test_too_few_peers_say_nothing():
    few = spreads([{"MEDIA_ARTICLES": n} for n in range(FEWEST - 1)])

    found = beside({"MEDIA_ARTICLES": 10_000}, {"MEDIA_ARTICLES": 4}, few)[0]

    assert (found.spread, found.far, found.change) == (None, False, 9_996)


def test_a_trifle_off_equal_peers_is_not_asked_about():
    peers = spreads([{"PLAN_ISSUED": 1}] * 20)

    assert not beside({"PLAN_ISSUED": 2}, {}, peers)[0].far


@given(st.lists(st.integers(0, 10**6), min_size=FEWEST, max_size=60))
def test_the_middle_is_the_median_and_never_far_off(values: list[int]):
    spread = spreads([{"PET_IN.KN": n} for n in values])["PET_IN.KN"]

    assert spread.middle == median(values)
    assert spread.low <= spread.middle <= spread.high
    assert not spread.far(round(spread.middle))
