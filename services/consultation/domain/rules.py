"""What all things here share: the law at hand, and refusals that know which field they speak of."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from contracts.consultation import DeadlineChanged
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from law.calendar.table import Calendar
from law.deadlines import Due, Facts, due
from law.dialogue import ConferenceTerms, terms
from law.packs.packs import Packs
from law.refusal import LawRefusal
from law.words import say

# Rules of the law packs by which days are due here (docs/law/).
CRITICISM_REPLY = "M-02"
SUPERVISION_REPLY = "M-05"
CONTRIBUTION_REPLY = "M-06"
OPINIONS_OPEN = "G-05"
PROJECT_POSTING = "L-06"
PROJECT_DIALOGUE = "L-07"


@dataclass(frozen=True)
class Law:
    """The calendar and the rules that hold now; every due day comes from here, with its proof."""

    calendar: Calendar
    packs: Packs

    def due(self, rule: str, start: date) -> Due:
        """When what the rule asks for is due. Raises a `LawRefusal` for a day it knows nothing of."""
        return due(rule, Facts(start=start), self.calendar, self.packs)

    def dialogue(self, on: date) -> ConferenceTerms:
        """By when a dialogue on that day is to be announced, and its result published."""
        return terms(on, calendar=self.calendar, packs=self.packs)


@dataclass(kw_only=True)
class Matter(Aggregate):
    """Anything kept here: it says where it stands and which day comes next."""

    @property
    def state(self) -> str:
        """Where it stands."""
        return "RECORDED"

    @property
    def due_on(self) -> date | None:
        """The legal limit that runs now, if one does."""
        return None

    @property
    def next_on(self) -> date | None:
        """The day planned or waited for that is no limit, if there is one."""
        return None

    def counted(self, law: Law) -> date | None:
        """The limit that runs now as the law of a day counts it. Raises a `LawRefusal`."""
        return self.due_on

    def move(self, due_on: date) -> None:
        """Let the limit that runs now be another day."""
        raise NotImplementedError

    def recount(self, law: Law, *, today: date, because: str) -> bool:
        """Count the limit anew after the calendar or a rule changed, and say whether it moved. A day that has passed
        stays, and so does one that the law of today does not reach."""
        before = self.due_on
        if before is None or before < today:
            return False
        try:
            after = self.counted(law)
        except LawRefusal:
            return False
        if after is None or after == before:
            return False
        self.move(after)
        self.tell(
            DeadlineChanged(
                what=self.kind, thing=self.id, before=before, after=after, because=because
            )
        )
        return True


class FieldRefusal(Invalid):
    """What was given in one field is wrong; pages show the sentence there."""

    def __init__(self, field: str = "", **data: Any) -> None:
        super().__init__(**data)
        self.errors = {field: [self.detail]} if field else {}


class InFuture(FieldRefusal):
    """What has happened has happened today or before."""

    code = "in_future"
    title = "Ngày ghi nhận không thể sau ngày hôm nay."


class TooEarly(FieldRefusal):
    """A later step cannot be older than the one before it."""

    code = "too_early"
    title = "Ngày này không thể trước ngày {before}."


class AlreadyDone(Conflict):
    """A step that happens once has happened."""

    code: ClassVar[str] = "already_done"
    title = "Việc này đã được ghi nhận ngày {on}."


def happened(field: str, on: date, *, today: date, since: date | None = None) -> None:
    """Refuse a day that has not come, or that lies before the step it follows."""
    if on > today:
        raise InFuture(field)
    if since and on < since:
        raise TooEarly(field, before=say(since))


def once(done_on: date | None) -> None:
    """Refuse what has been done already. Raises `AlreadyDone`."""
    if done_on:
        raise AlreadyDone(on=say(done_on))
