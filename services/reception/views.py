"""What one can see: an agency's petitions with what is due, and its reception sessions."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from kernel.store import Change, Store, View
from kernel.store.collection import Index
from law.text import fold
from services.reception.domain import COUNTS, OPEN_STATES, Petition, Session, State
from services.reception.domain.duties import next_step_due

MOST_WORDS = 80
COMMON, FOUND, MOST_COUNTED = 1000, 250, 10_000
LOOKED = 3000  # how many petitions, newest first, are looked at for words of which each is common
REMEMBERED_SECONDS, MOST_REMEMBERED = (
    1.0,
    2000,
)  # how long, and of how many words, counts are remembered
NO_YEAR = 9999  # beyond any
LEFT_SOON = 3  # days left below which something is marked as soon due; not a legal limit
MANY = [("agency", 1), ("year", -1), ("number", -1)]
NEWEST = [("year", -1), ("number", -1)]
WORDED = [("agency", 1), ("words", 1), ("year", -1), ("number", -1)]

# Of what is not classified yet and of one person's letters these have no entry: entering costs nothing more.
SETTLED_BY: Index = (
    [("agency", 1), ("disposition", 1), ("year", -1), ("number", -1)],
    {"partialFilterExpression": {"disposition": {"$gt": ""}}},
)
SIGNED_BY_MANY: Index = (
    [("agency", 1), ("signers", 1)],
    {"partialFilterExpression": {"signers": {"$gt": 1}}},
)


@dataclass(frozen=True)
class Wanted:
    """Which petitions somebody wants to see; empty is any. `overdue_on`: those late on that day;
    `soon_on`: those in time and soon due on it; `disposition`: what was decided to do with them; `signers`: signed
    by at least so many; `handler`: whose they are, `nobody`: nobody's; `text`: words in them.
    """

    state: str = ""
    kind: str = ""
    overdue_on: date | None = None
    soon_on: date | None = None
    disposition: str = ""
    signers: int = 0
    handler: str = ""
    nobody: bool = False
    text: str = ""

    @property
    def most(self) -> int:
        """Up to how many are counted: beyond, one asks more narrowly."""
        return FOUND if self.text else MOST_COUNTED

    def where(self, agency: str) -> dict[str, Any]:
        """The question to the read model."""
        asked: dict[str, Any] = {"agency": agency}
        for name in ("state", "kind", "disposition"):
            asked |= {name: given} if (given := getattr(self, name)) else {}
        if self.overdue_on:
            asked["due_on"] = late_on(self.overdue_on)
        elif self.soon_on:
            asked["due_on"] = soon_on(self.soon_on)
        if self.signers:
            asked["signers"] = {"$gte": self.signers}
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
        return {"$and": [*map(_whole, whole), _begun(last)]} if last else {}


def late_on(today: date) -> dict[str, str]:
    """The days something late on a day was due by."""
    return {"$gt": "", "$lt": today.isoformat()}


def soon_on(today: date) -> dict[str, str]:
    """The days something that is still in time, though not for long, is due by."""
    return {"$gte": today.isoformat(), "$lte": (today + timedelta(days=LEFT_SOON)).isoformat()}


class WorkList(View):
    """Petitions of an agency with where they stand and when they are due, by time left or newest first;
    written in each petition's own commit."""

    name = "work_list"
    reflects = Petition
    _indexed = False
    indexes = (
        (MANY, {}),
        ([("agency", 1), ("state", 1), ("year", -1), ("number", -1)], {}),
        ([("agency", 1), ("due_on", 1)], {}),
        ([("agency", 1), ("open", 1), ("handler", 1), ("due_on", 1)], {}),
        (WORDED, {}),
        SETTLED_BY,
        SIGNED_BY_MANY,
    )

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._counted: dict[tuple[str, str], tuple[float, int]] = {}

    def reflect(self, petition: Petition) -> Iterable[Change]:
        step, found = next_step_due(petition), petition.classification
        due_on = petition.due_on or step
        yield self.change(
            petition.id,
            set={
                "agency": petition.agency,
                "number": petition.number,
                "year": petition.year,
                "kind": petition.form.kind.value,
                "state": petition.state.value,
                "open": petition.state in OPEN_STATES,
                "disposition": found.disposition.value if found else "",
                "signers": petition.form.signers,
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
        turned: bool = False,
    ) -> list[dict[str, Any]]:
        """One page of an agency's list, the newest first or the next due (`turned`: the other way round); what has no
        day comes last."""
        asked, way = (wanted or Wanted()).where(agency), -1 if turned else 1
        if by_time_left and not turned and "due_on" not in asked:
            return self._next_due(asked, (page - 1) * size, size)
        order = [("due_on", way)] if by_time_left else [("year", -way), ("number", -way)]
        return self._some(asked, order, (page - 1) * size, size)

    def _next_due(self, asked: dict[str, Any], skip: int, size: int) -> list[dict[str, Any]]:
        """What has a day by it, the rest after that: to MongoDB nothing is less than any day."""
        dated = {**asked, "due_on": {"$gt": ""}}
        rows = self._some(dated, [("due_on", 1)], skip, size)
        if len(rows) == size:
            return rows
        left = 0
        if not rows and skip:
            told, by = self._told(dated)
            left = skip - len(list(self.find(told, **by, projection={"_id": 1}, limit=skip)))
        return rows + self._some({**asked, "due_on": None}, NEWEST, left, size - len(rows))

    def _some(
        self, asked: dict[str, Any], order: list[tuple[str, int]], skip: int, size: int
    ) -> list[dict[str, Any]]:
        shown: dict[str, Any] = {"projection": {"words": 0}, "sort": order}
        told, by = self._told(asked)
        return list(self.find(told, **by, **shown, skip=skip, limit=size))

    def newest_only(self, agency: str, wanted: Wanted) -> int:
        """How many of the newest petitions are looked at for words that stand in very many; nought: all."""
        _, by = self._told(wanted.where(agency))
        return LOOKED if "max" in by else 0

    def all_of(self, agency: str) -> Iterator[dict[str, Any]]:
        """An agency's whole list, one petition at a time."""
        yield from self.find({"agency": agency}, sort=[("year", -1), ("number", -1)])

    def count(self, agency: str, wanted: Wanted | None = None) -> int:
        """How many petitions the list has, counted up to `wanted.most`."""
        wanted = wanted or Wanted()
        told, by = self._told(wanted.where(agency))
        if by:
            return len(list(self.find(told, **by, projection={"_id": 1}, limit=wanted.most)))
        return self.rows.count_documents(told, limit=wanted.most)

    def _told(
        self, asked: dict[str, Any], *, all_: bool = False
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """A question with the index to answer it by. Left alone MongoDB keeps to the word that served the
        last question, which may stand in every petition: rare words are looked up, common ones met on the
        way; if all are common, among the newest petitions only (`all_`: among all, however long it takes)."""
        words = asked.get("$and", [])
        if not words or not self._is_indexed():
            return asked, {}
        many = [self._standing_in(asked["agency"], one) for one in words]
        if min(many) == COMMON:
            return asked, {"hint": MANY} | ({} if all_ else self._newest(asked["agency"]))
        rarest = words[many.index(min(many))]
        others = [_looked_up_late(one) for one in words if one is not rarest]
        return {**asked, "$and": [rarest, *others]}, {"hint": WORDED}

    def _newest(self, agency: str) -> dict[str, Any]:
        """The part of `MANY` with an agency's newest petitions; empty when it has no more than those."""
        order: dict[str, Any] = {"sort": [("year", -1), ("number", -1)], "skip": LOOKED, "limit": 1}
        shown = {"projection": {"_id": 0, "agency": 1, "year": 1, "number": 1}}
        for first_left_out in self.find({"agency": agency}, hint=MANY, **shown, **order):
            newest = {"agency": agency, "year": NO_YEAR, "number": 0}
            return {"min": newest, "max": {name: first_left_out[name] for name, _ in MANY}}
        return {}

    def _standing_in(self, agency: str, word: dict[str, Any]) -> int:
        """In how many petitions a word stands, counted up to a thousand; remembered for a moment, as one look at the
        list asks several times. It decides only how one looks, never what is found."""
        key, now = (agency, str(word)), self.store.clock.monotonic()
        known = self._counted.get(key)
        if known and now - known[0] < REMEMBERED_SECONDS:
            return known[1]
        found = self.rows.count_documents({"agency": agency, **word}, hint=WORDED, limit=COMMON)
        if len(self._counted) >= MOST_REMEMBERED:
            self._counted.clear()
        self._counted[key] = (now, found)
        return found

    def _is_indexed(self) -> bool:
        """Whether the index of words is there: a new house or a new version is served before it is made."""
        if not self._indexed:
            known = self.rows.index_information().values()
            self._indexed = WORDED in [[tuple(part) for part in one["key"]] for one in known]
        return self._indexed

    def search(self, agency: str, words: str, *, limit: int) -> list[dict[str, Any]]:
        """The agency's petitions with this number (12, 12/2026), or with these words in their summary; the
        last word may be only begun."""
        return self.of(agency, Wanted(text=words), size=limit) if words.strip() else []

    def standing(self, agency: str, today: date) -> dict[str, int]:
        """What a head asks first: how many are open in time, due soon, late; and how many were settled
        late."""
        soon = soon_on(today)
        of: dict[str, Any] = {"agency": agency}
        asked: dict[str, dict[str, Any]] = {
            "in_time": {**of, "due_on": {"$gt": soon["$lte"]}},
            "soon": {**of, "due_on": soon},
            "late": {**of, "due_on": late_on(today)},
            "nobody": {**of, "open": True, "handler": ""},
        }
        return {name: self.rows.count_documents(one) for name, one in asked.items()}

    def by_state(self, agency: str, year: int) -> dict[State, int]:
        """How many petitions of a year's register stand where."""
        of = {"agency": agency, "year": year}
        found = {state: self.rows.count_documents({**of, "state": state.value}) for state in State}
        return {state: number for state, number in found.items() if number}

    def late_in(self, agency: str, year: int, today: date) -> int:
        """How many accepted petitions of a year's register are late."""
        late = {"due_on": {"$gt": "", "$lt": today.isoformat()}, "state": State.ACCEPTED.value}
        return self.rows.count_documents({"agency": agency, "year": year, **late})

    def with_words(self, agency: str, text: str, *, most: int = 50) -> list[str]:
        """The petitions that share groups of telling words with a text: candidates for a duplicate."""
        telling = sorted(words_in(text), key=lambda one: (-len(one), one))
        groups = [telling[at : at + GROUP] for at in range(0, min(len(telling), 3 * GROUP), GROUP)]
        found: dict[str, None] = {}
        for group in groups:
            asked, by = self._told({"agency": agency, "$and": [*map(_whole, group)]}, all_=True)
            rows = self.find(asked, **by, projection={"_id": 1}, limit=most)
            found |= {row["_id"]: None for row in rows}
        return list(found)


GROUP = 4
LAST_LETTER = "\uffff"


def _whole(word: str) -> dict[str, Any]:
    """The petitions in which a word stands."""
    return {"words": word}


def _begun(word: str) -> dict[str, Any]:
    """The petitions in which a word begins so. A regular expression of Python's is not looked up in an index."""
    return {"words": {"$elemMatch": {"$gte": word, "$lt": word + LAST_LETTER}}}


def _looked_up_late(asked: dict[str, Any]) -> dict[str, Any]:
    """The same question about a word, for petitions that were found already: no index serves it."""
    match asked["words"]:
        case str() as word:
            return {"$expr": {"$in": [word, "$words"]}}
        case between:
            word = between["$elemMatch"]["$gte"]
    begins = {"$eq": [{"$indexOfCP": ["$$one", word]}, 0]}
    return {"$expr": {"$anyElementTrue": {"$map": {"input": "$words", "as": "one", "in": begins}}}}


def words_in(text: str) -> list[str]:
    """The different words of a text, as they are searched for: without marks and case."""
    return sorted(set(WORD.findall(fold(text))))[:MOST_WORDS]


WORD = re.compile(r"\w+")


HELD: dict[str, Any] = {"state": {"$ne": "OPEN"}}  # rows of old have no state


class SessionList(View):
    """Reception sessions of an agency, newest first; those that are open still count for nothing."""

    name = "session_list"
    reflects = Session
    indexes = (([("agency", 1), ("held_on", -1)], {}),)

    def reflect(self, session: Session) -> Iterable[Change]:
        form = asdict(session.form)
        yield self.change(
            session.id,
            set={
                **form,
                "held_on": session.form.held_on.isoformat(),
                "agency": session.agency,
                "state": session.state.value,
            },
        )

    def between(self, agency: str, first: date, last: date) -> list[dict[str, Any]]:
        """The sessions of a period, in order."""
        days = {"$gte": first.isoformat(), "$lte": last.isoformat()}
        where = {"agency": agency, "held_on": days, **HELD}
        return list(self.find(where, sort=[("held_on", 1), ("_id", 1)]))

    def of_month(self, agency: str, month: str) -> list[dict[str, Any]]:
        """The sessions of a month (YYYY-MM)."""
        days = {"$gte": f"{month}-01", "$lte": f"{month}-31"}
        where = {"agency": agency, "held_on": days, **HELD}
        return list(self.find(where, sort=[("held_on", -1), ("_id", -1)]))


def totals(sessions: Iterable[dict[str, Any]]) -> Counter[str]:
    """The counts of some sessions, each summed for itself."""
    sums: Counter[str] = Counter(dict.fromkeys(COUNTS, 0))
    for one in sessions:
        sums.update({name: one[name] for name in COUNTS})
    return sums
