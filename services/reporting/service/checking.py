"""What looks wrong in a report, with the words of the law's packs."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from law.packs.packs import Packs
from services.reporting.domain.checks import Finding, Said, bare, copied, findings
from services.reporting.domain.figures import BY_KEY, group_words
from services.reporting.domain.submissions import Submission


def looked_at(
    figures: Mapping[str, int],
    sections: Mapping[str, str],
    before: Submission | None,
    *,
    packs: Packs,
) -> list[Finding]:
    """What looks wrong in figures and texts, by themselves and beside last year's report, before it is sent."""
    return compared(figures, sections, before, packs=packs) + _own(sections, before, packs)


def compared(
    figures: Mapping[str, int],
    sections: Mapping[str, str],
    before: Submission | None,
    *,
    packs: Packs,
) -> list[Finding]:
    """The same without what is repeated: in what was sent that is a doubt of mere form, which can be answered."""
    said = Said(figures=figures, sections=sections, titles=_titles(packs), units=_units(packs))
    return findings(said, before.figures if before else {})


class Copies:
    """Which sections of reports other agencies sent nearly alike that year, or the agency itself the year before; for
    many reports, read once."""

    def __init__(self, latest: Mapping[str, Submission], packs: Packs) -> None:
        self.said, self.packs = _bare(latest), packs

    def of(self, report: Submission, before: Submission | None) -> list[Finding]:
        """The sections of a report that another agency's, or (`before`) its own last one, says nearly alike."""
        others = {one: said for one, said in self.said.items() if one != report.agency}
        sections = report.said["sections"]
        found = _copied(sections, others, self.packs)
        flagged = {one.where for one in found}
        rest = {code: text for code, text in sections.items() if code not in flagged}
        return found + _own(rest, before, self.packs)


Sections = Mapping[str, Mapping[str, str]]


def _bare(reports: Mapping[str, Submission]) -> Sections:
    return {
        agency: {code: bare(text) for code, text in one.said["sections"].items()}
        for agency, one in reports.items()
    }


def _own(sections: Mapping[str, str], before: Submission | None, packs: Packs) -> list[Finding]:
    """The sections that repeat the agency's own report of the year before."""
    if before is None:
        return []
    found = _copied(sections, _bare({before.agency: before}), packs)
    return [
        replace(
            one, text=f"{one.text} Nội dung đã có: báo cáo năm {before.year} của chính cơ quan."
        )
        for one in found
    ]


def _copied(sections: Mapping[str, str], others: Sections, packs: Packs) -> list[Finding]:
    titles = {one.code: f"{one.number}. {one.title}" for one in packs.report.sections}
    return copied(sections, others, titles=titles)


@lru_cache(maxsize=8)
def _titles(packs: Packs) -> dict[str, str]:
    return {key: _title(key, packs) for key in BY_KEY}


def _title(key: str, packs: Packs) -> str:
    title = packs.indicators[BY_KEY[key].code.value].title
    group = group_words(key)
    return f"{title}: {group[0].lower()}{group[1:]}" if group else title


@lru_cache(maxsize=8)
def _units(packs: Packs) -> dict[str, str]:
    known = packs.indicators
    return {key: known[one.code.value].unit for key, one in BY_KEY.items()}
