"""What a petition asks of the agency next: by whom, until when, and whether it waits for somebody else."""

from datetime import date

from contracts.duties import DutyKind
from contracts.reception import DutyOpened, Host
from contracts.registry import PETITION_DECIDERS, PETITION_WRITERS
from kernel.message import named_id
from services.reception.domain.clocks import next_due
from services.reception.domain.petition import MAIN, Petition, State
from services.reception.domain.receiving import Plan
from services.reception.domain.session import Session, SessionState

NEXT: dict[State, tuple[DutyKind, tuple[str, ...]]] = {
    State.REGISTERED: (DutyKind.PETITION_CLASSIFY, PETITION_WRITERS),
    State.AWAITING_SUPPLEMENT: (DutyKind.PETITION_SUPPLEMENT, PETITION_WRITERS),
    State.CLASSIFIED: (DutyKind.PETITION_ACCEPT, PETITION_DECIDERS),
    State.ACCEPTED: (DutyKind.PETITION_SETTLE, PETITION_DECIDERS),
    State.SUSPENDED: (DutyKind.PETITION_SETTLE, PETITION_DECIDERS),
}


def supplement_over(petition: Petition, today: date) -> bool:
    """Whether it waits for a supplement beyond the time for it: somebody decides whether to store it."""
    waits, until = petition.state is State.AWAITING_SUPPLEMENT, petition.supplement
    return waits and until is not None and until.due_on < today


def duty_of(petition: Petition, *, today: date) -> DutyOpened | None:
    """What is to be done about a petition; None when nothing is left."""
    if petition.state not in NEXT:
        return None
    kind, roles = NEXT[petition.state]
    over = supplement_over(petition, today)
    if over:
        kind = DutyKind.PETITION_STORE
    return DutyOpened(
        duty=petition.id,
        kind=kind,
        code=f"{petition.number}/{petition.year}",
        owner=petition.agency,
        roles=roles,
        opened_on=petition.accepted_on or petition.form.received_on,
        due_on=petition.due_on,
        assignee=petition.handler,
        paused=petition.state in {State.AWAITING_SUPPLEMENT, State.SUSPENDED} and not over,
        link=f"/reception/petitions/{petition.id}",
        places=petition.form.places,
    )


def step_id(petition: Petition) -> str:
    """The id of the duty to do the next step of a petition, beside taking it up or settling it."""
    return named_id(petition.id, "case_step", "")


def step_of(petition: Petition) -> DutyOpened | None:
    """The next step with a time limit of its own: giving notice, forwarding, sending, handling, publishing, considering a
    continued denunciation; None when nothing of the kind is owed."""
    due_on = next_step_due(petition)
    if due_on is None:
        return None
    return DutyOpened(
        duty=step_id(petition),
        kind=DutyKind.CASE_STEP,
        code=f"{petition.number}/{petition.year}",
        owner=petition.agency,
        roles=(*PETITION_WRITERS, *PETITION_DECIDERS),
        opened_on=petition.decided_on or petition.accepted_on or petition.form.received_on,
        due_on=due_on,
        assignee=petition.handler,
        link=f"/reception/petitions/{petition.id}",
        places=petition.form.places,
    )


def next_step_due(petition: Petition) -> date | None:
    """The day by which the next step is due; what only has to be waited for is no step."""
    beside = MAIN if petition.state in NEXT else ()
    return next_due(one for one in petition.clocks if one.kind not in beside)


def minutes_owed(session: Session) -> DutyOpened | None:
    """To issue what a session that was led by the head or a deputy came to; None before and after."""
    if session.minutes_due is None or session.state is SessionState.CLOSED:
        return None
    return DutyOpened(
        duty=session.id,
        kind=DutyKind.SESSION_MINUTES,
        code=f"{session.form.held_on:%d/%m/%Y}",
        owner=session.agency,
        roles=(*PETITION_WRITERS, *PETITION_DECIDERS),
        opened_on=session.form.held_on,
        due_on=session.minutes_due.due_on,
        link=f"/reception/sessions/{session.id}",
    )


def day_owed(plan: Plan, *, today: date) -> DutyOpened | None:
    """To say what became of a planned day of the head that is over; None while it is to come, and once it was kept,
    moved or cancelled."""
    day = plan.form.planned_on
    if not plan.awaited or plan.form.host is not Host.HEAD or day >= today:
        return None
    return DutyOpened(
        duty=plan.id,
        kind=DutyKind.RECEPTION_HELD,
        code=f"{day:%d/%m/%Y}",
        owner=plan.agency,
        roles=PETITION_WRITERS,
        opened_on=day,
        due_on=day,
        link=f"/reception/plans/{plan.id}",
    )
