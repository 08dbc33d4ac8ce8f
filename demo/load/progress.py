"""One line that says how far the load is and how long it will still take."""

import sys
import time
from datetime import date

EVERY = 3.0


def say(text: str) -> None:
    """Tell the person who waits."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Progress:
    """Counts rows; tells at most every few seconds."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.skipped = total, 0, 0
        self._began = self._told = time.monotonic()

    def begin(self) -> None:
        """Count the time from now on."""
        self._began = time.monotonic()

    def add(self, rows: int, *, skipped: bool = False) -> None:
        """So many rows more; those of an earlier run cost no time."""
        self.done += rows
        self.skipped += rows if skipped else 0

    def tell(self, day: date, *, now: bool = False) -> None:
        """Say how far it is, unless that was said just now."""
        moment = time.monotonic()
        if not now and moment - self._told < EVERY:
            return
        self._told = moment
        share = self.done / self.total if self.total else 1
        rate = (self.done - self.skipped) / max(moment - self._began, 0.001)
        left = (self.total - self.done) / rate if rate else 0
        said = f"  {day:%d/%m/%Y}  {self.done:,}/{self.total:,} dòng ({share:.0%})"
        say(f"{said.replace(',', '.')}  {rate:.0f} dòng/giây, còn ~{left / 60:.1f} phút")
