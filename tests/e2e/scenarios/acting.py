"""What all scenarios say and ask."""

from collections.abc import Callable
from datetime import date

from contracts.reception import ClockKind
from tests.e2e.scenarios.faces import Face

Somebody = Callable[[str, str], Face]
At = Callable[[date], None]
ACCEPT = {"eligible": "true", "competent": "true", "disposition": "ACCEPT"}


def due(who: Face, petition: str) -> dict[ClockKind, str]:
    """The day of each of a petition's times, as it is shown."""
    return {kind: one.on for kind, one in who.times(petition).items()}


def counted(columns: dict[int, int], *which: int) -> list[int]:
    """Some columns of a form; an empty one is nought."""
    return [columns.get(one, 0) for one in which]
