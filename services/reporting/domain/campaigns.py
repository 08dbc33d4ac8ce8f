"""What is true of a campaign: the yearly call for reports, who owes one, when it is due, how each stands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.reporting import (
    CampaignClosed,
    CampaignDueChanged,
    CampaignDueMoved,
    CampaignOpened,
    ExpectationsChanged,
)
from kernel.errors import Conflict, NotFound
from kernel.message import Aggregate
from law.report import Override, ReportDue, ReportingPeriod
from services.reporting.domain.submissions import Submission, SubmissionState


class Status(StrEnum):
    """How an agency's report stands in a campaign."""

    NOT_STARTED = "NOT_STARTED"
    DRAFTING = "DRAFTING"
    OVERDUE = "OVERDUE"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"
    MISSING = "MISSING"


STATUS_WORDS = {
    Status.NOT_STARTED: "Chưa lập",
    Status.DRAFTING: "Đang soạn",
    Status.OVERDUE: "Quá hạn, chưa gửi",
    Status.SUBMITTED: "Đã gửi, chờ kiểm tra",
    Status.RETURNED: "Đã trả lại",
    Status.ACCEPTED: "Đã chấp nhận",
    Status.MISSING: "Không báo cáo",
}


class CampaignState(StrEnum):
    """Open for reports, or closed."""

    OPEN = "OPEN"
    CLOSED = "CLOSED"


class NoCampaign(NotFound):
    """No campaign was opened for that year."""

    code = "no_campaign"
    title = "Chưa mở đợt báo cáo năm {year}."


class AlreadyOpened(Conflict):
    """There is one campaign a year."""

    code = "campaign_already_opened"
    title = "Đợt báo cáo năm {year} đã được mở."


class CampaignIsClosed(Conflict):
    """A closed campaign takes no reports."""

    code = "campaign_closed"
    title = "Đợt báo cáo {called} đã đóng."


class NotExpected(Conflict):
    """The agency does not owe this report."""

    code = "not_expected"
    title = "Cơ quan không thuộc diện gửi báo cáo {called}."


