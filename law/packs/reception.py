"""The shapes of reception duties: offices and their cadences, what counts, the common day, postings."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from law.schema import Shape, choice, day, listed, text, texts, whole


class Per(StrEnum):
    """The period a cadence speaks of."""

    WEEK = "WEEK"
    MONTH = "MONTH"


@dataclass(frozen=True, kw_only=True)
class Cadence:
    """At least so many reception days per week or month, for a time."""

    since: date
    per: Per
    days: int
    instrument: str
    article: str
    tag: str
    until: date | None = None


@dataclass(frozen=True)
class Office:
    """An office whose holder must receive citizens."""

    id: str
    title: str
    cadences: tuple[Cadence, ...]


@dataclass(frozen=True, kw_only=True)
class QuotaCounts:
    """Which sessions count: their kinds, their hosts, and since when online ones do."""

    kinds: tuple[str, ...]
    hosts: tuple[str, ...]
    online_since: date
    tag: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class CommonDay:
    """The day of the month on which all offices receive, moved to a working day."""

    day: int
    since: date
    instrument: str
    article: str
    tag: str
    until: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Posting:
    """One line of what must hang at the place of reception; `rule` names its time limit, if any, `keep` for how many
    days it hangs at least (nought: until something newer does)."""

    id: str
    number: int
    title: str
    instrument: str
    article: str
    tag: str
    rule: str = ""
    keep: int = 0


class CadenceShape(Shape):
    """A cadence of an office."""

    makes = Cadence
    since = day()
    until = day(load_default=None)
    per = choice(Per)
    days = whole()
    instrument = text()
    article = text()
    tag = text()


class OfficeShape(Shape):
    """An office and its cadences over time."""

    makes = Office
    id = text()
    title = text()
    cadences = listed(CadenceShape)


class QuotaCountsShape(Shape):
    """What counts toward a quota."""

    makes = QuotaCounts
    kinds = texts()
    hosts = texts()
    online_since = day()
    tag = text()
    note = text(load_default="")


class CommonDayShape(Shape):
    """The common reception day."""

    makes = CommonDay
    since = day()
    until = day(load_default=None)
    day = whole()
    instrument = text()
    article = text()
    tag = text()
    note = text(load_default="")


class PostingShape(Shape):
    """One posting duty."""

    makes = Posting
    id = text()
    number = whole()
    title = text()
    instrument = text()
    article = text()
    tag = text()
    rule = text(load_default="")
    keep = whole(load_default=0)
