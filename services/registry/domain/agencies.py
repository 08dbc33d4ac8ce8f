"""What is true of an agency: what the register says of it, told once and again when that changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from contracts.registry import AgencyKind, AgencyRecorded, AgencyReorganised
from kernel.message import Aggregate
from law.units.model import EdgeKind, Unit
from law.units.passing import Passing
from law.units.register import Units

LEVELS = {"PROVINCE": "Cấp tỉnh", "DISTRICT": "Cấp huyện", "COMMUNE": "Cấp xã"}


@dataclass(frozen=True, kw_only=True)
class AgencyFacts:
    """What the register says of an agency; ids of other agencies are those of their units."""

    scheme: str
    code: str
    name: str
    kind: AgencyKind
    parent: str | None = None
    since: date | None = None
    until: date | None = None
    predecessors: tuple[str, ...] = ()
    reports: bool = False
    successors: tuple[str, ...] = ()
    level: str = ""
    area_tags: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    basis: str = ""

    def exists(self, on: date) -> bool:
        """Whether it stood on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, kw_only=True)
class Edge:
    """One line of the lineage of an agency: what became of it, or of a part of its work, and by what."""

    kind: EdgeKind
    target: str
    effective_on: date
    basis: str = ""


def facts_of(unit: Unit, units: Units, *, reports: bool) -> AgencyFacts:
    """A unit of the law's register, in the registry's words."""
    kind = AgencyKind(unit.kind.value)
    targets = dict.fromkeys(one.target for one in edges_of(unit, units) if one.target)
    return AgencyFacts(
        scheme=unit.key.scheme,
        code=unit.key.code,
        name=unit.authority,
        kind=kind,
        parent=units.get(unit.parent).id if unit.parent else None,
        since=unit.since,
        until=unit.until,
        predecessors=tuple(one.id for one in units.predecessors(unit.key)),
        reports=reports,
        successors=tuple(targets),
        level=level_of(kind),
        area_tags=tuple(sorted({one.tag for one in units.marks if one.place == unit.key})),
    )


def edges_of(unit: Unit, units: Units) -> tuple[Edge, ...]:
    """What became of a unit of the law's register."""
    return tuple(
        Edge(
            kind=one.kind,
            target=units.get(one.target).id if one.target else "",
            effective_on=one.effective_on,
        )
        for one in units.edges_from(unit.key)
    )


def level_of(kind: AgencyKind) -> str:
    """At which level an agency of a kind stands: tỉnh, huyện, xã."""
    if kind in {AgencyKind.COMMUNE, AgencyKind.WARD, AgencyKind.TOWNSHIP}:
        return "COMMUNE"
    if kind in {AgencyKind.DISTRICT, AgencyKind.TOWN, AgencyKind.CITY}:
        return "DISTRICT"
    return "PROVINCE"


@dataclass(kw_only=True)
class Agency(Aggregate):
    """One agency, past or present. `own`: the fields somebody keeps by hand or an act decided; the shipped
    register does not undo them."""

    kind: ClassVar[str] = "agency"

    facts: AgencyFacts
    edges: tuple[Edge, ...] = ()
    own: tuple[str, ...] = ()

    @classmethod
    def record(
        cls,
        id_: str,
        facts: AgencyFacts,
        edges: Iterable[Edge] = (),
        *,
        own: Iterable[str] = (),
    ) -> "Agency":
        """Enter an agency into the register."""
        agency = cls(id=id_, agency=id_, facts=facts, edges=tuple(edges), own=tuple(own))
        agency._tell()
        return agency

    def correct(self, facts: AgencyFacts, edges: Iterable[Edge] = ()) -> bool:
        """Take over what the shipped register says now, but for what is kept here; tells it, and says so,
        only if something changed."""
        kept = {name: getattr(self.facts, name) for name in self.own if name in vars(facts)}
        before, known = (self.facts, self.edges), set(self.edges)
        self.facts = replace(facts, **kept)
        self.edges = (*self.edges, *(one for one in edges if one not in known))
        if before == (self.facts, self.edges):
            return False
        self._tell()
        return True

    def describe(self, said: Mapping[str, object]) -> bool:
        """Keep offices, area tags, legal basis or whether it reports by hand. Says whether that is news."""
        facts = replace(self.facts, **said)  # type: ignore[arg-type]
        if facts == self.facts:
            return False
        self.facts, self.own = facts, tuple(dict.fromkeys((*self.own, *said)))
        self._tell()
        return True

    def reorganise(
        self, facts: AgencyFacts, edges: Iterable[Edge], happened: AgencyReorganised
    ) -> None:
        """Take part in a reorganisation, by its decision."""
        self.facts = facts
        self.edges = tuple(dict.fromkeys((*self.edges, *edges)))
        self.own = tuple(dict.fromkeys((*self.own, "until", "successors", "reports")))
        self._tell()
        self.tell(happened)

    def _tell(self) -> None:
        self.tell(AgencyRecorded(unit=self.id, **vars(self.facts)))


def reorganised(
    agency: str,
    passing: Passing,
    edges: Iterable[Edge],
    *,
    act: str,
    decision: str,
    decided_on: date,
) -> AgencyReorganised:
    """The event that tells every service who holds what an agency held."""
    lines = [one for one in edges if one.target]
    pairs = [(place, one) for place, held in sorted(passing.places.items()) for one in sorted(held)]
    return AgencyReorganised(
        act=act,
        unit=agency,
        ends=passing.ends,
        effective_on=next(iter(edges)).effective_on,
        decision=decision,
        decided_on=decided_on,
        superior=passing.superior,
        successors=tuple(one.target for one in lines),
        kinds=tuple(one.kind for one in lines),
        places=tuple(place for place, _ in pairs),
        place_holders=tuple(holder for _, holder in pairs),
        chosen=tuple(passing.chosen),
        chosen_receivers=tuple(passing.chosen.values()),
    )


@dataclass(frozen=True)
class Branch:
    """An agency with those under it."""

    agency: Agency
    below: "tuple[Branch, ...]" = ()

    @property
    def size(self) -> int:
        """How many agencies it is with all below."""
        return 1 + sum(one.size for one in self.below)


def branches(agencies: Sequence[Agency]) -> list[Branch]:
    """Agencies as a tree, in the order given; whose superior is not among them stands at the top."""
    known = {one.id for one in agencies}
    under: dict[str | None, list[Agency]] = {}
    for one in agencies:
        parent = one.facts.parent if one.facts.parent in known else None
        under.setdefault(parent, []).append(one)

    def grown(one: Agency) -> Branch:
        return Branch(one, tuple(grown(child) for child in under.get(one.id, ())))

    return [grown(one) for one in under.get(None, ())]
