"""The narrative bench of Sở Nội vụ: what all agencies wrote in a section, side by side, and what is picked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store, command
from services.reporting.domain.composing import Agency
from services.reporting.domain.narrative import (
    Group,
    Narrative,
    Sentence,
    by_id,
    grouped,
    sentences_of,
)
from services.reporting.domain.province import AlreadyIssued
from services.reporting.domain.submissions import Submission, SubmissionState
from services.reporting.service.memory import Memory


@dataclass(frozen=True, kw_only=True)
class Written:
    """What one agency wrote in a section, sentence by sentence."""

    agency: Agency
    report: Submission
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Bench:
    """A section on the bench: who wrote what, what several say alike, what is picked, what no longer stands."""

    section: str
    written: tuple[Written, ...]
    silent: tuple[Agency, ...]
    groups: tuple[Group, ...]
    picked: tuple[Sentence, ...]
    stale: tuple[Sentence, ...]


class BenchDesk:
    """The bench."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.store, self.memory = store, memory

    def section(self, year: int, section: str) -> Bench:
        """A section on the bench. Raises `NoCampaign`, `NotFound` for an unknown section."""
        self.memory.campaigns.of(year)
        self._must_know(section)
        accepted = _accepted(self.memory.submissions.latest(year))
        written = [self._written(one, section) for one in accepted.values()]
        found = sorted((one for one in written if one.sentences), key=lambda one: one.agency.name)
        narrative = self.memory.narratives.find(year)
        picked = narrative.of(section) if narrative else []
        standing = narrative.standing(accepted).get(section, []) if narrative else []
        return Bench(
            section=section,
            written=tuple(found),
            silent=tuple(one.agency for one in written if not one.sentences),
            groups=tuple(grouped(one for each in found for one in each.sentences)),
            picked=tuple(standing),
            stale=tuple(one for one in picked if one not in standing),
        )

    def counts(self, year: int) -> dict[str, int]:
        """How many sentences are picked, by section."""
        narrative = self.memory.narratives.find(year)
        codes = [one.code for one in self.memory.packs.report.sections]
        return {code: len(narrative.of(code)) if narrative else 0 for code in codes}

    @command
    def pick(self, year: int, section: str, chosen: Sequence[str], *, by: Actor) -> dict[str, Any]:
        """Take sentences of accepted reports into the draft.

        Raises `AlreadyIssued`, `NothingPicked`, `TooManyPicked`, `NotFound` for an unknown section.
        """
        self._must_know(section)
        narrative = self._open(year, by)
        accepted = _accepted(self.memory.submissions.latest(year))
        said = (each for one in accepted.values() for each in sentences_of(one, section))
        narrative.pick(by_id(said, chosen), on=self.store.clock.today())
        self.store.commit(narrative)
        return _state(narrative, section)

    @command
    def drop(self, year: int, section: str, pick: str, *, by: Actor) -> dict[str, Any]:
        """Take a sentence out of the draft again. Raises as `pick` does."""
        self._must_know(section)
        narrative = self._open(year, by)
        narrative.drop(pick, on=self.store.clock.today())
        self.store.commit(narrative)
        return _state(narrative, section)

    def _must_know(self, section: str) -> None:
        if section not in {one.code for one in self.memory.packs.report.sections}:
            raise NotFound

    def _written(self, report: Submission, section: str) -> Written:
        agency, said = self.memory.agencies.named(report.agency), sentences_of(report, section)
        return Written(agency=agency, report=report, sentences=tuple(said))

    def _open(self, year: int, by: Actor) -> Narrative:
        campaign = self.memory.campaigns.of(year)
        report = self.memory.provincial.find(year)
        if report and report.issued_on:
            raise AlreadyIssued(year=year)
        return self.memory.narratives.find(year) or Narrative(
            id=self.memory.narratives.id_of(campaign.agency, year),
            agency=campaign.agency,
            campaign=campaign.id,
            year=year,
        )


def _accepted(latest: dict[str, Submission]) -> dict[str, Submission]:
    return {one: sent for one, sent in latest.items() if sent.state is SubmissionState.ACCEPTED}


def _state(narrative: Narrative, section: str) -> dict[str, Any]:
    return {"narrative": narrative.id, "picked": [one.id for one in narrative.of(section)]}
