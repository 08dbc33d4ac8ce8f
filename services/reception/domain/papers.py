"""The papers of a petition, as plain facts for those who draw them: the form of each disposition, the notice
of acceptance, the extract for others, reminders, the notice of a refusal to receive.

Who denounces is in none of them (Luật Tố cáo 2018 Điều 8), nor what an officer wrote freely about a
denunciation: those places are left to be written by hand from the vault.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.reception import CaseStep, ClockKind, PetitionKind
from frame.paper.issuers import Issuer
from kernel.errors import Conflict
from law.packs.packs import Packs
from services.reception.domain.clocks import find
from services.reception.domain.filling import TO_WRITE, filled
from services.reception.domain.fitness import conditions
from services.reception.domain.history import Entry
from services.reception.domain.minutes import Minutes
from services.reception.domain.petition import STATE_WORDS, Petition
from services.reception.domain.receiving import RefusalForm
from services.reception.domain.session import Session
from services.reception.domain.wordings import (
    ACCEPTANCE,
    OVERDUE,
    RECEIVED,
    RECEIVED_SEALED,
    REMINDER,
    WORDINGS,
    WRITER,
    Wording,
)
from services.reception.domain.words import (
    CHANNEL_WORDS,
    FIELD_WORDS,
    HOST_WORDS,
    KIND_WORDS,
)

APPROVED = ("Ý kiến thủ trưởng",)
PROPOSED = ("Người đề xuất",)
PAPER_WORDS = {
    "disposition": "Văn bản theo hướng xử lý",
    "acceptance": "Thông báo thụ lý",
    "extract": "Bản trích không có danh tính",
}


class PaperKind(StrEnum):
    """Which paper of a petition."""

    DISPOSITION = "disposition"
    ACCEPTANCE = "acceptance"
    EXTRACT = "extract"


class NoSuchPaper(Conflict):
    """The petition has not come so far that this could be written."""

    code = "no_such_paper"
    title = "Đơn chưa đến bước lập văn bản này."


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One paper: how it is called, its head, what it says, its end. An extract is signed by nobody."""

    name: str
    kind: str
    about: str
    issuer: Issuer
    symbol: str
    issued_on: date
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    recipients: tuple[str, ...] = ()
    signer_title: tuple[str, ...]
    approved_by: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    form: str = ""
    signer: str = ""
    sample: bool = False


def paper_of(
    petition: Petition,
    kind: PaperKind,
    issuer: Issuer,
    *,
    receiver: str,
    today: date,
    packs: Packs,
    sample: bool,
) -> Paper:
    """A paper of a petition. Raises `NoSuchPaper`."""
    if kind is PaperKind.EXTRACT:
        return extract(petition, issuer, today=today, sample=sample)
    wording = _wording(petition, kind)
    values = values_of(petition, issuer.name, receiver=receiver, today=today)
    about = filled(wording.about, values)
    return Paper(
        name=f"{wording.file}-{petition.number}-{petition.year}",
        kind=wording.kind,
        about=about,
        issuer=issuer,
        symbol=issuer.symbol(wording.symbol),
        issued_on=today,
        addressees=tuple(filled(one, values) for one in wording.to),
        paragraphs=tuple(_sentence(filled(one, values)) for one in _says(petition, wording)),
        recipients=wording.copies,
        signer_title=PROPOSED if wording.proposed else issuer.signer_title,
        approved_by=APPROVED if wording.proposed else (),
        form=_form(petition, kind, packs),
        sample=sample,
    )


def _wording(petition: Petition, kind: PaperKind) -> Wording:
    if kind is PaperKind.ACCEPTANCE:
        if petition.accepted_on is None:
            raise NoSuchPaper
        return ACCEPTANCE
    if petition.classification is None:
        raise NoSuchPaper
    return WORDINGS[petition.classification.disposition]


