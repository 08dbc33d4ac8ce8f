"""The times of a case: each of its own kind, with its proof; stopped, lengthened, met. None runs twice."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.reception import ClockKind
from kernel.errors import Conflict
from law.deadlines import Extension, Facts, Suspension, due, record, sentences
from services.reception.domain.deadlines import Deadline, Law

CLOCK_WORDS = {
    ClockKind.INTAKE: "Phân loại, thụ lý",
    ClockKind.NOTICE: "Trả lời người đến tiếp",
    ClockKind.SETTLEMENT: "Giải quyết",
    ClockKind.ACCEPTANCE_NOTICE: "Thông báo việc thụ lý",
    ClockKind.SENDING: "Gửi quyết định, kết luận",
    ClockKind.HANDLING: "Xử lý kết luận",
    ClockKind.PUBLISHING: "Công khai quyết định, kết luận",
    ClockKind.EFFECT: "Quyết định có hiệu lực",
    ClockKind.CONTINUED: "Xem xét tố cáo tiếp",
    ClockKind.FORWARDING: "Chuyển đơn",
    ClockKind.KEEPING: "Lưu đơn",
    ClockKind.CONTEST: "Khiếu nại lần hai, khởi kiện",
    ClockKind.SUPPLEMENT: "Chờ người gửi bổ sung đơn",
}
_DAY = timedelta(days=1)


class ClockRuns(Conflict):
    """A time of that kind runs already."""

    code = "clock_runs"
    title = "Thời hạn “{kind}” đang được tính, không mở thêm thời hạn cùng loại."


class NoClock(Conflict):
    """No time of that kind runs."""

    code = "no_clock"
    title = "Không có thời hạn “{kind}” nào đang được tính."


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One running or ended time. `stopped` since a suspension: its day is then not known."""

    kind: ClockKind
    asked: str
    facts: Facts
    deadline: Deadline
    ended_on: date | None = None
    met: bool | None = None
    stopped: Suspension | None = None
    before: tuple[date, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it has not ended; a stopped one is open too."""
        return self.ended_on is None

    @property
    def due_on(self) -> date | None:
        """The day it leads to; none while it is stopped."""
        return None if self.stopped else self.deadline.due_on


Clocks = tuple[Clock, ...]


def start(kind: ClockKind, asked: str, facts: Facts, *, law: Law, brief: bool = False) -> Clock:
    """A new time. `brief` keeps the sentences of its proof only. Raises `LawRefusal`."""
    return Clock(
        kind=kind, asked=asked, facts=facts, deadline=deadline(asked, facts, law=law, brief=brief)
    )


def deadline(asked: str, facts: Facts, *, law: Law, brief: bool = False) -> Deadline:
    """The day a rule gives for some facts, with its proof. Raises `LawRefusal`."""
    found = due(asked, facts, law.calendar, law.packs)
    told = [{"text": text} for text in sentences(found.proof)] if brief else record(found.proof)
    return Deadline(rule=found.rule, due_on=found.effective, proof=tuple(told))


def find(clocks: Clocks, kind: ClockKind) -> Clock | None:
    """The latest time of a kind, open or ended."""
    return next((one for one in reversed(clocks) if one.kind is kind), None)


def running(clocks: Clocks, kind: ClockKind) -> Clock | None:
    """The open time of a kind."""
    found = find(clocks, kind)
    return found if found and found.open else None


def opened(clocks: Clocks, clock: Clock) -> Clocks:
    """With one more running. Raises `ClockRuns`."""
    if running(clocks, clock.kind):
        raise ClockRuns(kind=CLOCK_WORDS[clock.kind])
    return (*clocks, clock)


def ended(clocks: Clocks, *kinds: ClockKind, on: date) -> Clocks:
    """With the open ones of these kinds ended, met or missed; kinds that do not run are left alone."""
    return tuple(_end(one, on) if one.open and one.kind in kinds else one for one in clocks)


def end(clocks: Clocks, kind: ClockKind, *, on: date) -> Clocks:
    """With the open one of a kind ended. Raises `NoClock`."""
    must_run(clocks, kind)
    return ended(clocks, kind, on=on)


def must_run(clocks: Clocks, kind: ClockKind) -> Clock:
    """The open time of a kind. Raises `NoClock`."""
    found = running(clocks, kind)
    if found is None:
        raise NoClock(kind=CLOCK_WORDS[kind])
    return found


def stop(clocks: Clocks, kind: ClockKind, suspension: Suspension, *, law: Law) -> Clocks:
    """With one stopped from a day on. Raises `NoClock`, `LawRefusal` when the law has no such ground."""
    clock = must_run(clocks, kind)
    tried = suspension._replace(resumed_on=suspension.since + _DAY)
    deadline(clock.asked, _with(clock.facts, suspensions=tried), law=law)
    return replaced(clocks, replace(clock, stopped=suspension))


def go_on(clocks: Clocks, kind: ClockKind, *, on: date, law: Law) -> Clocks:
    """With a stopped one running again from a day on, later by the days it stood still. Raises `NoClock`."""
    clock = must_run(clocks, kind)
    if clock.stopped is None:
        raise NoClock(kind=CLOCK_WORDS[kind])
    facts = _with(clock.facts, suspensions=clock.stopped._replace(resumed_on=on))
    return replaced(clocks, _anew(replace(clock, stopped=None), facts, law))


def lengthen(clocks: Clocks, kind: ClockKind, extension: Extension, *, law: Law) -> Clocks:
    """With one extended by a decision. Raises `NoClock`, `LawRefusal` when the law allows none."""
    clock = must_run(clocks, kind)
    return replaced(clocks, _anew(clock, _with(clock.facts, extensions=extension), law))


def widen(clocks: Clocks, kind: ClockKind, *, law: Law) -> Clocks:
    """With one counted as the law counts when several places have to be looked at; the day it had is kept.
    Raises `NoClock`, `LawRefusal`."""
    clock = must_run(clocks, kind)
    told = replace(clock, facts=replace(clock.facts, several_places=True))
    return replaced(clocks, recounted(told, law=law))


def running_again(clocks: Clocks, kind: ClockKind) -> Clocks:
    """With the latest of a kind as it was before it ended."""
    clock = find(clocks, kind)
    if clock is None or clock.open:
        return clocks
    return replaced(clocks, replace(clock, ended_on=None, met=None))


def recounted(clock: Clock, *, law: Law) -> Clock:
    """The same time by another calendar or other rules; the day it had is kept. Raises `LawRefusal`."""
    fresh = deadline(clock.asked, clock.facts, law=law, brief=not _full(clock))
    if fresh.due_on == clock.deadline.due_on:
        return clock
    return replace(clock, deadline=fresh, before=(*clock.before, clock.deadline.due_on))


def replaced(clocks: Clocks, clock: Clock) -> Clocks:
    """With the latest of its kind replaced."""
    last = max(at for at, one in enumerate(clocks) if one.kind is clock.kind)
    return (*clocks[:last], clock, *clocks[last + 1 :])


def next_due(clocks: Iterable[Clock]) -> date | None:
    """The first day on which something is due."""
    days = [one.due_on for one in clocks if one.open and one.due_on and one.kind not in WAITED]
    return min(days, default=None)


# Nothing is late when they end.
WAITED = (ClockKind.EFFECT, ClockKind.KEEPING, ClockKind.CONTEST, ClockKind.SUPPLEMENT)


def _end(clock: Clock, on: date) -> Clock:
    return replace(clock, ended_on=on, met=on <= clock.deadline.due_on, stopped=None)


def _anew(clock: Clock, facts: Facts, law: Law) -> Clock:
    return replace(clock, facts=facts, deadline=deadline(clock.asked, facts, law=law))


def _with(
    facts: Facts, *, suspensions: Suspension | None = None, extensions: Extension | None = None
) -> Facts:
    more_stops = (suspensions,) if suspensions else ()
    more_time = (extensions,) if extensions else ()
    return replace(
        facts,
        suspensions=(*facts.suspensions, *more_stops),
        extensions=(*facts.extensions, *more_time),
    )


def _full(clock: Clock) -> bool:
    return "step" in clock.deadline.proof[0]
