"""A clock that runs: stopped by suspensions, lengthened by extensions, in the order of their days."""

from collections.abc import Iterator
from datetime import date, timedelta
from operator import itemgetter

from law.calendar.table import Calendar
from law.deadlines.counting import rolled
from law.deadlines.facts import Extension, Facts, Suspension
from law.deadlines.proof import Counted, Extended, Step, Suspended
from law.packs.packs import Applied, Packs
from law.packs.rules import Pause
from law.refusal import LawRefusal

_DAY = timedelta(days=1)


class NotExtendable(LawRefusal):
    """The row that applies knows no extension."""

    code = "not_extendable"
    title = "Quy tắc {rule} không cho phép gia hạn."


class TooManyExtensions(LawRefusal):
    """The law allows fewer extensions."""

    code = "too_many_extensions"
    title = "Quy tắc {rule} chỉ được gia hạn {times} lần."


class ExtensionTooLong(LawRefusal):
    """One extension may not be that long, and must be at least a day."""

    code = "extension_too_long"
    title = "Mỗi lần gia hạn theo quy tắc {rule} từ 1 đến {most} ngày; không phải {days} ngày."


class ExtensionOutOfTime(LawRefusal):
    """An extension is decided after the start and before the time is over, in order."""

    code = "extension_out_of_time"
    title = "Quyết định gia hạn ngày {on} không nằm trong thời hạn (từ {start} đến {end})."


class NotSuspendable(LawRefusal):
    """The row that applies cannot be suspended."""

    code = "not_suspendable"
    title = "Thời hạn theo quy tắc {rule} không bị tạm đình chỉ."


class GroundNotKnown(LawRefusal):
    """The law of that day did not know that ground."""

    code = "ground_not_known"
    title = "Vào ngày {on}, pháp luật không có căn cứ tạm đình chỉ {ground} cho vụ việc này."


class SuspensionOutOfTime(LawRefusal):
    """A suspension begins while the time runs, and ends after it began; two do not overlap."""

    code = "suspension_out_of_time"
    title = "Thời gian tạm đình chỉ từ {since} đến {resumed_on} không hợp lệ: phải bắt đầu từ {start} đến {end}."


class ClockStopped(LawRefusal):
    """A suspended clock has no end until it is resumed."""

    code = "clock_stopped"
    title = "Vụ việc đang tạm đình chỉ từ {since}: chưa xác định được thời hạn cho đến khi tiếp tục giải quyết."


class Clock:
    """A running clock: what was decided on the way, in the order of its days."""

    def __init__(
        self, applied: Applied, counted: Counted, calendar: Calendar, packs: Packs
    ) -> None:
        self.applied, self.calendar, self.packs = applied, calendar, packs
        self.start, self.nominal = counted.start, counted.end
        self.extended = 0
        self.extended_on = self.resumed_on = counted.start

    def run(self, facts: Facts, steps: list[Step]) -> date:
        """Live through the facts, noting each step; the nominal end they lead to."""
        for _, decided in sorted(_by_day(facts), key=itemgetter(0)):
            steps.append(self._apply(decided))
        return self.nominal

    def _apply(self, decided: Extension | Suspension) -> Step:
        if isinstance(decided, Extension):
            return self._extend(decided)
        return self._suspend(decided)

    def _extend(self, extension: Extension) -> Extended:
        days, before = self._allowed(extension), self.nominal
        open_until = self._open_until()
        if not self.extended_on <= extension.decided_on <= open_until:
            raise self._late(extension, open_until)
        self.extended += 1
        self.extended_on = extension.decided_on
        self.nominal += days * _DAY
        return Extended(extension, days, before, self.nominal, open_until)

    def _allowed(self, extension: Extension) -> int:
        allowed, told = self.applied.version.extending, self._told()
        if allowed is None:
            raise NotExtendable(**told)
        if self.extended >= allowed.times:
            raise TooManyExtensions(times=allowed.times, **told)
        days = allowed.days if extension.days is None else extension.days
        if not 0 < days <= allowed.days:
            raise ExtensionTooLong(days=days, most=allowed.days, **told)
        return days

    def _suspend(self, suspension: Suspension) -> Suspended:
        pause, before = self._pause(suspension), self.nominal
        since, resumed_on = suspension.since, suspension.resumed_on
        open_until = self._open_until()
        if not self.resumed_on <= since <= open_until or (resumed_on or date.max) <= since:
            raise self._wrong_time(suspension, open_until)
        if resumed_on is None:
            raise ClockStopped(since=since, article=self.packs.cite(pause))
        days = (resumed_on - since).days
        self.resumed_on = resumed_on
        self.nominal += days * _DAY
        return Suspended(suspension, days, before, self.nominal, pause)

    def _pause(self, suspension: Suspension) -> Pause:
        kind = self.applied.version.pauses
        if not kind:
            raise NotSuspendable(**self._told())
        known = [pause for pause in self.packs.pauses if pause.kind == kind]
        for pause in known:
            if pause.in_force(suspension.since) and suspension.ground in pause.grounds:
                return pause
        raise GroundNotKnown(
            on=suspension.since,
            ground=suspension.ground,
            article="; ".join(self.packs.cite(pause) for pause in known),
        )

    def _open_until(self) -> date:
        return rolled(self.applied, self.nominal, self.calendar, self.packs)

    def _late(self, extension: Extension, open_until: date) -> ExtensionOutOfTime:
        return ExtensionOutOfTime(
            on=extension.decided_on,
            start=self.extended_on,
            end=open_until,
            **self._told(),
        )

    def _wrong_time(self, suspension: Suspension, open_until: date) -> SuspensionOutOfTime:
        return SuspensionOutOfTime(
            since=suspension.since,
            resumed_on=suspension.resumed_on or "nay",
            start=self.resumed_on,
            end=open_until,
            **self._told(),
        )

    def _told(self) -> dict[str, str]:
        article = self.packs.cite(self.applied.version)
        return {"rule": self.applied.rule.id, "article": article}


def _by_day(facts: Facts) -> Iterator[tuple[date, Extension | Suspension]]:
    yield from ((one.since, one) for one in facts.suspensions)
    yield from ((one.decided_on, one) for one in facts.extensions)
