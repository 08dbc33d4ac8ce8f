"""What is true of a petition: how it is registered, classified, accepted and decided."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.reception import (
    Disposition,
    IntakeChannel,
    Outcome,
    PetitionAccepted,
    PetitionClassified,
    PetitionDecided,
    PetitionKind,
    PetitionRegistered,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from law.deadlines import Facts
from law.handling import route
from services.reception.domain.deadlines import Deadline, Law, intake, settlement


class State(StrEnum):
    """Where a petition stands."""

    REGISTERED = "REGISTERED"
    AWAITING_SUPPLEMENT = "AWAITING_SUPPLEMENT"
    CLASSIFIED = "CLASSIFIED"
    ACCEPTED = "ACCEPTED"
    DECIDED = "DECIDED"
    CLOSED = "CLOSED"


STATE_WORDS = {
    State.REGISTERED: "Đã vào sổ",
    State.AWAITING_SUPPLEMENT: "Chờ bổ sung",
    State.CLASSIFIED: "Chờ thụ lý",
    State.ACCEPTED: "Đã thụ lý",
    State.DECIDED: "Đã giải quyết",
    State.CLOSED: "Đã xử lý, không thụ lý",
}

ANSWERED_KINDS = {PetitionKind.RECOMMENDATION, PetitionKind.FEEDBACK}
CLASSIFIABLE = (State.REGISTERED, State.AWAITING_SUPPLEMENT)
OPEN_STATES = (State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED, State.ACCEPTED)
BY_DISPOSITION = {
    Disposition.ACCEPT: State.CLASSIFIED,
    Disposition.REQUEST_SUPPLEMENT: State.AWAITING_SUPPLEMENT,
}


@dataclass(frozen=True, kw_only=True)
class Petitioner:
    """Who petitions. Stays in this service's database; never in an event, log, metric or URL."""

    name: str
    address: str = ""
    phone: str = ""
    id_number: str = ""


@dataclass(frozen=True, kw_only=True)
class PetitionForm:
    """What a clerk enters about a petition that came in; `signers` is how many signed it, `places` (ids of
    communes) where the matter lies when that is not the agency's own place alone."""

    kind: PetitionKind
    channel: IntakeChannel
    received_on: date
    summary: str
    petitioner: Petitioner | None = None
    signers: int = 1
    client_ref: str = ""
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Classification:
    """What a petition was found to be: fit to be handled, the agency's own matter, and what becomes of it."""

    eligible: bool
    competent: bool
    disposition: Disposition
    on: date


class ReceivedInFuture(Invalid):
    """A petition cannot have been received on a day that has not come."""

    code = "received_in_future"
    title = "Ngày nhận đơn không thể sau ngày hôm nay."


class InFuture(Invalid):
    """What is entered has been done: it bears no day to come."""

    code = "in_future"
    title = "Ngày thực hiện không thể sau ngày hôm nay."


class PetitionerMissing(Invalid):
    """A complaint names who complains (TT 05/2021/TT-TTCP Điều 6.2)."""

    code = "petitioner_missing"
    title = "Cần ghi họ tên người gửi đơn."


class DenouncerNotHere(Invalid):
    """A denouncer's identity never enters the register (Luật Tố cáo 2018): it lies in the vault."""

    code = "denouncer_not_here"
    title = "Không nhập danh tính người tố cáo vào sổ chung; giữ trong hồ sơ mật của cơ quan."


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


class AcceptedTooEarly(Invalid):
    """A matter is accepted after it was classified."""

    code = "accepted_too_early"
    title = "Ngày thụ lý không thể trước ngày phân loại."


class DecidedTooEarly(Invalid):
    """A decision cannot be older than the acceptance."""

    code = "decided_too_early"
    title = "Ngày ra quyết định không thể trước ngày thụ lý."


class WrongOutcome(Invalid):
    """Recommendations and feedback are answered; complaints and denunciations are judged."""

    code = "wrong_outcome"
    title = "Kết quả không phù hợp với loại đơn."


