"""Cases come back: suspended, resumed, extended, ended, reopened, closed, and every step on the way."""

from contracts.reception import (
    CaseClosed,
    CaseExtended,
    CaseReopened,
    CaseResumed,
    CaseStep,
    CaseStepTaken,
    CaseSuspended,
    CaseTerminated,
    FindingsRecorded,
)
from kernel.message import Told, revives
from services.reception.domain import Petition, State, revived
from services.reception.service.reviving.petitions import law_of
from services.reception.store import Petitions, Register


class ReviveCases:
    """What happens to an accepted matter."""

    petitions: Petitions
    register: Register

    @revives(CaseSuspended)
    def revive_case_suspended(self, event: CaseSuspended, told: Told) -> Petition:
        """Its time stands still."""
        petition = self.petitions.known(event.petition)
        revived.suspended(petition, event)
        return petition

    @revives(CaseResumed)
    def revive_case_resumed(self, event: CaseResumed, told: Told) -> Petition:
        """Its time goes on."""
        petition = self.petitions.known(event.petition)
        revived.resumed(petition, event, law=law_of(told))
        return petition

    @revives(CaseExtended)
    def revive_case_extended(self, event: CaseExtended, told: Told) -> Petition:
        """It has more time."""
        petition = self.petitions.known(event.petition)
        revived.extended(petition, event, law=law_of(told))
        return petition

    @revives(CaseTerminated)
    def revive_case_terminated(self, event: CaseTerminated, told: Told) -> Petition:
        """It ended without a decision."""
        petition = self.petitions.known(event.petition)
        revived.terminated(petition, event)
        return petition

    @revives(CaseReopened)
    def revive_case_reopened(self, event: CaseReopened, told: Told) -> Petition:
        """It is settled anew."""
        petition = self.petitions.known(event.petition)
        revived.reopened(petition, event, law=law_of(told))
        return petition

    @revives(CaseStepTaken)
    def revive_case_step_taken(self, event: CaseStepTaken, told: Told) -> Petition:
        """One more line of its history; a reminder takes its number from the register again."""
        petition, number = self.petitions.known(event.petition), 0
        if event.step is CaseStep.REMINDER:
            number = self.register.next_of("reminders", told.agency, event.taken_on.year)
        revived.stepped(petition, event, law=law_of(told), number=number)
        return petition

    @revives(FindingsRecorded)
    def revive_findings_recorded(self, event: FindingsRecorded, told: Told) -> Petition:
        """What its decision asks for."""
        petition = self.petitions.known(event.petition)
        revived.found(petition, event)
        return petition

    @revives(CaseClosed)
    def revive_case_closed(self, event: CaseClosed, told: Told) -> Petition:
        """Its file is closed."""
        petition = self.petitions.known(event.petition)
        petition.state = State.DONE
        petition.rest(event.closed_on)
        return petition
