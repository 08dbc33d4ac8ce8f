"""Until when a petition is to be taken up and settled, by the law of the day, with its proof."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.reception import PetitionKind
from law.calendar.table import Calendar
from law.deadlines import Due, Facts, due, record, sentences
from law.packs.packs import Packs

# Which row of the law speaks of taking up (phân loại, thụ lý) and of settling each kind. Kiến nghị and
# phản ánh have no statutory limit: F-01 is the province's own, marked unconfirmed in its pack.
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
class Law:
    """The calendar and the rules by which a day is decided."""

    calendar: Calendar
    packs: Packs


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """A day by which something is due, the rule that gave it, and each step that leads there."""

    rule: str
    due_on: date
    proof: tuple[dict[str, Any], ...]

    @property
    def why(self) -> list[str]:
        """The steps as Vietnamese sentences."""
        return [step["text"] for step in self.proof]


def intake(kind: PetitionKind, *, received_on: date, law: Law) -> Deadline:
    """Until when a petition is to be classified and taken up. Raises `LawRefusal`.

    Only the sentences are kept: the day follows from the receipt alone.
    """
    found = due(INTAKE[kind], Facts(start=received_on), law.calendar, law.packs)
    return _deadline(found, tuple({"text": text} for text in sentences(found.proof)))


def settlement(kind: PetitionKind, facts: Facts, *, law: Law) -> Deadline:
    """Until when an accepted matter is to be settled, by the facts frozen at acceptance. Raises `LawRefusal`.

    Remoteness and complexity lengthen the time of complaints alone (Luật Khiếu nại Điều 28); what makes a
    denunciation complex is its checklist (NĐ 31/2019/NĐ-CP Điều 3), never a flag.
    """
    counting = facts if kind is PetitionKind.COMPLAINT else Facts(start=facts.start)
    found = due(SETTLEMENT[kind], counting, law.calendar, law.packs)
    return _deadline(found, tuple(record(found.proof)))


def _deadline(found: Due, proof: tuple[dict[str, Any], ...]) -> Deadline:
    return Deadline(rule=found.rule, due_on=found.effective, proof=proof)
