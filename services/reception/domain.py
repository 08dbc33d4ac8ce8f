"""What is true of a petition: how it is registered, accepted and decided."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from contracts.reception import (
    IntakeChannel,
    Outcome,
    PetitionAccepted,
    PetitionDecided,
    PetitionKind,
    PetitionRegistered,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate


class State(StrEnum):
    """Where a petition stands."""

    REGISTERED = "REGISTERED"
    ACCEPTED = "ACCEPTED"
    DECIDED = "DECIDED"


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
    client_ref: str = ""


class ReceivedInFuture(Invalid):
    """A petition cannot have been received on a day that has not come."""

    code = "received_in_future"
    title = "Ngày nhận đơn không thể sau ngày hôm nay."


class PetitionerMissing(Invalid):
    """Except for denunciations, a petition names who sends it (TT 05/2021/TT-TTCP Điều 6.2)."""

    code = "petitioner_missing"
    title = "Cần ghi họ tên người gửi đơn."


class DenouncerNotHere(Invalid):
    """A denouncer's identity is not entered into the register (Luật Tố cáo 2018): it stays on paper."""

    code = "denouncer_not_here"
    title = "Không nhập danh tính người tố cáo vào sổ chung; giữ trong hồ sơ mật của cơ quan."


class NotInThatState(Conflict):
    """The petition has moved on, or has not come so far."""

    code = "not_in_that_state"
    title = "Đơn số {number}/{year} đang ở trạng thái “{state}”, không thực hiện được thao tác này."


class DecidedTooEarly(Invalid):
    """A decision cannot be older than the acceptance."""

    code = "decided_too_early"
    title = "Ngày ra quyết định không thể trước ngày thụ lý."


class WrongOutcome(Invalid):
    """Recommendations and feedback are answered; complaints and denunciations are judged."""

    code = "wrong_outcome"
    title = "Kết quả không phù hợp với loại đơn."


STATE_WORDS = {
    State.REGISTERED: "Đã vào sổ",
    State.ACCEPTED: "Đã thụ lý",
    State.DECIDED: "Đã giải quyết",
}

ANSWERED_KINDS = {PetitionKind.RECOMMENDATION, PetitionKind.FEEDBACK}


@dataclass(kw_only=True)
class Petition(Aggregate):
    """One petition in one agency's register."""

    kind: ClassVar[str] = "petition"

    number: int
    year: int
    form: PetitionForm
    state: State = State.REGISTERED
    accepted_on: date | None = None
    decided_on: date | None = None
    outcome: Outcome | None = None

    @classmethod
    def register(
        cls, form: PetitionForm, *, id_: str, agency: str, number: int, today: date
    ) -> "Petition":
        """Enter a petition into the register. Raises `ReceivedInFuture` and the identity errors."""
        check_form(form, today=today)
        petition = cls(id=id_, agency=agency, number=number, year=today.year, form=form)
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

    def accept(self, *, on: date) -> None:
        """Accept the matter for settlement (thụ lý). Raises `NotInThatState`."""
        self._must_be(State.REGISTERED)
        self.state, self.accepted_on = State.ACCEPTED, on
        self.tell(PetitionAccepted(petition=self.id, kind=self.form.kind, accepted_on=on))

    def decide(self, outcome: Outcome, *, on: date) -> None:
        """Settle the matter. Raises `NotInThatState`, `WrongOutcome`, `DecidedTooEarly`."""
        self._must_be(State.ACCEPTED)
        if (outcome is Outcome.ANSWERED) != (self.form.kind in ANSWERED_KINDS):
            raise WrongOutcome
        if self.accepted_on and on < self.accepted_on:
            raise DecidedTooEarly
        self.state, self.outcome, self.decided_on = State.DECIDED, outcome, on
        self.tell(
            PetitionDecided(petition=self.id, kind=self.form.kind, outcome=outcome, decided_on=on)
        )

    def _must_be(self, state: State) -> None:
        if self.state is not state:
            raise NotInThatState(number=self.number, year=self.year, state=STATE_WORDS[self.state])


def check_form(form: PetitionForm, *, today: date) -> None:
    """Refuse a form that cannot be entered."""
    if form.received_on > today:
        raise ReceivedInFuture
    denounces = form.kind is PetitionKind.DENUNCIATION
    if denounces and form.petitioner:
        raise DenouncerNotHere
    if not denounces and not form.petitioner:
        raise PetitionerMissing
