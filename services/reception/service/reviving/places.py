"""What happens at the place of reception comes back: timetable, walls, visitors, refusals, sessions."""

from contracts.reception import (
    Host,
    PetitionKind,
    PostingKept,
    ReceptionCancelled,
    ReceptionOpened,
    ReceptionPlanned,
    ReceptionRefused,
    SessionClosed,
    SessionCorrected,
    SessionHeld,
    SessionMinuted,
    SessionOpened,
    VisitorReceived,
)
from kernel.message import Told, revives
from kernel.reviving import LOST, filled
from services.reception.domain import COUNTS, Petitioner, Session, SessionForm
from services.reception.domain.minutes import Conclusion, Correction, Minutes
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
from services.reception.domain.session import Opening, SessionState, minutes_due
from services.reception.service.receiving import ReceivingDesk
from services.reception.service.reviving.petitions import law_of
from services.reception.store import Register, Sessions


class RevivePlaces:
    """Reception days."""

    receiving: ReceivingDesk
    register: Register
    sessions: Sessions

    @revives(SessionHeld)
    def revive_session_held(self, event: SessionHeld, told: Told) -> Session:
        """A session with its counts; where it was held is lost."""
        form = filled(SessionForm, event, session_kind=event.kind)
        known = self.sessions.revived(event.session)
        if known is None:
            return Session(id=event.session, agency=told.agency, form=form)
        known.state, known.form = SessionState.HELD, form
        known.ended_on, known.ended_by = told.date, LOST
        known.minutes_due = minutes_due(form, law=law_of(told))
        return known

    @revives(SessionOpened)
    def revive_session_opened(self, event: SessionOpened, told: Told) -> Session:
        """A session that began; who presided is lost."""
        counts = dict.fromkeys(COUNTS, 0)
        form = filled(SessionForm, event, session_kind=event.kind, **counts)
        instead = LOST if event.host is Host.AUTHORISED_DEPUTY else ""
        opening = Opening(
            presider=LOST, on=event.opened_on, at=LOST, plan=event.plan, instead=instead
        )
        return Session(
            id=event.session,
            agency=told.agency,
            form=form,
            state=SessionState.OPEN,
            opening=opening,
        )

    @revives(SessionMinuted)
    def revive_session_minuted(self, event: SessionMinuted, told: Told) -> Session:
        """What it came to, in so many conclusions of which the words are lost."""
        session = self.sessions.known(event.session)
        lost = Conclusion(matter=LOST, text=LOST, who=LOST)
        issued = LOST if event.issued_on else ""
        session.state = SessionState.MINUTED
        session.minutes = Minutes(
            present=LOST,
            course=LOST,
            conclusions=(lost,) * event.conclusions,
            number=issued,
            issued_on=event.issued_on,
            signer=issued,
        )
        return session

    @revives(SessionClosed)
    def revive_session_closed(self, event: SessionClosed, told: Told) -> Session:
        """A session of which nothing is left to do."""
        session = self.sessions.known(event.session)
        session.state, session.closed_on = SessionState.CLOSED, event.closed_on
        return session

    @revives(SessionCorrected)
    def revive_session_corrected(self, event: SessionCorrected, told: Told) -> Session:
        """Something was put right; what, is lost."""
        session = self.sessions.known(event.session)
        said = Correction(on=event.corrected_on, text=LOST, reason=LOST)
        session.corrections = (*session.corrections, said)
        return session

    @revives(ReceptionOpened)
    def revive_reception_opened(self, event: ReceptionOpened, told: Told) -> Plan:
        """A planned day that was kept."""
        plan = self.receiving.plans.known(event.plan)
        plan.state, plan.session = PlanState.OPENED, event.session
        return plan

    @revives(ReceptionPlanned)
    def revive_reception_planned(self, event: ReceptionPlanned, told: Told) -> Plan:
        """A day of the timetable, new or moved: then it is to be posted anew."""
        plan = self.receiving.plans.revived(event.plan)
        if plan is None:
            form = filled(PlanForm, event)
            return Plan(id=event.plan, agency=told.agency, form=form, post_by=event.post_by)
        plan.before = (*plan.before, plan.form.planned_on)
        known = {name: getattr(plan.form, name) for name in ("place", "content", "invited")}
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
            plan.posted_on = event.posted_on
            plan.state = plan.state if plan.state is PlanState.OPENED else PlanState.POSTED
            return plan
        known = self.receiving.postings.revived(event.posting)
        line = known or filled(PostingLine, event, id=event.posting, agency=told.agency)
        line.removed_on, line.valid_until = event.removed_on, event.valid_until
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
