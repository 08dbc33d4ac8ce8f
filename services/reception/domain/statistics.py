"""The inspectorate's forms (TT 01/2024/TT-TTCP), counted from petitions and sessions; their sums must agree."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.reception import (
    CaseStep,
    ClockKind,
    Disposition,
    Field,
    Outcome,
    PetitionKind,
)
from law.handling import BrokenCheck, broken_checks
from law.packs.packs import Packs
from services.reception.domain.clocks import find
from services.reception.domain.findings import COLUMN_WORDS, MONEY_COLUMNS, columns_of
from services.reception.domain.petition import Petition, State
from services.reception.domain.session import PARTS

Columns = Counter[int]
MILLION = 1_000_000
ONE_DAY = timedelta(days=1)
COMPLAINT, DENUNCIATION = PetitionKind.COMPLAINT, PetitionKind.DENUNCIATION
OTHERS = (PetitionKind.RECOMMENDATION, PetitionKind.FEEDBACK)
BY_KIND = {"02/XLD": (COMPLAINT,), "03/XLD": (DENUNCIATION,), "04/XLD": OTHERS}
SENT = (Disposition.FORWARD, Disposition.FORWARD_URGENT, Disposition.INSPECT)
WAITING = (State.REGISTERED, State.AWAITING_SUPPLEMENT)
FORMS = {
    "01/TCD": "Kết quả tiếp công dân thường xuyên, định kỳ và đột xuất",
    "02/TCD": "Phân loại, xử lý đơn qua tiếp công dân",
    "01/XLD": "Tổng hợp kết quả xử lý đơn",
    "02/XLD": "Kết quả xử lý đơn khiếu nại",
    "03/XLD": "Kết quả xử lý đơn tố cáo",
    "04/XLD": "Kết quả xử lý đơn kiến nghị, phản ánh",
    "01/KQGQ": "Kết quả giải quyết khiếu nại thuộc thẩm quyền",
    "02/KQGQ": "Kết quả thi hành quyết định giải quyết khiếu nại",
    "03/KQGQ": "Kết quả giải quyết tố cáo thuộc thẩm quyền",
    "04/KQGQ": "Kết quả thực hiện kết luận nội dung tố cáo",
}


@dataclass(frozen=True)
class Period:
    """First and last day of what is counted."""

    first: date
    last: date

    def has(self, day: date | None) -> bool:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def before(self, day: date | None) -> bool:
        """Whether a day lies before it."""
        return day is not None and day < self.first


@dataclass(frozen=True, kw_only=True)
class FieldLine:
    """One field of state management in 02–04/XLD: matters fit to be handled, the agency's own, settled ones."""

    field: Field
    matters: int
    competent: int
    settled: int


