"""What the registry remembers: agencies, accounts, and how often somebody guessed at an account."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from contracts.registry import Role
from kernel.errors import NotFound
from kernel.ingress import sites as register_copy
from kernel.ingress.overview import overview
from kernel.store import Collection, Store, View
from kernel.store.documents import built, document
from kernel.store.unit import session
from services.registry.domain import (
    Account,
    Agency,
    AgencyFacts,
    Amendment,
    AmendmentState,
    Assignment,
    Edge,
    Reorganisation,
    shut_until,
)
from services.registry.domain.passwords import FORGOTTEN_AFTER
from services.registry.domain.sites import Site


class Agencies(Collection[Agency]):
    """All agencies of the province, past and present; they belong to nobody and everybody may read them."""

    name = "agencies"
    holds = Agency
    indexes = (([("last_event", -1)], {}), ([("parent", 1)], {}))

    def all(self) -> Iterator[Agency]:
        """Every agency there is."""
        yield from map(self.from_document, self.rows.find({}, session=session()))

    def to_document(self, agency: Agency) -> dict[str, Any]:
        edges = [document(one) for one in agency.edges]
        return {**document(agency.facts), "edges": edges, "own": list(agency.own)}

    def from_document(self, row: dict[str, Any]) -> Agency:
        edges = tuple(built(Edge, one) for one in row.get("edges", ()))
        own = tuple(row.get("own", ()))
        return self.restored(Agency, row, facts=built(AgencyFacts, row), edges=edges, own=own)

    def all_below(self, id_: str) -> list[Agency]:
        """The agencies directly under one."""
        found = self.rows.find({"parent": id_}, session=session())
        return [self.from_document(row) for row in found]

    def newest(self) -> tuple[int, str]:
        """How many there are and which changed last: another answer, another register."""
        row = self.rows.find_one({}, {"_id": 0, "last_event": 1}, sort=[("last_event", -1)])
        return self.rows.estimated_document_count(), row["last_event"] if row else ""


class Reorganisations(Collection[Reorganisation]):
    """All acts that change who exists: prepared, confirmed, given up."""

    name = "reorganisations"
    holds = Reorganisation
    indexes = (([("scheme.effective_on", -1)], {}),)

    def newest_first(self) -> list[Reorganisation]:
        """All of them."""
        found = self.rows.find(
            {}, session=session(), sort=[("scheme.effective_on", -1), ("_id", -1)]
        )
        return [self.from_document(row) for row in found]

    def one(self, id_: str) -> Reorganisation:
        """One of them: the register belongs to everybody. Raises `NotFound`."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)


class Amendments(Collection[Amendment]):
    """All changes of the law's data: prepared, in force, given up."""

    name = "amendments"
    holds = Amendment
    indexes = (([("state", 1), ("what", 1), ("number", 1)], {}),)

    def newest_first(self) -> list[Amendment]:
        """All of them."""
        found = self.rows.find({}, session=session(), sort=[("_id", -1)])
        return [self.from_document(row) for row in found]

    def active(self) -> list[Amendment]:
        """Those in force, or that were until a newer one came."""
        where = {"state": AmendmentState.ACTIVE.value}
        return [self.from_document(row) for row in self.rows.find(where, session=session())]

    def one(self, id_: str) -> Amendment:
        """One of them. Raises `NotFound`."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)


class Sites(Collection[Site]):
    """The sites of the province."""

    name = "sites"
    holds = Site

    def all(self) -> list[Site]:
        """All of them, by their words."""
        return [
            self.from_document(row) for row in self.rows.find(sort=[("_id", 1)], session=session())
        ]

    def find(self, word: str) -> Site | None:
        """One site, or None."""
        row = self._unsaved(word) or self.rows.find_one({"_id": word}, session=session())
        return self.from_document(row) if row else None


class IngressCopy:
    """The ingress's own memory: the copy of the register that it goes by, and how the lines stand."""

    def __init__(self, store: Store) -> None:
        self.database = store.client[store.settings.database("ingress")]

    def record(self, site: Site) -> bool:
        """Hand over how a site stands. Gives whether that is news."""
        copy = register_copy.Sites(self.database)
        return copy.record(site.enrolment, site.hosted, state=site.state.value)

    def lines(self, province: str = "") -> list[dict[str, Any]]:
        """How the line to each other end stands."""
        return overview(self.database, province=province)


class Accounts(Collection[Account]):
    """All accounts of the site, with the hashes of their passwords."""

    name = "accounts"
    holds = Account
    indexes = (([("account", 1)], {"unique": True}),)

    def find(self, id_: str) -> Account | None:
        """One account of whatever agency, or None: the rule who may see it is the asker's."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        return self.from_document(row) if row else None

    def one(self, id_: str) -> Account:
        """One account of whatever agency. Raises `NotFound`."""
        found = self.find(id_)
        if found is None:
            raise NotFound
        return found

    def is_closed(self, id_: str) -> bool:
        """Whether there is such an account and it was closed."""
        row = self.rows.find_one({"_id": id_}, {"closed_on": 1})
        return bool(row and row["closed_on"])

    def to_document(self, account: Account) -> dict[str, Any]:
        return {
            "account": account.account,
            "name": account.name,
            "email": account.email,
            "password": account.password,
            "roles": [_role_row(one) for one in account.roles],
            "opened_on": account.opened_on.isoformat(),
            "closed_on": _text(account.closed_on),
        }

    def from_document(self, row: dict[str, Any]) -> Account:
        return self.restored(
            Account,
            row,
            account=row["account"],
            name=row["name"],
            email=row["email"],
            password=row["password"],
            roles=tuple(map(assignment, row["roles"])),
            opened_on=date.fromisoformat(row["opened_on"]),
            closed_on=_date(row["closed_on"]),
        )


class Guesses(View):
    """Wrong passwords in a row, by account name; forgotten by themselves. Names are kept as digests,
    and what nobody has is counted like what somebody has."""

    name = "guesses"
    indexes = (([("at", 1)], {"expireAfterSeconds": int(FORGOTTEN_AFTER.total_seconds()) * 4}),)

    def shut_until(self, account: str) -> datetime | None:
        """Until when this account is not asked; None when nobody guessed lately."""
        row = self.rows.find_one({"_id": _digest(account)})
        return shut_until(row["failures"], row["at"]) if row else None

    def count(self, account: str, *, now: datetime) -> None:
        """Count a try before its password is looked at, so that many at once are counted too."""
        recent = {"$gt": [{"$ifNull": ["$at", _LONG_AGO]}, now - FORGOTTEN_AFTER]}
        more = {"$add": [{"$ifNull": ["$failures", 0]}, 1]}
        change = [{"$set": {"failures": {"$cond": [recent, more, 1]}, "at": now}}]
        self.rows.update_one({"_id": _digest(account)}, change, upsert=True)

    def forget(self, account: str) -> None:
        """The password was right."""
        self.rows.delete_one({"_id": _digest(account)})


_LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


def _digest(account: str) -> str:
    return hashlib.sha256(account.encode()).hexdigest()


def assignment(row: dict[str, Any]) -> Assignment:
    """An assignment from its row."""
    return Assignment(
        role=Role(row["role"]),
        agency=row["agency"],
        since=date.fromisoformat(row["since"]),
        until=_date(row["until"]),
    )


def _role_row(one: Assignment) -> dict[str, Any]:
    return {
        "role": one.role.value,
        "agency": one.agency,
        "since": one.since.isoformat(),
        "until": _text(one.until),
    }


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
