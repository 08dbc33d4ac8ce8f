"""The yearly report: when it is due, what its figures cover, whether it came in time and is whole."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from law.calendar.table import Calendar
from law.packs.packs import Packs
from law.packs.report import HardRule, Rating, Reminder, ReportRule, Section, Window
from law.packs.rules import Unit
from law.refusal import LawRefusal, NotInLaw

_DAY = timedelta(days=1)


class ReportNotInForce(LawRefusal):
    """No report was asked for that year yet."""

    code = "report_not_in_force"
    title = "Năm {year} chưa có quy định về báo cáo năm (có hiệu lực từ {since})."


class NoSuchWindow(NotInLaw):
    """No such data window is known."""

    code = "no_such_window"
    title = "Không có kỳ số liệu «{window}»."


class NoOverrideInstrument(LawRefusal):
    """A year's own due date needs the number of the letter that set it."""

    code = "no_override_instrument"
    title = "Hạn riêng của năm phải kèm số công văn quy định."


@dataclass(frozen=True)
class Override:
    """A due date that a numbered letter sets for one year."""

    due: date
    instrument: str


@dataclass(frozen=True)
class ReportDue:
    """The due date of a year's report: nominal, effective, and the last working day before."""

    year: int
    nominal: date
    effective: date
    last_working_day_before: date
    rule: ReportRule
    override: Override | None = None


@dataclass(frozen=True)
class ReportingPeriod:
    """What the figures of a year's report cover, and up to when the year is estimated."""

    window: Window
    start: date
    end: date
    estimate_to: date | None


@dataclass(frozen=True)
class Timeliness:
    """Whether something came in time, and how many working days late."""

    on_time: bool
    working_days_late: int


def report_due(
    year: int, *, calendar: Calendar, packs: Packs, override: Override | None = None
) -> ReportDue:
    """When the report of a year is due: the last day before the named day, rolled forward when off."""
    rule = packs.report
    nominal = rule.before.of(year) - _DAY
    if nominal < rule.since or (rule.until and nominal > rule.until):
        raise ReportNotInForce(year=year, since=rule.since, article=packs.cite(rule))
    if override:
        nominal = _overridden(override)
    effective = calendar.roll_forward(nominal) if packs.counting.rolls else nominal
    return ReportDue(year, nominal, effective, calendar.roll_back(nominal), rule, override)


def reporting_period(year: int, *, packs: Packs, window: str = "") -> ReportingPeriod:
    """The data window of a year, the recommended one unless another is named."""
    known = packs.report.periods
    found = next((one for one in known if one.code == window), None) if window else known[0]
    if found is None:
        raise NoSuchWindow(window=window)
    estimate = found.estimate_to.of(year) if found.estimate_to else None
    return ReportingPeriod(found, found.start.of(year), found.end.of(year), estimate)


def timeliness(received_on: date, *, effective: date, calendar: Calendar) -> Timeliness:
    """Whether what was received that day is in time. The day's last minute still is."""
    if received_on <= effective:
        return Timeliness(True, 0)
    return Timeliness(False, calendar.working_days_between(effective, received_on))


def reminders(found: ReportDue, *, calendar: Calendar) -> Iterator[date]:
    """The days on which to remind, before and after the effective due date."""
    return (day for day, _ in reminded(found.effective, found.rule, calendar=calendar))


def reminded(
    effective: date, rule: ReportRule, *, calendar: Calendar
) -> Iterator[tuple[date, Reminder]]:
    """The reminders of a due day with their days, in order."""
    for one in rule.reminders:
        yield _reminder_day(one, effective, calendar), one


def _reminder_day(one: Reminder, effective: date, calendar: Calendar) -> date:
    if one.unit is Unit.CALENDAR_DAY:
        return effective + one.days * _DAY
    if one.days < 0:
        return calendar.take_working_days(effective, -one.days)
    return calendar.add_working_days(effective, one.days)


def missing_sections(filled: Collection[str], *, packs: Packs) -> tuple[Section, ...]:
    """The compulsory sections a report still lacks."""
    sections = packs.report.sections
    return tuple(one for one in sections if one.required and one.code not in filled)


def broken_hard_rules(kept: Collection[str], *, packs: Packs) -> tuple[HardRule, ...]:
    """The hard rules not among the checks that a report passed."""
    return tuple(rule for rule in packs.report.hard_rules if rule.check not in kept)


def rating_cap(
    kept: Collection[str], *, packs: Packs
) -> tuple[Rating | None, tuple[HardRule, ...]]:
    """The highest rating a year can have whose report passed these checks (None: any), and the broken rules that
    cap it there or lower."""
    levels = {one.code: at for at, one in enumerate(packs.report.ratings)}
    broken = [one for one in broken_hard_rules(kept, packs=packs) if one.caps in levels]
    if not broken:
        return None, ()
    lowest = max(levels[one.caps] for one in broken)
    return packs.report.ratings[lowest], tuple(broken)


def _overridden(override: Override) -> date:
    if not override.instrument.strip():
        raise NoOverrideInstrument
    return override.due
