"""The desk of sessions: a reception session from its opening to its last conclusion, and the planned days that wait."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from contracts.reception import FileKind, PetitionKind, SessionKind, Visibility
from kernel.message import Actor
from kernel.store import Store, command
from kernel.store.reminders import Reminder
from services.reception.domain import Law, Session, SessionForm
from services.reception.domain.files import Attachment
from services.reception.domain.minutes import Conclusion, Minutes
from services.reception.domain.receiving import Plan, PlanState, Visit, entered
from services.reception.domain.session import LED, Entered, Opening, must_keep
from services.reception.service.files import Download, Filing
from services.reception.service.receiving import ReceivingDesk
from services.reception.store import UNMINUTED, Petitions, Sessions

LOOKED_BACK = 92  # days: planned days older than that are not asked about any more


class SessionDesk:
    """Acts on sessions. What was planned is kept by one, or stays owed."""

    def __init__(
        self,
        store: Store,
        sessions: Sessions,
        petitions: Petitions,
        receiving: ReceivingDesk,
        filing: Filing,
        law_of: Callable[[date], Law],
    ) -> None:
        self.store, self.sessions, self.petitions = store, sessions, petitions
        self.receiving, self.filing, self.law_of = receiving, filing, law_of

    # --- the course of a session --------------------------------------------------------------------

    @command
    def open_session(
        self, form: SessionForm, *, presider: str, plan: str = "", instead: str = "", by: Actor
    ) -> dict[str, Any]:
        """Open a session, or enter afterwards that it was; a planned day is kept by it.

        Raises `NotFound` for the plan, `PresiderNotOfPlan`, `PlanNotPosted`, `PlanKept`, `PlanOver` and what
        `Session.open` raises.
        """
        today, id_ = self.store.clock.today(), self.sessions.new_id(by.agency, form.client_ref)
        planned = self.receiving.plan(plan, by=by) if plan else self._posted_for(form, by.agency)
        if planned:
            form = must_keep(form, planned.form.host, planned.form.planned_on)
            planned.keep(id_)
        at = f"{self.store.clock.legal_now():%H:%M}"
        session = Session.open(
            form,
            Opening(
                presider=presider,
                by=by.user,
                on=today,
                at=at,
                plan=planned.id if planned else "",
                instead=instead,
            ),
            id_=id_,
            agency=by.agency,
            today=today,
            packs=self.law_of(today).packs,
            others=self.sessions.open_ones(by.agency),
        )
        self.store.commit(session, *([planned] if planned else []))
        return _state(session)

    @command
    def end_session(
        self, session_id: str, counts: Mapping[str, int], *, by: Actor
    ) -> dict[str, Any]:
        """The session is over: its counts, of which those not given are taken from the register."""
        session, today = self._at(session_id, by)
        session.end(counts, self.entered(session), by=by.user, today=today, law=self.law_of(today))
        self.store.commit(session)
        return _state(session)

    @command
    def minute_session(self, session_id: str, minutes: Minutes, *, by: Actor) -> dict[str, Any]:
        """Write down what the session came to. Raises `NotFound` also for a petition the agency does not have,
        `IdentityInText` for a conclusion that names who denounces."""
        session, today = self._at(session_id, by)
        for one in minutes.conclusions:
            self._open_to_all(one, by)
        session.minute(minutes, self.entered(session), today=today)
        self.store.commit(session)
        return _state(session)

    @command
    def close_session(self, session_id: str, *, by: Actor) -> dict[str, Any]:
        """Nothing is left to do about the session."""
        session, today = self._at(session_id, by)
        session.close(on=today)
        self.store.commit(session)
        return _state(session)

    @command
    def correct_session(
        self, session_id: str, *, text: str, reason: str, by: Actor
    ) -> dict[str, Any]:
        """Put something right in the minutes of a closed session."""
        session, today = self._at(session_id, by)
        for one in session.minutes.conclusions if session.minutes else ():
            if one.petition:
                petition = self.petitions.get(one.petition, agency=by.agency)
                self.filing.open_texts.check(petition, text, reason, by=by, at="text")
        session.correct(text, reason, by=by.user, on=today)
        self.store.commit(session)
        return _state(session)

    # --- the signed document ------------------------------------------------------------------------

    def attach_minutes(
        self, session_id: str, content: bytes, *, name: str, by: Actor
    ) -> dict[str, Any]:
        """Keep the signed minutes as a file, sealed. Raises `NotFound`, `SessionNotInThatState`, `WrongFile`,
        `TooLargeFile`, `ActiveFile`."""
        self._minuted(session_id, by)
        id_, given = self.filing.sealed(content, name=name, agency=by.agency)
        return self.keep_minutes(session_id, id_, given, by=by)

    @command
    def keep_minutes(
        self, session_id: str, attachment: str, given: dict[str, Any], *, by: Actor
    ) -> dict[str, Any]:
        """Tell of signed minutes whose sealed bytes are there."""
        self._minuted(session_id, by)
        added = Attachment.add(
            id_=attachment,
            agency=by.agency,
            of=PetitionKind.FEEDBACK,
            petition=session_id,
            added_on=self.store.clock.today(),
            about=FileKind.DECISION,
            visibility=Visibility.INTERNAL,
            **given,
        )
        self.store.commit(added)
        return {"session": session_id, "attachment": attachment}

    def files_of(self, session_id: str, *, by: Actor) -> list[tuple[Attachment, str]]:
        """The signed minutes with their names. Raises `NotFound`."""
        self.sessions.get(session_id, agency=by.agency)
        return self.filing.named(session_id)

    def file_for(self, session_id: str, attachment: str, *, by: Actor) -> Download:
        """One of them. Raises `NotFound`."""
        self.sessions.get(session_id, agency=by.agency)
        return self.filing.given_out_of(session_id, attachment, by=by)

    # --- what can be seen ---------------------------------------------------------------------------

    def session(self, session_id: str, *, by: Actor) -> Session:
        """One session of the asker's agency. Raises `NotFound`."""
        return self.sessions.get(session_id, agency=by.agency)

    def open_ones(self, *, by: Actor) -> list[Session]:
        """The sessions that are open now."""
        return self.sessions.open_ones(by.agency)

    def visits_of(self, session: Session) -> list[Visit]:
        """The lines of the register that were entered at a session, in order."""
        return self.receiving.visits.at(session.agency, session.id)

    def entered(self, session: Session) -> Entered:
        """What the register says of a session."""
        packs = self.law_of(self.store.clock.today()).packs
        return entered(self.visits_of(session), packs=packs)

    def petitions_of(self, session: Session, *, by: Actor) -> dict[str, str]:
        """The petitions its conclusions go on in, as the register calls them."""
        said = session.minutes.conclusions if session.minutes else ()
        found = self.petitions.here(
            (one.petition for one in said if one.petition), agency=by.agency
        )
        return {one.id: f"{one.number}/{one.year}" for one in found}

    def concluded(self, petition_id: str, *, by: Actor) -> list[tuple[Session, Conclusion]]:
        """What was laid down at sessions about a petition of the asker's agency."""
        return [
            (session, one)
            for session in self.sessions.about(petition_id, agency=by.agency)
            for one in (session.minutes.conclusions if session.minutes else ())
            if one.petition == petition_id
        ]

    def plan_of(self, session: Session, *, by: Actor) -> Plan | None:
        """The planned day it keeps."""
        plan = session.opening.plan if session.opening else ""
        return self.receiving.plan(plan, by=by) if plan else None

    # --- planned days -------------------------------------------------------------------------------

    def kept_by(self, session: Session) -> list[Plan]:
        """The planned day of a head that a session entered as a whole keeps; to be saved with it."""
        waiting = self._planned_for(session.form, session.agency)[:1]
        for plan in waiting:
            plan.keep(session.id, whole=True)
        return waiting

    def _planned_for(self, form: SessionForm, agency: str) -> list[Plan]:
        """The head's days that a session may keep, those whose timetable hangs first."""
        if form.host not in LED or form.session_kind is not SessionKind.PERIODIC:
            return []
        waiting = self.receiving.plans.awaited(agency, form.held_on)
        return sorted(waiting, key=lambda one: one.state is not PlanState.POSTED)

    def _posted_for(self, form: SessionForm, agency: str) -> Plan | None:
        """The head's posted day that a session keeps, also when nobody named it."""
        posted = (one for one in self._planned_for(form, agency) if one.posted_on)
        return next(posted, None)

    @command
    def tell_days_past(self, *, by: Actor) -> dict[str, Any]:
        """Tell of each planned day of a head that is over and of which nobody said what became of it; of an agency
        that ended nothing is owed. Gives how many are news."""
        assert by.role
        news = [*self._days_past(), *self._left_by_ended()]
        if news:
            self.store.commit(*news)
        return {"told": len(news)}

    def _days_past(self) -> Iterator[Reminder]:
        """A session of that day may have been entered before sessions were tied to planned days."""
        plans = self.receiving.plans
        for plan in plans.past(self.store.clock.today(), days=LOOKED_BACK):
            opened, closed = plans.owed(plan)
            owed = self.receiving.works(plan.agency) and not self._was_held(plan)
            yield from plans.reminders.kept(
                plan.id, opened if owed else None, closed=closed, agency=plan.agency
            )

    def _left_by_ended(self) -> Iterator[Reminder]:
        """Minutes of an agency that was dissolved are nobody's duty any more."""
        for agency in self.sessions.owners(UNMINUTED):
            if not self.receiving.works(agency):
                for session in self.sessions.unminuted(agency):
                    _, closed = self.sessions.owed(session)
                    yield from self.sessions.reminders.kept(
                        session.id, None, closed=closed, agency=agency
                    )

    # --- inside -------------------------------------------------------------------------------------

    def _at(self, session_id: str, by: Actor) -> tuple[Session, date]:
        return self.sessions.get(session_id, agency=by.agency), self.store.clock.today()

    def _minuted(self, session_id: str, by: Actor) -> None:
        self.sessions.get(session_id, agency=by.agency).must_have_minutes()

    def _open_to_all(self, one: Conclusion, by: Actor) -> None:
        if one.petition:
            petition = self.petitions.get(one.petition, agency=by.agency)
            self.filing.open_texts.check(petition, one.matter, one.text, by=by, at="conclusions")

    def _was_held(self, plan: Plan) -> bool:
        """Whether a session of that day was entered before sessions were tied to planned days."""
        day = plan.form.planned_on
        held = self.receiving.sessions.between(plan.agency, day, day)
        return any(row["host"] in LED and row["session_kind"] == "PERIODIC" for row in held)


def _state(session: Session) -> dict[str, Any]:
    return {"session": session.id, "state": session.state.value}
