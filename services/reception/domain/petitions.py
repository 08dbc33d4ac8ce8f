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
from services.reception.domain.rules import Deadline, FieldRefusal, Law, happened


class State(StrEnum):
    """Where a petition stands."""

    REGISTERED = "REGISTERED"
    SUPPLEMENT_REQUESTED = "SUPPLEMENT_REQUESTED"
    CLASSIFIED = "CLASSIFIED"
    FINISHED = "FINISHED"
    ACCEPTED = "ACCEPTED"
    DECIDED = "DECIDED"


STATE_WORDS = {
    State.REGISTERED: "Đã vào sổ",
    State.SUPPLEMENT_REQUESTED: "Chờ bổ sung",
    State.CLASSIFIED: "Chờ thụ lý",
    State.FINISHED: "Đã xử lý đơn",
    State.ACCEPTED: "Đang giải quyết",
    State.DECIDED: "Đã giải quyết",
}
OPEN_STATES = (State.REGISTERED, State.SUPPLEMENT_REQUESTED, State.CLASSIFIED, State.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class Petitioner:
    """Who petitions. Stays in this service's database; never in an event, log, metric or URL."""

    name: str
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class PetitionForm:
    """What a clerk enters about a petition that came in."""

    kind: PetitionKind
    channel: IntakeChannel
    received_on: date
    summary: str
    petitioner: Petitioner | None = None
    signers: int = 1
    client_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Classification:
    """What an officer found about a petition by its content (TT 05/2021/TT-TTCP Điều 6)."""

    eligible: bool
    competent: bool
    disposition: Disposition
    on: date


class ReceivedInFuture(Invalid):
    """A petition cannot have been received on a day that has not come."""

    code = "received_in_future"
    title = "Ngày nhận đơn không thể sau ngày hôm nay."


class PetitionerMissing(Invalid):
    """A complaint names who complains: it is about their own rights (Luật Khiếu nại Điều 2)."""

    code = "petitioner_missing"
    title = "Đơn khiếu nại phải ghi họ tên người khiếu nại."


class DenouncerNotHere(Invalid):
    """A denouncer's identity is not entered into the register (Luật Tố cáo 2018): it stays on paper."""

    code = "denouncer_not_here"
    title = "Không nhập danh tính người tố cáo vào sổ chung; giữ trong hồ sơ mật của cơ quan."


class NotInThatState(Conflict):
    """The petition has moved on, or has not come so far."""

    code = "not_in_that_state"
    title = "Đơn số {number}/{year} đang ở trạng thái “{state}”, không thực hiện được thao tác này."


class NotAcceptable(FieldRefusal):
    """Only what is eligible and within the agency's competence is accepted for settlement."""

    code = "not_acceptable"
    title = "Chỉ đề xuất thụ lý đơn đủ điều kiện và thuộc thẩm quyền."


class DecidedTooEarly(Invalid):
    """A decision cannot be older than the acceptance."""

    code = "decided_too_early"
    title = "Ngày ra quyết định không thể trước ngày thụ lý."


class WrongOutcome(Invalid):
    """Recommendations and feedback are answered; complaints and denunciations are judged."""

    code = "wrong_outcome"
    title = "Kết quả không phù hợp với loại đơn."


ANSWERED_KINDS = {PetitionKind.RECOMMENDATION, PetitionKind.FEEDBACK}


@dataclass(kw_only=True)
class Petition(Aggregate):
    """One petition in one agency's register."""

    kind: ClassVar[str] = "petition"

    number: int
    year: int
    form: PetitionForm
    intake: Deadline
    state: State = State.REGISTERED
    classification: Classification | None = None
    accepted_on: date | None = None
    complex: bool = False
    remote: bool = False
    settlement: Deadline | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None

    @classmethod
    def register(
        cls, form: PetitionForm, *, id_: str, agency: str, number: int, today: date, law: Law
    ) -> "Petition":
        """Enter a petition into the register. Raises `ReceivedInFuture` and the identity errors."""
        check_form(form, today=today)
        intake = law.intake(form.kind, received_on=form.received_on)
        year = today.year
        petition = cls(id=id_, agency=agency, number=number, year=year, form=form, intake=intake)
        petition.tell(
            PetitionRegistered(
                petition=id_,
                number=number,
                year=year,
                kind=form.kind,
                channel=form.channel,
                received_on=form.received_on,
            )
        )
        return petition

    @property
    def deadline(self) -> Deadline | None:
        """The legal time that runs now: to decide on acceptance, then to settle; none when it is over."""
        if self.state not in OPEN_STATES:
            return None
        return self.settlement if self.state is State.ACCEPTED else self.intake

    @property
    def on_time(self) -> bool | None:
        """Whether it was settled in time; None while it is not settled."""
        if self.decided_on is None:
            return None
        return self.settlement is None or self.decided_on <= self.settlement.due_on

    def classify(self, found: Classification, *, today: date) -> None:
        """Classify it by content. Raises `NotInThatState`, `NotAcceptable` and the errors of days."""
        self._must_be(State.REGISTERED, State.SUPPLEMENT_REQUESTED)
        happened(found.on, today=today, since=self.form.received_on, step="ngày nhận đơn")
        if found.disposition is Disposition.ACCEPT and not (found.eligible and found.competent):
            raise NotAcceptable("disposition")
        self.classification, self.state = found, _after(found.disposition)
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

    def accept(self, *, on: date, complex_: bool, remote: bool, today: date, law: Law) -> None:
        """Accept the matter for settlement (thụ lý): its legal time begins. Raises `NotInThatState`.

        `remote` is whether the agency's place is remote on that day; it is kept with the case.
        """
        self._must_be(State.CLASSIFIED)
        assert self.classification is not None
        happened(on, today=today, since=self.classification.on, step="ngày phân loại")
        deadline = law.settlement(self.form.kind, accepted_on=on, remote=remote, complex_=complex_)
        self.state, self.accepted_on = State.ACCEPTED, on
        self.complex, self.remote, self.settlement = complex_, remote, deadline
        self.tell(
            PetitionAccepted(
                petition=self.id,
                kind=self.form.kind,
                accepted_on=on,
                due_on=deadline.due_on,
                rule=deadline.rule,
            )
        )

    def decide(self, outcome: Outcome, *, on: date, today: date) -> None:
        """Settle the matter. Raises `NotInThatState`, `WrongOutcome`, `DecidedTooEarly`."""
        self._must_be(State.ACCEPTED)
        assert self.accepted_on is not None
        if (outcome is Outcome.ANSWERED) != (self.form.kind in ANSWERED_KINDS):
            raise WrongOutcome
        if on < self.accepted_on:
            raise DecidedTooEarly
        happened(on, today=today, since=self.accepted_on, step="ngày thụ lý")
        self.state, self.outcome, self.decided_on = State.DECIDED, outcome, on
        self.tell(
            PetitionDecided(
                petition=self.id,
                kind=self.form.kind,
                outcome=outcome,
                decided_on=on,
                on_time=bool(self.on_time),
            )
        )

    def _must_be(self, *states: State) -> None:
        if self.state not in states:
            raise NotInThatState(number=self.number, year=self.year, state=STATE_WORDS[self.state])


def _after(disposition: Disposition) -> State:
    known = {
        Disposition.ACCEPT: State.CLASSIFIED,
        Disposition.REQUEST_SUPPLEMENT: State.SUPPLEMENT_REQUESTED,
    }
    return known.get(disposition, State.FINISHED)


def check_form(form: PetitionForm, *, today: date) -> None:
    """Refuse a form that cannot be entered."""
    if form.received_on > today:
        raise ReceivedInFuture
    if form.kind is PetitionKind.DENUNCIATION and form.petitioner:
        raise DenouncerNotHere
    if form.kind is PetitionKind.COMPLAINT and not form.petitioner:
        raise PetitionerMissing
