"""What a petition asks of the agency next: by whom, until when, and whether it waits for somebody else."""

from contracts.duties import DutyKind
from contracts.reception import DutyOpened
from contracts.registry import PETITION_DECIDERS, PETITION_WRITERS
from services.reception.domain.petition import Petition, State

NEXT: dict[State, tuple[DutyKind, tuple[str, ...]]] = {
    State.REGISTERED: (DutyKind.PETITION_CLASSIFY, PETITION_WRITERS),
    State.AWAITING_SUPPLEMENT: (DutyKind.PETITION_SUPPLEMENT, PETITION_WRITERS),
    State.CLASSIFIED: (DutyKind.PETITION_ACCEPT, PETITION_DECIDERS),
    State.ACCEPTED: (DutyKind.PETITION_SETTLE, PETITION_DECIDERS),
    State.SUSPENDED: (DutyKind.PETITION_SETTLE, PETITION_DECIDERS),
}


def duty_of(petition: Petition) -> DutyOpened | None:
    """What is to be done about a petition; None when nothing is left."""
    if petition.state not in NEXT:
        return None
    kind, roles = NEXT[petition.state]
    return DutyOpened(
        duty=petition.id,
        kind=kind,
        code=f"{petition.number}/{petition.year}",
        owner=petition.agency,
        roles=roles,
        opened_on=petition.accepted_on or petition.form.received_on,
        due_on=petition.due_on,
        assignee=petition.handler,
        paused=petition.state in {State.AWAITING_SUPPLEMENT, State.SUSPENDED},
        link=f"/reception/petitions/{petition.id}",
        places=petition.form.places,
    )
