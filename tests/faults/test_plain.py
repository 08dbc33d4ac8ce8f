"""Plain work without any fault: what every other case must come back to."""

from tests.faults.checker import FIGURES, Checker
from tests.faults.conftest import SERVICES_UNDER_TEST
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.faults.services_under_test import CHRONICLE
from tests.site import Site


def test_everything_a_client_was_told_is_followed_once(site: Site, load: Load, ledger: Ledger):
    workers = [
        site.worker("reception", segment_events=3).ready(),
        site.worker("reporting").ready(),
        site.worker("planning", f"{SERVICES_UNDER_TEST}:Chronicler").ready(),
    ]
    for _ in range(20):
        load.a_case()
    load.register_many(50)

    report = Checker(site, models=[FIGURES, CHRONICLE]).whole(ledger, seconds=15)

    assert report.commands == report.events == 130
    assert [worker.end() for worker in workers] == [0, 0, 0]
