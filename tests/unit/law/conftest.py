"""The shipped calendar, packs and units, read once."""

from datetime import date

import pytest

from law.calendar.register import Register
from law.calendar.table import Calendar
from law.deadlines import Facts, due
from law.defaults import shipped_packs, shipped_register, shipped_units
from law.packs.packs import Packs
from law.units.register import Units


@pytest.fixture(scope="session")
def register() -> Register:
    return shipped_register()


@pytest.fixture(scope="session")
def calendar(register: Register) -> Calendar:
    return register.latest()


@pytest.fixture(scope="session")
def packs() -> Packs:
    return shipped_packs()


@pytest.fixture(scope="session")
def units() -> Units:
    return shipped_units()


@pytest.fixture(scope="session")
def ask(calendar: Calendar, packs: Packs):
    """Ask for a deadline with the shipped law: `ask("C-02", "2026-10-12", complex=True)`."""

    def _ask(rule: str, start: str, *, by: Calendar = calendar, **facts: object):
        return due(rule, Facts(start=date.fromisoformat(start), **facts), by, packs)

    return _ask
