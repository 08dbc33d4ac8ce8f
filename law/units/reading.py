"""From the shipped files to the register: communes and districts, their lineage, agencies by era."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from marshmallow import fields

from law.schema import Shape, choice, day, listed, read, text, texts
from law.units.model import (
    AreaMark,
    Body,
    Edge,
    EdgeKind,
    Key,
    Reporters,
    Unit,
    UnitKind,
)
from law.units.register import Units

Row = Mapping[str, str]

_DISTRICT_KINDS = {"Huyện": UnitKind.DISTRICT, "Thị xã": UnitKind.TOWN, "Thành phố": UnitKind.CITY}


@dataclass(frozen=True)
class _Agency:
    code: str
    name: str
    kind: UnitKind


@dataclass(frozen=True, kw_only=True)
class _Era:
    scheme: str
    province: str
    agencies: tuple[_Agency, ...]
    tag: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class _Change:
    source: str
    target: str
    effective_on: date
    tag: str
    edges: tuple[tuple[str, str, str], ...] = ()
    all: EdgeKind | None = None


@dataclass(frozen=True, kw_only=True)
class _Area:
    tag: str
    since: date
    source_tag: str
    instrument: str
    names: tuple[str, ...]
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class _Province:
    scheme: str
    code: str
    name: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class _ReportersRow:
    province: str
    kinds: tuple[UnitKind, ...]
    since: date | None = None
    until: date | None = None


def _kinds(**kw: Any) -> Any:
    return fields.List(choice(UnitKind), **kw)


class _AgencyShape(Shape):
    makes = _Agency
    code = text()
    name = text()
    kind = choice(UnitKind)


class _EraShape(Shape):
    makes = _Era
    scheme = text()
    province = text()
    since = day(load_default=None)
    until = day(load_default=None)
    tag = text()
    agencies = listed(_AgencyShape)


class _ChangeShape(Shape):
    makes = _Change
    source = text()
    target = text()
    effective_on = day()
    tag = text()
    edges = fields.List(fields.List(fields.String()), load_default=())
    all = choice(EdgeKind, load_default=None)


class _ProvinceShape(Shape):
    makes = _Province
    scheme = text()
    code = text()
    name = text()
    since = day(load_default=None)
    until = day(load_default=None)


class _ReportersShape(Shape):
    makes = _ReportersRow
    province = text()
    kinds = _kinds(required=True)
    since = day(load_default=None)
    until = day(load_default=None)


class _BodyShape(Shape):
    makes = Body
    code = text()
    name = text()
    kinds = _kinds(required=True)


class _AreaShape(Shape):
    makes = _Area
    tag = text()
    since = day()
    until = day(load_default=None)
    source_tag = text()
    instrument = text()
    names = texts()


class _FileShape(Shape):
    provinces = listed(_ProvinceShape)
    provinces_merge_on = day()
    eras = listed(_EraShape)
    changes = listed(_ChangeShape)
    reporters = listed(_ReportersShape)
    front_of_communes = listed(_AgencyShape)
    commune_bodies = listed(_BodyShape)
    areas = listed(_AreaShape)


@dataclass(frozen=True, kw_only=True)
class UnitFiles:
    """The shipped files as they were read: tables as rows, the agencies as plain values."""

    communes: tuple[Row, ...]
    before: tuple[Row, ...]
    lineage: tuple[Row, ...]
    agencies: Any = field(default_factory=dict)


def units_from(files: UnitFiles) -> Units:
    """The register that the shipped files describe. Raises `WrongFile`."""
    told = read(_FileShape, files.agencies, file="agencies.yaml")
    communes = list(_communes(files.communes))
    lineage = list(_lineage(files.lineage))
    units = [
        *map(_province, told["provinces"]),
        *communes,
        *_former_communes(files.before),
        *_districts(files.before),
        *(unit for era in told["eras"] for unit in _agencies(era)),
    ]
    edges = [
        *lineage,
        *_district_edges(files.before, lineage),
        *_province_edges(told["provinces"], told["provinces_merge_on"]),
        *_agency_edges(told["changes"], told["eras"]),
    ]
    return Units(
        units,
        edges,
        marks=_marks(told["areas"], communes),
        reporters=map(_reporters, told["reporters"]),
        bodies={"front": _front(told["front_of_communes"]), "commune": told["commune_bodies"]},
    )


def _communes(rows: Iterable[Row]) -> Iterator[Unit]:
    for row in rows:
        yield Unit(
            key=Key(row["scheme"], row["code"]),
            name=row["name"],
            kind=UnitKind(row["kind"]),
            parent=Key(row["scheme"], row["province_code"]),
            since=date.fromisoformat(row["valid_from"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )


def _former_communes(rows: Iterable[Row]) -> Iterator[Unit]:
    for row in rows:
        yield Unit(
            key=Key(row["scheme"], row["code"]),
            name=row["name"],
            kind=UnitKind(row["kind"]),
            parent=Key(row["scheme"], row["district_code"]),
            until=date.fromisoformat(row["valid_to"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )


def _districts(rows: Iterable[Row]) -> Iterator[Unit]:
    once = {row["district_code"]: row for row in rows}
    for code, row in once.items():
        yield Unit(
            key=Key(row["scheme"], code),
            name=row["district"],
            kind=_DISTRICT_KINDS[row["district_kind"]],
            parent=Key(row["scheme"], row["province_code"]),
            until=date.fromisoformat(row["valid_to"]),
        )


def _province(told: _Province) -> Unit:
    return Unit(
        key=Key(told.scheme, told.code),
        name=told.name,
        kind=UnitKind.PROVINCE,
        since=told.since,
        until=told.until,
    )


def _agencies(era: _Era) -> Iterator[Unit]:
    for agency in era.agencies:
        yield Unit(
            key=Key(era.scheme, agency.code),
            name=agency.name,
            kind=agency.kind,
            parent=Key.read(era.province),
            since=era.since,
            until=era.until,
        )


def _lineage(rows: Iterable[Row]) -> Iterator[Edge]:
    for row in rows:
        yield Edge(
            Key(row["from_scheme"], row["from_code"]),
            Key(row["to_scheme"], row["to_code"]),
            EdgeKind(row["kind"]),
            date.fromisoformat(row["effective_on"]),
        )


def _district_edges(rows: Iterable[Row], lineage: Iterable[Edge]) -> Iterator[Edge]:
    """A district is dissolved; its functions go to every commune that took over its communes."""
    district_of = {Key(row["scheme"], row["code"]): row for row in rows}
    for row in {row["district_code"]: row for row in district_of.values()}.values():
        ended = date.fromisoformat(row["valid_to"]) + timedelta(days=1)
        yield Edge(Key(row["scheme"], row["district_code"]), None, EdgeKind.DISSOLVE, ended)
    passed = {
        (_district(district_of, edge), edge.target, edge.effective_on): edge for edge in lineage
    }
    for district, target, on in passed:
        yield Edge(district, target, EdgeKind.TRANSFER_FUNCTION, on)


def _district(district_of: Mapping[Key, Row], edge: Edge) -> Key:
    return Key(edge.source.scheme, district_of[edge.source]["district_code"])


def _province_edges(provinces: Iterable[_Province], on: date) -> Iterator[Edge]:
    keys = [(Key(one.scheme, one.code), one) for one in provinces]
    after = next(key for key, one in keys if one.since == on)
    for key, one in keys:
        if one.until == on - timedelta(days=1):
            yield Edge(key, after, EdgeKind.MERGE, on)


def _agency_edges(changes: Iterable[_Change], eras: Iterable[_Era]) -> Iterator[Edge]:
    codes = {era.scheme: [agency.code for agency in era.agencies] for era in eras}
    for change in changes:
        told = {source for source, _, _ in change.edges}
        kept = (code for code in codes[change.source] if code not in told)
        for code in kept:
            yield _edge(change, code, code, change.all or EdgeKind.CONTINUE)
        for source, target, kind in change.edges:
            yield _edge(change, source, target, EdgeKind(kind))


def _edge(change: _Change, source: str, target: str, kind: EdgeKind) -> Edge:
    return Edge(Key(change.source, source), Key(change.target, target), kind, change.effective_on)


def _marks(areas: Iterable[_Area], communes: Iterable[Unit]) -> Iterator[AreaMark]:
    by_name = {unit.name.partition(" ")[2]: unit.key for unit in communes}
    for area in areas:
        for name in area.names:
            yield AreaMark(
                place=by_name[name],
                tag=area.tag,
                since=area.since,
                until=area.until,
                instrument=area.instrument,
                source_tag=area.source_tag,
            )


def _reporters(told: _ReportersRow) -> Reporters:
    province = Key.read(told.province)
    return Reporters(province=province, kinds=told.kinds, since=told.since, until=told.until)


def _front(told: Iterable[_Agency]) -> tuple[Body, ...]:
    communes = (UnitKind.COMMUNE, UnitKind.WARD)
    return tuple(Body(code=one.code, name=one.name, kinds=communes) for one in told)
