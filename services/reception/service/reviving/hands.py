"""What went from hand to hand comes back: forwarded, answered, returned, linked, split, handed over."""

from collections.abc import Callable
from datetime import date

from contracts.reception import (
    BoxKeyPublished,
    BoxKeyTold,
    ForwardAnswer,
    ForwardAnswered,
    HandedOver,
    HandoverDone,
    ParcelAnswered,
    ParcelKind,
    ParcelSent,
    PetitionForwarded,
    PetitionKind,
    PetitionLinked,
    PetitionReturned,
    PetitionSplit,
    PetitionUnlinked,
    SupplementTaken,
)
from ground.handover import Handover, HandoverDesk
from kernel.message import Told, revives
from kernel.reviving import LOST, filled
from services.reception.domain import Petition, State, revived
from services.reception.domain.cases import back_for_supplement
from services.reception.domain.forwarding import Forward
from services.reception.domain.parcels import Arrival, BoxKey, Dispatch
from services.reception.service.forwards import ForwardDesk
from services.reception.service.reviving.petitions import law_of
from services.reception.store import Petitions, Register


class ReviveHands:
    """Petitions on their way between officers and agencies."""

    petitions: Petitions
    register: Register
    forwards: ForwardDesk
    handover: HandoverDesk
    follow_petition: Callable[[Petition, str, date], None]

    @revives(PetitionForwarded)
    def revive_petition_forwarded(
        self, event: PetitionForwarded, told: Told
    ) -> tuple[Forward, Petition]:
        """A petition on its way. Its sealed dossier is gone: the receiver sends it back, and it goes anew."""
        petition = self.petitions.known(event.petition)
        revived.sent(petition, event.forwarded_on)
        forward = filled(
            Forward,
            event,
            id=told.subject.partition("/")[2],
            agency=told.agency,
            petition_kind=event.kind,
            sent_on=event.forwarded_on,
            sealed=None,
        )
        return forward, petition

    @revives(ForwardAnswered)
    def revive_forward_answered(self, event: ForwardAnswered, told: Told) -> Forward:
        """The other agency took it, or sent it back."""
        forward = self.forwards.forwards.known(told.subject.partition("/")[2])
        forward.answer, forward.answered_on, forward.sealed = event.answer, event.answered_on, None
        forward.reason = LOST if event.answer is ForwardAnswer.REFUSED else ""
        return forward

    @revives(BoxKeyTold)
    def revive_box_key_told(self, event: BoxKeyTold, told: Told) -> BoxKey:
        """A key that was told; if the keys themselves are others now, those are told next."""
        key = self.forwards.post.box_keys.of(told.agency)
        key.site, key.public = self.forwards.post.site, event.public
        return key

    @revives(BoxKeyPublished)
    def revive_box_key_published(self, event: BoxKeyPublished, told: Told) -> BoxKey:
        """A key that the province told on."""
        key = self.forwards.post.box_keys.of(event.agency)
        key.site, key.public = event.site, event.public
        return key

    @revives(ParcelSent)
    def revive_parcel_sent(self, event: ParcelSent, told: Told) -> Dispatch:
        """A parcel for another site. Its box is gone here: it is at the province already, or comes never."""
        id_, to_site = event.parcel, told.source.rpartition(":")[2]
        return filled(Dispatch, event, id=id_, agency=told.agency, to_site=to_site)

    @revives(ParcelAnswered)
    def revive_parcel_answered(self, event: ParcelAnswered, told: Told) -> Arrival:
        """What was said about another site's parcel; where it was forgotten, as much as the answer tells."""
        arrival = self.forwards.post.arrivals.revived(event.parcel) or filled(
            Arrival,
            event,
            id=event.parcel,
            agency=told.agency,
            from_site=told.source.rpartition(":")[2],
            holds=ParcelKind.PETITION,
            petition_kind=PetitionKind.FEEDBACK,
            sent_on=event.answered_on,
            first_received_on=event.answered_on,
            size=0,
        )
        arrival.answer, arrival.answered_on = event.answer, event.answered_on
        arrival.reason = LOST if event.answer is ForwardAnswer.REFUSED else ""
        return arrival

    @revives(PetitionReturned)
    def revive_petition_returned(self, event: PetitionReturned, told: Told) -> Petition:
        """It came back."""
        petition = self.petitions.known(event.petition)
        revived.on_its_own(petition)
        return petition

    @revives(SupplementTaken)
    def revive_supplement_taken(self, event: SupplementTaken, told: Told) -> Petition:
        """What it lacked came: it is classified anew, in a time of its own."""
        petition = self.petitions.known(event.petition)
        back_for_supplement(petition, event.taken_on, law=law_of(told))
        return petition

    @revives(PetitionLinked)
    def revive_petition_linked(self, event: PetitionLinked, told: Told) -> Petition:
        """It repeats another."""
        petition = self.petitions.known(event.petition)
        petition.master = event.master
        revived.resting(petition, State.LINKED, event.linked_on)
        return petition

    @revives(PetitionUnlinked)
    def revive_petition_unlinked(self, event: PetitionUnlinked, told: Told) -> Petition:
        """It is one of its own again."""
        petition = self.petitions.known(event.petition)
        revived.on_its_own(petition)
        return petition

    @revives(PetitionSplit)
    def revive_petition_split(self, event: PetitionSplit, told: Told) -> Petition:
        """Its parts have its time now; they come with events of their own."""
        petition = self.petitions.known(event.petition)
        petition.parts = event.parts
        revived.resting(petition, State.SPLIT, event.split_on)
        return petition

    @revives(HandedOver)
    def revive_handed_over(self, event: HandedOver, told: Told) -> Petition:
        """Another agency has it, under the next number of that agency's register; its vault goes along."""
        petition, year = self.petitions.known(event.thing), told.date.year
        number = self.register.next_in(event.receiver, year)
        petition.hand_over(event.receiver, number=number, year=year, last_day=event.last_day)
        self.follow_petition(petition, event.giver, event.last_day)
        return petition

    @revives(HandoverDone)
    def revive_handover_done(self, event: HandoverDone, told: Told) -> Handover:
        """An agency that handed everything over."""
        return self.handover.finished_again(event, told)
