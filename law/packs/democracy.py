"""The shapes of grassroots democracy: votes with their thresholds, quorum, the dialogue conference."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marshmallow import fields

from law.schema import Shape, choice, day, flag, text, whole


class VoteForm(StrEnum):
    """How a community may vote."""

    MEETING = "MEETING"
    BALLOT = "BALLOT"
    ONLINE = "ONLINE"


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A share of a whole: at least it, or (strict) more than it."""

    numerator: int
    denominator: int
    strict: bool = False

    def reached(self, part: int, *, of: int) -> bool:
        """Whether `part` of `of` reaches the share, without rounding."""
        have, need = part * self.denominator, of * self.numerator
        return have > need if self.strict else have >= need

    def needed(self, *, of: int) -> int:
        """The smallest part that reaches the share."""
        whole_share, rest = divmod(of * self.numerator, self.denominator)
        return whole_share + 1 if self.strict or rest else whole_share


@dataclass(frozen=True, kw_only=True)
class VoteRule(Threshold):
    """What an item needs to pass, and in which forms it may be put to the vote."""

    item: int
    title: str
    forms: tuple[VoteForm, ...]
    since: date
    instrument: str
    article: str
    tag: str
    without_quorum: tuple[VoteForm, ...] = ()
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Quorum(Threshold):
    """How many households must be present at a meeting."""

    since: date
    instrument: str
    article: str
    tag: str


@dataclass(frozen=True, kw_only=True)
class Conference(Threshold):
    """The dialogue conference: how often, on whose request, and its two time limits by rule id."""

    a_year: int
    since: date
    announce: str
    publish: str
    instrument: str
    article: str
    tag: str


class _ThresholdShape(Shape):
    numerator = whole()
    denominator = whole()
    strict = flag()


def _forms(**kw: object) -> fields.List[VoteForm]:
    return fields.List(choice(VoteForm), **kw)  # type: ignore[arg-type]


class VoteShape(_ThresholdShape):
    """One item of community decisions."""

    makes = VoteRule
    item = whole()
    title = text()
    forms = _forms(required=True)
    without_quorum = _forms(load_default=())
    since = day()
    until = day(load_default=None)
    instrument = text()
    article = text()
    tag = text()


class QuorumShape(_ThresholdShape):
    """The quorum of a meeting."""

    makes = Quorum
    since = day()
    instrument = text()
    article = text()
    tag = text()


class ConferenceShape(_ThresholdShape):
    """The dialogue conference."""

    makes = Conference
    a_year = whole()
    since = day()
    announce = text()
    publish = text()
    instrument = text()
    article = text()
    tag = text()
