"""What one can see of people: the list of accounts an administrator looks after."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any

from contracts.registry import AgencyRecorded, SiteRecorded
from kernel.errors import NotFound
from kernel.message import Told
from kernel.store import Change, View
from kernel.store.documents import built, plain
from law.text import fold
from services.registry.domain import Account, Agency, AgencyFacts


class SitesTold(View):
    """At a site: the other sites, as the province told of them."""

    name = "sites_told"

    def recorded(self, event: SiteRecorded) -> Change:
        """How a site stands now; by key, because an old key is never forgotten."""
        return self.change(
            event.keyid,
            set={"site": event.site, "public": event.public, "state": event.state.value},
        )

    def all(self) -> list[dict[str, Any]]:
        """Every key that was ever told."""
        return [{**row, "keyid": row["_id"]} for row in self.find({})]


class AgenciesTold(View):
    """At a site: the agencies, as the province told of them; what it has not told yet, as shipped."""

    name = "agencies_told"

    def recorded(self, event: AgencyRecorded, told: Told) -> Change:
        """What the register says of an agency now."""
        facts = {name: plain(getattr(event, name)) for name in FACTS}
        return self.change(
            event.unit, set={**facts, "version": told.version, "last_event": told.id}
        )

    def all(self) -> Iterator[Agency]:
        """Every agency the province told of."""
        yield from map(_agency, self.find({}))

    def get(self, id_: str, *, agency: str) -> Agency:
        """One of them. Raises `NotFound`."""
        found = next(self.find({"_id": id_}), None)
        if found is None:
            raise NotFound
        return _agency(found)


FACTS = tuple(one.name for one in fields(AgencyFacts))


def _agency(row: dict[str, Any]) -> Agency:
    facts: AgencyFacts = built(AgencyFacts, row)
    return Agency(
        id=row["_id"],
        agency=row["_id"],
        version=row["version"],
        last_event=row["last_event"],
        facts=facts,
    )


class People(View):
    """Accounts with their roles, by name; written in each account's own commit, without any password."""

    name = "people"
    reflects = Account
    indexes = (
        ([("agencies", 1), ("closed", 1), ("sort", 1)], {}),
        ([("closed", 1), ("sort", 1)], {}),
        ([("changed", 1)], {}),
    )

    def reflect(self, account: Account) -> Iterable[Change]:
        yield self.change(
            account.id,
            set={
                "account": account.account,
                "name": account.name,
                "email": account.email,
                "agency": account.agency,
                "agencies": sorted({account.agency, *(one.agency for one in account.roles)}),
                "roles": [_row(one) for one in account.roles],
                "closed": account.closed_on is not None,
                "sort": _given_name_first(account.name),
                "changed": self.store.clock.now(),
                "folded": fold(f"{account.name} {account.account}"),
            },
        )

    def of(
        self, agency: str | None, *, words: str = "", page: int = 1, size: int = 25
    ) -> list[dict[str, Any]]:
        """One page of an agency's people (None: of all agencies), open accounts first."""
        order = [("closed", 1), ("sort", 1)]
        where = _where(agency, words)
        return list(self.find(where, sort=order, skip=(page - 1) * size, limit=size))

    def changed_since(self, moment: datetime) -> list[str]:
        """The accounts that were changed since a moment of the machine's clock."""
        return [
            row["_id"] for row in self.find({"changed": {"$gte": moment}}, projection={"_id": 1})
        ]

    def count(self, agency: str | None, *, words: str = "") -> int:
        """How many there are."""
        return self.rows.count_documents(_where(agency, words))


def _where(agency: str | None, words: str) -> dict[str, Any]:
    where: dict[str, Any] = {"agencies": agency} if agency else {}
    if words:
        where["folded"] = {"$regex": re.escape(fold(words))}
    return where


def _given_name_first(name: str) -> str:
    """As Vietnamese lists are sorted: by given name, then the rest."""
    *before, given = fold(name).split() or [""]
    return " ".join((given, *before))


def _row(one: Any) -> dict[str, Any]:
    return {
        "role": one.role.value,
        "agency": one.agency,
        "since": one.since.isoformat(),
        "until": one.until.isoformat() if one.until else None,
    }