@dataclass(kw_only=True)
class Petition(Aggregate):
    """One petition in one agency's register, with the days by which it is due."""

    kind: ClassVar[str] = "petition"

    number: int
    year: int
    form: PetitionForm
    intake: Deadline | None = None
    state: State = State.REGISTERED
    classification: Classification | None = None
    accepted_on: date | None = None
    is_complex: bool = False
    remote: bool = False
    settlement: Deadline | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None
    on_time: bool | None = None

    @classmethod
    def register(
        cls, form: PetitionForm, *, id_: str, agency: str, number: int, today: date, law: Law
    ) -> "Petition":
        """Enter a petition into the register. Raises `ReceivedInFuture`, the identity errors, `LawRefusal`."""
        check_form(form, today=today)
        petition = cls(id=id_, agency=agency, number=number, year=today.year, form=form)
        petition.intake = intake(form.kind, received_on=form.received_on, law=law)
        petition.tell(
            PetitionRegistered(
                petition=id_,
                number=number,
                year=today.year,
                kind=form.kind,
                channel=form.channel,
                received_on=form.received_on,
            )
        )
        return petition

    def classify(self, found: Classification, *, today: date, law: Law) -> None:
        """Say what the petition is and what becomes of it; again after a supplement was asked for.

        Raises `NotInThatState`, `InFuture`, `ClassifiedTooEarly`, `DispositionUnfounded`, `NoSuchRoute`.
        """
        self._must_be(*CLASSIFIABLE)
        before = self.classification.on if self.classification else self.form.received_on
        _check_day(found.on, today=today, after=before, otherwise=ClassifiedTooEarly)
        _check_disposition(found, self.form.kind, law)
        self.classification = found
        self.state = BY_DISPOSITION.get(found.disposition, State.CLOSED)
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

    def accept(self, facts: Facts, *, today: date, law: Law) -> None:
        """Accept the matter for settlement (thụ lý): its time runs from `facts.start`.

        Whether the place is remote and the matter complex is frozen with it. Raises `NotInThatState`,
        `InFuture`, `AcceptedTooEarly`, `LawRefusal`.
        """
        self._must_be(State.CLASSIFIED)
        classified_on = self.classification.on if self.classification else facts.start
        _check_day(facts.start, today=today, after=classified_on, otherwise=AcceptedTooEarly)
        self.settlement = settlement(self.form.kind, facts, law=law)
        self.state, self.accepted_on = State.ACCEPTED, facts.start
        self.remote, self.is_complex = facts.remote, facts.complex
        self.tell(
            PetitionAccepted(
                petition=self.id,
                kind=self.form.kind,
                accepted_on=facts.start,
                due_on=self.settlement.due_on,
                rule=self.settlement.rule,
            )
        )

    def decide(self, outcome: Outcome, *, on: date, today: date, law: Law) -> None:
        """Settle the matter. Raises `NotInThatState`, `WrongOutcome`, `InFuture`, `DecidedTooEarly`.

        `law` holds the calendar as it was known while the day was still open: what was decided about days
        off since acceptance has moved it; what became known after it had passed has not.
        """
        self._must_be(State.ACCEPTED)
        if (outcome is Outcome.ANSWERED) != (self.form.kind in ANSWERED_KINDS):
            raise WrongOutcome
        _check_day(on, today=today, after=self.accepted_on or on, otherwise=DecidedTooEarly)
        self.state, self.outcome, self.decided_on = State.DECIDED, outcome, on
        facts = Facts(start=self.accepted_on or on, remote=self.remote, complex=self.is_complex)
        self.settlement = settlement(self.form.kind, facts, law=law)
        self.on_time = on <= self.settlement.due_on
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
        self.number, self.year = number, year

    @property
    def due_on(self) -> date | None:
        """The day by which the agency has to act next; none while it waits for others or is done."""
        if self.state in {State.REGISTERED, State.CLASSIFIED}:
            return self.intake.due_on if self.intake else None
        if self.state is State.ACCEPTED and self.settlement:
            return self.settlement.due_on
        return None

    def _must_be(self, *states: State) -> None:
        if self.state not in states:
            raise NotInThatState(number=self.number, year=self.year, state=STATE_WORDS[self.state])


def check_form(form: PetitionForm, *, today: date) -> None:
    """Refuse a form that cannot be entered."""
    if form.received_on > today:
        raise ReceivedInFuture
    if form.kind is PetitionKind.DENUNCIATION and form.petitioner:
        raise DenouncerNotHere
    if form.kind is PetitionKind.COMPLAINT and not form.petitioner:
        raise PetitionerMissing


def _check_day(on: date, *, today: date, after: date, otherwise: type[Invalid]) -> None:
    if on > today:
        raise InFuture
    if on < after:
        raise otherwise


def _check_disposition(found: Classification, kind: PetitionKind, law: Law) -> None:
    founded = found.eligible and found.competent
    if found.disposition is Disposition.ACCEPT and not founded:
        raise DispositionUnfounded
    route(found.disposition.value, kind=kind.value, packs=law.packs)
