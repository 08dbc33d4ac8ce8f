"""What all things here share: the law at hand, and refusals that know which field they speak of."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.reception import PetitionKind
from kernel.errors import Invalid
from law.calendar.table import Calendar
from law.deadlines import Due, Facts, due, record
from law.packs.packs import Packs
from law.words import say

# Rules of the law packs by which days are due here (docs/law/): intake, then settlement.
INTAKE = {
    PetitionKind.COMPLAINT: "C-01",
    PetitionKind.DENUNCIATION: "D-01",
    PetitionKind.RECOMMENDATION: "R-02",
    PetitionKind.FEEDBACK: "R-02",
}
SETTLEMENT = {
    PetitionKind.COMPLAINT: "C-02",
    PetitionKind.DENUNCIATION: "D-06",
    PetitionKind.RECOMMENDATION: "F-01",
    PetitionKind.FEEDBACK: "F-01",
}


@dataclass(frozen=True)
class Deadline:
    """A day by which something is due, with the proof that the law's own reader can derive again."""

    rule: str
    due_on: date
    proof: tuple[dict[str, Any], ...]

    @classmethod
    def of(cls, found: Due) -> "Deadline":
        """The deadline the law gives."""
        return cls(found.rule, found.effective, tuple(record(found.proof)))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why that day, step by step, in Vietnamese."""
        return tuple(step["text"] for step in self.proof)

    def late(self, today: date) -> int:
        """How many calendar days have passed since, 0 while it is in time."""
        return max(0, (today - self.due_on).days)


@dataclass(frozen=True)
class Law:
    """The calendar and the rules that hold now; every due day comes from here, with its proof."""

    calendar: Calendar
    packs: Packs

    def intake(self, kind: PetitionKind, *, received_on: date) -> Deadline:
        """By when it must be decided whether the matter is accepted. Raises a `LawRefusal`."""
        return self._due(INTAKE[kind], Facts(start=received_on))

    def settlement(
        self, kind: PetitionKind, *, accepted_on: date, remote: bool, complex_: bool
    ) -> Deadline:
        """By when the matter must be settled; places and complexity count for complaints alone.

        A denunciation's complexity is derived from its checklist (NĐ 31/2019/NĐ-CP Điều 3), never typed.
        """
        complaint = kind is PetitionKind.COMPLAINT
        facts = Facts(
            start=accepted_on, remote=complaint and remote, complex=complaint and complex_
        )
        return self._due(SETTLEMENT[kind], facts)

    @property
    def group_persons(self) -> int:
        """How many persons make a large group."""
        return self.packs.group.persons

    @property
    def online_since(self) -> date:
        """The first day on which a session may be held online."""
        return self.packs.quota_counts.online_since

    def _due(self, rule: str, facts: Facts) -> Deadline:
        return Deadline.of(due(rule, facts, self.calendar, self.packs))


class FieldRefusal(Invalid):
    """What was given in one field is wrong; pages show the sentence there."""

    def __init__(self, field: str = "", **data: Any) -> None:
        super().__init__(**data)
        self.errors = {field: [self.detail]} if field else {}


class NotYet(FieldRefusal):
    """What has happened has happened today or before."""

    code = "not_yet"
    title = "Ngày ghi nhận không thể sau ngày hôm nay."


class BeforeEarlierStep(FieldRefusal):
    """A later step cannot be older than the one before it."""

    code = "before_earlier_step"
    title = "Ngày này không thể trước ngày {before} ({step})."


def happened(on: date, *, today: date, since: date, step: str, field: str = "on") -> None:
    """Refuse a day that has not come, or that lies before the step it follows."""
    if on > today:
        raise NotYet(field)
    if on < since:
        raise BeforeEarlierStep(field, before=say(since), step=step)
