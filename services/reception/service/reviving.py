"""After a restore: petitions and sessions as the events say, with what only the lost disk knew left to be entered again.

Each event is lived through once more by the rules of its own day; nothing is told a second time.
"""

import copy
from itertools import product
from typing import Any

from contracts.reception import (
    PetitionAccepted,
    PetitionClassified,
    PetitionDecided,
    PetitionKind,
    PetitionRegistered,
    SessionHeld,
)
from kernel.errors import NotFound
from kernel.message import Told, revives
from law.deadlines import Facts
from law.defaults import shipped_packs, shipped_register
from services.reception.domain import (
    COUNTS,
    Classification,
    Law,
    Petition,
    Petitioner,
    PetitionForm,
    Session,
    SessionForm,
)
from services.reception.store import Petitions, Register, Sessions

LOST = "(mất khi phục hồi từ bản sao lưu; nhập lại từ hồ sơ giấy)"


class Reviving:
    """What reception brings back of its own events."""

    petitions: Petitions
    sessions: Sessions
    register: Register

    @revives(PetitionRegistered)
    def revive_petition_registered(self, event: PetitionRegistered, told: Told) -> Petition:
        """The entry in the register under its number, which is never given again; without words and names."""
        self.register.taken(f"petitions|{told.agency}|{event.year}", event.number)
        named = event.kind is not PetitionKind.DENUNCIATION
        form = PetitionForm(
            kind=event.kind,
            channel=event.channel,
            received_on=event.received_on,
            regulation=event.regulation,
            summary=LOST,
            petitioner=Petitioner(name=LOST) if named else None,
        )
        return Petition.register(
            form,
            id_=event.petition,
            agency=told.agency,
            number=event.number,
            today=told.date,
            law=_law(told),
        )

    @revives(PetitionClassified)
    def revive_petition_classified(self, event: PetitionClassified, told: Told) -> Petition:
        """Classified as it was."""
        petition = self._known(event.petition, told)
        found = Classification(
            eligible=event.eligible,
            competent=event.competent,
            disposition=event.disposition,
            on=event.classified_on,
        )
        petition.classify(found, today=told.date, law=_law(told))
        return petition

    @revives(PetitionAccepted)
    def revive_petition_accepted(self, event: PetitionAccepted, told: Told) -> Petition:
        """Accepted, remote or complex or neither: whichever gave the day it was due on."""
        before = self._known(event.petition, told)
        for remote, complex_ in product((False, True), repeat=2):
            petition = copy.deepcopy(before)
            facts = Facts(start=event.accepted_on, remote=remote, complex=complex_)
            petition.accept(facts, today=told.date, law=_law(told))
            if _told(petition, PetitionAccepted).due_on == event.due_on:
                break
        return petition

    @revives(PetitionDecided)
    def revive_petition_decided(self, event: PetitionDecided, told: Told) -> Petition:
        """Settled as it was."""
        petition = self._known(event.petition, told)
        petition.decide(event.outcome, on=event.decided_on, today=told.date, law=_law(told))
        petition.on_time = event.on_time
        return petition

    @revives(SessionHeld)
    def revive_session_held(self, event: SessionHeld, told: Told) -> Session:
        """A session with its counts; where it was held is lost."""
        form = SessionForm(
            session_kind=event.kind,
            host=event.host,
            held_on=event.held_on,
            place=LOST,
            online=event.online,
            **{name: getattr(event, name) for name in COUNTS},
        )
        return Session.hold(
            form, id_=event.session, agency=told.agency, today=told.date, packs=shipped_packs()
        )

    def _known(self, id_: str, told: Told) -> Petition:
        """The petition as it is now. Raises `NotFound` for one that was never registered."""
        found = self.petitions.get(id_, agency=told.agency)
        if not found.version:
            raise NotFound
        return found


def _law(told: Told) -> Law:
    return Law(shipped_register().as_known_at(told.date), shipped_packs())


def _told(petition: Petition, event: type[Any]) -> Any:
    return next(one for one, _ in reversed(petition.news) if isinstance(one, event))
