"""The days of the sample year: when work is done, when it is entered, when things are due by law."""

from datetime import date, timedelta
from functools import cache
from random import Random

from law.calendar.table import Calendar
from law.deadlines import Facts, due
from law.defaults import shipped_packs, shipped_register

DAY = timedelta(days=1)
FIRST_FACT = date(2025, 10, 1)  # what is older is not told; October is carried into the year
WINDOW_FROM = date(2025, 11, 1)
WINDOW_TO = date(2026, 10, 31)
CLOCK_FROM = date(2025, 11, 1)
LAST_ENTRY = date(2026, 11, 2)
CLOCK_TO = date(2026, 12, 1)


@cache
def calendar() -> Calendar:
    """Days off and on, as decided up to the newest decision."""
    return shipped_register().latest()


@cache
def working_days() -> tuple[date, ...]:
    """All working days on which something may have happened."""
    return tuple(on for on in span(FIRST_FACT, WINDOW_TO) if calendar().is_working_day(on))


def span(first: date, last: date) -> list[date]:
    """All days from the first to the last."""
    return [first + step * DAY for step in range((last - first).days + 1)]


def working(on: date) -> date:
    """That day, or the next working day."""
    return calendar().roll_forward(on)


def after(on: date, days: int) -> date:
    """So many working days later."""
    return calendar().add_working_days(on, days) if days else on


def between(random: Random, first: date, last: date) -> date:
    """A working day within two days, both included."""
    on = working(first + random.randrange((last - first).days + 1) * DAY)
    return on if on <= last else calendar().roll_back(last)


@cache
def due_on(rule: str, start: date, *, remote: bool = False, is_complex: bool = False) -> date:
    """When the law wants a thing done that began on `start`."""
    facts = Facts(start=start, remote=remote, complex=is_complex)
    return due(rule, facts, calendar(), shipped_packs()).effective


@cache
def entry_day(on: date, weekday: int, weeks: int = 1) -> date:
    """The day on which an agency that enters on a weekday enters what happened on `on`.

    With several weeks between its entry days, agencies of different weekdays take turns.
    """
    start = max(on, CLOCK_FROM)
    chosen = start + (weekday - start.weekday()) % 7 * DAY
    while chosen.toordinal() // 7 % weeks != weekday % weeks:
        chosen += 7 * DAY
    return min(working(chosen), max(LAST_ENTRY, start))
