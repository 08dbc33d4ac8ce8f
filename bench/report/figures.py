"""How long the figures of all agencies take, over growing numbers of petitions; and a rebuild of all of it."""

import statistics
import time
from typing import Any

from bench.house import House, say, wait_for
from bench.report.volume import AGENCIES, WINDOW, Teller
from kernel.clock import SystemClock
from kernel.follower.asking import ask_rebuild
from kernel.keys import load_signer
from kernel.store import Store
from services.reporting.service import Reporting

PATIENCE = 1800
TIMES = 61
FED_AT_ONCE = 10_000
"""A year of petitions is fed in minutes, not in a year: batches as large as a rebuild's."""


class Counted:
    """A house whose reporting follows a year that grows."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.store = Store(house.settings("reporting"), "reporting", clock=SystemClock())
        self.reporting = Reporting(self.store)
        self.store.prepare()
        house.worker("reporting", batch_events=FED_AT_ONCE)
        self.teller = Teller(
            load_signer(house.folder / "keys"), house.settings("reception").amqp_uri
        )
        self.petitions = 0

    def grow(self, petitions: int) -> float:
        """Tell until there are so many petitions, and wait until all is counted. Gives events per second."""
        began, before = time.monotonic(), self.teller.told
        told = self.teller.tell(petitions - self.petitions, seed=petitions)
        self.petitions = petitions
        wait_for(lambda: self.applied() == told, "all applied", PATIENCE, pause=0.1)
        rate = (told - before) / (time.monotonic() - began)
        say(
            f"{petitions:,} petitions: {told:,} events followed, {rate:,.0f} events/s with making and sealing them"
        )
        return rate

    def applied(self) -> int:
        """How many events the follower has behind it."""
        at: dict[str, int] = {}
        for row in self.store.database["positions"].find({"generation": self.store.generation()}):
            at[row["source"]] = row["last"]
        return sum(at.values())

    def seconds(self) -> float:
        """The figures of all agencies over the year beside those of the year before: median of some times."""
        taken, worked = [], time.process_time()
        for _ in range(TIMES):
            began = time.perf_counter()
            found = self.compile()
            taken.append(time.perf_counter() - began)
        assert len(found) == len(AGENCIES), "every agency has figures"
        say(
            f"  of which {(time.process_time() - worked) / TIMES:.4f} s of this process's processor time"
        )
        return statistics.median(taken)

    def compile(self) -> dict[str, Any]:
        """The year's figures, and last year's."""
        first, last = WINDOW
        before = (first.replace(year=first.year - 1), last.replace(year=last.year - 1))
        self.reporting.figures_of(agency=None, first=before[0], last=before[1])
        return self.reporting.figures_of(agency=None, first=first, last=last)

    def rebuild(self) -> float:
        """Make the read models anew while more comes in. Gives events per second. Fails if not identical."""
        followers, more = self.store.database["followers"], 500
        generation = ask_rebuild(self.store)
        began = time.monotonic()
        told = self.teller.tell(more, seed=7)
        self.petitions += more
        wait_for(
            lambda: (followers.find_one() or {}).get("generation") == generation,
            "rebuilt",
            PATIENCE,
        )
        seconds = time.monotonic() - began
        done = (followers.find_one() or {})["rebuilt"]
        if not done["identical"]:
            raise SystemExit(f"the rebuilt copy differs: {done}")
        say(f"rebuilt {told:,} events in {seconds:.1f} s, identical by hash")
        return told / seconds


def growth_of(smaller: Counted, larger: Counted) -> float:
    """How many times longer the larger one takes: taken in turns, so that a busier machine slows both."""
    taken: dict[Counted, list[float]] = {smaller: [], larger: []}
    for at in range(TIMES):
        for one in (smaller, larger) if at % 2 else (larger, smaller):
            began = time.perf_counter()
            one.compile()
            taken[one].append(time.perf_counter() - began)
    return statistics.median(taken[larger]) / statistics.median(taken[smaller])
