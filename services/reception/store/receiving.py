"""What reception remembers of its timetable, its walls, its visitors and its refusals."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import orjson

from contracts.reception import DutyClosed, DutyOpened, Host
from kernel.store import Collection, Reminding, Store
from kernel.store.unit import session
from services.reception.domain import Petitioner
from services.reception.domain.duties import day_owed
from services.reception.domain.plain import made, plain, readers
from services.reception.domain.receiving import (
    Plan,
    PlanForm,
    PostingLine,
    RefusalForm,
    Turned,
    Visit,
    VisitForm,
)
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import bound

MOST = 500
NEXT_FIRST = [("form.planned_on", 1), ("_id", 1)]


class Plans(Reminding[Plan]):
    """The timetable; of a day of the head that is over it is owed to say what became of it."""

    name = "plans"
    holds = Plan
    indexes = (
        ([("agency", 1), ("form.planned_on", 1)], {}),
        ([("form.planned_on", 1), ("_id", 1)], {}),
    )
    kept = ("form", "post_by", "state", "posted_on", "reason", "before", "session")

    def owed(self, plan: Plan) -> tuple[DutyOpened | None, DutyClosed]:
        opened = day_owed(plan, today=self._store.clock.today())
        return opened, DutyClosed(duty=plan.id, owner=plan.agency)

    def to_document(self, plan: Plan) -> dict[str, Any]:
        return {name: plain(getattr(plan, name)) for name in self.kept}

    def from_document(self, row: dict[str, Any]) -> Plan:
        read = readers(Plan)
        kept = {name: read[name](row[name]) for name in self.kept if name in row and name != "form"}
        return self.restored(Plan, row, form=made(PlanForm, row["form"]), **kept)

    def since(self, agency: str, day: date) -> list[Plan]:
        """The days from one on, the next first."""
        asked = {"agency": agency, "form.planned_on": {"$gte": day.isoformat()}}
        rows = self.rows.find(asked).sort(NEXT_FIRST).limit(MOST)
        return [self.from_document(row) for row in rows]

    def last_posted(self, agency: str, *, without: str = "") -> date | None:
        """The last day of an agency's timetable that was posted and not cancelled."""
        asked = {"agency": agency, "posted_on": {"$ne": None}, "state": {"$ne": "CANCELLED"}}
        asked["_id"] = {"$ne": without}
        row = self.rows.find_one(asked, sort=[("form.planned_on", -1)], session=session())
        return date.fromisoformat(row["form"]["planned_on"]) if row else None

    def awaited(self, agency: str, day: date) -> list[Plan]:
        """The head's days of an agency on a day that nobody has kept, moved or cancelled."""
        asked = {"agency": agency, "form.planned_on": day.isoformat(), **_AWAITED}
        return [self.from_document(row) for row in self.rows.find(asked, session=session())]

    def past(self, today: date, *, days: int) -> list[Plan]:
        """Such days of all agencies that are over, but not longer than so many days."""
        over = {"$gte": (today - timedelta(days=days)).isoformat(), "$lt": today.isoformat()}
        rows = self.rows.find({"form.planned_on": over, **_AWAITED}).sort(NEXT_FIRST)
        return [self.from_document(row) for row in rows]

    def posted(
        self, day: date, *, agency: str = "", skip: int = 0, limit: int = MOST
    ) -> list[Plan]:
        """The days from one on whose timetable hangs, of one agency or of all, the next first; cancelled ones too."""
        found = self.rows.find(_hanging(day, agency)).sort(NEXT_FIRST)
        return [self.from_document(row) for row in found.skip(skip).limit(limit)]

    def posted_count(self, day: date, *, agency: str = "") -> int:
        """How many such days there are."""
        return self.rows.count_documents(_hanging(day, agency))

    def posted_by(self, day: date) -> list[str]:
        """Which agencies have such days."""
        return self.owners(_hanging(day, ""))


