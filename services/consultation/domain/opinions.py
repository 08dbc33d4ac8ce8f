"""What is true of a round of opinions: open for a time, every opinion answered with a reason, then closed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.consultation import (
    ConsultationClosed,
    ConsultationKind,
    ConsultationOpened,
    OpinionAnswered,
    OpinionGiver,
    OpinionReceived,
    Response,
)
from kernel.errors import Conflict
from law.words import say
from services.consultation.domain.rules import (
    CONTRIBUTION_REPLY,
    FieldRefusal,
    Law,
    Matter,
    happened,
    once,
)

# Whom a round asks: everybody; scientific criticism asks experts.
ASKS_EVERYBODY = (ConsultationKind.COMMUNITY_CONSULT, ConsultationKind.CONTRIBUTION)


class RoundState(StrEnum):
    """Whether opinions still come in."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class OpinionState(StrEnum):
    """Whether an opinion has its answer."""

    RECEIVED = "RECEIVED"
    ANSWERED = "ANSWERED"


@dataclass(frozen=True, kw_only=True)
class RoundForm:
    """What an agency says when it begins to ask."""

    kind: ConsultationKind
    title: str
    opened_on: date
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class OpinionForm:
    """An opinion as it came in: the group that gave it and what it says, never who in person.

    `online`: given on the public page, not entered by an office.
    """

    giver: OpinionGiver
    received_on: date
    content: str
    online: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How an opinion was answered, and why."""

    response: Response
    reason: str
    on: date


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many opinions a round has, and how they were answered."""

    opinions: int = 0
    absorbed: int = 0
    partly_absorbed: int = 0
    explained: int = 0

    @property
    def unanswered(self) -> int:
        """How many still wait."""
        return self.opinions - self.absorbed - self.partly_absorbed - self.explained


class ClosesBeforeOpening(FieldRefusal):
    """A round cannot end before it begins."""

    code = "closes_before_opening"
    title = "Ngày kết thúc không thể trước ngày bắt đầu lấy ý kiến."


class RoundClosed(Conflict):
    """The round is closed: nothing more comes in."""

    code = "round_closed"
    title = "Cuộc lấy ý kiến đã kết thúc ngày {on}."


class NotHeardNow(Conflict):
    """Everybody was asked from one day to another, and today is none of them."""

    code = "opinions_not_heard_now"
    title = "Ý kiến được nhận từ ngày {opened_on} đến hết ngày {closes_on}; hôm nay không nhận."


class NothingToHear(FieldRefusal):
    """An opinion says something."""

    code = "opinion_empty"
    title = "Hãy ghi nội dung ý kiến."


class ClosedTooEarly(FieldRefusal):
    """People were told that they have time until a day."""

    code = "closed_too_early"
    title = "Chưa được kết thúc trước ngày {closes_on} đã thông báo."


class UnansweredOpinions(Conflict):
    """Every opinion is answered before a round is closed (QĐ 218-QĐ/TW; Luật THDC ở cơ sở 2022)."""

    code = "unanswered_opinions"
    title = "Còn {left} ý kiến chưa được tiếp thu hoặc giải trình."


class ReasonMissing(FieldRefusal):
    """An answer says why, also when it only says yes."""

    code = "reason_missing"
    title = "Cần ghi nội dung tiếp thu hoặc lý do giải trình."


@dataclass(kw_only=True)
class Opinion(Matter):
    """One opinion of a round, with its number there."""

    kind: ClassVar[str] = "opinion"

    consultation: str
    asked: ConsultationKind
    number: int
    form: OpinionForm
    due: date | None = None
    answer: Answer | None = None

    @property
    def state(self) -> OpinionState:
        """Whether it has its answer."""
        return OpinionState.ANSWERED if self.answer else OpinionState.RECEIVED

    def counted(self, law: Law) -> date | None:
        return reply_due(self.asked, self.form.received_on, law=law)

    def move(self, due_on: date) -> None:
        self.due = due_on

    @property
    def due_on(self) -> date | None:
        """By when it is to be answered, as long as it is not; only góp ý (QĐ 218-QĐ/TW) has a limit."""
        return None if self.answer else self.due

    def give(self, answer: Answer, *, today: date) -> None:
        """Answer it. Raises `AlreadyDone`, `ReasonMissing`, `InFuture`, `TooEarly`."""
        once(self.answer.on if self.answer else None)
        happened("on", answer.on, today=today, since=self.form.received_on)
        if not answer.reason.strip():
            raise ReasonMissing("reason")
        self.answer = answer
        self.tell(
            OpinionAnswered(
                opinion=self.id,
                consultation=self.consultation,
                kind=self.asked,
                received_on=self.form.received_on,
                response=answer.response,
                answered_on=answer.on,
            )
        )


