"""Before, at and around a reception day: its plan, what hangs on the wall, who came, who was not received."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from contracts.reception import (
    Host,
    PetitionKind,
    PostingKept,
    ReceptionCancelled,
    ReceptionOpened,
    ReceptionPlanned,
    ReceptionRefused,
    VisitorReceived,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from law.deadlines import Facts, due
from law.handling import is_group, representatives
from law.packs.packs import Packs
from law.posting import Posted, PostingStatus, status
from services.reception.domain.cases import DocumentMissing, ReasonMissing
from services.reception.domain.deadlines import Law
from services.reception.domain.form import DenouncerNotHere, Petitioner
from services.reception.domain.petition import InFuture
from services.reception.domain.session import Entered, OnlineTooEarly

POSTING_WORDS = {
    PostingStatus.MISSING: "Chưa niêm yết",
    PostingStatus.POSTED: "Đang niêm yết",
    PostingStatus.EXPIRED: "Đã gỡ",
    PostingStatus.OUTDATED: "Đã hết hiệu lực, phải thay",
    PostingStatus.REMOVED_EARLY: "Gỡ trước hạn",
}


SCHEDULE = "SCHEDULE"


class PlanState(StrEnum):
    """Where a reception day stands."""

    PLANNED = "PLANNED"
    POSTED = "POSTED"
    OPENED = "OPENED"
    CANCELLED = "CANCELLED"


PLAN_WORDS = {
    PlanState.PLANNED: "Chưa niêm yết lịch",
    PlanState.POSTED: "Đã niêm yết lịch",
    PlanState.OPENED: "Đã mở buổi tiếp",
    PlanState.CANCELLED: "Đã hủy",
}


class PlannedInPast(Invalid):
    """A reception day is planned for a day to come."""

    code = "planned_in_past"
    title = "Ngày tiếp dự kiến phải từ hôm nay trở đi."


class PlanOver(Conflict):
    """A cancelled day is not posted, moved or cancelled again."""

    code = "plan_over"
    title = "Buổi tiếp này đã hủy."


class PlanKept(Conflict):
    """A day that was kept is not posted, moved, cancelled or opened again."""

    code = "plan_kept"
    title = "Buổi tiếp theo lịch này đã được mở."


class PlanNotPosted(Conflict):
    """A planned day is opened when its timetable hung (Luật Tiếp công dân Điều 24)."""

    code = "plan_not_posted"
    title = "Lịch của buổi tiếp này chưa được ghi là đã niêm yết."


class NoSuchItem(Invalid):
    """The checklist of what must hang has no such item."""

    code = "no_such_posting_item"
    title = "Không có nội dung niêm yết này trong danh mục."


class ValidBeforePosted(Invalid):
    """What is posted holds for its first day at least."""

    code = "valid_before_posted"
    title = "Ngày hết hiệu lực không thể trước ngày niêm yết."


class RemovedTooEarly(Invalid):
    """Nothing is taken down before it was posted."""

    code = "removed_too_early"
    title = "Ngày gỡ không thể trước ngày niêm yết."


class NoSuchReason(Invalid):
    """Only the law's own reasons allow not to receive somebody (Luật Tiếp công dân Điều 9)."""

    code = "no_such_reason"
    title = "Chỉ được từ chối tiếp theo các trường hợp pháp luật quy định."


class RepresentativesWrong(Invalid):
    """A group speaks by representatives: their number is the law's (Luật Khiếu nại Điều 8)."""

    code = "representatives_wrong"
    title = "Đoàn {persons} người cử từ {least} đến {most} người đại diện."


# --- the timetable ----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PlanForm:
    """A reception day as it is put into the timetable."""

    planned_on: date
    host: Host
    place: str
    content: str = ""
    invited: str = ""
    online: bool = False
    client_ref: str = ""


