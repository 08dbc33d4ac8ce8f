"""What happens at the place of reception comes back: timetable, walls, visitors, refusals, sessions."""

from contracts.reception import (
    PetitionKind,
    PostingKept,
    ReceptionCancelled,
    ReceptionPlanned,
    ReceptionRefused,
    SessionHeld,
    VisitorReceived,
)
from kernel.message import Told, revives
from kernel.reviving import LOST, filled
from services.reception.domain import Petitioner, Session, SessionForm
from services.reception.domain.receiving import (
    Plan,
    PlanForm,
    PlanState,
    PostingLine,
    RefusalForm,
    Turned,
    Visit,
    VisitForm,
)
from services.reception.service.receiving import ReceivingDesk
from services.reception.store import Register


class RevivePlaces:
    """Reception days."""

    receiving: ReceivingDesk
    register: Register

    @revives(SessionHeld)
    def revive_session_held(self, event: SessionHeld, told: Told) -> Session:
        """A session with its counts; where it was held is lost."""
        form = filled(SessionForm, event, session_kind=event.kind)
        return Session(id=event.session, agency=told.agency, form=form)

    @revives(ReceptionPlanned)
    def revive_reception_planned(self, event: ReceptionPlanned, told: Told) -> Plan:
        """A day of the timetable, new or moved: then it is to be posted anew."""
        plan = self.receiving.plans.revived(event.plan)
        if plan is None:
            form = filled(PlanForm, event)
            return Plan(id=event.plan, agency=told.agency, form=form, post_by=event.post_by)
        plan.before = (*plan.before, plan.form.planned_on)
        known = {"place": plan.form.place, "content": plan.form.content}
        plan.form = filled(PlanForm, event, **known, client_ref=plan.form.client_ref)
        plan.post_by, plan.reason = event.post_by, LOST
        plan.state, plan.posted_on = PlanState.PLANNED, None
        return plan

    @revives(ReceptionCancelled)
    def revive_reception_cancelled(self, event: ReceptionCancelled, told: Told) -> Plan:
        """A day that was not held."""
        plan = self.receiving.plans.known(event.plan)
        plan.state, plan.reason = PlanState.CANCELLED, LOST
        return plan

    @revives(PostingKept)
    def revive_posting_kept(self, event: PostingKept, told: Told) -> Plan | PostingLine:
        """A posted day of the timetable, or something else that hangs or hung."""
        if told.subject.startswith(f"{Plan.kind}/"):
            plan = self.receiving.plans.known(event.posting)
            plan.posted_on, plan.state = event.posted_on, PlanState.POSTED
            return plan
        known = self.receiving.postings.revived(event.posting)
        line = known or filled(PostingLine, event, id=event.posting, agency=told.agency)
        line.removed_on = event.removed_on
        return line

    @revives(VisitorReceived)
    def revive_visitor_received(self, event: VisitorReceived, told: Told) -> Visit:
        """A line of the register of reception under its number; who came is lost."""
        self.register.taken(f"visits|{told.agency}|{event.year}", event.number)
        named = event.kind is not PetitionKind.DENUNCIATION
        form = filled(VisitForm, event, visitor=Petitioner(name=LOST) if named else None)
        return Visit(
            id=event.visit, agency=told.agency, number=event.number, year=event.year, form=form
        )

    @revives(ReceptionRefused)
    def revive_reception_refused(self, event: ReceptionRefused, told: Told) -> Turned:
        """A refusal to receive, with its lawful reason."""
        form = filled(RefusalForm, event, document=LOST)
        return Turned(id=event.refusal, agency=told.agency, form=form)
