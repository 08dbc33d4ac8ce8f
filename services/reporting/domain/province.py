"""What is true of the province's report: sums of what was accepted, frozen, and issued once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, ClassVar

import orjson

from contracts.reporting import (
    ProvincialReportCompiled,
    ProvincialReportIssued,
    ProvincialReportReviewed,
    ProvincialReportSentUp,
    ReviewStep,
)
from kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kernel.message import Aggregate
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.paper import (
    SOURCES,
    AgencyLine,
    Annex,
    FigureLine,
    Paper,
    Picked,
    SectionText,
)
from services.reporting.domain.submissions import Submission, digest


class NotCompiled(NotFound):
    """The province's report of that year was not compiled yet."""

    code = "not_compiled"
    title = "Chưa tổng hợp báo cáo của tỉnh năm {year}."


class NothingAccepted(Conflict):
    """There is nothing to compile."""

    code = "nothing_accepted"
    title = "Chưa có báo cáo nào được chấp nhận để tổng hợp."


class AlreadyIssued(Conflict):
    """An issued report is not changed; what is accepted later goes into an addendum."""

    code = "already_issued"
    title = "Báo cáo của tỉnh năm {year} đã ban hành, không thay đổi được."


class NoSymbol(Invalid):
    """A report is issued under a number and symbol (NĐ 30/2020/NĐ-CP)."""

    code = "no_symbol"
    title = "Cần số, ký hiệu văn bản."


class SymbolTaken(Invalid):
    """Two papers of a year's register do not bear one number, and a later one none before it."""

    code = "symbol_taken"
    title = "Số {symbol} đã dùng hoặc nhỏ hơn số đã ban hành; số tiếp theo là {following}."


REVIEW_WORDS = {
    ReviewStep.ASKED: "Đang thẩm định",
    ReviewStep.PASSED: "Đã thông qua, chờ ban hành",
    ReviewStep.TURNED_BACK: "Trả lại để sửa",
}


class NotReviewed(Conflict):
    """A report is issued after somebody else than who put it together has passed it."""

    code = "not_reviewed"
    title = "Dự thảo báo cáo của tỉnh năm {year} chưa được thẩm định thông qua."


class NotUnderReview(Conflict):
    """Only a draft that was given to review is passed or turned back."""

    code = "not_under_review"
    title = "Dự thảo báo cáo của tỉnh năm {year} không ở bước thẩm định."


class ReviewedByAsker(Forbidden):
    """Who gave the draft to review does not pass it."""

    code = "reviewed_by_asker"
    title = "Người trình dự thảo không được tự thẩm định."


class NotSentUp(Invalid):
    """A sending up has an addressee, a day not after today and a receipt."""

    code = "wrong_sending"
    title = "Thông tin gửi lên cấp trên chưa đúng."


class UnissuedIsNotSent(Conflict):
    """Only an issued report is sent up."""

    code = "unissued_is_not_sent"
    title = "Báo cáo của tỉnh năm {year} chưa ban hành, chưa gửi lên cấp trên được."


@dataclass(frozen=True, kw_only=True)
class Sending:
    """To which higher body the issued report went, when, and under which receipt."""

    addressee: str
    sent_on: date
    receipt: str


# --- sums -------------------------------------------------------------------------------------------


def total(key: str, reports: Iterable[Submission]) -> int | None:
    """A figure of the province: the sum, for percents the mean of those who gave one, half up."""
    given = [n for one in reports if (n := one.figures.get(key)) is not None]
    if not given:
        return None
    if not BY_KEY[key].percent:
        return sum(given)
    return (2 * sum(given) + len(given)) // (2 * len(given))


def source(key: str, reports: Iterable[Submission]) -> str:
    """Whether a figure was counted, entered by hand, or both."""
    lines = (one.said["figures"].get(key) for one in reports)
    kinds = {line["source"] for line in lines if line}
    if not kinds:
        return "AUTO" if BY_KEY[key].auto else "MANUAL"
    return kinds.pop() if len(kinds) == 1 else "MIXED"


def figure_lines(
    now: Mapping[str, Submission],
    before: Mapping[str, Submission],
    *,
    titled: Callable[[str], tuple[str, str]],
    worded: Callable[[str], str],
) -> tuple[FigureLine, ...]:
    """All figures of the province beside last year's. `titled` gives a code's title and unit."""
    return tuple(
        FigureLine(
            key=key,
            title=titled(figure.code.value)[0],
            unit=titled(figure.code.value)[1],
            group=worded(key),
            value=total(key, now.values()),
            previous=total(key, before.values()),
            source=source(key, now.values()),
        )
        for key, figure in BY_KEY.items()
    )


# --- the compiled report ----------------------------------------------------------------------------


