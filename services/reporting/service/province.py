"""The desk of the province's report: compile what was accepted, draw it, issue it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kernel.errors import NotFound
from kernel.jobs import Jobs
from kernel.message import Actor
from kernel.store import Store, command
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.composing import Accounts, Agency, paper_of
from services.reporting.domain.paper import ENDED
from services.reporting.domain.province import ProvincialReport
from services.reporting.domain.submissions import Submission, SubmissionState
from services.reporting.service.ended import NAME
from services.reporting.service.memory import Memory
from services.reporting.store import PaperFile

DRAWING = "services.reporting.service.drawing:draw"
PIECE = 262_144


@dataclass(frozen=True, kw_only=True)
class Printed:
    """The province's report with its files: those of the edition wanted now, or meanwhile its draft's."""

    report: ProvincialReport
    files: list[PaperFile]
    drawing: str

    @property
    def state(self) -> str:
        """RENDERING until the files are there, READY, FAILED when they could not be drawn, ISSUED."""
        if self.report.issued_on:
            return "ISSUED"
        if self.files:
            return "READY"
        return "FAILED" if self.drawing in {"failed", "killed"} else "RENDERING"

    @property
    def final(self) -> bool:
        """Whether the files are of the edition wanted now."""
        return any(one.edition == self.report.edition_name for one in self.files)


class ProvinceDesk:
    """The province's annual report."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.store, self.memory = store, memory
        self.jobs = Jobs(store, [DRAWING])

    def compile(self, year: int, *, by: Actor) -> dict[str, Any]:
        """Compile the accepted reports and start drawing. Raises `NothingAccepted`, `AlreadyIssued`."""
        answer: dict[str, Any] = self._compile(year, by=by)
        self._draw(self.memory.provincial.of(year), by)
        return answer

    @command
    def _compile(self, year: int, *, by: Actor) -> dict[str, Any]:
        campaign = self.memory.campaigns.of(year)
        report = self.memory.provincial.find(year) or ProvincialReport(
            id=self.memory.provincial.id_of(by.agency, year),
            agency=by.agency,
            campaign=campaign.id,
            year=year,
        )
        accounts = self._accounts(campaign)
        paper = paper_of(accounts, packs=self.memory.law.packs(accounts.today))
        compiled = len(accounts.accepted.keys() & set(campaign.expected))
        report.compile(paper, compiled=compiled, on=accounts.today)
        self.store.commit(report)
        return {
            "report": report.id,
            "edition": report.edition,
            "compiled": report.compiled,
            "data_hash": report.data_hash,
        }

    def _accounts(self, campaign: Campaign) -> Accounts:
        settings = self.store.settings
        latest = self.memory.submissions.latest(campaign.year)
        narrative = self.memory.narratives.find(campaign.year)
        taken = SubmissionState.ACCEPTED
        standing = {agency: one for agency, one in latest.items() if one.state is taken}
        return Accounts(
            picked=narrative.standing(standing) if narrative else {},
            campaign=campaign,
            agencies=(*map(self.memory.agencies.named, campaign.expected), *_ended(latest)),
            latest=latest,
            before=self.memory.submissions.accepted(campaign.year - 1),
            today=self.store.clock.today(),
            sample=settings.demo,
            law_version=settings.law_version or self.memory.packs.hash[:12],
        )

    def issue(self, year: int, symbol: str, *, by: Actor) -> dict[str, Any]:
        """Issue it under a number and draw it so; without a symbol it takes the next of the year's register.

        Raises `NotCompiled`, `AlreadyIssued`, `NotReviewed`, `SymbolTaken`.
        """
        answer: dict[str, Any] = self._issue(year, symbol, by=by)
        self._draw(self.memory.provincial.of(year), by)
        return answer

    @command
    def _issue(self, year: int, symbol: str, *, by: Actor) -> dict[str, Any]:
        assert by.agency
        report, today = self.memory.provincial.of(year), self.store.clock.today()
        report.must_be_issuable()
        typed = symbol.strip()
        given = self.memory.typed_symbol(typed, today) if typed else self.memory.next_symbol(today)
        report.issue(given, on=today)
        self.store.commit(report)
        return {"report": report.id, "symbol": report.symbol}

    # --- review -------------------------------------------------------------------------------------

    @command
    def ask_review(self, year: int, *, by: Actor) -> dict[str, Any]:
        """Give the compiled draft to review. Raises `NotCompiled`, `AlreadyIssued`."""
        report = self.memory.provincial.of(year)
        report.ask_review(by=by.user, on=self.store.clock.today())
        self.store.commit(report)
        return _review(report)

    @command
    def judge(self, year: int, *, passes: bool, comment: str = "", by: Actor) -> dict[str, Any]:
        """Pass the draft or turn it back. Raises `NotCompiled`, `NotUnderReview`, `ReviewedByAsker`."""
        report = self.memory.provincial.of(year)
        today = self.store.clock.today()
        report.judge(passes=passes, comment=comment, by=by.user, on=today)
        self.store.commit(report)
        return _review(report)

    def _draw(self, report: ProvincialReport, by: Actor) -> None:
        """Start the job that draws an edition; the same edition is drawn once."""
        name = report.edition_name
        asked = {"year": report.year, "edition": name}
        job = self.jobs.start("paper", DRAWING, asked, by=self._desk(by, report), key=name)
        self.memory.files.drawn_by(name, job)

    @staticmethod
    def _desk(by: Actor, report: ProvincialReport) -> Actor:
        """Jobs belong to the agency that compiles, whoever starts them."""
        return Actor(user=by.user, role=by.role, agency=report.agency)

    # --- asking -------------------------------------------------------------------------------------

    def printed(self, year: int) -> Printed:
        """The report with its files. Raises `NotCompiled`."""
        report = self.memory.provincial.of(year)
        files = self.memory.files.of(report.edition_name)
        return Printed(
            report=report,
            files=files or self.memory.files.of(report.draft_name),
            drawing=self._drawing(report),
        )

    def find(self, year: int) -> Printed | None:
        """The same, or nothing when it was not compiled yet."""
        return self.printed(year) if self.memory.provincial.find(year) else None

    def _drawing(self, report: ProvincialReport) -> str:
        """How far the job is; one that is long done is forgotten, its files are not."""
        job = self.memory.files.job_of(report.edition_name)
        try:
            return self.jobs.status(job, agency=report.agency).state if job else "queued"
        except NotFound:
            return "done"

    def file(self, year: int, name: str) -> tuple[PaperFile, Iterator[bytes]]:
        """One file, in pieces. Raises `NotCompiled`, `NotFound`."""
        found = next((one for one in self.printed(year).files if one.name == name), None)
        if found is None:
            raise NotFound
        stored = self.memory.files.open(found.edition, name)
        return found, iter(lambda: stored.read(PIECE), b"")


def _review(report: ProvincialReport) -> dict[str, Any]:
    return {"report": report.id, "review": report.review.value if report.review else None}


def _ended(latest: Mapping[str, Submission]) -> Iterator[Agency]:
    """The line of the units that ended, once their figures were compiled."""
    if ENDED in latest:
        yield Agency(id=ENDED, name=NAME, kind="")
