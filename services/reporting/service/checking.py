"""What looks wrong in a report, with the words of the law's packs."""

from collections.abc import Mapping

from law.packs.packs import Packs
from services.reporting.domain.checks import Finding, Said, copied, findings
from services.reporting.domain.figures import BY_KEY, group_words
from services.reporting.domain.submissions import Submission
from services.reporting.service.memory import Memory


def looked_at(
    figures: Mapping[str, int],
    sections: Mapping[str, str],
    before: Submission | None,
    *,
    packs: Packs,
) -> list[Finding]:
    """What looks wrong in figures and texts, by themselves and beside last year's report."""
    said = Said(figures=figures, sections=sections, titles=_titles(packs), units=_units(packs))
    found = findings(said, before.figures if before else {})
    return found + _copied(sections, {before.agency: before} if before else {}, packs)


def beside_others(report: Submission, memory: Memory) -> list[Finding]:
    """Sections that other agencies sent nearly alike that year; only for who sees all agencies."""
    others = memory.submissions.latest(report.year)
    others.pop(report.agency, None)
    return _copied(report.said["sections"], others, memory.packs)


def _copied(
    sections: Mapping[str, str], others: Mapping[str, Submission], packs: Packs
) -> list[Finding]:
    said = {one: report.said["sections"] for one, report in others.items()}
    titles = {one.code: f"{one.number}. {one.title}" for one in packs.report.sections}
    return copied(sections, said, titles=titles)


def _titles(packs: Packs) -> dict[str, str]:
    return {key: _title(key, packs) for key in BY_KEY}


def _title(key: str, packs: Packs) -> str:
    title = packs.indicators[BY_KEY[key].code.value].title
    group = group_words(key)
    return f"{title}: {group[0].lower()}{group[1:]}" if group else title


def _units(packs: Packs) -> dict[str, str]:
    known = packs.indicators
    return {key: known[one.code.value].unit for key, one in BY_KEY.items()}
