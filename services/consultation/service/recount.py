"""Open days are counted anew when the calendar or a rule changes."""

from collections.abc import Callable
from typing import Any

from contracts.consultation import DeadlinesRecounted
from ground.recounting import RecountDesk
from kernel.store import Collection, Store
from services.consultation.domain import Law, Matter
from services.consultation.service.handover import OPEN_WHILE


def recount_desk(store: Store, law: Callable[[], Law], *kept: Collection[Any]) -> RecountDesk:
    """The desk for what waits for an answer."""

    def moved(thing: Matter, because: str) -> bool:
        return thing.recount(law(), today=store.clock.today(), because=because)

    things = [(one, {OPEN_WHILE[one.holds.kind]: None}) for one in kept]
    return RecountDesk(store, things, moved, DeadlinesRecounted)
