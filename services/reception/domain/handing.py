"""A petition from hand to hand: assigned, taken over, linked to its like, split, forwarded, sent back."""

from dataclasses import replace
from datetime import date

from contracts.reception import (
    CaseStep,
    ClockKind,
    PetitionKind,
    PetitionLinked,
    PetitionSplit,
    PetitionUnlinked,
)
from kernel.errors import Conflict, Invalid
from services.reception.domain.cases import Done, ReasonMissing, TooEarly
from services.reception.domain.clocks import ended, running_again
from services.reception.domain.contents import given_back, passed_on, taken_in
from services.reception.domain.form import PetitionForm
from services.reception.domain.forwarding import SENT
from services.reception.domain.petition import MAIN, RESTING, Petition, State, check_day

LEAST_PARTS = 2
MERGING = (State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED, State.ACCEPTED)
FREE = (State.REGISTERED, State.AWAITING_SUPPLEMENT, State.CLASSIFIED)
ENDED = (State.DONE, State.TERMINATED, State.CLOSED, State.LINKED)


class HeldByAnother(Conflict):
    """Who has a petition in hand is the one who works on it; others take it over, with a reason."""

    code = "held_by_another"
    title = "Đơn đang được phân công cho người khác. Muốn xử lý, hãy nhận thay và ghi lý do."


class AlreadyHandled(Conflict):
    """It has somebody already: it is taken over, not taken."""

    code = "already_handled"
    title = "Đơn đã được phân công. Muốn xử lý, hãy nhận thay và ghi lý do."


class LinkedToItself(Invalid):
    """A petition is not its own duplicate, nor that of one that is itself linked."""

    code = "linked_to_itself"
    title = "Không ghép được với đơn này; hãy chọn đơn gốc đang được xử lý."


class NotMergeable(Invalid):
    """A petition is merged into one of its kind that came before and is still open."""

    code = "not_mergeable"
    title = "Chỉ nhập vào đơn cùng loại, nhận trước và đang được giải quyết."


class TooFewParts(Invalid):
    """A petition is split into two parts at least."""

    code = "too_few_parts"
    title = "Tách đơn thành ít nhất hai nội dung."


def assign(petition: Petition, to: str, done: Done) -> None:
    """Give a petition to an officer, who then alone works on it. Raises `NotInThatState`."""
    _not_over(petition)
    petition.handler = to
    petition.entered(done.entry(CaseStep.ASSIGNED, text=to))


def take(petition: Petition, done: Done) -> None:
    """Take a petition nobody has. Raises `AlreadyHandled`."""
    if petition.handler and petition.handler != done.by:
        raise AlreadyHandled
    assign(petition, done.by, done)


def take_over(petition: Petition, done: Done) -> None:
    """Take a petition somebody else has, for a reason. Raises `ReasonMissing`."""
    _not_over(petition)
    if not done.text.strip():
        raise ReasonMissing
    petition.handler = done.by
    petition.entered(done.entry(CaseStep.TAKEN_OVER))


def check_duplicates(petition: Petition, done: Done) -> None:
    """Note that somebody has looked whether it came before."""
    petition.checked_for_duplicates = True
    petition.entered(done.entry(CaseStep.DUPLICATES_CHECKED))


def note(petition: Petition, done: Done) -> None:
    """A word for the office alone. Raises `ReasonMissing` when nothing is said, `InFuture`, `TooEarly`."""
    if not done.text.strip():
        raise ReasonMissing
    check_day(done.on, today=done.today, after=petition.form.received_on, otherwise=TooEarly)
    petition.entered(done.entry(CaseStep.NOTE))


def must_be_held_by(petition: Petition, user: str) -> None:
    """Raises `HeldByAnother`."""
    if petition.handler and petition.handler != user:
        raise HeldByAnother


# --- the same matter again ----------------------------------------------------------------------------


def link(petition: Petition, master: Petition, done: Done) -> None:
    """Link a petition to the one it repeats: its own time ends. Raises `NotInThatState`,
    `LinkedToItself`."""
    petition.must_be(*FREE)
    if master.id == petition.id or master.state is State.LINKED:
        raise LinkedToItself
    check_day(done.on, today=done.today, after=petition.form.received_on, otherwise=TooEarly)
    petition.master, petition.state = master.id, State.LINKED
    petition.clocks = ended(petition.clocks, *RESTING, on=done.on)
    petition.tell(
        PetitionLinked(
            petition=petition.id, kind=petition.form.kind, master=master.id, linked_on=done.on
        )
    )


