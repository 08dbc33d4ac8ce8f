"""What fault cases share: a site, a ledger, a client at work, the checker; and the sum of all cases."""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.faults import checker as checking
from tests.faults.checker import Checker
from tests.faults.injector import Injector
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.services_under_test import CHRONICLE
from tests.site import WORKERS, Process, Site

SERVICES_UNDER_TEST = "tests.faults.services_under_test"


class PlantedSite(Site):
    """A site whose workers have the bug that PLANT names, if it names one."""

    plant = os.environ.get("PLANT", "")

    def worker(self, service: str, target: str = "", **more: Any) -> Process:
        words = ["-m", "tests.faults.planted", target or WORKERS[service]]
        if not self.plant:
            return super().worker(service, target, **more)
        return self.start(f"{service}-worker", words, service, plant=self.plant, **more)


@pytest.fixture(scope="session")
def closer() -> Iterator[ThreadPoolExecutor]:
    """Closes the sites of ended cases while the next ones run."""
    with ThreadPoolExecutor(1) as fresh:
        yield fresh


@pytest.fixture
def site(
    running_servers: None, tmp_path: Path, closer: ThreadPoolExecutor
) -> Iterator[PlantedSite]:
    """A site with nothing in it, of small segments."""
    fresh = PlantedSite(tmp_path, segment_events=5)
    try:
        yield fresh
    finally:
        closer.submit(fresh.close)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.jsonl") as fresh:
        yield fresh


@pytest.fixture
def load(site: Site, ledger: Ledger) -> Load:
    """A client in this process."""
    return Load(site, ledger)


@pytest.fixture
def checker(site: Site) -> Checker:
    """For sites where reception tells and reporting follows."""
    return Checker(site)


@pytest.fixture
def chronicle_checker(site: Site) -> Checker:
    """For sites where the chronicler follows."""
    return Checker(site, models=[CHRONICLE])


@pytest.fixture
def injector(site: Site) -> Iterator[Injector]:
    with Injector(site) as fresh:
        yield fresh


# --- the sum ----------------------------------------------------------------------------------------

_outcomes: dict[str, bool] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Count a case as failed when any part of it failed."""
    if report.nodeid.startswith("tests/faults/") and report.outcome != "skipped":
        _outcomes[report.nodeid] = _outcomes.get(report.nodeid, True) and report.passed


def pytest_sessionfinish() -> None:
    """Write the sum where `python -m tests.faults` wants it."""
    wanted = os.environ.get("FAULTS_SUM")
    if wanted:
        failed = sum(not good for good in _outcomes.values())
        found = {"cases": len(_outcomes), **checking.total(), "failed": failed}
        Path(wanted).write_text(json.dumps(found))
