"""How many deadlines with their proof one core gives per second.

`python -m bench.law_speed`: the mix of the oracle's cases, each counted, proved and, in a second
run, also told in Vietnamese. The last line is {"deadlines_per_s", "told_per_s", "floor"}.
"""

import json
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.law_oracle import cases, expected, facts_of
from bench.slow_days import OffTheTable
from bench.slow_law import Case
from law.deadlines import Due, Facts, due, sentences
from law.defaults import shipped_packs, shipped_register

FLOOR = 20_000
QUESTIONS = 4_000
ROUNDS = 10

Question = tuple[str, Facts]


def questions(count: int = QUESTIONS) -> list[Question]:
    """Questions of the oracle's mix that have a date for an answer."""
    found: list[Question] = []
    for case in cases(count * 4):
        if len(found) < count and _has_a_date(case):
            found.append((case.rule, facts_of(case)))
    return found


def rate(asked: list[Question], *, told: Callable[[Due], Any] | None = None) -> int:
    """Answers per second, the best of several rounds on an otherwise shared machine."""
    calendar, packs = shipped_register().latest(), shipped_packs()
    best = 0.0
    for _ in range(ROUNDS):
        start = time.process_time()
        for rule, facts in asked:
            found = due(rule, facts, calendar, packs)
            if told:
                told(found)
        best = max(best, len(asked) / (time.process_time() - start))
    return int(best)


def main() -> int:
    """Measure and print; 0 only when the floor is held."""
    asked = questions()
    proved, said = rate(asked), rate(asked, told=lambda one: sentences(one.proof))
    print(json.dumps({"deadlines_per_s": proved, "told_per_s": said, "floor": FLOOR}))
    return 0 if proved >= FLOOR else 1


def _has_a_date(case: Case) -> bool:
    try:
        return expected(case)[0] == "due" and not case.year.without
    except OffTheTable:
        return False


if __name__ == "__main__":
    sys.exit(main())
