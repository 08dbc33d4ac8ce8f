"""What is true of the Front's supervision: recorded, its recommendations, each replied to by its day."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.consultation import (
    RecommendationReceived,
    RecommendationReplied,
    SupervisionRecorded,
)
from services.consultation.domain.replies import Reply, check_reply, in_time
from services.consultation.domain.rules import SUPERVISION_REPLY, Law, Matter, happened


class RecommendationState(StrEnum):
    """Whether a recommendation has its reply."""

    RECEIVED = "RECEIVED"
    REPLIED = "REPLIED"


@dataclass(frozen=True, kw_only=True)
class SupervisionForm:
    """Who supervised what; the supervisor is an organisation."""

    supervisor: str
    subject: str
    started_on: date


@dataclass(frozen=True, kw_only=True)
class RecommendationForm:
    """A recommendation as it came in."""

    content: str
    received_on: date


@dataclass(kw_only=True)
class Recommendation(Matter):
    """One recommendation after supervision."""

    kind: ClassVar[str] = "recommendation"

    supervision: str
    form: RecommendationForm
    due: date
    reply: Reply | None = None

    @property
    def state(self) -> RecommendationState:
        """Whether it has its reply."""
        return RecommendationState.REPLIED if self.reply else RecommendationState.RECEIVED

    @property
    def due_on(self) -> date | None:
        """By when it is to be replied to, as long as it is not."""
        return None if self.reply else self.due

    @property
    def replied_in_time(self) -> bool | None:
        """Whether the reply came by its day; None as long as there is none."""
        return in_time(self.reply, self.due)

    def counted(self, law: Law) -> date | None:
        return law.due(SUPERVISION_REPLY, self.form.received_on).effective

    def move(self, due_on: date) -> None:
        self.due = due_on

    def answer(self, reply: Reply, *, today: date) -> None:
        """Reply to it. Raises `AlreadyDone`, `InFuture`, `TooEarly`, `ReplyMissing`."""
        received_on = self.form.received_on
        check_reply(reply, before=self.reply, received_on=received_on, today=today)
        self.reply = reply
        self.tell(
            RecommendationReplied(
                recommendation=self.id,
                received_on=received_on,
                replied_on=reply.on,
                response=reply.response,
                on_time=bool(self.replied_in_time),
            )
        )


@dataclass(kw_only=True)
class Supervision(Matter):
    """One supervision of the agency by the Front or a member organisation (QĐ 217-QĐ/TW)."""

    kind: ClassVar[str] = "supervision"

    form: SupervisionForm

    @classmethod
    def record(cls, form: SupervisionForm, *, id_: str, agency: str, today: date) -> "Supervision":
        """Record one. Raises `InFuture`."""
        happened("started_on", form.started_on, today=today)
        supervision = cls(id=id_, agency=agency, form=form)
        supervision.tell(SupervisionRecorded(supervision=id_, started_on=form.started_on))
        return supervision

    def receive(
        self, form: RecommendationForm, *, id_: str, law: Law, today: date
    ) -> Recommendation:
        """Take in a recommendation. Raises `InFuture`, `TooEarly`."""
        happened("received_on", form.received_on, today=today, since=self.form.started_on)
        due = law.due(SUPERVISION_REPLY, form.received_on).effective
        made = Recommendation(id=id_, agency=self.agency, supervision=self.id, form=form, due=due)
        made.tell(
            RecommendationReceived(
                recommendation=id_,
                supervision=self.id,
                received_on=form.received_on,
                due_on=due,
            )
        )
        return made
