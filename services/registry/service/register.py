"""The register as it is now: what the law ships and what was decided since, with lineage and search."""

from collections.abc import Iterator
from dataclasses import replace

from law.defaults import shipped_units
from law.units.model import Edge, Key, Unit, UnitKind
from law.units.register import Units
from services.registry.domain import Agency
from services.registry.store import Agencies

AUTHORITY = "UBND "


class Register:
    """Units made of the registry's agencies; made anew when one of them changed."""

    def __init__(self, agencies: Agencies) -> None:
        self.agencies = agencies
        self._shipped = {one.id: one for one in shipped_units().by_key.values()}
        self._made, self._of = shipped_units(), (0, "")
        self._keys = {id_: one.key for id_, one in self._shipped.items()}

    def units(self) -> Units:
        """The register of now."""
        newest = self.agencies.newest()
        if newest != self._of:
            self._made, self._of = self._fresh(), newest
        return self._made

    def unit(self, id_: str) -> Unit | None:
        """One unit by the id services use."""
        units = self.units()
        key = self._keys.get(id_)
        return units.by_key.get(key) if key else None

    def _fresh(self) -> Units:
        known = {one.id: one for one in self.agencies.all()}
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


def place_name(authority: str) -> str:
    """The name of the place for which an authority speaks: «UBND xã Ia Mới» → «Xã Ia Mới»."""
    name = authority.removeprefix(AUTHORITY)
    return name[0].upper() + name[1:]


def _edges(known: dict[str, Agency], keys: dict[str, Key]) -> Iterator[Edge]:
    for id_, agency in known.items():
        for one in agency.edges:
            if not one.target or one.target in keys:
                target = keys[one.target] if one.target else None
                yield Edge(keys[id_], target, one.kind, one.effective_on)
