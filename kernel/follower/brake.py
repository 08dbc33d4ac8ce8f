"""The brake: if too much is parked, it is our bug and not the events'. Stop, before the province is parked."""

from collections import deque
from dataclasses import dataclass, field


class Braked(Exception):
    """Too large a share of events failed: nothing more is applied until a new build or a person's act."""


@dataclass
class Brake:
    """Watches the share of failed events over a window of seconds; never acts below `least` failures."""

    share: float
    least: int
    seconds: float
    _seen: deque[tuple[float, int, int]] = field(default_factory=deque)

    def check(self, handled: int, failed: int, *, now: float) -> None:
        """Look at a batch that is about to be saved. Raises `Braked` if it must not be."""
        while self._seen and self._seen[0][0] < now - self.seconds:
            self._seen.popleft()
        all_failed = failed + sum(one[2] for one in self._seen)
        everything = handled + all_failed + sum(one[1] for one in self._seen)
        if failed and all_failed >= self.least and all_failed > self.share * everything:
            raise Braked(f"{all_failed} of {everything}")

    def count(self, handled: int, failed: int, *, now: float) -> None:
        """Remember a batch that was saved."""
        self._seen.append((now, handled, failed))

    def release(self) -> None:
        """Forget what was counted."""
        self._seen.clear()
