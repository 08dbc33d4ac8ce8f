"""A case on its way: verified, talked over, suspended, lengthened, given up, sent, followed up, closed, reopened.

Each act takes the petition whose case it is, refuses what its state or the law does not allow, and tells.
"""

from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum

from contracts.reception import (
    CaseClosed,
    CaseExtended,
    CaseReopened,
    CaseResumed,
    CaseStep,
    CaseSuspended,
    CaseTerminated,
    ClockKind,
    Disposition,
    FindingsRecorded,
    Instance,
    Outcome,
    PetitionKind,
    SupplementTaken,
)
from kernel.errors import Conflict, Invalid
from law.deadlines import Extension, Facts, Suspension
from services.reception.domain import clocks as times, contents
from services.reception.domain.contents import Content, Fate
from services.reception.domain.deadlines import Law
from services.reception.domain.findings import Findings, check_findings
from services.reception.domain.history import Entry
from services.reception.domain.petition import OPEN_STATES, Petition, State, check_day
from services.reception.domain.rounds import begin_anew
from services.reception.domain.rules import CONTEST, CONTINUED, intake_rule, settlement_rule

OPEN = (State.ACCEPTED, State.SUSPENDED)
REOPENED = (State.DECIDED, State.DONE)
UNDECIDED = (State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED)


class Ground(StrEnum):
    """On what a case is suspended."""

    FORCE_MAJEURE = "FORCE_MAJEURE"
    AWAITING_OTHER_BODY = "AWAITING_OTHER_BODY"
    REVERIFICATION = "REVERIFICATION"


class Ending(StrEnum):
    """On what a case ends without a decision."""

    WITHDRAWN = "WITHDRAWN"
    DEATH = "DEATH"
    DISSOLUTION = "DISSOLUTION"


GROUND_WORDS = {
    Ground.FORCE_MAJEURE: "Sự kiện bất khả kháng, trở ngại khách quan",
    Ground.AWAITING_OTHER_BODY: "Chờ kết quả của cơ quan khác",
    Ground.REVERIFICATION: "Xác minh lại",
}
END_WORDS = {
    Ending.WITHDRAWN: "Rút toàn bộ nội dung",
    Ending.DEATH: "Người gửi đơn chết, không có người thừa kế quyền, nghĩa vụ",
    Ending.DISSOLUTION: "Tổ chức giải thể, phá sản, không có tổ chức kế thừa",
}
# What each step ends, and when it may be taken.
STEPS: dict[CaseStep, tuple[ClockKind, tuple[State, ...]]] = {
    CaseStep.NOTICE_GIVEN: (ClockKind.NOTICE, tuple(State)),
    CaseStep.PARTIES_TOLD: (ClockKind.ACCEPTANCE_NOTICE, tuple(State)),
    CaseStep.DECISION_SENT: (ClockKind.SENDING, (State.DECIDED,)),
    CaseStep.CONCLUSION_HANDLED: (ClockKind.HANDLING, (State.DECIDED,)),
    CaseStep.PUBLISHED: (ClockKind.PUBLISHING, (State.DECIDED,)),
}


class SupplementAwaited(Conflict):
    """Nothing is stored for want of a supplement before the time for it is over."""

    code = "supplement_awaited"
    title = "Người gửi còn được bổ sung đến hết ngày {until}."


class NotStoredForThat(Conflict):
    """Only what was stored for want of a supplement, and is kept still, is taken up again by one."""

    code = "not_stored_for_that"
    title = "Đơn này không phải đơn đang lưu vì chưa bổ sung."


class TooEarly(Invalid):
    """What is entered cannot have been done before what it follows."""

    code = "too_early"
    title = "Ngày thực hiện không thể trước ngày của bước trước đó."


class DocumentMissing(Invalid):
    """This is done by a written decision or notice, which has a number."""

    code = "document_missing"
    title = "Cần ghi số, ký hiệu văn bản."


class ReasonMissing(Invalid):
    """This is done for a reason that is written down."""

    code = "reason_missing"
    title = "Cần ghi lý do."


class StillOwed(Conflict):
    """Something is left to do before the file is closed."""

    code = "still_owed"
    title = "Chưa kết thúc được hồ sơ, còn việc: {left}."


