"""What is true of the province's report: sums of what was accepted, frozen, and issued once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, ClassVar

import orjson

from contracts.reporting import ProvincialReportCompiled, ProvincialReportIssued
from kernel.errors import Conflict, Invalid, NotFound
from kernel.message import Aggregate
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.paper import AgencyLine, Annex, FigureLine, Paper, SectionText
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

    def issue(self, symbol: str, *, on: date) -> None:
        """Issue it under its number and symbol. Raises `AlreadyIssued`, `NoSymbol`."""
        if self.issued_on:
            raise AlreadyIssued(year=self.year)
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
            paper = replace(paper, symbol=self.symbol, issued_on=self.issued_on)
        return replace(paper, data_hash=self.data_hash)


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
        **{**said, "paragraphs": tuple(said["paragraphs"]), "figures": tuple(said["figures"])}
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
