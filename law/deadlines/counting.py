"""Counting from an event to the nominal end, and from there to the effective one."""

from calendar import monthrange
from datetime import date, timedelta

from law.calendar.table import Calendar
from law.deadlines.proof import Counted
from law.packs.packs import Applied, Packs
from law.packs.rules import Shape, Unit

_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}


def count(applied: Applied, start: date, calendar: Calendar) -> Counted:
    """The nominal end of the applied limit, with each day not counted; the event's own day never is."""
    unit, amount = applied.version.unit, applied.limit.amount
    forward = applied.version.shape is not Shape.BEFORE
    if unit is Unit.WORKING_DAY:
        return _working_days(start, amount, calendar, forward=forward)
    end = _shifted(start, amount if forward else -amount, unit)
    return Counted(start, amount, unit, end)


def _working_days(start: date, amount: int, calendar: Calendar, *, forward: bool) -> Counted:
    if forward:
        end = calendar.add_working_days(start, amount)
        low, high = start, end
    else:
        end = calendar.take_working_days(start, amount)
        low, high = end, start - timedelta(days=1)
    off = calendar.days_off_between(low, high)
    swapped_in = calendar.swapped_in_between(low, high)
    return Counted(start, amount, Unit.WORKING_DAY, end, off, swapped_in)


def _shifted(start: date, amount: int, unit: Unit) -> date:
    if unit is Unit.CALENDAR_DAY:
        return start + timedelta(days=amount)
    return _months_later(start, amount * _MONTHS[unit])


def _months_later(start: date, months: int) -> date:
    """The same day of a later month, or its last day when the month is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def rolled(applied: Applied, nominal: date, calendar: Calendar, packs: Packs) -> date:
    """The effective end: the nominal one, moved off a day off where the rule lets it move."""
    if applied.version.rolls and packs.counting.rolls:
        return calendar.roll_forward(nominal)
    return nominal
