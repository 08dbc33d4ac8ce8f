"""The door of reception: what can be asked of it."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any

from contracts.reception import Outcome
from kernel.errors import Refusal
from kernel.message import Actor
from kernel.store import Key, Store, command
from law.defaults import is_remote, shipped_packs, shipped_register
from services.reception.domain import (
    Classification,
    Law,
    Petition,
    PetitionForm,
    ReceptionSession,
    SessionForm,
)
from services.reception.store import Petitions, Register, Sessions
from services.reception.views import SessionList, WorkList

Told = dict[str, Any]


class Reception:
    """Receives citizens; registers, classifies, accepts and decides petitions of agencies."""

    name = "reception"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.petitions, self.sessions = Petitions(store), Sessions(store)
        self.register = Register(store)
        self.work_list, self.session_list = WorkList(store), SessionList(store)

    @cached_property
    def law(self) -> Law:
        """The calendar and the rules that hold now."""
        return Law(shipped_register().latest(), shipped_packs())

    @property
    def today(self) -> date:
        """The legal date."""
        return self.store.clock.today()

    @command
    def register_petition(self, form: PetitionForm, *, by: Actor) -> Told:
        """Enter a petition into the agency's register. Gives its receipt: id, number, year."""
        id_ = self.petitions.new_id(by.agency, form.client_ref)
        petition = Petition.register(
            form,
            id_=id_,
            agency=by.agency,
            number=self.register.next_in(by.agency, self.today.year),
            today=self.today,
            law=self.law,
        )
        self.store.commit(petition)
        return {"petition": petition.id, "number": petition.number, "year": petition.year}

    def register_petitions(
        self, forms: Sequence[tuple[Key | None, PetitionForm]], *, by: Actor, quiet: bool = False
    ) -> list[Told | Refusal]:
        """Enter many; each row once by its own key, a refused row hurts no other."""
        acts = [(key, lambda form=form: self.register_petition(form, by=by)) for key, form in forms]
        return self.store.once_each(acts, by=by, command="register_petitions", quiet=quiet)

    @command
    def classify_petition(self, petition_id: str, found: Classification, *, by: Actor) -> Told:
        """Classify a petition by its content, and say what becomes of it."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        petition.classify(found, today=self.today)
        return self._save(petition)

    @command
    def accept_petition(
        self, petition_id: str, *, on: date | None = None, complex_: bool = False, by: Actor
    ) -> Told:
        """Accept a matter for settlement, today or on the day its decision bears."""
        petition, on = self.petitions.get(petition_id, agency=by.agency), on or self.today
        petition.accept(
            on=on,
            complex_=complex_,
            remote=is_remote(by.agency, on=on),
            today=self.today,
            law=self.law,
        )
        return self._save(petition)

    @command
    def decide_petition(
        self, petition_id: str, outcome: Outcome, *, on: date | None = None, by: Actor
    ) -> Told:
        """Settle a matter, today or on the day its decision bears."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        petition.decide(outcome, on=on or self.today, today=self.today)
        return self._save(petition)

    @command
    def hold_session(self, form: SessionForm, *, client_ref: str = "", by: Actor) -> Told:
        """Record a reception session that was held."""
        session = ReceptionSession.hold(
            form,
            id_=self.sessions.new_id(by.agency, client_ref),
            agency=by.agency,
            today=self.today,
            law=self.law,
        )
        self.store.commit(session)
        return {"session": session.id}

    def petition(self, petition_id: str, *, by: Actor) -> Petition:
        """One petition of the asker's agency. Raises `NotFound`."""
        return self.petitions.get(petition_id, agency=by.agency)

    def _save(self, petition: Petition) -> Told:
        self.store.commit(petition)
        due = petition.deadline
        return {
            "petition": petition.id,
            "state": petition.state.value,
            "version": petition.version,
            "due_on": due.due_on.isoformat() if due else None,
        }
