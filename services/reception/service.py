"""The door of reception: what can be asked of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from contracts.reception import Outcome
from kernel.errors import Refusal
from kernel.message import Actor, new_id
from kernel.store import Key, Store, command
from services.reception.domain import Petition, PetitionForm
from services.reception.store import Petitions, Register
from services.reception.views import WorkList


class Reception:
    """Registers, accepts and decides petitions; answers what an agency has in hand."""

    name = "reception"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.petitions = Petitions(store)
        self.register = Register(store)
        self.work_list = WorkList(store)

    @command
    def register_petition(self, form: PetitionForm, *, by: Actor) -> dict[str, Any]:
        """Enter a petition into the agency's register. Gives its receipt: id, number, year."""
        return self._register(form, by=by)

    def register_petitions(
        self, forms: Sequence[tuple[Key | None, PetitionForm]], *, by: Actor, quiet: bool = False
    ) -> list[dict[str, Any] | Refusal]:
        """Enter many; each row once by its own key, a refused row hurts no other."""
        acts = [(key, lambda form=form: self._register(form, by=by)) for key, form in forms]
        return self.store.once_each(acts, by=by, command="register_petitions", quiet=quiet)

    def _register(self, form: PetitionForm, *, by: Actor) -> dict[str, Any]:
        today = self.store.clock.today()
        number = self.register.next_in(by.agency, today.year)
        petition = Petition.register(
            form, id_=new_id(), agency=by.agency, number=number, today=today
        )
        self.store.commit(petition)
        return {"petition": petition.id, "number": petition.number, "year": petition.year}

    @command
    def accept_petition(self, petition_id: str, *, by: Actor) -> dict[str, Any]:
        """Accept a matter for settlement today."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        petition.accept(on=self.store.clock.today())
        self.store.commit(petition)
        return _state(petition)

    @command
    def decide_petition(
        self, petition_id: str, outcome: Outcome, *, on: date | None = None, by: Actor
    ) -> dict[str, Any]:
        """Settle a matter, today or on the day its decision bears."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        petition.decide(outcome, on=on or self.store.clock.today())
        self.store.commit(petition)
        return _state(petition)

    def petition(self, petition_id: str, *, by: Actor) -> Petition:
        """One petition of the asker's agency. Raises `NotFound`."""
        return self.petitions.get(petition_id, agency=by.agency)


def _state(petition: Petition) -> dict[str, Any]:
    return {"petition": petition.id, "state": petition.state.value, "version": petition.version}
