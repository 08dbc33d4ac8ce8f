"""Handing petitions over after a reorganisation: each gets a number in the receiver's register."""

from collections.abc import Callable
from datetime import date
from typing import Any

from contracts.reception import ClockKind, HandedOver, HandoverDone
from ground.handover import HandoverDesk, Thing
from kernel.store import Store
from services.reception.domain import OPEN_STATES, Petition, State
from services.reception.domain.clocks import WAITED
from services.reception.domain.forwarding import SENT
from services.reception.store import Petitions, Register
from services.reception.store.forwards import Forwards

Follow = Callable[[Petition, str, date], None]
WATCHED = [kind for kind in ClockKind if kind not in WAITED]
# Something is left to do: to handle, to carry out and close, to send, to wait for the parts, to give a notice.
LEFT: dict[str, Any] = {
    "$or": [
        {"state": {"$in": [*OPEN_STATES, State.DECIDED, State.SPLIT]}},
        {"state": State.CLOSED, "classification.disposition": {"$in": list(SENT)}},
        {"clocks": {"$elemMatch": {"ended_on": None, "kind": {"$in": WATCHED}}}},
    ]
}


def handover_desk(
    store: Store, petitions: Petitions, register: Register, forwards: Forwards, *, follow: Follow
) -> HandoverDesk:
    """The desk for what reception has open; `follow` lets go along what belongs to a petition. What was forwarded
    goes as long as it may be sent back, and with each petition its family: the letter and its parts, and what
    was linked to any of them."""

    def pass_on(petition: Petition, receiver: str, last_day: date) -> None:
        year = store.clock.today().year
        number = register.next_in(receiver, year)
        giver = petition.agency
        petition.hand_over(receiver, number=number, year=year, last_day=last_day)
        follow(petition, giver, last_day)

    petition = Thing(
        kept=petitions,
        open=LEFT,
        places=lambda one: one.form.places,
        pass_on=pass_on,
        more=forwards.unanswered,
        along=petitions.family,
    )
    return HandoverDesk(store, [petition], over=HandedOver, done=HandoverDone)