@dataclass(kw_only=True)
class Plan(Aggregate):
    """One planned reception day; its timetable must hang by `post_by` (Luật Tiếp công dân Điều 24)."""

    kind: ClassVar[str] = "plan"

    form: PlanForm
    post_by: date
    state: PlanState = PlanState.PLANNED
    posted_on: date | None = None
    reason: str = ""
    before: tuple[date, ...] = ()
    session: str = ""

    @classmethod
    def make(cls, form: PlanForm, *, id_: str, agency: str, today: date, law: Law) -> "Plan":
        """Put a day into the timetable. Raises `PlannedInPast`, `OnlineTooEarly`."""
        _plannable(form, today, law.packs)
        plan = cls(id=id_, agency=agency, form=form, post_by=posted_by(form.planned_on, law=law))
        plan._told()
        return plan

    def post(self, on: date, *, today: date) -> None:
        """The timetable hangs since a day; of a day that was kept this is said once. Raises `PlanOver`, `PlanKept`, `InFuture`."""
        if self.state is not PlanState.OPENED or self.posted_on:
            self._goes_on()
        if on > today:
            raise InFuture
        self.posted_on = on
        self.state = self.state if self.state is PlanState.OPENED else PlanState.POSTED
        self.tell(PostingKept(posting=self.id, item="SCHEDULE", posted_on=on))

    def move(self, to: date, reason: str, *, today: date, law: Law) -> None:
        """Postpone it, for a reason: the new day is posted anew. Raises `PlanOver`, `PlanKept`, `ReasonMissing`."""
        self._goes_on()
        _reasoned(reason)
        form = replace(self.form, planned_on=to)
        _plannable(form, today, law.packs)
        self.before = (*self.before, self.form.planned_on)
        self.form, self.post_by, self.reason = form, posted_by(to, law=law), reason
        self.state, self.posted_on = PlanState.PLANNED, None
        self._told()

    def cancel(self, reason: str, *, today: date) -> None:
        """Cancel it, for a reason. Raises `PlanOver`, `PlanKept`, `ReasonMissing`."""
        self._goes_on()
        _reasoned(reason)
        self.state, self.reason = PlanState.CANCELLED, reason
        self.tell(
            ReceptionCancelled(plan=self.id, planned_on=self.form.planned_on, cancelled_on=today)
        )

    def keep(self, session: str, *, whole: bool = False) -> None:
        """A session keeps it. One that is entered as a `whole` was held, whatever hung.

        Raises `PlanOver`, `PlanKept`, `PlanNotPosted`.
        """
        self._goes_on()
        if self.state is PlanState.PLANNED and not whole:
            raise PlanNotPosted
        self.state, self.session = PlanState.OPENED, session
        self.tell(ReceptionOpened(plan=self.id, session=session))

    @property
    def awaited(self) -> bool:
        """Whether it is still to be held."""
        return self.state in (PlanState.PLANNED, PlanState.POSTED)

    @property
    def posted_in_time(self) -> bool | None:
        """Whether the timetable hung early enough; None while it does not hang."""
        return self.posted_on <= self.post_by if self.posted_on else None

    def _goes_on(self) -> None:
        if self.state is PlanState.CANCELLED:
            raise PlanOver
        if self.state is PlanState.OPENED:
            raise PlanKept

    def _told(self) -> None:
        form = self.form
        self.tell(
            ReceptionPlanned(
                plan=self.id,
                host=form.host,
                planned_on=form.planned_on,
                post_by=self.post_by,
                online=form.online,
            )
        )


def posted_by(planned_on: date, *, law: Law) -> date:
    """By when the timetable of a day must hang."""
    rule = next(one.rule for one in law.packs.postings if one.id == "SCHEDULE")
    return due(rule, Facts(start=planned_on), law.calendar, law.packs).effective


def _plannable(form: PlanForm, today: date, packs: Packs) -> None:
    if form.planned_on < today:
        raise PlannedInPast
    since = packs.quota_counts.online_since
    if form.online and form.planned_on < since:
        raise OnlineTooEarly(since=since)


# --- what hangs -------------------------------------------------------------------------------------


@dataclass(kw_only=True)
class PostingLine(Aggregate):
    """One thing that hangs, or hung, at a place of reception, with where the evidence is."""

    kind: ClassVar[str] = "posting"

    item: str
    place: str
    posted_on: date
    evidence: str
    removed_on: date | None = None
    valid_until: date | None = None

    @classmethod
    def put(
        cls,
        item: str,
        *,
        id_: str,
        agency: str,
        today: date,
        packs: Packs,
        **said: Any,
    ) -> "PostingLine":
        """Enter that something was posted: where, when, until when it holds, with what evidence.

        Raises `NoSuchItem`, `InFuture`, `ValidBeforePosted`.
        """
        if item not in {one.id for one in packs.postings}:
            raise NoSuchItem
        line = cls(id=id_, agency=agency, item=item, **said)
        if line.posted_on > today:
            raise InFuture
        if line.valid_until and line.valid_until < line.posted_on:
            raise ValidBeforePosted
        line._told()
        return line

    def take_down(self, on: date, *, today: date) -> None:
        """Enter that it was taken down. Raises `InFuture`, `RemovedTooEarly`."""
        if on > today:
            raise InFuture
        if on < self.posted_on:
            raise RemovedTooEarly
        self.removed_on = on
        self._told()

    def status(self, *, on: date, keep: int, last_day: date | None = None) -> PostingStatus:
        """What a look at the wall says; it hangs for `keep` days at least. A timetable holds until the last of the
        days whose posting was entered (`last_day`), if that is later than it says itself."""
        until = self.posted_on + timedelta(days=keep - 1) if keep else None
        holds = [self.valid_until, last_day if self.item == SCHEDULE else None]
        valid = max((one for one in holds if one), default=None)
        posted = Posted(
            posted_on=self.posted_on,
            removed_on=self.removed_on,
            keep_until=until,
            current=valid is None or on <= valid,
        )
        return status(posted, on=on)

    def _told(self) -> None:
        self.tell(
            PostingKept(
                posting=self.id,
                item=self.item,
                posted_on=self.posted_on,
                removed_on=self.removed_on,
                valid_until=self.valid_until,
            )
        )


