"""A petition as an event of the past left it, after a restore: nothing is judged again, what the event says counts.

The law gives the days again where it can; the day an event bears wins over it. What no event carries (which
content was answered, who has it in hand, by which document) stays open, or says that it was lost.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product

from contracts.reception import (
    CaseExtended,
    CaseReopened,
    CaseResumed,
    CaseStep,
    CaseStepTaken,
    CaseSuspended,
    CaseTerminated,
    ClockKind,
    DeadlineChanged,
    FindingsRecorded,
    PetitionAccepted,
    PetitionClassified,
    PetitionDecided,
    PetitionRegistered,
)
from kernel.errors import Refusal
from kernel.reviving import LOST, filled
from law.deadlines import Extension, Facts, Suspension
from law.handling import route
from services.reception.domain import clocks as times, contents
from services.reception.domain.cases import STEPS, Ending
from services.reception.domain.clocks import Clock
from services.reception.domain.contents import Content, Fate
from services.reception.domain.deadlines import Deadline, Law
from services.reception.domain.findings import WORDS, Findings
from services.reception.domain.form import Classification, PetitionForm
from services.reception.domain.history import Entry
from services.reception.domain.petition import BY_DISPOSITION, MAIN, RESTING, Petition, State
from services.reception.domain.rounds import begin_anew
from services.reception.domain.rules import (
    CONTEST,
    CONTINUED,
    accepted_clocks,
    decided_clocks,
    first_clocks,
    routed_clocks,
    settlement_rule,
    supplement_clock,
)

BY_EVENT = "Ngày này lấy từ sự kiện đã báo, phục hồi từ bản sao của tỉnh."
ENDS = {
    **{step: (kind,) for step, (kind, _) in STEPS.items()},
    CaseStep.SECOND_COMPLAINT: (ClockKind.EFFECT, ClockKind.CONTEST),
    CaseStep.CONTINUED_REFUSED: (ClockKind.CONTINUED,),
}


def registered(event: PetitionRegistered, form: PetitionForm, *, agency: str, law: Law) -> Petition:
    """An entry in the register under its number."""
    petition = Petition(
        id=event.petition, agency=agency, number=event.number, year=event.year, form=form
    )
    petition.first_received_on = form.received_on
    petition.contents = (Content(id="1", text=form.summary),)
    for one in _tried(lambda: first_clocks(form, first=form.received_on, law=law)):
        _run(petition, one)
    return petition


def classified(petition: Petition, event: PetitionClassified, *, law: Law) -> None:
    """What it was found to be, and what becomes of it."""
    found = filled(Classification, event, on=event.classified_on)
    petition.classification = found
    petition.state = BY_DISPOSITION.get(found.disposition, State.CLOSED)
    petition.clocks = times.ended(petition.clocks, ClockKind.SUPPLEMENT, on=found.on)
    if petition.state is State.AWAITING_SUPPLEMENT:
        _run(petition, *_tried(lambda: [supplement_clock(found.on, law=law)]))
    if petition.state is State.CLOSED:
        petition.clocks = times.ended(petition.clocks, ClockKind.INTAKE, on=found.on)
        _run(petition, *_tried(lambda: _routed(found, petition, law)))


def _routed(found: Classification, petition: Petition, law: Law) -> Iterable[Clock]:
    form = petition.form
    rule = route(found.disposition.value, kind=form.kind.value, packs=law.packs).rule
    return routed_clocks(found, form, rule, law=law)


def accepted(petition: Petition, event: PetitionAccepted, *, law: Law) -> None:
    """Accepted, remote or complex or neither: whichever gives the day it was due on."""
    facts = _facts_behind(petition.form, event, law)
    petition.clocks = times.ended(petition.clocks, ClockKind.INTAKE, on=event.accepted_on)
    petition.state, petition.accepted_on = State.ACCEPTED, event.accepted_on
    petition.remote, petition.is_complex = facts.remote, facts.complex
    _run(petition, *_tried(lambda: accepted_clocks(petition.form, facts, law=law)))
    _settled_by(petition, event.due_on, rule=event.rule)


def _facts_behind(form: PetitionForm, event: PetitionAccepted, law: Law) -> Facts:
    start = event.accepted_on
    ways = [
        Facts(start=start, remote=one, complex=two) for one, two in product((False, True), repeat=2)
    ]
    for facts in ways:
        found = _tried(partial(accepted_clocks, form, facts, law=law))
        if found and found[0].deadline.due_on == event.due_on:
            return facts
    return ways[0]


def decided(petition: Petition, event: PetitionDecided, *, law: Law) -> None:
    """Settled; contents that were not judged one by one have the outcome of the whole."""
    petition.contents = tuple(
        replace(one, fate=Fate.ANSWERED, outcome=event.outcome) if one.fate is Fate.OPEN else one
        for one in petition.contents
    )
    petition.state, petition.outcome = State.DECIDED, event.outcome
    petition.decided_on, petition.on_time = event.decided_on, event.on_time
    petition.clocks = times.ended(petition.clocks, ClockKind.SETTLEMENT, on=event.decided_on)
    on, remote = event.decided_on, petition.remote
    _run(petition, *_tried(lambda: decided_clocks(petition.form, on=on, remote=remote, law=law)))


# --- on the way ---------------------------------------------------------------------------------------


def suspended(petition: Petition, event: CaseSuspended) -> None:
    """Its time stands still."""
    petition.state = State.SUSPENDED
    clock = times.running(petition.clocks, ClockKind.SETTLEMENT)
    if clock:
        stop = Suspension(event.since, None, event.ground, LOST)
        petition.clocks = times.replaced(petition.clocks, replace(clock, stopped=stop))


def resumed(petition: Petition, event: CaseResumed, *, law: Law) -> None:
    """It goes on, until the day the event bears."""
    petition.state = State.ACCEPTED
    clock = times.running(petition.clocks, ClockKind.SETTLEMENT)
    if clock and clock.stopped:
        stop = clock.stopped._replace(resumed_on=event.resumed_on)
        facts = replace(clock.facts, suspensions=(*clock.facts.suspensions, stop))
        _recounted(petition, replace(clock, stopped=None), facts, law)
    _settled_by(petition, event.due_on)


def extended(petition: Petition, event: CaseExtended, *, law: Law) -> None:
    """It has more time, until the day the event bears."""
    clock = times.running(petition.clocks, ClockKind.SETTLEMENT)
    if clock:
        more = Extension(event.decided_on, None, LOST)
        facts = replace(clock.facts, extensions=(*clock.facts.extensions, more))
        _recounted(petition, clock, facts, law)
    _settled_by(petition, event.due_on)


def terminated(petition: Petition, event: CaseTerminated) -> None:
    """It ended without a decision."""
    fate = Fate.WITHDRAWN if event.ground == Ending.WITHDRAWN else Fate.ENDED
    left = [one.id for one in contents.open_of(petition.contents)]
    petition.contents = contents.given_up(petition.contents, left, fate)
    petition.state = State.TERMINATED
    petition.rest(event.terminated_on)


def reopened(petition: Petition, event: CaseReopened, *, law: Law) -> None:
    """It is settled anew, until the day the event bears."""
    begin_anew(petition, event.reopened_on)
    facts = Facts(start=event.reopened_on, remote=petition.remote, complex=petition.is_complex)
    rule = settlement_rule(petition.form)
    _run(petition, *_tried(lambda: [times.start(ClockKind.SETTLEMENT, rule, facts, law=law)]))
    _settled_by(petition, event.due_on, rule=rule)


def found(petition: Petition, event: FindingsRecorded) -> None:
    """What its decision asks for, as it was counted."""
    counted = {name: getattr(event, name) for name in WORDS}
    petition.findings = Findings(**counted)
    line = Entry(step=CaseStep.FINDINGS, on=event.recorded_on, text=LOST)
    petition.history = (*petition.history, line)


def stepped(petition: Petition, event: CaseStepTaken, *, law: Law, number: int = 0) -> None:
    """Something was done about it; by which document and with what words is lost."""
    step, on = event.step, event.taken_on
    line = Entry(step=step, on=on, text=LOST, number=number)
    petition.history = (*petition.history, line)
    if step in ENDS:
        petition.clocks = times.ended(petition.clocks, *ENDS[step], on=on)
    if step in CHANGES:
        CHANGES[step](petition, on, law)


def _content_added(petition: Petition, on: date, law: Law) -> None:
    fresh = Content(id=str(len(petition.contents) + 1), text=LOST)
    petition.contents = (*petition.contents, fresh)


def _sent_back(petition: Petition, on: date, law: Law) -> None:
    petition.state, petition.classification = State.REGISTERED, None


def _continued(petition: Petition, on: date, law: Law) -> None:
    _begun(petition, ClockKind.CONTINUED, CONTINUED, Facts(start=on), law)


def _delivered(petition: Petition, on: date, law: Law) -> None:
    _begun(petition, ClockKind.CONTEST, CONTEST, Facts(start=on, remote=petition.remote), law)


def _begun(petition: Petition, kind: ClockKind, rule: str, facts: Facts, law: Law) -> None:
    begin = partial(times.start, kind, rule, facts, law=law, brief=True)
    _run(petition, *_tried(lambda: [begin()]))


def _widened(petition: Petition, on: date, law: Law) -> None:
    if times.running(petition.clocks, ClockKind.INTAKE):
        with suppress(Refusal):
            petition.clocks = times.widen(petition.clocks, ClockKind.INTAKE, law=law)


def _in_no_hands(petition: Petition, on: date, law: Law) -> None:
    """Somebody had it, and nobody knows who: whoever is of the office may take it."""
    petition.handler = ""


def _looked_at(petition: Petition, on: date, law: Law) -> None:
    petition.checked_for_duplicates = True


def _noted(petition: Petition, on: date, law: Law) -> None:
    """The one note about a petition that was split says that its parts are done."""
    if petition.state is State.SPLIT:
        petition.state = State.DONE


CHANGES: dict[CaseStep, Callable[[Petition, date, Law], None]] = {
    CaseStep.CONTENT_ADDED: _content_added,
    CaseStep.SENT_BACK: _sent_back,
    CaseStep.CONTINUED: _continued,
    CaseStep.DECISION_RECEIVED: _delivered,
    CaseStep.CHECKED_WIDELY: _widened,
    CaseStep.ASSIGNED: _in_no_hands,
    CaseStep.TAKEN_OVER: _in_no_hands,
    CaseStep.DUPLICATES_CHECKED: _looked_at,
    CaseStep.NOTE: _noted,
}


def sent(petition: Petition, on: date) -> None:
    """It was forwarded."""
    petition.state = State.FORWARDED
    petition.clocks = times.ended(petition.clocks, ClockKind.FORWARDING, on=on)


def on_its_own(petition: Petition) -> None:
    """It came back, or is no longer linked: it is to be classified again, in the time it had."""
    petition.state, petition.classification, petition.master = State.REGISTERED, None, ""
    petition.clocks = times.running_again(petition.clocks, MAIN[0])


def resting(petition: Petition, state: State, on: date) -> None:
    """Others have its time from now on: the petition it repeats, or its parts."""
    petition.state = state
    if state is State.SPLIT:
        petition.contents = contents.passed_on(petition.contents)
    petition.clocks = times.ended(petition.clocks, *RESTING, on=on)


def moved(petition: Petition, event: DeadlineChanged) -> None:
    """A day moved with the calendar or a rule."""
    for clock in petition.clocks:
        if clock.open and clock.deadline.rule == event.rule:
            late = replace(clock, before=(*clock.before, event.before))
            _by_event(petition, late, event.after)


# --- inside -------------------------------------------------------------------------------------------


def _tried(make: Callable[[], Iterable[Clock]]) -> tuple[Clock, ...]:
    """The times the law gives; none when it gives none any more."""
    try:
        return tuple(make())
    except Refusal:
        return ()


def _run(petition: Petition, *fresh: Clock) -> None:
    """Let these run in the place of open ones of their kinds."""
    kinds = {one.kind for one in fresh}
    kept = tuple(one for one in petition.clocks if one.kind not in kinds or not one.open)
    petition.clocks = (*kept, *fresh)


def _recounted(petition: Petition, clock: Clock, facts: Facts, law: Law) -> None:
    """The time with other facts, if the law still gives a day for them."""
    again = _tried(lambda: [times.start(clock.kind, clock.asked, facts, law=law)])
    known = replace(clock, facts=facts, deadline=again[0].deadline) if again else clock
    petition.clocks = times.replaced(petition.clocks, known)


def _settled_by(petition: Petition, due_on: date | None, *, rule: str = "") -> None:
    """The day an event bears is the day it is due on."""
    clock = times.running(petition.clocks, ClockKind.SETTLEMENT)
    if due_on is None:
        return
    if clock is None:
        facts, day = Facts(start=petition.accepted_on or due_on), _told_day(rule, due_on)
        asked = rule or settlement_rule(petition.form)
        fresh = Clock(kind=ClockKind.SETTLEMENT, asked=asked, facts=facts, deadline=day)
        petition.clocks = (*petition.clocks, fresh)
    elif clock.deadline.due_on != due_on:
        _by_event(petition, clock, due_on, rule=rule)


def _by_event(petition: Petition, clock: Clock, due_on: date, *, rule: str = "") -> None:
    known = replace(clock, deadline=_told_day(rule or clock.deadline.rule, due_on))
    petition.clocks = times.replaced(petition.clocks, known)


def _told_day(rule: str, due_on: date) -> Deadline:
    return Deadline(rule=rule, due_on=due_on, proof=({"text": BY_EVENT},))
