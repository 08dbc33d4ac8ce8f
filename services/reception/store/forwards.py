"""What reception remembers of petitions on their way between agencies."""

from collections.abc import Iterator, Sequence
from typing import Any

from kernel.errors import NotFound
from kernel.store import Collection
from kernel.store.unit import session
from services.reception.domain.forwarding import Forward
from services.reception.domain.plain import plain, readers

HANDED = (
    "petition",
    "to_agency",
    "code",
    "sent_on",
    "first_received_on",
    "petition_kind",
    "hash",
    "size",
    "sealed",
    "answer",
    "answered_on",
    "reason",
    "received_as",
    "received_there",
)


class Forwards(Collection[Forward]):
    """Petitions on their way between agencies of this site."""

    name = "forwards"
    holds = Forward
    indexes = (
        ([("to_agency", 1), ("sent_on", -1)], {}),
        ([("petition", 1)], {}),
        ([("agency", 1)], {}),
        ([("answer", 1)], {}),
    )

    def to_document(self, forward: Forward) -> dict[str, Any]:
        return {name: plain(getattr(forward, name)) for name in HANDED}

    def from_document(self, row: dict[str, Any]) -> Forward:
        read = readers(Forward)
        return self.restored(
            Forward, row, **{name: read[name](row[name]) for name in HANDED if name in row}
        )

    def arriving(self, id_: str, *, to: Sequence[str]) -> Forward:
        """One that was sent to one of some agencies. Raises `NotFound`."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        if row is None or row["to_agency"] not in to:
            raise NotFound
        return self.from_document(row)

    def sent_to(self, agencies: Sequence[str], *, most: int = 200) -> list[Forward]:
        """What was sent to some agencies, the newest first."""
        where = {"to_agency": {"$in": list(agencies)}}
        rows = self.rows.find(where).sort([("sent_on", -1), ("_id", -1)])
        return [self.from_document(row) for row in rows.limit(most)]

    def of_petition(self, petition: str) -> list[Forward]:
        """Where a petition was sent, by whichever agency had it then."""
        rows = self.rows.find({"petition": petition}).sort("_id", 1)
        return [self.from_document(row) for row in rows]

    def unanswered(self) -> list[str]:
        """The petitions that may still be sent back."""
        return list(self.rows.distinct("petition", {"answer": None}, session=session()))

    def sent_from(self, agency: str) -> Iterator[Forward]:
        """What an agency sent, the oldest first."""
        for row in self.rows.find({"agency": agency}).sort("_id", 1):
            yield self.from_document(row)
