"""The check queue of Sở Nội vụ: what waits, what stands out in it, and what its agency answers to a doubt."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from contracts.registry import PROVINCE_WIDE
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store, command
from services.reporting.domain.checks import Finding, Severity
from services.reporting.domain.composing import Agency
from services.reporting.domain.peers import Beside, Spread, beside, spreads
from services.reporting.domain.submissions import NotFlagged, Submission, SubmissionState
from services.reporting.service.checking import Copies, compared
from services.reporting.service.memory import Memory

Latest = Mapping[str, Submission]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One version that waits to be checked, with what stands out in it."""

    report: Submission
    agency: Agency
    findings: tuple[Finding, ...]
    far: tuple[Beside, ...]
    flags: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many things cannot be true."""
        return sum(one.severity is Severity.ERROR for one in self.findings)

    @property
    def warnings(self) -> int:
        """How many things are to be looked at."""
        return len(self.findings) - self.errors

    @property
    def unanswered(self) -> int:
        """How many doubts of mere form its agency has not answered."""
        return sum(one.where not in self.report.answers for one in self.flags)

    @property
    def stands_out(self) -> bool:
        """Whether it is to be looked at before the others."""
        return bool(self.errors or self.far or self.unanswered)

    @property
    def weight(self) -> tuple[int, int, int]:
        """What comes first in the queue has more of this."""
        return self.errors, len(self.far) + self.unanswered, self.warnings


class QueueDesk:
    """The queue, and the doubts an agency can answer."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.store, self.memory = store, memory

    def waiting(self, year: int) -> list[Waiting]:
        """Every version that waits, what stands out most first. Raises `NoCampaign`."""
        self.memory.campaigns.of(year)
        latest = self.memory.submissions.latest(year)
        before = self.memory.submissions.accepted(year - 1)
        peers, copies = self._peers(latest), Copies(latest, self.memory.packs)
        found = [
            self._waiting(one, before.get(one.agency), peers, copies)
            for one in latest.values()
            if one.state is SubmissionState.SUBMITTED
        ]
        return sorted(found, key=lambda one: (_negative(one.weight), one.report.submitted_on))

    def _waiting(
        self,
        report: Submission,
        before: Submission | None,
        peers: Mapping[str, Mapping[str, Spread]],
        copies: Copies,
    ) -> Waiting:
        agency = self.memory.agencies.named(report.agency)
        lines = beside(report.figures, before.figures if before else {}, peers.get(agency.kind, {}))
        return Waiting(
            report=report,
            agency=agency,
            findings=tuple(
                compared(report.figures, report.said["sections"], before, packs=self.memory.packs)
            ),
            far=tuple(one for one in lines if one.far),
            flags=tuple(copies.of(report, before)),
        )

    def beside(self, report: Submission) -> dict[str, Beside]:
        """A version's figures beside last year's and beside those of agencies of its kind, by key."""
        before = self.memory.submissions.accepted_of(report.agency, report.year - 1)
        kind = self.memory.agencies.named(report.agency).kind
        peers = self._peers(self.memory.submissions.latest(report.year)).get(kind, {})
        lines = beside(report.figures, before.figures if before else {}, peers)
        return {one.key: one for one in lines}

    @command
    def answer(self, report_id: str, section: str, text: str, *, by: Actor) -> dict[str, Any]:
        """The agency answers a doubt of mere form about a section.

        Raises `NotFound` for another agency's, `NotFlagged`, `NotWaiting`, `NoAnswer`.
        """
        report = self._own(report_id, by)
        if section not in {one.where for one in self._flags(report)}:
            raise NotFlagged
        report.answer(section, text, on=self.store.clock.today())
        self.store.commit(report)
        return {"report": report.id, "answered": sorted(report.answers)}

    def _own(self, report_id: str, by: Actor) -> Submission:
        found = self.memory.submissions.any(report_id)
        if found.agency != by.agency:
            self.store.audit.foreign(found.subject, of=found.agency, by=by)
            raise NotFound
        return found

    def flags(self, report: Submission, *, by: Actor) -> list[Finding]:
        """The doubts of mere form about a version; whose text it repeats only for province-wide roles."""
        if report.imported:
            return []
        found = self._flags(report)
        return found if by.role in PROVINCE_WIDE else [one.unnamed for one in found]

    def _flags(self, report: Submission) -> list[Finding]:
        copies = Copies(self.memory.submissions.latest(report.year), self.memory.packs)
        before = self.memory.submissions.accepted_of(report.agency, report.year - 1)
        return copies.of(report, before)

    def _peers(self, latest: Latest) -> dict[str, dict[str, Spread]]:
        """How figures are spread, by kind of agency; what was returned says nothing."""
        kinds: dict[str, list[Mapping[str, int]]] = defaultdict(list)
        for agency, one in latest.items():
            if one.state is not SubmissionState.RETURNED:
                kinds[self.memory.agencies.named(agency).kind].append(one.figures)
        return {kind: spreads(reports) for kind, reports in kinds.items()}


def _negative(weight: tuple[int, int, int]) -> tuple[int, ...]:
    return tuple(-one for one in weight)
