"""Which hard rules a report keeps, and the highest rating (xếp loại) its year can have by that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from contracts.reporting import Timeliness
from law.packs.packs import Packs
from law.packs.report import HardRule
from law.report import rating_cap
from services.reporting.domain.submissions import Submission

IN_TIME = frozenset({Timeliness.ON_TIME, Timeliness.ON_TIME_AFTER_RETURN})


@dataclass(frozen=True, kw_only=True)
class Cap:
    """The highest rating, and the broken rules because of which it is no higher."""

    rating: str
    title: str
    because: tuple[str, ...]


def kept_checks(
    packs: Packs,
    *,
    models: int,
    sections: Collection[str],
    figures: Mapping[str, int],
    in_time: bool = True,
) -> set[str]:
    """The checks of hard rules a report passes; a draft is in time until its receipt says otherwise."""
    passed = {
        rule.check
        for rule in packs.report.hard_rules
        if _keeps(rule, models=models, sections=sections, figures=figures)
    }
    return {*passed, "IN_TIME"} if in_time else passed - {"IN_TIME"}


def _keeps(
    rule: HardRule, *, models: int, sections: Collection[str], figures: Mapping[str, int]
) -> bool:
    if rule.check == "MODEL_IN_PERIOD":
        return models >= rule.minimum
    if rule.section and rule.section not in sections:
        return False
    if rule.check == "EVALUATION_PRESENT":
        return figures.get("HEAD_EVALUATIONS", 0) >= rule.minimum
    return rule.check == "SECTION_PRESENT"


def cap_of(kept: Collection[str], *, packs: Packs) -> Cap | None:
    """The cap of a report that keeps these checks; None when nothing caps it."""
    rating, broken = rating_cap(kept, packs=packs)
    if rating is None:
        return None
    because = tuple(f"{one.title} ({one.duty})" for one in broken)
    return Cap(rating=rating.code, title=rating.title, because=because)


def cap_of_sent(sent: Submission, *, packs: Packs) -> Cap | None:
    """The cap of a version as it was received; none for one imported from an earlier year."""
    if sent.imported:
        return None
    kept = kept_checks(
        packs,
        models=sent.said.get("models", 0),
        sections=sent.said["sections"],
        figures=sent.figures,
        in_time=sent.timeliness in IN_TIME,
    )
    return cap_of(kept, packs=packs)
