"""A proof told in Vietnamese, step by step, for the officer and the citizen who ask why."""

from collections.abc import Callable
from datetime import timedelta
from itertools import groupby
from typing import Any

from law.calendar.days import Day, Kind
from law.deadlines.facts import Handing
from law.deadlines.proof import Counted, Extended, Handed, Proof, Rolled, Step, Suspended
from law.packs.rules import Shape, Unit
from law.words import EVENTS, FACTS, GROUNDS, UNITS, say, say_weekday

_HANDINGS = {
    Handing.FORWARD: "Đơn được chuyển theo thẩm quyền, nơi nhận tiếp nhận ngày {on}: thời hạn của nơi nhận tính từ ngày này.",
    Handing.REORGANISATION: "Cơ quan được sắp xếp lại, hồ sơ bàn giao ngày {on}: thời hạn giữ nguyên, vẫn tính từ {start}.",
    Handing.RESEND: "Đơn được gửi lại ngày {on}: không phát sinh thời hạn mới, vẫn tính từ {start}.",
}

_ENDINGS = {
    Shape.LIMIT: "hết ngày {end}",
    Shape.MINIMUM: "phải giữ đến hết ngày {end}",
    Shape.BEFORE: "chậm nhất là ngày {end}",
}


def sentences(proof: Proof) -> list[str]:
    """All sentences of a proof, in order."""
    told = [text for _, text in told_steps(proof)]
    return [*told, warning] if (warning := unsettled(proof)) else told


def unsettled(proof: Proof) -> str:
    """The warning that a date hangs on days no instrument has settled yet; empty when none."""
    days = proof.provisional()
    if not days:
        return ""
    return f"Lưu ý: kết quả phụ thuộc ngày nghỉ dự kiến, chưa chính thức: {_days(days)}."


def told_steps(proof: Proof) -> list[tuple[Step | None, str]]:
    """Each step with its sentence; the first, about the rule and the calendar, has no step."""
    opening: list[tuple[Step | None, str]] = [(None, _rule(proof))]
    return opening + [(step, _SAY[type(step)](step, proof)) for step in proof.steps]


def _rule(proof: Proof) -> str:
    rule, version, limit = proof.applied.rule, proof.applied.version, proof.applied.limit
    named = (
        "" if rule.id == proof.asked else f" (hỏi {proof.asked}; theo dữ kiện áp dụng {rule.id})"
    )
    amount = f"{limit.amount} {UNITS[version.unit]}"
    return (
        f"Quy tắc {rule.id}, phiên bản {version.version}{named}: {rule.title} – {amount}, "
        f"theo {proof.packs.cite(version)}{_circumstances(proof)}."
    )


def _circumstances(proof: Proof) -> str:
    facts = proof.facts
    told = [text for name, text in FACTS.items() if getattr(facts, name)]
    if facts.criteria:
        listed = ", ".join(facts.criteria)
        told.append(
            f"mức độ phức tạp suy ra từ tiêu chí {listed} ({proof.packs.cite(proof.packs.checklist)})"
        )
    return f"; {'; '.join(told)}" if told else ""


def _handed(step: Handed, _: Proof) -> str:
    handover, start = step
    return _HANDINGS[handover.kind].format(on=say(handover.received_on), start=say(start))


def _counted(step: Counted, proof: Proof) -> str:
    version = proof.applied.version
    ending = _ENDINGS[version.shape].format(end=say_weekday(step.end))
    way = "ngược lại " if version.shape is Shape.BEFORE else ""
    told = (
        f"{EVENTS[proof.applied.rule.start]} {say_weekday(step.start)} không tính "
        f"({proof.packs.counting.start_article} {proof.packs.instruments[proof.packs.counting.instrument].cited}); "
        f"đếm {way}{step.amount} {UNITS[step.unit]}: {ending}."
    )
    return told + _not_counted(step)


def _not_counted(step: Counted) -> str:
    if step.unit is not Unit.WORKING_DAY:
        return ""
    told = f" Không tính {len(step.off)} ngày nghỉ: {_days(step.off)}." if step.off else ""
    if step.swapped_in:
        told += f" Có tính ngày làm bù: {_days(step.swapped_in)}."
    return told


def _extended(step: Extended, proof: Proof) -> str:
    allowed = proof.applied.version.extending
    article = allowed.article if allowed else ""
    return (
        f"Quyết định gia hạn{_numbered(step.extension.decision)} ngày {say(step.extension.decided_on)} "
        f"(còn trong thời hạn đến {say(step.open_until)}): thêm {step.days} ngày kể từ {say(step.before)}, "
        f"đến {say(step.after)} ({article} {_instrument(proof)})."
    )


def _suspended(step: Suspended, proof: Proof) -> str:
    suspension = step.suspension
    resumed_on = suspension.since + timedelta(days=step.days)
    ground = GROUNDS.get(suspension.ground, suspension.ground)
    return (
        f"Tạm đình chỉ{_numbered(suspension.decision)} từ {say(suspension.since)} đến {say(resumed_on)} "
        f"do {ground} ({proof.packs.cite(step.pause)}): {step.days} ngày không tính, "
        f"thời hạn lùi từ {say(step.before)} đến {say(step.after)}."
    )


def _rolled(step: Rolled, proof: Proof) -> str:
    counting = proof.packs.counting
    off = tuple(day for day in step.off if day.date >= step.before)
    return (
        f"Ngày cuối {say_weekday(step.before)} là ngày nghỉ ({_days(off)}): thời hạn kết thúc vào ngày làm việc "
        f"tiếp theo, {say_weekday(step.after)} ({counting.roll_article} "
        f"{proof.packs.instruments[counting.instrument].cited})."
    )


def _instrument(proof: Proof) -> str:
    return proof.packs.instruments[proof.applied.version.instrument].cited


def _numbered(decision: str) -> str:
    return f" số {decision}" if decision else ""


def _days(days: tuple[Day, ...]) -> str:
    """Days off in a line; days in a row for the same reason are told together."""
    runs = [list(run) for _, run in groupby(days, key=_reason)]
    return "; ".join(f"{_span(run)} ({_reason(run[0])})" for run in runs)


def _span(run: list[Day]) -> str:
    return ", ".join(say(day.date)[:5] if len(run) > 1 else say(day.date) for day in run)


def _reason(day: Day) -> str:
    if day.kind is Kind.WEEKEND:
        return day.name
    decided = f", {day.instrument}" if day.version else ""
    return f"{day.name}{decided}"


_SAY: dict[type[Any], Callable[[Any, Proof], str]] = {
    Handed: _handed,
    Counted: _counted,
    Extended: _extended,
    Suspended: _suspended,
    Rolled: _rolled,
}
