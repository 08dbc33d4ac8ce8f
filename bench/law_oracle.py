"""Ask `law` and the slow oracle the same questions and count where they differ.

`python -m bench.law_oracle` with N cases (default 100000) and, with PLANT=1, an error planted on
the side of `law` that must be found. The last line is {"cases", "differences"}.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bench import slow_days, slow_law
from bench.slow_days import OffTheTable, Year
from bench.slow_law import Case, Refused
from kernel.errors import Refusal
from law.calendar.table import Calendar
from law.deadlines import Extension, Facts, Suspension, due
from law.defaults import shipped_packs, shipped_register

SEED = 20261122
DAY = timedelta(days=1)
GROUNDS = (*["AWAITING_OTHER_BODY"] * 4, "FORCE_MAJEURE", "REVERIFICATION")
TET = tuple(date(*one) for one in (
    (2021, 2, 12), (2022, 2, 1), (2023, 1, 22), (2024, 2, 10), (2025, 1, 29), (2026, 2, 17), (2027, 2, 6),
))  # fmt: skip
YEAR_ENDS = tuple(date(year, 12, 31) for year in range(2021, 2027))
EDGES = (*TET, *YEAR_ENDS, *slow_days.SWAP_DAYS, date(2026, 7, 1))
LATE_EDGES = tuple(day for day in EDGES if day > date(2026, 7, 1))
COMPLAINTS = ("C-02", "C-03", "C-04", "C-05", "C-09", "C-10")
DENUNCIATIONS = ("D-06", "D-07", "D-08")
SUSPENDABLE = (*COMPLAINTS, "C-15", *DENUNCIATIONS)
EXTENDABLE = ("D-07", "D-08", "I-02")
ASKS: dict[tuple[str, ...], tuple[str, ...]] = {
    COMPLAINTS: ("remote", "complex"),
    ("C-07", "C-13", "C-14"): ("remote",),
    ("C-15",): ("complex",),
    ("D-01", "D-02"): ("several",),
    DENUNCIATIONS: ("criteria",),
}
SETTLING = (*SUSPENDABLE, *EXTENDABLE)
TRICKY = 3  # every third case lies around an edge, a pause or an extension
LEFT_OUT = tuple((day,) for day in slow_days.HOLIDAYS[::5])

Outcome = tuple[Any, ...]


def cases(count: int, *, seed: int = SEED) -> Iterator[Case]:
    """So many cases; each third is a tricky one."""
    chance = random.Random(seed)
    for number in range(count):
        yield _tricky(chance) if number % TRICKY == 0 else _plain(chance)


def expected(case: Case) -> Outcome:
    """What the oracle says."""
    try:
        return ("due", *slow_law.answer(case))
    except Refused as refused:
        return ("refused", str(refused))


def found(case: Case, *, plant: bool = False) -> Outcome:
    """What `law` says; with `plant`, as if it forgot to roll a Sunday forward."""
    try:
        one = due(case.rule, facts_of(case), calendar_of(case.year), shipped_packs())
    except Refusal as refusal:
        return ("refused", refusal.code)
    forgot = plant and one.nominal.weekday() == slow_days.SUNDAY
    return ("due", one.rule, one.nominal, one.nominal if forgot else one.effective)


def differing(
    count: int, *, plant: bool = False, seed: int = SEED
) -> Iterator[tuple[Case, Outcome, Outcome]]:
    """The cases in which the two differ, with both answers."""
    for case in cases(count, seed=seed):
        try:
            wanted = expected(case)
        except OffTheTable:
            wanted = expected(replace(case, start=date(2024, 6, 3), extensions=(), suspensions=()))
            case = replace(case, start=date(2024, 6, 3), extensions=(), suspensions=())
        if (got := found(case, plant=plant)) != wanted:
            yield case, wanted, got


def main() -> int:
    """Run, show the first differences, print the count; 0 only when there are none."""
    count = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("N") or "100000")
    plant = os.environ.get("PLANT", "") not in ("", "0")
    differences = list(differing(count, plant=plant))
    for case, wanted, got in differences[:5]:
        print(f"{case}\n  oracle: {wanted}\n  law:    {got}", file=sys.stderr)
    print(json.dumps({"cases": count, "differences": len(differences)}))
    return 1 if differences else 0


def _plain(chance: random.Random) -> Case:
    start = date(2021, 12, 24) + chance.randrange(2000) * DAY
    return _circumstances(Case(chance.choice(slow_law.RULES), start, year=_year(chance)), chance)


def _tricky(chance: random.Random) -> Case:
    rule = chance.choice(SETTLING if chance.random() < 0.7 else slow_law.RULES)
    edges = LATE_EDGES if rule.startswith("C-") and chance.random() < 0.7 else EDGES
    start = chance.choice(edges) + chance.randint(-50, 8) * DAY
    case = _circumstances(Case(rule, max(start, date(2021, 3, 1)), year=_year(chance)), chance)
    return replace(
        case, extensions=_extensions(case, chance), suspensions=_suspensions(case, chance)
    )


def _circumstances(case: Case, chance: random.Random) -> Case:
    """What the rule asks about, now and then; and once in a while what it does not."""
    told = {fact: True for fact in _asks(case.rule) if chance.random() < 0.35}
    if told.pop("criteria", False):
        told["criteria"] = tuple(chance.sample("abcdđeg", chance.choice((1, 2, 3))))  # type: ignore[assignment]
    if chance.random() < 0.04:
        told[chance.choice(("remote", "complex", "several"))] = True
    return replace(case, **told)  # type: ignore[arg-type]


def _asks(rule: str) -> tuple[str, ...]:
    return next((facts for rules, facts in ASKS.items() if rule in rules), ())


def _year(chance: random.Random) -> Year:
    known_at = chance.choice(
        (date.max, date.max, date(2024, 4, 1), date(2025, 12, 24), date(2026, 1, 1))
    )
    return Year(known_at, chance.choice(LEFT_OUT) if chance.random() < 0.1 else ())


def _extensions(case: Case, chance: random.Random) -> tuple[tuple[date, int | None], ...]:
    """Mostly as many as allowed, decided in the last weeks; now and then too many, too late, too long."""
    if case.rule not in EXTENDABLE and chance.random() < 0.95:
        return ()
    count = (
        chance.choice((0, 1, 1, 2, 2, 3)) if case.rule == "D-08" or len(case.criteria) > 1 else 1
    )
    ends = (case.start + (14 + 30 * place + chance.randint(0, 18)) * DAY for place in range(count))
    days = (None, None, None, 30, 15, 10, 1, 7, *((31, 0) if chance.random() < 0.1 else ()))
    return tuple((end, chance.choice(days)) for end in ends)


def _suspensions(case: Case, chance: random.Random) -> tuple[tuple[date, date, str], ...]:
    """Mostly one or two in the weeks that run; now and then without a ground, or out of time."""
    if case.rule not in SUSPENDABLE and chance.random() < 0.95:
        return ()
    told, day = [], case.start
    for _ in range(chance.choice((0, 1, 1, 1, 2))):
        since = day + chance.choice((0, 1, 3, 7, 12, 20, 29, 33)) * DAY
        day = (
            since + chance.choice((1, 2, 5, 9, 17, 30, 45, 0 if chance.random() < 0.1 else 4)) * DAY
        )
        told.append((since, day, chance.choice(GROUNDS)))
    return tuple(told)


def facts_of(case: Case) -> Facts:
    """The case as `law` is told it."""
    return Facts(
        start=case.start,
        remote=case.remote,
        complex=case.complex,
        several_places=case.several,
        criteria=case.criteria,
        extensions=tuple(Extension(*one) for one in case.extensions),
        suspensions=tuple(Suspension(*one) for one in case.suspensions),
    )


_calendars: dict[Year, Calendar] = {}


def calendar_of(year: Year) -> Calendar:
    """The shipped calendar as the case knows it."""
    if year not in _calendars:
        if len(_calendars) > 500:
            _calendars.clear()
        calendar = shipped_register().as_known_at(year.known_at)
        for day in year.without:
            calendar = calendar.without_holiday(day)
        _calendars[year] = calendar
    return _calendars[year]


if __name__ == "__main__":
    sys.exit(main())