_AWAITED = {"form.host": Host.HEAD.value, "state": {"$in": ["PLANNED", "POSTED"]}}


def _hanging(day: date, agency: str) -> dict[str, Any]:
    whose = {"agency": agency} if agency else {}
    return {**whose, "form.planned_on": {"$gte": day.isoformat()}, "posted_on": {"$ne": None}}


class Postings(Collection[PostingLine]):
    """What hangs at the places of reception."""

    name = "postings"
    holds = PostingLine
    indexes = (([("agency", 1), ("item", 1), ("posted_on", -1)], {}),)
    kept = ("item", "place", "posted_on", "evidence", "removed_on", "valid_until")

    def to_document(self, line: PostingLine) -> dict[str, Any]:
        return {name: plain(getattr(line, name)) for name in self.kept}

    def from_document(self, row: dict[str, Any]) -> PostingLine:
        read = readers(PostingLine)
        kept = {name: read[name](row[name]) for name in self.kept if name in row}
        return self.restored(PostingLine, row, **kept)

    def of(self, agency: str) -> list[PostingLine]:
        """Everything of an agency, the newest first."""
        rows = self.rows.find({"agency": agency}).sort([("posted_on", -1), ("_id", -1)]).limit(MOST)
        return [self.from_document(row) for row in rows]


class Visits(Collection[Visit]):
    """The register of reception; who came lies in it sealed."""

    name = "visits"
    holds = Visit
    indexes = (
        ([("agency", 1), ("received_on", 1), ("number", 1)], {}),
        (
            [("agency", 1), ("session", 1)],
            {"partialFilterExpression": {"session": {"$gt": ""}}},
        ),
    )

    def __init__(self, store: Store, keys: AgencyKeys) -> None:
        super().__init__(store)
        self.keys = keys

    def to_document(self, visit: Visit) -> dict[str, Any]:
        keys = self.keys.of(visit.agency)
        written = {**plain(replace(visit.form, visitor=None)), "number": visit.number}
        who = visit.form.visitor
        where = bound(self.name, visit.id)
        sealed = keys.seal(orjson.dumps(vars(who)), bound=where) if who else None
        return {**written, "year": visit.year, "visitor": sealed}

    def from_document(self, row: dict[str, Any]) -> Visit:
        form = made(VisitForm, {**row, "visitor": None})
        if row["visitor"]:
            keys, where = self.keys.of(row["agency"]), bound(self.name, row["_id"])
            opened = orjson.loads(keys.open(row["visitor"], bound=where))
            form = replace(form, visitor=Petitioner(**opened))
        return self.restored(Visit, row, number=row["number"], year=row["year"], form=form)

    def at(self, agency: str, session_id: str) -> list[Visit]:
        """Who came to a session, in order."""
        asked = {"agency": agency, "session": {"$eq": session_id, "$gt": ""}}
        rows = self.rows.find(asked, session=session()).sort([("year", 1), ("number", 1)])
        return [self.from_document(row) for row in rows]

    def between(self, agency: str, first: date, last: date) -> Iterator[Visit]:
        """Who came in a period, in order."""
        days = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        asked = {"agency": agency, "received_on": days}
        for row in self.rows.find(asked).sort([("received_on", 1), ("number", 1)]):
            yield self.from_document(row)


class Refusals(Collection[Turned]):
    """Who was not received, without saying who."""

    name = "refusals"
    holds = Turned
    indexes = (([("agency", 1), ("refused_on", -1)], {}),)

    def to_document(self, refusal: Turned) -> dict[str, Any]:
        kept: dict[str, Any] = plain(refusal.form)
        return kept

    def from_document(self, row: dict[str, Any]) -> Turned:
        return self.restored(Turned, row, form=made(RefusalForm, row))

    def of(self, agency: str) -> list[Turned]:
        """Those of an agency, the newest first."""
        rows = self.rows.find({"agency": agency}).sort([("refused_on", -1)]).limit(MOST)
        return [self.from_document(row) for row in rows]
