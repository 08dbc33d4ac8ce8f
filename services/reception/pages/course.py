"""The course of a petition as one line: what was done, what comes, each with the widest circle that may read it.

Who petitions reads where the matter stands; that something was published everybody may read; who does it in the
office, by which words, stays there. A result itself is told to nobody here but the office.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts.reception import CaseStep
from frame.timeline import Circle, Entry
from services.reception.domain import CLOCK_WORDS, STEP_WORDS, Petition
from services.reception.domain.petition import Round
from services.reception.domain.session import Session
from services.reception.domain.words import DISPOSITION_WORDS, OUTCOME_WORDS

FOR_PETITIONER = frozenset(
    {
        CaseStep.NOTICE_GIVEN,
        CaseStep.DIALOGUE,
        CaseStep.WITHDRAWAL,
        CaseStep.PARTIES_TOLD,
        CaseStep.DECISION_SENT,
        CaseStep.DECISION_RECEIVED,
        CaseStep.CHECKED_WIDELY,
        CaseStep.EXECUTION,
        CaseStep.SECOND_COMPLAINT,
        CaseStep.CONTINUED,
        CaseStep.CONTINUED_REFUSED,
        CaseStep.UNSUPPLEMENTED,
        CaseStep.SUPPLEMENTED,
    }
)
FOR_ALL = frozenset({CaseStep.PUBLISHED})


def course(petition: Petition, lines: Iterable[tuple[Petition, Any]]) -> Iterator[Entry]:
    """Everything of a petition; `lines` are those of the matters linked to it too."""
    yield Entry(
        on=petition.form.received_on,
        words="Tiếp nhận đơn",
        circle=Circle.PETITIONER,
        note=f"Vào sổ số {petition.number}/{petition.year}",
    )
    yield from _decisions(petition)
    yield from (_step(petition, of, line) for of, line in lines)
    yield from _coming(petition)


def _decisions(petition: Petition) -> Iterator[Entry]:
    told = Circle.PETITIONER
    if found := petition.classification:
        words = DISPOSITION_WORDS[found.disposition]
        yield Entry(on=found.on, words="Phân loại đơn", circle=told, note=f"Hướng xử lý: {words}")
    times: tuple[Petition | Round, ...] = (*petition.rounds, petition)
    for at, one in enumerate(times):
        yield from _settling(one, again=at > 0)


def _settling(one: Petition | Round, *, again: bool) -> Iterator[Entry]:
    """That it was accepted and decided; each time anew when it was reopened."""
    told = Circle.PETITIONER
    if one.accepted_on:
        words = "Mở lại, giải quyết lại" if again else "Thụ lý"
        yield Entry(on=one.accepted_on, words=words, circle=told, tone="info")
    if one.decided_on:
        result = OUTCOME_WORDS[one.outcome] if one.outcome else ""
        tone = "warn" if one.on_time is False else "good"
        yield Entry(on=one.decided_on, words="Đã giải quyết", circle=told, note=result, tone=tone)


def _step(petition: Petition, of: Petition, line: Any) -> Entry:
    words = STEP_WORDS[line.step] + (f" số {line.number}" if line.number else "")
    other = f"Đơn số {of.number}/{of.year}" if of.id != petition.id else ""
    return Entry(
        on=line.on,
        words=words,
        circle=_circle(line.step) if of.id == petition.id else Circle.OFFICE,
        note="; ".join(one for one in (other, line.document, line.text) if one),
    )


def _circle(step: CaseStep) -> Circle:
    if step in FOR_ALL:
        return Circle.PUBLIC
    return Circle.PETITIONER if step in FOR_PETITIONER else Circle.OFFICE


def _coming(petition: Petition) -> Iterator[Entry]:
    """The days by which something is due, passed ones too as long as it was not done."""
    for one in petition.clocks:
        if one.open and one.due_on:
            words = f"Hạn: {CLOCK_WORDS[one.kind].lower()}"
            yield Entry(on=one.due_on, words=words, circle=Circle.PETITIONER, tone="warn")


def session_course(session: Session) -> Iterator[Entry]:
    """A reception session from its opening on, with what is due of it."""
    if opening := session.opening:
        late = "; ghi bổ sung" if session.late else ""
        words = f"Mở buổi tiếp, {opening.presider} chủ trì{late}"
        yield Entry(on=opening.on, words=words, by=opening.by, tone="info")
    if session.ended_on:
        yield Entry(on=session.ended_on, words="Kết thúc buổi tiếp", by=session.ended_by)
    minutes = session.minutes
    if minutes and minutes.issued_on:
        yield Entry(on=minutes.issued_on, words=f"Thông báo kết luận số {minutes.number}")
    if session.closed_on:
        yield Entry(on=session.closed_on, words="Hoàn tất buổi tiếp", tone="good")
    elif session.minutes_due:
        due_on = session.minutes_due.due_on
        yield Entry(on=due_on, words="Hạn: ra thông báo kết luận", tone="warn")
    for one in session.corrections:
        yield Entry(on=one.on, words="Đính chính", by=one.by, tone="warn")