class NotDueYet(Conflict):
    """A campaign is not closed before the reports are due."""

    code = "not_due_yet"
    title = "Chưa hết hạn gửi báo cáo, chưa đóng đợt được."


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A day on which another organisation owed other reports: who was called, who was released."""

    on: date
    called: tuple[str, ...]
    released: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DueWas:
    """The due day there was until another one was set on a day."""

    on: date
    before: date


@dataclass(kw_only=True)
class Campaign(Aggregate):
    """The call for reports of one year (Chỉ thị 14/CT-UBND điểm 9)."""

    kind: ClassVar[str] = "campaign"

    year: int
    opened_on: date
    window_from: date
    window_to: date
    nominal_due_on: date
    due_on: date
    expected: tuple[str, ...]
    state: CampaignState = CampaignState.OPEN
    closed_on: date | None = None
    missing: tuple[str, ...] = ()
    instrument: str = ""
    turns: tuple[Turn, ...] = ()
    dues: tuple[DueWas, ...] = ()
    turned: tuple[str, ...] = field(default=(), compare=False)
    moved: bool = field(default=False, compare=False)
    correcting: tuple[str, ...] = field(default=(), compare=False)

    @property
    def called(self) -> str:
        """What refusals call it."""
        return f"năm {self.year}"

    @property
    def override(self) -> Override | None:
        """The due day a letter sets for the year, as the law's reckoning takes it."""
        return Override(self.nominal_due_on, self.instrument) if self.instrument else None

    @classmethod
    def open(
        cls,
        year: int,
        *,
        id_: str,
        agency: str,
        on: date,
        due: ReportDue,
        period: ReportingPeriod,
        expected: Iterable[str],
    ) -> "Campaign":
        """Open the year's campaign."""
        campaign = cls(
            id=id_,
            agency=agency,
            year=year,
            opened_on=on,
            window_from=period.start,
            window_to=period.end,
            nominal_due_on=due.nominal,
            due_on=due.effective,
            expected=tuple(expected),
        )
        campaign.tell(
            CampaignOpened(
                campaign=id_,
                year=year,
                opened_on=on,
                window_from=period.start,
                window_to=period.end,
                nominal_due_on=due.nominal,
                due_on=due.effective,
            )
        )
        return campaign

    def must_be_open(self) -> None:
        """Raise `CampaignIsClosed` when it is closed."""
        if self.state is CampaignState.CLOSED:
            raise CampaignIsClosed(called=self.called)

    def must_take(self, agency: str, last: Submission | None) -> None:
        """Raise `NotExpected` or `CampaignIsClosed` unless the agency may report now; what was returned (`last`) is
        corrected even after the end."""
        if agency not in self.expected:
            raise NotExpected(called=self.called)
        if last is None or last.state is not SubmissionState.RETURNED:
            self.must_be_open()

    def expected_by(self, day: date) -> tuple[str, ...]:
        """Who owed a report at the end of a day, by that day's organisation."""
        found = self.expected
        for turn in reversed([one for one in self.turns if one.on > day]):
            stayed = (one for one in found if one not in turn.called)
            found = (*stayed, *turn.released)
        return found

    def due_by(self, day: date) -> date:
        """The due day as it was known at the end of a day."""
        return next((one.before for one in self.dues if one.on > day), self.due_on)

    def set_due(self, due: ReportDue, *, instrument: str, on: date) -> None:
        """Another day is the due day, by a numbered letter. What came before keeps how it came."""
        self.dues = (*self.dues, DueWas(on=on, before=self.due_on))
        self.nominal_due_on, self.due_on = due.nominal, due.effective
        self.instrument, self.moved = instrument, True
        self.tell(
            CampaignDueChanged(
                campaign=self.id,
                year=self.year,
                nominal_due_on=due.nominal,
                due_on=due.effective,
                instrument=instrument,
                decided_on=on,
            )
        )

    def turn(
        self,
        called: Iterable[str],
        released: Collection[str],
        *,
        heirs: Mapping[str, str],
        on: date,
    ) -> None:
        """Expect reports of others too, and of some no more, by the organisation of a day. `turned` are those for
        whom something changed just now."""
        called = tuple(called)
        self.turns = (*self.turns, Turn(on=on, called=called, released=tuple(released)))
        self.expected = (*(one for one in self.expected if one not in released), *called)
        self.turned = tuple(dict.fromkeys((*self.turned, *called, *released)))
        self.tell(
            ExpectationsChanged(
                campaign=self.id,
                year=self.year,
                changed_on=on,
                called=called,
                released=tuple(released),
                heirs=tuple(heirs.get(one, "") for one in released),
            )
        )

    def move_due(self, due: ReportDue, *, today: date) -> bool:
        """Let reports be due on another day, as the law counts it now. Says whether that is news; a day that has passed
        stays."""
        if self.due_on < today or due.effective == self.due_on:
            return False
        before = self.due_on
        self.dues = (*self.dues, DueWas(on=today, before=before))
        self.nominal_due_on, self.due_on, self.moved = due.nominal, due.effective, True
        self.tell(
            CampaignDueMoved(
                campaign=self.id,
                year=self.year,
                before=before,
                nominal_due_on=due.nominal,
                due_on=due.effective,
            )
        )
        return True

    def close(
        self, latest: dict[str, Submission], *, on: date, longest: date | None = None
    ) -> None:
        """End it: who never submitted is missing, who corrects (`correcting`) still may. `longest` is the last day
        anybody still has.

        Raises `CampaignIsClosed`, `NotDueYet`.
        """
        self.must_be_open()
        if on <= max(self.due_on, longest or self.due_on):
            raise NotDueYet
        self.state, self.closed_on = CampaignState.CLOSED, on
        self.missing = tuple(one for one in self.expected if one not in latest)
        returned = SubmissionState.RETURNED
        self.correcting = tuple(one for one, last in latest.items() if last.state is returned)
        accepted = sum(
            one.state is SubmissionState.ACCEPTED
            for agency, one in latest.items()
            if agency in self.expected
        )
        self.tell(
            CampaignClosed(
                campaign=self.id,
                year=self.year,
                closed_on=on,
                accepted=accepted,
                missing=len(self.missing),
            )
        )

    def status(
        self,
        agency: str,
        *,
        last: Submission | None,
        drafted: bool,
        today: date,
        until: date | None = None,
    ) -> Status:
        """How an agency's report stands on a day; `until`: the time it was granted."""
        if last is not None:
            return Status(last.state.value)
        if agency in self.missing:
            return Status.MISSING
        if today > max(self.due_on, until or self.due_on):
            return Status.OVERDUE
        return Status.DRAFTING if drafted else Status.NOT_STARTED
