"""Whether a petition is the agency's own matter, by the law's list of who is competent."""

from contracts.reception import Instance
from kernel.errors import Invalid
from law.competence import Competent, competent
from services.reception.domain.deadlines import Law
from services.reception.domain.form import Classification, PetitionForm


class CompetenceContradicted(Invalid):
    """What an officer says of competence is not what the law's list says: then they say why."""

    code = "competence_contradicted"
    title = "Theo quy định, thẩm quyền thuộc {holder}. Nếu phân loại khác, hãy ghi lý do."


def judged(form: PetitionForm, *, law: Law) -> Competent | None:
    """Who is competent for a petition; None when nobody said what it is about. Raises `NoSuchSubject`."""
    if not form.subject:
        return None
    return competent(
        form.subject,
        kind=form.kind.value,
        on=form.received_on,
        packs=law.packs,
        second=form.instance is Instance.SECOND,
        several=len(set(form.places)) > 1,
    )


def check_competence(form: PetitionForm, found: Classification, *, office: str, law: Law) -> None:
    """Raises `CompetenceContradicted` unless the finding is the law's, or says why it is not."""
    told = judged(form, law=law) if office else None
    ours = told.is_one(office) if told else None
    if told and ours is not None and ours != found.competent and not found.reason.strip():
        raise CompetenceContradicted(holder=told.holder)
