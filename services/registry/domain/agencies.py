"""What is true of an agency: what the register says of it, told once and again when that changes."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.registry import AgencyKind, AgencyRecorded
from kernel.message import Aggregate
from law.units.model import Unit
from law.units.register import Units


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

    def exists(self, on: date) -> bool:
        """Whether it stood on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


def facts_of(unit: Unit, units: Units, *, reports: bool) -> AgencyFacts:
    """A unit of the law's register, in the registry's words."""
    return AgencyFacts(
        scheme=unit.key.scheme,
        code=unit.key.code,
        name=unit.authority,
        kind=AgencyKind(unit.kind.value),
        parent=units.get(unit.parent).id if unit.parent else None,
        since=unit.since,
        until=unit.until,
        predecessors=tuple(one.id for one in units.predecessors(unit.key)),
        reports=reports,
    )


@dataclass(kw_only=True)
class Agency(Aggregate):
    """One agency, past or present."""

    kind: ClassVar[str] = "agency"

    facts: AgencyFacts

    @classmethod
    def record(cls, id_: str, facts: AgencyFacts) -> "Agency":
        """Enter an agency into the register."""
        agency = cls(id=id_, agency=id_, facts=facts)
        agency._tell()
        return agency

    def correct(self, facts: AgencyFacts) -> bool:
        """Take over what the register says now; tells it, and says so, only if something changed."""
        if facts == self.facts:
            return False
        self.facts = facts
        self._tell()
        return True

    def _tell(self) -> None:
        self.tell(AgencyRecorded(unit=self.id, **vars(self.facts)))
