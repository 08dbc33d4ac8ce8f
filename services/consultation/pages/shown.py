"""What the page of a thing shows: its facts, its texts, and its days, each with the reason why it is that day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.consultation import ConsultationKind
from frame.words import vn_date, vn_number
from law.deadlines import Due, sentences
from services.consultation.domain import (
    Criticism,
    Dialogue,
    Law,
    Matter,
    Opinion,
    Project,
    Recommendation,
    Reply,
    Round,
    Supervision,
)
from services.consultation.domain.rules import (
    CONTRIBUTION_REPLY,
    CRITICISM_REPLY,
    OPINIONS_OPEN,
    PROJECT_DIALOGUE,
    PROJECT_POSTING,
    SUPERVISION_REPLY,
)
from services.consultation.pages.words import GIVERS, KINDS, RESPONSES

Facts = list[tuple[str, str]]


@dataclass(frozen=True)
class DueDay:
    """A day that is due: for what, when, why, and what became of it (none: nothing yet)."""

    title: str
    on: date
    why: list[str]
    met: bool | None = None


@dataclass(frozen=True)
class Shown:
    """Everything the page of a thing shows but its acts."""

    title: str
    facts: Facts
    texts: Facts
    days: list[DueDay]
    parent: tuple[str, str] | None = None


def shown(one: Matter, law: Law) -> Shown:
    """What the page of this thing shows."""
    made: Shown = _SHOWN[type(one)](one, law)
    return made


def _day(title: str, given: date, due: Due, *, met: bool | None = None) -> DueDay:
    """A day as it was given, with the way the law leads to it."""
    return DueDay(title, given, sentences(due.proof), met)


def _round(one: Round, law: Law) -> Shown:
    form, tally = one.form, one.tally
    facts = [
        ("Hình thức", KINDS[form.kind]),
        ("Bắt đầu lấy ý kiến", vn_date(form.opened_on)),
        ("Kết thúc theo thông báo", vn_date(form.closes_on)),
        ("Đã kết thúc ngày", vn_date(one.closed_on) or "Chưa kết thúc"),
    ]
    if tally:
        counts = (tally.absorbed, tally.partly_absorbed, tally.explained)
        facts += [("Tổng số ý kiến", vn_number(tally.opinions))]
        facts += [
            (words, vn_number(n)) for words, n in zip(RESPONSES.values(), counts, strict=True)
        ]
    days = []
    if form.kind is ConsultationKind.COMMUNITY_CONSULT:
        due = law.due(OPINIONS_OPEN, form.opened_on)
        met = form.closes_on >= due.effective
        days = [_day("Lấy ý kiến ít nhất đến hết ngày", due.effective, due, met=met)]
    return Shown(form.title, facts, [], days)


def _opinion(one: Opinion, law: Law) -> Shown:
    facts = [
        ("Nhóm góp ý", GIVERS[one.form.giver]),
        ("Ngày nhận", vn_date(one.form.received_on)),
        ("Nguồn", "Trang công khai" if one.form.online else "Cơ quan nhập"),
        ("Cách xử lý", RESPONSES[one.answer.response] if one.answer else "Chưa trả lời"),
        ("Ngày trả lời", vn_date(one.answer.on) if one.answer else "—"),
    ]
    texts = [("Ý kiến", one.form.content)]
    if one.answer:
        texts.append(("Nội dung tiếp thu, giải trình", one.answer.reason))
    days = []
    if one.due:
        due = law.due(CONTRIBUTION_REPLY, one.form.received_on)
        met = one.answer.on <= one.due if one.answer else None
        days = [_day("Trả lời góp ý chậm nhất", one.due, due, met=met)]
    up = ("consultations", one.consultation)
    return Shown(f"Ý kiến số {one.number}", facts, texts, days, up)


def _dialogue(one: Dialogue, law: Law) -> Shown:
    form, held, published = one.form, one.holding, one.publication
    facts = [
        ("Địa điểm", form.place),
        ("Ngày thông báo", vn_date(form.announced_on)),
        ("Ngày dự kiến tổ chức", vn_date(form.planned_on)),
        ("Ngày tổ chức", vn_date(held.held_on) if held else "Chưa tổ chức"),
    ]
    if held:
        facts += [
            ("Số người dự", vn_number(held.participants)),
            ("Số ý kiến nêu ra", vn_number(held.opinions)),
            ("Trả lời tại hội nghị", vn_number(held.answered)),
        ]
    if published:
        facts += [
            ("Công khai kết quả", vn_date(published.on)),
            ("Đã trả lời đến khi công khai", vn_number(published.answered)),
        ]
    return Shown(form.title, facts, [], list(_dialogue_days(one, law)))


def _dialogue_days(one: Dialogue, law: Law) -> Iterator[DueDay]:
    announce = law.dialogue(one.form.planned_on).announce
    in_time = one.announced_in_time
    yield _day("Thông báo chậm nhất", one.announce_by, announce, met=in_time)
    if one.holding and one.result_due_on:
        publish = law.dialogue(one.holding.held_on).publish
        met = one.published_in_time
        yield _day("Công khai kết quả chậm nhất", one.result_due_on, publish, met=met)


def _supervision(one: Supervision, _: Law) -> Shown:
    form = one.form
    facts = [
        ("Tổ chức giám sát", form.supervisor),
        ("Ngày bắt đầu", vn_date(form.started_on)),
    ]
    return Shown(form.subject, facts, [], [])


def _recommendation(one: Recommendation, law: Law) -> Shown:
    facts = [("Ngày nhận kiến nghị", vn_date(one.form.received_on)), *_replied(one.reply)]
    texts = [("Nội dung kiến nghị", one.form.content), *_reply_text(one.reply)]
    due = law.due(SUPERVISION_REPLY, one.form.received_on)
    days = [_day("Trả lời kiến nghị chậm nhất", one.due, due, met=one.replied_in_time)]
    up = ("supervisions", one.supervision)
    return Shown("Kiến nghị sau giám sát", facts, texts, days, up)


def _criticism(one: Criticism, law: Law) -> Shown:
    document = one.document
    facts = [
        ("Ngày gửi dự thảo", vn_date(one.form.sent_on)),
        ("Ngày văn bản phản biện", vn_date(document.issued_on) if document else "Chưa nhận được"),
        *_replied(one.reply),
    ]
    texts = [("Nội dung phản biện", document.content)] if document else []
    days = []
    if document and one.due:
        due = law.due(CRITICISM_REPLY, document.issued_on)
        days = [_day("Trả lời phản biện chậm nhất", one.due, due, met=one.replied_in_time)]
    return Shown(one.form.draft_title, facts, [*texts, *_reply_text(one.reply)], days)


def _replied(reply: Reply | None) -> Facts:
    return [
        ("Cách xử lý", RESPONSES[reply.response] if reply else "Chưa trả lời"),
        ("Ngày trả lời", vn_date(reply.on) if reply else "—"),
    ]


def _reply_text(reply: Reply | None) -> Facts:
    return [("Nội dung trả lời", reply.reply)] if reply else []


def _project(one: Project, law: Law) -> Shown:
    met = one.meeting
    facts = [
        (
            "Số hộ có đất thu hồi",
            vn_number(one.form.households) if one.form.households else "Không rõ",
        ),
        ("Ngày niêm yết", vn_date(one.posted_on)),
        ("Ngày gỡ niêm yết", vn_date(one.taken_down_on) or "Chưa gỡ"),
        ("Họp lấy ý kiến", vn_date(met.held_on) if met else "Chưa họp"),
    ]
    if met:
        facts += [
            ("Đồng ý", vn_number(met.agree)),
            ("Không đồng ý", vn_number(met.disagree)),
            ("Ý kiến khác", vn_number(met.other)),
        ]
    if one.dialogue_due_on:
        facts.append(("Đối thoại", vn_date(one.dialogue_on) or "Chưa đối thoại"))
    facts.append(("Hoàn thành hồ sơ", vn_date(one.completed_on) or "Chưa hoàn thành"))
    return Shown(one.form.name, facts, [], list(_project_days(one, law)))


def _project_days(one: Project, law: Law) -> Iterator[DueDay]:
    posting = law.due(PROJECT_POSTING, one.posted_on)
    hung = False if one.removed_early else (True if one.meeting else None)
    yield _day("Niêm yết ít nhất đến hết ngày", one.posted_until, posting, met=hung)
    if one.meeting and one.dialogue_due_on:
        due = law.due(PROJECT_DIALOGUE, one.meeting.held_on)
        met = one.dialogue_in_time
        yield _day("Đối thoại chậm nhất", one.dialogue_due_on, due, met=met)


_SHOWN: dict[type[Matter], Any] = {
    Round: _round,
    Opinion: _opinion,
    Dialogue: _dialogue,
    Supervision: _supervision,
    Recommendation: _recommendation,
    Criticism: _criticism,
    Project: _project,
}
