"""What consultation remembers: one collection for each kind of thing, and the counts of each round."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar, TypeVar

from contracts.consultation import DutyClosed, DutyOpened, Response
from kernel.auth import derived_secret
from kernel.errors import NotFound
from kernel.store import Change, Collection, Numbers, Reminding, View
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

    def anywhere(self, id_: str) -> Round:
        """One of whatever agency, for who asks without signing in. Raises `NotFound`."""
        found = self.some({"_id": id_}, limit=1)
        if not found:
            raise NotFound
        return self.from_document(found[0])


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


class Senders(View):
    """How often somebody gave an opinion on the public page, by a blind mark of the address; gone after a day."""

    name = "senders"
    reflects = Round
    indexes = (
        ([("of", 1), ("at", 1)], {}),
        ([("at", 1)], {"expireAfterSeconds": 86_400}),
    )

    def reflect(self, aggregate: Round) -> Iterable[Change]:
        return ()

    def count(self, address: str, *, since: datetime) -> int:
        """How many came from an address since a moment."""
        return self.rows.count_documents({"of": self._mark(address), "at": {"$gt": since}})

    def sent(self, address: str, *, at: datetime) -> None:
        """Remember one."""
        self.rows.insert_one({"of": self._mark(address), "at": at})

    def _mark(self, address: str) -> bytes:
        secret = derived_secret(self.store.settings.keys_dir, purpose="opinions")
        return hmac.digest(secret, address.encode(), hashlib.sha256)
