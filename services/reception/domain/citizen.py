"""What a citizen is told about a petition, and what a citizen may say about it.

Who has to do what, until when and why; when it is late, what the law offers. Never who petitions, what
about, or how a denunciation ended: whoever holds the paper may not be its owner.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.duties import DutyKind
from contracts.reception import (
    CitizenAct,
    CitizenAnswered,
    CitizenSpoke,
    ClockKind,
    ReceiptIssued,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from law.handling import remedy
from law.packs.packs import Packs
from services.reception.domain.clocks import find
from services.reception.domain.duties import NEXT, duty_of
from services.reception.domain.forwarding import SENT
from services.reception.domain.petition import STATE_WORDS, Petition, State

MOST_STARS = 5

ACT_WORDS = {
    CitizenAct.SUPPLEMENT: "Bổ sung thông tin, tài liệu",
    CitizenAct.WITHDRAW: "Rút đơn",
    CitizenAct.RATE: "Đánh giá việc phục vụ",
}
TO_DO = {
    DutyKind.PETITION_CLASSIFY: "Kiểm tra điều kiện, phân loại đơn và trả lời việc thụ lý",
    DutyKind.PETITION_SUPPLEMENT: "Chờ người gửi bổ sung theo hướng dẫn của cơ quan",
    DutyKind.PETITION_STORE: "Thời hạn bổ sung đã hết: cơ quan xem xét lưu đơn, người gửi vẫn bổ sung được",
    DutyKind.PETITION_ACCEPT: "Ra quyết định thụ lý đơn",
    DutyKind.PETITION_SETTLE: "Giải quyết vụ việc và trả lời",
    DutyKind.CASE_STEP: "Thực hiện bước tiếp theo của vụ việc",
}


class CannotSayNow(Conflict):
    """A petition that is done with takes no supplement and is not withdrawn; one that is not is not rated."""

    code = "cannot_say_now"
    title = "Đơn không còn ở bước cho phép thao tác này."


class AlreadyRated(Conflict):
    """One receipt, one rating."""

    code = "already_rated"
    title = "Bạn đã đánh giá rồi."


class AlreadyAnswered(Conflict):
    """What a citizen said is dealt with once."""

    code = "already_answered"
    title = "Ý kiến này của người gửi đã được xử lý."


class NoStars(Invalid):
    """A rating has one to five stars."""

    code = "no_stars"
    title = "Hãy chọn mức đánh giá từ 1 đến 5."


class NothingSaid(Invalid):
    """A supplement or a withdrawal says something."""

    code = "nothing_said"
    title = "Hãy ghi nội dung."


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a petition stands, for its citizen: `agency` has it in hand now, `since` the citizen waits;
    `supply_until`: how long the agency waits for what it asked them for."""

    state: str
    agency: str
    what: str
    waits_for_citizen: bool
    until: date | None
    supply_until: date | None
    why: tuple[str, ...]
    late_days: int
    remedy: str
    done: bool
    since: date
    waited_days: int


def standing(
    petition: Petition,
    *,
    today: date,
    packs: Packs,
    sent_to: str = "",
    there: str = "",
    first: Petition | None = None,
) -> Standing:
    """Who has to do what about a petition, until when, why, and what the law offers when it is late.

    `sent_to` is the agency it is on its way to, and has not taken it yet, or, at another site, took it in (`there`
    says when and under which number: what goes on there is known there alone); `first` the petition the citizen
    handed in, when another goes on in its place (forwarded, linked, split): they wait since that one came.
    """
    begun = first or petition
    since = begun.first_received_on or begun.form.received_on
    duty, waits = duty_of(petition, today=today), _waits(petition, sent_to, there)
    awaited = petition.supplement if petition.state is State.AWAITING_SUPPLEMENT else None
    until = waits[1] if waits else duty.due_on if duty and not duty.paused else None
    until = None if awaited else until
    late = max(0, (today - until).days) if until else 0
    done = duty is None and waits is None
    return Standing(
        state=STATE_WORDS[petition.state],
        agency=sent_to or petition.agency,
        what=waits[0] if waits else TO_DO.get(duty.kind, "Xử lý đơn") if duty else "",
        waits_for_citizen=bool(duty and (duty.paused or awaited)),
        until=until,
        supply_until=awaited.due_on if awaited else None,
        why=tuple(awaited.why if awaited else _why(petition, until)),
        late_days=late,
        remedy=_remedy(petition, today, packs) if late else "",
        done=done,
        since=since,
        waited_days=0 if done else (today - since).days,
    )