class NotYetInEffect(Conflict):
    """A decision that has no effect yet may still be complained about."""

    code = "not_yet_in_effect"
    title = "Quyết định chưa có hiệu lực trước ngày {day:%d/%m/%Y}."


class StillContestable(Conflict):
    """Who complained may still go on to the second instance or to court."""

    code = "still_contestable"
    title = "Người khiếu nại còn quyền khiếu nại lần hai, khởi kiện đến hết ngày {day:%d/%m/%Y}."


class ContestedTooLate(Invalid):
    """After its time a second complaint needs a reason that kept the complainant from it (Điều 9, 33)."""

    code = "contested_too_late"
    title = "Thời hạn khiếu nại lần hai, khởi kiện đã hết ngày {day:%d/%m/%Y}; cần ghi lý do chính đáng."


class WidelyBefore(Conflict):
    """The longer time for several places is given once."""

    code = "widely_before"
    title = "Thời hạn đã được tính theo trường hợp kiểm tra tại nhiều địa điểm."


class NotContinued(Conflict):
    """Only a denunciation goes on after its conclusion."""

    code = "not_continued"
    title = "Chỉ vụ việc tố cáo đã có kết luận mới có tố cáo tiếp."


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an officer says about an act: its day (today when it is not given), document and words."""

    on: date | None = None
    document: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Done:
    """When something was done, by which document, what is said about it, and by whom it is entered."""

    on: date
    today: date
    document: str = ""
    text: str = ""
    by: str = ""

    def entry(self, step: CaseStep, **more: object) -> Entry:
        """The line of the history."""
        said = {"document": self.document, "text": self.text, "by": self.by, **more}
        return Entry(step=step, on=self.on, **said)  # type: ignore[arg-type]


# --- before it is accepted --------------------------------------------------------------------------


def check_widely(petition: Petition, done: Done, *, law: Law) -> None:
    """The conditions of a denunciation have to be checked in several places, or by somebody charged with it:
    there is more time for it (Luật Tố cáo Điều 24.1). Which places is written down.

    Raises `NotInThatState`, `NoClock`, `WidelyBefore`, `ReasonMissing`, `LawRefusal`.
    """
    petition.must_be(*UNDECIDED)
    clock = times.must_run(petition.clocks, ClockKind.INTAKE)
    if clock.facts.several_places:
        raise WidelyBefore
    _needs_text(done)
    check_day(done.on, today=done.today, after=petition.form.received_on, otherwise=TooEarly)
    petition.clocks = times.widen(petition.clocks, ClockKind.INTAKE, law=law)
    petition.entered(done.entry(CaseStep.CHECKED_WIDELY))


# --- while it is open -------------------------------------------------------------------------------


def verify(petition: Petition, done: Done, *, differs: bool) -> None:
    """Write down what the verification found; when it `differs` from the demand, a dialogue is owed.

    Raises `NotInThatState`, `InFuture`, `TooEarly`.
    """
    petition.must_be(State.ACCEPTED)
    _after_acceptance(petition, done)
    petition.dialogue_owed = differs and petition.form.kind is PetitionKind.COMPLAINT
    petition.entered(done.entry(CaseStep.VERIFIED, done=not differs))


def talk(petition: Petition, done: Done, *, attended: bool) -> None:
    """Hold the dialogue. Who was invited and stays away without a valid reason does not stop the case
    (Luật Khiếu nại Điều 30.6): the reason is written down. Raises `NotInThatState`, `ReasonMissing`."""
    petition.must_be(State.ACCEPTED)
    _after_acceptance(petition, done)
    if not attended:
        _needs_text(done)
    petition.entered(done.entry(CaseStep.DIALOGUE, done=attended))


def add_content(petition: Petition, done: Done) -> None:
    """Enter one more content of the matter, which then waits for an answer of its own.

    Raises `NotInThatState`, `ReasonMissing`.
    """
    petition.must_be(State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED, State.ACCEPTED)
    _needs_text(done)
    fresh = Content(id=str(len(petition.contents) + 1), text=done.text)
    petition.contents = (*petition.contents, fresh)
    petition.entered(done.entry(CaseStep.CONTENT_ADDED))


def answer(petition: Petition, content: str, outcome: Outcome, done: Done) -> None:
    """Judge one content. Raises `NotInThatState`, `NoSuchContent`, `WrongOutcome`."""
    petition.must_be(State.ACCEPTED)
    _after_acceptance(petition, done)
    petition.contents = contents.answer_one(
        petition.contents, content, outcome, kind=petition.form.kind
    )
    petition.entered(done.entry(CaseStep.CONTENT_ANSWERED, text=done.text or content))


def suspend(petition: Petition, ground: Ground, done: Done, *, law: Law) -> None:
    """Stop the case's time on a lawful ground (tạm đình chỉ). Raises `NotInThatState`, `DocumentMissing`,
    `LawRefusal`."""
    petition.must_be(State.ACCEPTED)
    _after_acceptance(petition, done)
    _needs_document(done)
    stop = Suspension(done.on, None, ground.value, done.document)
    petition.clocks = times.stop(petition.clocks, ClockKind.SETTLEMENT, stop, law=law)
    petition.state = State.SUSPENDED
    petition.tell(
        CaseSuspended(
            petition=petition.id, kind=petition.form.kind, ground=ground.value, since=done.on
        )
    )


def resume(petition: Petition, done: Done, *, law: Law) -> None:
    """Go on; the days that stood still are not counted. Raises `NotInThatState`, `LawRefusal`."""
    petition.must_be(State.SUSPENDED)
    _after_acceptance(petition, done)
    petition.clocks = times.go_on(petition.clocks, ClockKind.SETTLEMENT, on=done.on, law=law)
    petition.state = State.ACCEPTED
    petition.tell(
        CaseResumed(
            petition=petition.id,
            kind=petition.form.kind,
            resumed_on=done.on,
            due_on=_settled_by(petition),
        )
    )


def extend(petition: Petition, done: Done, *, criteria: tuple[str, ...] = (), law: Law) -> None:
    """Lengthen the time by a written decision (gia hạn). `criteria` of the checklist that the verification
    found make a denunciation complex. Raises `NotInThatState`, `DocumentMissing`, `LawRefusal`."""
    petition.must_be(State.ACCEPTED)
    _after_acceptance(petition, done)
    _needs_document(done)
    kept = petition.clocks
    if criteria:
        clock = times.must_run(kept, ClockKind.SETTLEMENT)
        kept = times.replaced(kept, replace(clock, facts=replace(clock.facts, criteria=criteria)))
    more = Extension(done.on, None, done.document)
    petition.clocks = times.lengthen(kept, ClockKind.SETTLEMENT, more, law=law)
    petition.tell(
        CaseExtended(
            petition=petition.id,
            kind=petition.form.kind,
            decided_on=done.on,
            due_on=_settled_by(petition),
        )
    )


def withdraw(petition: Petition, ids: tuple[str, ...], done: Done, *, goes_on: bool) -> None:
    """Take back some or all contents; with none left the case is terminated.

    `goes_on`: signs of a violation or of coercion were found, so that a denunciation is settled all the
    same (Luật Tố cáo Điều 33). Raises `NotInThatState`, `NoSuchContent`, `ReasonMissing`.
    """
    petition.must_be(*OPEN)
    _after_acceptance(petition, done)
    if goes_on:
        _needs_text(done)
    else:
        petition.contents = contents.given_up(petition.contents, ids)
    petition.entered(done.entry(CaseStep.WITHDRAWAL, text=done.text or ", ".join(ids)))
    if all(one.fate is Fate.WITHDRAWN for one in petition.contents):
        _terminated(petition, Ending.WITHDRAWN, done)


def store_unsupplemented(petition: Petition, done: Done, *, law: Law) -> None:
    """Store what was asked for a supplement and got none in its time (lưu đơn vì không bổ sung).

    Raises `NotInThatState`, `SupplementAwaited`, `ReasonMissing` and what classifying raises.
    """
    petition.must_be(State.AWAITING_SUPPLEMENT)
    found, until = petition.classification, petition.supplement
    if found is None or until is None or done.on <= until.due_on:
        raise SupplementAwaited(until=f"{until.due_on:%d/%m/%Y}" if until else "chưa xác định")
    _needs_text(done)
    stored = replace(
        found, eligible=False, disposition=Disposition.STORE, on=done.on, reason=done.text
    )
    petition.classify(stored, today=done.today, law=law)
    petition.entered(done.entry(CaseStep.UNSUPPLEMENTED))


def may_take_supplement(petition: Petition) -> bool:
    """Whether it was stored for want of a supplement, and is kept still."""
    last = [one.step for one in petition.history if one.step in _STORED_OR_TAKEN]
    stored = petition.state is State.CLOSED and last[-1:] == [CaseStep.UNSUPPLEMENTED]
    return stored and times.running(petition.clocks, ClockKind.KEEPING) is not None


def take_supplement(petition: Petition, done: Done, *, law: Law) -> None:
    """What came after it had been stored is taken all the same: it is classified anew, in a time of its own.

    Raises `NotInThatState`, `NotStoredForThat`, `TooEarly`, `LawRefusal`.
    """
    petition.must_be(State.CLOSED)
    if not may_take_supplement(petition):
        raise NotStoredForThat
    after = petition.classification.on if petition.classification else petition.form.received_on
    check_day(done.on, today=done.today, after=after, otherwise=TooEarly)
    back_for_supplement(petition, done.on, law=law)
    petition.tell(SupplementTaken(petition=petition.id, kind=petition.form.kind, taken_on=done.on))
    petition.entered(done.entry(CaseStep.SUPPLEMENTED))


def back_for_supplement(petition: Petition, on: date, *, law: Law) -> None:
    """Classified anew from a day on. Raises `LawRefusal`."""
    petition.state, petition.classification = State.REGISTERED, None
    kept = times.ended(petition.clocks, ClockKind.KEEPING, on=on)
    rule, facts = intake_rule(petition.form), Facts(start=on)
    petition.clocks = times.opened(kept, times.start(ClockKind.INTAKE, rule, facts, law=law))


_STORED_OR_TAKEN = (CaseStep.UNSUPPLEMENTED, CaseStep.SUPPLEMENTED)


def send_back(petition: Petition, done: Done) -> None:
    """The head does not accept what was classified: it is classified anew, its time runs on.

    Raises `NotInThatState`, `ReasonMissing`.
    """
    petition.must_be(State.CLASSIFIED)
    _needs_text(done)
    after = petition.classification.on if petition.classification else petition.form.received_on
    check_day(done.on, today=done.today, after=after, otherwise=TooEarly)
    petition.state, petition.classification = State.REGISTERED, None
    petition.entered(done.entry(CaseStep.SENT_BACK))


def take_back(petition: Petition, done: Done) -> None:
    """All of it is taken back by who petitioned, on their signed request or minutes (Luật Khiếu nại Điều 10,
    Luật Tố cáo Điều 33), also before it was accepted: nothing more is done about it.

    Raises `NotInThatState`, `DocumentMissing`.
    """
    petition.must_be(*OPEN_STATES)
    _needs_document(done)
    check_day(done.on, today=done.today, after=petition.form.received_on, otherwise=TooEarly)
    left = [one.id for one in contents.open_of(petition.contents)]
    petition.contents = contents.given_up(petition.contents, left)
    petition.entered(done.entry(CaseStep.WITHDRAWAL))
    _terminated(petition, Ending.WITHDRAWN, done)


def terminate(petition: Petition, ground: Ending, done: Done) -> None:
    """End the case without a decision (đình chỉ). Raises `NotInThatState`,
    `DocumentMissing`."""
    petition.must_be(*OPEN)
    _after_acceptance(petition, done)
    _needs_document(done)
    fate = Fate.WITHDRAWN if ground is Ending.WITHDRAWN else Fate.ENDED
    left = [one.id for one in contents.open_of(petition.contents)]
    petition.contents = contents.given_up(petition.contents, left, fate)
    _terminated(petition, ground, done)


def _terminated(petition: Petition, ground: Ending, done: Done) -> None:
    petition.state = State.TERMINATED
    petition.rest(done.on)
    petition.tell(
        CaseTerminated(
            petition=petition.id,
            kind=petition.form.kind,
            ground=ground.value,
            terminated_on=done.on,
        )
    )


# --- once it is decided -----------------------------------------------------------------------------


def take_step(petition: Petition, step: CaseStep, done: Done) -> None:
    """Do what a time of the case runs for: give notice, send, handle, publish. Raises `NotInThatState`,
    `NoClock`, `InFuture`, `TooEarly`."""
    kind, states = STEPS[step]
    petition.must_be(*states)
    clock = times.must_run(petition.clocks, kind)
    check_day(done.on, today=done.today, after=clock.facts.start, otherwise=TooEarly)
    petition.clocks = times.end(petition.clocks, kind, on=done.on)
    petition.entered(done.entry(step), on_time=done.on <= clock.deadline.due_on)


def execute(petition: Petition, done: Done, *, finished: bool) -> None:
    """Write down how a decision that is in force is carried out. Raises `NotInThatState`."""
    petition.must_be(State.DECIDED)
    check_day(done.on, today=done.today, after=petition.decided_on or done.on, otherwise=TooEarly)
    petition.entered(done.entry(CaseStep.EXECUTION, done=finished))


def record_findings(petition: Petition, done: Done, findings: Findings) -> None:
    """Write down what the decision or conclusion asks for; what was written before is replaced. Raises
    `NotInThatState`, `TooEarly`, `PartOverWhole`."""
    petition.must_be(State.DECIDED, State.DONE)
    check_day(done.on, today=done.today, after=petition.decided_on or done.on, otherwise=TooEarly)
    check_findings(findings)
    petition.findings = findings
    petition.history = (*petition.history, done.entry(CaseStep.FINDINGS))
    petition.tell(
        FindingsRecorded(
            petition=petition.id,
            kind=petition.form.kind,
            recorded_on=done.on,
            **asdict(findings),
        )
    )


def deliver(petition: Petition, done: Done, *, law: Law) -> None:
    """The complainant has the decision of the first instance: from now the time for the second, or for the
    court, runs (Luật Khiếu nại Điều 33). Raises `NotInThatState`, `NoClock`, `ClockRuns`, `TooEarly`."""
    petition.must_be(State.DECIDED)
    effect = times.must_run(petition.clocks, ClockKind.EFFECT)
    if petition.form.instance is Instance.SECOND:
        raise times.NoClock(kind=times.CLOCK_WORDS[ClockKind.CONTEST])
    check_day(done.on, today=done.today, after=effect.facts.start, otherwise=TooEarly)
    facts = Facts(start=done.on, remote=petition.remote)
    clock = times.start(ClockKind.CONTEST, CONTEST, facts, law=law, brief=True)
    petition.clocks = times.opened(petition.clocks, clock)
    petition.entered(done.entry(CaseStep.DECISION_RECEIVED))


def contest(petition: Petition, done: Done) -> None:
    """Note a second complaint or a lawsuit while the decision has no effect yet. Raises `NotInThatState`,
    `NoClock` when there was no time left for it, `ContestedTooLate` after its time without a reason."""
    petition.must_be(State.DECIDED)
    clock = times.must_run(petition.clocks, ClockKind.EFFECT)
    check_day(done.on, today=done.today, after=clock.facts.start, otherwise=TooEarly)
    window = times.running(petition.clocks, ClockKind.CONTEST)
    if window and done.on > window.deadline.due_on and not done.text.strip():
        raise ContestedTooLate(day=window.deadline.due_on)
    petition.clocks = times.ended(petition.clocks, ClockKind.EFFECT, ClockKind.CONTEST, on=done.on)
    petition.entered(done.entry(CaseStep.SECOND_COMPLAINT))


def close(petition: Petition, done: Done) -> None:
    """Close the file. Raises `NotInThatState`, `StillOwed`, `NotYetInEffect`, `StillContestable`."""
    petition.must_be(State.DECIDED)
    check_day(done.on, today=done.today, after=petition.decided_on or done.on, otherwise=TooEarly)
    _nothing_left(petition, done.on)
    petition.state = State.DONE
    petition.rest(done.on)
    petition.tell(CaseClosed(petition=petition.id, kind=petition.form.kind, closed_on=done.on))


def continued(petition: Petition, done: Done, *, law: Law) -> None:
    """A denouncer goes on after the conclusion (tố cáo tiếp): it is to be considered in time.

    Raises `NotContinued`, `ClockRuns`, `ReasonMissing`.
    """
    concluded = petition.state in REOPENED and not petition.parts
    if petition.form.kind is not PetitionKind.DENUNCIATION or not concluded:
        raise NotContinued
    _needs_text(done)
    check_day(done.on, today=done.today, after=petition.decided_on or done.on, otherwise=TooEarly)
    facts = Facts(start=done.on)
    clock = times.start(ClockKind.CONTINUED, CONTINUED, facts, law=law, brief=True)
    petition.clocks = times.opened(petition.clocks, clock)
    petition.entered(done.entry(CaseStep.CONTINUED))


def review(petition: Petition, done: Done, *, reopened: bool, law: Law) -> None:
    """Answer a continued denunciation: settle the case anew, or say why not. Raises `NoClock`,
    `ReasonMissing`, `TooEarly`."""
    clock = times.must_run(petition.clocks, ClockKind.CONTINUED)
    _needs_text(done)
    check_day(done.on, today=done.today, after=clock.facts.start, otherwise=TooEarly)
    petition.clocks = times.end(petition.clocks, ClockKind.CONTINUED, on=done.on)
    if reopened:
        reopen(petition, done, law=law)
    else:
        petition.entered(done.entry(CaseStep.CONTINUED_REFUSED))


def reopen(petition: Petition, done: Done, *, law: Law) -> None:
    """Settle a decided or closed case anew, in a new time; of a letter that was split, its parts are the cases.
    Raises `NotInThatState`, `DocumentMissing`."""
    petition.must_be(*(() if petition.parts else REOPENED))
    _needs_document(done)
    check_day(done.on, today=done.today, after=petition.decided_on or done.on, otherwise=TooEarly)
    before = times.find(petition.clocks, ClockKind.SETTLEMENT)
    criteria = before.facts.criteria if before else ()
    begin_anew(petition, done.on)
    facts = Facts(
        start=done.on, remote=petition.remote, complex=petition.is_complex, criteria=criteria
    )
    clock = times.start(ClockKind.SETTLEMENT, settlement_rule(petition.form), facts, law=law)
    petition.clocks = times.opened(petition.clocks, clock)
    petition.tell(
        CaseReopened(
            petition=petition.id,
            kind=petition.form.kind,
            reopened_on=done.on,
            due_on=_settled_by(petition),
        )
    )


def remind(petition: Petition, done: Done, *, number: int) -> None:
    """Urge whoever has to act (văn bản đôn đốc), under a number of the agency's register."""
    _needs_text(done)
    check_day(done.on, today=done.today, after=petition.form.received_on, otherwise=TooEarly)
    petition.entered(done.entry(CaseStep.REMINDER, number=number))