@dataclass(kw_only=True)
class Round(Matter):
    """One consultation: a round in which opinions are asked for."""

    kind: ClassVar[str] = "consultation"

    form: RoundForm
    closed_on: date | None = None
    tally: Tally | None = None

    @classmethod
    def open(cls, form: RoundForm, *, id_: str, agency: str, today: date) -> "Round":
        """Begin to ask. Raises `InFuture`, `ClosesBeforeOpening`."""
        happened("opened_on", form.opened_on, today=today)
        if form.closes_on < form.opened_on:
            raise ClosesBeforeOpening("closes_on")
        opened = cls(id=id_, agency=agency, form=form)
        opened.tell(
            ConsultationOpened(
                consultation=id_,
                kind=form.kind,
                opened_on=form.opened_on,
                closes_on=form.closes_on,
            )
        )
        return opened

    @property
    def state(self) -> RoundState:
        """Whether opinions still come in."""
        return RoundState.CLOSED if self.closed_on else RoundState.OPEN

    @property
    def next_on(self) -> date | None:
        """The day from which it may be closed, as long as it is not."""
        return None if self.closed_on else self.form.closes_on

    def take(self, form: OpinionForm, *, id_: str, number: int, law: Law, today: date) -> "Opinion":
        """Take in an opinion. Raises `RoundClosed`, `InFuture`, `TooEarly`."""
        self._must_be_open()
        happened("received_on", form.received_on, today=today, since=self.form.opened_on)
        opinion = Opinion(
            id=id_,
            agency=self.agency,
            consultation=self.id,
            asked=self.form.kind,
            number=number,
            form=form,
            due=reply_due(self.form.kind, form.received_on, law=law),
        )
        opinion.tell(
            OpinionReceived(
                opinion=id_,
                consultation=self.id,
                kind=self.form.kind,
                giver=form.giver,
                received_on=form.received_on,
            )
        )
        return opinion

    @property
    def asks_everybody(self) -> bool:
        """Whether this round is for whoever wishes to speak."""
        return self.form.kind in ASKS_EVERYBODY

    def hears(self, today: date) -> bool:
        """Whether whoever wishes may give an opinion on this day."""
        runs = self.form.opened_on <= today <= self.form.closes_on
        return self.asks_everybody and runs and not self.closed_on

    def hear(
        self, giver: OpinionGiver, content: str, *, id_: str, number: int, law: Law, today: date
    ) -> "Opinion":
        """Take in what somebody says on the public page. Raises `RoundClosed`, `NotHeardNow`, `NothingToHear`."""
        self._must_be_open()
        if not self.hears(today):
            days = {name: say(getattr(self.form, name)) for name in ("opened_on", "closes_on")}
            raise NotHeardNow(**days)
        if not content.strip():
            raise NothingToHear("content")
        form = OpinionForm(giver=giver, received_on=today, content=content.strip(), online=True)
        return self.take(form, id_=id_, number=number, law=law, today=today)

    def close(self, tally: Tally, *, on: date, today: date) -> None:
        """Close it. Raises `RoundClosed`, `InFuture`, `ClosedTooEarly`, `UnansweredOpinions`."""
        self._must_be_open()
        happened("on", on, today=today)
        if on < self.form.closes_on:
            raise ClosedTooEarly("on", closes_on=say(self.form.closes_on))
        if tally.unanswered:
            raise UnansweredOpinions(left=tally.unanswered)
        self.closed_on, self.tally = on, tally
        self.tell(
            ConsultationClosed(
                consultation=self.id, kind=self.form.kind, closed_on=on, **vars(tally)
            )
        )

    def _must_be_open(self) -> None:
        if self.closed_on:
            raise RoundClosed(on=say(self.closed_on))


def reply_due(kind: ConsultationKind, received_on: date, *, law: Law) -> date | None:
    """By when an opinion is to be answered: the law sets a day for góp ý only (QĐ 218-QĐ/TW)."""
    if kind is not ConsultationKind.CONTRIBUTION:
        return None
    return law.due(CONTRIBUTION_REPLY, received_on).effective
