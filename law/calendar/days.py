"""One day of the calendar: its kind, why it is so, and how sure that is."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a day is; `SWAP_OFF` and `SWAP_WORK` are the two halves of one exchange."""

    WORK = "WORK"
    WEEKEND = "WEEKEND"
    HOLIDAY = "HOLIDAY"
    COMPENSATION = "COMPENSATION"
    SWAP_OFF = "SWAP_OFF"
    SWAP_WORK = "SWAP_WORK"

    @property
    def worked(self) -> bool:
        """Whether offices work on such a day."""
        return self in _WORKED


_WORKED = frozenset({Kind.WORK, Kind.SWAP_WORK})


class Standing(StrEnum):
    """How sure a day is: decided by an instrument, or expected until one is issued."""

    CONFIRMED = "CONFIRMED"
    PROVISIONAL = "PROVISIONAL"


class Day(NamedTuple):
    """A day that is not what its place in the week makes it, or an ordinary day described alike.

    `version` is the calendar version that said so; 0 is the statute itself.
    """

    date: date
    kind: Kind
    name: str
    instrument: str = ""
    standing: Standing = Standing.CONFIRMED
    version: int = 0

    @property
    def worked(self) -> bool:
        """Whether offices work on this day."""
        return self.kind.worked
