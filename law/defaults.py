"""What is shipped: the one place of `law` that opens its own files; everything else takes values."""

import csv
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from law.calendar.reading import register_from
from law.calendar.register import Register
from law.packs.pack import pack_from
from law.packs.packs import Packs
from law.units.model import Unit
from law.units.reading import Row, UnitFiles, units_from
from law.units.register import Units

PACKS = (
    "instruments",
    "sources",
    "receiving",
    "complaints",
    "denunciations",
    "reception",
    "democracy",
    "report",
    "handling",
    "duties",
)


@cache
def shipped_register() -> Register:
    """The register of decisions about days, as shipped with this version."""
    return register_from(_yaml("law.calendar", "decisions.yaml"), file="decisions.yaml")


def shipped_calendar() -> Any:
    """The content of the shipped register of decisions about days."""
    return _yaml("law.calendar", "decisions.yaml")


def shipped_pack(name: str) -> str:
    """The text of a shipped pack."""
    return files("law.packs").joinpath(f"{name}.yaml").read_text(encoding="utf-8")


@cache
def shipped_packs() -> Packs:
    """All rule packs, as shipped with this version."""
    files = (f"{name}.yaml" for name in PACKS)
    return Packs.of(pack_from(_yaml("law.packs", file), file=file) for file in files)


@cache
def shipped_units() -> Units:
    """All places and agencies, as shipped with this version."""
    return units_from(
        UnitFiles(
            communes=_rows("communes-2025.csv"),
            before=_rows("units-before-2025-07.csv"),
            lineage=_rows("lineage-2025-07-01.csv"),
            agencies=_yaml("law.units", "agencies.yaml"),
        )
    )


@cache
def _units_by_id() -> dict[str, Unit]:
    return {unit.id: unit for unit in shipped_units().by_key.values()}


def agency_name(id_: str) -> str:
    """The name of an agency by the id services use; the id itself when no unit has it."""
    unit = _units_by_id().get(id_)
    return unit.authority if unit else id_


def _rows(name: str) -> tuple[Row, ...]:
    text = files("law.units").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _yaml(package: str, name: str) -> Any:
    """A file of ours; read by the safe loader that is written in C, for every process does so when it begins."""
    return yaml.load(
        files(package).joinpath(name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
