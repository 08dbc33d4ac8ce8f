"""Handing over after a reorganisation what waits for an answer, a result or a completion."""

from typing import Any

from contracts.consultation import HandedOver, HandoverDone
from ground.handover import HandoverDesk, Thing
from kernel.store import Collection, Store

# What is open, by kind: the field that is empty as long as it is.
OPEN_WHILE = {
    "consultation": "closed_on",
    "opinion": "answer",
    "dialogue": "publication",
    "recommendation": "reply",
    "criticism": "reply",
    "project": "completed_on",
}


def handover_desk(store: Store, *kept: Collection[Any]) -> HandoverDesk:
    """The desk for what consultation has open."""
    things = [Thing(kept=one, open={OPEN_WHILE[one.holds.kind]: None}) for one in kept]
    return HandoverDesk(store, things, over=HandedOver, done=HandoverDone)
