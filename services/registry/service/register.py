"""The register as it is now: what the law ships and what was decided since, with lineage and search."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from kernel.errors import NotFound
from law.defaults import shipped_units
from law.units.model import Edge, EdgeKind, Key, Unit, UnitKind, place_name
from law.units.register import Units
from services.registry.domain import Agency, Edge as Line, edges_of, facts_of
from services.registry.store import Agencies
from services.registry.views import AgenciesTold


class Register:
    """Units made of the registry's agencies; made anew when one of them changed.

    At a site (`told`) those the province told of, and what it has not told yet as shipped.
    """

    def __init__(self, agencies: Agencies, told: AgenciesTold | None = None) -> None:
        self.agencies, self.told = agencies, told
        self._shipped = {one.id: one for one in shipped_units().by_key.values()}
        self._made, self._of = shipped_units(), (0, "")
        self._keys = {id_: one.key for id_, one in self._shipped.items()}

    def all(self) -> Iterable[Agency]:
        """Every agency, past and present."""
        if self.told is None:
            return self.agencies.all()
        known = {one.id: one for one in self.told.all()}
        missing = (one for id_, one in self._shipped.items() if id_ not in known)
        return [*map(_as_shipped, missing), *known.values()]

    def one(self, id_: str) -> Agency:
        """One agency. Raises `NotFound`."""
        found = next((one for one in self.all() if one.id == id_), None)
        if found is None:
            raise NotFound
        return found

    def units(self) -> Units:
        """The register of now."""
        newest = self.told.newest() if self.told else self.agencies.newest()
        if newest != self._of:
            self._made, self._of = self._fresh(), newest
        return self._made

    def unit(self, id_: str) -> Unit | None:
        """One unit by the id services use."""
        units = self.units()
        key = self._keys.get(id_)
        return units.by_key.get(key) if key else None

    def _fresh(self) -> Units:
        known = {one.id: one for one in self.all()}
        units = {**self._shipped, **{id_: self._unit(one) for id_, one in known.items()}}
        self._keys = {id_: one.key for id_, one in units.items()}
        shipped = shipped_units()
        return Units(
            units.values(),
            dict.fromkeys((*shipped.edges, *_edges(known, self._keys))),
            marks=shipped.marks,
            reporters=shipped.reporters,
            bodies=shipped.bodies,
        )

    def _unit(self, agency: Agency) -> Unit:
        facts = agency.facts
        if shipped := self._shipped.get(agency.id):
            return replace(shipped, since=facts.since, until=facts.until)
        parent = self._shipped.get(facts.parent or "")
        return Unit(
            key=Key(facts.scheme, facts.code),
            name=place_name(facts.name),
            kind=UnitKind(facts.kind.value),
            parent=parent.key if parent else None,
            since=facts.since,
            until=facts.until,
        )


def _as_shipped(unit: Unit) -> Agency:
    units = shipped_units()
    facts = facts_of(unit, units, reports=False)
    return Agency(id=unit.id, agency=unit.id, facts=facts, edges=edges_of(unit, units))


def _edges(known: dict[str, Agency], keys: dict[str, Key]) -> Iterator[Edge]:
    for id_, agency in known.items():
        for one in agency.edges or _told_edges(agency):
            if not one.target or one.target in keys:
                target = keys[one.target] if one.target else None
                yield Edge(keys[id_], target, one.kind, one.effective_on)


def _told_edges(agency: Agency) -> Iterator[Line]:
    """At a site: the province tells who came after, not how."""
    if agency.facts.until:
        day = agency.facts.until + timedelta(days=1)
        for target in agency.facts.successors:
            yield Line(kind=EdgeKind.CONTINUE, target=target, effective_on=day)
