"""Helpers for tests of reorganisations: the services of one site in this process, and the journal carried by hand."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from contracts.registry import Role
from kernel.clock import SetClock
from kernel.message import Actor, read_envelope, read_event
from kernel.store import Store
from kernel.store.changes import Change, write
from services.consultation.service import Consultation
from services.notify.service import Notify
from services.planning.service import Planning
from services.reception.service import Reception
from services.registry.service import Registry
from services.reporting.service import Reporting
from tests.site import Site

CLASSES: dict[str, Any] = {
    "registry": Registry,
    "reception": Reception,
    "planning": Planning,
    "consultation": Consultation,
    "reporting": Reporting,
    "notify": Notify,
}
PREPARES = Actor(user="chuyen.vien", role=Role.SNV_OFFICER, agency="snv")
CONFIRMS = Actor(user="giam.doc", role=Role.SNV_LEADER, agency="snv")


class Quick(SetClock):
    """A clock by which what is kept for half a second is always old."""

    def monotonic(self) -> float:
        self.asked = getattr(self, "asked", 0.0) + 1
        return self.asked


OPERATOR = Actor(user="operator", role=Role.OPS, agency="gialai")


@dataclass
class House:
    """Services on databases of their own, with one clock."""

    services: dict[str, Any]
    clock: SetClock
    read: dict[str, str] = field(default_factory=dict)

    @classmethod
    def on(cls, site: Site, clock: SetClock, *names: str) -> "House":
        """Some services on databases of their own."""
        prefix = f"{site.name}_{secrets.token_hex(3)}_"

        def store(service: str) -> Store:
            settings = site.settings_for(service, db_prefix=prefix)
            return Store(settings, service, clock=clock, client=site.client)

        made = {name: CLASSES[name](store(name)) for name in names or CLASSES}
        for one in made.values():
            one.store.prepare()
        return cls(made, clock)

    def empty(self) -> None:
        """Leave nothing in the databases but keys, which a service remembers for a while; making them anew would take
        most of a test's time."""
        for service in self.services.values():
            for name in set(service.store.database.list_collection_names()) - {"vault_keys"}:
                service.store.database[name].delete_many({})
        self.read = {}

    def __getattr__(self, name: str) -> Any:
        if name not in CLASSES:
            raise AttributeError(name)
        return self.__dict__["services"][name]

    def carry(self) -> None:
        """Give every event that was told since last time to those who follow it, in order."""
        for source, service in self.services.items():
            rows = list(
                service.store.database["events"]
                .find({"_id": {"$gt": self.read.get(source, "")}})
                .sort("_id", 1)
            )
            for listener in self.services.values():
                changes = [change for row in rows for change in _heard(listener, row)]
                views = listener.store.views.values()
                deriving = {one.name: one.derive for one in views if one.derives}
                write(listener.store.database, changes, session=None, deriving=deriving)
            self.read[source] = rows[-1]["_id"] if rows else self.read.get(source, "")

    def rest(self) -> None:
        """Carry and hand over until nothing is left to do."""
        went = 1
        while went:
            self.carry()
            went = sum(self.services[name].hand_over(lambda: True) for name in self.handing)
        self.carry()

    @property
    def handing(self) -> Iterable[str]:
        return [name for name in self.services if hasattr(self.services[name], "hand_over")]


def _heard(service: Any, row: dict[str, Any]) -> list[Change]:
    """What an event changes in a service that follows it."""
    found = _handlers(service).get(row["type"])
    if found is None:
        return []
    raw = orjson.loads(row["body"])
    method, cls = found
    return list(method(read_event(cls, raw["data"]), read_envelope(raw)))


def _handlers(service: Any) -> dict[str, tuple[Any, Any]]:
    found = {}
    for name in dir(type(service)):
        method = getattr(type(service), name)
        followed = getattr(method, "follows", None)
        if followed and not getattr(method, "at_sites_only", False):
            found[followed.wire] = (getattr(service, name), followed)
    return found
