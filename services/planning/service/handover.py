"""Handing tasks and models over after a reorganisation; the plan they come from stays with its agency."""

from contracts.planning import HandedOver, HandoverDone
from ground.handover import HandoverDesk, Thing
from kernel.store import Store
from services.planning.store import Models, Tasks


def handover_desk(store: Store, tasks: Tasks, models: Models) -> HandoverDesk:
    """The desk for what planning has open."""
    things = (
        Thing(kept=tasks, open={"completed_on": None}),
        Thing(kept=models, open={"ended_on": None}),
    )
    return HandoverDesk(store, things, over=HandedOver, done=HandoverDone)
