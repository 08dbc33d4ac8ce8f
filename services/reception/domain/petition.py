"""What is true of a petition: how it is registered, classified, accepted and decided."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.reception import (
    CaseStep,
    CaseStepTaken,
    ClockKind,
    Disposition,
    Instance,
    Outcome,
    PetitionAccepted,
    PetitionClassified,
    PetitionDecided,
    PetitionRegistered,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from law.deadlines import Facts
from law.handling import route
from services.reception.domain.authority import check_competence, judged
from services.reception.domain.clocks import (
    Clocks,
    end,
    ended,
    find,
    must_run,
    next_due,
    opened,
    recounted,
    replaced,
    running,
)
from services.reception.domain.contents import Content, answered
from services.reception.domain.deadlines import Deadline, Law
from services.reception.domain.findings import Findings
from services.reception.domain.fitness import conditions
from services.reception.domain.form import Classification, PetitionForm, check_form, check_writer
from services.reception.domain.history import Entry
from services.reception.domain.rules import (
    accepted_clocks,
    decided_clocks,
    first_clocks,
    routed_clocks,
    supplement_clock,
)


class State(StrEnum):
    """Where a petition stands."""

    REGISTERED = "REGISTERED"
    AWAITING_SUPPLEMENT = "AWAITING_SUPPLEMENT"
    CLASSIFIED = "CLASSIFIED"
    ACCEPTED = "ACCEPTED"
    SUSPENDED = "SUSPENDED"
    DECIDED = "DECIDED"
    DONE = "DONE"
    TERMINATED = "TERMINATED"
    FORWARDED = "FORWARDED"
    LINKED = "LINKED"
    SPLIT = "SPLIT"
    CLOSED = "CLOSED"


STATE_WORDS = {
    State.REGISTERED: "Đã vào sổ",
    State.AWAITING_SUPPLEMENT: "Chờ bổ sung",
    State.CLASSIFIED: "Chờ thụ lý",
    State.ACCEPTED: "Đã thụ lý",
    State.SUSPENDED: "Tạm đình chỉ",
    State.DECIDED: "Đã giải quyết",
    State.DONE: "Đã kết thúc hồ sơ",
    State.TERMINATED: "Đình chỉ",
    State.FORWARDED: "Đã chuyển, đang theo dõi",
    State.LINKED: "Đơn trùng, đã ghép",
    State.SPLIT: "Đã tách nội dung",
    State.CLOSED: "Đã xử lý, không thụ lý",
}

CLASSIFIABLE = (State.REGISTERED, State.AWAITING_SUPPLEMENT)
OPEN_STATES = (
    State.REGISTERED,
    State.AWAITING_SUPPLEMENT,
    State.CLASSIFIED,
    State.ACCEPTED,
    State.SUSPENDED,
)
WAITING = (State.AWAITING_SUPPLEMENT, State.SUSPENDED, State.LINKED, State.SPLIT)
# What ends where another petition goes on in its place.
RESTING = (
    ClockKind.INTAKE,
    ClockKind.SETTLEMENT,
    ClockKind.CONTINUED,
    ClockKind.SUPPLEMENT,
)
MAIN = (ClockKind.INTAKE, ClockKind.SETTLEMENT, ClockKind.CONTINUED)
BY_DISPOSITION = {
    Disposition.ACCEPT: State.CLASSIFIED,
    Disposition.REQUEST_SUPPLEMENT: State.AWAITING_SUPPLEMENT,
}


class InFuture(Invalid):
    """What is entered has been done: it bears no day to come."""

    code = "in_future"
    title = "Ngày thực hiện không thể sau ngày hôm nay."


class NotInThatState(Conflict):
    """The petition has moved on, or has not come so far."""

    code = "not_in_that_state"
    title = "Đơn số {number}/{year} đang ở trạng thái “{state}”, không thực hiện được thao tác này."


class ClassifiedTooEarly(Invalid):
    """A petition is classified after it came, and again only after the time before."""

    code = "classified_too_early"
    title = "Ngày phân loại không thể trước ngày nhận đơn hoặc lần phân loại trước."


class DispositionUnfounded(Invalid):
    """Only a petition that is fit, and the agency's own, is accepted (TT 05/2021/TT-TTCP)."""

    code = "disposition_unfounded"
    title = "Chỉ đề xuất thụ lý khi đơn đủ điều kiện và thuộc thẩm quyền."


class NoSuchCondition(Invalid):
    """The checklist of this kind of petition has no such line (TT 05/2021/TT-TTCP Điều 6.2)."""

    code = "no_such_condition"
    title = "Không có điều kiện “{missing}” đối với loại đơn này."


class AcceptedTooEarly(Invalid):
    """A matter is accepted after it was classified."""

    code = "accepted_too_early"
    title = "Ngày thụ lý không thể trước ngày phân loại."


class DecidedTooEarly(Invalid):
    """A decision cannot be older than the acceptance."""

    code = "decided_too_early"
    title = "Ngày ra quyết định không thể trước ngày thụ lý."


