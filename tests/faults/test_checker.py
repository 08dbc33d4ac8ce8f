"""The checker itself: it passes what is whole and fails for each planted bug."""

import pytest

from tests.faults.checker import FIGURES, Checker
from tests.faults.conftest import SERVICES_UNDER_TEST, PlantedSite
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.services_under_test import CHRONICLE

CASES = 12
CHRONICLER = f"{SERVICES_UNDER_TEST}:Chronicler"


def work(site: PlantedSite, ledger: Ledger) -> Checker:
    """Both followers at work on a little load."""
    load = Load(site, ledger)
    workers = [
        site.worker("reception", segment_events=2),
        site.worker("reporting"),
        site.worker("planning", CHRONICLER),
    ]
    for _ in range(CASES):
        load.a_case()
    for worker in workers:
        worker.ready()
    return Checker(site, models=[FIGURES, CHRONICLE])


def test_a_whole_site_passes(site: PlantedSite, ledger: Ledger):
    site.plant = ""

    report = work(site, ledger).whole(ledger)

    assert (report.lost, report.doubled) == (0, 0)
    assert report.commands == report.events == 4 * CASES


@pytest.mark.parametrize("plant", ["lose", "double", "reorder"])
def test_a_planted_bug_is_seen(plant: str, site: PlantedSite, ledger: Ledger):
    site.plant = plant
    checker = work(site, ledger)

    report = checker.look(ledger, seconds=6)

    assert report.broken
    assert report.lost > 0 or plant != "lose"
    assert report.doubled > 0 or plant != "double"


def test_an_event_that_vanishes_is_seen(site: PlantedSite, ledger: Ledger):
    load, checker = Load(site, ledger), Checker(site, models=[])
    first, second = load.register(2, agency="ag-1")
    rows = site.database("reception")["events"]
    about = {"aggregate": f"petition/{first.body['petition']}"}

    rows.delete_one(about)
    report = checker.check(ledger)

    assert report.lost > 0
    assert any(line.startswith("I1") for line in report.broken)
    assert second.body["number"] == 2
