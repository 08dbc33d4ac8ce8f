"""What is known of a case: its start, its circumstances, and what was decided on the way."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Handing(StrEnum):
    """How a matter came to another agency.

    A forward by competence starts the receiver's own intake clock; a reorganisation or the same
    letter sent again changes nothing for the citizen.
    """

    FORWARD = "FORWARD"
    REORGANISATION = "REORGANISATION"
    RESEND = "RESEND"


class Handover(NamedTuple):
    """One handing over, on the day the receiver got it."""

    kind: Handing
    received_on: date


class Extension(NamedTuple):
    """One written decision to extend; without `days` it takes all the law allows."""

    decided_on: date
    days: int | None = None
    decision: str = ""


class Suspension(NamedTuple):
    """A clock stopped by a decision, from its day to the day it was resumed (none: it still stands)."""

    since: date
    resumed_on: date | None
    ground: str = "AWAITING_OTHER_BODY"
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The facts a deadline is derived from.

    `remote` is the flag frozen at acceptance: a later change of the list of areas does not reach
    it. `criteria` are the ticked lines of the checklist for denunciations.
    """

    start: date
    remote: bool = False
    complex: bool = False
    several_places: bool = False
    criteria: tuple[str, ...] = ()
    extensions: tuple[Extension, ...] = ()
    suspensions: tuple[Suspension, ...] = ()
    handovers: tuple[Handover, ...] = ()
