"""The law as an officer knows it on a day."""

from datetime import date
from functools import lru_cache

from law.defaults import shipped_packs, shipped_register, shipped_units
from services.reception.domain import Law

REMOTE = "REMOTE"


def law_of(today: date) -> Law:
    """The rules, and the calendar as an officer knows it on a day."""
    return _law(sum(one.known_on <= today for one in shipped_register().decisions))


@lru_cache(maxsize=64)
def _law(version: int) -> Law:
    """One per version of the calendar: whoever asks many days compiles few."""
    return Law(shipped_register().at_version(version), shipped_packs())


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
