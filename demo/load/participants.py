"""Addresses for the Front and its organisations at the province and every commune; they reach nobody."""

from collections.abc import Iterator

from demo.load.accounts import SNV_OFFICER
from demo.load.portal import Portal
from demo.load.problems import Stopped
from demo.year.offices import REPORTING_ON
from law.defaults import shipped_units
from law.units.model import COMMUNE_KINDS, UnitKind

FRONT = ("MTTQ", "CD", "HND", "DTN", "PN", "CCB")
REFUSED = 400


def give_addresses(portal: Portal) -> int:
    """Write an address for every participant, as Sở Nội vụ does. Raises `Stopped`."""
    rows = list(_rows())
    given = {"rows": rows, "quiet": True}
    told = portal.must("POST", "/api/notify/v1/acts", by=SNV_OFFICER, json=given)
    refused = [one for one in told["results"] if one["status"] >= REFUSED]
    if refused:
        raise Stopped(f"Địa chỉ {refused[0]['client_ref']}: {refused[0].get('title')}")
    return len(rows)


def _rows() -> Iterator[dict[str, str]]:
    for unit in shipped_units().as_of(REPORTING_ON):
        if unit.kind not in COMMUNE_KINDS and unit.kind is not UnitKind.PROVINCE:
            continue
        for code in FRONT:
            yield {
                "act": "set_address",
                "client_ref": f"{unit.id}/{code}",
                "place": unit.id,
                "organisation": code,
                "email": f"{code.lower()}.{unit.key.code}@mau.gialai.example",
            }
