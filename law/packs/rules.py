"""The shapes of a deadline rule: its versions over time, its amounts by facts, extensions and pauses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Fact = bool | str
GivenFacts = Mapping[str, Fact]


class Unit(StrEnum):
    """What a limit is counted in."""

    WORKING_DAY = "WORKING_DAY"
    CALENDAR_DAY = "CALENDAR_DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"


class Shape(StrEnum):
    """How a limit stands to its event.

    LIMIT: to be done by the day; MINIMUM: must last at least until the day;
    BEFORE: to be done at the latest so long before the event.
    """

    LIMIT = "LIMIT"
    MINIMUM = "MINIMUM"
    BEFORE = "BEFORE"


class Event(StrEnum):
    """What starts a clock (or, for BEFORE, what it leads up to)."""

    RECEIVED = "RECEIVED"
    ACCEPTED = "ACCEPTED"
    ACCEPTANCE_DECIDED = "ACCEPTANCE_DECIDED"
    DECISION_ISSUED = "DECISION_ISSUED"
    DECISION_RECEIVED = "DECISION_RECEIVED"
    CONCLUSION_ISSUED = "CONCLUSION_ISSUED"
    VALID_REQUEST = "VALID_REQUEST"
    RETURNED = "RETURNED"
    STORED = "STORED"
    KNOWN = "KNOWN"
    POSTED = "POSTED"
    PUBLISHED = "PUBLISHED"
    BROADCAST = "BROADCAST"
    DOCUMENT_ISSUED = "DOCUMENT_ISSUED"
    OPENED = "OPENED"
    SESSION_HELD = "SESSION_HELD"
    CONFERENCE_HELD = "CONFERENCE_HELD"
    MEETING_HELD = "MEETING_HELD"
    NOTICE_SENT = "NOTICE_SENT"
    PERSUASION_ENDED = "PERSUASION_ENDED"
    RECOVERY_DECIDED = "RECOVERY_DECIDED"
    REFUSED_INVENTORY = "REFUSED_INVENTORY"
    WORKING_WITH_TEAM = "WORKING_WITH_TEAM"
    SUPERVISION_STARTS = "SUPERVISION_STARTS"


@dataclass(frozen=True)
class Limit:
    """An amount, and the facts under which it holds; none means always."""

    amount: int
    when: Mapping[str, Fact] = field(default_factory=dict)

    def holds(self, facts: GivenFacts) -> bool:
        """Whether all its facts are given."""
        return self.when.items() <= facts.items()


@dataclass(frozen=True)
class Extending:
    """How often, and by how many days at most each time, a limit may be extended."""

    times: int
    days: int
    article: str
    instrument: str = ""


@dataclass(frozen=True, kw_only=True)
class RuleVersion:
    """What a rule says from one day to another (both included; no end means still in force)."""

    version: int
    since: date
    until: date | None
    instrument: str
    article: str
    tag: str
    unit: Unit
    limits: tuple[Limit, ...]
    shape: Shape = Shape.LIMIT
    rolls: bool = True
    extending: Extending | None = None
    pauses: str = ""
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it is the law on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of the registry. Rows of one family differ only by facts; `key` is its setting's name."""

    id: str
    title: str
    start: Event
    versions: tuple[RuleVersion, ...]
    family: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    key: str = ""

    def in_force(self, on: date) -> RuleVersion | None:
        """Its version on that day."""
        return next((one for one in self.versions if one.in_force(on)), None)


@dataclass(frozen=True, kw_only=True)
class Pause:
    """From when to when the law knows which grounds for suspending which kind of case."""

    kind: str
    since: date
    until: date | None
    grounds: tuple[str, ...]
    instrument: str
    article: str
    tag: str
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Whether it is the law on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Criterion:
    """One line of the checklist that makes a denunciation complex."""

    id: str
    text: str


@dataclass(frozen=True)
class ComplexityClass:
    """From how many criteria on a case belongs to a class."""

    at_least: int
    name: str
    title: str


@dataclass(frozen=True)
class Checklist:
    """The checklist from which the complexity of a denunciation is derived."""

    instrument: str
    article: str
    tag: str
    criteria: tuple[Criterion, ...]
    classes: tuple[ComplexityClass, ...]


@dataclass(frozen=True)
class Counting:
    """How days are counted at all: the event's day never counts; whether a day off moves the end."""

    instrument: str
    start_article: str
    roll_article: str
    rolls: bool
    tag: str
