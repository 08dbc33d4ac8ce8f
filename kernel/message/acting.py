"""Who acts and what changes: actors, aggregates, idempotency keys, ids, and the inert marks."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, TypeVar

import orjson
import uuid_utils

from kernel.message.events import Event


@dataclass(frozen=True)
class Actor:
    """Who acts: an account of the site, in a role, for an agency. Only role and agency ever travel.

    `see_only`: may look and enter nothing; `acting_for`: the account they stand in for ("thay mặt");
    `scopes`: what a program's token is cut down to (`reception.see`, `reporting.enter`; none: all of the role).
    """

    user: str
    role: str
    agency: str
    fresh_at: float = 0.0
    see_only: bool = False
    acting_for: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def office(self) -> str:
        """Role and unit, the form in which events and audit name an actor."""
        return f"{self.role}@{self.agency}"


@dataclass(frozen=True)
class Past:
    """A time in which another agency had an aggregate: the last day of it, and its number there."""

    agency: str
    until: date
    ref: str = ""


@dataclass(kw_only=True)
class Aggregate:
    """One thing with a history: it decides, and collects what it has to tell until it is saved."""

    kind: ClassVar[str]

    id: str
    agency: str
    version: int = 0
    last_event: str = ""
    past: tuple[Past, ...] = ()
    news: list[tuple[Event, str]] = field(default_factory=list, repr=False, compare=False)

    def tell(self, happened: Event, *, to: str = "") -> None:
        """Say what happened; `to` names the site of an addressed event."""
        self.news.append((happened, to))

    def pass_to(self, agency: str, *, last_day: date, ref: str = "") -> None:
        """Give it to another agency; who had it until when, and under which number, stays with it."""
        self.past = (*self.past, Past(self.agency, last_day, ref))
        self.agency = agency

    @property
    def subject(self) -> str:
        """The name under which events speak of this aggregate."""
        return f"{self.kind}/{self.id}"


def new_id(after: str = "") -> str:
    """A UUIDv7, always greater than `after`: ids ascend within an aggregate whatever the clocks say."""
    fresh = str(uuid_utils.uuid7())
    if fresh > after:
        return fresh
    return str(uuid_utils.UUID(int=uuid_utils.UUID(after).int + 1))


def named_id(agency: str, kind: str, ref: str) -> str:
    """The id of what an agency's other software calls `ref`: the same words always give the same id."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"danvan/{agency}/{kind}/{ref}"))


@dataclass(frozen=True)
class Key:
    """An idempotency key: its value (already scoped to who asks) and the digest of what is asked."""

    value: str
    fingerprint: str

    @classmethod
    def of(cls, value: str, request: Any) -> "Key":
        """A key for a request given as plain data."""
        body = orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)
        return cls(value, hashlib.sha256(body).hexdigest())


@dataclass(frozen=True)
class Every:
    """When a timer is due: each `seconds`, or by a cron line in Vietnamese legal time."""

    seconds: float = 0
    cron: str = ""


@dataclass(frozen=True)
class Errand:
    """How often a service looks whether there is something to do in the world outside, and which
    settings it cannot do without in production."""

    seconds: float
    needs: tuple[str, ...] = ()


M = TypeVar("M", bound=Callable[..., Any])


def follows(cls: type[Event], *, at_sites_only: bool = False) -> Callable[[M], M]:
    """Mark `on_<event>` as a handler: it returns the changes to read models, and does nothing else.

    `at_sites_only` is for what the province's own instance of a service tells the other ones: there
    is nothing to follow at the province itself.
    """

    def mark(method: M) -> M:
        method.follows = cls  # type: ignore[attr-defined]
        method.at_sites_only = at_sites_only  # type: ignore[attr-defined]
        return method

    return mark


def revives(cls: type[Event]) -> Callable[[M], M]:
    """Mark `revive_<event>`: gives the aggregate as this event of the past left it, made from what the service
    still has of it and from the event (after a restore from a backup). Others that changed with it may stand
    behind it, in a tuple; numbers and counts of its unit of work may be taken, nothing is told."""

    def mark(method: M) -> M:
        method.revives = cls  # type: ignore[attr-defined]
        return method

    return mark


def every(*, seconds: float = 0, cron: str = "") -> Callable[[M], M]:
    """Mark a method as a timer; one instance of the service runs it, under a lease, and after a stop
    catches up once."""

    def mark(method: M) -> M:
        method.every = Every(seconds, cron)  # type: ignore[attr-defined]
        return method

    return mark


def errand(*, seconds: float, needs: tuple[str, ...] = ()) -> Callable[[M], M]:
    """Mark a method that deals with the world outside (letters): again and again, by one instance of
    the service, under a lease but in no unit of work. It makes short ones of its own and waits
    for the world outside them.

    It is given `still`, which says whether to go on, and answers whether there is more to do at
    once. In production the settings it `needs` must be given.
    """

    def mark(method: M) -> M:
        method.errand = Errand(seconds, needs)  # type: ignore[attr-defined]
        return method

    return mark
