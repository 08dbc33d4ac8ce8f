"""A proof as plain JSON values, and the way back: the same inputs must give the same date."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from law.calendar.days import Day
from law.calendar.register import Register
from law.calendar.table import Calendar
from law.deadlines.due import due
from law.deadlines.facts import Extension, Facts, Handing, Handover, Suspension
from law.deadlines.proof import Counted, Due, Extended, Handed, Proof, Rolled, Suspended
from law.deadlines.sentences import told_steps, unsettled
from law.packs.packs import Packs
from law.refusal import LawRefusal


class OtherInputs(LawRefusal):
    """The proof was made with another calendar or other rules than those at hand."""

    code = "other_inputs"
    title = "Bản chứng minh được lập với {what} khác ({then}), không phải {now}."


def record(proof: Proof) -> list[dict[str, Any]]:
    """The proof as a list of steps; the first holds everything needed to derive it again."""
    (_, opening), *rest = told_steps(proof)
    return [
        {"step": "rule", "text": opening, **_asked(proof)},
        *({"step": _NAMES[type(step)], "text": text, **_data(step)} for step, text in rest),
        *_warning(proof),
    ]


def calendar_of(recorded: Sequence[Mapping[str, Any]], *, register: Register) -> Calendar:
    """The calendar a recorded proof was made with. Raises `NoSuchVersion`."""
    told = recorded[0]["calendar"]
    calendar = register.at_version(told["version"])
    for day in told["without"]:
        calendar = calendar.without_holiday(_day(day))
    return calendar


def again(recorded: Sequence[Mapping[str, Any]], *, calendar: Calendar, packs: Packs) -> Due:
    """Derive the date anew from a recorded proof's own inputs. Raises `OtherInputs`."""
    opening = recorded[0]
    _same("lịch", opening["calendar"]["hash"], calendar.hash)
    _same("bộ quy tắc", opening["packs"]["all"], packs.hash)
    return due(opening["asked"], facts_from(opening["facts"]), calendar, packs)


def facts_from(told: Mapping[str, Any]) -> Facts:
    """Facts from their JSON form."""
    return Facts(
        start=_day(told["start"]),
        remote=told["remote"],
        complex=told["complex"],
        several_places=told["several_places"],
        criteria=tuple(told["criteria"]),
        extensions=tuple(
            Extension(_day(one["decided_on"]), one["days"], one["decision"])
            for one in told["extensions"]
        ),
        suspensions=tuple(
            Suspension(_day(one["since"]), _day(one["resumed_on"]), one["ground"], one["decision"])
            for one in told["suspensions"]
        ),
        handovers=tuple(
            Handover(Handing(one["kind"]), _day(one["received_on"])) for one in told["handovers"]
        ),
    )


def told_facts(facts: Facts) -> dict[str, Any]:
    """Facts in their JSON form."""
    return {
        "start": facts.start.isoformat(),
        "remote": facts.remote,
        "complex": facts.complex,
        "several_places": facts.several_places,
        "criteria": list(facts.criteria),
        "extensions": [_plain(one) for one in facts.extensions],
        "suspensions": [_plain(one) for one in facts.suspensions],
        "handovers": [_plain(one) for one in facts.handovers],
    }


def _asked(proof: Proof) -> dict[str, Any]:
    version, pack = proof.applied.version, proof.packs.pack_of(proof.applied.rule.id)
    return {
        "asked": proof.asked,
        "rule": proof.applied.rule.id,
        "version": version.version,
        "instrument": proof.packs.instruments[version.instrument].symbol,
        "article": version.article,
        "tag": version.tag,
        "amount": proof.applied.limit.amount,
        "unit": version.unit,
        "facts": told_facts(proof.facts),
        "calendar": {
            "version": proof.calendar.version,
            "hash": proof.calendar.hash,
            "without": [day.isoformat() for day in proof.calendar.without],
        },
        "packs": {
            "pack": pack.pack,
            "version": pack.version,
            "hash": pack.hash,
            "all": proof.packs.hash,
        },
    }


def _warning(proof: Proof) -> list[dict[str, Any]]:
    days = [told_day(day) for day in proof.provisional()]
    return [{"step": "provisional", "text": unsettled(proof), "days": days}] if days else []


def _counted(step: Counted) -> dict[str, Any]:
    return {
        "start": step.start.isoformat(),
        "amount": step.amount,
        "unit": step.unit,
        "nominal": step.end.isoformat(),
        "not_counted": [told_day(day) for day in step.off],
        "make_up_days": [told_day(day) for day in step.swapped_in],
    }


def _extended(step: Extended) -> dict[str, Any]:
    return {
        "decided_on": step.extension.decided_on.isoformat(),
        "decision": step.extension.decision,
        "days": step.days,
        "in_time_until": step.open_until.isoformat(),
        "before": step.before.isoformat(),
        "nominal": step.after.isoformat(),
    }


def _suspended(step: Suspended) -> dict[str, Any]:
    return {
        **_plain(step.suspension),
        "days": step.days,
        "article": step.pause.article,
        "before": step.before.isoformat(),
        "nominal": step.after.isoformat(),
    }


def _rolled(step: Rolled) -> dict[str, Any]:
    return {
        "before": step.before.isoformat(),
        "effective": step.after.isoformat(),
        "not_counted": [told_day(day) for day in step.off],
    }


def _handed(step: Handed) -> dict[str, Any]:
    return {**_plain(step.handover), "start": step.start.isoformat()}


def told_day(day: Day) -> dict[str, Any]:
    """A day of the calendar in its JSON form."""
    return {
        "date": day.date.isoformat(),
        "kind": day.kind,
        "why": day.name,
        "instrument": day.instrument,
        "standing": day.standing,
        "calendar_version": day.version,
    }


def _plain(told: Any) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in told._asdict().items()
    }


def _data(step: Any) -> dict[str, Any]:
    return _DATA[type(step)](step)


def _day(told: str) -> date:
    return date.fromisoformat(told)


def _same(what: str, then: str, now: str) -> None:
    if then != now:
        raise OtherInputs(what=what, then=then, now=now)


_NAMES: dict[type[Any], str] = {
    Handed: "handover",
    Counted: "count",
    Extended: "extension",
    Suspended: "suspension",
    Rolled: "roll_forward",
}

_DATA: dict[type[Any], Callable[[Any], dict[str, Any]]] = {
    Handed: _handed,
    Counted: _counted,
    Extended: _extended,
    Suspended: _suspended,
    Rolled: _rolled,
}
