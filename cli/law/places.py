"""`danvan law units`: places and agencies by present or former name, as of a day."""

from datetime import date
from typing import Annotated, Any

import typer

from cli.law.answers import Answer, answers
from cli.law.options import Json, a_date
from kernel.clock import SystemClock
from law.defaults import shipped_units
from law.units.model import Unit
from law.units.register import Found
from law.words import say


@answers
def units(
    name: Annotated[str, typer.Argument(help="Tên đơn vị, hiện nay hoặc trước đây.")],
    *,
    as_of: Annotated[
        date | None, typer.Option(parser=a_date, metavar="DATE", help="Tại ngày.")
    ] = None,
    as_json: Json = False,
) -> Answer:
    """Tìm đơn vị theo tên, kể cả tên trước sắp xếp."""
    on = as_of or SystemClock().today()
    found = shipped_units().search(name, on=on)
    values = {"as_of": on.isoformat(), "units": [_found(one) for one in found]}
    if not found:
        return values, [f"Không có đơn vị nào tên «{name}» tại ngày {say(on)}."]
    return values, [f"Tại ngày {say(on)}:", *map(_sentence, found)]


def _found(found: Found) -> dict[str, Any]:
    register, unit = shipped_units(), found.unit
    return {
        **_unit(unit),
        "matched": "former" if found.via else "name",
        "via": [_unit(one) for one in found.via],
        "predecessors": [_unit(one) for one in register.predecessors(unit.key)],
        "lineage": [
            {
                "to": str(edge.target) if edge.target else None,
                "kind": edge.kind,
                "on": edge.effective_on,
            }
            for edge in register.edges_from(unit.key)
        ],
    }


def _unit(unit: Unit) -> dict[str, Any]:
    parent = shipped_units().by_key.get(unit.parent) if unit.parent else None
    return {
        "scheme": unit.key.scheme,
        "code": unit.key.code,
        "name": unit.name,
        "kind": unit.kind,
        "parent": parent.name if parent else None,
        "valid_from": unit.since,
        "valid_to": unit.until,
    }


def _sentence(found: Found) -> str:
    unit, register = found.unit, shipped_units()
    parent = register.by_key.get(unit.parent) if unit.parent else None
    told = f"- {unit.name} ({unit.key}){f', {parent.name}' if parent else ''}"
    if found.via:
        return f"{told}; trước đây: {', '.join(one.name for one in found.via)}"
    if before := register.predecessors(unit.key):
        return f"{told}; gồm: {', '.join(one.name for one in before)}"
    return told
