"""A land for tests: a province, its sites, clients at work on both ends, and what must hold afterwards."""

import json
import os
import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded import servers
from kernel.message import Actor
from tests.faults import checker as checking
from tests.faults.checker import FIGURES, Checker, Report, fold_figures
from tests.faults.ledger import Entry, Ledger, Outcome
from tests.faults.load import Load
from tests.faults.wire import FaultProxy
from tests.site import Process, wait_for
from tests.sites import houses as building
from tests.sites.houses import House
from tests.sites.services import Announcer

ORDER = [("epoch", 1), ("number", 1)]
SERVICES = "tests.sites.services"
BY = Actor(user="u-1", role="ADMINISTRATOR", agency="snv")


class SiteLoad(Load):
    """A client of one site: only of the agencies that it hosts."""

    def __init__(self, site: House, ledger: Ledger) -> None:
        super().__init__(site, ledger)
        self.agency = f"ag-{site.word}"
        self.random = random.Random(site.word)

    def petition(self, agency: str = "") -> dict[str, Any]:
        return super().petition(agency or self.agency)

    def register_many(self, count: int) -> list[Entry]:
        rows = [{**self.petition(), "key": uuid.uuid4().hex} for _ in range(count)]
        entries = [self.ledger.issue("register", key=row["key"], payload=row) for row in rows]
        answers = self._answer("bulk", uuid.uuid4().hex, {"agency": self.agency, "rows": rows})
        for entry, told in zip(entries, answers or (), strict=False):
            self.ledger.answered(entry, status=told[0], body=told[1])
        return entries


