"""Open days of petitions are counted anew when the calendar or a rule changes."""

from collections.abc import Callable

from contracts.reception import DeadlinesRecounted
from ground.recounting import RecountDesk, Still
from kernel.store import Store
from services.reception.domain import OPEN_STATES, Law, Petition
from services.reception.domain.recount import recount
from services.reception.store import Petitions

__all__ = ["RecountDesk", "Still", "recount_desk"]


def recount_desk(store: Store, petitions: Petitions, law: Callable[[], Law]) -> RecountDesk:
    """The desk for open petitions."""

    def moved(petition: Petition, because: str) -> bool:
        return recount(petition, law=law(), today=store.clock.today(), because=because)

    open_ = {"state": {"$in": [state.value for state in OPEN_STATES]}}
    return RecountDesk(store, [(petitions, open_)], moved, DeadlinesRecounted)
