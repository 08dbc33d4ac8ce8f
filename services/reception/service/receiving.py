"""The desk of the place of reception: timetable, postings, visitors, refusals, and the head's quota."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ground.agencies import AgencyBook
from kernel.errors import Refusal
from kernel.message import Actor
from kernel.store import Store, command
from kernel.store.audit import Noted
from kernel.store.reminders import Reminder
from law.cadence import HeldSession, Kept, Quota, common_day, compliance, quota
from law.posting import PostingStatus
from services.reception.domain import Law, Session
from services.reception.domain.cases import Said
from services.reception.domain.receiving import (
    SCHEDULE,
    Plan,
    PlanForm,
    PlanState,
    PostingLine,
    RefusalForm,
    Turned,
    Visit,
    VisitForm,
)
from services.reception.domain.wall import renewals
from services.reception.service.law import office_of
from services.reception.store import Register
from services.reception.store.keys import AgencyKeys
from services.reception.store.receiving import Plans, Postings, Refusals, Visits
from services.reception.views import SessionList


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a head owed in a period and held of it, week by week and month by month."""

    owed: Quota
    kept: tuple[Kept, ...]
    deputies: int

    @property
    def held(self) -> int:
        """Days that count, no more of a stretch than it owes."""
        return sum(min(one.held, one.stretch.days) for one in self.kept)

    @property
    def met(self) -> bool:
        """Whether nothing is missing."""
        return not any(one.missing for one in self.kept)


@dataclass(frozen=True, kw_only=True)
class Hung:
    """One item of the checklist: what hangs of it, and what a look at the wall says."""

    item: Any
    line: PostingLine | None
    status: PostingStatus


