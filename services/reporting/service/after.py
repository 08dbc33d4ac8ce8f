"""The desk of what follows the issued report: addenda, corrections, sending up, the part for everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.reporting import SupplementKind
from kernel.errors import NotFound
from kernel.message import Actor, new_id
from kernel.store import Store, command
from services.reporting.domain.checks import WITHIN
from services.reporting.domain.figures import BY_KEY, group_words
from services.reporting.domain.paper import FigureLine
from services.reporting.domain.province import ProvincialReport, Sending
from services.reporting.domain.publishing import shown
from services.reporting.domain.submissions import Submission, SubmissionState
from services.reporting.domain.supplements import (
    Basis,
    NothingToSupplement,
    Proposal,
    Supplement,
    basis_of,
    proposed,
)
from services.reporting.service.memory import Memory


@dataclass(frozen=True, kw_only=True)
class PublicReport:
    """The part of an issued report that everybody may see; suppressed cells are None."""

    report: ProvincialReport
    lines: tuple[FigureLine, ...]
    values: Mapping[str, int | None]
    supplements: tuple[Supplement, ...]


class AfterDesk:
    """After the issue."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.store, self.memory = store, memory

    # --- supplements --------------------------------------------------------------------------------

    def proposals(self, year: int) -> list[Proposal]:
        """What could be supplemented now, with its difference sheet; nothing before the issue."""
        report = self.memory.provincial.find(year)
        if report is None or report.issued_on is None:
            return []
        return [one for kind in SupplementKind for one in self._offered(report, kind)]

    def _offered(self, report: ProvincialReport, kind: SupplementKind) -> list[Proposal]:
        try:
            return [self._proposed(report, kind)]
        except NothingToSupplement:
            return []

    @command
    def supplement(
        self, year: int, kind: SupplementKind, reason: str, *, by: Actor
    ) -> dict[str, Any]:
        """Issue an addendum or a correction under the next number of the year's register.

        Raises `NotCompiled`, `NotIssuedYet`, `NothingToSupplement`, `NoSupplementReason`.
        """
        assert by.agency
        report, today = self.memory.provincial.of(year), self.store.clock.today()
        proposal = self._proposed(report, kind)
        of_kind = [one for one in self.memory.supplements.of(year) if one.nature is kind]
        issued = Supplement.issue(
            proposal,
            report,
            id_=new_id(),
            number=len(of_kind) + 1,
            symbol=self.memory.next_symbol(today),
            reason=reason,
            on=today,
        )
        self.store.commit(issued)
        return {
            "supplement": issued.id,
            "number": issued.number,
            "symbol": issued.symbol,
            "lines": len(proposal.lines),
        }

    def supplements(self, year: int) -> list[Supplement]:
        """What was issued after the report, in order."""
        return self.memory.supplements.of(year)

    def get(self, supplement: str) -> Supplement:
        """One of them. Raises `NotFound`."""
        return self.memory.supplements.any(supplement)

    def _proposed(self, report: ProvincialReport, kind: SupplementKind) -> Proposal:
        def counted(agency: str, number: int) -> Submission:
            versions = self.memory.submissions.versions(agency, report.year)
            return next(one for one in versions if one.number == number)

        return proposed(
            kind,
            self._basis(report),
            _accepted(self.memory.submissions.latest(report.year)),
            counted,
            named=lambda one: self.memory.agencies.named(one).name,
            titled=self._titled,
        )

    def _titled(self, key: str) -> tuple[str, str]:
        known = self.memory.packs.indicators[BY_KEY[key].code.value]
        group = group_words(key)
        return f"{known.title}: {group.lower()}" if group else known.title, known.unit

    def _basis(self, report: ProvincialReport) -> Basis:
        issued = self.memory.supplements.of(report.year)
        return issued[-1].proposal.basis if issued else basis_of(report)

    # --- upwards and outwards -----------------------------------------------------------------------

    @command
    def send_up(
        self, year: int, addressee: str, receipt: str, sent_on: date, *, by: Actor
    ) -> dict[str, Any]:
        """Note that a higher body got the issued report, with its receipt.

        Raises `NotCompiled`, `UnissuedIsNotSent`, `NotSentUp`.
        """
        assert by.agency
        report = self.memory.provincial.of(year)
        sending = Sending(addressee=addressee.strip(), sent_on=sent_on, receipt=receipt.strip())
        report.send_up(sending, today=self.store.clock.today())
        self.store.commit(report)
        return {"report": report.id, "sendings": len(report.sendings)}

    def public(self, year: int) -> PublicReport:
        """What everybody may see of an issued report, as last supplemented. Raises `NotFound` before the issue."""
        report = self.memory.provincial.find(year)
        if report is None or report.issued_on is None:
            raise NotFound
        values = {key: n for key, n in self._basis(report).values.items() if n is not None}
        groups = [figure.keys for figure in {one.code: one for one in BY_KEY.values()}.values()]
        percents = {key: n for key, n in values.items() if BY_KEY[key].percent}
        counts = {key: n for key, n in values.items() if key not in percents}
        return PublicReport(
            report=report,
            lines=report.printed().figures,
            values={**shown(counts, groups, within=WITHIN), **percents},
            supplements=tuple(self.memory.supplements.of(year)),
        )

    def published(self) -> list[int]:
        """The years whose report is issued, newest first."""
        return self.memory.provincial.issued_years()


def _accepted(latest: Mapping[str, Submission]) -> dict[str, Submission]:
    return {one: sent for one, sent in latest.items() if sent.state is SubmissionState.ACCEPTED}
