"""What an agency enters: a row of a service's bulk route, with the day of the fact it tells."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

Row = dict[str, Any]

RECEPTION, PLANNING, CONSULTATION = "reception", "planning", "consultation"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row, ready to be sent: `on` is the day of its fact; a loud one notifies people."""

    service: str
    on: date
    row: Row
    loud: bool = False


class Refs:
    """Gives the `client_ref` of rows: short, unique within an agency, the same in every run."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self._numbers: Iterator[int] = count(1)

    def fresh(self) -> str:
        """The next one."""
        return f"{self.prefix}{next(self._numbers):06d}"


def iso(on: date) -> str:
    """A day as rows carry it."""
    return on.isoformat()
