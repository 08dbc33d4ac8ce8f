"""The shapes of the yearly report: its date, its data windows, its outline and its hard rules."""

from dataclasses import dataclass
from datetime import date

from law.packs.rules import Unit
from law.schema import Shape, choice, day, flag, listed, one, text, texts, whole


@dataclass(frozen=True)
class DayOfYear:
    """A day of the report's year, or (`year` -1) of the year before."""

    month: int
    day: int
    year: int = 0

    def of(self, year: int) -> date:
        """The date in a report year."""
        return date(year + self.year, self.month, self.day)


@dataclass(frozen=True, kw_only=True)
class Window:
    """A data window; the first of a report is the one used unless a campaign says otherwise."""

    code: str
    title: str
    start: DayOfYear
    end: DayOfYear
    tag: str
    estimate_to: DayOfYear | None = None


@dataclass(frozen=True)
class Reminder:
    """A reminder so many days before (negative) or after the due date.

    `chasing`: it is the so manieth "đôn đốc" (0: none yet); `escalates`: the superior is told as well.
    """

    days: int
    unit: Unit
    chasing: int = 0
    escalates: bool = False

    @property
    def code(self) -> str:
        """How it is called: T-30 … T+7."""
        return f"T{self.days:+d}" if self.days else "T-0"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One section of the outline and the duties it tells of."""

    code: str
    number: str
    title: str
    duties: tuple[str, ...] = ()
    required: bool = False
    basis: str = ""


@dataclass(frozen=True)
class Annex:
    """One annex."""

    code: str
    title: str


@dataclass(frozen=True)
class Rating:
    """One level of rating (xếp loại) of an agency's year."""

    code: str
    title: str
    tag: str


@dataclass(frozen=True, kw_only=True)
class HardRule:
    """What a report must have; without it the report is incomplete, and the year is rated no higher than `caps`."""

    duty: str
    check: str
    title: str
    tag: str
    section: str = ""
    return_reason: str = ""
    minimum: int = 0
    caps: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportRule:
    """The yearly report: due on the last day before `before`."""

    code: str
    title: str
    since: date
    instrument: str
    article: str
    tag: str
    before: DayOfYear
    opens: DayOfYear
    correction: str
    periods: tuple[Window, ...]
    reminders: tuple[Reminder, ...]
    sections: tuple[Section, ...]
    annexes: tuple[Annex, ...]
    hard_rules: tuple[HardRule, ...]
    ratings: tuple[Rating, ...] = ()
    until: date | None = None
    note: str = ""


class DayOfYearShape(Shape):
    """A day of a year."""

    makes = DayOfYear
    month = whole()
    day = whole()
    year = whole(load_default=0)


class WindowShape(Shape):
    """A data window."""

    makes = Window
    code = text()
    title = text()
    start = one(DayOfYearShape)
    end = one(DayOfYearShape)
    estimate_to = one(DayOfYearShape, load_default=None)
    tag = text()


class ReminderShape(Shape):
    """When to remind."""

    makes = Reminder
    days = whole()
    unit = choice(Unit)
    chasing = whole(load_default=0)
    escalates = flag()


class SectionShape(Shape):
    """A section of the outline."""

    makes = Section
    code = text()
    number = text()
    title = text()
    duties = texts()
    required = flag()
    basis = text(load_default="")


class AnnexShape(Shape):
    """An annex."""

    makes = Annex
    code = text()
    title = text()


class RatingShape(Shape):
    """A level of rating."""

    makes = Rating
    code = text()
    title = text()
    tag = text()


class HardRuleShape(Shape):
    """A hard rule."""

    makes = HardRule
    duty = text()
    check = text()
    title = text()
    tag = text()
    section = text(load_default="")
    return_reason = text(load_default="")
    minimum = whole(load_default=0)
    caps = text(load_default="")


class ReportShape(Shape):
    """The yearly report."""

    makes = ReportRule
    code = text()
    title = text()
    since = day()
    until = day(load_default=None)
    instrument = text()
    article = text()
    tag = text()
    note = text(load_default="")
    before = one(DayOfYearShape)
    opens = one(DayOfYearShape)
    correction = text()
    periods = listed(WindowShape)
    reminders = listed(ReminderShape)
    sections = listed(SectionShape)
    annexes = listed(AnnexShape)
    hard_rules = listed(HardRuleShape)
    ratings = listed(RatingShape, load_default=())
