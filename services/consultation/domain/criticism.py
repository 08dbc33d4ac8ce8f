"""What is true of social criticism: a draft sent, the Front's document received, the agency's reply."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.consultation import CriticismIssued, CriticismReplied, CriticismRequested
from kernel.errors import Conflict
from services.consultation.domain.replies import Reply, check_reply, in_time
from services.consultation.domain.rules import CRITICISM_REPLY, Law, Matter, happened, once


class CriticismState(StrEnum):
    """How far a criticism has come."""

    REQUESTED = "REQUESTED"
    ISSUED = "ISSUED"
    REPLIED = "REPLIED"


@dataclass(frozen=True, kw_only=True)
class CriticismForm:
    """The draft that was sent to the Front."""

    draft_title: str
    sent_on: date


@dataclass(frozen=True, kw_only=True)
class CriticismDocument:
    """What the Front wrote."""

    issued_on: date
    content: str


class NotIssuedYet(Conflict):
    """One replies to a document that has come."""

    code = "not_issued_yet"
    title = "Chưa nhận được văn bản phản biện nên chưa thể trả lời."


@dataclass(kw_only=True)
class Criticism(Matter):
    """The social criticism of one draft (QĐ 217-QĐ/TW, NQLT 403/2017)."""

    kind: ClassVar[str] = "criticism"

    form: CriticismForm
    document: CriticismDocument | None = None
    due: date | None = None
    reply: Reply | None = None

    @classmethod
    def request(cls, form: CriticismForm, *, id_: str, agency: str, today: date) -> "Criticism":
        """A draft was sent. Raises `InFuture`."""
        happened("sent_on", form.sent_on, today=today)
        criticism = cls(id=id_, agency=agency, form=form)
        criticism.tell(CriticismRequested(criticism=id_, sent_on=form.sent_on))
        return criticism

    @property
    def state(self) -> CriticismState:
        """How far it has come."""
        if self.reply:
            return CriticismState.REPLIED
        return CriticismState.ISSUED if self.document else CriticismState.REQUESTED

    @property
    def due_on(self) -> date | None:
        """By when the document is to be replied to, as long as it is not."""
        return None if self.reply else self.due

    @property
    def replied_in_time(self) -> bool | None:
        """Whether the reply came by its day; None as long as there is none."""
        return in_time(self.reply, self.due)

    def counted(self, law: Law) -> date | None:
        return (
            law.due(CRITICISM_REPLY, self.document.issued_on).effective if self.document else None
        )

    def move(self, due_on: date) -> None:
        self.due = due_on

    def receive(self, document: CriticismDocument, *, law: Law, today: date) -> None:
        """The Front's document came. Raises `AlreadyDone`, `InFuture`, `TooEarly`."""
        once(self.document.issued_on if self.document else None)
        happened("issued_on", document.issued_on, today=today, since=self.form.sent_on)
        self.document = document
        self.due = law.due(CRITICISM_REPLY, document.issued_on).effective
        self.tell(CriticismIssued(criticism=self.id, issued_on=document.issued_on, due_on=self.due))

    def answer(self, reply: Reply, *, today: date) -> None:
        """Reply to it. Raises `NotIssuedYet`, `AlreadyDone`, `InFuture`, `TooEarly`, `ReplyMissing`."""
        if self.document is None:
            raise NotIssuedYet
        issued_on = self.document.issued_on
        check_reply(reply, before=self.reply, received_on=issued_on, today=today)
        self.reply = reply
        self.tell(
            CriticismReplied(
                criticism=self.id,
                issued_on=issued_on,
                replied_on=reply.on,
                response=reply.response,
                on_time=bool(self.replied_in_time),
            )
        )