@dataclass(frozen=True, kw_only=True)
class Form:
    """One filled form: its columns by number with their words, its lines by field, and the checks it fails."""

    code: str
    title: str
    words: Mapping[int, str]
    columns: Mapping[int, int]
    broken: tuple[BrokenCheck, ...]
    by_field: tuple[FieldLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OnTime:
    """How much was done in time; what is open and late counts as not in time."""

    in_time: int
    late: int
    open_late: int

    @property
    def share(self) -> float | None:
        """In time of all that was due; none when nothing was."""
        whole = self.in_time + self.late + self.open_late
        return self.in_time / whole if whole else None


@dataclass(frozen=True, kw_only=True)
class Mixed:
    """The letters of a period that had several matters, and how many matters they were split into."""

    letters: int
    matters: int


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The forms of a period, how much was done in time, and the letters with several matters."""

    period: Period
    forms: list[Form]
    on_time: OnTime
    mixed: Mixed


ON_TIME_FORMULA = (
    "Tỷ lệ đúng hạn = giải quyết đúng hạn / (giải quyết đúng hạn + giải quyết quá hạn + "
    "đang giải quyết đã quá hạn đến ngày cuối kỳ)."
)
Test = Callable[[Petition, Period], bool]


# --- what a petition is, to the forms -----------------------------------------------------------------


def carried_over(petition: Petition, period: Period) -> bool:
    """Received before, and not done with before."""
    return period.before(petition.form.received_on) and not period.before(done_on(petition))


def received(petition: Petition, period: Period) -> bool:
    """Received in the period."""
    return period.has(petition.form.received_on)


def in_hand(petition: Petition, period: Period) -> bool:
    """What the period had to do with: carried over, or received in it."""
    return carried_over(petition, period) or received(petition, period)


def processed(petition: Petition, period: Period) -> bool:
    """Classified, split or found to be a repetition by the end of the period."""
    on = _processed_on(petition)
    return in_hand(petition, period) and on is not None and on <= period.last


def _processed_on(petition: Petition) -> date | None:
    """The day on which the office knew what became of it."""
    if petition.classification:
        return petition.classification.on
    intake = find(petition.clocks, ClockKind.INTAKE)
    known = petition.parts or petition.state is State.LINKED
    return intake.ended_on if known and intake else None


def eligible(petition: Petition, period: Period) -> bool:
    """Processed, and fit to be handled."""
    found = petition.classification
    return processed(petition, period) and found is not None and found.eligible


def competent(petition: Petition, period: Period) -> bool:
    """Fit, and the agency's own matter."""
    found = petition.classification
    return eligible(petition, period) and found is not None and found.competent


def done_on(petition: Petition) -> date | None:
    """The day from which nothing about it was to be settled any more."""
    if petition.decided_on:
        return petition.decided_on
    if petition.state is State.TERMINATED:
        kinds = (ClockKind.SETTLEMENT, ClockKind.INTAKE)
        clock = next((one for kind in kinds if (one := find(petition.clocks, kind))), None)
        return clock.ended_on if clock else None
    over = petition.state in {State.CLOSED, State.FORWARDED, State.LINKED}
    intake = find(petition.clocks, ClockKind.INTAKE)
    return intake.ended_on if (over or petition.parts) and intake else None


def settled(petition: Petition, period: Period) -> bool:
    """Decided or terminated in the period."""
    return petition.accepted_on is not None and period.has(done_on(petition))


# --- the forms ----------------------------------------------------------------------------------------


def xld(
    petitions: Iterable[Petition],
    period: Period,
    *,
    kinds: tuple[PetitionKind, ...],
    answers: Mapping[str, date],
) -> Columns:
    """01/XLD, or one of 02–04/XLD by its kinds: the columns of the form by their numbers. `answers` are the
    days on which other agencies answered what was forwarded to them, by petition."""
    columns: Columns = Counter()
    for one in petitions:
        if one.form.kind not in kinds:
            continue
        if in_hand(one, period):
            columns.update(_xld_columns(one, period))
        columns[26] += period.has(answers.get(one.id))
    return columns


def _xld_columns(one: Petition, period: Period) -> list[int]:
    """A letter is counted once, however many matters it was split into; from column 9 on each matter counts."""
    told = [] if one.parent else _letter_columns(one, period)
    if not eligible(one, period):
        return told
    told += [9, 10, _by_kind(one, 11), _by_standing(one, period)]
    if competent(one, period):
        return [*told, 18, _by_kind(one, 19)]
    return [*told, 22, *_by_route(one)]


def _letter_columns(one: Petition, period: Period) -> list[int]:
    told = [1, _signed(one, 2 if carried_over(one, period) else 5)]
    return [*told, 8] if processed(one, period) else told


def _signed(one: Petition, first: int) -> int:
    """One signer, many, or nobody one could name."""
    if one.form.anonymous:
        return first + 2
    return first + 1 if one.form.signers > 1 else first


def _by_kind(one: Petition, first: int) -> int:
    return first + (0 if one.form.kind is COMPLAINT else 1 if one.form.kind is DENUNCIATION else 2)


def _by_standing(one: Petition, period: Period) -> int:
    """Settled the first time, again, being settled, not settled."""
    ended = one.accepted_on is not None and one.state is State.TERMINATED
    done = done_on(one) if ended else one.decided_on
    if done is not None and done <= period.last:
        return 15 if one.form.again else 14
    accepted = one.accepted_on
    return 16 if accepted is not None and accepted <= period.last else 17


def _by_route(one: Petition) -> list[int]:
    """Guided, forwarded, or urged; and whether the other agency answered."""
    found = one.classification
    if found and found.disposition in SENT:
        return [24]
    return [25] if found and found.disposition is Disposition.REPORT_HEAD else [23]


XLD_WORDS = {
    1: "Tổng số đơn",
    2: "Kỳ trước chuyển sang: một người ký",
    3: "Kỳ trước chuyển sang: nhiều người ký",
    4: "Kỳ trước chuyển sang: khác",
    5: "Tiếp nhận trong kỳ: một người ký",
    6: "Tiếp nhận trong kỳ: nhiều người ký",
    7: "Tiếp nhận trong kỳ: khác",
    8: "Đơn đã xử lý",
    9: "Đủ điều kiện xử lý: số đơn",
    10: "Đủ điều kiện xử lý: số vụ việc",
    11: "Theo nội dung: khiếu nại",
    12: "Theo nội dung: tố cáo",
    13: "Theo nội dung: kiến nghị, phản ánh",
    14: "Đã giải quyết lần đầu",
    15: "Đã giải quyết nhiều lần",
    16: "Đang giải quyết",
    17: "Chưa giải quyết",
    18: "Thuộc thẩm quyền",
    19: "Thuộc thẩm quyền: khiếu nại",
    20: "Thuộc thẩm quyền: tố cáo",
    21: "Thuộc thẩm quyền: kiến nghị, phản ánh",
    22: "Không thuộc thẩm quyền",
    23: "Hướng dẫn",
    24: "Chuyển đơn",
    25: "Đôn đốc giải quyết",
    26: "Văn bản phúc đáp nhận được do chuyển đơn",
}


def kqgq(petitions: Iterable[Petition], period: Period, *, kind: PetitionKind) -> Columns:
    """01/KQGQ and 03/KQGQ: what became of the agency's own complaints or denunciations."""
    columns: Columns = Counter()
    for one in petitions:
        if one.form.kind is kind and competent(one, period):
            columns.update(_kqgq_columns(one, period))
            columns.update(_asked_for(one, period))
    for column in MONEY_COLUMNS:
        columns[column] = (2 * columns[column] + MILLION) // (2 * MILLION)
    return columns


def _asked_for(one: Petition, period: Period) -> dict[int, int]:
    """What the decisions of the period ask for beside their judgement; money in đồng."""
    return columns_of(one.findings) if one.findings and settled(one, period) else {}


def _kqgq_columns(one: Petition, period: Period) -> list[int]:
    told = [1, 2 if carried_over(one, period) else 3, 4, *([5] if one.form.again else [])]
    if not settled(one, period):
        return told
    if one.state is State.TERMINATED:
        withdrawn = all(content.fate == "WITHDRAWN" for content in one.contents)
        return [*told, 6, 9 if withdrawn else 10, *_ending(one)]
    first = 8 if one.form.again else 7
    return [*told, 6, first, *_judged(one), 30 if one.on_time else 31]


def _ending(one: Petition) -> list[int]:
    """A case that ended without a decision is late or not all the same; it counts as unfounded."""
    clock = find(one.clocks, ClockKind.SETTLEMENT)
    return [26, 30 if clock is None or clock.met else 31]


def _judged(one: Petition) -> list[int]:
    column = {Outcome.JUSTIFIED: 24, Outcome.UNJUSTIFIED: 26}.get(
        one.outcome or Outcome.ANSWERED, 28
    )
    return [column, *([column + 1] if one.form.again else [])]


KQGQ_WORDS = {
    1: "Tổng số đơn thuộc thẩm quyền",
    2: "Kỳ trước chuyển sang",
    3: "Tiếp nhận trong kỳ",
    4: "Số vụ việc thuộc thẩm quyền",
    5: "Trong đó đã giải quyết trước đó",
    6: "Số vụ việc đã giải quyết",
    7: "Giải quyết lần đầu",
    8: "Giải quyết lại, tố cáo tiếp",
    9: "Đình chỉ do rút toàn bộ",
    10: "Đình chỉ không do rút",
    **COLUMN_WORDS,
    24: "Đúng",
    25: "Đúng, trong đó giải quyết lại",
    26: "Sai (gồm cả đình chỉ)",
    27: "Sai, trong đó giải quyết lại",
    28: "Có đúng, có sai",
    29: "Có đúng, có sai, trong đó giải quyết lại",
    30: "Giải quyết đúng thời hạn",
    31: "Giải quyết quá thời hạn",
}


def execution(petitions: Iterable[Petition], period: Period, *, kind: PetitionKind) -> Columns:
    """02/KQGQ and 04/KQGQ: decisions to be carried out, done and not done by the end of the period."""
    columns: Columns = Counter()
    for one in petitions:
        decided = one.decided_on
        if one.form.kind is not kind or decided is None or decided > period.last:
            continue
        if one.outcome is Outcome.UNJUSTIFIED or period.before(_executed_on(one)):
            continue
        executed = _executed_on(one)
        columns.update([1, 2 if executed and executed <= period.last else 3])
    return columns


def _executed_on(one: Petition) -> date | None:
    steps, since = {CaseStep.EXECUTION, CaseStep.CONCLUSION_HANDLED}, one.decided_on or date.min
    lines = (line for line in one.history if line.step in steps and line.on >= since)
    return next((line.on for line in lines if line.done), None)


EXECUTION_WORDS = {
    1: "Số quyết định, kết luận phải tổ chức thực hiện",
    2: "Đã thực hiện xong",
    3: "Chưa thực hiện xong",
}


def at_reception(petitions: Iterable[Petition], period: Period) -> Columns:
    """02/TCD: what came in by receiving people, and what became of it."""
    columns: Columns = Counter()
    for one in petitions:
        if one.form.channel not in {"RECEPTION_SESSION", "ONLINE_RECEPTION"}:
            continue
        if not received(one, period):
            continue
        columns.update([] if one.parent else [1, _by_kind(one, 2)])
        if one.classification and processed(one, period):
            columns.update(_handled(one, period))
    return columns


def _handled(one: Petition, period: Period) -> list[int]:
    if competent(one, period):
        return [5, *([7] if one.accepted_on else [])]
    return [6, {23: 8, 24: 9, 25: 10}[_by_route(one)[0]]]


RECEPTION_WORDS = {
    1: "Số đơn qua tiếp công dân",
    2: "Khiếu nại",
    3: "Tố cáo",
    4: "Kiến nghị, phản ánh",
    5: "Thuộc thẩm quyền",
    6: "Không thuộc thẩm quyền, không đủ điều kiện",
    7: "Đã thụ lý",
    8: "Hướng dẫn, lưu, trả lại",
    9: "Chuyển đơn",
    10: "Đôn đốc",
}
HELD_ORDER = ("REGULAR", "HEAD", "DEPUTY")
HELD_WORDS = {
    "REGULAR": "Tiếp thường xuyên",
    "HEAD": "Thủ trưởng tiếp định kỳ, đột xuất",
    "DEPUTY": "Ủy quyền tiếp",
}
COUNT_WORDS = (
    "số kỳ",
    "lượt",
    "người",
    "vụ việc tiếp lần đầu",
    "vụ việc tiếp nhiều lần",
    "đoàn đông người",
    "người trong đoàn",
    "vụ việc của đoàn tiếp lần đầu",
    "vụ việc của đoàn tiếp nhiều lần",
)


def sessions_form(rows: Iterable[Mapping[str, object]]) -> tuple[Columns, dict[int, str]]:
    """01/TCD: sessions, visits, persons, matters heard the first time and again, and groups with theirs, by who
    received; never added together."""
    columns: Columns = Counter()
    for row in rows:
        first = 1 + len(COUNT_WORDS) * HELD_ORDER.index(_held_by(row))
        for at, number in enumerate(_counts(row), first):
            columns[at] += number
    words = [f"{HELD_WORDS[held]}: {count}" for held in HELD_ORDER for count in COUNT_WORDS]
    return columns, dict(enumerate(words, 1))


def _counts(row: Mapping[str, object]) -> tuple[int, ...]:
    def told(name: str) -> int:
        return int(str(row.get(name, 0)))

    again, of_groups, again_of_groups = (told(name) for name in PARTS)
    return (
        1,
        told("visits"),
        told("persons"),
        told("matters") - again,
        again,
        told("groups"),
        told("group_persons"),
        of_groups - again_of_groups,
        again_of_groups,
    )


def _held_by(row: Mapping[str, object]) -> str:
    if row["session_kind"] == "REGULAR" or row["host"] == "OFFICER":
        return "REGULAR"
    return "HEAD" if row["host"] == "HEAD" else "DEPUTY"


def on_time(petitions: Iterable[Petition], period: Period, *, today: date) -> OnTime:
    """What was settled in time and late in the period, and what is open and late at its end; a day that is not over
    makes nothing late yet."""
    over = min(period.last, today - ONE_DAY)
    counted: Counter[str] = Counter()
    for one in petitions:
        if one.accepted_on is None or one.accepted_on > period.last:
            continue
        if period.has(one.decided_on):
            counted["in_time" if one.on_time else "late"] += 1
        elif _open_late(one, period, over):
            counted["open_late"] += 1
    return OnTime(in_time=counted["in_time"], late=counted["late"], open_late=counted["open_late"])


def _open_late(one: Petition, period: Period, over: date) -> bool:
    done = done_on(one)
    clock = find(one.clocks, ClockKind.SETTLEMENT)
    if done is not None and done <= period.last:
        return False
    return clock is not None and clock.due_on is not None and clock.due_on <= over


def by_field(
    petitions: Iterable[Petition], period: Period, *, kinds: tuple[PetitionKind, ...]
) -> tuple[FieldLine, ...]:
    """Of 02–04/XLD: the matters of column 9 by field, fields without any too; their sum is column 9."""
    fit = [one for one in petitions if one.form.kind in kinds and eligible(one, period)]
    matters = Counter(one.form.field for one in fit)
    own = Counter(one.form.field for one in fit if competent(one, period))
    done = Counter(one.form.field for one in fit if _by_standing(one, period) in SETTLED)
    return tuple(
        FieldLine(field=one, matters=matters[one], competent=own[one], settled=done[one])
        for one in (*(one for one in Field if one is not Field.NONE), Field.NONE)
    )


SETTLED = (14, 15)


def mixed(petitions: Iterable[Petition], period: Period) -> Mixed:
    """The letters with several matters that came in the period, and their matters."""
    several = [one for one in petitions if one.parts and received(one, period)]
    return Mixed(letters=len(several), matters=sum(len(one.parts) for one in several))


def forms_of(
    petitions: list[Petition],
    sessions: Iterable[Mapping[str, object]],
    period: Period,
    *,
    packs: Packs,
    answers: Mapping[str, date],
) -> list[Form]:
    """All ten forms of a period; `answers` as `xld` asks for them."""
    held, held_words = sessions_form(sessions)
    every = (COMPLAINT, DENUNCIATION, *OTHERS)
    filled: dict[str, tuple[Columns, Mapping[int, str]]] = {
        "01/TCD": (held, held_words),
        "02/TCD": (at_reception(petitions, period), RECEPTION_WORDS),
        "01/XLD": (xld(petitions, period, kinds=every, answers=answers), XLD_WORDS),
        **{
            code: (xld(petitions, period, kinds=kinds, answers=answers), XLD_WORDS)
            for code, kinds in BY_KIND.items()
        },
        "01/KQGQ": (kqgq(petitions, period, kind=COMPLAINT), KQGQ_WORDS),
        "02/KQGQ": (execution(petitions, period, kind=COMPLAINT), EXECUTION_WORDS),
        "03/KQGQ": (kqgq(petitions, period, kind=DENUNCIATION), KQGQ_WORDS),
        "04/KQGQ": (execution(petitions, period, kind=DENUNCIATION), EXECUTION_WORDS),
    }
    return [
        Form(
            code=code,
            title=FORMS[code],
            words=words,
            columns=columns,
            broken=tuple(broken_checks(code, columns, packs=packs)),
            by_field=by_field(petitions, period, kinds=BY_KIND[code]) if code in BY_KIND else (),
        )
        for code, (columns, words) in filled.items()
    ]
