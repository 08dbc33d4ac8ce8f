"""What one can see: an agency's petitions with what is due, and its reception sessions."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from kernel.store import Change, View
from law.text import fold
from services.reception.domain import COUNTS, OPEN_STATES, Petition, Session

MOST_WORDS = 80
COUNTED = 1000
LEFT_SOON = 3  # days left below which something is marked as soon due; not a legal limit
MANY = [("agency", 1), ("year", -1), ("number", -1)]


@dataclass(frozen=True)
class Wanted:
    """Which petitions somebody wants to see; empty is any. `overdue_on`: those late on that day;
    `due_by`: those due until a day; `handler`: whose they are, `nobody`: nobody's; `text`: words in them.
    """

    state: str = ""
    kind: str = ""
    overdue_on: date | None = None
    due_by: date | None = None
    handler: str = ""
    nobody: bool = False
    text: str = ""

    def where(self, agency: str) -> dict[str, Any]:
        """The question to the read model."""
        asked: dict[str, Any] = {"agency": agency}
        asked |= {name: given for name in ("state", "kind") if (given := getattr(self, name))}
        if self.overdue_on:
            asked["due_on"] = {"$gt": "", "$lt": self.overdue_on.isoformat()}
        if self.due_by:
            asked["due_on"] = {"$gt": "", "$lte": self.due_by.isoformat()}
        if self.handler or self.nobody:
            asked["handler"] = self.handler
        if self.nobody:
            asked["open"] = True
        return asked | self._said()

    def _said(self) -> dict[str, Any]:
        number, _, year = self.text.strip().partition("/")
        if number.isdigit():
            return {"number": int(number)} | ({"year": int(year)} if year.isdigit() else {})
        *whole, last = WORD.findall(fold(self.text)) or [""]
        begun = re.compile(f"^{last}")
        return {"words": {"$all": [*whole, begun]}} if last else {}


class WorkList(View):
    """Petitions of an agency with where they stand and when they are due, newest first or by time left;
    written in each petition's own commit."""

    name = "work_list"
    reflects = Petition
    indexes = (
        (MANY, {}),
        ([("agency", 1), ("state", 1), ("year", -1), ("number", -1)], {}),
        ([("agency", 1), ("due_on", 1)], {}),
        ([("agency", 1), ("open", 1), ("handler", 1), ("due_on", 1)], {}),
        ([("agency", 1), ("words", 1), ("year", -1), ("number", -1)], {}),
    )

    def reflect(self, petition: Petition) -> Iterable[Change]:
        due_on, step = petition.due_on, petition.step_due_on
        yield self.change(
            petition.id,
            set={
                "agency": petition.agency,
                "number": petition.number,
                "year": petition.year,
                "kind": petition.form.kind.value,
                "state": petition.state.value,
                "open": petition.state in OPEN_STATES,
                "handler": petition.handler,
                "received_on": petition.form.received_on.isoformat(),
                "summary": petition.form.summary,
                "words": words_in(petition.form.summary),
                "due_on": due_on.isoformat() if due_on else None,
                "step_due_on": step.isoformat() if step else None,
                "on_time": petition.on_time,
            },
        )

    def of(
        self,
        agency: str,
        wanted: Wanted | None = None,
        *,
        page: int = 1,
        size: int = 25,
        by_time_left: bool = False,
    ) -> list[dict[str, Any]]:
        """One page of an agency's list."""
        asked = (wanted or Wanted()).where(agency)
        order = [("year", -1), ("number", -1)]
        if by_time_left:
            order = [("due_on", 1)]
            asked.setdefault("due_on", {"$gt": ""})
        return list(
            self.find(
                asked, projection={"words": 0}, sort=order, skip=(page - 1) * size, limit=size
            )
        )

    def count(self, agency: str, wanted: Wanted | None = None) -> int:
        """How many petitions the list has; of a search, up to a thousand are counted."""
        wanted = wanted or Wanted()
        asked = wanted.where(agency)
        if wanted.text:
            return self.rows.count_documents(asked, limit=COUNTED)
        return self.rows.count_documents(asked)

    def search(self, agency: str, words: str, *, limit: int) -> list[dict[str, Any]]:
        """The agency's petitions with this number (12, 12/2026), or with these words in their summary; the
        last word may be only begun."""
        return self.of(agency, Wanted(text=words), size=limit) if words.strip() else []

    def standing(self, agency: str, today: date) -> dict[str, int]:
        """What a head asks first: how many are open in time, due soon, late; and how many were settled
        late."""
        soon = (today + timedelta(days=LEFT_SOON)).isoformat()
        now = today.isoformat()
        of: dict[str, Any] = {"agency": agency}
        asked: dict[str, dict[str, Any]] = {
            "in_time": {**of, "due_on": {"$gt": soon}},
            "soon": {**of, "due_on": {"$gte": now, "$lte": soon}},
            "late": {**of, "due_on": {"$gt": "", "$lt": now}},
            "nobody": {**of, "open": True, "handler": ""},
        }
        return {name: self.rows.count_documents(one) for name, one in asked.items()}

    def with_words(self, agency: str, text: str, *, most: int = 50) -> list[str]:
        """The petitions that share groups of telling words with a text: candidates for a duplicate."""
        telling = sorted(words_in(text), key=lambda one: (-len(one), one))
        groups = [telling[at : at + GROUP] for at in range(0, min(len(telling), 3 * GROUP), GROUP)]
        found: dict[str, None] = {}
        for group in groups:
            asked = {"agency": agency, "words": {"$all": group}}
            found |= {
                row["_id"]: None for row in self.find(asked, projection={"_id": 1}, limit=most)
            }
        return list(found)


GROUP = 4


def words_in(text: str) -> list[str]:
    """The different words of a text, as they are searched for: without marks and case."""
    return sorted(set(WORD.findall(fold(text))))[:MOST_WORDS]


WORD = re.compile(r"\w+")


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
