"""Two faces of time: *legal* (dates in Việt Nam that decide timeliness) and *machine* (leases, tokens).

Clocks are read at the door, once, and passed in. The legal clock may be driven by a file (demo and
tests only), so that a year's receipts and deadlines happen on their proper days; the machine clock
is never driven, so leases and TLS keep working meanwhile.
"""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """What every clock can tell."""

    def legal_now(self) -> datetime:
        """The moment that counts for the law, in Vietnamese time."""

    def today(self) -> date:
        """The legal date."""

    def now(self) -> datetime:
        """The machine's moment, aware UTC."""

    def monotonic(self) -> float:
        """Seconds that never run backwards, for measuring."""


class SystemClock:
    """The real clock, both faces."""

    def legal_now(self) -> datetime:
        return self.now().astimezone(VIETNAM)

    def today(self) -> date:
        return self.legal_now().date()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True)
class DrivenClock(SystemClock):
    """A legal clock read from a file holding one ISO moment or date; the machine face stays real.

    A missing or unreadable file means the real time: the demo starts before its first day is set.
    """

    path: Path

    def legal_now(self) -> datetime:
        try:
            moment = datetime.fromisoformat(self.path.read_text(encoding="ascii").strip())
        except (OSError, ValueError):
            return super().legal_now()
        return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


@dataclass
class SetClock(SystemClock):
    """A clock for tests, whose legal moment is set by hand."""

    moment: datetime

    def legal_now(self) -> datetime:
        return self.moment.astimezone(VIETNAM)


def drive(path: Path, moment: datetime) -> None:
    """Set the file of a `DrivenClock`, whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(moment.isoformat(), encoding="ascii")
    fresh.replace(path)