def _says(petition: Petition, wording: Wording) -> Iterable[str]:
    """What it says; to anybody but the denouncer only that there is one."""
    secret = petition.form.kind is PetitionKind.DENUNCIATION and wording.to != WRITER
    return (RECEIVED_SEALED if secret and one == RECEIVED else one for one in wording.says)


def _form(petition: Petition, kind: PaperKind, packs: Packs) -> str:
    """Which sample of the law it follows, where the law names one."""
    found = petition.classification
    if kind is not PaperKind.DISPOSITION or found is None:
        return ""
    fitting = (
        one.form
        for one in packs.dispositions
        if one.id == found.disposition.value and petition.form.law_kind in one.kinds
    )
    return next(fitting, "")


def papers_of(petition: Petition) -> list[PaperKind]:
    """The papers that can be written about a petition as it stands."""
    made = [PaperKind.EXTRACT]
    if petition.accepted_on:
        made.insert(0, PaperKind.ACCEPTANCE)
    if petition.classification:
        made.insert(0, PaperKind.DISPOSITION)
    return made


def values_of(petition: Petition, agency: str, *, receiver: str, today: date) -> dict[str, str]:
    """What is known of a petition, by the names of places to fill."""
    form, found = petition.form, petition.classification
    keeping = find(petition.clocks, ClockKind.KEEPING)
    return {
        "số đơn": f"{petition.number}/{petition.year}",
        "loại đơn": KIND_WORDS[form.kind].lower(),
        "ngày nhận": _day(form.received_on),
        "ngày nhận đầu tiên": _day(petition.first_received_on or form.received_on),
        "nội dung": form.summary,
        "đối tượng": form.against,
        "cơ quan": agency,
        "cơ quan nhận": receiver,
        "ngày phân loại": _day(found.on if found else None),
        "còn thiếu": "; ".join(_missing(petition)),
        "ngày thụ lý": _day(petition.accepted_on),
        "hạn thụ lý": _day(petition.intake.due_on if petition.intake else None),
        "hạn giải quyết": _day(petition.settlement.due_on if petition.settlement else None),
        "hạn xử lý": _day(_due(petition)),
        "hạn bổ sung": _day(petition.supplement.due_on if petition.supplement else None),
        "hạn lưu": _day(keeping.deadline.due_on if keeping else None),
        "hôm nay": _day(today),
        **_open_values(petition),
    }


def _due(petition: Petition) -> date | None:
    """By when it is to be settled, or taken up as long as it was not."""
    due = petition.settlement or petition.intake
    return due.due_on if due else None


def _open_values(petition: Petition) -> Mapping[str, str]:
    """What may be said of anybody but a denouncer."""
    form, found = petition.form, petition.classification
    if form.kind is PetitionKind.DENUNCIATION:
        return {"người gửi": f"ông (bà) {TO_WRITE}"}
    who = form.petitioner
    return {
        "người gửi": f"ông (bà) {who.name}" if who else "",
        "địa chỉ": who.address if who else "",
        "lý do": found.reason if found else "",
    }


def _missing(petition: Petition) -> Iterable[str]:
    found, words = petition.classification, conditions(petition.form.kind)
    return [_small(words[one]) for one in found.missing] if found else []


def extract(petition: Petition, issuer: Issuer, *, today: date, sample: bool) -> Paper:
    """What everybody who has to know of a petition may read: its content, and nobody's identity."""
    form = petition.form
    return Paper(
        name=f"trich-noi-dung-don-{petition.number}-{petition.year}",
        kind="TRÍCH NỘI DUNG ĐƠN",
        about=f"Đơn {KIND_WORDS[form.kind].lower()} số {petition.number}/{petition.year}",
        issuer=issuer,
        symbol=issuer.symbol("TNDĐ"),
        issued_on=today,
        addressees=(),
        paragraphs=(f"Nội dung đơn: {form.summary.rstrip('.')}.", NO_IDENTITY),
        recipients=("Lưu: VT, hồ sơ đơn",),
        signer_title=issuer.signer_title,
        facts=_facts(petition),
        sample=sample,
    )


