"""Ad-hoc calls for reports (báo cáo đột xuất): a campaign of its own that asks some agencies a few figures and questions.

The engine is that of the yearly campaign: who owes it, when it is due, drafts with counted figures, presenting and
signing, sealed versions with receipts, returning and accepting.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from contracts.reporting import AdHocCalled
from kernel.errors import Invalid
from law.packs.packs import Packs
from services.reporting.domain.calling import Call
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.drafts import LONGEST_SECTION, Draft, WrongFigures, WrongSections
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.submissions import Submission

MOST_QUESTIONS, MOST_FIGURES = 20, 60
LONGEST_QUESTION, LONGEST_TITLE, LONGEST_SYMBOL = 500, 300, 100


class WrongCall(Invalid):
    """A call cannot be as it was given."""

    code = "wrong_call"
    title = "Thông tin đợt báo cáo đột xuất chưa đúng."


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a call asks: its title and letter, the period, the day, figures by key, questions, and whom."""

    title: str
    instrument: str
    window: tuple[date, date]
    due_on: date
    keys: tuple[str, ...]
    questions: tuple[str, ...]
    agencies: tuple[str, ...]

    def check(self, *, today: date) -> None:
        """Raises `WrongCall` with sentences by field."""
        wrong = {name: [why] for name, why in self._wrong(today) if why}
        if wrong:
            raise WrongCall(wrong)

    def _wrong(self, today: date) -> Iterable[tuple[str, str]]:
        first, last = self.window
        yield (
            "title",
            ""
            if 0 < len(self.title) <= LONGEST_TITLE
            else "Cần tên đợt báo cáo, tối đa 300 ký tự.",
        )
        yield (
            "instrument",
            ""
            if 0 < len(self.instrument) <= LONGEST_SYMBOL
            else "Cần số, ký hiệu văn bản yêu cầu.",
        )
        yield (
            "window_to",
            "" if first <= last else "Kỳ số liệu phải có ngày đầu trước hoặc bằng ngày cuối.",
        )
        yield "due_on", "" if self.due_on >= today else "Hạn gửi không thể trước ngày hôm nay."
        yield "keys", self._wrong_keys()
        yield "questions", self._wrong_questions()
        yield "agencies", "" if self.agencies else "Không có cơ quan nào được yêu cầu."

    def _wrong_keys(self) -> str:
        if any(key not in BY_KEY for key in self.keys) or len(set(self.keys)) != len(self.keys):
            return "Có chỉ tiêu không có trong danh mục hoặc bị lặp lại."
        if len(self.keys) > MOST_FIGURES:
            return f"Tối đa {MOST_FIGURES} chỉ tiêu."
        return (
            ""
            if self.keys or self.questions
            else "Chọn ít nhất một chỉ tiêu hoặc nhập một câu hỏi."
        )

    def _wrong_questions(self) -> str:
        if len(self.questions) > MOST_QUESTIONS:
            return f"Tối đa {MOST_QUESTIONS} câu hỏi."
        long = any(len(one) > LONGEST_QUESTION for one in self.questions)
        return f"Mỗi câu hỏi tối đa {LONGEST_QUESTION} ký tự." if long else ""


@dataclass(kw_only=True)
class AdHocCall(Campaign):
    """One ad-hoc call: a campaign of some agencies with a number in its year."""

    kind: ClassVar[str] = "adhoc_call"

    number: int
    title: str
    keys: tuple[str, ...]
    questions: tuple[str, ...]

    @classmethod
    def call(
        cls, asked: Asked, *, id_: str, agency: str, number: int, on: date, due_on: date
    ) -> "AdHocCall":
        """Open it; `due_on` is the day asked for, or the next working day where the law rolls days over."""
        first, last = asked.window
        made = cls(
            id=id_,
            agency=agency,
            year=on.year,
            opened_on=on,
            window_from=first,
            window_to=last,
            nominal_due_on=asked.due_on,
            due_on=due_on,
            expected=asked.agencies,
            instrument=asked.instrument,
            number=number,
            title=asked.title,
            keys=asked.keys,
            questions=asked.questions,
        )
        made.tell(
            AdHocCalled(
                call=id_,
                code=made.code,
                opened_on=on,
                window_from=first,
                window_to=last,
                nominal_due_on=asked.due_on,
                due_on=due_on,
                agencies=asked.agencies,
            )
        )
        return made

    @property
    def code(self) -> str:
        """What the office calls it."""
        return f"ĐX-{self.number:02d}/{self.year}"

    @property
    def called(self) -> str:
        """What refusals call it."""
        return f"đột xuất {self.code}"

    @property
    def sections(self) -> dict[str, str]:
        """Its questions by the names under which they are answered."""
        return {f"Q{at}": text for at, text in enumerate(self.questions, 1)}


