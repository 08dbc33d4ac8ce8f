"""What is true of a dialogue conference: announced in time or not, held, its result published."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.consultation import DialogueAnnounced, DialogueHeld, DialogueResultPublished
from kernel.errors import Conflict
from services.consultation.domain.rules import FieldRefusal, Law, Matter, happened, once


class DialogueState(StrEnum):
    """How far a dialogue has come."""

    ANNOUNCED = "ANNOUNCED"
    HELD = "HELD"
    PUBLISHED = "PUBLISHED"


@dataclass(frozen=True, kw_only=True)
class DialogueForm:
    """What an announcement says."""

    title: str
    place: str
    announced_on: date
    planned_on: date


@dataclass(frozen=True, kw_only=True)
class Holding:
    """How a dialogue went."""

    held_on: date
    participants: int
    opinions: int
    answered: int


@dataclass(frozen=True, kw_only=True)
class Publication:
    """The result as published; `answered` counts all opinions answered by then."""

    on: date
    answered: int


class PlannedBeforeAnnounced(FieldRefusal):
    """One announces what is to come."""

    code = "planned_before_announced"
    title = "Ngày tổ chức không thể trước ngày thông báo."


class MoreAnswersThanOpinions(FieldRefusal):
    """Nothing is answered that nobody said."""

    code = "more_answers_than_opinions"
    title = "Số ý kiến được trả lời không thể lớn hơn {opinions} ý kiến đã nêu."


class FewerAnswersThanBefore(FieldRefusal):
    """What was answered at the conference stays answered."""

    code = "fewer_answers_than_before"
    title = "Số ý kiến đã trả lời không thể ít hơn {answered} ý kiến trả lời tại hội nghị."


class NotHeldYet(Conflict):
    """A result comes after the conference."""

    code = "not_held_yet"
    title = "Hội nghị chưa được ghi nhận đã tổ chức."


@dataclass(kw_only=True)
class Dialogue(Matter):
    """One dialogue conference with the people (Luật TCCQĐP 72/2025 Điều 43)."""

    kind: ClassVar[str] = "dialogue"

    form: DialogueForm
    announce_by: date
    holding: Holding | None = None
    result_due_on: date | None = None
    publication: Publication | None = None

    @classmethod
    def announce(
        cls, form: DialogueForm, *, id_: str, agency: str, law: Law, today: date
    ) -> "Dialogue":
        """Announce one; too late is recorded as such. Raises `InFuture`, `PlannedBeforeAnnounced`."""
        happened("announced_on", form.announced_on, today=today)
        if form.planned_on < form.announced_on:
            raise PlannedBeforeAnnounced("planned_on")
        announce_by = law.dialogue(form.planned_on).announce.effective
        dialogue = cls(id=id_, agency=agency, form=form, announce_by=announce_by)
        dialogue.tell(
            DialogueAnnounced(
                dialogue=id_,
                announced_on=form.announced_on,
                planned_on=form.planned_on,
                announced_in_time=dialogue.announced_in_time,
            )
        )
        return dialogue

    @property
    def announced_in_time(self) -> bool:
        """Whether people heard of it as long before as the law wants."""
        return self.form.announced_on <= self.announce_by

    @property
    def published_in_time(self) -> bool | None:
        """Whether the result was published in time; None as long as it is not."""
        if self.publication is None or self.result_due_on is None:
            return None
        return self.publication.on <= self.result_due_on

    @property
    def state(self) -> DialogueState:
        """How far it has come."""
        if self.publication:
            return DialogueState.PUBLISHED
        return DialogueState.HELD if self.holding else DialogueState.ANNOUNCED

    @property
    def due_on(self) -> date | None:
        """By when the result is to be published, once it was held and as long as it is not."""
        return None if self.publication else self.result_due_on

    @property
    def next_on(self) -> date | None:
        """The day it is planned for, as long as it was not held."""
        return None if self.holding else self.form.planned_on

    def counted(self, law: Law) -> date | None:
        return law.dialogue(self.holding.held_on).publish.effective if self.holding else None

    def move(self, due_on: date) -> None:
        self.result_due_on = due_on

    def hold(self, holding: Holding, *, law: Law, today: date) -> None:
        """It took place. Raises `AlreadyDone`, `InFuture`, `TooEarly`, `MoreAnswersThanOpinions`."""
        once(self.holding.held_on if self.holding else None)
        happened("held_on", holding.held_on, today=today, since=self.form.announced_on)
        if holding.answered > holding.opinions:
            raise MoreAnswersThanOpinions("answered", opinions=holding.opinions)
        self.result_due_on = law.dialogue(holding.held_on).publish.effective
        self.holding = holding
        self.tell(DialogueHeld(dialogue=self.id, result_due_on=self.result_due_on, **vars(holding)))

    def publish(self, publication: Publication, *, today: date) -> None:
        """Publish the result. Raises `NotHeldYet`, `AlreadyDone`, the errors of days and counts."""
        if self.holding is None:
            raise NotHeldYet
        once(self.publication.on if self.publication else None)
        happened("on", publication.on, today=today, since=self.holding.held_on)
        _check(publication, self.holding)
        self.publication = publication
        self.tell(
            DialogueResultPublished(
                dialogue=self.id,
                held_on=self.holding.held_on,
                published_on=publication.on,
                answered=publication.answered,
                on_time=bool(self.published_in_time),
            )
        )


def _check(publication: Publication, holding: Holding) -> None:
    if publication.answered > holding.opinions:
        raise MoreAnswersThanOpinions("answered", opinions=holding.opinions)
    if publication.answered < holding.answered:
        raise FewerAnswersThanBefore("answered", answered=holding.answered)