NO_IDENTITY = "Bản trích không có họ tên, địa chỉ, bút tích và thông tin khác làm lộ người gửi đơn."


def _facts(petition: Petition) -> tuple[tuple[str, str], ...]:
    form = petition.form
    told = [
        ("Ngày nhận", _day(form.received_on)),
        ("Nguồn đơn", CHANNEL_WORDS[form.channel]),
        ("Lĩnh vực", FIELD_WORDS.get(form.field, "")),
        ("Về ai, việc gì", form.against),
        ("Số người ký", str(form.signers)),
        ("Tình trạng", STATE_WORDS[petition.state]),
        ("Hạn giải quyết", _day(petition.settlement.due_on if petition.settlement else None)),
    ]
    return tuple((name, said) for name, said in told if said)


def reminders_of(petition: Petition) -> dict[str, str]:
    """The reminders that were sent about a petition (văn bản đôn đốc): their addresses, and what they are called."""
    return {
        _address(one): f"Văn bản đôn đốc số {one.number}, ngày {_day(one.on)}"
        for one in petition.history
        if one.step is CaseStep.REMINDER and one.number
    }


def reminder_paper(
    petition: Petition, address: str, issuer: Issuer, *, receiver: str, today: date, sample: bool
) -> Paper:
    """One reminder, by its address (`reminder-3-2026`): the number it has in the agency's register, what it asks
    for, since when it is owed. What an officer wrote about a denunciation is left to be written by hand.

    Raises `NoSuchPaper`.
    """
    line = next((one for one in petition.history if _address(one) == address), None)
    if line is None:
        raise NoSuchPaper
    secret = petition.form.kind is PetitionKind.DENUNCIATION
    values = values_of(petition, issuer.name, receiver=receiver, today=today)
    values["việc"] = "" if secret else line.text
    return Paper(
        name=f"don-doc-{line.number}-{line.on.year}",
        kind=REMINDER.kind,
        about=filled(REMINDER.about, values),
        issuer=issuer,
        symbol=issuer.symbol(REMINDER.symbol).replace("     /", f" {line.number}/"),
        issued_on=line.on,
        addressees=(receiver or TO_WRITE,),
        paragraphs=tuple(_sentence(filled(one, values)) for one in _urged(petition, line.on)),
        recipients=REMINDER.copies,
        signer_title=issuer.signer_title,
        sample=sample,
    )


def _address(line: Entry) -> str:
    return f"reminder-{line.number}-{line.on.year}" if line.step is CaseStep.REMINDER else ""


def _urged(petition: Petition, on: date) -> Iterable[str]:
    """What a reminder says; that the time is over, only when it was over on its day."""
    due = _due(petition)
    late = (OVERDUE,) if due and due < on else ()
    received, *rest = REMINDER.says
    return (received, *late, *rest)


def refusal_paper(form: RefusalForm, issuer: Issuer, *, packs: Packs, sample: bool) -> Paper:
    """The notice that somebody is not received (Luật Tiếp công dân Điều 9); who it is is written by hand."""
    ground = packs.reception_refusals[form.reason]
    return Paper(
        name=f"tu-choi-tiep-cong-dan-{form.refused_on:%d-%m-%Y}",
        kind="THÔNG BÁO",
        about="Về việc từ chối tiếp công dân",
        issuer=issuer,
        symbol=issuer.symbol("TB"),
        issued_on=form.refused_on,
        addressees=(f"Ông (bà) {TO_WRITE}",),
        paragraphs=(
            f"Ngày {_day(form.refused_on)}, {issuer.name} từ chối tiếp ông (bà) theo {packs.cite(ground)}.",
            f"Trường hợp từ chối: {_small(ground.title)}.",
            f"Diễn biến: {form.text.rstrip('.')}.",
            f"Văn bản, biên bản kèm theo: {form.document}.",
        ),
        recipients=("Như trên", "Lưu: VT, hồ sơ tiếp công dân"),
        signer_title=issuer.signer_title,
        sample=sample,
    )


