"""What one can see: the work list of an agency, and its sessions with the totals of each month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from kernel.store import Change, View
from services.reception.domain import OPEN_STATES, Petition, ReceptionSession

COUNTS = ("visits", "persons", "matters", "groups", "group_persons")


@dataclass(frozen=True)
class Asked:
    """Which petitions of an agency somebody wants to see."""

    agency: str
    state: str = ""
    kind: str = ""
    overdue_on: date | None = None

    @property
    def where(self) -> dict[str, Any]:
        """The question as the database understands it."""
        where: dict[str, Any] = {"agency": self.agency}
        if self.state:
            where["state"] = self.state
        if self.kind:
            where["kind"] = self.kind
        if self.overdue_on:
            where["due_on"] = {"$ne": None, "$lt": self.overdue_on.isoformat()}
        return where


class WorkList(View):
    """Petitions of an agency with where they stand, newest first; written in each petition's own commit."""

    name = "work_list"
    reflects = Petition
    indexes = (
        ([("agency", 1), ("year", -1), ("number", -1)], {}),
        ([("agency", 1), ("state", 1), ("year", -1), ("number", -1)], {}),
        ([("agency", 1), ("due_on", 1)], {}),
    )

    def reflect(self, petition: Petition) -> Iterable[Change]:
        due = petition.deadline
        yield self.change(
            petition.id,
            set={
                "agency": petition.agency,
                "number": petition.number,
                "year": petition.year,
                "kind": petition.form.kind.value,
                "state": petition.state.value,
                "received_on": petition.form.received_on.isoformat(),
                "due_on": due.due_on.isoformat() if due else None,
                "on_time": petition.on_time,
                "summary": petition.form.summary,
            },
        )

    def of(self, asked: Asked, *, page: int = 1, size: int = 25) -> list[dict[str, Any]]:
        """One page of an agency's list; what is overdue by the oldest due day first."""
        newest = [("year", -1), ("number", -1)]
        order = [("due_on", 1), *newest] if asked.overdue_on else newest
        return list(self.find(asked.where, sort=order, skip=(page - 1) * size, limit=size))

    def count(self, asked: Asked) -> int:
        """How many petitions the list has."""
        return self.rows.count_documents(asked.where)

    def open_and_overdue(self, agency: str, *, today: date) -> tuple[int, int]:
        """How many are in hand, and how many of them are overdue."""
        states = {"$in": [state.value for state in OPEN_STATES]}
        in_hand = self.rows.count_documents({"agency": agency, "state": states})
        return in_hand, self.count(Asked(agency, overdue_on=today))


class SessionList(View):
    """Sessions of an agency, newest first."""

    name = "session_list"
    reflects = ReceptionSession
    indexes = (([("agency", 1), ("held_on", -1)], {}),)

    def reflect(self, session: ReceptionSession) -> Iterable[Change]:
        form = {**vars(session.form), "held_on": session.form.held_on.isoformat()}
        yield self.change(session.id, set={"agency": session.agency, **form})

    def of(self, agency: str, *, page: int = 1, size: int = 25) -> list[dict[str, Any]]:
        """One page of an agency's sessions."""
        order = [("held_on", -1), ("_id", -1)]
        return list(self.find({"agency": agency}, sort=order, skip=(page - 1) * size, limit=size))

    def count(self, agency: str) -> int:
        """How many sessions the list has."""
        return self.rows.count_documents({"agency": agency})

    def months(self, agency: str, year: int) -> list[dict[str, Any]]:
        """The four counts, apart, of each month of a year in which citizens were received."""
        days = {"$gte": f"{year}-01-01", "$lte": f"{year}-12-31"}
        sums = {name: {"$sum": f"${name}"} for name in COUNTS}
        month = {"$substrBytes": ["$held_on", 0, 7]}
        steps: list[dict[str, Any]] = [
            {"$match": {"agency": agency, "held_on": days}},
            {"$group": {"_id": month, "sessions": {"$sum": 1}, **sums}},
            {"$sort": {"_id": 1}},
        ]
        return list(self.rows.aggregate(steps))
