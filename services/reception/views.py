"""What one can see: an agency's petitions with what is due, and its reception sessions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from kernel.store import Change, View
from law.text import pattern
from services.reception.domain import COUNTS, Petition, Session


@dataclass(frozen=True)
class Wanted:
    """Which petitions somebody wants to see; empty is any. `overdue_on`: those late on that day."""

    state: str = ""
    kind: str = ""
    overdue_on: date | None = None

    def where(self, agency: str) -> dict[str, Any]:
        """The question to the read model."""
        asked: dict[str, Any] = {"agency": agency}
        asked |= {name: given for name in ("state", "kind") if (given := getattr(self, name))}
        if self.overdue_on:
            asked["due_on"] = {"$gt": "", "$lt": self.overdue_on.isoformat()}
        return asked


class WorkList(View):
    """Petitions of an agency with where they stand and when they are due, newest first; written in each
    petition's own commit."""

    name = "work_list"
    reflects = Petition
    indexes = (
        ([("agency", 1), ("year", -1), ("number", -1)], {}),
        ([("agency", 1), ("state", 1), ("year", -1), ("number", -1)], {}),
        ([("agency", 1), ("due_on", 1)], {}),
    )

    def reflect(self, petition: Petition) -> Iterable[Change]:
        due_on = petition.due_on
        yield self.change(
            petition.id,
            set={
                "agency": petition.agency,
                "number": petition.number,
                "year": petition.year,
                "kind": petition.form.kind.value,
                "state": petition.state.value,
                "received_on": petition.form.received_on.isoformat(),
                "summary": petition.form.summary,
                "due_on": due_on.isoformat() if due_on else None,
                "on_time": petition.on_time,
            },
        )

    def of(
        self, agency: str, wanted: Wanted | None = None, *, page: int = 1, size: int = 25
    ) -> list[dict[str, Any]]:
        """One page of an agency's list."""
        order = [("year", -1), ("number", -1)]
        where = (wanted or Wanted()).where(agency)
        return list(self.find(where, sort=order, skip=(page - 1) * size, limit=size))

    def all_of(self, agency: str) -> Iterator[dict[str, Any]]:
        """An agency's whole list, one petition at a time."""
        yield from self.find({"agency": agency}, sort=[("year", -1), ("number", -1)])

    def count(self, agency: str, wanted: Wanted | None = None) -> int:
        """How many petitions the list has."""
        return self.rows.count_documents((wanted or Wanted()).where(agency))

    def search(self, agency: str, words: str, *, limit: int) -> list[dict[str, Any]]:
        """The agency's petitions with this number (12, 12/2026), or with these words in their summary."""
        if code := CODE.fullmatch(words):
            number, year = int(code[1]), code[2]
            where = {"agency": agency, "number": number, **({"year": int(year)} if year else {})}
            return list(self.find(where, sort=[("year", -1)], limit=limit))
        patterns = [pattern(word) for word in words.split()]
        return self.containing({"agency": agency}, "summary", patterns, limit=limit)


CODE = re.compile(r"(\d{1,7})(?:/(\d{4}))?")


class SessionList(View):
    """Reception sessions of an agency, newest first."""

    name = "session_list"
    reflects = Session
    indexes = (([("agency", 1), ("held_on", -1)], {}),)

    def reflect(self, session: Session) -> Iterable[Change]:
        form = asdict(session.form)
        yield self.change(
            session.id,
            set={**form, "held_on": session.form.held_on.isoformat(), "agency": session.agency},
        )

    def of_month(self, agency: str, month: str) -> list[dict[str, Any]]:
        """The sessions of a month (YYYY-MM)."""
        where = {"agency": agency, "held_on": {"$gte": f"{month}-01", "$lte": f"{month}-31"}}
        return list(self.find(where, sort=[("held_on", -1), ("_id", -1)]))


def totals(sessions: Iterable[dict[str, Any]]) -> Counter[str]:
    """The counts of some sessions, each summed for itself."""
    sums: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    for one in sessions:
        sums.update({name: one[name] for name in COUNTS})
    return sums