def conclusions_paper(
    session: Session,
    issuer: Issuer,
    *,
    visits: Mapping[str, int],
    petitions: Mapping[str, str],
    today: date,
    sample: bool,
) -> Paper:
    """The notice of what a session came to (thông báo kết luận). Who came is not in it: `visits` and `petitions`
    are the numbers in the registers. Raises `NoSuchPaper`."""
    minutes, form = session.minutes, session.form
    if minutes is None:
        raise NoSuchPaper
    symbol, number = issuer.symbol("TB"), minutes.number.strip()
    if number:
        symbol = number if "/" in number else symbol.replace("     /", f" {number}/")
    return Paper(
        name=f"ket-luan-tiep-cong-dan-{form.held_on:%d-%m-%Y}",
        kind="THÔNG BÁO",
        about=f"Kết luận tại buổi tiếp công dân ngày {_day(form.held_on)}",
        issuer=issuer,
        symbol=symbol,
        issued_on=minutes.issued_on or today,
        addressees=(),
        paragraphs=tuple(_came_to(session, minutes, visits, petitions)),
        recipients=("Người được giao thực hiện", "Lưu: VT, hồ sơ tiếp công dân"),
        signer_title=_signing(session, minutes, issuer),
        facts=_course(session, minutes),
        signer=minutes.signer.partition(",")[0].strip(),
        sample=sample,
    )


def _signing(session: Session, minutes: Minutes, issuer: Issuer) -> tuple[str, ...]:
    """As what it is signed: by a deputy who presided in the head's stead, for the head (Nghị định 30/2020/NĐ-CP)."""
    *above, head = issuer.signer_title
    opening = session.opening
    if session.instead and opening and minutes.signer == opening.presider:
        return (*above, f"KT. {head}", f"PHÓ {head}")
    return issuer.signer_title


def _course(session: Session, minutes: Minutes) -> tuple[tuple[str, str], ...]:
    form, opening = session.form, session.opening
    instead = ", thay mặt người đứng đầu" if session.instead else ""
    counts = (
        f"{form.visits} lượt, {form.persons} người, {form.matters} vụ việc, "
        f"{form.groups} đoàn đông người"
    )
    told = [
        ("Ngày tiếp", _day(form.held_on)),
        ("Địa điểm", form.place),
        ("Người chủ trì", f"{opening.presider}{instead}" if opening else HOST_WORDS[form.host]),
        ("Thành phần", minutes.present),
        ("Số liệu", counts),
    ]
    return tuple((name, said) for name, said in told if said)


def _came_to(
    session: Session, minutes: Minutes, visits: Mapping[str, int], petitions: Mapping[str, str]
) -> Iterable[str]:
    if minutes.course.strip():
        yield _sentence(minutes.course)
    if not session.form.visits:
        yield "Trong buổi tiếp không có công dân đến."
    for number, one in enumerate(minutes.conclusions, 1):
        visit = f" (sổ tiếp công dân số {visits[one.visit]})" if one.visit in visits else ""
        yield _sentence(f"{number}. {one.matter.strip().rstrip('.')}{visit}: {one.text.strip()}")
        if one.who.strip():
            by = f", hoàn thành trước hết ngày {_day(one.due_on)}" if one.due_on else ""
            yield _sentence(f"Giao {one.who.strip()} thực hiện{by}")
        if one.petition in petitions:
            yield f"Vụ việc được giải quyết theo đơn số {petitions[one.petition]}."
    for change in session.corrections:
        said = f"{change.text.rstrip('.')}; lý do: {change.reason}"
        yield _sentence(f"Đính chính ngày {_day(change.on)}: {said}")


def _sentence(text: str) -> str:
    """With its stop at the end, unless it ends in room to write."""
    said = text.strip()
    return said if said.endswith((".", "…", "?", "!")) else f"{said}."


def _small(said: str) -> str:
    return said[:1].lower() + said[1:]


def _day(on: date | None) -> str:
    return f"{on:%d/%m/%Y}" if on else ""
