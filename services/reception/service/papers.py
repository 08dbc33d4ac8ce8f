"""The desk of papers: what the form of a disposition, a notice or an extract says, by whom it is issued."""

from collections.abc import Callable
from datetime import date

from frame.paper.issuers import Issuer, issuer_of
from ground.agencies import AgencyBook
from kernel.message import Actor
from kernel.store import Store
from services.reception.domain import Law, Petition
from services.reception.domain.papers import (
    Paper,
    PaperKind,
    conclusions_paper,
    paper_of,
    refusal_paper,
    reminder_paper,
)
from services.reception.service.forwards import ForwardDesk
from services.reception.service.sessions import SessionDesk
from services.reception.store import Petitions


class PaperDesk:
    """Reads what a paper says; who may read the petition may read its papers."""

    def __init__(
        self,
        store: Store,
        petitions: Petitions,
        forwards: ForwardDesk,
        sittings: SessionDesk,
        book: AgencyBook,
        law_of: Callable[[date], Law],
    ) -> None:
        self.store, self.petitions, self.law_of = store, petitions, law_of
        self.forwards, self.sittings, self.book = forwards, sittings, book

    def of_petition(self, petition_id: str, kind: PaperKind, *, by: Actor) -> Paper:
        """A paper of a petition; that it was taken is noted. Raises `NotFound`, `NoSuchPaper`."""
        petition, today = self.petitions.get(petition_id, agency=by.agency), self._today
        self.store.audit.read(petition, "take_paper", by=by)
        return paper_of(
            petition,
            kind,
            self._issuer(by.agency),
            receiver=self._receiver(petition, by),
            today=today,
            packs=self.law_of(today).packs,
            sample=self.store.settings.demo,
        )

    def of_reminder(self, petition_id: str, address: str, *, by: Actor) -> Paper:
        """A reminder by its address; that it was taken is noted. Raises `NotFound`, `NoSuchPaper`."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        self.store.audit.read(petition, "take_paper", by=by)
        return reminder_paper(
            petition,
            address,
            self._issuer(by.agency),
            receiver=self._receiver(petition, by),
            today=self._today,
            sample=self.store.settings.demo,
        )

    def of_refusal(self, refusal_id: str, *, by: Actor) -> Paper:
        """The notice of a refusal to receive. Raises `NotFound`."""
        found = self.sittings.receiving.refusal(refusal_id, by=by)
        return refusal_paper(
            found.form,
            self._issuer(by.agency),
            packs=self.law_of(found.form.refused_on).packs,
            sample=self.store.settings.demo,
        )

    def of_session(self, session_id: str, *, by: Actor) -> Paper:
        """The notice of what a session came to. Raises `NotFound`, `NoSuchPaper`."""
        session = self.sittings.session(session_id, by=by)
        self.store.audit.read(session, "take_paper", by=by)
        return conclusions_paper(
            session,
            self._issuer(by.agency),
            visits={one.id: one.number for one in self.sittings.visits_of(session)},
            petitions=self.sittings.petitions_of(session, by=by),
            today=self._today,
            sample=self.store.settings.demo,
        )

    def _receiver(self, petition: Petition, by: Actor) -> str:
        sent = self.forwards.sent(petition.id, by=by)
        return self._issuer(sent[-1].to_agency).name if sent else ""

    def _issuer(self, agency: str) -> Issuer:
        found = self.book.one(agency)
        return issuer_of(self.book.named(agency), str(found["kind"]) if found else "")

    @property
    def _today(self) -> date:
        return self.store.clock.today()
