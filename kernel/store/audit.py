"""The audit trail of a service: a line for each command (written with it), and notes of what changes nothing.

Notes tell of readings of sensitive records, of what somebody asked for that is another agency's, of sign-ins.
They are written at once, whatever becomes of the request. Once a minute those not yet accounted for are sealed:
an event tells their number and digest, so that the journal's signed leaves hold them fast. Nothing is changed
or removed; role and unit are those of that moment.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

import orjson

from kernel.errors import NotFound
from kernel.message import Actor, Aggregate, Audience, Event, event, new_id
from kernel.rights import asker
from kernel.store.collection import Collection
from kernel.store.mongo import Document
from kernel.store.unit import current, session

if TYPE_CHECKING:
    from kernel.store.store import Store

# Notes of the last seconds are left for the next time: another process may be writing one that is older.
SETTLED = timedelta(seconds=5)
MOST_SEALED = 10_000
BY_TIME = [("at", -1), ("_id", -1)]


class Noted(StrEnum):
    """What a line is about."""

    COMMAND = "COMMAND"
    READ = "READ"
    FOREIGN = "FOREIGN"
    SIGN_IN = "SIGN_IN"
    REFUSED = "REFUSED"
    EXPORT = "EXPORT"


@event("kernel.audit_lines_sealed", audience=Audience.SITE)
class AuditLinesSealed(Event):
    """So many notes, from the first to the last, with the digest over their digests."""

    first: str
    last: str
    lines: int
    digest: str


@dataclass(kw_only=True)
class AuditBook(Aggregate):
    """How far the notes of a service are sealed."""

    kind: ClassVar[str] = "audit-book"

    last: str = ""

    def seal(self, lines: list[Document]) -> None:
        """Account for these notes, in their order."""
        first, self.last = lines[0]["_id"], lines[-1]["_id"]
        self.tell(
            AuditLinesSealed(
                first=first, last=self.last, lines=len(lines), digest=digest_over(lines)
            )
        )


class AuditBooks(Collection[AuditBook]):
    """One book for each service."""

    name = "audit_books"
    holds = AuditBook


class Audit:
    """Writes notes, seals them, and gives the lines of the trail."""

    def __init__(self, store: "Store") -> None:
        self.store = store
        self.rows = store.database["audit"]
        self.books = AuditBooks(store)

    # --- writing ------------------------------------------------------------------------------------

    def note(self, what: Noted, deed: str, *, by: Actor, about: str = "", **more: str) -> None:
        """Write a note now, outside of any unit of work: it stays when the request is refused.

        `deed` is a word for what was done (`show_petition`), `about` the subject (`petition/<id>`).
        Never a name or a text of a citizen.
        """
        line: Document = {
            "_id": new_id(),
            "at": self._now(),
            "user": by.user,
            "role": by.role,
            "unit": by.agency,
            "command": deed,
            "events": [],
            "what": what.value,
            "about": about,
            **more,
        }
        if by.acting_for:
            line["acting_for"] = by.acting_for
        line["digest"] = digest_of(line)
        self.rows.insert_one(line)

    def read(self, aggregate: Aggregate, deed: str, *, by: Actor) -> None:
        """Note that somebody read a sensitive record."""
        self.note(Noted.READ, deed, by=by, about=aggregate.subject, of=aggregate.agency)

    def foreign(self, subject: str, *, of: str, by: Actor | None = None) -> None:
        """Note that somebody asked for what is another agency's (the one who asks in this unit or request,
        if nobody is named)."""
        who = by or _who_asks()
        if who is not None:
            self.note(Noted.FOREIGN, "asked", by=who, about=subject, of=of)

    def _now(self) -> datetime:
        now = self.store.clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)  # as the database keeps it

    # --- sealing ------------------------------------------------------------------------------------

    def seal(self, _: datetime | None = None) -> None:
        """Seal the notes that are not yet. Inside a unit of work (a timer's)."""
        site = self.store.settings.site
        try:
            book = self.books.get("notes", agency=site)
        except NotFound:
            book = AuditBook(id="notes", agency=site)
        lines = self._unsealed(book.last)
        if lines:
            book.seal(lines)
            self.store.commit(book)

    def _unsealed(self, after: str) -> list[Document]:
        where = {
            "_id": {"$gt": after},
            "what": {"$exists": True},
            "at": {"$lt": self._now() - SETTLED},
        }
        found = self.rows.find(where, sort=[("_id", 1)], limit=MOST_SEALED, session=session())
        return list(found)

    # --- looking ------------------------------------------------------------------------------------

    def lines(
        self, wanted: dict[str, Any], *, skip: int = 0, limit: int = 0
    ) -> Iterator[dict[str, Any]]:
        """Lines of the trail, newest first; `wanted` as `filters` gives it."""
        for row in self.rows.find(wanted, sort=BY_TIME, skip=skip, limit=limit):
            yield {**row, "what": row.get("what", Noted.COMMAND.value)}

    def count(self, wanted: dict[str, Any]) -> int:
        """How many lines there are."""
        return self.rows.count_documents(wanted)

    def commands(self) -> list[str]:
        """Every deed that occurs in the trail."""
        return sorted(self.rows.distinct("command"))


def filters(
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    exactly: dict[str, str] | None = None,
    what: str = "",
) -> dict[str, Any]:
    """The question for lines of a time, of a kind, with exactly these values (`role`, `unit`, `user`,
    `command`); what is empty is not asked."""
    asked: dict[str, Any] = {name: value for name, value in (exactly or {}).items() if value}
    if since or until:
        edges = {"$gte": since, "$lt": until}
        asked["at"] = {name: edge for name, edge in edges.items() if edge}
    if what:
        asked["what"] = {"$exists": False} if what == Noted.COMMAND else what
    return asked


def _who_asks() -> Actor | None:
    unit = current.get()
    return unit.actor if unit else asker.get()


def digest_over(lines: list[Document]) -> str:
    """The digest over notes, made anew from what they say."""
    return hashlib.sha256("".join(map(digest_of, lines)).encode()).hexdigest()


def digest_of(line: Document) -> str:
    """The digest of an audit line. Times count to the millisecond."""
    plain: dict[str, Any] = {
        name: value for name, value in line.items() if name not in {"digest", "at"}
    }
    plain["at"] = line["at"].astimezone(UTC).isoformat(timespec="milliseconds")
    return hashlib.sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()
