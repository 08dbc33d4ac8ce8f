"""What is true of calling for reports: a year's own due day by a letter, more time for one agency, reminders.

The due day follows Chỉ thị 14/CT-UBND điểm 9; Sở Nội vụ may set another one for a year by a numbered letter. Two
people do it: who proposes does not approve.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar

from contracts.reporting import (
    CampaignEscalated,
    DueDecided,
    DueProposed,
    ExtensionAsked,
    ExtensionDecided,
    ReportReminded,
    ReportsChased,
)
from kernel.clock import VIETNAM
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.message import Aggregate
from law.packs.report import Reminder

LONGEST_REASON, LONGEST_NUMBER = 1000, 60
LAST_WORKING_DAY = "T-LVC"
"""The step on the last working day before a due day that was rolled forward over days off."""
BY_HAND = "NOW"
"""The step of a reminder that somebody sent beside the schedule."""
REST = timedelta(hours=48)
"""How long after a reminder nobody reminds by hand again."""


class WrongDueDay(Invalid):
    """Another due day needs a day to come, and the letter that sets it."""

    code = "wrong_due_day"
    title = "Hạn riêng của năm chưa đúng."


class NoDueProposed(Conflict):
    """Only a proposal that waits is decided."""

    code = "no_due_proposed"
    title = "Không có đề nghị đổi hạn nào đang chờ quyết định."


class DecidedByProposer(Forbidden):
    """Who proposes or asks does not decide."""

    code = "decided_by_proposer"
    title = "Người đề nghị không được tự quyết định."


class WrongExtension(Invalid):
    """More time needs a reason and a day after the due day."""

    code = "wrong_extension"
    title = "Đề nghị gia hạn chưa đúng."


class ExtensionWaits(Conflict):
    """An agency asks once at a time."""

    code = "extension_waits"
    title = "Đề nghị gia hạn trước của cơ quan đang chờ quyết định."


class AlreadySent(Conflict):
    """Who has sent the report needs no more time."""

    code = "already_sent"
    title = "Báo cáo {called} đã gửi, không cần gia hạn."


class NoExtensionAsked(Conflict):
    """Only an extension that was asked for is decided."""

    code = "no_extension_asked"
    title = "Cơ quan không có đề nghị gia hạn nào đang chờ."


class WrongChasing(Invalid):
    """A chasing letter has a number, and one of the places the law's schedule has for it."""

    code = "wrong_chasing"
    title = "Thông tin công văn đôn đốc chưa đúng."


class ChasedAlready(Conflict):
    """Each chasing letter goes out once, one after the other, and not before the due day has passed."""

    code = "chased_already"
    title = "Công văn đôn đốc lần {number} đã ghi nhận, chưa đến lượt hoặc chưa quá hạn."


class NothingOwed(Conflict):
    """Who has sent the report is not reminded of it."""

    code = "nothing_owed"
    title = "Cơ quan đã gửi báo cáo {called}, không cần nhắc."


class RemindedJustNow(Conflict):
    """Nobody is reminded by hand within 48 hours of the last reminder."""

    code = "reminded_just_now"
    title = "Cơ quan vừa được nhắc; nhắc lại được từ {free_at}."


class Decision(StrEnum):
    """How far what was proposed is."""

    WAITING = "WAITING"
    GRANTED = "GRANTED"
    REFUSED = "REFUSED"


DECISION_WORDS = {
    Decision.WAITING: "Chờ quyết định",
    Decision.GRANTED: "Đồng ý",
    Decision.REFUSED: "Không đồng ý",
}


@dataclass(frozen=True, kw_only=True)
class OwnDue:
    """Another due day of a year: the letter (number, day, issuer) that sets it, who proposed and who decided."""

    due_on: date
    number: str
    dated_on: date
    issuer: str
    proposed_by: str
    state: Decision = Decision.WAITING
    decided_by: str = ""

    @property
    def instrument(self) -> str:
        """The letter, as papers cite it."""
        return f"{self.number} ngày {self.dated_on:%d/%m/%Y} của {self.issuer}"


@dataclass(frozen=True, kw_only=True)
class Chasing:
    """One official letter that chases reports: which in order, its number, to how many it went."""

    number: int
    symbol: str
    sent_on: date
    agencies: int


