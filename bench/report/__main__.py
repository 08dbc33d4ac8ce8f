"""Measures the yearly report: `make -s bench-report`. One line of JSON; 0 only if every limit is held.

PETITIONS (comma separated), SESSIONS, SECONDS and PARTS (figures, documents, rush) make it smaller.
"""

import os
import sys
from typing import Any

from bench.house import a_house, result, say
from bench.report import documents
from bench.report.figures import Counted, growth_of
from bench.report.rush import Rush

PETITIONS = [int(one) for one in os.environ.get("PETITIONS", "10000,100000,1000000").split(",")]
SESSIONS = int(os.environ.get("SESSIONS", "300"))
SECONDS = float(os.environ.get("SECONDS", "300"))
PARTS = os.environ.get("PARTS", "figures,documents,rush").split(",")
LIMITS = {
    "figures_s": 2.0,
    "growth": 1.3,
    "documents_s": 20.0,
    "accepted_p95_s": 2.0,
    "board_fresh_s": 5.0,
    "errors": 0,
}
REBUILD_FLOOR = 10_000


def main() -> int:
    """Measure what is asked for."""
    say(f"load average {', '.join(f'{one:.1f}' for one in os.getloadavg())}")
    values: dict[str, Any] = {}
    if "figures" in PARTS:
        values |= _figures()
    if "documents" in PARTS:
        values["documents_s"] = round(documents.seconds(), 2)
    if "rush" in PARTS:
        with a_house() as house:
            rush = Rush(house)
            rush.prepare()
            values["rush"] = rush.run(SESSIONS, SECONDS)
    say(f"load average {', '.join(f'{one:.1f}' for one in os.getloadavg())}")
    result(values)
    return _held(values)


def _figures() -> dict[str, Any]:
    taken = {}
    with a_house() as beside, a_house() as house:
        smallest, counted = Counted(beside), Counted(house)
        smallest.grow(PETITIONS[0])
        for petitions in PETITIONS:
            counted.grow(petitions)
            taken[str(petitions)] = round(counted.seconds(), 4)
            say(f"figures of all agencies over {petitions:,} petitions: {taken[str(petitions)]} s")
        growth = growth_of(smallest, counted)
        rebuilt = counted.rebuild()
    return {"figures_s": taken, "growth": round(growth, 3), "rebuild_events_per_s": round(rebuilt)}


def _held(values: dict[str, Any]) -> int:
    """Name every limit that is missed; 1 if there is one."""
    told = {
        **values,
        **values.get("rush", {}),
        "figures_s": max(values.get("figures_s", {"": 0}).values()),
    }
    missed = [name for name, most in LIMITS.items() if name in told and told[name] > most]
    if values.get("rebuild_events_per_s", REBUILD_FLOOR) < REBUILD_FLOOR:
        missed.append("rebuild_events_per_s")
    for name in missed:
        say(f"MISSED: {name} is {told[name]}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
