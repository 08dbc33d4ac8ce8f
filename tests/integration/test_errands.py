"""Errands: again and again, by one worker at a time; what fails delays itself alone."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from kernel.errors import WrongSetting
from kernel.message import errand
from kernel.store import Store
from kernel.store.unit import session
from kernel.worker.errands import Errands, Still, errands_of
from tests.site import wait_for


class Runner:
    """A service with two errands; one may fail, and one says how much there is to do."""

    name = "planning"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.left, self.went, self.tried = 0, 0, 0
        self.in_unit: set[Any] = set()
        self.stopped = threading.Event()

    @errand(seconds=0.05, needs=("smtp_uri",))
    def carry(self, still: Still) -> bool:
        """Carry one thing."""
        self.in_unit.add(session())
        self.went += 1
        self.left = max(0, self.left - 1)
        return self.left > 0

    @errand(seconds=0.05)
    def stumble(self, still: Still) -> None:
        """Fail each time."""
        self.tried += 1
        raise RuntimeError("Nguyễn Thị Thử")


@pytest.fixture
def runner(a_store: Callable[..., Store]) -> Runner:
    service = Runner(a_store("planning", retry_seconds=30, lease_seconds=2))
    service.store.prepare()
    return service


@contextmanager
def running(service: Runner, holder: str = "a") -> Iterator[Errands]:
    store = service.store
    errands = Errands(service, store, settings=store.settings, metrics=store.metrics, holder=holder)
    thread = threading.Thread(target=errands.run)
    thread.start()
    try:
        yield errands
    finally:
        errands.stop()
        thread.join()


def test_it_goes_out_again_and_again_in_no_unit_of_work_while_another_fails(runner: Runner):
    with running(runner):
        wait_for(lambda: runner.went >= 3, "three rounds")

    assert runner.in_unit == {None}
    assert runner.tried == 1
    page = runner.store.metrics.page().decode()
    assert 'danvan_job_last_success_timestamp{job="carry"' in page
    assert 'danvan_job_last_success_timestamp{job="stumble"' not in page


def test_who_does_not_hold_the_lease_stays_at_home(runner: Runner):
    with running(runner):
        wait_for(lambda: runner.went, "the first round")
        second = Runner(runner.store)
        with running(second, "b") as waiting:
            wait_for(lambda: waiting.state == "standing by", "standing by")
            assert not waiting.still()

    assert second.went == 0


def test_what_is_asked_to_stop_hears_of_it(runner: Runner):
    with running(runner) as errands:
        wait_for(errands.still, "the lease")
        errands.stop()
        assert not errands.still()


def test_production_needs_the_settings_an_errand_names(a_store: Callable[..., Store]):
    service = Runner(a_store("planning", production=1))
    settings = service.store.settings

    assert sorted(one.name for one in errands_of(service)) == ["carry", "stumble"]
    with pytest.raises(WrongSetting, match="SMTP_URI"):
        Errands(
            service, service.store, settings=settings, metrics=service.store.metrics, holder="a"
        )