# --- who came, who was not received -----------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class VisitForm:
    """One line of the register of reception (sổ tiếp công dân, TT 04/2021/TT-TTCP Mẫu 03)."""

    received_on: date
    kind: PetitionKind
    content: str
    visitor: Petitioner | None = None
    persons: int = 1
    representatives: int = 0
    settled_by: str = ""
    handling: str = ""
    petition: str = ""
    note: str = ""
    session: str = ""
    client_ref: str = ""


@dataclass(kw_only=True)
class Visit(Aggregate):
    """Somebody, or a group, who came and was received."""

    kind: ClassVar[str] = "visit"

    number: int
    year: int
    form: VisitForm

    @classmethod
    def enter(
        cls, form: VisitForm, *, id_: str, agency: str, number: int, today: date, packs: Packs
    ) -> "Visit":
        """Enter who came. Raises `InFuture`, `RepresentativesWrong`, `DenouncerNotHere`."""
        if form.received_on > today:
            raise InFuture
        if form.kind is PetitionKind.DENUNCIATION and form.visitor:
            raise DenouncerNotHere
        _represented(form, packs)
        visit = cls(id=id_, agency=agency, number=number, year=today.year, form=form)
        visit.tell(
            VisitorReceived(
                visit=id_,
                number=number,
                year=today.year,
                kind=form.kind,
                received_on=form.received_on,
                persons=form.persons,
                group=is_group(form.persons, packs=packs),
                session=form.session,
            )
        )
        return visit


def entered(visits: Iterable[Visit], *, packs: Packs) -> Entered:
    """What the lines of the register that were entered at a session say of it; each line is a matter."""
    lines = {one.id: one for one in visits}
    persons = [one.form.persons for one in lines.values()]
    groups = [one for one in persons if is_group(one, packs=packs)]
    counts = {
        "visits": len(persons),
        "persons": sum(persons),
        "matters": len(persons),
        "groups": len(groups),
        "group_persons": sum(groups),
        "group_matters": len(groups),
    }
    return Entered(lines={id_: one.number for id_, one in lines.items()}, counts=counts)


def _represented(form: VisitForm, packs: Packs) -> None:
    owed = representatives(form.persons, packs=packs)
    if owed and not owed.least <= form.representatives <= owed.most:
        raise RepresentativesWrong(persons=form.persons, least=owed.least, most=owed.most)


@dataclass(frozen=True, kw_only=True)
class RefusalForm:
    """Somebody was not received: why, what happened, by which document."""

    reason: str
    refused_on: date
    text: str
    document: str = ""
    client_ref: str = ""


@dataclass(kw_only=True)
class Turned(Aggregate):
    """A refusal to receive somebody. Who it was is not kept."""

    kind: ClassVar[str] = "refusal"

    form: RefusalForm

    @classmethod
    def turn(
        cls, form: RefusalForm, *, id_: str, agency: str, today: date, packs: Packs
    ) -> "Turned":
        """Enter a refusal. Raises `NoSuchReason`, `DocumentMissing`, `ReasonMissing`, `InFuture`."""
        found = packs.reception_refusals.get(form.reason)
        if found is None:
            raise NoSuchReason
        if not form.document.strip():
            raise DocumentMissing
        _reasoned(form.text)
        if form.refused_on > today:
            raise InFuture
        made = cls(id=id_, agency=agency, form=form)
        made.tell(ReceptionRefused(refusal=id_, reason=form.reason, refused_on=form.refused_on))
        return made


def _reasoned(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
