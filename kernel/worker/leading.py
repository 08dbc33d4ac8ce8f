"""What only one of a service's workers does at a time: it looks again and again while the lease is its own."""

import threading
from collections.abc import Callable
from typing import ClassVar

import structlog

from kernel.config import Settings
from kernel.errors import ChangedMeanwhile, Later
from kernel.lease import IN_TROUBLE, LEADING, STANDING_BY, STARTING, Lease, Overtaken
from kernel.log import failure
from kernel.store import Store
from kernel.store.mongo import in_trouble

log = structlog.get_logger()


def passes(error: BaseException) -> bool:
    """Whether the run met trouble that passes: it is not written down as failed, but begun again."""
    return isinstance(error, (Overtaken, Later, ChangedMeanwhile)) or in_trouble(error)


class Leading:
    """Looks every `tick` seconds while the lease `called` is ours; waits out trouble that passes."""

    called: ClassVar[str]
    tick: ClassVar[float]
    fire: Callable[[Callable[[], None]], None]

    def __init__(self, store: Store, *, settings: Settings, holder: str) -> None:
        self.settings = settings
        self.lease = Lease(
            store.database, self.called, holder=holder, seconds=settings.lease_seconds
        )
        self.fire = lambda act: act()
        self.state = STARTING
        self._stopping = threading.Event()

    def run(self) -> None:
        """Look again and again, until `stop`."""
        while not self._stopping.wait(self.tick):
            try:
                leading = self.lease.hold()
                self.state = LEADING if leading else STANDING_BY
                if leading:
                    self.look()
            except Exception as error:
                if not passes(error):
                    raise
                self.state = IN_TROUBLE
                log.warning("interrupted", work=self.called, **failure(error))
                self._stopping.wait(self.settings.retry_seconds)
        self.lease.release()

    def stop(self) -> None:
        """Ask to end after what is in hand."""
        self._stopping.set()

    def look(self) -> None:
        """See what is due, and do it."""
        raise NotImplementedError
