"""What consultation asks of an agency: opinions, recommendations and criticism to answer, results to publish."""

from datetime import date

from contracts.consultation import DutyOpened
from contracts.duties import DutyKind
from contracts.registry import DANVAN_APPROVERS, DANVAN_WRITERS
from services.consultation.domain.criticism import Criticism
from services.consultation.domain.dialogues import Dialogue
from services.consultation.domain.opinions import Opinion
from services.consultation.domain.supervision import Recommendation

# Who replies to the Front signs for the agency; others prepare it.
REPLIES = (DutyKind.RECOMMENDATION_REPLY, DutyKind.CRITICISM_REPLY)
Owing = Opinion | Recommendation | Criticism | Dialogue


def duty_of(thing: Owing) -> DutyOpened | None:
    """What is to be done about a thing; None when nothing is, or not yet."""
    match thing:
        case Opinion() if thing.answer is None:
            code = f"Ý kiến số {thing.number}"
            return _duty(
                thing, DutyKind.OPINION_ANSWER, opened_on=thing.form.received_on, code=code
            )
        case Recommendation() if thing.reply is None:
            return _duty(thing, DutyKind.RECOMMENDATION_REPLY, opened_on=thing.form.received_on)
        case Criticism(document=document) if document and thing.reply is None:
            return _duty(thing, DutyKind.CRITICISM_REPLY, opened_on=document.issued_on)
        case Dialogue(holding=holding) if holding and thing.publication is None:
            return _duty(thing, DutyKind.DIALOGUE_RESULT, opened_on=holding.held_on)
    return None


def _duty(thing: Owing, kind: DutyKind, *, opened_on: date, code: str = "") -> DutyOpened:
    return DutyOpened(
        duty=thing.id,
        kind=kind,
        code=code,
        owner=thing.agency,
        roles=(*DANVAN_WRITERS, *DANVAN_APPROVERS) if kind in REPLIES else DANVAN_WRITERS,
        opened_on=opened_on,
        due_on=thing.due_on,
        link=f"/consultation/{thing.kind}s/{thing.id}",
    )
