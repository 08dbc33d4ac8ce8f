"""What is true of a reception session: who received, where, four counts that are never merged; and its course:
opened, held, minuted, closed. One that is entered as a whole, after it was, begins as held."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

from contracts.reception import (
    Host,
    SessionClosed,
    SessionCorrected,
    SessionHeld,
    SessionKind,
    SessionMinuted,
    SessionOpened,
)
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from law.deadlines import Facts
from law.packs.packs import Packs
from law.text import fold
from services.reception.domain.clocks import deadline
from services.reception.domain.deadlines import Deadline, Law
from services.reception.domain.minutes import (
    Correction,
    Minutes,
    check_closable,
    check_minutes,
)

MINUTES_RULE = "R-06"
LED = (Host.HEAD, Host.AUTHORISED_DEPUTY)

COUNTS = ("visits", "persons", "matters", "groups", "group_persons")
PARTS = ("matters_again", "group_matters", "group_matters_again")
# What is part of what (Biểu 01/TCD: vụ việc tiếp lần đầu, tiếp nhiều lần; trong đó của đoàn đông người).
_WITHIN = (
    ("matters_again", "matters"),
    ("group_matters", "matters"),
    ("group_matters_again", "group_matters"),
    ("group_matters_again", "matters_again"),
)


class SessionState(StrEnum):
    """Where a session stands."""

    OPEN = "OPEN"
    HELD = "HELD"
    MINUTED = "MINUTED"
    CLOSED = "CLOSED"


SESSION_STATE_WORDS = {
    SessionState.OPEN: "Đang tiếp",
    SessionState.HELD: "Đã tiếp",
    SessionState.MINUTED: "Đã ghi kết luận",
    SessionState.CLOSED: "Đã hoàn tất",
}


@dataclass(frozen=True, kw_only=True)
class SessionForm:
    """What a clerk enters about a session: lượt, người, vụ việc, đoàn đông người and the people in them; of the
    matters those that were heard before, those of groups, and those of groups heard before."""

    session_kind: SessionKind
    host: Host
    held_on: date
    place: str
    visits: int
    persons: int
    matters: int
    groups: int
    group_persons: int
    online: bool = False
    matters_again: int = 0
    group_matters: int = 0
    group_matters_again: int = 0
    client_ref: str = ""


class HeldInFuture(Invalid):
    """A session that has not been held is not entered."""

    code = "held_in_future"
    title = "Ngày tiếp không thể sau ngày hôm nay."


class NegativeCount(Invalid):
    """One cannot receive fewer than nobody."""

    code = "negative_count"
    title = "Các số lượt, người, vụ việc, đoàn không được âm."


class GroupsTooSmall(Invalid):
    """Persons who come together are a group from a number on (NĐ 64/2014/NĐ-CP; rule pack `handling`)."""

    code = "groups_too_small"
    title = (
        "Đoàn đông người có từ {least} người trở lên: {groups} đoàn thì ít nhất {persons} người."
    )


class PartOverMatters(Invalid):
    """Matters heard before, and matters of groups, are some of all matters (TT 01/2024/TT-TTCP, Biểu 01/TCD)."""

    code = "part_over_matters"
    title = "Số vụ việc tiếp nhiều lần, số vụ việc của đoàn không thể nhiều hơn số vụ việc chung."

    def __init__(self, part: str) -> None:
        super().__init__({part: [self.title]})


class OnlineTooEarly(Invalid):
    """Reception online counts from the day the law knows it (Luật 136/2025/QH15; rule pack `reception`)."""

    code = "online_too_early"
    title = "Tiếp công dân trực tuyến chỉ được tính từ ngày {since:%d/%m/%Y}."


class SessionNotInThatState(Conflict):
    """The session has moved on, or has not come so far."""

    code = "session_not_in_that_state"
    title = "Buổi tiếp đang ở trạng thái “{state}”, không thực hiện được thao tác này."


class SessionAlreadyOpen(Conflict):
    """Nobody presides over two sessions at one place at once."""

    code = "session_already_open"
    title = "Người này đang chủ trì một buổi tiếp chưa kết thúc tại địa điểm này."


class PresiderNotOfPlan(Invalid):
    """A head's day is kept by the head, or by a deputy in the head's stead."""

    code = "presider_not_of_plan"
    title = (
        "Buổi tiếp theo lịch của người đứng đầu do người đứng đầu hoặc cấp phó thay mặt chủ trì."
    )


class InsteadUnexplained(Invalid):
    """Why a deputy presides in the head's stead is written down: such a session does not count for the head."""

    code = "instead_unexplained"
    title = "Cấp phó thay mặt người đứng đầu: cần ghi lý do."


