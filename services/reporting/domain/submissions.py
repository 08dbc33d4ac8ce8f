"""What is true of a submitted report: a version that never changes, when it came, how it was checked."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar

import orjson

from contracts.reporting import (
    ReportAccepted,
    ReportCorrectionMoved,
    ReportDoubtAnswered,
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
    """The report of the compiling agency itself is judged by a leader of the province."""

    code = "needs_a_leader"
    title = "Báo cáo của chính Sở Nội vụ do lãnh đạo Ủy ban nhân dân tỉnh chấp nhận hoặc trả lại."


class JudgedByCompilers(Forbidden):
    """A leader of the province judges the report of the compiling agency only."""

    code = "judged_by_compilers"
    title = "Báo cáo này do Sở Nội vụ chấp nhận hoặc trả lại."


class NoReason(Invalid):
    """A report is returned for named reasons."""

    code = "no_return_reason"
    title = "Cần chọn ít nhất một lý do trả lại."


class WrongComment(Invalid):
    """Comments go to figures and sections the report knows."""

    code = "wrong_return_comment"
    title = "Ý kiến theo từng nội dung chưa đúng."


class NotFlagged(Conflict):
    """Only a section about which there is a doubt is answered."""

    code = "not_flagged"
    title = "Phần này không có cảnh báo cần giải trình."


class NoAnswer(Invalid):
    """An answer says something."""

    code = "no_answer"
    title = "Cần nội dung giải trình, tối đa 1.000 ký tự."


LONGEST_ANSWER = 1000


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
    comments: dict[str, str] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)
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
        number: int = 1,
    ) -> "Submission":
        """Enter an earlier year's report for comparison; it counts as accepted on the day it came."""
        text = canonical(content)
        made = cls(
            id=id_,
            agency=agency,
            campaign="",
            year=year,
            number=number,
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
        self,
        reasons: tuple[ReturnReason, ...],
        *,
        comment: str,
        comments: Mapping[str, str] = MappingProxyType({}),
        on: date,
        due_on: date,
    ) -> None:
        """Return it for correction by a day; `comments` by figure's key or section's code.

        An accepted one too: what was issued stands, a correction follows when the new version is accepted.

        Raises `NotWaiting`, `NoReason`.
        """
        if self.state is SubmissionState.RETURNED or self.imported:
            raise NotWaiting
        if not reasons:
            raise NoReason
        self.comments = dict(comments)
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

    def move_correction(self, due_on: date, *, on: date) -> bool:
        """The calendar says another day for the correction; never a day that is past. Gives whether it moved."""
        was, until = self.correction_due_on, max(due_on, on)
        if self.state is not SubmissionState.RETURNED or was is None or until == was:
            return False
        if max(was, due_on) < on:  # both are past: what was late then stays late
            return False
        self.correction_due_on = until
        self.tell(
            ReportCorrectionMoved(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                unit=self.agency,
                moved_on=on,
                was_due_on=was,
                correction_due_on=until,
            )
        )
        return True

    def must_be_judged_by(self, judge: str, *, compiler: str, leads: bool) -> None:
        """Refuse a judge who sent it; the `compiler`'s own report is for who `leads` the province, no other is.

        Raises `JudgedBySender`, `NeedsALeader`, `JudgedByCompilers`.
        """
        if judge == self.sender:
            raise JudgedBySender
        own = self.agency == compiler
        if own and not leads:
            raise NeedsALeader
        if leads and not own:
            raise JudgedByCompilers

    def answer(self, section: str, text: str, *, on: date) -> None:
        """Keep what the agency says to a doubt about a section. Raises `NotWaiting`, `NoAnswer`."""
        self._must_wait()
        said = text.strip()
        if not said or len(said) > LONGEST_ANSWER:
            raise NoAnswer({f"answer.{section}": [NoAnswer.title]})
        self.answers[section] = {"text": said, "on": on.isoformat()}
        self.tell(
            ReportDoubtAnswered(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                unit=self.agency,
                section=section,
                answered_on=on,
            )
        )

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

    @cached_property
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


def commented(comments: Mapping[str, str], *, known: Collection[str]) -> dict[str, str]:
    """Comments that say something, each about a figure or section that is `known`. Raises `WrongComment`."""
    said = {name: text.strip() for name, text in comments.items() if text.strip()}
    errors = {name: ["Không có nội dung này trong báo cáo."] for name in said if name not in known}
    errors |= {name: [NoAnswer.title] for name, text in said.items() if len(text) > LONGEST_ANSWER}
    if errors:
        raise WrongComment({f"comments.{name}": why for name, why in errors.items()})
    return said


def canonical(content: Mapping[str, Any]) -> str:
    """The one way in which a content is written down."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def digest(text: str) -> str:
    """SHA-256 of a canonical content."""
    return hashlib.sha256(text.encode()).hexdigest()
