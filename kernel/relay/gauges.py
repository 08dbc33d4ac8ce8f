"""How much of a journal waits, and for how long: told also while the broker is away."""

import time

from kernel.journal import Journal
from kernel.metrics import Metrics


class Gauges:
    """The journal's lag, by source."""

    def __init__(self, journal: Journal, metrics: Metrics) -> None:
        self.journal, self.metrics = journal, metrics
        self._level: dict[str, float] = {}

    def measure(self) -> None:
        """Tell how much waits and how long it has waited; a broker that is away makes it grow."""
        lags, now = self.journal.lags(), time.monotonic()
        for source, level in self.journal.levels().items():
            waiting = self.journal.pending(source)
            if level and not waiting:
                self._level[source] = now
            lag = max(lags.get(source, 0.0), now - self._level.setdefault(source, now))
            self.metrics.set("danvan_journal_lag_seconds", lag, source=source)
            self.metrics.set("danvan_journal_pending", waiting, source=source)