@dataclass(frozen=True, kw_only=True)
class Extension:
    """More time for one agency: until when, why, who asked and who decided."""

    until: date
    reason: str
    asked_on: date
    asked_by: str
    state: Decision = Decision.WAITING
    decided_on: date | None = None
    decided_by: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One reminder with its day."""

    code: str
    on: date
    chasing: int = 0
    escalates: bool = False


@dataclass(frozen=True, kw_only=True)
class Passed:
    """A step that is over for an agency; `told`: it was really told, not overtaken by a later one; `at`: the moment."""

    code: str
    on: date
    told: bool
    at: datetime | None = None

    @property
    def free_at(self) -> datetime:
        """When the agency may be reminded by hand again; where only the day is known, its end counts."""
        end = datetime.combine(self.on + timedelta(days=1), time(), VIETNAM)
        return (self.at or end) + REST


@dataclass(kw_only=True)
class Calling(Aggregate):
    """What Sở Nội vụ does about a year's due day: one per campaign."""

    kind: ClassVar[str] = "report_calling"

    year: int
    campaign: str
    own_due: OwnDue | None = None
    chasings: tuple[Chasing, ...] = ()
    escalated_on: date | None = None

    def propose(self, own: OwnDue, *, today: date) -> None:
        """Propose another due day. Raises `WrongDueDay`."""
        errors: dict[str, list[str]] = {}
        if own.due_on < today:
            errors["due_on"] = ["Hạn mới không được ở trước hôm nay."]
        if own.dated_on > today:
            errors["dated_on"] = ["Ngày văn bản không được ở tương lai."]
        for name in ("number", "issuer"):
            if not 0 < len(getattr(own, name)) <= LONGEST_NUMBER:
                errors[name] = [f"Cần thông tin này, tối đa {LONGEST_NUMBER} ký tự."]
        if errors:
            raise WrongDueDay(errors)
        self.own_due = own
        self.tell(
            DueProposed(
                campaign=self.campaign,
                year=self.year,
                due_on=own.due_on,
                instrument=own.instrument,
                proposed_on=today,
            )
        )

    def decide(self, *, granted: bool, by: str, on: date) -> OwnDue:
        """Approve or refuse what was proposed. Raises `NoDueProposed`, `DecidedByProposer`."""
        if self.own_due is None or self.own_due.state is not Decision.WAITING:
            raise NoDueProposed
        if by == self.own_due.proposed_by:
            raise DecidedByProposer
        state = Decision.GRANTED if granted else Decision.REFUSED
        self.own_due = replace(self.own_due, state=state, decided_by=by)
        self.tell(
            DueDecided(campaign=self.campaign, year=self.year, granted=granted, decided_on=on)
        )
        return self.own_due

    def chase(self, number: int, symbol: str, *, due_on: date, agencies: int, on: date) -> None:
        """Put on record that the so manieth chasing letter went out. Raises `WrongChasing`, `ChasedAlready`."""
        if not 0 < len(symbol) <= LONGEST_NUMBER:
            raise WrongChasing({"symbol": [f"Cần số, ký hiệu, tối đa {LONGEST_NUMBER} ký tự."]})
        if number != len(self.chasings) + 1 or on <= due_on:
            raise ChasedAlready(number=number)
        made = Chasing(number=number, symbol=symbol, sent_on=on, agencies=agencies)
        self.chasings = (*self.chasings, made)
        self.tell(
            ReportsChased(
                campaign=self.campaign,
                year=self.year,
                number=number,
                symbol=symbol,
                sent_on=on,
                agencies=agencies,
            )
        )

    def escalate(self, missing: int, *, on: date) -> None:
        """Tell once that so many still owe the report after all reminders."""
        if self.escalated_on is None:
            self.escalated_on = on
            self.tell(
                CampaignEscalated(
                    campaign=self.campaign, year=self.year, told_on=on, missing=missing
                )
            )