@dataclass(kw_only=True)
class AdHocAsk(Call):
    """What one agency was reminded of in a call, and more time if it got some."""

    kind: ClassVar[str] = "adhoc_ask"


@dataclass(kw_only=True)
class AdHocDraft(Draft):
    """An agency's answer to a call while it is being written; sections are answers to its questions."""

    kind: ClassVar[str] = "adhoc_draft"

    code: str
    keys: tuple[str, ...]
    questions: tuple[str, ...]

    @property
    def called(self) -> str:
        """What refusals call it."""
        return f"đột xuất {self.code}"

    @property
    def matter(self) -> str:
        """What the office calls it."""
        return self.code

    @property
    def page(self) -> str:
        """Where it is worked on."""
        return f"/reporting/adhoc/{self.campaign}"

    def lines(self) -> dict[str, dict[str, Any]]:
        """The figures asked for, with where they come from."""
        return {key: line for key, line in super().lines().items() if key in self.keys}

    def answer(
        self,
        figures: Mapping[str, int | None],
        comments: Mapping[str, str],
        answers: Mapping[str, str],
        *,
        version: int | None,
        on: date,
    ) -> None:
        """Enter figures and answers at once. Raises `ChangedMeanwhile`, `WrongFigures`, `WrongSections`."""
        strange = {
            f"figures.{key}": ["Đợt này không hỏi chỉ tiêu này."]
            for key in figures
            if key not in self.keys
        }
        if strange:
            raise WrongFigures(strange)
        self._check_answers(answers)
        self.fill(figures, comments, version=version, on=on)
        written = {**self.sections, **{name: text.strip() for name, text in answers.items()}}
        self.sections = {name: text for name, text in written.items() if text}

    def _check_answers(self, answers: Mapping[str, str]) -> None:
        known = {f"Q{at}" for at in range(1, len(self.questions) + 1)}
        wrong = {
            f"answers.{name}": ["Không có câu hỏi này."] for name in answers if name not in known
        }
        wrong |= {
            f"answers.{name}": [f"Tối đa {LONGEST_SECTION} ký tự."]
            for name, text in answers.items()
            if len(text) > LONGEST_SECTION
        }
        if wrong:
            raise WrongSections(wrong)

    def lacks(self, *, packs: Packs) -> list[str]:
        """What is asked and not answered, in sentences."""
        questions = enumerate(self.questions, 1)
        titles = {key: packs.indicators[BY_KEY[key].code.value].title for key in self.keys}
        return [
            *(f"Chưa có số liệu: {titles[key]}." for key in self.keys if self.value(key) is None),
            *(f"Chưa trả lời câu {at}." for at, _ in questions if f"Q{at}" not in self.sections),
        ]


@dataclass(kw_only=True)
class AdHocReport(Submission):
    """One version of an agency's answer to a call as it was received."""

    kind: ClassVar[str] = "adhoc_report"

    @property
    def receipt_code(self) -> str:
        """The code of its receipt."""
        return f"DX-{self.year}-{self.sha256[:10].upper()}-{self.number}"


@dataclass(frozen=True, kw_only=True)
class Total:
    """One figure of a call over all accepted answers: the sum, or nothing where sums say nothing (percentages)."""

    key: str
    sum: int | None
    told: int


def totals(keys: Sequence[str], accepted: Iterable[Submission]) -> list[Total]:
    """What the accepted answers say together."""
    figures = [one.figures for one in accepted]
    found = []
    for key in keys:
        values = [one[key] for one in figures if key in one]
        summed = None if BY_KEY[key].percent else sum(values)
        found.append(Total(key=key, sum=summed if values else None, told=len(values)))
    return found
