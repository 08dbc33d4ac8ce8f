"""Counting a petition's days anew after the calendar or a rule changed; a day that has passed stays."""

from datetime import date

from contracts.reception import DeadlineChanged
from law.deadlines import Facts
from services.reception.domain.deadlines import Deadline, Law, intake, settlement
from services.reception.domain.petition import Petition, State


def recount(petition: Petition, *, law: Law, today: date, because: str) -> bool:
    """Count the day that is still to come by the law of today. Tells it, and says so, if it moved."""
    before = petition.due_on
    if before is None or before < today:
        return False
    found = _counted(petition, law)
    if found is None or found.due_on == before:
        return False
    if petition.state is State.ACCEPTED:
        petition.settlement = found
    else:
        petition.intake = found
    petition.tell(
        DeadlineChanged(
            petition=petition.id,
            rule=found.rule,
            before=before,
            after=found.due_on,
            because=because,
        )
    )
    return True


def _counted(petition: Petition, law: Law) -> Deadline | None:
    kind = petition.form.kind
    if petition.state is not State.ACCEPTED:
        return intake(kind, received_on=petition.form.received_on, law=law)
    if petition.accepted_on is None:
        return None
    facts = Facts(start=petition.accepted_on, remote=petition.remote, complex=petition.is_complex)
    return settlement(kind, facts, law=law)