def _waits(petition: Petition, sent_to: str, there: str = "") -> tuple[str, date | None] | None:
    """What is still to come of a petition that is no agency's duty at the moment, and until when."""
    if there:
        return f"Xử lý đơn ({there})", None
    if sent_to:
        return "Tiếp nhận đơn được chuyển đến và vào sổ", None
    if petition.state in {State.LINKED, State.SPLIT, State.FORWARDED}:
        return "Xử lý đơn", None
    found = petition.classification
    if petition.state is State.CLOSED and found and found.disposition in SENT:
        clock = find(petition.clocks, ClockKind.FORWARDING)
        return "Chuyển đơn đến cơ quan có thẩm quyền", clock.due_on if clock else None
    return None


def _remedy(petition: Petition, today: date, packs: Packs) -> str:
    kind, instance = petition.form.kind, petition.form.instance
    return remedy(kind.value, instance=instance.value, on=today, packs=packs)


def _why(petition: Petition, until: date | None) -> list[str]:
    """The steps that lead to the day the citizen is told."""
    sending = find(petition.clocks, ClockKind.FORWARDING)
    for one in (petition.settlement, petition.intake, sending.deadline if sending else None):
        if one and until and one.due_on == until:
            return one.why
    return []


def first_open(parts: list[Petition]) -> Petition:
    """The part of a split petition that is due first; the last one when all are done."""
    going = [one for one in parts if one.state in NEXT or _waits(one, "")]
    due = sorted(going, key=lambda one: one.due_on or date.max)
    return due[0] if due else parts[-1]


def may_say(petition: Petition) -> tuple[CitizenAct, ...]:
    """What a citizen may say about a petition as it stands."""
    if _waits(petition, ""):
        return ()
    if petition.state not in NEXT:
        return (CitizenAct.RATE,)
    return (CitizenAct.SUPPLEMENT, CitizenAct.WITHDRAW)


@dataclass(kw_only=True)
class Receipt(Aggregate):
    """A receipt with its code: kept as a blind mark to be found by and sealed to be printed again."""

    kind: ClassVar[str] = "receipt"

    petition: str
    mark: bytes
    sealed: bytes
    secret: bytes = b""
    issued_on: date
    valid: bool = True
    rated: bool = False

    @classmethod
    def issue(
        cls,
        *,
        id_: str,
        agency: str,
        petition: str,
        mark: bytes,
        sealed: bytes,
        secret: bytes,
        today: date,
    ) -> "Receipt":
        """Give out a receipt."""
        made = cls(
            id=id_,
            agency=agency,
            petition=petition,
            mark=mark,
            sealed=sealed,
            secret=secret,
            issued_on=today,
        )
        made.tell(ReceiptIssued(receipt=id_, petition=petition, issued_on=today))
        return made

    def replace(self, *, mark: bytes, sealed: bytes, secret: bytes, today: date) -> None:
        """Give out another code; the one before finds nothing any more."""
        self.mark, self.sealed, self.secret, self.issued_on = mark, sealed, secret, today
        self.tell(
            ReceiptIssued(receipt=self.id, petition=self.petition, issued_on=today, again=True)
        )


@dataclass(kw_only=True)
class CitizenWord(Aggregate):
    """Something a citizen said about a petition by its receipt; the words are sealed."""

    kind: ClassVar[str] = "citizen_word"

    petition: str
    act: CitizenAct
    sealed: bytes = b""
    stars: int = 0
    said_on: date
    answered_on: date | None = None
    accepted: bool = False

    @classmethod
    def say(
        cls,
        petition: Petition,
        act: CitizenAct,
        *,
        id_: str,
        sealed: bytes,
        stars: int,
        today: date,
    ) -> "CitizenWord":
        """Take what a citizen says. Raises `CannotSayNow`, `NoStars`, `NothingSaid`."""
        if act not in may_say(petition):
            raise CannotSayNow
        if act is CitizenAct.RATE and not 1 <= stars <= MOST_STARS:
            raise NoStars
        if act is not CitizenAct.RATE and not sealed:
            raise NothingSaid
        word = cls(
            id=id_,
            agency=petition.agency,
            petition=petition.id,
            act=act,
            sealed=sealed,
            stars=stars if act is CitizenAct.RATE else 0,
            said_on=today,
        )
        word.tell(
            CitizenSpoke(word=id_, petition=petition.id, act=act, stars=word.stars, said_on=today)
        )
        return word

    def answer(self, *, accepted: bool, today: date) -> None:
        """Deal with it: taken into the file, or not. Raises `AlreadyAnswered`."""
        if self.answered_on:
            raise AlreadyAnswered
        self.answered_on, self.accepted = today, accepted
        self.tell(
            CitizenAnswered(
                word=self.id, petition=self.petition, accepted=accepted, answered_on=today
            )
        )