class DialogueOwed(Conflict):
    """A dialogue comes before the decision: always in the second instance, and in the first when demand
    and findings still differ (Luật Khiếu nại Điều 30, Điều 39)."""

    code = "dialogue_owed"
    title = "Phải tổ chức đối thoại trước khi ra quyết định giải quyết."


@dataclass(frozen=True, kw_only=True)
class Round:
    """How a case had been settled before it was reopened; it counts for every period that ended until then."""

    reopened_on: date
    state: State
    accepted_on: date | None
    decided_on: date | None
    outcome: Outcome | None
    on_time: bool | None
    findings: Findings | None
    decision: str = ""


@dataclass(kw_only=True)
class Petition(Aggregate):
    """One petition in one agency's register, with the days by which it is due."""

    kind: ClassVar[str] = "petition"

    number: int
    year: int
    form: PetitionForm
    state: State = State.REGISTERED
    clocks: Clocks = ()
    contents: tuple[Content, ...] = ()
    history: tuple[Entry, ...] = ()
    classification: Classification | None = None
    accepted_on: date | None = None
    acceptance: str = ""
    is_complex: bool = False
    remote: bool = False
    decided_on: date | None = None
    decision: str = ""
    outcome: Outcome | None = None
    on_time: bool | None = None
    handler: str = ""
    parent: str = ""
    parts: tuple[str, ...] = ()
    master: str = ""
    first_received_on: date | None = None
    dialogue_owed: bool = False
    checked_for_duplicates: bool = False
    findings: Findings | None = None
    rounds: tuple[Round, ...] = ()

    @classmethod
    def register(
        cls,
        form: PetitionForm,
        *,
        id_: str,
        agency: str,
        number: int,
        today: date,
        law: Law,
        first_received_on: date | None = None,
    ) -> "Petition":
        """Enter a petition into the register; `first_received_on` when another agency forwarded it. Raises `ReceivedInFuture`, the identity errors, `LawRefusal`."""
        check_form(form, today=today)
        if form.subject:
            judged(form, law=law)
        petition = cls(id=id_, agency=agency, number=number, year=today.year, form=form)
        petition.first_received_on = first_received_on or form.received_on
        petition.contents = (Content(id="1", text=form.summary),)
        petition.clocks = first_clocks(form, first=petition.first_received_on, law=law)
        petition.tell(
            PetitionRegistered(
                petition=id_,
                number=number,
                year=today.year,
                kind=form.kind,
                channel=form.channel,
                received_on=form.received_on,
                regulation=form.regulation,
            )
        )
        return petition

    def classify(self, found: Classification, *, today: date, law: Law, office: str = "") -> None:
        """Say what the petition is and what becomes of it; again after a supplement was asked for. `office` is
        the agency's head's, as the law's list of who is competent has it.

        Raises `NotInThatState`, `InFuture`, `ClassifiedTooEarly`, `DispositionUnfounded`, `NoSuchRoute`,
        `CompetenceContradicted`.
        """
        self.must_be(*CLASSIFIABLE)
        check_competence(self.form, found, office=office, law=law)
        before = self.classification.on if self.classification else self.form.received_on
        check_day(found.on, today=today, after=before, otherwise=ClassifiedTooEarly)
        rule = _check_disposition(found, self.form, law)
        self.classification = found
        self.state = BY_DISPOSITION.get(found.disposition, State.CLOSED)
        self.clocks = ended(self.clocks, ClockKind.SUPPLEMENT, on=found.on)
        if self.state is State.AWAITING_SUPPLEMENT:
            self.clocks = opened(self.clocks, supplement_clock(found.on, law=law))
        if self.state is State.CLOSED:
            self.clocks = ended(self.clocks, ClockKind.INTAKE, on=found.on)
            for one in routed_clocks(found, self.form, rule, law=law):
                self.clocks = opened(self.clocks, one)
        self.tell(
            PetitionClassified(
                petition=self.id,
                kind=self.form.kind,
                eligible=found.eligible,
                competent=found.competent,
                disposition=found.disposition,
                classified_on=found.on,
            )
        )

    def accept(self, facts: Facts, *, document: str = "", today: date, law: Law) -> None:
        """Accept the matter for settlement (thụ lý), by the notice of a number: its time runs from `facts.start`.

        Whether the place is remote and the matter complex is frozen with it. Raises `NotInThatState`,
        `InFuture`, `AcceptedTooEarly`, `LawRefusal`.
        """
        self.must_be(State.CLASSIFIED)
        classified_on = self.classification.on if self.classification else facts.start
        check_day(facts.start, today=today, after=classified_on, otherwise=AcceptedTooEarly)
        clocks = ended(self.clocks, ClockKind.INTAKE, on=facts.start)
        for one in accepted_clocks(self.form, facts, law=law):
            clocks = opened(clocks, one)
        self.clocks = clocks
        self.state, self.accepted_on = State.ACCEPTED, facts.start
        self.acceptance = document.strip()
        self.remote, self.is_complex = facts.remote, facts.complex
        self.tell(
            PetitionAccepted(
                petition=self.id,
                kind=self.form.kind,
                accepted_on=facts.start,
                due_on=self.settlement.due_on if self.settlement else None,
                rule=self.settlement.rule if self.settlement else "",
            )
        )

    def decide(
        self, outcome: Outcome, *, on: date, document: str = "", today: date, law: Law
    ) -> None:
        """Settle the matter, by the decision or conclusion of a number. Raises `NotInThatState`, `WrongOutcome`,
        `InFuture`, `DecidedTooEarly`.

        `law` holds the calendar as it was known while the day was still open: what was decided about days
        off since acceptance has moved it; what became known after it had passed has not.
        """
        self.must_be(State.ACCEPTED)
        self.contents = answered(self.contents, outcome, kind=self.form.kind)
        check_day(on, today=today, after=self.accepted_on or on, otherwise=DecidedTooEarly)
        if self.dialogue_owed or self.form.instance is Instance.SECOND:
            self.must_have_talked(by=on)
        self.state, self.outcome, self.decided_on = State.DECIDED, outcome, on
        self.decision = document.strip()
        known = recounted(must_run(self.clocks, ClockKind.SETTLEMENT), law=law)
        clocks = end(replaced(self.clocks, known), ClockKind.SETTLEMENT, on=on)
        for one in decided_clocks(self.form, on=on, remote=self.remote, law=law):
            clocks = opened(clocks, one)
        self.clocks = clocks
        self.on_time = on <= known.deadline.due_on
        self.tell(
            PetitionDecided(
                petition=self.id,
                kind=self.form.kind,
                outcome=outcome,
                decided_on=on,
                on_time=self.on_time,
            )
        )

    def hand_over(self, receiver: str, *, number: int, year: int, last_day: date) -> None:
        """Enter it into another agency's register after a reorganisation; no day of it changes."""
        self.pass_to(receiver, last_day=last_day, ref=f"{self.number}/{self.year}")
        self.number, self.year, self.handler = number, year, ""

    # --- what can be seen -----------------------------------------------------------------------------

    @property
    def intake(self) -> Deadline | None:
        """Until when it is to be classified and taken up."""
        found = find(self.clocks, ClockKind.INTAKE)
        return found.deadline if found else None

    @property
    def settlement(self) -> Deadline | None:
        """Until when the accepted matter is to be settled."""
        found = find(self.clocks, ClockKind.SETTLEMENT)
        return found.deadline if found else None

    @property
    def supplement(self) -> Deadline | None:
        """Until when the agency waits for what it asked for."""
        found = running(self.clocks, ClockKind.SUPPLEMENT)
        return found.deadline if found else None

    @property
    def due_on(self) -> date | None:
        """The day by which the agency has to take up, settle or review it; none while it waits or is done. While it
        waits for a supplement: until when it does, before it decides whether to store it."""
        if self.state is State.AWAITING_SUPPLEMENT:
            return self.supplement.due_on if self.supplement else None
        if self.state in WAITING:
            return None
        return next_due(one for one in self.clocks if one.kind in MAIN)

    # --- for the acts on the way (`domain.cases`, `domain.intake`) --------------------------------------

    def must_be(self, *states: State) -> None:
        """Raises `NotInThatState`."""
        if self.state not in states:
            raise NotInThatState(number=self.number, year=self.year, state=STATE_WORDS[self.state])

    def must_have_talked(self, *, by: date) -> None:
        """Raises `DialogueOwed` unless a dialogue was held since the case was accepted (or reopened), by a day."""
        since = self.accepted_on or date.min
        if not any(one.step is CaseStep.DIALOGUE and since <= one.on <= by for one in self.history):
            raise DialogueOwed

    def entered(self, entry: Entry, *, on_time: bool = True) -> None:
        """Add a line to the history, and tell that it happened."""
        self.history = (*self.history, entry)
        self.tell(
            CaseStepTaken(
                petition=self.id,
                kind=self.form.kind,
                step=entry.step,
                taken_on=entry.on,
                on_time=on_time,
            )
        )

    def rest(self, on: date) -> None:
        """End what runs: nothing more is to be done here."""
        self.clocks = ended(self.clocks, *ClockKind, on=on)


def check_day(on: date, *, today: date, after: date, otherwise: type[Invalid]) -> None:
    """Refuse a day to come, or one before what it follows."""
    if on > today:
        raise InFuture
    if on < after:
        raise otherwise


def _check_disposition(found: Classification, form: PetitionForm, law: Law) -> str:
    """The rule by which its route is limited, if there is one."""
    if unknown := set(found.missing) - set(conditions(form.kind)):
        raise NoSuchCondition(missing=", ".join(sorted(unknown)))
    if found.disposition is Disposition.ACCEPT:
        check_writer(form, found)
    founded = found.eligible and found.competent and not found.missing
    if found.disposition is Disposition.ACCEPT and not founded:
        raise DispositionUnfounded
    return route(found.disposition.value, kind=form.law_kind, packs=law.packs).rule
