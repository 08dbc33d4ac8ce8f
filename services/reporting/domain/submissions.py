"""What is true of a submitted report: a version that never changes, when it came, how it was checked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, ClassVar

import orjson

from contracts.reporting import (
    ReportAccepted,
    ReportReturned,
    ReportSubmitted,
    ReturnReason,
    Timeliness,
)
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.message import Aggregate
from law.calendar.table import Calendar
from law.report import timeliness


class SubmissionState(StrEnum):
    """Where a version stands with Sở Nội vụ."""

    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    ACCEPTED = "ACCEPTED"


TIMELINESS_WORDS = {
    Timeliness.ON_TIME: "Đúng hạn",
    Timeliness.LATE: "Trễ hạn",
    Timeliness.ON_TIME_AFTER_RETURN: "Đúng hạn sau khi hoàn thiện",
    Timeliness.LATE_CORRECTION: "Hoàn thiện trễ hạn",
}

REASON_WORDS = {
    ReturnReason.MISSING_SECTION: "Thiếu phần bắt buộc",
    ReturnReason.MISSING_MODEL: "Không có mô hình “Dân vận khéo”",
    ReturnReason.FIGURE_MISMATCH: "Số liệu không khớp",
    ReturnReason.WRONG_PERIOD: "Sai kỳ số liệu",
    ReturnReason.UNSIGNED: "Chưa ký",
    ReturnReason.FORMAT_ND30: "Sai thể thức văn bản",
    ReturnReason.NO_COMPARISON: "Không so sánh với cùng kỳ",
    ReturnReason.CONFIDENTIAL_DATA: "Có thông tin không được phép nêu",
}


class NotWaiting(Conflict):
    """Only a submitted version that nobody has judged yet is returned or accepted."""

    code = "report_not_waiting"
    title = "Báo cáo này không ở trạng thái chờ kiểm tra."


class JudgedBySender(Forbidden):
    """Who sent a report neither accepts nor returns it."""

    code = "judged_by_sender"
    title = "Người đã gửi báo cáo không được tự chấp nhận hoặc trả lại."


class NeedsALeader(Forbidden):
    """The report of the compiling agency itself is judged by its leader."""

    code = "needs_a_leader"
    title = "Báo cáo của chính Sở Nội vụ do lãnh đạo Sở chấp nhận hoặc trả lại."


class NoReason(Invalid):
    """A report is returned for named reasons."""

    code = "no_return_reason"
    title = "Cần chọn ít nhất một lý do trả lại."


@dataclass(frozen=True)
class Receipt:
    """How a version came in: in time or late, by so many working days."""

    timeliness: Timeliness
    days_late: int


@dataclass(kw_only=True)
class Submission(Aggregate):
    """One version of an agency's report as it was received; `content` is canonical JSON and never changes."""

    kind: ClassVar[str] = "report"

    campaign: str
    year: int
    number: int
    submitted_on: date
    timeliness: Timeliness
    days_late: int
    content: str
    sha256: str
    state: SubmissionState = SubmissionState.SUBMITTED
    imported: bool = False
    returned_on: date | None = None
    correction_due_on: date | None = None
    reasons: tuple[ReturnReason, ...] = ()
    comment: str = ""
    accepted_on: date | None = None
    sender: str = ""
    received_at: str = ""

    @classmethod
    def receive(
        cls,
        content: Mapping[str, Any],
        *,
        id_: str,
        agency: str,
        campaign: str,
        year: int,
        number: int,
        on: date,
        receipt: Receipt,
    ) -> "Submission":
        """Take a version in: its receipt is what the agency is told."""
        text = canonical(content)
        made = cls(
            id=id_,
            agency=agency,
            campaign=campaign,
            year=year,
            number=number,
            submitted_on=on,
            timeliness=receipt.timeliness,
            days_late=receipt.days_late,
            content=text,
            sha256=digest(text),
        )
        made._tell_submitted()
        return made

    @classmethod
    def imported_from(
        cls,
        content: Mapping[str, Any],
        *,
        id_: str,
        agency: str,
        year: int,
        on: date,
        receipt: Receipt,
    ) -> "Submission":
        """Enter an earlier year's report for comparison; it counts as accepted on the day it came."""
        text = canonical(content)
        made = cls(
            id=id_,
            agency=agency,
            campaign="",
            year=year,
            number=1,
            submitted_on=on,
            timeliness=receipt.timeliness,
            days_late=receipt.days_late,
            content=text,
            sha256=digest(text),
            imported=True,
        )
        made.accept(on=on)
        return made

    def _tell_submitted(self) -> None:
        self.tell(
            ReportSubmitted(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                unit=self.agency,
                number=self.number,
                submitted_on=self.submitted_on,
                timeliness=self.timeliness,
                working_days_late=self.days_late,
            )
        )

    def send_back(
        self, reasons: tuple[ReturnReason, ...], *, comment: str, on: date, due_on: date
    ) -> None:
        """Return it for correction by a day. Raises `NotWaiting`, `NoReason`."""
        self._must_wait()
        if not reasons:
            raise NoReason
        self.state, self.returned_on, self.correction_due_on = SubmissionState.RETURNED, on, due_on
        self.reasons, self.comment = reasons, comment
        self.tell(
            ReportReturned(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                unit=self.agency,
                returned_on=on,
                correction_due_on=due_on,
                reasons=reasons,
            )
        )

    def must_be_judged_by(self, judge: str, *, at: str, leads: bool) -> None:
        """Refuse a judge who sent it, or who works where it was written and does not lead there.

        Raises `JudgedBySender`, `NeedsALeader`.
        """
        if judge == self.sender:
            raise JudgedBySender
        if self.agency == at and not leads:
            raise NeedsALeader

    def accept(self, *, on: date) -> None:
        """Accept it: it will be compiled. Raises `NotWaiting`."""
        self._must_wait()
        self.state, self.accepted_on = SubmissionState.ACCEPTED, on
        self.tell(
            ReportAccepted(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                unit=self.agency,
                accepted_on=on,
                timeliness=self.timeliness,
                imported=self.imported,
            )
        )

    @property
    def receipt_code(self) -> str:
        """The code of its receipt: year, version and the first signs of what was sealed."""
        return f"BN-{self.year}-{self.sha256[:10].upper()}-{self.number}"

    def _must_wait(self) -> None:
        if self.state is not SubmissionState.SUBMITTED:
            raise NotWaiting

    @cached_property
    def said(self) -> dict[str, Any]:
        """What the version holds."""
        found: dict[str, Any] = orjson.loads(self.content)
        return found

    @property
    def figures(self) -> dict[str, int]:
        """Its figures by key."""
        return {key: line["value"] for key, line in self.said["figures"].items()}


def receipt(on: date, *, due_on: date, previous: Submission | None, calendar: Calendar) -> Receipt:
    """How a version that comes on a day comes (domain: rule 2 of the workflow).

    The first version fixes the timeliness. A correction in time keeps it; a later one is a late
    correction; what was late stays late.
    """
    if previous is None:
        first = timeliness(on, effective=due_on, calendar=calendar)
        kind = Timeliness.ON_TIME if first.on_time else Timeliness.LATE
        return Receipt(kind, first.working_days_late)
    if previous.timeliness in {Timeliness.LATE, Timeliness.LATE_CORRECTION}:
        return Receipt(previous.timeliness, previous.days_late)
    correction = timeliness(on, effective=previous.correction_due_on or on, calendar=calendar)
    if correction.on_time:
        return Receipt(Timeliness.ON_TIME_AFTER_RETURN, 0)
    return Receipt(Timeliness.LATE_CORRECTION, correction.working_days_late)


def canonical(content: Mapping[str, Any]) -> str:
    """The one way in which a content is written down."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def digest(text: str) -> str:
    """SHA-256 of a canonical content."""
    return hashlib.sha256(text.encode()).hexdigest()
