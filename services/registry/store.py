"""What the registry remembers: agencies, accounts, and how often somebody guessed at an account."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from contracts.registry import DutyClosed, DutyOpened, Role
from kernel.errors import NotFound
from kernel.ingress import sites as register_copy
from kernel.ingress.overview import overview
from kernel.store import Collection, Reminding, Store, View
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
    ProposalState,
    Reorganisation,
    RoleProposal,
    shut_until,
)
from services.registry.domain.duties import of_amendment, of_proposal
from services.registry.domain.passwords import FORGOTTEN_AFTER
from services.registry.domain.sites import Site
from services.registry.domain.tokens import AccessToken


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


class Amendments(Reminding[Amendment]):
    """All changes of the law's data: prepared, in force, given up."""

    name = "amendments"
    holds = Amendment
    indexes = (([("state", 1), ("what", 1), ("number", 1)], {}),)

    def owed(self, amendment: Amendment) -> tuple[DutyOpened | None, DutyClosed]:
        return of_amendment(amendment), DutyClosed(duty=amendment.id, owner=amendment.agency)

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
    indexes = (([("account", 1)], {"unique": True}), ([("identity", 1)], {"sparse": True}))

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

    def known_as(self, identity: str) -> Account | None:
        """The open account that an official identity opens."""
        where = {"identity": identity, "closed_on": None}
        row = self.rows.find_one(where, session=session()) if identity else None
        return self.from_document(row) if row else None

    def working_at(self, agencies: Iterable[str], *, on: date, most: int) -> list[Account]:
        """Open accounts that enter something at some agencies on a day or later."""
        later = [{"until": None}, {"until": {"$gte": on.isoformat()}}]
        at = {"agency": {"$in": list(agencies)}, "see_only": {"$ne": True}, "$or": later}
        where = {"closed_on": None, "roles": {"$elemMatch": at}}
        found = self.rows.find(where, session=session()).limit(most)
        return [self.from_document(row) for row in found]

    def stands(self, id_: str, role: str, agency: str, *, on: date, issued: float) -> bool | None:
        """Whether an account is open and holds the role there on a day, and its sessions of that time (seconds)
        still count; None when there is no such account."""
        row = self.rows.find_one({"_id": id_}, {"closed_on": 1, "roles": 1, "sessions_since": 1})
        if row is None:
            return None
        since = row.get("sessions_since")
        if since and issued < datetime.fromisoformat(since).timestamp():
            return False
        held = (assignment(one) for one in row["roles"])
        return not row["closed_on"] and any(
            (one.role, one.agency) == (role, agency) and one.holds(on) for one in held
        )


class Proposals(Reminding[RoleProposal]):
    """Roles somebody asked for, of all agencies."""

    name = "proposals"
    holds = RoleProposal
    indexes = (([("agency", 1), ("state", 1), ("_id", -1)], {}), ([("account", 1)], {}))
    most = 200

    def __init__(self, store: Store, decider: Callable[[RoleProposal], str]) -> None:
        super().__init__(store)
        self.decider = decider

    def owed(self, proposal: RoleProposal) -> tuple[DutyOpened | None, DutyClosed]:
        owner = self.decider(proposal)
        return of_proposal(proposal, owner=owner), DutyClosed(duty=proposal.id, owner=owner)

    def open(self) -> list[RoleProposal]:
        """All that wait, of every agency."""
        where = {"state": ProposalState.OPEN.value}
        return [self.from_document(row) for row in self.rows.find(where, session=session())]

    def one(self, id_: str) -> RoleProposal:
        """One of whatever agency: the rule who may decide it is the asker's. Raises `NotFound`."""
        row = self._unsaved(id_) or self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def latest(self, agency: str | None) -> list[RoleProposal]:
        """An agency's (None: all agencies'), open ones first, the newest on top."""
        where = {"agency": agency} if agency else {}
        is_open = {"state": ProposalState.OPEN.value}
        first = self.rows.find({**where, **is_open}, sort=[("_id", -1)], limit=self.most)
        decided = {**where, "state": {"$ne": ProposalState.OPEN.value}}
        then = self.rows.find(decided, sort=[("_id", -1)], limit=self.most // 4)
        return [self.from_document(row) for row in (*first, *then)]

    def open_about(self, account: str) -> list[RoleProposal]:
        """The open ones about an account."""
        where = {"account": account, "state": ProposalState.OPEN.value}
        found = self.rows.find(where, sort=[("_id", -1)], session=session())
        return [self.from_document(row) for row in found]


class Tokens(Collection[AccessToken]):
    """The access tokens of all agencies' software, as digests."""

    name = "tokens"
    holds = AccessToken
    indexes = (([("agency", 1), ("_id", -1)], {}), ([("ended_on", 1)], {}))

    def of(self, agency: str) -> list[AccessToken]:
        """Those of an agency, the newest first."""
        found = self.rows.find({"agency": agency}, sort=[("_id", -1)], session=session())
        return [self.from_document(row) for row in found]

    def one(self, id_: str) -> AccessToken:
        """One of whatever agency: who shows it is asked for its secret. Raises `NotFound`."""
        row = self.rows.find_one({"_id": id_}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def ended_since(self, day: date) -> list[str]:
        """The ids of those ended on a day or later."""
        where = {"ended_on": {"$gte": day.isoformat()}}
        return [row["_id"] for row in self.rows.find(where, {"_id": 1})]


class Steps(View):
    """The last code of an authenticator that each account used, so that none opens twice."""

    name = "code_steps"

    def last(self, account: str) -> int:
        """The step of the last code used."""
        row = self.rows.find_one({"_id": account})
        return row["step"] if row else 0

    def used(self, account: str, step: int) -> bool:
        """Remember a step, and say whether it is later than all before."""
        self.rows.update_one({"_id": account}, {"$setOnInsert": {"step": 0}}, upsert=True)
        moved = self.rows.update_one(
            {"_id": account, "step": {"$lt": step}}, {"$set": {"step": step}}
        )
        return moved.modified_count == 1


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
        see_only=row.get("see_only", False),
        acting_for=row.get("acting_for", ""),
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
