"""Handing petitions over after a reorganisation: each gets a number in the receiver's register."""

from collections.abc import Callable
from datetime import date

from contracts.reception import HandedOver, HandoverDone
from ground.handover import HandoverDesk, Thing
from kernel.store import Store
from services.reception.domain import OPEN_STATES, Petition
from services.reception.store import Petitions, Register

Follow = Callable[[Petition, str, date], None]


def handover_desk(
    store: Store, petitions: Petitions, register: Register, *, follow: Follow
) -> HandoverDesk:
    """The desk for what reception has open; `follow` lets go along what belongs to a petition."""

    def pass_on(petition: Petition, receiver: str, last_day: date) -> None:
        year = store.clock.today().year
        number = register.next_in(receiver, year)
        giver = petition.agency
        petition.hand_over(receiver, number=number, year=year, last_day=last_day)
        follow(petition, giver, last_day)

    open_ = {"state": {"$in": [state.value for state in OPEN_STATES]}}
    petition = Thing(
        kept=petitions, open=open_, places=lambda one: one.form.places, pass_on=pass_on
    )
    return HandoverDesk(store, [petition], over=HandedOver, done=HandoverDone)
