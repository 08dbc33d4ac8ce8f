"""From the shipped files to the register: communes and districts, their lineage, agencies by era."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from law.schema import read
from law.units.agency_file import Agency, Area, Change, Era, FileShape, Province, ReportersRow
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


@dataclass(frozen=True, kw_only=True)
class UnitFiles:
    """The shipped files as they were read: tables as rows, the agencies as plain values."""

    communes: tuple[Row, ...]
    before: tuple[Row, ...]
    lineage: tuple[Row, ...]
    agencies: Any = field(default_factory=dict)


def units_from(files: UnitFiles) -> Units:
    """The register that the shipped files describe. Raises `WrongFile`."""
    told = read(FileShape, files.agencies, file="agencies.yaml")
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


def _province(told: Province) -> Unit:
    return Unit(
        key=Key(told.scheme, told.code),
        name=told.name,
        kind=UnitKind.PROVINCE,
        since=told.since,
        until=told.until,
    )


def _agencies(era: Era) -> Iterator[Unit]:
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


def _province_edges(provinces: Iterable[Province], on: date) -> Iterator[Edge]:
    keys = [(Key(one.scheme, one.code), one) for one in provinces]
    after = next(key for key, one in keys if one.since == on)
    for key, one in keys:
        if one.until == on - timedelta(days=1):
            yield Edge(key, after, EdgeKind.MERGE, on)


def _agency_edges(changes: Iterable[Change], eras: Iterable[Era]) -> Iterator[Edge]:
    codes = {era.scheme: [agency.code for agency in era.agencies] for era in eras}
    for change in changes:
        told = {source for source, _, _ in change.edges}
        kept = (code for code in codes[change.source] if code not in told)
        for code in kept:
            yield _edge(change, code, code, change.all or EdgeKind.CONTINUE)
        for source, target, kind in change.edges:
            yield _edge(change, source, target, EdgeKind(kind))


def _edge(change: Change, source: str, target: str, kind: EdgeKind) -> Edge:
    return Edge(Key(change.source, source), Key(change.target, target), kind, change.effective_on)


def _marks(areas: Iterable[Area], communes: Iterable[Unit]) -> Iterator[AreaMark]:
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


def _reporters(told: ReportersRow) -> Reporters:
    province = Key.read(told.province)
    return Reporters(province=province, kinds=told.kinds, since=told.since, until=told.until)


def _front(told: Iterable[Agency]) -> tuple[Body, ...]:
    communes = (UnitKind.COMMUNE, UnitKind.WARD)
    return tuple(Body(code=one.code, name=one.name, kinds=communes) for one in told)
