"""The schema of the rule part of a pack file."""

from marshmallow import fields

from law.packs.rules import (
    Checklist,
    ComplexityClass,
    Counting,
    Criterion,
    Event,
    Extending,
    Limit,
    Pause,
    Rule,
    RuleVersion,
    Shape as RuleShape,
    Unit,
)
from law.schema import Shape, choice, day, facts, flag, listed, one, text, texts, whole


class LimitShape(Shape):
    """An amount and when it holds."""

    makes = Limit
    amount = whole()
    when = facts()


class ExtendingShape(Shape):
    """How a limit may be extended."""

    makes = Extending
    times = whole()
    days = whole()
    article = text()
    instrument = text(load_default="")


class RuleVersionShape(Shape):
    """What a rule says for a time."""

    makes = RuleVersion
    version = whole()
    since = day()
    until = day(load_default=None, allow_none=True)
    instrument = text()
    article = text()
    tag = text()
    unit = choice(Unit)
    limits = fields.List(fields.Nested(LimitShape), required=True)
    shape = choice(RuleShape, load_default=RuleShape.LIMIT)
    rolls = flag(load_default=True)
    extending = one(ExtendingShape, load_default=None, allow_none=True)
    pauses = text(load_default="")
    note = text(load_default="")


class RuleRowShape(Shape):
    """One row of the registry."""

    makes = Rule
    id = text()
    title = text()
    start = choice(Event)
    versions = fields.List(fields.Nested(RuleVersionShape), required=True)
    family = text(load_default="")
    facts = facts()
    asks = texts()
    key = text(load_default="")


class PauseShape(Shape):
    """When which ground for suspension is known."""

    makes = Pause
    kind = text()
    since = day()
    until = day(load_default=None, allow_none=True)
    grounds = texts()
    instrument = text()
    article = text()
    tag = text()
    note = text(load_default="")


class CriterionShape(Shape):
    """One line of the complexity checklist."""

    makes = Criterion
    id = text()
    text = text()


class ComplexityClassShape(Shape):
    """From how many criteria on."""

    makes = ComplexityClass
    at_least = whole()
    name = text()
    title = text()


class ChecklistShape(Shape):
    """The checklist and its classes, the most demanding first."""

    makes = Checklist
    instrument = text()
    article = text()
    tag = text()
    criteria = listed(CriterionShape)
    classes = listed(ComplexityClassShape)


class CountingShape(Shape):
    """How days are counted."""

    makes = Counting
    instrument = text()
    start_article = text()
    roll_article = text()
    rolls = flag(load_default=True)
    tag = text()
