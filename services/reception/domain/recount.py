"""Counting a petition's times anew after the calendar or a rule changed; a day that has passed stays."""

from datetime import date

from contracts.reception import DeadlineChanged
from law.refusal import LawRefusal
from services.reception.domain import clocks as times
from services.reception.domain.clocks import Clock
from services.reception.domain.deadlines import Law
from services.reception.domain.petition import Petition


def recount(petition: Petition, *, law: Law, today: date, because: str) -> bool:
    """Count the open times that are still to end by the law of today. Tells each that moved, and says so."""
    moved = [_moved(petition, one, law, because) for one in petition.clocks if _runs(one, today)]
    return any(moved)


def _runs(clock: Clock, today: date) -> bool:
    return clock.open and clock.due_on is not None and clock.due_on >= today


def _moved(petition: Petition, clock: Clock, law: Law, because: str) -> bool:
    try:
        fresh = times.recounted(clock, law=law)
    except LawRefusal:
        return False  # what was decided on the way no longer fits: the day stands until an act moves it
    if fresh is clock:
        return False
    petition.clocks = times.replaced(petition.clocks, fresh)
    petition.tell(
        DeadlineChanged(
            petition=petition.id,
            rule=fresh.deadline.rule,
            before=clock.deadline.due_on,
            after=fresh.deadline.due_on,
            because=because,
            clock=clock.kind,
        )
    )
    return True
