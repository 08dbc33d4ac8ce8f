"""What a service says when it hands things over after a reorganisation: one shape for all that have things.

Each service declares its own `HandedOver` and `HandoverDone` from these. No clock is reset by it, and what
happened before stays with whom it happened.
"""

from dataclasses import dataclass
from datetime import date

from kernel.message import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedOverTold(Event):
    """One open thing went from one agency to another; `what` is its kind, `act` the reorganisation.

    The giver had it until the end of `last_day`; its dates stay what they were.
    """

    what: str
    thing: str
    giver: str
    receiver: str
    last_day: date
    act: str


@dataclass(frozen=True, kw_only=True, slots=True)
class HandoverFinished(Event):
    """A service has handed over everything an agency had open; `moved` is how many things that were."""

    act: str
    giver: str
    moved: int
    finished_on: date