# --- inside -----------------------------------------------------------------------------------------


def _nothing_left(petition: Petition, on: date) -> None:
    effect = times.running(petition.clocks, ClockKind.EFFECT)
    left = [
        times.CLOCK_WORDS[one.kind]
        for one in petition.clocks
        if one.open and one.kind not in {ClockKind.EFFECT, ClockKind.CONTEST}
    ]
    if left:
        raise StillOwed(left=", ".join(left))
    if effect and on <= effect.deadline.due_on:
        raise NotYetInEffect(day=effect.deadline.due_on)
    window = times.running(petition.clocks, ClockKind.CONTEST)
    if window and on <= window.deadline.due_on:
        raise StillContestable(day=window.deadline.due_on)
    if effect and petition.form.instance is Instance.FIRST and not _executed(petition):
        raise StillOwed(left="Thi hành quyết định")


def _executed(petition: Petition) -> bool:
    """Only what was found right, or partly right, is carried out."""
    if petition.outcome is Outcome.UNJUSTIFIED:
        return True
    since = petition.decided_on or date.min
    lines = (one for one in petition.history if one.step is CaseStep.EXECUTION and one.on >= since)
    return any(one.done for one in lines)


def _settled_by(petition: Petition) -> date:
    return times.must_run(petition.clocks, ClockKind.SETTLEMENT).deadline.due_on


def _after_acceptance(petition: Petition, done: Done) -> None:
    after = petition.accepted_on or petition.form.received_on
    check_day(done.on, today=done.today, after=after, otherwise=TooEarly)


def _needs_document(done: Done) -> None:
    if not done.document.strip():
        raise DocumentMissing


def _needs_text(done: Done) -> None:
    if not done.text.strip():
        raise ReasonMissing
