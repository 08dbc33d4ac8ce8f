"""The desk of Sở Nội vụ for what came in: return with reasons, accept, and enter earlier years' reports."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from contracts.registry import PROVINCE_WIDE, Role
from contracts.reporting import ReturnReason
from kernel.errors import Conflict, Invalid, NotFound
from kernel.message import Actor
from kernel.store import Store, command
from law.deadlines import Facts, due
from law.packs.packs import Packs
from law.report import report_due, reporting_period
from services.reporting.domain.checks import Finding
from services.reporting.domain.drafts import imported_content
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.submissions import Submission, commented, receipt
from services.reporting.service.checking import compared
from services.reporting.service.memory import Memory


class UnknownAgency(Invalid):
    """Only agencies of the register have reports."""

    code = "unknown_agency"
    title = "Không có cơ quan này trong danh mục."


class NotAnEarlierYear(Invalid):
    """Only reports of years before the present one are entered from paper."""

    code = "not_an_earlier_year"
    title = "Chỉ nhập báo cáo của năm trước."


class AlreadyReported(Conflict):
    """An agency has one report a year."""

    code = "already_reported"
    title = "Cơ quan đã có báo cáo năm {year}."


class ReviewDesk:
    """Submitted versions."""

    def __init__(self, store: Store, memory: Memory) -> None:
        self.store, self.memory = store, memory

    def report(self, report_id: str, *, by: Actor) -> Submission:
        """One version; its own agency's, or any for province-wide roles. Raises `NotFound`."""
        found = self.memory.submissions.any(report_id)
        if by.role not in PROVINCE_WIDE and found.agency != by.agency:
            self.store.audit.foreign(found.subject, of=found.agency, by=by)
            raise NotFound
        return found

    def previous_of(self, report: Submission) -> dict[str, int]:
        """The accepted figures of the same agency, a year before."""
        before = self.memory.submissions.accepted_of(report.agency, report.year - 1)
        return before.figures if before else {}

    def findings(self, report: Submission) -> list[Finding]:
        """What looks wrong in a version by itself and beside last year's."""
        if report.imported:
            return []
        before = self.memory.submissions.accepted_of(report.agency, report.year - 1)
        return compared(report.figures, report.said["sections"], before, packs=self.memory.packs)

    @command
    def send_back(
        self,
        report_id: str,
        reasons: tuple[ReturnReason, ...],
        *,
        comment: str = "",
        comments: Mapping[str, str] = MappingProxyType({}),
        by: Actor,
    ) -> dict[str, Any]:
        """Return a version for correction (rule B-01), with comments by figure and section.

        Raises `NotWaiting`, `NoReason`, `WrongComment` and who may not judge it.
        """
        report, today = self._to_judge(report_id, by), self.store.clock.today()
        packs = self.memory.law.packs(today)
        until = self.correction_due(today)
        report.send_back(
            reasons,
            comment=comment.strip(),
            comments=commented(comments, known=_known(packs)),
            on=today,
            due_on=until,
        )
        self.store.commit(report)
        return {**_state(report), "correction_due_on": until.isoformat()}

    def correction_due(self, returned_on: date) -> date:
        """By when what was returned on a day is to be corrected, as the calendar is known now (rule B-01)."""
        packs = self.memory.law.packs(returned_on)
        calendar = self.memory.law.register().latest()
        return due(packs.report.correction, Facts(start=returned_on), calendar, packs).effective

    @command
    def reckon_corrections(self, *, by: Actor) -> dict[str, Any]:
        """Move the day of every correction about which the calendar says something else by now; their agencies
        see it in their list of work."""
        assert by.role
        today = self.store.clock.today()
        moved = [
            one
            for one in self.memory.submissions.returned()
            if one.returned_on
            and one.move_correction(self.correction_due(one.returned_on), on=today)
        ]
        if moved:
            self.store.commit(*moved)
        return {"moved": len(moved)}

    @command
    def accept(self, report_id: str, *, by: Actor) -> dict[str, Any]:
        """Accept a version. Raises `NotWaiting` and who may not judge it."""
        report = self._to_judge(report_id, by)
        report.accept(on=self.store.clock.today())
        self.store.commit(report)
        return _state(report)

    def _to_judge(self, report_id: str, by: Actor) -> Submission:
        """A version that may be the asker's to judge: proposer and approver are two people.

        Raises `JudgedBySender`, `NeedsALeader`, `JudgedByCompilers`.
        """
        report = self.report(report_id, by=by)
        campaign = self.memory.campaigns.find(report.year)
        compiler = campaign.agency if campaign else by.agency
        leads = by.role == Role.PROVINCE_LEADER
        report.must_be_judged_by(by.user, compiler=compiler, leads=leads)
        return report

    @command
    def record_previous(
        self, agency: str, year: int, submitted_on: date, figures: Mapping[str, int], *, by: Actor
    ) -> dict[str, Any]:
        """Enter an agency's report of an earlier year, for comparison; it counts as accepted."""
        assert by.agency
        self._check_previous(agency, year, submitted_on)
        packs = self.memory.law.packs(self.store.clock.today())
        calendar = self.memory.law.register().latest()
        period = reporting_period(year, packs=packs)
        due_on = report_due(year, calendar=calendar, packs=packs).effective
        report = Submission.imported_from(
            imported_content(year, agency, figures, window=(period.start, period.end)),
            id_=self.memory.submissions.id_of(agency, year, 1),
            agency=agency,
            year=year,
            on=submitted_on,
            receipt=receipt(submitted_on, due_on=due_on, previous=None, calendar=calendar),
        )
        self.store.commit(report)
        return {"report": report.id, "timeliness": report.timeliness.value}

    def _check_previous(self, agency: str, year: int, submitted_on: date) -> None:
        today = self.store.clock.today()
        if not self.memory.agencies.known(agency):
            raise UnknownAgency
        if year >= today.year or submitted_on > today:
            raise NotAnEarlierYear
        if self.memory.submissions.last(agency, year):
            raise AlreadyReported(year=year)


def _known(packs: Packs) -> set[str]:
    """What comments may be about: the report's figures and sections."""
    return set(BY_KEY) | {one.code for one in packs.report.sections}


def _state(report: Submission) -> dict[str, Any]:
    return {"report": report.id, "state": report.state.value}