def merge(petition: Petition, master: Petition, done: Done) -> None:
    """Settle a petition of others about the same matter together with one that came before: its contents wait
    for their answers there, its own time ends, and the other's day stays what it was. Raises
    `NotInThatState`, `LinkedToItself`, `NotMergeable`."""
    if master.state not in MERGING or master.form.kind is not petition.form.kind:
        raise NotMergeable
    if _came(master) > _came(petition):
        raise NotMergeable
    link(petition, master, done)
    master.contents = taken_in(master.contents, petition.contents, origin=petition.id)
    master.entered(
        done.entry(CaseStep.CONTENT_ADDED, text=f"Nhập đơn số {petition.number}/{petition.year}")
    )


def _came(petition: Petition) -> date:
    return petition.first_received_on or petition.form.received_on


def part(petition: Petition, master: Petition, done: Done) -> None:
    """Undo a merger: the petition is on its own again, with its contents and in the time it had. Raises
    `NotInThatState`, `ReasonMissing`, `Judged`."""
    unlink(petition, done)
    if all(one.origin != petition.id for one in master.contents):
        return
    master.contents = given_back(master.contents, origin=petition.id)
    master.entered(
        done.entry(CaseStep.NOTE, text=f"Tách lại đơn số {petition.number}/{petition.year}")
    )


def unlink(petition: Petition, done: Done) -> None:
    """Undo a link: the petition is on its own again, in the time it had. Raises `NotInThatState`,
    `ReasonMissing`."""
    petition.must_be(State.LINKED)
    if not done.text.strip():
        raise ReasonMissing
    master, petition.master = petition.master, ""
    petition.classification, petition.state = None, State.REGISTERED
    petition.clocks = running_again(petition.clocks, MAIN[0])
    petition.tell(
        PetitionUnlinked(
            petition=petition.id, kind=petition.form.kind, master=master, unlinked_on=done.on
        )
    )


def split(petition: Petition, parts: list[str], done: Done) -> None:
    """Split a petition with several matters; from now on its parts have the time, and answer its contents.
    Raises `NotInThatState`, `TooFewParts`."""
    petition.must_be(*FREE)
    if len(parts) < LEAST_PARTS:
        raise TooFewParts
    check_day(done.on, today=done.today, after=petition.form.received_on, otherwise=TooEarly)
    petition.parts, petition.state = tuple(parts), State.SPLIT
    petition.contents = passed_on(petition.contents)
    petition.clocks = ended(petition.clocks, *RESTING, on=done.on)
    petition.tell(
        PetitionSplit(
            petition=petition.id,
            kind=petition.form.kind,
            parts=petition.parts,
            split_on=done.on,
        )
    )


def part_of(
    petition: Petition, kind: PetitionKind, summary: str, *, number: int, against: str
) -> PetitionForm:
    """The form of one part."""
    ref = f"{petition.form.client_ref}/{number}" if petition.form.client_ref else ""
    same = kind is petition.form.kind
    return replace(
        petition.form,
        kind=kind,
        subject=petition.form.subject if same else "",
        regulation=petition.form.regulation and same,
        summary=summary,
        against=against,
        client_ref=ref,
        notice_from=None,
    )


def belongs(part: Petition, letter: Petition) -> None:
    """Make it a part of a letter: its waiting began with the letter's, and who came to a session is told by one notice,
    for which the letter's time runs."""
    part.parent, part.first_received_on = letter.id, letter.first_received_on
    part.clocks = tuple(one for one in part.clocks if one.kind is not ClockKind.NOTICE)


def of_one_letter(one: Petition, other: Petition) -> bool:
    """Whether one was split from the other, or both from a third."""
    of_third = one.parent != "" and one.parent == other.parent
    return of_third or other.id == one.parent or other.parent == one.id


def part_over(parent: Petition, parts: list[Petition], *, on: date) -> bool:
    """End the parent when its last part is done, and take it up again when one of them is. Gives whether it did."""
    over = all(_over(one) for one in parts)
    if over is (parent.state is not State.SPLIT):
        return False
    parent.state = State.DONE if over else State.SPLIT
    text = "Các nội dung đã tách đều xong" if over else "Một nội dung đã tách được xử lý lại"
    parent.entered(Done(on=on, today=on).entry(CaseStep.NOTE, text=text))
    return True


def _over(part: Petition) -> bool:
    """Whether nothing is to be done about a part here; one to be forwarded is over once it was."""
    found = part.classification
    waits = part.state is State.CLOSED and found is not None and found.disposition in SENT
    return part.state in _SETTLED and not waits


_SETTLED = (*ENDED, State.DECIDED, State.FORWARDED)


def _not_over(petition: Petition) -> None:
    if petition.state in ENDED:
        petition.must_be(*(state for state in State if state not in ENDED))
