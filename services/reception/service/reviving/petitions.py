"""Petitions come back: registered, classified, accepted, decided, their days moved."""

from contracts.reception import (
    DeadlineChanged,
    PetitionAccepted,
    PetitionClassified,
    PetitionDecided,
    PetitionKind,
    PetitionRegistered,
)
from kernel.message import Told, revives
from kernel.reviving import LOST, filled
from law.defaults import shipped_packs, shipped_register
from services.reception.domain import Law, Petition, Petitioner, PetitionForm, handing, revived
from services.reception.store import Petitions, Register


class RevivePetitions:
    """From the register to the decision."""

    petitions: Petitions
    register: Register

    @revives(PetitionRegistered)
    def revive_petition_registered(self, event: PetitionRegistered, told: Told) -> Petition:
        """The entry in the register under its number, which is never given again; without words and names."""
        self.register.taken(f"petitions|{told.agency}|{event.year}", event.number)
        named = event.kind is not PetitionKind.DENUNCIATION
        who = Petitioner(name=LOST) if named else None
        form = filled(PetitionForm, event, petitioner=who)
        petition = revived.registered(event, form, agency=told.agency, law=law_of(told))
        whole = self.petitions.split_into(event.petition)
        if whole:
            handing.belongs(petition, whole)
        return petition

    @revives(PetitionClassified)
    def revive_petition_classified(self, event: PetitionClassified, told: Told) -> Petition:
        """Classified as it was."""
        petition = self.petitions.known(event.petition)
        revived.classified(petition, event, law=law_of(told))
        return petition

    @revives(PetitionAccepted)
    def revive_petition_accepted(self, event: PetitionAccepted, told: Told) -> Petition:
        """Accepted, due on the day it was due on."""
        petition = self.petitions.known(event.petition)
        revived.accepted(petition, event, law=law_of(told))
        return petition

    @revives(PetitionDecided)
    def revive_petition_decided(self, event: PetitionDecided, told: Told) -> Petition:
        """Settled as it was."""
        petition = self.petitions.known(event.petition)
        revived.decided(petition, event, law=law_of(told))
        return petition

    @revives(DeadlineChanged)
    def revive_deadline_changed(self, event: DeadlineChanged, told: Told) -> Petition:
        """Due on another day, because the calendar or a rule changed."""
        petition = self.petitions.known(event.petition)
        revived.moved(petition, event)
        return petition


def law_of(told: Told) -> Law:
    """The law as it is shipped, for the day of an event."""
    return Law(shipped_register().as_known_at(told.date), shipped_packs())
