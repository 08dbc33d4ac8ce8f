"""A petition on its way to the agency whose matter it is: sent sealed, received there, or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.reception import (
    CaseStep,
    ClockKind,
    Disposition,
    ForwardAnswer,
    ForwardAnswered,
    PetitionForwarded,
    PetitionKind,
    PetitionReturned,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from services.reception.domain.cases import DocumentMissing, Done, ReasonMissing, TooEarly
from services.reception.domain.clocks import ended, running_again
from services.reception.domain.contents import Content
from services.reception.domain.petition import MAIN, Petition, State, check_day

SENT = (Disposition.FORWARD, Disposition.FORWARD_URGENT, Disposition.INSPECT)


class NotThatAgency(Invalid):
    """A petition is forwarded to another agency of the province that exists on that day."""

    code = "not_that_agency"
    title = "Chọn cơ quan có thẩm quyền khác đang hoạt động trong tỉnh."


class NothingToForward(Conflict):
    """Only what was classified as to be forwarded is forwarded."""

    code = "nothing_to_forward"
    title = "Chỉ chuyển đơn đã phân loại với hướng xử lý là chuyển."


@dataclass(kw_only=True)
class Forward(Aggregate):
    """A petition on its way to another agency. Its dossier, which only the receiver can open, lies in the store
    of files under the code until it was taken out or refused; `sealed` holds those sent before there was one.
    Taken in at another site it has no `received_as` here, and `received_there` says its number and year.
    """

    kind: ClassVar[str] = "forward"

    petition: str
    to_agency: str
    code: str
    sent_on: date
    first_received_on: date
    petition_kind: PetitionKind
    hash: str
    size: int = 0
    sealed: bytes | None = None
    answer: ForwardAnswer | None = None
    answered_on: date | None = None
    reason: str = ""
    received_as: str = ""
    received_there: str = ""

    @property
    def from_agency(self) -> str:
        """Who sent it."""
        return self.agency

    def must_wait(self) -> None:
        """Raises `AnsweredBefore`."""
        if self.answer:
            raise AnsweredBefore

    def answered(
        self,
        answer: ForwardAnswer,
        done: Done,
        *,
        received_as: str = "",
        received_there: str = "",
    ) -> None:
        """Take it, or send it back with a reason. Raises `AnsweredBefore`, `ReasonMissing`."""
        self.must_wait()
        if answer is ForwardAnswer.REFUSED and not done.text.strip():
            raise ReasonMissing
        check_day(done.on, today=done.today, after=self.sent_on, otherwise=TooEarly)
        self.answer, self.answered_on, self.reason = answer, done.on, done.text
        self.sealed, self.received_as, self.received_there = None, received_as, received_there
        self.tell(
            ForwardAnswered(
                petition=self.petition,
                from_agency=self.agency,
                code=self.code,
                answer=answer,
                answered_on=done.on,
            )
        )


class AnsweredBefore(Conflict):
    """It was received or refused before."""

    code = "answered_before"
    title = "Đơn chuyển đến này đã được tiếp nhận hoặc trả lại."


def send(petition: Petition, forward: Forward, done: Done) -> None:
    """Forward a petition by competence. Raises `NotInThatState`, `DocumentMissing`."""
    if not done.document.strip():
        raise DocumentMissing
    found = petition.classification
    if petition.state is not State.CLOSED or not found or found.disposition not in SENT:
        raise NothingToForward
    check_day(done.on, today=done.today, after=petition.form.received_on, otherwise=TooEarly)
    petition.state = State.FORWARDED
    petition.clocks = ended(petition.clocks, ClockKind.FORWARDING, on=done.on)
    forward.tell(
        PetitionForwarded(
            petition=petition.id,
            kind=petition.form.kind,
            to_agency=forward.to_agency,
            code=forward.code,
            forwarded_on=done.on,
            first_received_on=forward.first_received_on,
            hash=forward.hash,
            size=forward.size,
        )
    )
    petition.entered(done.entry(CaseStep.NOTE, text=f"Chuyển đơn, mã {forward.code}"))


def bring(petition: Petition, texts: Sequence[str], done: Done) -> None:
    """Give a petition that came from another agency the contents it had there, each to be answered here."""
    fresh = (Content(id=str(at), text=text) for at, text in enumerate(texts, 1))
    petition.contents = tuple(fresh) or petition.contents
    for one in petition.contents[1:]:
        petition.entered(done.entry(CaseStep.CONTENT_ADDED, text=one.text))


def come_back(petition: Petition, done: Done) -> None:
    """A forwarded petition was refused by the other agency: it is to be classified again."""
    petition.must_be(State.FORWARDED)
    petition.state, petition.classification = State.REGISTERED, None
    petition.clocks = running_again(petition.clocks, MAIN[0])
    petition.tell(
        PetitionReturned(petition=petition.id, kind=petition.form.kind, returned_on=done.on)
    )
