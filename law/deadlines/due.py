"""The one way to a deadline: choose the row, count, apply what was decided on the way, roll forward."""

from datetime import date, timedelta

from law.calendar.table import Calendar
from law.deadlines.clock import Clock
from law.deadlines.counting import count, rolled
from law.deadlines.facts import Facts, Handing, Handover
from law.deadlines.proof import Due, Handed, Proof, Rolled, Step
from law.packs.packs import Packs
from law.packs.rules import Event, Fact
from law.refusal import LawRefusal


class HandoverOutOfTime(LawRefusal):
    """Nothing is handed over before it was received."""

    code = "handover_out_of_time"
    title = "Ngày bàn giao {on} đứng trước ngày bắt đầu {start}."


class NotForwardable(LawRefusal):
    """A forward concerns the clock of receipt only; what is accepted stays where it is."""

    code = "not_forwardable"
    title = "Việc chuyển đơn chỉ làm phát sinh thời hạn tiếp nhận mới, không áp dụng cho quy tắc {rule}."


_DAY = timedelta(days=1)


def due(rule: str, facts: Facts, calendar: Calendar, packs: Packs) -> Due:
    """When what `rule` asks for is due, by these facts, this calendar and these packs, with its proof.

    Raises a `LawRefusal` that names the article when the law does not allow what the facts tell.
    """
    steps: list[Step] = []
    start = _start(rule, facts, packs, steps) if facts.handovers else facts.start
    applied = packs.apply(rule, on=start, given=given(facts, packs))
    calendar.day(start)  # refuses a start the calendar does not know
    counted = count(applied, start, calendar)
    steps.append(counted)
    nominal = counted.end
    if facts.extensions or facts.suspensions:
        nominal = Clock(applied, counted, calendar, packs).run(facts, steps)
    effective = rolled(applied, nominal, calendar, packs)
    if effective != nominal:
        off = calendar.days_off_between(nominal - _DAY, effective)
        steps.append(Rolled(nominal, effective, off))
    proof = Proof(rule, facts, applied, calendar, packs, tuple(steps))
    return Due(applied.rule.id, applied.version.version, nominal, effective, proof)


def given(facts: Facts, packs: Packs) -> tuple[tuple[str, Fact], ...]:
    """The circumstances the facts tell, in one order; complexity is derived, never told."""
    told: list[tuple[str, Fact]] = []
    if facts.remote:
        told.append(("remote", True))
    if facts.complex:
        told.append(("complex", True))
    if facts.several_places:
        told.append(("several_places", True))
    if facts.criteria:
        told.append(("complexity", packs.complexity(facts.criteria)))
    return tuple(told)


def _start(rule: str, facts: Facts, packs: Packs, steps: list[Step]) -> date:
    start = facts.start
    for handover in facts.handovers:
        start = _started(rule, handover, start, packs)
        steps.append(Handed(handover, start))
    return start


def _started(rule: str, handover: Handover, start: date, packs: Packs) -> date:
    if handover.received_on < start:
        raise HandoverOutOfTime(on=handover.received_on, start=start)
    if handover.kind is not Handing.FORWARD:
        return start
    row = packs.rule(rule)
    if row.start is not Event.RECEIVED:
        raise NotForwardable(rule=rule, article=packs.cite(row.versions[-1]))
    return handover.received_on