class FewerThanEntered(Invalid):
    """A session has at least the visits that were entered at it in the register."""

    code = "fewer_than_entered"
    title = "Số lượt, người, đoàn không thể ít hơn số đã ghi trong sổ tiếp công dân của buổi này."


class NotThatDay(Invalid):
    """Who came to a session came on its day."""

    code = "not_that_day"
    title = "Buổi tiếp này là của ngày {day:%d/%m/%Y}: ngày tiếp phải là ngày đó."


class CorrectionUnexplained(Invalid):
    """What is closed is put right for a reason only."""

    code = "correction_unexplained"
    title = "Đính chính buổi tiếp đã hoàn tất: cần ghi nội dung đúng và lý do."


class IssuedInFuture(Invalid):
    """What is entered as issued was issued."""

    code = "issued_in_future"
    title = "Ngày ban hành thông báo kết luận không thể sau ngày hôm nay."


@dataclass(frozen=True, kw_only=True)
class Opening:
    """How a session began: who presides (name and post), who entered it and on which day at what time, for which
    planned day, and why somebody presides in the head's stead."""

    presider: str
    by: str = ""
    on: date
    at: str = ""
    plan: str = ""
    instead: str = ""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What the register of reception says of a session: its lines with their numbers, and what they count."""

    lines: Mapping[str, int]
    counts: Mapping[str, int]


NONE_ENTERED = Entered(lines={}, counts={})


@dataclass(kw_only=True)
class Session(Aggregate):
    """One reception session. `minutes_due` is by when its conclusions are issued, for one whose course was kept."""

    kind: ClassVar[str] = "session"

    form: SessionForm
    state: SessionState = SessionState.HELD
    opening: Opening | None = None
    ended_on: date | None = None
    ended_by: str = ""
    minutes_due: Deadline | None = None
    minutes: Minutes | None = None
    closed_on: date | None = None
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def open(
        cls,
        form: SessionForm,
        opening: Opening,
        *,
        id_: str,
        agency: str,
        today: date,
        packs: Packs,
        others: Iterable["Session"] = (),
    ) -> "Session":
        """Begin a session, on its day or afterwards; `others` are those of the agency that are open.

        Raises `HeldInFuture`, `OnlineTooEarly`, `InsteadUnexplained`, `SessionAlreadyOpen`.
        """
        check_session(form, today=today, packs=packs)
        if form.host is Host.AUTHORISED_DEPUTY and not opening.instead.strip():
            raise InsteadUnexplained
        session = cls(id=id_, agency=agency, form=form, state=SessionState.OPEN, opening=opening)
        if any(one.open_at == session.open_at for one in others):
            raise SessionAlreadyOpen
        session.tell(
            SessionOpened(
                session=id_,
                kind=form.session_kind,
                host=form.host,
                held_on=form.held_on,
                opened_on=opening.on,
                online=form.online,
                plan=opening.plan,
            )
        )
        return session

    def end(
        self, counts: Mapping[str, int], entered: Entered, *, by: str, today: date, law: Law
    ) -> None:
        """It is over: with its counts, of which those not given are as the register has them.

        Raises `SessionNotInThatState`, `FewerThanEntered` and what `check_session` raises.
        """
        self.must_be(SessionState.OPEN)
        told: dict[str, Any] = {**dict.fromkeys((*COUNTS, *PARTS), 0), **entered.counts, **counts}
        if any(told[name] < least for name, least in entered.counts.items() if name != "matters"):
            raise FewerThanEntered
        form = replace(self.form, **told)
        check_session(form, today=today, packs=law.packs)
        self.form, self.state, self.ended_by = form, SessionState.HELD, by
        self.ended_on = today
        self.minutes_due = minutes_due(form, law=law)
        self._told_held()

    def minute(self, minutes: Minutes, entered: Entered, *, today: date) -> None:
        """Write down what it came to; until it is closed this may be written anew.

        Raises `SessionNotInThatState`, `IssuedInFuture`, and what `check_minutes` raises.
        """
        self.must_be(SessionState.HELD, SessionState.MINUTED)
        received = bool(self.form.visits or entered.lines)
        lines = dict(entered.lines)
        check_minutes(minutes, held_on=self.form.held_on, received=received, visits=lines)
        if minutes.issued_on and minutes.issued_on > today:
            raise IssuedInFuture
        self.minutes, self.state = minutes, SessionState.MINUTED
        self.tell(
            SessionMinuted(
                session=self.id,
                conclusions=len(minutes.conclusions),
                issued_on=minutes.issued_on,
            )
        )

    def close(self, *, on: date) -> None:
        """Nothing is left to do: what it came to is issued and in somebody's hands.

        Raises `SessionNotInThatState`, `MinutesNotIssued`, `ConclusionWithNobody`.
        """
        self.must_be(SessionState.MINUTED)
        check_closable(self.minutes or Minutes())
        self.state, self.closed_on = SessionState.CLOSED, on
        self.tell(SessionClosed(session=self.id, closed_on=on))

    def correct(self, text: str, reason: str, *, by: str, on: date) -> None:
        """Put something right in what is closed. Raises `SessionNotInThatState`, `CorrectionUnexplained`."""
        self.must_be(SessionState.CLOSED)
        if not (text.strip() and reason.strip()):
            raise CorrectionUnexplained
        said = Correction(on=on, text=text.strip(), reason=reason.strip(), by=by)
        self.corrections = (*self.corrections, said)
        self.tell(SessionCorrected(session=self.id, corrected_on=on))

    def must_take(self, received_on: date) -> None:
        """Raises `SessionNotInThatState` unless visits are still entered at it, `NotThatDay`."""
        self.must_be(SessionState.OPEN)
        if received_on != self.form.held_on:
            raise NotThatDay(day=self.form.held_on)

    def must_have_minutes(self) -> None:
        """Raises `SessionNotInThatState` before there are any."""
        self.must_be(SessionState.MINUTED, SessionState.CLOSED)

    def must_be(self, *states: SessionState) -> None:
        """Raises `SessionNotInThatState`."""
        if self.state not in states:
            raise SessionNotInThatState(state=SESSION_STATE_WORDS[self.state])

    # --- what can be seen ---------------------------------------------------------------------------

    @property
    def late(self) -> bool:
        """Whether it was entered after its day (ghi bổ sung)."""
        return bool(self.opening and self.opening.on > self.form.held_on)

    @property
    def instead(self) -> bool:
        """Whether somebody presides in the head's stead (thay mặt)."""
        return self.form.host is Host.AUTHORISED_DEPUTY

    @property
    def open_at(self) -> str | None:
        """Where and under whom it is open; None when it is not."""
        if self.state is not SessionState.OPEN or self.opening is None:
            return None
        return f"{fold(self.form.place).strip()}|{fold(self.opening.presider).strip()}"

    @classmethod
    def hold(
        cls, form: SessionForm, *, id_: str, agency: str, today: date, packs: Packs
    ) -> "Session":
        """Enter a session. Raises `HeldInFuture`, `NegativeCount`, `PartOverMatters`, `GroupsTooSmall`,
        `OnlineTooEarly`."""
        check_session(form, today=today, packs=packs)
        session = cls(id=id_, agency=agency, form=form)
        session._told_held()
        return session

    def _told_held(self) -> None:
        told = asdict(self.form)
        for kept_here in ("place", "client_ref"):
            del told[kept_here]
        self.tell(SessionHeld(session=self.id, kind=told.pop("session_kind"), **told))


