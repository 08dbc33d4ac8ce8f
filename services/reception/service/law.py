"""What the law's register of places says of an agency."""

from datetime import date
from functools import lru_cache

from law.defaults import shipped_units

REMOTE = "REMOTE"


def is_remote(agency: str, *, on: date) -> bool:
    """Whether the agency's place is marked as remote on a day (vùng sâu, vùng xa đi lại khó khăn)."""
    units = shipped_units()
    places = _places(agency)
    return any(units.marked(place, tag=REMOTE, on=on) for place in places)


@lru_cache(maxsize=1024)
def _places(agency: str) -> frozenset:  # type: ignore[type-arg]
    units = shipped_units()
    return frozenset(mark.place for mark in units.marks if units.get(mark.place).id == agency)


def is_agency(id_: str, *, on: date) -> bool:
    """Whether an agency of that id works on a day."""
    return any(one.id == id_ for one in shipped_units().as_of(on))


def agencies(on: date) -> list[tuple[str, str]]:
    """The agencies that work on a day, by id and name."""
    return sorted(
        {(one.id, one.authority) for one in shipped_units().as_of(on)}, key=lambda one: one[1]
    )
