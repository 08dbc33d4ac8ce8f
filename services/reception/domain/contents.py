"""The contents of a case: each is answered, withdrawn or ended before the case is closed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from contracts.reception import Outcome, PetitionKind
from kernel.errors import Conflict, Invalid

ANSWERED_KINDS = {PetitionKind.RECOMMENDATION, PetitionKind.FEEDBACK}


class Fate(StrEnum):
    """What became of a content."""

    OPEN = "OPEN"
    ANSWERED = "ANSWERED"
    WITHDRAWN = "WITHDRAWN"
    ENDED = "ENDED"
    PASSED = "PASSED"


FATE_WORDS = {
    Fate.OPEN: "Chưa trả lời",
    Fate.ANSWERED: "Đã kết luận",
    Fate.WITHDRAWN: "Đã rút",
    Fate.ENDED: "Đình chỉ",
    Fate.PASSED: "Xử lý ở đơn đã tách",
}


@dataclass(frozen=True, kw_only=True)
class Content:
    """One content of a petition; `origin` is the petition that brought it, when it was merged into this one."""

    id: str
    text: str
    fate: Fate = Fate.OPEN
    outcome: Outcome | None = None
    origin: str = ""


class WrongOutcome(Invalid):
    """Recommendations and feedback are answered; complaints and denunciations are judged, as their
    contents were."""

    code = "wrong_outcome"
    title = "Kết quả không phù hợp với loại đơn hoặc với kết luận của từng nội dung."


class ContentUnanswered(Conflict):
    """Some contents have been judged one by one, others not yet."""

    code = "content_unanswered"
    title = "Còn nội dung chưa được kết luận: {contents}."


class NoSuchContent(Invalid):
    """There is no open content under that number."""

    code = "no_such_content"
    title = "Không có nội dung “{content}” đang chờ kết luận."


def answer_one(
    contents: tuple[Content, ...], id_: str, outcome: Outcome, *, kind: PetitionKind
) -> tuple[Content, ...]:
    """With one content judged. Raises `NoSuchContent`, `WrongOutcome`."""
    _fits(outcome, kind)
    if id_ not in {one.id for one in open_of(contents)}:
        raise NoSuchContent(content=id_)
    return tuple(
        replace(one, fate=Fate.ANSWERED, outcome=outcome) if one.id == id_ else one
        for one in contents
    )


def answered(
    contents: tuple[Content, ...], outcome: Outcome, *, kind: PetitionKind
) -> tuple[Content, ...]:
    """With all judged: by the outcome of the whole, unless they were judged one by one.

    Raises `WrongOutcome`, `ContentUnanswered`.
    """
    _fits(outcome, kind)
    judged = [one.outcome for one in contents if one.outcome]
    left = open_of(contents)
    if judged and left:
        raise ContentUnanswered(contents=", ".join(one.id for one in left))
    if judged and outcome is not summed(judged):
        raise WrongOutcome
    return tuple(
        replace(one, fate=Fate.ANSWERED, outcome=outcome) if one.fate is Fate.OPEN else one
        for one in contents
    )


def summed(outcomes: Iterable[Outcome]) -> Outcome:
    """What several contents come to: alike, or partly right."""
    several = set(outcomes)
    return several.pop() if len(several) == 1 else Outcome.PARTLY_JUSTIFIED


class Judged(Conflict):
    """What was judged together is not taken apart again."""

    code = "merged_judged"
    title = "Nội dung của đơn đã nhập đã được kết luận chung; không tách ra được nữa."


def taken_in(
    contents: tuple[Content, ...], more: tuple[Content, ...], *, origin: str
) -> tuple[Content, ...]:
    """With the open contents of another petition, each waiting for an answer of its own."""
    at = max((int(one.id) for one in contents), default=0)
    fresh = (
        Content(id=str(number), text=one.text, origin=origin)
        for number, one in enumerate(open_of(more), at + 1)
    )
    return (*contents, *fresh)


def given_back(contents: tuple[Content, ...], *, origin: str) -> tuple[Content, ...]:
    """Without what another petition brought. Raises `Judged` when any of it was judged."""
    theirs = [one for one in contents if one.origin == origin]
    if any(one.fate is not Fate.OPEN for one in theirs):
        raise Judged
    return tuple(one for one in contents if one.origin != origin)


def given_up(
    contents: tuple[Content, ...], ids: Iterable[str], fate: Fate = Fate.WITHDRAWN
) -> tuple[Content, ...]:
    """With some withdrawn or ended. Raises `NoSuchContent`."""
    asked = list(ids)
    known = {one.id for one in open_of(contents)}
    if unknown := [id_ for id_ in asked if id_ not in known]:
        raise NoSuchContent(content=", ".join(unknown))
    return tuple(replace(one, fate=fate) if one.id in asked else one for one in contents)


def passed_on(contents: tuple[Content, ...]) -> tuple[Content, ...]:
    """The open ones, answered in petitions of their own from now on."""
    return tuple(
        replace(one, fate=Fate.PASSED) if one.fate is Fate.OPEN else one for one in contents
    )


def open_of(contents: tuple[Content, ...]) -> tuple[Content, ...]:
    """Those that wait for an answer."""
    return tuple(one for one in contents if one.fate is Fate.OPEN)


def again(contents: tuple[Content, ...]) -> tuple[Content, ...]:
    """The judged ones, to be judged anew; what was withdrawn stays withdrawn."""
    return tuple(
        replace(one, fate=Fate.OPEN, outcome=None) if one.fate is Fate.ANSWERED else one
        for one in contents
    )


def _fits(outcome: Outcome, kind: PetitionKind) -> None:
    if (outcome is Outcome.ANSWERED) != (kind in ANSWERED_KINDS):
        raise WrongOutcome
