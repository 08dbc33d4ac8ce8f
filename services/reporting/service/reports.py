"""The desk of an agency's own report: prefill, figures by hand, sections, submission."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kernel.message import Actor
from kernel.store import Store, command
from law.packs.packs import Packs
from services.reporting.domain import offline
from services.reporting.domain.campaigns import Campaign, Status
from services.reporting.domain.checks import Finding
from services.reporting.domain.drafts import Draft, NotDraftedYet, must_be_open
from services.reporting.domain.estimates import estimates, with_estimates
from services.reporting.domain.merging import must_be_unmoved
from services.reporting.domain.offline import Filled, Rows, WrongForm
from services.reporting.domain.signing_off import (
    LEADING,
    GivenBack,
    NotSignedOff,
    Presented,
    SignOff,
)
from services.reporting.domain.submissions import Submission, SubmissionState, receipt
from services.reporting.service.checking import looked_at
from services.reporting.service.counting import CountingDesk
from services.reporting.service.memory import Memory


@dataclass(frozen=True, kw_only=True)
class OwnReport:
    """An agency's report of a year as it stands: what is written, what was sent, last year's figures."""

    campaign: Campaign
    draft: Draft | None
    versions: list[Submission]
    before: Submission | None
    status: Status
    due_on: date
    packs: Packs

    @property
    def previous(self) -> dict[str, int]:
        """The figures accepted last year."""
        return self.before.figures if self.before else {}

    @property
    def texts_before(self) -> dict[str, str]:
        """The sections accepted last year."""
        return dict(self.before.said["sections"]) if self.before else {}

    @cached_property
    def findings(self) -> list[Finding]:
        """What looks wrong in what is written so far."""
        if self.draft is None:
            return []
        figures = {key: line["value"] for key, line in self.draft.lines().items()}
        return looked_at(figures, self.draft.sections, self.before, packs=self.packs)

    @property
    def last(self) -> Submission | None:
        """The newest version that was sent."""
        return self.versions[-1] if self.versions else None

    @property
    def open(self) -> bool:
        """Whether it can be written and sent; what was returned is corrected even after the end."""
        if self.last is None:
            return self.campaign.closed_on is None
        return self.last.state is SubmissionState.RETURNED

    @property
    def lacks(self) -> list[str]:
        """What it still lacks."""
        return self.draft.lacks(packs=self.packs) if self.draft else []


class ReportDesk:
    """An agency's report."""

    def __init__(self, store: Store, memory: Memory, counting: CountingDesk) -> None:
        self.store, self.memory, self.counting = store, memory, counting

    def own(self, year: int, *, by: Actor) -> OwnReport:
        """The asker's agency's report of a year. Raises `NoCampaign`, `NotExpected`."""
        campaign = self.memory.campaigns.of(year)
        draft = self.memory.drafts.of(by.agency, year)
        versions, before = self.memory.submissions.beside_last_year(by.agency, year)
        last = versions[-1] if versions else None
        until = self.memory.calls.of(by.agency, campaign).until
        today, drafted = self.store.clock.today(), draft is not None
        status = campaign.status(by.agency, last=last, drafted=drafted, today=today, until=until)
        return OwnReport(
            campaign=campaign,
            draft=draft,
            versions=versions,
            before=before,
            status=status,
            due_on=max(campaign.due_on, until or campaign.due_on),
            packs=self.memory.packs,
        )

    @command
    def draft(self, year: int, *, by: Actor) -> dict[str, Any]:
        """Begin the report, or freeze its counted figures anew."""
        campaign, last = self._open(year, by)
        draft = self.memory.drafts.of(by.agency, year) or Draft(
            id=self.memory.drafts.id_of(by.agency, year),
            agency=by.agency,
            campaign=campaign.id,
            year=year,
        )
        counted = self.counting.prefill(by.agency, campaign.window_from, campaign.window_to)
        clock = self.store.clock
        as_of = clock.legal_now().isoformat(timespec="seconds")
        draft.prefill(
            counted.figures,
            models=counted.models,
            joined=counted.joined,
            as_of=as_of,
            on=clock.today(),
        )
        self.store.commit(draft)
        return _state(draft, number=last.number + 1 if last else 1)

    @command
    def fill(
        self,
        year: int,
        figures: Mapping[str, int | None],
        comments: Mapping[str, str],
        *,
        version: int | None = None,
        by: Actor,
    ) -> dict[str, Any]:
        """Enter figures. Raises `NotDraftedYet`, `NotOpenForWriting`, `WrongFigures`, `ChangedMeanwhile`, and as
        `TextsDiffer` both texts where somebody else changed the same place."""
        draft = self.at_hand(year, by)
        must_be_unmoved(draft, version, figures=figures, comments=comments)
        draft.fill(figures, comments, version=version, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft)

    @command
    def write(
        self, year: int, sections: Mapping[str, str], *, version: int | None = None, by: Actor
    ) -> dict[str, Any]:
        """Write sections. Raises as `fill` does, and `WrongSections`."""
        draft, today = self.at_hand(year, by), self.store.clock.today()
        must_be_unmoved(draft, version, sections=sections)
        draft.write(sections, version=version, packs=self.memory.law.packs(today), on=today)
        self.store.commit(draft)
        return _state(draft)

    def read_form(self, year: int, tables: Mapping[str, Rows], *, by: Actor) -> Filled:
        """What an uploaded form says to the asker's own report. Raises `WrongForm` with the cells, and as `fill` does."""
        self.at_hand(year, by)
        codes = [one.code for one in self.memory.packs.report.sections]
        filled = offline.read(tables, agency=by.agency, year=year, codes=codes)
        if filled.errors:
            raise WrongForm(filled.errors)
        return filled

    @command
    def merge(
        self,
        year: int,
        figures: Mapping[str, int | None],
        comments: Mapping[str, str],
        sections: Mapping[str, str],
        *,
        version: int | None = None,
        by: Actor,
    ) -> dict[str, Any]:
        """Enter figures and sections at once: what somebody chose of two texts, or what a form brought.

        Raises as `fill` and `write` do.
        """
        draft, today = self.at_hand(year, by), self.store.clock.today()
        draft.fill(figures, comments, version=version, on=today)
        draft.write(sections, version=None, packs=self.memory.law.packs(today), on=today)
        self.store.commit(draft)
        return _state(draft)

    @command
    def present(self, year: int, *, version: int | None = None, by: Actor) -> dict[str, Any]:
        """Lay the report before the head for signing (trình duyệt). Raises `PresentedAlready`, `SignedAlready` and as
        `fill` does."""
        draft = self.at_hand(year, by)
        presented = Presented(by=by.user, at=self._now())
        draft.present(presented, version=version, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft, presented_at=presented.at)

    @command
    def give_back(self, year: int, *, word: str, by: Actor) -> dict[str, Any]:
        """The head gives what was presented back, with a word on what to change. Raises `NothingPresented`, `NoWord`
        and as `fill` does."""
        draft = self.at_hand(year, by)
        given_back = GivenBack(role=by.role, at=self._now(), word=word.strip())
        draft.give_back(given_back, on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft)

    @command
    def sign_off(
        self, year: int, *, override_reason: str = "", version: int | None = None, by: Actor
    ) -> dict[str, Any]:
        """The head signs the report as it stands; any later edit takes the sign-off away.

        Raises `SignedAlready`, `ReportIncomplete` and as `fill` does.
        """
        draft, today = self.at_hand(year, by), self.store.clock.today()
        signed = self._signing(by, override_reason)
        packs = self.memory.law.packs(today)
        draft.sign_off(signed, version=version, packs=packs, on=today)
        self.store.commit(draft)
        return _state(draft, signed_at=signed.at)

    @command
    def take_back_sign_off(self, year: int, *, by: Actor) -> dict[str, Any]:
        """The head takes the sign-off back. Raises `NothingSigned` and as `fill` does."""
        draft = self.at_hand(year, by)
        draft.take_back(on=self.store.clock.today())
        self.store.commit(draft)
        return _state(draft)

    def _signing(self, by: Actor, override_reason: str) -> SignOff:
        return SignOff(
            by=by.user, role=by.role, at=self._now(), override_reason=override_reason.strip()
        )

    def _now(self) -> str:
        return self.store.clock.legal_now().isoformat(timespec="seconds")

    def _signed(self, draft: Draft, by: Actor, override_reason: str) -> SignOff:
        """The sign-off under which it goes; a head who sends what nobody signed signs it thereby.

        Raises `NotSignedOff`.
        """
        if draft.signed:
            return draft.signed
        if by.role not in LEADING:
            raise NotSignedOff(called=draft.called)
        return self._signing(by, override_reason)

    @command
    def submit(
        self, year: int, *, override_reason: str = "", version: int | None = None, by: Actor
    ) -> dict[str, Any]:
        """Send the report as a new version; gives its receipt.

        Raises `NotSignedOff`, `ReportIncomplete` and as `fill` does.
        """
        campaign, last = self._open(year, by)
        draft = self.at_hand(year, by)
        draft.must_be(version)
        packs = self.memory.law.packs(self.store.clock.today())
        signed = self._signed(draft, by, override_reason)
        override_reason = override_reason or signed.override_reason
        draft.must_be_whole(override_reason, packs=packs)
        number, today = last.number + 1 if last else 1, self.store.clock.today()
        waited = draft.presented is not None
        if waited:
            draft.sign_off(signed, version=None, packs=packs, on=today)
        window = (campaign.window_from, campaign.window_to)
        content = draft.content(
            number=number,
            window=window,
            override_reason=override_reason,
            previous_sha256=last.sha256 if last else "",
            signed=signed,
        )
        sent = Submission.receive(
            with_estimates(content, draft, self.counting.period(*window)),
            id_=self.memory.submissions.id_of(by.agency, year, number),
            agency=by.agency,
            campaign=campaign.id,
            year=year,
            number=number,
            on=today,
            receipt=receipt(
                today,
                due_on=self._due(campaign, by.agency),
                previous=last,
                calendar=self.memory.law.register().latest(),
            ),
        )
        sent.sender = by.user
        sent.received_at = self.store.clock.legal_now().isoformat(timespec="seconds")
        self.store.commit(*([draft] if waited else []), sent)
        return _receipt(sent)

    def estimates(self, own: OwnReport) -> dict[str, int]:
        """The estimates to the end of the statistical year that go with a report as it stands."""
        if own.draft is None:
            return {}
        return estimates(
            own.draft, self.counting.period(own.campaign.window_from, own.campaign.window_to)
        )

    def _open(self, year: int, by: Actor) -> tuple[Campaign, Submission | None]:
        """The campaign that takes this agency's report now, and the last version it got."""
        campaign = self.memory.campaigns.of(year)
        last = self.memory.submissions.last(by.agency, year)
        campaign.must_take(by.agency, last)
        must_be_open(last, called=campaign.called)
        return campaign, last

    def _due(self, campaign: Campaign, agency: str) -> date:
        """The year's due day, or the later one the agency was granted."""
        until = self.memory.calls.of(agency, campaign).until
        return max(campaign.due_on, until or campaign.due_on)

    def at_hand(self, year: int, by: Actor) -> Draft:
        """The asker's own draft, if it may be written on now. Raises `NotDraftedYet`, `NotOpenForWriting`, and what
        the campaign refuses."""
        self._open(year, by)
        draft = self.memory.drafts.of(by.agency, year)
        if draft is None:
            raise NotDraftedYet(called=f"năm {year}")
        return draft


def _state(draft: Draft, **more: Any) -> dict[str, Any]:
    return {"draft": draft.id, "version": draft.version, **more}


def _receipt(sent: Submission) -> dict[str, Any]:
    return {
        "report": sent.id,
        "number": sent.number,
        "submitted_on": sent.submitted_on.isoformat(),
        "timeliness": sent.timeliness.value,
        "working_days_late": sent.days_late,
        "sha256": sent.sha256,
        "receipt": sent.receipt_code,
        "received_at": sent.received_at,
    }