def minutes_due(form: SessionForm, *, law: Law) -> Deadline | None:
    """By when the conclusions of a session are issued; None for one of an officer."""
    if form.host not in LED:
        return None
    return deadline(MINUTES_RULE, Facts(start=form.held_on), law=law)


def must_keep(form: SessionForm, host: Host, planned_on: date) -> SessionForm:
    """The form of a session that keeps a planned day: on that day, led by whom it was planned for or, for a head,
    by a deputy. Raises `PresiderNotOfPlan`."""
    if form.host is not host and not (host is Host.HEAD and form.host in LED):
        raise PresiderNotOfPlan
    return replace(form, held_on=planned_on)


def check_session(form: SessionForm, *, today: date, packs: Packs) -> None:
    """Refuse a session that cannot have been."""
    if form.held_on > today:
        raise HeldInFuture
    if any(getattr(form, name) < 0 for name in (*COUNTS, *PARTS)):
        raise NegativeCount
    _check_parts(form)
    _check_groups(form, packs.group.persons)
    since = packs.quota_counts.online_since
    if form.online and form.held_on < since:
        raise OnlineTooEarly(since=since)


def _check_parts(form: SessionForm) -> None:
    for part, whole in _WITHIN:
        if getattr(form, part) > getattr(form, whole):
            raise PartOverMatters(part)


def _check_groups(form: SessionForm, least: int) -> None:
    persons = least * form.groups
    if form.group_persons < persons or (form.group_persons and not form.groups):
        raise GroupsTooSmall(least=least, groups=form.groups, persons=persons)
