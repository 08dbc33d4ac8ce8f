"""The shapes of handling petitions: refusals, groups, routes, competence, statistical periods and checks."""

from dataclasses import dataclass
from datetime import date

from marshmallow import fields

from law.packs.report import DayOfYear, DayOfYearShape
from law.schema import Shape, day, flag, listed, one, text, texts, whole


@dataclass(frozen=True, kw_only=True)
class ReceptionRefusal:
    """A lawful reason for not receiving a person; some need a written notice signed by the head."""

    id: str
    title: str
    needs_notice: bool
    instrument: str
    article: str
    tag: str


@dataclass(frozen=True)
class Representatives:
    """From so many persons on, how many may speak for them."""

    from_persons: int
    least: int
    most: int


@dataclass(frozen=True, kw_only=True)
class GroupRule:
    """From how many persons on the same matter a visit is a group, and who speaks for it."""

    persons: int
    representatives: tuple[Representatives, ...]
    instrument: str
    article: str
    tag: str


@dataclass(frozen=True, kw_only=True)
class Disposition:
    """A route a petition of some kinds may take, with the rule that limits it and the form it is written
    on, if the law has them."""

    id: str
    title: str
    kinds: tuple[str, ...]
    rule: str = ""
    form: str = ""


@dataclass(frozen=True, kw_only=True)
class Competence:
    """Who settles a matter in the first and in the second instance; none means no second instance.

    The offices are those of the cadences (`commune-chair`); none where only a look at who manages whom tells.
    `several` is who settles it in the first instance when it touches several communes or is complex.
    """

    id: str
    title: str
    first: str
    second: str
    since: date
    instrument: str
    article: str
    tag: str
    kinds: tuple[str, ...] = ()
    first_offices: tuple[str, ...] = ()
    second_offices: tuple[str, ...] = ()
    several: str = ""
    several_offices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Remedy:
    """What who petitioned may do when the time has run out, by kind and instance."""

    kind: str
    instance: str
    title: str
    since: date
    instrument: str
    article: str
    tag: str


@dataclass(frozen=True)
class StatisticsPeriod:
    """A period of the inspectorate's statistics; some come with a narrative report."""

    code: str
    title: str
    start: DayOfYear
    end: DayOfYear
    narrative: bool


@dataclass(frozen=True)
class FormCheck:
    """Sums of a form's columns that must all be the same."""

    form: str
    title: str
    equal: tuple[tuple[int, ...], ...]
    tag: str


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The inspectorate's periods, and what its forms must fulfil."""

    instrument: str
    article: str
    tag: str
    periods: tuple[StatisticsPeriod, ...]
    checks: tuple[FormCheck, ...]


class ReceptionRefusalShape(Shape):
    """A reason for refusing."""

    makes = ReceptionRefusal
    id = text()
    title = text()
    needs_notice = flag()
    instrument = text()
    article = text()
    tag = text()


class RepresentativesShape(Shape):
    """How many speak for a group."""

    makes = Representatives
    from_persons = whole()
    least = whole()
    most = whole()


class GroupShape(Shape):
    """When a visit is a group."""

    makes = GroupRule
    persons = whole()
    representatives = listed(RepresentativesShape)
    instrument = text()
    article = text()
    tag = text()


class DispositionShape(Shape):
    """A route."""

    makes = Disposition
    id = text()
    title = text()
    kinds = texts()
    rule = text(load_default="")
    form = text(load_default="")


class CompetenceShape(Shape):
    """Who settles what."""

    makes = Competence
    id = text()
    title = text()
    first = text()
    second = text()
    since = day()
    instrument = text()
    article = text()
    tag = text()
    kinds = texts(load_default=())
    first_offices = texts(load_default=())
    second_offices = texts(load_default=())
    several = text(load_default="")
    several_offices = texts(load_default=())


class RemedyShape(Shape):
    """What helps when it is late."""

    makes = Remedy
    kind = text()
    instance = text()
    title = text()
    since = day()
    instrument = text()
    article = text()
    tag = text()


class PeriodShape(Shape):
    """A statistical period."""

    makes = StatisticsPeriod
    code = text()
    title = text()
    start = one(DayOfYearShape)
    end = one(DayOfYearShape)
    narrative = flag()


class FormCheckShape(Shape):
    """A check of a form."""

    makes = FormCheck
    form = text()
    title = text()
    equal = fields.List(fields.List(fields.Integer(strict=True)), required=True)
    tag = text()


class StatisticsShape(Shape):
    """Periods and checks."""

    makes = Statistics
    instrument = text()
    article = text()
    tag = text()
    periods = listed(PeriodShape)
    checks = listed(FormCheckShape)
