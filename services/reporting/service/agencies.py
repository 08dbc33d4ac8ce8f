"""Who reports, as the law's register of units tells it."""

from datetime import date
from functools import cache

from law.cadence import quota
from law.calendar.table import Calendar
from law.defaults import shipped_packs, shipped_register, shipped_units
from law.refusal import LawRefusal
from law.units.model import COMMUNE_KINDS, Unit
from services.reporting.domain.composing import Agency

COMMUNE_CHAIR, DEPARTMENT_HEAD = "commune-chair", "department-head"


def calendar() -> Calendar:
    """The calendar as it is known now."""
    return shipped_register().latest()


def reporters(on: date) -> tuple[Unit, ...]:
    """Who owes the yearly report on a day: departments first, then communes and wards."""
    units = shipped_units().reporting(on)
    return tuple(sorted(units, key=lambda unit: unit.kind.is_place))


@cache
def _units() -> dict[str, Unit]:
    return {unit.id: unit for unit in shipped_units().by_key.values()}


def known(id_: str) -> bool:
    """Whether the register has such an agency."""
    return id_ in _units()


def named(id_: str) -> Agency:
    """An agency by its id; the id itself when the register does not know it."""
    unit = _units().get(id_)
    if unit is None:
        return Agency(id=id_, name=id_, kind="")
    return Agency(id=id_, name=unit.authority, kind=unit.kind.value)


def head_quota(id_: str, first: date, last: date) -> int | None:
    """The reception days the head of an agency owes in a period; None where the law sets none.

    None also for a period the calendar does not reach.
    """
    unit = _units().get(id_)
    if unit is None:
        return None
    office = COMMUNE_CHAIR if unit.kind in COMMUNE_KINDS else DEPARTMENT_HEAD
    try:
        owed = quota(office, since=first, until=last, calendar=calendar(), packs=shipped_packs())
    except LawRefusal:
        return None
    return owed.days
