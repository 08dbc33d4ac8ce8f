"""What a unit is (a place or an agency, for a time) and how one becomes another."""

import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Key(NamedTuple):
    """A unit's identity: a code means nothing without its scheme."""

    scheme: str
    code: str

    @classmethod
    def read(cls, told: str) -> "Key":
        """From `scheme/code`."""
        scheme, _, code = told.partition("/")
        return cls(scheme, code)

    def __str__(self) -> str:
        return f"{self.scheme}/{self.code}"


class UnitKind(StrEnum):
    """Places, then agencies."""

    PROVINCE = "PROVINCE"
    DISTRICT = "DISTRICT"
    TOWN = "TOWN"
    CITY = "CITY"
    COMMUNE = "COMMUNE"
    WARD = "WARD"
    TOWNSHIP = "TOWNSHIP"
    PROVINCIAL_OFFICE = "PROVINCIAL_OFFICE"
    INSPECTORATE = "INSPECTORATE"
    PROVINCIAL_DEPARTMENT = "PROVINCIAL_DEPARTMENT"
    ECONOMIC_ZONE_BOARD = "ECONOMIC_ZONE_BOARD"
    PRESS = "PRESS"
    FRONT_ORG = "FRONT_ORG"

    @property
    def is_place(self) -> bool:
        """Whether it is a territory with a People's Committee."""
        return self in _PLACES


DISTRICT_KINDS = frozenset({UnitKind.DISTRICT, UnitKind.TOWN, UnitKind.CITY})
COMMUNE_KINDS = frozenset({UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP})
_PLACES = DISTRICT_KINDS | COMMUNE_KINDS | {UnitKind.PROVINCE}


class EdgeKind(StrEnum):
    """How one unit leads to another."""

    CONTINUE = "CONTINUE"
    MERGE = "MERGE"
    SPLIT = "SPLIT"
    RENAME = "RENAME"
    TRANSFER_FUNCTION = "TRANSFER_FUNCTION"
    DISSOLVE = "DISSOLVE"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A place or agency; no `since` or `until` means beyond what the register tells."""

    key: Key
    name: str
    kind: UnitKind
    parent: Key | None = None
    since: date | None = None
    until: date | None = None
    lat: float | None = None
    lon: float | None = None

    def exists(self, on: date) -> bool:
        """Whether it stood on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)

    @property
    def id(self) -> str:
        """The id under which services speak of it: the same everywhere and at all times."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"danvan/unit/{self.key}"))

    @property
    def authority(self) -> str:
        """The name of the agency: a place is spoken for by its People's Committee."""
        return f"UBND {self.name[0].lower()}{self.name[1:]}" if self.kind.is_place else self.name


def place_name(authority: str) -> str:
    """The name of the place for which an authority speaks: «UBND xã Ia Mới» → «Xã Ia Mới»."""
    name = authority.removeprefix("UBND ")
    return name[0].upper() + name[1:]


class Edge(NamedTuple):
    """One line of the lineage; a dissolved unit has no target."""

    source: Key
    target: Key | None
    kind: EdgeKind
    effective_on: date


@dataclass(frozen=True, kw_only=True)
class AreaMark:
    """A mark on a place for a time, such as being remote, with the instrument that set it."""

    place: Key
    tag: str
    since: date
    until: date | None
    instrument: str
    source_tag: str


@dataclass(frozen=True, kw_only=True)
class Reporters:
    """Which kinds of units of a province send the yearly report, for a time."""

    province: Key
    kinds: tuple[UnitKind, ...]
    since: date | None = None
    until: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether this is the list of that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


@dataclass(frozen=True, kw_only=True)
class Body:
    """An office or organisation that every place of some kinds has."""

    code: str
    name: str
    kinds: tuple[UnitKind, ...]
