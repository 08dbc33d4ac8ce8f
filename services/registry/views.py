"""What one can see: accounts an administrator looks after, open duties, how far handovers and recounts are."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from contracts import consultation
from contracts.duties import DutyDone, DutyTold
from contracts.handover import HandoverFinished
from contracts.reception import DeadlinesRecounted
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

    def newest(self) -> tuple[int, str]:
        """How many there are and which changed last."""
        last = next(self.find({}, sort=[("last_event", -1)], limit=1), None)
        return self.rows.estimated_document_count(), last["last_event"] if last else ""

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
        self,
        agency: str | None,
        *,
        words: str = "",
        page: int = 1,
        size: int = 25,
        order: Sequence[tuple[str, int]] = (),
    ) -> list[dict[str, Any]]:
        """One page of an agency's people (None: of all agencies), open accounts first or in another order."""
        by = [*(order or [("closed", 1), ("sort", 1)])]
        where = _where(agency, words)
        return list(self.find(where, sort=by, skip=(page - 1) * size, limit=size))

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


class OpenDuties(View):
    """What every agency has to do, as the services told it last: what a reorganisation would pass on."""

    name = "open_duties"
    indexes = (([("owner", 1), ("due_on", 1), ("_id", 1)], {}),)

    def opened(self, duty: DutyTold, told: Told) -> Change:
        """A duty is open, or something of it changed: the last word counts."""
        return self.change(
            duty.duty,
            set={
                "service": told.source.split("/")[2],
                "kind": duty.kind.value,
                "code": duty.code,
                "owner": duty.owner,
                "opened_on": duty.opened_on.isoformat(),
                "due_on": duty.due_on.isoformat() if duty.due_on else None,
                "places": list(duty.places),
            },
        )

    def closed(self, duty: DutyDone) -> Change:
        """A duty is no more."""
        return self.change(duty.duty, delete=True)

    def of(self, owners: Iterable[str], *, page: int = 1, size: int = 25) -> list[dict[str, Any]]:
        """One page of what some agencies have to do, by owner and day."""
        order = [("owner", 1), ("due_on", 1), ("_id", 1)]
        where = {"owner": {"$in": list(owners)}}
        return list(self.find(where, sort=order, skip=(page - 1) * size, limit=size))

    def count(self, owners: Iterable[str]) -> int:
        """How much that is."""
        return self.rows.count_documents({"owner": {"$in": list(owners)}})

    def owner_of(self, duty: str) -> str:
        """Who has a duty; nobody when it is not open."""
        row = next(self.find({"_id": duty}), None)
        return row["owner"] if row else ""

    def unowned(self, ended: Iterable[str]) -> int:
        """How many duties agencies have that do not exist any more: nought once all is handed over."""
        return self.count(ended)


class HandoverProgress(View):
    """Which service has handed over what an agency had, by reorganisation."""

    name = "handover_progress"
    indexes = (([("act", 1)], {}),)

    def done(self, event: HandoverFinished, told: Told) -> Change:
        """A service has finished with an agency."""
        service = told.source.split("/")[2]
        return self.change(
            f"{event.act}|{event.giver}|{service}",
            set={
                "act": event.act,
                "giver": event.giver,
                "service": service,
                "moved": event.moved,
                "finished_on": event.finished_on.isoformat(),
            },
        )

    def of(self, act: str) -> list[dict[str, Any]]:
        """Everything told of a reorganisation."""
        return list(self.find({"act": act}, sort=[("service", 1), ("giver", 1)]))


class RecountProgress(View):
    """What counting open days anew brought, by the change that asked for it."""

    name = "recount_progress"

    indexes = (([("because", 1)], {}),)

    def done(
        self, event: DeadlinesRecounted | consultation.DeadlinesRecounted, told: Told
    ) -> Change:
        """Everything open in one service was looked at."""
        return self.change(
            f"{event.because}|{told.source.split('/')[2]}",
            set={
                "because": event.because,
                "looked_at": event.looked_at,
                "changed": event.changed,
                "on": event.recounted_on.isoformat(),
            },
        )

    def of(self, because: str) -> dict[str, Any] | None:
        """What a change brought in all services; None while none has told."""
        found = list(self.find({"because": because}))
        if not found:
            return None
        sums = {name: sum(row[name] for row in found) for name in ("looked_at", "changed")}
        return {**sums, "on": max(row["on"] for row in found)}