class ReceivingDesk:
    """Everything around reception days."""

    def __init__(
        self,
        store: Store,
        register: Register,
        keys: AgencyKeys,
        sessions: SessionList,
        book: AgencyBook,
        law_of: Callable[[date], Law],
        at_session: Callable[..., Session],
    ) -> None:
        self.store, self.register, self.law_of = store, register, law_of
        self.at_session = at_session
        self.sessions, self.book = sessions, book
        self.plans, self.postings = Plans(store), Postings(store)
        self.visits, self.refusals = Visits(store, keys), Refusals(store)

    # --- the timetable ------------------------------------------------------------------------------

    @command
    def plan_reception(self, form: PlanForm, *, by: Actor) -> dict[str, Any]:
        """Put a reception day into the timetable."""
        today = self.store.clock.today()
        plan = Plan.make(
            form,
            id_=self.plans.new_id(by.agency, form.client_ref),
            agency=by.agency,
            today=today,
            law=self.law_of(today),
        )
        return self._planned(plan)

    @command
    def post_plan(self, plan_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter that the timetable of a day hangs."""
        plan, today = self.plans.get(plan_id, agency=by.agency), self.store.clock.today()
        plan.post(said.on or today, today=today)
        return self._planned(plan)

    @command
    def move_plan(self, plan_id: str, said: Said, *, to: date, by: Actor) -> dict[str, Any]:
        """Postpone a reception day."""
        plan, today = self.plans.get(plan_id, agency=by.agency), self.store.clock.today()
        plan.move(to, said.text, today=today, law=self.law_of(today))
        return self._planned(plan)

    @command
    def cancel_plan(self, plan_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Cancel a reception day."""
        plan = self.plans.get(plan_id, agency=by.agency)
        plan.cancel(said.text, today=self.store.clock.today())
        return self._planned(plan)

    def timetable(self, *, by: Actor) -> list[Plan]:
        """The days to come, and those of the last month."""
        today = self.store.clock.today()
        return self.plans.since(by.agency, today.replace(day=1))

    def posted(self, *, agency: str = "", page: int = 1, size: int = 25) -> list[Plan]:
        """What everybody may know: the days to come whose timetable hangs, of one agency or of all."""
        today = self.store.clock.today()
        return self.plans.posted(today, agency=agency, skip=(page - 1) * size, limit=size)

    def posted_count(self, *, agency: str = "") -> int:
        """How many such days there are."""
        return self.plans.posted_count(self.store.clock.today(), agency=agency)

    def posted_by(self) -> dict[str, str]:
        """Whose timetables hang: agencies by id, in the order of their names."""
        names = {
            one: self.book.label(one) for one in self.plans.posted_by(self.store.clock.today())
        }
        return dict(sorted(names.items(), key=lambda one: one[1]))

    def plan(self, plan_id: str, *, by: Actor) -> Plan:
        """One day of the timetable. Raises `NotFound`."""
        return self.plans.get(plan_id, agency=by.agency)

    def common_days(self, year: int) -> list[date]:
        """The day of each month on which all offices receive, moved to working days."""
        law = self.law_of(self.store.clock.today())
        return [
            common_day(year, month=month, calendar=law.calendar, packs=law.packs)
            for month in range(1, 13)
        ]

    # --- the wall -----------------------------------------------------------------------------------

    @command
    def keep_posting(
        self,
        *,
        item: str,
        place: str,
        posted_on: date,
        evidence: str,
        valid_until: date | None = None,
        client_ref: str = "",
        by: Actor,
    ) -> dict[str, Any]:
        """Enter that something was posted, where the evidence is, and until when it holds."""
        today = self.store.clock.today()
        line = PostingLine.put(
            item,
            id_=self.postings.new_id(by.agency, client_ref),
            agency=by.agency,
            place=place,
            posted_on=posted_on,
            evidence=evidence,
            valid_until=valid_until,
            today=today,
            packs=self.law_of(today).packs,
        )
        self.store.commit(line, *self._renewals(by.agency, line=line))
        return {"posting": line.id}

    @command
    def take_down(self, posting_id: str, said: Said, *, by: Actor) -> dict[str, Any]:
        """Enter that something was taken down."""
        line, today = self.postings.get(posting_id, agency=by.agency), self.store.clock.today()
        line.take_down(said.on or today, today=today)
        self.store.commit(line, *self._renewals(by.agency, line=line))
        return {"posting": line.id}

    def posting(self, posting_id: str, *, by: Actor) -> PostingLine:
        """One line. Raises `NotFound`."""
        return self.postings.get(posting_id, agency=by.agency)

    def walls(self, *, by: Actor) -> dict[str, list[Hung]]:
        """The checklist at each place where something was posted, with what hangs of each item today; at one place
        without a name when nothing ever was."""
        today = self.store.clock.today()
        newest, last_day = self._newest(by.agency), self.plans.last_posted(by.agency)
        places = sorted({place for place, _ in newest}) or [""]
        return {
            place: [
                _hung(item, newest.get((place, item.id)), today, last_day) for item in self.items()
            ]
            for place in places
        }

    @command
    def tell_outdated(self, *, by: Actor) -> dict[str, Any]:
        """Tell of everything on the walls that has had its time and was not replaced; of an agency that ended nothing
        is owed. Gives how much is news."""
        assert by.role
        agencies = {*self.postings.owners({}), *self.plans.owners({"posted_on": {"$ne": None}})}
        news = [one for agency in sorted(agencies) for one in self._renewals(agency)]
        if news:
            self.store.commit(*news)
        return {"told": len(news)}

    def works(self, agency: str) -> bool:
        """Whether an agency still begins anything: one that was dissolved answers no more."""
        try:
            self.store.admit(agency)
        except Refusal:
            return False
        return True

    def _newest(self, agency: str) -> dict[tuple[str, str], PostingLine]:
        found: dict[tuple[str, str], PostingLine] = {}
        for line in self.postings.of(agency):
            found.setdefault((line.place, line.item), line)
        return found

    def _renewals(
        self, agency: str, *, line: PostingLine | None = None, plan: Plan | None = None
    ) -> list[Reminder]:
        """What is news about what has to be replaced, with a line or a day that is being saved."""
        newest, today, works = self._newest(agency), self.store.clock.today(), self.works(agency)
        if line:
            known = newest.get((line.place, line.item), line)
            if known.id == line.id or known.posted_on <= line.posted_on:
                newest[line.place, line.item] = line
        last_day = self.plans.last_posted(agency, without=plan.id if plan else "")
        if plan and plan.posted_on and plan.state is not PlanState.CANCELLED:
            last_day = max(last_day or plan.form.planned_on, plan.form.planned_on)
        return [
            told
            for one in renewals(agency, newest, last_day=last_day, saved=line)
            for told in self.plans.reminders.kept(
                one.id, one.owed(today) if works else None, closed=one.closed, agency=agency
            )
        ]

    def items(self) -> tuple[Any, ...]:
        """What must hang, by the law of today."""
        return self.law_of(self.store.clock.today()).packs.postings

    # --- who came, who did not ----------------------------------------------------------------------

    @command
    def receive_visitor(self, form: VisitForm, *, by: Actor) -> dict[str, Any]:
        """Enter who came into the register of reception."""
        today = self.store.clock.today()
        if form.session:
            self.at_session(form.session, by=by).must_take(form.received_on)
        number = self.register.next_of("visits", by.agency, today.year)
        visit = Visit.enter(
            form,
            id_=self.visits.new_id(by.agency, form.client_ref),
            agency=by.agency,
            number=number,
            today=today,
            packs=self.law_of(today).packs,
        )
        self.store.commit(visit)
        return {"visit": visit.id, "number": visit.number, "year": visit.year}

    @command
    def refuse_reception(self, form: RefusalForm, *, by: Actor) -> dict[str, Any]:
        """Enter that somebody was not received."""
        today = self.store.clock.today()
        made = Turned.turn(
            form,
            id_=self.refusals.new_id(by.agency, form.client_ref),
            agency=by.agency,
            today=today,
            packs=self.law_of(today).packs,
        )
        self.store.commit(made)
        return {"refusal": made.id}

    def reasons(self) -> dict[str, str]:
        """The lawful reasons for not receiving somebody."""
        packs = self.law_of(self.store.clock.today()).packs
        return {one.id: one.title for one in packs.reception_refusals.values()}

    def refusal(self, refusal_id: str, *, by: Actor) -> Turned:
        """One of those who were not received. Raises `NotFound`."""
        return self.refusals.get(refusal_id, agency=by.agency)

    def turned_away(self, *, by: Actor) -> list[Turned]:
        """Who was not received."""
        return self.refusals.of(by.agency)

    def book_of(self, first: date, last: date, *, by: Actor) -> list[Visit]:
        """The register of reception of a period."""
        return list(self.visits.between(by.agency, first, last))

    def read_book(self, first: date, last: date, *, by: Actor) -> list[Visit]:
        """The register of a period for whoever looks at the names in it; that they looked is noted."""
        self.store.audit.note(Noted.READ, "show_book", by=by, of=by.agency)
        return self.book_of(first, last, by=by)

    # --- the quota ----------------------------------------------------------------------------------

    def standing(self, first: date, last: date, *, by: Actor) -> Standing:
        """What the head of the asker's agency owed and held in a period."""
        law, agency = self.law_of(self.store.clock.today()), by.agency
        office = office_of(self.book, agency)
        owed = quota(office, since=first, until=last, calendar=law.calendar, packs=law.packs)
        rows = self.sessions.between(agency, first, last)
        held = [_held(row) for row in rows]
        return Standing(
            owed=owed,
            kept=compliance(owed, held, packs=law.packs),
            deputies=sum(one.host == "AUTHORISED_DEPUTY" for one in held),
        )

    def _planned(self, plan: Plan) -> dict[str, Any]:
        self.store.commit(plan, *self._renewals(plan.agency, plan=plan))
        return {"plan": plan.id, "state": plan.state.value, "post_by": plan.post_by.isoformat()}


def _held(row: dict[str, Any]) -> HeldSession:
    return HeldSession(
        on=date.fromisoformat(row["held_on"]),
        kind=str(row["session_kind"]),
        host=str(row["host"]),
        online=row["online"],
    )


def _hung(item: Any, line: PostingLine | None, today: date, last_day: date | None) -> Hung:
    """What hangs of an item; a timetable hangs also when only the posting of its days was entered."""
    if line:
        status = line.status(on=today, keep=item.keep, last_day=last_day)
    elif item.id == SCHEDULE and last_day:
        status = PostingStatus.POSTED if last_day >= today else PostingStatus.OUTDATED
    else:
        status = PostingStatus.MISSING
    return Hung(item=item, line=line, status=status)
