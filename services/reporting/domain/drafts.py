"""What is true of a report being written: prefilled figures, figures by hand, sections, what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from contracts.reporting import (
    ReportDrafted,
    ReportGivenBack,
    ReportPresented,
    ReportSignedOff,
    SignOffRemoved,
)
from kernel.errors import ChangedMeanwhile, Conflict, Invalid
from kernel.message import Aggregate
from law.packs.packs import Packs
from law.report import broken_hard_rules, missing_sections
from services.reporting.domain.evidence import Evidence, added, dropped
from services.reporting.domain.figures import AUTO_KEYS, BY_KEY
from services.reporting.domain.rating import Cap, cap_of, kept_checks
from services.reporting.domain.signing_off import (
    GivenBack,
    NothingPresented,
    NothingSigned,
    NoWord,
    Presented,
    PresentedAlready,
    SignedAlready,
    SignOff,
)
from services.reporting.domain.submissions import Submission, SubmissionState

LARGEST = 10**15
LONGEST_COMMENT, LONGEST_SECTION = 1000, 20_000


class NotDraftedYet(Conflict):
    """The report must be begun (prefilled) before figures and sections are entered."""

    code = "report_not_drafted"
    title = "Chưa lập báo cáo {called}; hãy lập báo cáo trước khi nhập."


class NotOpenForWriting(Conflict):
    """A report that was sent is not changed; a returned one may be."""

    code = "report_not_open"
    title = "Báo cáo {called} đã gửi, không sửa được nữa trừ khi được trả lại."


class ReportIncomplete(Invalid):
    """Compulsory parts are missing; only the head may send it so, with a reason on record."""

    code = "incomplete"
    title = "Báo cáo chưa đầy đủ. Bổ sung, hoặc người đứng đầu ghi lý do gửi khi chưa đầy đủ."


class WrongFigures(Invalid):
    """Some figures cannot be as they were given."""

    code = "wrong_figures"
    title = "Số liệu nhập chưa đúng."


class WrongSections(Invalid):
    """Some sections cannot be as they were given."""

    code = "wrong_sections"
    title = "Nội dung thuyết minh chưa đúng."


@dataclass(kw_only=True)
class Draft(Aggregate):
    """An agency's report of a year while it is being written.

    `auto` are the figures the system counted `as_of` a moment, `models` how many models have their result
    recorded, `joined` the ended agencies whose figures are among them; `entered` are figures by hand and overrides, each override with its comment.
    """

    kind: ClassVar[str] = "report_draft"

    campaign: str
    year: int
    auto: dict[str, int] = field(default_factory=dict)
    as_of: str = ""
    models: int = 0
    joined: tuple[str, ...] = ()
    entered: dict[str, int] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    sections: dict[str, str] = field(default_factory=dict)
    signed: SignOff | None = None
    presented: Presented | None = None
    given_back: GivenBack | None = None
    evidence: tuple[Evidence, ...] = ()

    def prefill(
        self,
        auto: Mapping[str, int],
        *,
        models: int,
        as_of: str,
        on: date,
        joined: tuple[str, ...] = (),
    ) -> None:
        """Freeze the counted figures as they are now, those of who went whole into the agency among them."""
        self.auto, self.models, self.joined, self.as_of = dict(auto), models, joined, as_of
        self._tell(on)

    def fill(
        self,
        figures: Mapping[str, int | None],
        comments: Mapping[str, str],
        *,
        version: int | None,
        on: date,
    ) -> None:
        """Enter figures; None takes one back. A counted figure is overridden only with a comment.

        Raises `ChangedMeanwhile` when somebody else was faster, `WrongFigures`.
        """
        self.must_be(version)
        self._check(figures, comments)
        entered = {**self.entered, **figures}
        self.entered = {
            key: n for key, n in entered.items() if n is not None and self._differs(key, n)
        }
        said = {**self.comments, **{key: text.strip() for key, text in comments.items()}}
        self.comments = {key: text for key, text in said.items() if text and key in self.entered}
        self._tell(on)

    def write(
        self, sections: Mapping[str, str], *, version: int | None, packs: Packs, on: date
    ) -> None:
        """Write sections. Raises `ChangedMeanwhile`, `WrongSections`."""
        self.must_be(version)
        known = {one.code for one in packs.report.sections}
        errors = {
            f"sections.{code}": ["Không có phần này trong đề cương."]
            for code in sections
            if code not in known
        }
        if errors:
            raise WrongSections(errors)
        written = {**self.sections, **{code: text.strip() for code, text in sections.items()}}
        self.sections = {code: text for code, text in written.items() if text}
        self._tell(on)

    def bear_out(self, one: Evidence, *, packs: Packs, on: date) -> None:
        """Add a piece of evidence. Raises `WrongEvidence`, `TooMuchEvidence`."""
        sections = {part.code for part in packs.report.sections}
        self.evidence = added(self.evidence, one, sections=sections)
        self._tell(on)

    def drop_evidence(self, id_: str, *, on: date) -> None:
        """Take a piece of evidence away; what was sent keeps it. Raises `NotFound`."""
        self.evidence = dropped(self.evidence, id_)
        self._tell(on)

    def value(self, key: str) -> int | None:
        """A figure as it stands: entered, else counted."""
        return self.entered.get(key, self.auto.get(key))

    def lines(self) -> dict[str, dict[str, Any]]:
        """All figures with where they come from; both values of an overridden one."""
        return {key: line for key in BY_KEY if (line := self._line(key))}

    def _line(self, key: str) -> dict[str, Any] | None:
        value = self.value(key)
        if value is None:
            return None
        source = "MANUAL" if key in self.entered else "AUTO"
        line: dict[str, Any] = {"value": value, "source": source}
        if source == "MANUAL" and key in self.auto:
            line |= {"counted": self.auto[key]}
        if key in self.comments:
            line |= {"comment": self.comments[key]}
        return line

    def _differs(self, key: str, value: int) -> bool:
        return key not in self.auto or self.auto[key] != value

    def _check(self, figures: Mapping[str, int | None], comments: Mapping[str, str]) -> None:
        errors = {
            f"figures.{key}": [why]
            for key, n in figures.items()
            if (why := self._wrong(key, n, comments))
        }
        errors |= {
            f"comments.{key}": [f"Tối đa {LONGEST_COMMENT} ký tự."]
            for key, text in comments.items()
            if len(text) > LONGEST_COMMENT
        }
        if errors:
            raise WrongFigures(errors)

    def _wrong(self, key: str, value: int | None, comments: Mapping[str, str]) -> str:
        if key not in BY_KEY:
            return "Không có chỉ tiêu này."
        if value is None:
            return ""
        if not 0 <= value <= (100 if BY_KEY[key].percent else LARGEST):
            return "Tỷ lệ phần trăm từ 0 đến 100." if BY_KEY[key].percent else "Số không hợp lệ."
        unexplained = not comments.get(key, self.comments.get(key, "")).strip()
        if BY_KEY[key].auto and self._differs(key, value) and unexplained:
            return "Sửa số liệu hệ thống đã tính phải kèm giải thích."
        return ""

    def must_be(self, version: int | None) -> None:
        """Raise `ChangedMeanwhile` when a version is named and the draft has moved on from it."""
        if version is not None and version != self.version:
            raise ChangedMeanwhile

    def present(self, presented: Presented, *, version: int | None, on: date) -> None:
        """Lay it before the head, whole or not. Raises `ChangedMeanwhile`, `SignedAlready`, `PresentedAlready`."""
        self.must_be(version)
        if self.signed:
            raise SignedAlready(called=self.called)
        if self.presented:
            raise PresentedAlready(called=self.called)
        self.presented, self.given_back = presented, None
        self.tell(ReportPresented(**self._about, presented_on=on))

    def give_back(self, given_back: GivenBack, *, on: date) -> None:
        """The head asks for changes. Raises `NothingPresented`, `NoWord`."""
        if self.presented is None:
            raise NothingPresented(called=self.called)
        if not given_back.word or len(given_back.word) > LONGEST_COMMENT:
            raise NoWord({"word": [NoWord.title]})
        self.presented, self.given_back = None, given_back
        self.tell(ReportGivenBack(**self._about, given_back_on=on))

    def lapse(self, *, on: date) -> None:
        """What waits for the head waits no more: its campaign was closed, or its agency reports no more."""
        self.presented = None
        self.tell(ReportGivenBack(**self._about, given_back_on=on))

    def sign_off(self, signed: SignOff, *, version: int | None, packs: Packs, on: date) -> None:
        """The head signs it as it stands. Raises `ChangedMeanwhile`, `SignedAlready`, `ReportIncomplete`."""
        self.must_be(version)
        if self.signed:
            raise SignedAlready(called=self.called)
        self.must_be_whole(signed.override_reason, packs=packs)
        self.signed, self.presented, self.given_back = signed, None, None
        self.tell(ReportSignedOff(**self._about, signed_on=on, role=signed.role))

    def take_back(self, *, on: date) -> None:
        """The head takes the sign-off back. Raises `NothingSigned`."""
        if self.signed is None:
            raise NothingSigned(called=self.called)
        self._unsign(on)

    def _unsign(self, on: date) -> None:
        if self.signed:
            self.signed = None
            self.tell(SignOffRemoved(**self._about, removed_on=on))

    def _tell(self, on: date) -> None:
        self._unsign(on)
        self.presented = None
        self.tell(ReportDrafted(**self._about, drafted_on=on))

    @property
    def called(self) -> str:
        """What refusals call it."""
        return f"năm {self.year}"

    @property
    def matter(self) -> str:
        """What the office calls it."""
        return str(self.year)

    @property
    def page(self) -> str:
        """Where it is worked on."""
        return f"/reporting/report/{self.year}"

    @property
    def _about(self) -> dict[str, Any]:
        """What every event of it says."""
        return {
            "report": self.id,
            "campaign": self.campaign,
            "year": self.year,
            "unit": self.agency,
        }

    # --- is it whole --------------------------------------------------------------------------------

    def lacks(self, *, packs: Packs) -> list[str]:
        """What it still lacks, in sentences; empty when it may be sent."""
        sections = missing_sections(self.sections, packs=packs)
        return [
            *(f"Thiếu phần bắt buộc {one.number}: {one.title}." for one in sections),
            *(
                f"{rule.title} ({rule.duty})."
                for rule in broken_hard_rules(self._kept(packs), packs=packs)
            ),
        ]

    def cap(self, *, packs: Packs) -> Cap | None:
        """The highest rating the year can have if this is sent, in time, as it stands."""
        return cap_of(self._kept(packs), packs=packs)

    def _kept(self, packs: Packs) -> set[str]:
        figures = {key: line["value"] for key, line in self.lines().items()}
        return kept_checks(packs, models=self.models, sections=self.sections, figures=figures)

    def must_be_whole(self, override_reason: str, *, packs: Packs) -> None:
        """Raise `ReportIncomplete` unless it is whole or the head gives a reason."""
        lacking = self.lacks(packs=packs)
        if lacking and not override_reason.strip():
            raise ReportIncomplete({"report": lacking})

    def content(
        self,
        *,
        number: int,
        window: tuple[date, date],
        override_reason: str,
        previous_sha256: str = "",
        signed: SignOff | None = None,
    ) -> dict[str, Any]:
        """What is sent as one version; the seal of the version before is sealed within."""
        return {
            "year": self.year,
            "unit": self.agency,
            "number": number,
            "window_from": window[0].isoformat(),
            "window_to": window[1].isoformat(),
            "as_of": self.as_of,
            "models": self.models,
            "joined": list(self.joined),
            "figures": self.lines(),
            "sections": dict(self.sections),
            "evidence": [one.told for one in self.evidence],
            "override_reason": override_reason.strip(),
            "previous_sha256": previous_sha256,
            "signed": signed.told if signed else {},
        }


def must_be_open(last: Submission | None, *, called: str) -> None:
    """Raise `NotOpenForWriting` unless nothing was sent yet or the last version was returned."""
    if last is not None and last.state is not SubmissionState.RETURNED:
        raise NotOpenForWriting(called=called)


def imported_content(
    year: int, unit: str, figures: Mapping[str, int], *, window: tuple[date, date]
) -> dict[str, Any]:
    """The content of an earlier year's report. Raises `WrongFigures`."""
    errors = {
        f"figures.{key}": ["Số không hợp lệ."] for key, n in figures.items() if not _fits(key, n)
    }
    if errors:
        raise WrongFigures(errors)
    return {
        "year": year,
        "unit": unit,
        "number": 1,
        "window_from": window[0].isoformat(),
        "window_to": window[1].isoformat(),
        "as_of": "",
        "figures": {key: {"value": n, "source": "IMPORTED"} for key, n in figures.items()},
        "sections": {},
        "override_reason": "",
    }


def _fits(key: str, value: int) -> bool:
    return key in BY_KEY and 0 <= value <= (100 if BY_KEY[key].percent else LARGEST)


def with_all(counted: Mapping[str, int], keys: Iterable[str] = AUTO_KEYS) -> dict[str, int]:
    """Counted figures with noughts for what did not happen; a quota only where the law sets one."""
    found = {key: counted.get(key, 0) for key in keys if not BY_KEY[key].by_law}
    return found | {key: n for key, n in counted.items() if BY_KEY[key].by_law}
