"""The door of reception: what can be asked of it."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from contracts.reception import Outcome
from kernel.errors import Refusal
from kernel.message import Actor
from kernel.store import Key, Store, command
from law.deadlines import Facts
from law.defaults import shipped_packs, shipped_register, shipped_units
from services.reception.domain import (
    Classification,
    Law,
    Petition,
    PetitionForm,
    Session,
    SessionForm,
)
from services.reception.store import Petitions, Register, Sessions
from services.reception.views import SessionList, WorkList

REMOTE = "REMOTE"


class Reception:
    """Keeps an agency's reception sessions and its petitions; answers what it has in hand, and until when."""

    name = "reception"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.petitions = Petitions(store)
        self.sessions = Sessions(store)
        self.register = Register(store)
        self.work_list = WorkList(store)
        self.session_list = SessionList(store)

    # --- petitions ----------------------------------------------------------------------------------

    @command
    def register_petition(self, form: PetitionForm, *, by: Actor) -> dict[str, Any]:
        """Enter a petition into the agency's register. Gives its receipt: id, number, year."""
        today = self.store.clock.today()
        id_ = self.petitions.new_id(by.agency, form.client_ref)
        number = self.register.next_in(by.agency, today.year)
        petition = Petition.register(
            form, id_=id_, agency=by.agency, number=number, today=today, law=law_of(today)
        )
        self.store.commit(petition)
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
        petition.classify(found, today=today, law=law_of(today))
        self.store.commit(petition)
        return _state(petition)

    @command
    def accept_petition(
        self, petition_id: str, *, on: date | None = None, is_complex: bool = False, by: Actor
    ) -> dict[str, Any]:
        """Accept a matter for settlement, today or on the day its notice bears. Gives when it is due."""
        petition, today = self._at_hand(petition_id, by)
        start = on or today
        remote = is_remote(by.agency, on=start)
        facts = Facts(start=start, remote=remote, complex=is_complex)
        petition.accept(facts, today=today, law=law_of(today))
        self.store.commit(petition)
        return _state(petition)

    @command
    def decide_petition(
        self, petition_id: str, outcome: Outcome, *, on: date | None = None, by: Actor
    ) -> dict[str, Any]:
        """Settle a matter, today or on the day its decision bears."""
        petition, today = self._at_hand(petition_id, by)
        petition.decide(outcome, on=on or today, today=today)
        self.store.commit(petition)
        return _state(petition)

    def petition(self, petition_id: str, *, by: Actor) -> Petition:
        """One petition of the asker's agency. Raises `NotFound`."""
        return self.petitions.get(petition_id, agency=by.agency)

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
            packs=shipped_packs(),
        )
        self.store.commit(session)
        return {"session": session.id}

    def session(self, session_id: str, *, by: Actor) -> Session:
        """One session of the asker's agency. Raises `NotFound`."""
        return self.sessions.get(session_id, agency=by.agency)

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

    def _at_hand(self, petition_id: str, by: Actor) -> tuple[Petition, date]:
        return self.petitions.get(petition_id, agency=by.agency), self.store.clock.today()


@lru_cache(maxsize=4)
def law_of(today: date) -> Law:
    """The rules, and the calendar as an officer knows it on a day."""
    return Law(shipped_register().as_known_at(today), shipped_packs())


def is_remote(agency: str, *, on: date) -> bool:
    """Whether the agency's place is marked as remote on a day (vùng sâu, vùng xa đi lại khó khăn)."""
    units = shipped_units()
    places = {mark.place for mark in units.marks if units.get(mark.place).id == agency}
    return any(units.marked(place, tag=REMOTE, on=on) for place in places)


def _state(petition: Petition) -> dict[str, Any]:
    due_on = petition.due_on
    return {
        "petition": petition.id,
        "state": petition.state.value,
        "version": petition.version,
        "due_on": due_on.isoformat() if due_on else None,
    }
