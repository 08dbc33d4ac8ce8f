"""What is shown to everybody: no small cell, and none that could be reckoned from its neighbours."""

from hypothesis import given, strategies as st

from services.reporting.domain.publishing import SMALLEST, shown, whole

COUNTS = st.dictionaries(st.sampled_from(["P.A", "P.B", "P.C", "P.D"]), st.integers(0, 40))


def test_a_small_count_is_hidden_and_nought_and_five_are_not():
    assert shown({"a": 0, "b": 4, "c": 5}, ()) == {"a": 0, "b": None, "c": 5}


def test_what_could_be_reckoned_from_the_others_is_hidden_too():
    assert shown({"a": 3, "b": 9, "c": 40}, [["a", "b", "c"]]) == {"a": None, "b": None, "c": 40}


def test_what_is_left_between_two_shown_counts_is_not_small():
    figures = {"IN": 20, "TIME": 18, "LATE": 2}

    told = shown(figures, (), within=[(("TIME",), ("IN",))])

    assert told == {"IN": 20, "TIME": None, "LATE": None}
    assert shown({"IN": 20, "TIME": 20}, (), within=[(("TIME",), ("IN",))])["TIME"] == 20


@given(COUNTS)
def test_no_hidden_count_can_be_reckoned_from_a_known_sum(figures):
    told = shown(figures, [list(figures)])

    hidden = [figures[name] for name, value in told.items() if value is None]
    assert all(value is None or value == figures[name] for name, value in told.items())
    assert not any(value is not None and 0 < value < SMALLEST for value in told.values())
    assert len(hidden) != 1 or not [value for value in told.values() if value]


def test_the_province_is_all_agencies_together():
    assert whole([{"a": 1, "b": 2}, {"a": 3}]) == {"a": 4, "b": 2}
