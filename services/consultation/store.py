"""What consultation remembers: one collection for each kind of thing, and the counts of each round."""

from typing import ClassVar, TypeVar

from contracts.consultation import DutyClosed, DutyOpened, Response
from kernel.store import Collection, Numbers, Reminding
from services.consultation.domain import (
    Criticism,
    Dialogue,
    Opinion,
    Project,
    Recommendation,
    Round,
    Supervision,
    Tally,
)
from services.consultation.domain.duties import Owing, duty_of

T = TypeVar("T", bound=Owing)


class Answered(Reminding[T]):
    """Things somebody waits for an answer to."""

    def owed(self, thing: T) -> tuple[DutyOpened | None, DutyClosed]:
        return duty_of(thing), DutyClosed(duty=thing.id, owner=thing.agency)


class Rounds(Collection[Round]):
    """All consultations."""

    name = "consultations"
    holds = Round


class Opinions(Answered[Opinion]):
    """All opinions; what they say stays here."""

    name = "opinions"
    holds = Opinion


class Dialogues(Answered[Dialogue]):
    """All dialogue conferences."""

    name = "dialogues"
    holds = Dialogue


class Supervisions(Collection[Supervision]):
    """All supervisions."""

    name = "supervisions"
    holds = Supervision


class Recommendations(Answered[Recommendation]):
    """All recommendations after supervision."""

    name = "recommendations"
    holds = Recommendation


class Criticisms(Answered[Criticism]):
    """All social criticism."""

    name = "criticisms"
    holds = Criticism


class Projects(Collection[Project]):
    """All project files."""

    name = "projects"
    holds = Project


class OpinionBook(Numbers):
    """How many opinions each round has, and how they were answered: a running number for each.

    Everybody who enters an opinion takes the next number of its round; whoever closes the round takes
    one too (it rules the book off). So an opinion entered while its round is being closed meets a
    conflict, and what was entered in the same unit of work is counted.
    """

    TAKEN: ClassVar[str] = "opinions"

    def next_in(self, round_id: str) -> int:
        """The number of a new opinion."""
        return self.next(self._series(self.TAKEN, round_id))

    def answered(self, round_id: str, response: Response) -> None:
        """One more opinion has this answer."""
        self.next(self._series(response.value, round_id))

    def ruled_off(self, round_id: str) -> Tally:
        """All counts of a round that is being closed."""
        counts = {
            name: self.next(self._series(name, round_id)) - 1 for name in (self.TAKEN, *Response)
        }
        return Tally(
            opinions=counts[self.TAKEN],
            absorbed=counts[Response.ABSORBED],
            partly_absorbed=counts[Response.PARTLY_ABSORBED],
            explained=counts[Response.EXPLAINED],
        )

    @staticmethod
    def _series(name: str, round_id: str) -> str:
        return f"{name}|{round_id}"