@dataclass(kw_only=True)
class Call(Aggregate):
    """The call for one agency's report of a year: what it was reminded of, and more time if it got some."""

    kind: ClassVar[str] = "report_call"

    year: int
    campaign: str
    passed: tuple[Passed, ...] = ()
    extension: Extension | None = None
    granted: Extension | None = None
    code: str = ""

    decided_now: bool = field(default=False, init=False, repr=False, compare=False)

    @property
    def until(self) -> date | None:
        """The last day of the time it was granted; asking for still more takes nothing away."""
        last = self.extension
        found = last if last and last.state is Decision.GRANTED else self.granted
        return found.until if found else None

    def ask(self, until: date, reason: str, *, due_on: date, by: str, on: date) -> None:
        """Ask for more time. Raises `WrongExtension`, `ExtensionWaits`."""
        if self.extension and self.extension.state is Decision.WAITING:
            raise ExtensionWaits
        errors: dict[str, list[str]] = {}
        if until <= max(due_on, on):
            errors["until"] = ["Ngày gia hạn phải sau hạn gửi và sau hôm nay."]
        if not 0 < len(reason) <= LONGEST_REASON:
            errors["reason"] = [f"Cần lý do, tối đa {LONGEST_REASON} ký tự."]
        if errors:
            raise WrongExtension(errors)
        if self.extension and self.extension.state is Decision.GRANTED:
            self.granted = self.extension
        self.extension = Extension(until=until, reason=reason, asked_on=on, asked_by=by)
        self.tell(
            ExtensionAsked(
                campaign=self.campaign, year=self.year, unit=self.agency, asked_on=on, until=until
            )
        )

    def decide(self, *, granted: bool, until: date | None, note: str, by: str, on: date) -> None:
        """Grant (until the day asked, or another) or refuse.

        Raises `NoExtensionAsked`, `DecidedByProposer`, `WrongExtension`.
        """
        asked = self.extension
        if asked is None or asked.state is not Decision.WAITING:
            raise NoExtensionAsked
        if by == asked.asked_by:
            raise DecidedByProposer
        last = until or asked.until
        if granted and last < on:
            raise WrongExtension({"until": ["Ngày gia hạn không được ở trước hôm nay."]})
        if len(note) > LONGEST_REASON:
            raise WrongExtension({"note": [f"Tối đa {LONGEST_REASON} ký tự."]})
        state = Decision.GRANTED if granted else Decision.REFUSED
        self.decided_now = True
        self.extension = replace(
            asked, until=last, state=state, decided_on=on, decided_by=by, note=note
        )
        self.tell(
            ExtensionDecided(
                campaign=self.campaign,
                year=self.year,
                unit=self.agency,
                decided_on=on,
                granted=granted,
                until=last,
                code=self.code,
            )
        )

    def reminded(self, *, by: date = date.max) -> Passed | None:
        """The last reminder that was told by the end of a day."""
        told = [one for one in self.passed if one.told and one.on <= by]
        return max(told, key=lambda one: one.free_at, default=None)

    def remind_now(self, *, due_on: date, at: datetime) -> None:
        """Remind beside the schedule. Raises `RemindedJustNow`."""
        last, today = self.reminded(), at.astimezone(VIETNAM).date()
        if last and at < last.free_at:
            raise RemindedJustNow(free_at=f"{last.free_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}")
        self.passed += (Passed(code=BY_HAND, on=today, told=True, at=at),)
        self._tell_reminded(Step(code=BY_HAND, on=today), due_on=due_on, today=today)

    def remind(
        self,
        steps: Iterable[Step],
        *,
        due_on: date,
        today: date,
        at: datetime | None = None,
    ) -> Step | None:
        """Tell the newest step whose day has come and that is not over yet; older ones are overtaken.

        Gives the step that was told, None when there is nothing to tell.
        """
        over = {one.code for one in self.passed}
        come = [one for one in steps if one.on <= today and one.code not in over]
        if not come:
            return None
        newest = max(come, key=lambda one: one.on)
        self.passed += tuple(
            Passed(code=one.code, on=today, told=one is newest, at=at) for one in come
        )
        self._tell_reminded(newest, due_on=due_on, today=today)
        return newest

    def _tell_reminded(self, step: Step, *, due_on: date, today: date) -> None:
        self.tell(
            ReportReminded(
                campaign=self.campaign,
                year=self.year,
                unit=self.agency,
                step=step.code,
                told_on=today,
                due_on=due_on,
                chasing=step.chasing,
                escalated=step.escalates,
                code=self.code,
            )
        )


def steps_of(
    days: Iterable[tuple[date, Reminder]], *, due_on: date, last_working_day: date
) -> list[Step]:
    """The reminders of a due day; one more on the last working day before, when the due day was rolled over days off."""
    found = [
        Step(code=rule.code, on=day, chasing=rule.chasing, escalates=rule.escalates)
        for day, rule in days
    ]
    if last_working_day < due_on:
        found.append(Step(code=LAST_WORKING_DAY, on=last_working_day))
    return sorted(found, key=lambda one: one.on)
