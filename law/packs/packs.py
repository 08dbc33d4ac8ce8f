"""All packs together: the value every question of law is answered from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any, Protocol

from law.packs.democracy import Conference, Quorum, VoteRule
from law.packs.duties import Duty, Indicator
from law.packs.handling import (
    Competence,
    Disposition,
    GroupRule,
    ReceptionRefusal,
    Remedy,
    Statistics,
)
from law.packs.instruments import Instrument, Source
from law.packs.pack import Pack
from law.packs.reception import CommonDay, Office, Posting, QuotaCounts
from law.packs.report import ReportRule
from law.packs.rules import Checklist, Counting, Fact, Limit, Pause, Rule, RuleVersion
from law.refusal import LawRefusal, NotInLaw


class NoSuchRule(NotInLaw):
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


class NoSuchCriterion(NotInLaw):
    """The checklist has no such line."""

    code = "no_such_criterion"
    title = "Không có tiêu chí «{criterion}» trong danh mục."


class Incomplete(LawRefusal):
    """The packs do not make a whole: a part is missing, twice there, or points at nothing."""

    code = "incomplete_packs"
    title = "Các bộ quy tắc không khớp nhau: {what}."


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


@dataclass(frozen=True, eq=False)
class Packs:
    """All packs a site works with. Made by `Packs.of`."""

    packs: tuple[Pack, ...]
    hash: str
    rules: Mapping[str, Rule]
    instruments: Mapping[str, Instrument]
    sources: Mapping[str, Source]
    offices: Mapping[str, Office]
    votes: Mapping[int, VoteRule]
    indicators: Mapping[str, Indicator]
    duties: Mapping[str, Duty]
    competences: Mapping[str, Competence]
    reception_refusals: Mapping[str, ReceptionRefusal]
    dispositions: tuple[Disposition, ...]
    remedies: tuple[Remedy, ...]
    pauses: tuple[Pause, ...]
    postings: tuple[Posting, ...]
    counting: Counting
    checklist: Checklist
    quota_counts: QuotaCounts
    common_day: CommonDay
    quorum: Quorum
    conference: Conference
    report: ReportRule
    group: GroupRule
    statistics: Statistics
    _chosen: dict[Any, tuple[Rule, Given]] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> "Packs":
        """Join packs. Raises `Incomplete` when they do not make a whole."""
        packs = tuple(packs)
        made = cls(
            packs=packs,
            hash=sha256("".join(sorted(pack.hash for pack in packs)).encode()).hexdigest()[:16],
            rules=_keyed("rules", packs, "id"),
            instruments=_keyed("instruments", packs, "id"),
            sources=_keyed("sources", packs, "id"),
            offices=_keyed("offices", packs, "id"),
            votes=_keyed("votes", packs, "item"),
            indicators=_keyed("indicators", packs, "code"),
            duties=_keyed("duties", packs, "id"),
            competences=_keyed("competences", packs, "id"),
            reception_refusals=_keyed("reception_refusals", packs, "id"),
            dispositions=tuple(_all("dispositions", packs)),
            remedies=tuple(_all("remedies", packs)),
            pauses=tuple(_all("pauses", packs)),
            postings=tuple(_all("postings", packs)),
            counting=_only("counting", packs),
            checklist=_only("checklist", packs),
            quota_counts=_only("quota_counts", packs),
            common_day=_only("common_day", packs),
            quorum=_only("quorum", packs),
            conference=_only("conference", packs),
            report=_only("report", packs),
            group=_only("group", packs),
            statistics=_only("statistics", packs),
        )
        for flaw in _flaws(made):
            raise Incomplete(what=flaw)
        return made

    def rule(self, rule: str) -> Rule:
        """One row by its id. Raises `NoSuchRule`."""
        try:
            return self.rules[rule]
        except KeyError:
            raise NoSuchRule(rule=rule) from None

    def cite(self, told: Cited) -> str:
        """Article and instrument, as one writes them."""
        instrument = self.instruments.get(told.instrument)
        return f"{told.article} {instrument.cited if instrument else told.instrument}".strip()

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


def _all(part: str, packs: tuple[Pack, ...]) -> Iterable[Any]:
    return (told for pack in packs for told in getattr(pack, part))


def _keyed(part: str, packs: tuple[Pack, ...], key: str) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for told in _all(part, packs):
        name = getattr(told, key)
        if name in found:
            raise Incomplete(what=f"{part}: {name} có hai lần")
        found[name] = told
    return found


def _only(part: str, packs: tuple[Pack, ...]) -> Any:
    found = [told for pack in packs if (told := getattr(pack, part))]
    if len(found) != 1:
        raise Incomplete(what=f"{part}: cần đúng một, có {len(found)}")
    return found[0]


def _flaws(packs: Packs) -> Iterator[str]:
    for rule in packs.rules.values():
        for version in rule.versions:
            yield from (f"{rule.id}: {flaw}" for flaw in _version_flaws(version, packs))


def _version_flaws(version: RuleVersion, packs: Packs) -> Iterator[str]:
    if version.instrument not in packs.instruments:
        yield f"không có văn bản {version.instrument}"
    if not version.limits or version.limits[-1].when:
        yield "mức cuối cùng phải áp dụng không cần điều kiện"
    if version.pauses and version.pauses not in {pause.kind for pause in packs.pauses}:
        yield f"không có căn cứ tạm đình chỉ loại {version.pauses}"


def _limit(version: RuleVersion, facts: Given) -> Limit:
    return next(limit for limit in version.limits if limit.holds(facts))
