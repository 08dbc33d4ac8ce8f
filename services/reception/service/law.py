"""What the register of places says of an agency, as it stands at run time."""

from datetime import date
from functools import lru_cache

from ground.agencies import AgencyBook
from law.defaults import shipped_units
from law.units.model import Key

REMOTE = "REMOTE"


def is_remote(agency: str, *, on: date) -> bool:
    """Whether the agency's place is marked as remote on a day (vùng sâu, vùng xa đi lại khó khăn)."""
    units = shipped_units()
    return any(units.marked(place, tag=REMOTE, on=on) for place in _places(agency))


@lru_cache(maxsize=1024)
def _places(agency: str) -> frozenset[Key]:
    units = shipped_units()
    return frozenset(mark.place for mark in units.marks if units.get(mark.place).id == agency)


def is_agency(book: AgencyBook, id_: str, *, on: date) -> bool:
    """Whether an agency of that id works on a day."""
    return any(one.id == id_ for one in book.units().as_of(on))


def agencies(book: AgencyBook, on: date) -> list[tuple[str, str]]:
    """The agencies that work on a day, by id and name."""
    return sorted(
        {(one.id, one.authority) for one in book.units().as_of(on)}, key=lambda one: one[1]
    )
