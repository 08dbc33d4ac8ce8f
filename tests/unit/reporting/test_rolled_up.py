"""Figures from roll-ups are the figures their definitions give fact by fact, for any facts and any period."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st

from services.reporting.domain.counting import Sums, Window, counts, figures, share, summed, ticks
from services.reporting.domain.owning import HAD, owned_ticks
from services.reporting.domain.spans import SPANS, periods, spans
from services.reporting.domain.terms import DISTINCT, PAIRS, TERMS, When
from tests.unit.reporting import directly

DAYS = st.integers(0, 1100).map(lambda n: (date(2024, 11, 20) + timedelta(days=n)).isoformat())
YES = st.booleans()
SOME = st.integers(0, 9)


def one_of(kind: str, must: dict[str, Any], may: dict[str, Any] = {}) -> Any:  # noqa: B006
    return st.fixed_dictionaries(
        {"agency": st.sampled_from("ab"), "kind": st.just(kind), **must}, optional=may
    )


def joined(*parts: Any) -> Any:
    """Facts of which each event has said its own part, or nothing."""
    said = st.tuples(*(st.one_of(st.just({}), one) for one in parts[1:]))
    return st.tuples(parts[0], said).map(
        lambda both: {key: value for part in (both[0], *both[1]) for key, value in part.items()}
    )


PETITIONS = joined(
    one_of("petition", {"group": st.sampled_from(("KN", "TC", "KNPA"))}),
    st.fixed_dictionaries({"received_on": DAYS}),
    st.fixed_dictionaries({"classified_on": DAYS, "eligible": YES, "competent": YES, "disposition": st.sampled_from(("ACCEPT", "FORWARD", "GUIDE", "REQUEST_SUPPLEMENT"))}),
    st.fixed_dictionaries({"due_on": st.one_of(st.none(), DAYS)}),
    st.fixed_dictionaries({"decided_on": st.one_of(st.none(), DAYS), "on_time": YES}),
    st.fixed_dictionaries({"suspended_on": st.one_of(st.none(), DAYS)}),
    st.fixed_dictionaries({"terminated_on": DAYS}),
    st.fixed_dictionaries({"linked_on": st.one_of(st.none(), DAYS)}),
)  # fmt: skip
TASKS = joined(
    one_of("task", {}),
    st.fixed_dictionaries({"opened_on": DAYS, "due_on": DAYS, "assigned": YES}),
    st.fixed_dictionaries({"completed_on": DAYS}),
)
MODELS = joined(
    one_of("model", {}),
    st.fixed_dictionaries({"field": st.sampled_from(("ECONOMY", "CULTURE")), "started_on": DAYS, "direct": YES, "pressing": YES}),
    st.fixed_dictionaries({"ended_on": DAYS}),
    st.fixed_dictionaries({"result_on": DAYS}),
)  # fmt: skip
OUTREACH = one_of("outreach", {"on": DAYS, "to": st.sampled_from(("STAFF", "PEOPLE")), "participants": SOME, "instruments": st.lists(st.sampled_from(("12/KH.UBND", "14/CT", "$x")), max_size=3)})  # fmt: skip
SESSIONS = one_of("session", {"on": DAYS, "form": st.sampled_from(("REGULAR", "PERIODIC", "AD_HOC")), "host": st.sampled_from(("HEAD", "OFFICER")), **dict.fromkeys(("visits", "persons", "matters", "groups", "group_persons"), SOME)})  # fmt: skip
FACTS = st.lists(st.one_of(PETITIONS, TASKS, MODELS, OUTREACH, SESSIONS), max_size=12)
WINDOWS = st.tuples(DAYS, DAYS).map(lambda two: Window(*sorted(two)))


def rolled(facts: Iterable[dict[str, Any]]) -> Counter[tuple[str, str, str]]:
    """All roll-ups of some facts, as the read model keeps them."""
    found: Counter[tuple[str, str, str]] = Counter()
    for fact in facts:
        for day, counter, n in ticks(fact):
            for period in periods(day):
                found[fact["agency"], period, counter] += n
    return found


def from_rolled(rollups: Counter[tuple[str, str, str]], window: Window) -> dict[str, Counter[str]]:
    asked, sums = spans(window.first, window.last), {"a": Sums.empty(), "b": Sums.empty()}
    wanted = {period for span in SPANS for period in asked.wanted[span]}
    for (agency, period, counter), n in rollups.items():
        if period in asked.within:
            sums[agency].within[counter] += n
        elif period in wanted or (len(period) == 4 and period < asked.before_year):
            sums[agency].before[counter] += n
    return {agency: found for agency, one in sums.items() if (found := figures(one))}


@settings(max_examples=150)
@given(facts=FACTS, window=WINDOWS)
def test_roll_ups_facts_and_definitions_agree(facts: list[dict[str, Any]], window: Window):
    by_definition = directly.counts(facts, directly.Window(*window))

    assert counts(facts, window) == by_definition
    assert from_rolled(rolled(facts), window) == by_definition


@settings(max_examples=60)
@given(facts=FACTS, window=WINDOWS)
def test_what_a_figure_lists_sums_to_the_figure(facts: list[dict[str, Any]], window: Window):
    found = counts(facts, window)

    for agency in "ab":
        mine = [fact for fact in facts if fact["agency"] == agency]
        for key in TERMS:
            assert sum(share(ticks(fact), key, window) for fact in mine) == found.get(
                agency, {}
            ).get(key, 0)
        for key in DISTINCT:
            listed = any(share(ticks(fact), key, window) for fact in mine)
            assert listed == bool(found.get(agency, {}).get(key, 0))


@settings(max_examples=60)
@given(facts=FACTS, window=WINDOWS)
def test_models_with_evidence_are_the_same(facts: list[dict[str, Any]], window: Window):
    from services.reporting.domain.counting import evidenced_models

    sums = summed(facts, window)

    for agency in "ab":
        mine = [fact for fact in facts if fact["agency"] == agency]
        wanted = directly.evidenced_models(mine, directly.Window(*window))
        assert evidenced_models(sums.get(agency, Sums.empty())) == wanted


@given(window=WINDOWS)
def test_a_period_is_covered_once_and_in_few_pieces(window: Window):
    asked = spans(*window)
    first, last = map(date.fromisoformat, window)

    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    assert all(sum(piece in asked.within for piece in periods(day)) == 1 for day in days)
    assert len(asked.within) <= 2 * 30 + 2 * 11 + 3


@settings(max_examples=120)
@given(facts=FACTS, window=WINDOWS, handed=st.dates(date(2025, 1, 1), date(2026, 12, 30)))
def test_what_is_handed_over_is_counted_once_and_stays_where_it_happened(
    facts: list[dict[str, Any]], window: Window, handed: date
):
    """The sum over both agencies is what one alone would have; what happened by then is the giver's."""
    last_day = handed.isoformat()
    moved = [{**fact, "agency": "b", f"{HAD}{last_day}": "a"} for fact in facts]
    alone = [{**fact, "agency": "a"} for fact in facts]
    together = {"a": Sums.empty(), "b": Sums.empty()}
    for fact in moved:
        for whose, (day, counter, n) in owned_ticks(fact):
            if day <= window.last:
                sums = together[whose]
                (sums.before if day < window.first else sums.within)[counter] += n
            assert whose == ("a" if day <= last_day else "b") or counter in {p[1] for p in PAIRS}
    whole = summed(alone, window).get("a", Sums.empty())

    for key, terms in TERMS.items():
        values = [
            sum(_term(one, when, c) * sign for when, c, sign in terms) for one in together.values()
        ]
        assert sum(values) == sum(_term(whole, when, c) * sign for when, c, sign in terms), key
        assert min(values) >= 0, key


def _term(sums: Sums, when: When, counter: str) -> int:
    within = sums.within[counter] if when is not When.BEFORE else 0
    return within + (sums.before[counter] if when is not When.WITHIN else 0)


def test_all_days_that_a_calendar_has_can_be_asked_for():
    assert spans(date.min.isoformat(), date.max.isoformat())
