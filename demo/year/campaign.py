"""The campaign of 2026 on its days: who submits when, late, blocked, returned, corrected, or never (SC-12)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from demo.year.days import WINDOW_FROM, WINDOW_TO, after, between
from demo.year.entries import Entry
from demo.year.figures import manual_figures
from demo.year.narrative import sections
from demo.year.offices import (
    BIEN_HO,
    BONG_SON,
    IA_MO,
    NAMED,
    PLEIKU,
    THONG_NHAT,
    TU_PHAP,
    UAR,
    Y_TE,
    Office,
)

YEAR = 2026
MORNING = time(9, 0)
OPENS, PREVIOUS_ON = date(2026, 10, 1), date(2026, 1, 5)
CLOSES, COMPILES = date(2026, 11, 30), date(2026, 12, 1)
SUBMITTING = (date(2026, 11, 4), date(2026, 11, 13))
CHECKED_BY = date(2026, 11, 20)
FIRST_DRAFT = date(2026, 11, 3)
BLOCKED_SECTION = "CCHC_IMPACT"
SYMBOL = "512/BC-UBND"
MANY = 60  # from so many agencies on there are several of each unhappy kind
COMPETENT, SETTLED = "PET_COMPETENT.KN", "PET_SETTLED.KN"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One act of the campaign, on its day and hour; `agency` is whose report it is about."""

    day: date
    act: str
    agency: str = ""
    version: int = 1
    at: time = MORNING
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def moment(self) -> datetime:
        """When it happens by the legal clock."""
        return datetime.combine(self.day, self.at)

    @property
    def key(self) -> str:
        """Its name in the ledger and its idempotency key."""
        return f"{self.day}/{self.act}/{self.agency or 'tinh'}/{self.version}"


@dataclass(frozen=True, kw_only=True)
class Story:
    """What becomes of one agency's report."""

    submit: date | None
    at: time = MORNING
    leaves_out: str = ""
    reason: str = ""
    mismatch: bool = False
    returned: date | None = None
    reasons: tuple[str, ...] = ()
    comment: str = ""
    again: date | None = None
    accepted: date | None = None


def _day(number: int) -> date:
    return date(YEAR, 11, number)


NEVER = Story(submit=None)
IN_CHECK = Story(submit=_day(16), accepted=_day(23))
LATE_REASON = "Gửi chậm do phải rà soát lại số liệu đơn thư; đã phê bình bộ phận tổng hợp."
STORIES = {
    TU_PHAP: Story(submit=_day(14), at=time(21, 0), accepted=_day(18)),
    PLEIKU: Story(submit=_day(16), at=time(23, 40), accepted=_day(19)),
    THONG_NHAT: Story(submit=_day(17), at=time(0, 5), reason=LATE_REASON, accepted=_day(20)),
    IA_MO: Story(submit=_day(18), reason=LATE_REASON, accepted=_day(20)),
    Y_TE: Story(
        submit=_day(12),
        leaves_out=BLOCKED_SECTION,
        reason="Phần đánh giá tác động cải cách hành chính đang chờ số liệu, sẽ bổ sung sau.",
        returned=_day(17),
        reasons=("MISSING_SECTION",),
        comment="Bổ sung phần đánh giá tác động của cải cách hành chính đến công tác dân vận.",
        again=_day(20),
        accepted=_day(25),
    ),
    BONG_SON: Story(
        submit=_day(10),
        returned=_day(17),
        reasons=("FORMAT_ND30",),
        comment="Trình bày lại theo Nghị định 30/2020/NĐ-CP.",
        again=_day(23),
        accepted=_day(26),
    ),
    UAR: Story(
        submit=_day(13),
        reason="Trong kỳ chưa xây dựng được mô hình; xin báo cáo đúng thực tế.",
        returned=_day(18),
        reasons=("MISSING_MODEL",),
        comment="Chưa có mô hình “Dân vận khéo” trong kỳ (điểm 2 Chỉ thị 14/CT-UBND).",
    ),
    BIEN_HO: Story(
        submit=_day(11),
        mismatch=True,
        reason="Số liệu đơn khiếu nại lấy theo sổ của xã.",
        returned=_day(20),
        reasons=("FIGURE_MISMATCH",),
        comment="Số vụ khiếu nại đã giải quyết lớn hơn số thuộc thẩm quyền; đề nghị kiểm tra.",
        again=_day(25),
        accepted=_day(27),
    ),
}
MORE_RETURNED = (
    Story(
        submit=_day(9),
        returned=_day(19),
        reasons=("NO_COMPARISON",),
        comment="Bổ sung so sánh với cùng kỳ.",
        again=_day(23),
        accepted=_day(26),
    ),
    Story(
        submit=_day(12),
        returned=_day(20),
        reasons=("WRONG_PERIOD",),
        comment="Số liệu phần lời văn chưa đúng kỳ 01/11/2025–31/10/2026.",
        again=_day(25),
        accepted=_day(27),
    ),
)