class Land:
    """The province and its sites with all their processes, and a client at each."""

    def __init__(self, province: House, sites: list[House], folder: Path) -> None:
        self.province, self.sites, self.folder = province, sites, folder
        self.ledgers = {one.word: Ledger(folder / f"{one.word}.jsonl") for one in sites}
        self.loads = {one.word: SiteLoad(one, self.ledgers[one.word]) for one in sites}
        self.announcer = Announcer(province.store("registry"))
        self.announcer.store.prepare()
        self.announced: dict[str, set[str]] = {"": set(), **{one.word: set() for one in sites}}
        self.processes: dict[str, Process] = {}
        self.wires: dict[str, FaultProxy] = {}

    def start(self, **more: Any) -> None:
        """All processes of all."""
        province, here = self.province, {**more}
        begun = {
            "province-ingress": province.ingress(**here),
            "province-registry": province.worker("registry", f"{SERVICES}:Announcer", **here),
            "province-reporting": province.worker("reporting", **here),
        }
        for site in self.sites:
            begun |= self.start_site(site, **here)
        for name, process in begun.items():
            self.processes[name] = process.ready()

    def start_site(self, site: House, **more: Any) -> dict[str, Process]:
        """The processes of one site."""
        return {
            f"{site.word}-ingress": site.ingress(**more),
            f"{site.word}-reception": site.worker("reception", **more),
            f"{site.word}-planning": site.worker("planning", f"{SERVICES}:Listener", **more),
        }

    # --- work ---------------------------------------------------------------------------------------

    def work(self, site: House, cases: int) -> None:
        """So many whole cases at a site."""
        for _ in range(cases):
            self.loads[site.word].a_case()

    def pour(self, site: House, events: int, *, at_once: int = 500) -> None:
        """So many registrations at a site, in bulk."""
        for _ in range(events // at_once):
            self.loads[site.word].register_many(at_once)

    def announce(self, count: int, *, to: str = "") -> None:
        """So many notices from the province."""
        ids = [uuid.uuid4().hex for _ in range(count)]
        for at in range(0, count, 500):
            self.announcer.announce(ids[at : at + 500], by=BY, to=to)
        self.announced[to].update(ids)

    # --- what must hold -----------------------------------------------------------------------------

    def up_level(self, site: House) -> bool:
        return building.level(site, "reception", self.province, "province")

    def down_level(self, site: House) -> bool:
        audiences = ("all", f"site:{site.word}")
        return all(building.level(self.province, "registry", site, one) for one in audiences)

    def level(self) -> bool:
        """Whether both ends of every line have all that was told to them."""
        return all(self.up_level(one) and self.down_level(one) for one in self.sites)

    def whole(self, *, seconds: float = 60.0) -> Report:
        """Wait until both ends have everything, look at every promise, and fail with every broken one."""
        report = Report()
        try:
            wait_for(self.level, "both ends of every line level", seconds=seconds)
            for site in self.sites:
                Checker(site, models=[]).settled(seconds=seconds)
            wait_for(self._read, "both ends have read it", seconds=seconds)
        except AssertionError as late:
            report.hold(False, str(late))
        self._look(report)
        checking.note(report)
        assert not report.broken, "\n".join(report.broken[:20])
        return report

    def _look(self, report: Report) -> None:
        told = []
        for site in self.sites:
            one = Checker(site, models=[])
            found = one.check(self.ledgers[site.word])
            report.commands += found.commands
            report.events += found.events
            report.lost += found.lost
            report.doubled += found.doubled
            report.broken += [f"{site.word}: {what}" for what in found.broken]
            told += one.events()
            self._copy(report, site, "reception", self.province, "province")
            for audience in ("all", f"site:{site.word}"):
                self._copy(report, self.province, "registry", site, audience)
            self._board(report, site)
        self._figures(report, told)

    def _copy(
        self, report: Report, teller: House, service: str, receiver: House, audience: str
    ) -> None:
        """The receiver's copy is the teller's journal, byte for byte and without a gap."""
        where = {"source": f"/{teller.word}/{service}/{audience}"}
        ours = list(teller.database(service)["segments"].find(where, sort=ORDER))
        copy = list(receiver.database("ingress")["segments"].find(where, sort=ORDER))
        report.count(len(copy), want=len(ours), what=f"segments of {where['source']}")
        for mine, theirs in zip(ours, copy, strict=False):
            mine.pop("recovered", None)  # when it came back: ours alone
            report.hold(mine == theirs, f"{mine['_id']} is not the same at {receiver.word}")
        for epoch in {row["epoch"] for row in copy}:
            numbers = [row["number"] for row in copy if row["epoch"] == epoch]
            whole = numbers == list(range(1, len(numbers) + 1))
            report.hold(whole, f"{where} {epoch}: {numbers[:20]}")
        held = receiver.database("ingress")["held"].count_documents(where)
        report.hold(not held, f"{receiver.word} holds {held} of {where['source']}")

    def _wanted(self, site: House) -> set[str]:
        return self.announced[""] | self.announced[site.word]

    def _board(self, report: Report, site: House) -> None:
        shown = {row["_id"]: row["n"] for row in site.database("planning")["board"].find()}
        wanted = self._wanted(site)
        report.events += len(wanted)
        for one in wanted | shown.keys():
            report.count(shown.get(one, 0), want=int(one in wanted), what=f"notice at {site.word}")

    def _figures(self, report: Report, told: list[dict[str, Any]]) -> None:
        checker = Checker(self.province, models=[FIGURES])
        checker._model(report, FIGURES, told, 0)

    def _read(self) -> bool:
        """Whether the province's figures and the sites' boards have taken in what came."""
        want: Counter[Any] = Counter()
        for site in self.sites:
            want.update(fold_figures(Checker(site, models=[]).events()))
        reporting = self.province.store("reporting")
        name = "figures" if (n := reporting.generation()) == 1 else f"figures.g{n}"
        have = checking.flat_figures(reporting.database[name].find())
        boards = all(
            site.database("planning")["board"].count_documents({}) >= len(self._wanted(site))
            for site in self.sites
        )
        return have == dict(want) and boards


@contextmanager
def a_clerks_day(land: Land, site: House) -> Iterator[list[float]]:
    """A clerk takes cases from beginning to end all the while; gives how long each took."""
    took: list[float] = []
    over = threading.Event()

    def work() -> None:
        while not over.wait(0.05):
            began = time.monotonic()
            land.loads[site.word].a_case()
            took.append(time.monotonic() - began)

    clerk = threading.Thread(target=work, daemon=True)
    clerk.start()
    try:
        yield took
    finally:
        over.set()
        clerk.join(60)
    assert not clerk.is_alive()
    assert took
    assert max(took) < 10
    counts = land.ledgers[site.word].counts()
    assert counts[Outcome.ACKNOWLEDGED.value] == counts["issued"]


@pytest.fixture
def make_land(running_servers: None, tmp_path: Path) -> Iterator[Callable[..., Land]]:
    """Makes a land with so many sites; behind fault proxies if wanted (`land.wires`)."""
    with ExitStack() as stack:

        def make(count: int = 1, *, wired: bool = False, **settings: Any) -> Land:
            words = [f"xa{n}" for n in range(1, count + 1)]
            province, *sites = stack.enter_context(building.houses(tmp_path, *words, **settings))
            land = Land(province, sites, tmp_path)
            for ledger in land.ledgers.values():
                stack.enter_context(ledger)
            for site in sites:
                address = ""
                if wired:
                    wire = stack.enter_context(FaultProxy(f"127.0.0.1:{servers.AMQP_PORT}"))
                    land.wires[site.word], address = wire, wire.address
                building.link(province, site, f"ag-{site.word}", address=address)
            return land

        yield make


@pytest.fixture
def land(make_land: Callable[..., Land]) -> Land:
    """A province and one site, everything running."""
    made = make_land()
    made.start()
    return made


# --- the sum ----------------------------------------------------------------------------------------

_outcomes: dict[str, bool] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a case as failed when any part of it failed."""
    if report.nodeid.startswith("tests/sites/") and report.outcome != "skipped":
        _outcomes[report.nodeid] = _outcomes.get(report.nodeid, True) and report.passed


def pytest_sessionfinish() -> None:
    """Write the sum where `python -m tests.sites` wants it."""
    wanted = os.environ.get("SITES_SUM")
    if wanted:
        failed = sum(not good for good in _outcomes.values())
        sums = {name: n for name, n in checking.total().items() if name != "commands"}
        Path(wanted).write_text(json.dumps({"cases": len(_outcomes), **sums, "failed": failed}))
