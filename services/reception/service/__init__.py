"""The door of reception: what can be asked of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from contracts.reception import Outcome
from contracts.registry import CalendarPublished, RulePackActivated
from ground.hosting import Hosting
from ground.standing import Handing
from kernel.errors import Refusal
from kernel.message import Actor, Told, errand, every, follows
from kernel.rights import SYSTEM
from kernel.store import Change, Key, Store, command
from law.competence import Competent
from law.deadlines import Facts
from law.packs.handling import Competence
from services.reception.domain import (
    Classification,
    Law,
    Petition,
    PetitionForm,
    Session,
    SessionForm,
)
from services.reception.domain.authority import judged
from services.reception.domain.summary import Way, summed
from services.reception.service.cases import CaseDesk
from services.reception.service.citizen import Citizens
from services.reception.service.files import Filing
from services.reception.service.forwards import ForwardDesk
from services.reception.service.handover import handover_desk
from services.reception.service.hands import HandDesk, held, state_of
from services.reception.service.imports import Importing
from services.reception.service.law import check_places, is_remote, office_of
from services.reception.service.open_texts import OpenTexts
from services.reception.service.papers import PaperDesk
from services.reception.service.parcels import Post
from services.reception.service.posting import Posting
from services.reception.service.receiving import ReceivingDesk
from services.reception.service.recount import Still, recount_desk
from services.reception.service.replies import ReplyDesk
from services.reception.service.reviving import Reviving
from services.reception.service.sessions import SessionDesk
from services.reception.service.statistics import StatisticsDesk
from services.reception.service.vault import Vaulting, apart
from services.reception.store import Petitions, Register, Sessions
from services.reception.store.keys import AgencyKeys
from services.reception.views import SessionList, WorkList


class Reception(Reviving, Posting, Vaulting, Citizens, Filing, Importing, Handing):
    """Keeps an agency's reception sessions and its petitions; answers what it has in hand, and until when.

    Desks do the rest: `cases` what happens to an accepted matter, `hands` who has a petition,
    `forwards` what goes to and comes from other agencies, `receiving` the place of reception,
    `statistics` the inspectorate's forms.
    """

    name = "reception"

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.keys = AgencyKeys(store)
        self.petitions = Petitions(store, self.keys)
        self.sessions = Sessions(store)
        self.register = Register(store)
        self.work_list = WorkList(store)
        self.session_list = SessionList(store)
        self.recount = recount_desk(store, self.petitions, lambda: self.law_of(store.clock.today()))
        self.open_vault_store()
        self.open_citizen_store()
        self.open_file_store()
        self.open_texts = OpenTexts(store, self.keys, self.vault, self.guesses)
        self.hosting = Hosting(store)
        self.post = Post(store, self.keys, self.hosting, self.agency_book, self.contents)
        self.forwards = ForwardDesk(
            store,
            self.petitions,
            self.register,
            self.law_of,
            self.post,
            self.packing,
            self.open_texts,
            lambda agency: self.handover.addresses_of(agency),
        )
        self.open_post()
        self.hands = HandDesk(
            store,
            self.petitions,
            self.register,
            self.work_list,
            self,
            self.law_of,
        )
        self.cases = CaseDesk(store, self.petitions, self.register, self.hands, self.law_of)
        self.receiving = ReceivingDesk(
            store,
            self.register,
            self.keys,
            self.session_list,
            self.agency_book,
            self.law_of,
            self.session,
        )
        self.sittings = SessionDesk(
            store, self.sessions, self.petitions, self.receiving, self, self.law_of
        )
        self.papers = PaperDesk(
            store, self.petitions, self.forwards, self.sittings, self.agency_book, self.law_of
        )
        self.replies = ReplyDesk(
            store, self.petitions, self.keys, self.agency_book, self.open_texts
        )
        self.statistics = StatisticsDesk(
            store,
            self.petitions,
            self.session_list,
            self.forwards.forwards,
            self.receiving.visits,
            self.law_of,
        )
        self.handover = handover_desk(
            store,
            self.petitions,
            self.register,
            self.forwards.forwards,
            follow=self.follow_petition,
        )

    # --- the law that changes -----------------------------------------------------------------------

    @follows(CalendarPublished)
    def on_calendar_published(self, event: CalendarPublished, told: Told) -> list[Change]:
        """The calendar has one more decision: what is open is counted anew."""
        because = f"calendar/{event.number}"
        return [
            *super().on_calendar_published(event, told),
            self.recount.due.wanted(because, told),
        ]

    @follows(RulePackActivated)
    def on_rule_pack_activated(self, event: RulePackActivated, told: Told) -> list[Change]:
        """A pack of rules says something else: what is open is counted anew."""
        because = f"{event.pack}/{event.number}"
        return [
            *super().on_rule_pack_activated(event, told),
            self.recount.due.wanted(because, told),
        ]

    @errand(seconds=2)
    def recount_deadlines(self, still: Still) -> bool:
        """Count anew what is open, after the law changed."""
        return self.recount.go_on(still)

    # --- for who leads ------------------------------------------------------------------------------

    def summary(self, year: int, *, by: Actor) -> dict[Way, int]:
        """Where the petitions of a year's register stand, in four groups."""
        states = self.work_list.by_state(by.agency, year)
        return summed(states, self.work_list.late_in(by.agency, year, self.store.clock.today()))

    # --- petitions ----------------------------------------------------------------------------------

    @command
    def register_petition(self, form: PetitionForm, *, by: Actor) -> dict[str, Any]:
        """Enter a petition into the agency's register. Gives its receipt: id, number, year.

        Raises what the form's rules refuse, `NotACommune`.
        """
        today = self.store.clock.today()
        id_ = self.petitions.new_id(by.agency, form.client_ref)
        check_places(self.agency_book, form.places, on=form.received_on)
        form, identity = apart(form)
        number = self.register.next_in(by.agency, today.year)
        petition = Petition.register(
            form, id_=id_, agency=by.agency, number=number, today=today, law=self.law_of(today)
        )
        self.store.commit(petition, *self.into_vault(petition, identity))
        return {"petition": petition.id, "number": petition.number, "year": petition.year}

    def register_petitions(
        self, forms: Sequence[tuple[Key | None, PetitionForm]], *, by: Actor, quiet: bool = False
    ) -> list[dict[str, Any] | Refusal]:
        """Enter many; each row once by its own key, a refused row hurts no other."""
        acts = [(key, lambda form=form: self.register_petition(form, by=by)) for key, form in forms]
        return self.each(acts, by=by, command="register_petitions", quiet=quiet)

    @command
    def classify_petition(
        self, petition_id: str, found: Classification, *, by: Actor
    ) -> dict[str, Any]:
        """Say what a petition is and what becomes of it (phân loại, đề xuất hướng xử lý)."""
        petition, today = self._at_hand(petition_id, by)
        self.open_texts.check(petition, found.reason, by=by, at="reason")
        office = office_of(self.agency_book, by.agency)
        petition.classify(found, today=today, law=self.law_of(today), office=office)
        self.store.commit(petition, *self.hands.parent_of(petition, today))
        return state_of(petition)

    @command
    def accept_petition(
        self,
        petition_id: str,
        *,
        on: date | None = None,
        is_complex: bool = False,
        criteria: tuple[str, ...] = (),
        document: str = "",
        by: Actor,
    ) -> dict[str, Any]:
        """Accept a matter for settlement, today or on the day its notice (`document`) bears. Gives when it is due.

        `criteria` are the ticked lines of the checklist by which a denunciation is complex.
        """
        petition, today = self._at_hand(petition_id, by)
        start = on or today
        remote = is_remote(self.agency_book, by.agency, on=start)
        facts = Facts(start=start, remote=remote, complex=is_complex, criteria=tuple(criteria))
        petition.accept(facts, document=document, today=today, law=self.law_of(today))
        self.store.commit(petition)
        return state_of(petition)

    @command
    def decide_petition(
        self,
        petition_id: str,
        outcome: Outcome,
        *,
        on: date | None = None,
        document: str = "",
        by: Actor,
    ) -> dict[str, Any]:
        """Settle a matter, today or on the day its decision (`document`) bears."""
        petition, today = self._at_hand(petition_id, by)
        known = min(today, petition.settlement.due_on) if petition.settlement else today
        law = self.law_of(known)
        petition.decide(outcome, on=on or today, document=document, today=today, law=law)
        self.store.commit(petition, *self.hands.parent_of(petition, today))
        return state_of(petition)

    def petition(self, petition_id: str, *, by: Actor) -> Petition:
        """One petition of the asker's agency. Raises `NotFound`."""
        return self.petitions.get(petition_id, agency=by.agency)

    def competence(self, petition: Petition) -> tuple[Competent, bool | None] | None:
        """Who is competent for a petition by the law's list, and whether it is the agency that has it; None
        when nobody said what it is about."""
        told = judged(petition.form, law=self.law_of(self.store.clock.today()))
        return (told, told.is_one(office_of(self.agency_book, petition.agency))) if told else None

    def subjects(self) -> list[tuple[Competence, str]]:
        """The lines of the law's list of who is competent, each with its source."""
        packs = self.law_of(self.store.clock.today()).packs
        return [(one, packs.cite(one)) for one in packs.competences.values()]

    def read_petition(
        self, petition_id: str, *, by: Actor, deed: str = "show_petition"
    ) -> Petition:
        """One petition for whoever looks at what a citizen said in it; that they looked is noted.

        Raises `NotFound`.
        """
        petition = self.petition(petition_id, by=by)
        self.store.audit.read(petition, deed, by=by)
        return petition

    # --- sessions -----------------------------------------------------------------------------------

    @command
    def hold_session(self, form: SessionForm, *, by: Actor) -> dict[str, Any]:
        """Enter a reception session that was held. Gives its id."""
        id_ = self.sessions.new_id(by.agency, form.client_ref)
        session = Session.hold(
            form,
            id_=id_,
            agency=by.agency,
            today=self.store.clock.today(),
            packs=self.law_book.packs(self.store.clock.today()),
        )
        self.store.commit(session, *self.sittings.kept_by(session))
        return {"session": session.id}

    def session(self, session_id: str, *, by: Actor) -> Session:
        """One session of the asker's agency. Raises `NotFound`."""
        return self.sessions.get(session_id, agency=by.agency)

    @every(cron="20 0 * * *")
    def tell_days_past(self, slot: datetime) -> None:
        """Just after midnight: which planned days of heads are over, and nobody said what became of them; which
        petitions have got no supplement in its time; what on the walls has had its time."""
        by = Actor(user="timetable", role=SYSTEM, agency=self.store.settings.site)
        self.sittings.tell_days_past(by=by)
        self.cases.tell_supplements_over(by=by)
        self.receiving.tell_outdated(by=by)

    # --- many at once -------------------------------------------------------------------------------

    def each(
        self,
        acts: Sequence[tuple[Key | None, Callable[[], Any]]],
        *,
        by: Actor,
        command: str = "acts",
        quiet: bool = False,
    ) -> list[Any]:
        """Do many acts, each once by its own key; a refused one hurts no other."""
        return self.store.once_each(acts, by=by, command=command, quiet=quiet)

    # --- inside -------------------------------------------------------------------------------------

    def law_of(self, day: date) -> Law:
        """The rules, and the calendar as an officer knows it on a day."""
        return Law(self.law_book.calendar(day), self.law_book.packs(day))

    def _at_hand(self, petition_id: str, by: Actor) -> tuple[Petition, date]:
        return held(self.petitions, petition_id, by), self.store.clock.today()