def campaign(
    offices: tuple[Office, ...], entries: Mapping[str, list[Entry]], *, seed: int
) -> tuple[Step, ...]:
    """All acts of the campaign in the order of their days and hours."""
    stories = _stories(offices, seed)
    told = [
        step
        for office in offices
        for step in _Telling(office, stories[office.id], entries[office.id], seed).steps()
    ]
    frame = [
        Step(day=OPENS, act="open_campaign"),
        Step(day=CLOSES, act="close_campaign"),
        Step(day=COMPILES, act="compile"),
        Step(day=COMPILES, act="issue", at=time(15, 0), data={"symbol": SYMBOL}),
    ]
    return tuple(sorted([*frame, *told], key=lambda step: (step.moment, step.agency, step.version)))


def _stories(offices: tuple[Office, ...], seed: int) -> dict[str, Story]:
    plain = [office for office in offices if not any(map(office.is_called, NAMED))]
    many = len(offices) >= MANY
    special = [NEVER] * (3 if many else 1) + [*MORE_RETURNED, IN_CHECK, IN_CHECK, IN_CHECK] * many
    step = max(1, len(plain) // (len(special) + 1))
    taken = dict(zip((one.id for one in plain[step - 1 :: step]), special, strict=False))
    return {
        office.id: _named(office) or taken.get(office.id) or _plain(office, seed)
        for office in offices
    }


def _named(office: Office) -> Story | None:
    return next((story for name, story in STORIES.items() if office.is_called(name)), None)


def _plain(office: Office, seed: int) -> Story:
    random = office.random(seed, "campaign")
    submit = between(random, *SUBMITTING)
    accepted = min(after(submit, random.randint(2, 4)), CHECKED_BY)
    return Story(submit=submit, accepted=accepted)


class _Telling:
    """One agency's story as acts."""

    def __init__(self, office: Office, story: Story, entries: list[Entry], seed: int) -> None:
        self.office, self.story, self.entries = office, story, entries
        self.random = office.random(seed, "report")

    def steps(self) -> Iterator[Step]:
        """Draft, submit, come back, submit again, be accepted — as far as the story goes."""
        story = self.story
        if story.submit is None:
            return
        yield from self._draft(story.submit, version=1)
        yield self._submitted(story.submit)
        if story.returned:
            data = {"reasons": list(story.reasons), "comment": story.comment}
            yield self._step(story.returned, "return_report", data=data)
        if story.again:
            yield from self._draft(story.again, version=2)
            yield self._step(story.again, "submit_report", at=time(10, 30), version=2)
        if story.accepted:
            version = 2 if story.again else 1
            yield self._step(story.accepted, "accept_report", at=time(16, 0), version=version)

    def _submitted(self, day: date) -> Step:
        story = self.story
        data = {"override_reason": story.reason, "expect_refusal": bool(story.leaves_out)}
        return self._step(day, "submit_report", at=max(story.at, time(0, 5)), data=data)

    def _draft(self, day: date, *, version: int) -> Iterator[Step]:
        on = FIRST_DRAFT if day <= FIRST_DRAFT else day
        at = time(0, 1) if self.story.at < MORNING and version == 1 else time(8, 0)
        yield self._step(on, "draft_report", at=at, version=version)
        yield self._step(on, "put_figures", at=at, version=version, data=self._figures(version))
        yield self._step(on, "put_sections", at=at, version=version, data=self._sections(version))

    def _figures(self, version: int) -> dict[str, Any]:
        received = sum(entry.row["act"] == "register_petition" for entry in self.entries)
        dice = self.office.random(YEAR, "manual")
        figures = manual_figures(self.office, dice, petitions=received)
        if not self.story.mismatch:
            return {"figures": figures, "comments": {}}
        competent, settled = complaints(self.entries)
        told = competent + 1 if version == 1 else settled
        why = "Theo sổ của xã." if version == 1 else "Đã đối chiếu, sửa theo sổ điện tử."
        return {"figures": {**figures, SETTLED: told}, "comments": {SETTLED: why}}

    def _sections(self, version: int) -> dict[str, Any]:
        written = sections(self.office, self.random)
        if version == 1 and self.story.leaves_out:
            del written[self.story.leaves_out]
        return {"sections": written}

    def _step(self, day: date, act: str, **more: Any) -> Step:
        return Step(day=day, act=act, agency=self.office.id, **more)


def complaints(entries: list[Entry]) -> tuple[int, int]:
    """How many complaints were found to be the agency's own in the year, and how many were settled."""
    kinds = {entry.row["client_ref"]: entry.row.get("kind", "") for entry in entries}
    counted = {"classify_petition": 0, "decide_petition": 0}
    for entry in entries:
        act, inside = entry.row["act"], WINDOW_FROM <= entry.on <= WINDOW_TO
        if act in counted and inside and kinds[entry.row["ref"]] == "COMPLAINT":
            counted[act] += int(entry.row.get("competent", True))
    return counted["classify_petition"], counted["decide_petition"]
