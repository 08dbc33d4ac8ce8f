"""Errands: what a service does in the world outside, by one of its workers at a time, in no unit of work.

A timer's run is a transaction; nobody may hold one while a mail server thinks. An errand has the
lease only: it claims, does, and marks in short units of its own, and what it does must bear
being begun again.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog

from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.log import failure
from kernel.message import Errand
from kernel.metrics import Metrics
from kernel.store import Store
from kernel.worker.leading import Leading

log = structlog.get_logger()

LONGEST_WAIT = 60.0
Still = Callable[[], bool]


@dataclass
class Round:
    """One marked method: when it goes out next, and how long it waits after a failure."""

    name: str
    mark: Errand
    method: Callable[[Still], bool | None]
    due: float = 0.0
    wait: float = 0.0

    def ended(self, *, more: bool) -> None:
        """It came back well; at once again if there is more."""
        self.wait, self.due = 0.0, time.monotonic() + (0.0 if more else self.mark.seconds)

    def failed(self, first: float) -> None:
        """It met trouble: each time it waits twice as long."""
        self.wait = min(max(self.wait * 2, first, self.mark.seconds), LONGEST_WAIT)
        self.due = time.monotonic() + self.wait


def errands_of(service: Any) -> list[Round]:
    """The marked methods of a service."""
    found = []
    for name in dir(type(service)):
        mark = getattr(getattr(type(service), name), "errand", None)
        if isinstance(mark, Errand):
            found.append(Round(name, mark, getattr(service, name)))
    return found


class Errands(Leading):
    """Runs the errands of one service while the lease is ours. Raises `WrongSetting` when production
    lacks a setting one of them needs."""

    called = "errands"
    tick = 0.2

    def __init__(
        self, service: Any, store: Store, *, settings: Settings, metrics: Metrics, holder: str
    ) -> None:
        super().__init__(store, settings=settings, holder=holder)
        self.metrics = metrics
        self.rounds = errands_of(service)
        self._check_needs()

    def _check_needs(self) -> None:
        needed = [name for one in self.rounds for name in one.mark.needs]
        for name in needed if self.settings.production else ():
            if not getattr(self.settings, name):
                raise WrongSetting(f"{name.upper()} must be given with PRODUCTION=1")

    def still(self) -> bool:
        """Whether an errand may go on: nobody asked us to stop and the lease is surely ours."""
        return not self._stopping.is_set() and self.lease.hold()

    def look(self) -> None:
        for one in self.rounds:
            if one.due <= time.monotonic() and self.still():
                self._go(one)

    def _go(self, one: Round) -> None:
        began = time.monotonic()
        more: list[bool | None] = []
        try:
            self.fire(lambda: more.append(one.method(self.still)))
        except Exception as error:  # noqa: BLE001  its own failure delays it alone; the others go on
            one.failed(self.settings.retry_seconds)
            log.warning("errand failed", job=one.name, wait=one.wait, **failure(error))
        else:
            one.ended(more=bool(more and more[0]))
            self.metrics.set("danvan_job_last_success_timestamp", time.time(), job=one.name)
        self.metrics.observe("danvan_job_seconds", time.monotonic() - began, job=one.name)
