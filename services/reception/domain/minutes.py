"""What a reception session came to: conclusions, who has to do what by when, the document that says so, and what was
put right in it later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kernel.errors import Conflict, Invalid


class NothingConcluded(Invalid):
    """Who was received is answered at the session, or told when the answer comes (Luật Tiếp công dân Điều 18)."""

    code = "nothing_concluded"
    title = "Buổi tiếp có người đến: cần ít nhất một kết luận."


class VisitNotConcluded(Invalid):
    """Each line of the register that was entered at the session has its conclusion."""

    code = "visit_not_concluded"
    title = "Chưa có kết luận cho lượt tiếp số {numbers} trong sổ tiếp công dân."


class ConclusionEmpty(Invalid):
    """A conclusion says of which matter it is, and what."""

    code = "conclusion_empty"
    title = "Kết luận {number}: cần ghi vụ việc và nội dung kết luận."


class ConclusionDueBefore(Invalid):
    """What was laid down at a session is done after it."""

    code = "conclusion_due_before"
    title = "Kết luận {number}: hạn thực hiện không thể trước ngày tiếp."


class VisitNotHere(Invalid):
    """A conclusion is about a visit of its own session."""

    code = "visit_not_here"
    title = "Kết luận {number}: lượt tiếp này không thuộc buổi tiếp."


class MinutesBeforeSession(Invalid):
    """The document is not older than the session."""

    code = "minutes_before_session"
    title = "Ngày ban hành thông báo kết luận không thể trước ngày tiếp."


class MinutesNotIssued(Conflict):
    """A session is closed by a document that was issued: it has a number and a day."""

    code = "minutes_not_issued"
    title = "Chưa ghi số, ngày ban hành thông báo kết luận của buổi tiếp."


class ConclusionWithNobody(Conflict):
    """A session is closed when each conclusion is in somebody's hands, or with the petition it concerns."""

    code = "conclusion_with_nobody"
    title = "Kết luận {numbers} chưa giao cho ai và chưa gắn với đơn nào."


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """What was laid down about one matter: of which visit, who does what by when, in which petition it goes on."""

    matter: str
    text: str
    who: str = ""
    due_on: date | None = None
    visit: str = ""
    petition: str = ""

    @property
    def handed(self) -> bool:
        """Whether somebody has it."""
        return bool(self.who.strip() or self.petition)


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """The minutes of a session; `number` and `issued_on` once the notice of conclusions was issued."""

    present: str = ""
    course: str = ""
    conclusions: tuple[Conclusion, ...] = ()
    number: str = ""
    issued_on: date | None = None
    signer: str = ""

    @property
    def issued(self) -> bool:
        """Whether it was issued as a document."""
        return bool(self.number.strip() and self.issued_on)


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What was put right in the minutes after the session was closed: what it says now, why, who entered it."""

    on: date
    text: str
    reason: str
    by: str = ""


def check_minutes(
    minutes: Minutes, *, held_on: date, received: bool, visits: dict[str, int]
) -> None:
    """Refuse minutes that do not fit their session: `received` says whether anybody came, `visits` are the lines
    of the register entered at it, with their numbers.

    Raises `NothingConcluded`, `ConclusionEmpty`, `ConclusionDueBefore`, `VisitNotHere`, `VisitNotConcluded`,
    `MinutesBeforeSession`.
    """
    if received and not minutes.conclusions:
        raise NothingConcluded
    for number, one in enumerate(minutes.conclusions, 1):
        _check_one(one, number, held_on, visits)
    left = visits.keys() - {one.visit for one in minutes.conclusions}
    if left:
        raise VisitNotConcluded(numbers=_listed(visits[one] for one in left))
    if minutes.issued_on and minutes.issued_on < held_on:
        raise MinutesBeforeSession


def _check_one(one: Conclusion, number: int, held_on: date, visits: dict[str, int]) -> None:
    if not (one.matter.strip() and one.text.strip()):
        raise ConclusionEmpty(number=number)
    if one.due_on and one.due_on < held_on:
        raise ConclusionDueBefore(number=number)
    if one.visit and one.visit not in visits:
        raise VisitNotHere(number=number)


def check_closable(minutes: Minutes) -> None:
    """Refuse to close before all is done. Raises `MinutesNotIssued`, `ConclusionWithNobody`."""
    if not minutes.issued:
        raise MinutesNotIssued
    nobody = [number for number, one in enumerate(minutes.conclusions, 1) if not one.handed]
    if nobody:
        raise ConclusionWithNobody(numbers=_listed(nobody))


def _listed(numbers: Iterable[int]) -> str:
    return ", ".join(str(one) for one in sorted(numbers))
