"""What the register of places says of an agency, as it stands at run time."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from ground.agencies import AgencyBook
from law.defaults import shipped_units
from law.text import collate
from law.units.model import COMMUNE_KINDS, AreaMark
from law.units.register import core_name
from services.reception.domain.form import NotACommune

REMOTE = "REMOTE"
OFFICES = {
    "PROVINCE": "province-chair",
    "COMMUNE": "commune-chair",
    "WARD": "commune-chair",
    "TOWNSHIP": "commune-chair",
    "DISTRICT": "district-chair",
    "TOWN": "district-chair",
    "CITY": "district-chair",
}


def office_of(book: AgencyBook, agency: str) -> str:
    """The office of an agency's head, as the law's lists have it."""
    found = book.one(agency)
    return OFFICES.get(str(found["kind"]) if found else "", "department-head")


def is_remote(book: AgencyBook, agency: str, *, on: date) -> bool:
    """Whether the agency's place is marked as remote on a day (vùng sâu, vùng xa đi lại khó khăn): as the law's
    register ships it with its days, or as somebody wrote it down at run time instead."""
    units, shipped = shipped_units(), _marks(agency)
    told = (book.row(agency) or {}).get("area_tags")
    if told is not None and set(told) != {one.tag for one in shipped}:
        return REMOTE in told
    return any(units.marked(one.place, tag=REMOTE, on=on) for one in shipped)


@lru_cache(maxsize=1024)
def _marks(agency: str) -> tuple[AreaMark, ...]:
    units = shipped_units()
    return tuple(one for one in units.marks if units.get(one.place).id == agency)


def is_agency(book: AgencyBook, id_: str, *, on: date) -> bool:
    """Whether an agency of that id works on a day."""
    return any(one.id == id_ for one in book.units().as_of(on))


def communes(book: AgencyBook, on: date) -> list[tuple[str, str]]:
    """The communes and wards of a day, by id and name, in the order of a Vietnamese list."""
    found = [one for one in book.units().as_of(on) if one.kind in COMMUNE_KINDS]
    return [
        (one.id, one.name) for one in sorted(found, key=lambda one: collate(core_name(one.name)))
    ]


def check_places(book: AgencyBook, places: Iterable[str], *, on: date) -> None:
    """Refuse a place that was no commune on a day. Raises `NotACommune`."""
    wanted = set(places)
    if wanted and not wanted <= {id_ for id_, _ in communes(book, on)}:
        raise NotACommune


def agencies(book: AgencyBook, on: date) -> list[tuple[str, str]]:
    """The agencies that work on a day, by id and name."""
    return sorted(
        {(one.id, one.authority) for one in book.units().as_of(on)}, key=lambda one: one[1]
    )