@dataclass(kw_only=True)
class ProvincialReport(Aggregate):
    """The compiled report of a year; `paper` is all it holds as canonical JSON, `edition` counts its compilings."""

    kind: ClassVar[str] = "provincial_report"

    campaign: str
    year: int
    edition: int = 0
    compiled: int = 0
    compiled_on: date = date.min
    paper: str = ""
    data_hash: str = ""
    symbol: str = ""
    issued_on: date | None = None
    review: ReviewStep | None = None
    asked_by: str = ""
    review_comment: str = ""
    sendings: tuple[Sending, ...] = ()

    def compile(self, paper: Paper, *, compiled: int, on: date) -> None:
        """Freeze a paper. Raises `AlreadyIssued`, `NothingAccepted`."""
        if self.issued_on:
            raise AlreadyIssued(year=self.year)
        if not compiled:
            raise NothingAccepted
        text = frozen(paper)
        self.edition += 1
        self.paper, self.data_hash = text, digest(text)
        self.compiled, self.compiled_on = compiled, on
        self.review, self.asked_by, self.review_comment = None, "", ""
        self.tell(
            ProvincialReportCompiled(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                compiled_on=on,
                compiled=compiled,
                data_hash=self.data_hash,
            )
        )

    def ask_review(self, *, by: str, on: date) -> None:
        """Give the draft to review. Raises `AlreadyIssued`."""
        if self.issued_on:
            raise AlreadyIssued(year=self.year)
        self.asked_by = by
        self._reviewed(ReviewStep.ASKED, "", on)

    def judge(self, *, passes: bool, comment: str, by: str, on: date) -> None:
        """Pass the draft or turn it back. Raises `NotUnderReview`, `ReviewedByAsker`."""
        if self.review is not ReviewStep.ASKED:
            raise NotUnderReview(year=self.year)
        if by == self.asked_by:
            raise ReviewedByAsker
        self._reviewed(ReviewStep.PASSED if passes else ReviewStep.TURNED_BACK, comment.strip(), on)

    def _reviewed(self, step: ReviewStep, comment: str, on: date) -> None:
        self.review, self.review_comment = step, comment
        self.tell(
            ProvincialReportReviewed(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                edition=self.edition,
                step=step,
                reviewed_on=on,
            )
        )

    def send_up(self, sending: Sending, *, today: date) -> None:
        """Note that a higher body got it. Raises `UnissuedIsNotSent`, `NotSentUp`."""
        if self.issued_on is None:
            raise UnissuedIsNotSent(year=self.year)
        errors = _wrong_sending(sending, since=self.issued_on, today=today)
        if errors:
            raise NotSentUp(errors)
        self.sendings = (*self.sendings, sending)
        self.tell(
            ProvincialReportSentUp(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                addressee=sending.addressee,
                sent_on=sending.sent_on,
                receipt=sending.receipt,
            )
        )

    @property
    def issuable(self) -> bool:
        """Whether it may be issued now."""
        return self.issued_on is None and self.review is ReviewStep.PASSED

    def must_be_issuable(self) -> None:
        """Raise `AlreadyIssued` or `NotReviewed` unless it may be issued."""
        if self.issued_on:
            raise AlreadyIssued(year=self.year)
        if self.review is not ReviewStep.PASSED:
            raise NotReviewed(year=self.year)

    def issue(self, symbol: str, *, on: date) -> None:
        """Issue it under its number and symbol. Raises `AlreadyIssued`, `NotReviewed`, `NoSymbol`."""
        self.must_be_issuable()
        if not symbol.strip():
            raise NoSymbol({"symbol": [NoSymbol.title]})
        self.symbol, self.issued_on = symbol.strip(), on
        self.tell(
            ProvincialReportIssued(
                report=self.id,
                campaign=self.campaign,
                year=self.year,
                symbol=self.symbol,
                issued_on=on,
                compiled=self.compiled,
            )
        )

    @property
    def edition_name(self) -> str:
        """The name of the edition whose files are wanted now."""
        return f"{self.year}-{self.edition}" + ("-issued" if self.issued_on else "")

    @property
    def draft_name(self) -> str:
        """The name of this edition before it was issued."""
        return f"{self.year}-{self.edition}"

    def printed(self) -> Paper:
        """The paper as it is drawn now: with its symbol and day once it is issued."""
        paper = thawed(self.paper)
        if self.issued_on:
            annexes = tuple(one for one in paper.annexes if one.code != SOURCES)
            paper = replace(paper, symbol=self.symbol, issued_on=self.issued_on, annexes=annexes)
        return replace(paper, data_hash=self.data_hash)


def _wrong_sending(sending: Sending, *, since: date, today: date) -> dict[str, list[str]]:
    errors = {
        name: ["Thiếu thông tin này."]
        for name in ("addressee", "receipt")
        if not getattr(sending, name).strip()
    }
    if not since <= sending.sent_on <= today:
        errors["sent_on"] = ["Ngày gửi phải từ ngày ban hành đến hôm nay."]
    return errors


def frozen(paper: Paper) -> str:
    """A paper in its one written form."""
    return orjson.dumps(asdict(paper), option=orjson.OPT_SORT_KEYS).decode()


def thawed(text: str) -> Paper:
    """A paper from its written form."""
    said: dict[str, Any] = orjson.loads(text)
    days = {
        name: date.fromisoformat(said.pop(name))
        for name in ("window_from", "window_to", "due_on", "issued_on")
    }
    return Paper(
        **{
            **said,
            **days,
            "signer_title": tuple(said["signer_title"]),
            "recipients": tuple(said["recipients"]),
            "sections": tuple(_section(one) for one in said["sections"]),
            "figures": tuple(FigureLine(**one) for one in said["figures"]),
            "agencies": tuple(_agency(one) for one in said["agencies"]),
            "annexes": tuple(_annex(one) for one in said["annexes"]),
        }
    )


def _section(said: dict[str, Any]) -> SectionText:
    return SectionText(
        **{
            **said,
            "paragraphs": tuple(said["paragraphs"]),
            "figures": tuple(said["figures"]),
            "picked": tuple(Picked(**one) for one in said.get("picked", ())),
        }
    )


def _agency(said: dict[str, Any]) -> AgencyLine:
    day = said["submitted_on"]
    return AgencyLine(**{**said, "submitted_on": date.fromisoformat(day) if day else None})


def _annex(said: dict[str, Any]) -> Annex:
    return Annex(
        **{
            **said,
            "columns": tuple(said["columns"]),
            "rows": tuple(tuple(row) for row in said["rows"]),
        }
    )
