"""The bench of the province's narrative: what the agencies wrote, sentence by sentence, and what is picked from it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from rapidfuzz import fuzz, process

from contracts.reporting import NarrativePicked
from kernel.errors import Invalid
from kernel.message import Aggregate
from services.reporting.domain.checks import bare
from services.reporting.domain.submissions import Submission

NEARLY, SHORTEST_SENTENCE, MOST_PICKS = 86.0, 20, 60
_END = re.compile(r"(?<=[.!?;])\s+(?=\S)|\n+")


class NothingPicked(Invalid):
    """Sentences of accepted reports are picked by their report and place."""

    code = "nothing_picked"
    title = "Chọn ít nhất một câu trong báo cáo đã được chấp nhận."


class TooManyPicked(Invalid):
    """A section of the province's report quotes so many sentences at most."""

    code = "too_many_picked"
    title = f"Mỗi phần lấy tối đa {MOST_PICKS} câu."


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of one version; `place` counts within the section from 1."""

    report: str
    agency: str
    number: int
    section: str
    place: int
    text: str

    @property
    def id(self) -> str:
        """By which it is picked."""
        return f"{self.report}:{self.section}:{self.place}"


@dataclass(frozen=True)
class Group:
    """Sentences that say nearly the same; the first stands for all."""

    sentences: tuple[Sentence, ...]

    @property
    def agencies(self) -> int:
        """How many agencies say it."""
        return len({one.agency for one in self.sentences})


def split(text: str) -> list[str]:
    """The sentences of a text, in order."""
    return [one.strip() for one in _END.split(text) if one.strip()]


def sentences_of(report: Submission, section: str) -> list[Sentence]:
    """The sentences of one section of a version."""
    return [
        Sentence(
            report=report.id,
            agency=report.agency,
            number=report.number,
            section=section,
            place=place,
            text=text,
        )
        for place, text in enumerate(split(report.said["sections"].get(section, "")), 1)
    ]


def grouped(sentences: Iterable[Sentence]) -> list[Group]:
    """Sentences of several agencies that say nearly the same, the most said first; short ones are left out."""
    heads: list[str] = []
    groups: list[list[Sentence]] = []
    for one in sentences:
        said = bare(one.text)
        if len(said) < SHORTEST_SENTENCE:
            continue
        found = process.extractOne(said, heads, scorer=fuzz.ratio, score_cutoff=NEARLY)
        if found:
            groups[found[2]].append(one)
        else:
            heads.append(said)
            groups.append([one])
    made = [Group(tuple(one)) for one in groups]
    shared = [one for one in made if one.agencies > 1]
    return sorted(shared, key=lambda one: -one.agencies)


# --- what is picked ---------------------------------------------------------------------------------


@dataclass(kw_only=True)
class Narrative(Aggregate):
    """What was picked for a year's report of the province; each sentence keeps where it comes from."""

    kind: ClassVar[str] = "narrative"

    campaign: str
    year: int
    picks: dict[str, Sentence] = field(default_factory=dict)

    def pick(self, sentences: Iterable[Sentence], *, on: date) -> None:
        """Take sentences into the draft; what is there already stays. Raises `NothingPicked`, `TooManyPicked`."""
        found = {one.id: one for one in sentences}
        if not found:
            raise NothingPicked
        self.picks |= found
        section = next(iter(found.values())).section
        if len(self.of(section)) > MOST_PICKS:
            raise TooManyPicked
        self._tell(section, on)

    def drop(self, pick: str, *, on: date) -> None:
        """Take a sentence out again. Raises `NothingPicked`."""
        gone = self.picks.pop(pick, None)
        if gone is None:
            raise NothingPicked
        self._tell(gone.section, on)

    def of(self, section: str) -> list[Sentence]:
        """What is picked for a section, in the order in which it was."""
        return [one for one in self.picks.values() if one.section == section]

    def standing(self, accepted: Mapping[str, Submission]) -> dict[str, list[Sentence]]:
        """By section, what comes from versions that are still the accepted ones."""
        found: dict[str, list[Sentence]] = {}
        for one in self.picks.values():
            kept = accepted.get(one.agency)
            if kept is not None and kept.id == one.report:
                found.setdefault(one.section, []).append(one)
        return found

    def _tell(self, section: str, on: date) -> None:
        self.tell(
            NarrativePicked(
                narrative=self.id,
                campaign=self.campaign,
                year=self.year,
                section=section,
                picked=len(self.of(section)),
                picked_on=on,
            )
        )


def by_id(sentences: Iterable[Sentence], wanted: Iterable[Any]) -> list[Sentence]:
    """The wanted ones, in the order in which they were named. Raises `NothingPicked` for an unknown one."""
    known = {one.id: one for one in sentences}
    found = [known.get(str(name)) for name in wanted]
    if not found or None in found:
        raise NothingPicked
    return [one for one in found if one]
