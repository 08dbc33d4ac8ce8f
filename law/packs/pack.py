"""One pack, and all packs together: the value every question of law is answered from."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Protocol

from law.packs.instruments import Instrument, InstrumentShape
from law.packs.reading import ChecklistShape, CountingShape, PauseShape, RuleRowShape
from law.packs.rules import Checklist, Counting, Fact, Limit, Pause, Rule, RuleVersion
from law.refusal import LawRefusal
from law.schema import Shape, listed, one, read, text


class NoSuchRule(LawRefusal):
    """No pack holds that rule."""

    code = "no_such_rule"
    title = "Không có quy tắc {rule} trong các bộ quy tắc."


class NotInForce(LawRefusal):
    """The rule was not the law on that day."""

    code = "not_in_force"
    title = "Quy tắc {rule} không có hiệu lực vào ngày {on}."


class FactNotAsked(LawRefusal):
    """A fact was given on which the rule does not depend."""

    code = "fact_not_asked"
    title = "Quy tắc {rule} không phụ thuộc vào dữ kiện «{fact}»."


class ComplexityIsDerived(LawRefusal):
    """The complexity of a denunciation follows from the checklist, nobody types it."""

    code = "complexity_is_derived"
    title = "Mức độ phức tạp của tố cáo ({rule}) được suy ra từ tiêu chí, không nhập trực tiếp."


class NoSuchCriterion(LawRefusal):
    """The checklist has no such line."""

    code = "no_such_criterion"
    title = "Không có tiêu chí «{criterion}» trong danh mục."


class SameRuleTwice(LawRefusal):
    """Two packs hold the same rule."""

    code = "same_rule_twice"
    title = "Quy tắc {rule} có trong hai bộ quy tắc."


@dataclass(frozen=True, eq=False)
class Pack:
    """What one file says; `hash` is that of its content, whatever its layout."""

    pack: str
    version: str
    title: str
    hash: str = ""
    rules: tuple[Rule, ...] = ()
    pauses: tuple[Pause, ...] = ()
    checklist: Checklist | None = None
    counting: Counting | None = None
    instruments: tuple[Instrument, ...] = ()


class PackShape(Shape):
    """A pack file: who it is, then any of the parts."""

    makes = Pack
    pack = text()
    version = text()
    title = text()
    rules = listed(RuleRowShape)
    pauses = listed(PauseShape)
    checklist = one(ChecklistShape, load_default=None)
    counting = one(CountingShape, load_default=None)
    instruments = listed(InstrumentShape)


def pack_from(content: Any, *, file: str) -> Pack:
    """The pack a file describes. Raises `WrongFile`."""
    made: Pack = read(PackShape, content, file=file)
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return Pack(**{**vars(made), "hash": sha256(canonical.encode()).hexdigest()[:16]})


@dataclass(frozen=True)
class Applied:
    """The row that applies, in the version in force, with its limit."""

    rule: Rule
    version: RuleVersion
    limit: Limit


class Cited(Protocol):
    """Anything that names its instrument and article."""

    @property
    def instrument(self) -> str:
        """The instrument's id."""

    @property
    def article(self) -> str:
        """The place in it."""


Given = Mapping[str, Fact]
_NOTHING: Given = {}


@dataclass(frozen=True, eq=False)
class Packs:
    """All packs a site works with. Made by `Packs.of`."""

    packs: tuple[Pack, ...]
    rules: Mapping[str, Rule]
    counting: Counting
    checklist: Checklist
    pauses: tuple[Pause, ...]
    instruments: Mapping[str, Instrument]
    hash: str
    _chosen: dict[Any, tuple[Rule, Given]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> "Packs":
        """Join packs. Raises `SameRuleTwice` when two claim one rule."""
        packs = tuple(packs)
        return cls(
            packs,
            _by_id(packs),
            next(pack.counting for pack in packs if pack.counting),
            next(pack.checklist for pack in packs if pack.checklist),
            tuple(pause for pack in packs for pause in pack.pauses),
            {one.id: one for pack in packs for one in pack.instruments},
            sha256("".join(sorted(pack.hash for pack in packs)).encode()).hexdigest()[:16],
        )

    def rule(self, rule: str) -> Rule:
        """One row by its id. Raises `NoSuchRule`."""
        try:
            return self.rules[rule]
        except KeyError:
            raise NoSuchRule(rule=rule) from None

    def cite(self, told: Cited) -> str:
        """Article and instrument, as one writes them."""
        instrument = self.instruments.get(told.instrument)
        return f"{told.article} {instrument.cited if instrument else told.instrument}"

    def family(self, rule: Rule) -> tuple[Rule, ...]:
        """The rows that differ from this one only by facts, itself included."""
        if not rule.family:
            return (rule,)
        return tuple(one for one in self.rules.values() if one.family == rule.family)

    def pack_of(self, rule: str) -> Pack:
        """The pack that holds a rule."""
        held = self.rule(rule)
        return next(pack for pack in self.packs if held in pack.rules)

    def choose(self, rule: str, *, given: tuple[tuple[str, Fact], ...] = ()) -> tuple[Rule, Given]:
        """The row of the family that applies: what the named row implies, then what is given.

        Raises `FactNotAsked`, `ComplexityIsDerived`.
        """
        key = (rule, given)
        if key not in self._chosen:
            self._chosen[key] = self._choose(self.rule(rule), dict(given))
        return self._chosen[key]

    def apply(self, rule: str, *, on: date, given: tuple[tuple[str, Fact], ...] = ()) -> Applied:
        """The row that applies by facts, in the version of that day. Raises also `NotInForce`."""
        row, facts = self.choose(rule, given=given)
        version = row.in_force(on)
        if version is None:
            raise NotInForce(rule=row.id, on=on, article=self.cite(row.versions[0]))
        return Applied(row, version, _limit(version, facts))

    def complexity(self, criteria: Iterable[str]) -> str:
        """The class that follows from the ticked lines of the checklist. Raises `NoSuchCriterion`."""
        ticked = set(criteria)
        for criterion in sorted(ticked - {line.id for line in self.checklist.criteria}):
            raise NoSuchCriterion(criterion=criterion, article=self.cite(self.checklist))
        classes = self.checklist.classes
        return next(level.name for level in classes if len(ticked) >= level.at_least)

    def _choose(self, rule: Rule, given: Given) -> tuple[Rule, Given]:
        for fact in given:
            if fact not in rule.asks:
                raise self._not_asked(rule, fact)
        facts = {**rule.facts, **given}
        rows = self.family(rule)
        return next(row for row in rows if row.facts.items() <= facts.items()), facts

    def _not_asked(self, rule: Rule, fact: str) -> LawRefusal:
        if fact == "complex" and "complexity" in rule.asks:
            return ComplexityIsDerived(rule=rule.id, article=self.cite(self.checklist))
        return FactNotAsked(rule=rule.id, fact=fact, article=self.cite(rule.versions[-1]))


def _by_id(packs: tuple[Pack, ...]) -> dict[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        if rule.id in found:
            raise SameRuleTwice(rule=rule.id)
        found[rule.id] = rule
    return found


def _limit(version: RuleVersion, facts: Given) -> Limit:
    return next(limit for limit in version.limits if limit.holds(facts))
