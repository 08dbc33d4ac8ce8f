"""What is shipped: the one place of `law` that opens its own files; everything else takes values."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from law.calendar.reading import register_from
from law.calendar.register import Register
from law.packs.pack import pack_from
from law.packs.packs import Packs

PACKS = (
    "instruments",
    "receiving",
    "complaints",
    "denunciations",
    "reception",
    "democracy",
    "report",
    "duties",
)


@cache
def shipped_register() -> Register:
    """The register of decisions about days, as shipped with this version."""
    return register_from(_yaml("law.calendar", "decisions.yaml"), file="decisions.yaml")


@cache
def shipped_packs() -> Packs:
    """All rule packs, as shipped with this version."""
    files = (f"{name}.yaml" for name in PACKS)
    return Packs.of(pack_from(_yaml("law.packs", file), file=file) for file in files)


def _yaml(package: str, name: str) -> Any:
    return yaml.safe_load(files(package).joinpath(name).read_text(encoding="utf-8"))
