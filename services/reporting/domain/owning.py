"""Whose a counted thing is on which day: after a reorganisation what happened stays with whom it happened.

A handed-over fact bears `had|<last day>` with the agency that had it until then. Each tick counts for whoever
had the thing on its day. What stands open on the day of the handover leaves one agency and comes to the other:
the counters that say «left» take it, so that nothing is received or settled twice.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from services.reporting.domain.counting import Fact, Tick, ticks
from services.reporting.domain.terms import PAIRS

HAD = "had|"
Owned = Iterator[tuple[str, Tick]]


def owned_ticks(fact: Fact) -> Owned:
    """What a fact counts, on which days, for whom."""
    past = earlier(fact)
    if not past:
        yield from ((fact["agency"], tick) for tick in ticks(fact))
        return
    told = list(ticks(fact))
    yield from ((owner(fact, past, tick.day), tick) for tick in told)
    receivers = [*(giver for _, giver in past[1:]), fact["agency"]]
    for (last_day, giver), receiver in zip(past, receivers, strict=True):
        yield from _passed(told, last_day, giver, receiver)


def own_ticks(fact: Fact, agency: str) -> Iterator[Tick]:
    """What of it counts for one agency."""
    return (tick for whose, tick in owned_ticks(fact) if whose == agency)


def earlier(fact: Fact) -> list[tuple[str, str]]:
    """Until when somebody else had it, the first one first."""
    had = [name for name in fact if name[:4] == HAD]
    return sorted((name.removeprefix(HAD), fact[name]) for name in had) if had else []


def owner(fact: Fact, past: list[tuple[str, str]], day: str) -> str:
    """Who had it on a day."""
    return next((giver for last_day, giver in past if day <= last_day), fact["agency"])


def _passed(told: list[Tick], last_day: str, giver: str, receiver: str) -> Owned:
    next_day = (date.fromisoformat(last_day) + timedelta(days=1)).isoformat()
    for came, left in PAIRS:
        open_ = _sum(told, came, last_day) - _sum(told, left, last_day)
        if open_:
            yield giver, Tick(next_day, left, open_)
            yield receiver, Tick(next_day, left, -open_)


def _sum(told: list[Tick], counter: str, last_day: str) -> int:
    return sum(one.n for one in told if one.counter == counter and one.day <= last_day)
