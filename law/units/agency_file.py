"""The schema of `agencies.yaml`: provinces, eras of agencies, changes, reporters, marked areas."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import fields

from law.schema import Shape, choice, day, listed, text, texts
from law.units.model import Body, EdgeKind, UnitKind


@dataclass(frozen=True)
class Agency:
    """An agency of an era."""

    code: str
    name: str
    kind: UnitKind


@dataclass(frozen=True, kw_only=True)
class Era:
    """The agencies of a province for a time."""

    scheme: str
    province: str
    agencies: tuple[Agency, ...]
    tag: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What became of the agencies of one era."""

    source: str
    target: str
    effective_on: date
    tag: str
    edges: tuple[tuple[str, str, str], ...] = ()
    all: EdgeKind | None = None


@dataclass(frozen=True, kw_only=True)
class Area:
    """Places that bear a mark for a time."""

    tag: str
    since: date
    source_tag: str
    instrument: str
    names: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Province:
    """A province."""

    scheme: str
    code: str
    name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class ReportersRow:
    """Who reports, for a time."""

    province: str
    kinds: tuple[UnitKind, ...]
    since: date | None = None
    until: date | None = None


def _kinds(**kw: Any) -> Any:
    return fields.List(choice(UnitKind), **kw)


class AgencyShape(Shape):
    """An agency."""

    makes = Agency
    code = text()
    name = text()
    kind = choice(UnitKind)


class EraShape(Shape):
    """An era."""

    makes = Era
    scheme = text()
    province = text()
    since = day(load_default=None)
    until = day(load_default=None)
    tag = text()
    agencies = listed(AgencyShape)


class ChangeShape(Shape):
    """A change."""

    makes = Change
    source = text()
    target = text()
    effective_on = day()
    tag = text()
    edges = fields.List(fields.List(fields.String()), load_default=())
    all = choice(EdgeKind, load_default=None)


class ProvinceShape(Shape):
    """A province."""

    makes = Province
    scheme = text()
    code = text()
    name = text()
    since = day(load_default=None)
    until = day(load_default=None)


class ReportersShape(Shape):
    """Reporters."""

    makes = ReportersRow
    province = text()
    kinds = _kinds(required=True)
    since = day(load_default=None)
    until = day(load_default=None)


class BodyShape(Shape):
    """A body of every commune."""

    makes = Body
    code = text()
    name = text()
    kinds = _kinds(required=True)


class AreaShape(Shape):
    """Marked places."""

    makes = Area
    tag = text()
    since = day()
    until = day(load_default=None)
    source_tag = text()
    instrument = text()
    names = texts()


class FileShape(Shape):
    """The whole file."""

    provinces = listed(ProvinceShape)
    provinces_merge_on = day()
    eras = listed(EraShape)
    changes = listed(ChangeShape)
    reporters = listed(ReportersShape)
    front_of_communes = listed(AgencyShape)
    commune_bodies = listed(BodyShape)
    areas = listed(AreaShape)
