"""What notify remembers: participants, and the record of notices that went out."""

import re
from typing import Any

from contracts.notify import Topic
from kernel.errors import NotFound
from kernel.store import Collection
from kernel.store.unit import session
from law.text import fold
from services.notify.domain import Area, Dispatch, Participant

Where = dict[str, Any]


class Participants(Collection[Participant]):
    """The Front and its organisations at every place."""

    name = "participants"
    holds = Participant
    indexes = (([("agency", 1), ("organisation", 1)], {"unique": True}), ([("folded", 1)], {}))

    def to_document(self, participant: Participant) -> dict[str, Any]:
        return {
            "organisation": participant.organisation,
            "name": participant.name,
            "folded": fold(participant.name),
            "provincial": participant.provincial,
            "email": participant.email,
            "topics": sorted(one.value for one in participant.topics),
            "area": participant.area.value,
        }

    def from_document(self, row: dict[str, Any]) -> Participant:
        return self.restored(
            Participant,
            row,
            organisation=row["organisation"],
            name=row["name"],
            provincial=row["provincial"],
            email=row["email"],
            topics=frozenset(Topic(one) for one in row["topics"]),
            area=Area(row["area"]),
        )

    def ids(self) -> set[str]:
        """The ids of all."""
        return {row["_id"] for row in self.rows.find({}, {"_id": 1}, session=session())}

    def one(self, id_: str, *, place: str | None) -> Participant:
        """One participant, of a place or (None) of any. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_, **_at(place)}, session=session())
        if row is None:
            raise NotFound
        return self.get(id_, agency=row["agency"])

    def listed(
        self, *, place: str | None, words: str = "", page: int = 1, size: int = 25
    ) -> list[Participant]:
        """One page of the directory, by name."""
        order = [("provincial", -1), ("folded", 1), ("_id", 1)]
        found = self.rows.find(_where(place, words), sort=order, skip=(page - 1) * size, limit=size)
        return [self.from_document(row) for row in found]

    def count(self, *, place: str | None = None, words: str = "") -> int:
        """How many the directory has."""
        return self.rows.count_documents(_where(place, words))

    def subscribed(self, topic: Topic, *, place: str, everywhere: bool) -> list[Participant]:
        """Who wishes to hear of a topic at a place."""
        near: Where = {} if everywhere else {"$or": [{"agency": place}, {"area": Area.ALL.value}]}
        found = self.rows.find({"topics": topic.value, **near}, session=session())
        return [self.from_document(row) for row in found]


class Dispatches(Collection[Dispatch]):
    """Notices that went out."""

    name = "dispatches"
    holds = Dispatch

    def of(self, notice: str, *, agency: str) -> Dispatch:
        """The record of a notice, new if it never went out before."""
        try:
            return self.get(notice, agency=agency)
        except NotFound:
            return Dispatch(id=notice, agency=agency)


def _at(place: str | None) -> Where:
    return {"agency": place} if place else {}


def _where(place: str | None, words: str) -> Where:
    like = {"folded": {"$regex": re.escape(fold(words))}} if words else {}
    return {**_at(place), **like}
