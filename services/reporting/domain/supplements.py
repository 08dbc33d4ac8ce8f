"""What comes after the province's report was issued: addenda of late acceptances, numbered corrections.

An issued report is never changed (Chỉ thị 14/CT-UBND điểm 9; NĐ 30/2020/NĐ-CP: a wrong content is mended by a
document of the same form). A supplement names what changes: old and new figure, line by line.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import ClassVar

import orjson

from contracts.reporting import ProvincialSupplementIssued, SupplementKind
from kernel.errors import Conflict, Invalid
from kernel.message import Aggregate
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.province import ProvincialReport, total
from services.reporting.domain.submissions import Submission, digest

SUPPLEMENT_WORDS = {
    SupplementKind.ADDENDUM: "bổ sung",
    SupplementKind.CORRECTION: "đính chính",
}


LONGEST_REASON = 1000


class NothingToSupplement(Conflict):
    """Nothing was accepted since that would change the issued report."""

    code = "nothing_to_supplement"
    title = "Không có báo cáo nào được chấp nhận thêm để lập văn bản này."


class NotIssuedYet(Conflict):
    """Only an issued report is supplemented, sent up or shown to the public."""

    code = "not_issued_yet"
    title = "Báo cáo của tỉnh năm {year} chưa ban hành."


class NoSupplementReason(Invalid):
    """A supplement says why."""

    code = "no_supplement_reason"
    title = "Cần ghi lý do, tối đa 1.000 ký tự."


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One figure of the province before and after."""

    key: str
    title: str
    unit: str
    old: int | None
    new: int | None

    @property
    def change(self) -> int:
        """How much more."""
        return (self.new or 0) - (self.old or 0)


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One agency's version that a supplement takes in."""

    agency: str
    name: str
    number: int
    before: int
    submitted_on: str
    timeliness: str
    days_late: int


@dataclass(frozen=True, kw_only=True)
class Basis:
    """What the province's figures stand on: the number of each agency's version, and the values."""

    versions: Mapping[str, int]
    values: Mapping[str, int | None]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """What a supplement would say."""

    kind: SupplementKind
    taken: tuple[Taken, ...]
    lines: tuple[Difference, ...]
    basis: Basis


def basis_of(report: ProvincialReport) -> Basis:
    """What an issued report stands on. Raises `NotIssuedYet`."""
    if report.issued_on is None:
        raise NotIssuedYet(year=report.year)
    paper = report.printed()
    return Basis(
        versions={one.agency: one.version for one in paper.agencies if one.status == "ACCEPTED"},
        values={one.key: one.value for one in paper.figures},
    )


def proposed(
    kind: SupplementKind,
    basis: Basis,
    accepted: Mapping[str, Submission],
    counted: Callable[[str, int], Submission],
    *,
    named: Callable[[str], str],
    titled: Callable[[str], tuple[str, str]],
) -> Proposal:
    """What changes when late or corrected versions are taken in. Raises `NothingToSupplement`.

    `counted` gives the version of an agency that stands in the report so far.
    """
    fresh = {one: sent for one, sent in accepted.items() if _fits(kind, basis, sent)}
    if not fresh:
        raise NothingToSupplement
    kept = {one: counted(one, n) for one, n in basis.versions.items() if one not in fresh}
    values = {key: total(key, {**kept, **fresh}.values()) for key in BY_KEY}
    versions = {**basis.versions, **{one: sent.number for one, sent in fresh.items()}}
    return Proposal(
        kind=kind,
        taken=tuple(_taken(sent, basis, named) for sent in fresh.values()),
        lines=tuple(_differences(basis.values, values, titled)),
        basis=Basis(versions=versions, values=values),
    )


def _fits(kind: SupplementKind, basis: Basis, sent: Submission) -> bool:
    before = basis.versions.get(sent.agency)
    if kind is SupplementKind.ADDENDUM:
        return before is None
    return before is not None and sent.number > before


def _taken(sent: Submission, basis: Basis, named: Callable[[str], str]) -> Taken:
    return Taken(
        agency=sent.agency,
        name=named(sent.agency),
        number=sent.number,
        before=basis.versions.get(sent.agency, 0),
        submitted_on=sent.submitted_on.isoformat(),
        timeliness=sent.timeliness.value,
        days_late=sent.days_late,
    )


def _differences(
    old: Mapping[str, int | None],
    new: Mapping[str, int | None],
    titled: Callable[[str], tuple[str, str]],
) -> list[Difference]:
    return [
        Difference(key=key, title=title, unit=unit, old=old.get(key), new=new.get(key))
        for key in BY_KEY
        if old.get(key) != new.get(key)
        for title, unit in [titled(key)]
    ]


@dataclass(kw_only=True)
class Supplement(Aggregate):
    """An issued addendum or correction; `content` is canonical JSON and never changes."""

    kind: ClassVar[str] = "supplement"

    campaign: str
    year: int
    nature: SupplementKind
    number: int
    symbol: str
    reason: str
    issued_on: date
    content: str
    data_hash: str

    @classmethod
    def issue(
        cls,
        proposal: Proposal,
        report: ProvincialReport,
        *,
        id_: str,
        number: int,
        symbol: str,
        reason: str,
        on: date,
    ) -> "Supplement":
        """Issue what was proposed under its number. Raises `NoSupplementReason`."""
        said = reason.strip()
        if not said or len(said) > LONGEST_REASON:
            raise NoSupplementReason({"reason": [NoSupplementReason.title]})
        text = orjson.dumps(asdict(proposal), option=orjson.OPT_SORT_KEYS).decode()
        made = cls(
            id=id_,
            agency=report.agency,
            campaign=report.campaign,
            year=report.year,
            nature=proposal.kind,
            number=number,
            symbol=symbol,
            reason=said,
            issued_on=on,
            content=text,
            data_hash=digest(text),
        )
        made.tell(
            ProvincialSupplementIssued(
                supplement=id_,
                campaign=report.campaign,
                year=report.year,
                kind=proposal.kind,
                number=number,
                symbol=symbol,
                issued_on=on,
                agencies=len(proposal.taken),
                lines=len(proposal.lines),
            )
        )
        return made

    @property
    def proposal(self) -> Proposal:
        """What it says."""
        said = orjson.loads(self.content)
        return Proposal(
            kind=SupplementKind(said["kind"]),
            taken=tuple(Taken(**one) for one in said["taken"]),
            lines=tuple(Difference(**one) for one in said["lines"]),
            basis=Basis(**said["basis"]),
        )
