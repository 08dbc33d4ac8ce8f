"""From accepted reports to the paper of the province: its sections, figures, agencies and annexes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from law.packs.packs import Packs
from services.reporting.domain.campaigns import Campaign
from services.reporting.domain.figures import BY_KEY, FIELDS, GROUP_WORDS, group_words, keys_of
from services.reporting.domain.narrative import Sentence
from services.reporting.domain.paper import (
    SOURCES,
    AgencyLine,
    Annex,
    FigureLine,
    Paper,
    Picked,
    SectionText,
)
from services.reporting.domain.prose import Numbers, number, paragraphs
from services.reporting.domain.province import figure_lines
from services.reporting.domain.submissions import TIMELINESS_WORDS, Submission, SubmissionState

PLACE = "Gia Lai"
ISSUER = "ỦY BAN NHÂN DÂN TỈNH GIA LAI"
SIGNER_TITLE = ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
ADDRESSEE = "Chính phủ; Ban Tuyên giáo và Dân vận Trung ương; Bộ Nội vụ"
RECIPIENTS = (
    "Như trên;",
    "Thường trực Tỉnh ủy, Ban Tuyên giáo và Dân vận Tỉnh ủy;",
    "Thường trực Hội đồng nhân dân tỉnh;",
    "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh;",
    "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân tỉnh;",
    "Các sở, ban, ngành; Ủy ban nhân dân các xã, phường;",
    "Lưu: VT, SNV.",
)


@dataclass(frozen=True, kw_only=True)
class Agency:
    """An agency expected to report, as the register names it."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Accounts:
    """Everything a year's paper is made of: who owes, what came, what was accepted, this year and before."""

    campaign: Campaign
    agencies: tuple[Agency, ...]
    latest: Mapping[str, Submission]
    before: Mapping[str, Submission]
    today: date
    sample: bool
    law_version: str
    picked: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)

    @property
    def accepted(self) -> dict[str, Submission]:
        """The versions that are compiled."""
        taken = SubmissionState.ACCEPTED
        return {agency: one for agency, one in self.latest.items() if one.state is taken}


def paper_of(accounts: Accounts, *, packs: Packs) -> Paper:
    """The paper, not yet numbered; dated the day it was compiled."""
    campaign, lines = accounts.campaign, _figures(accounts, packs)
    agencies = tuple(_agency_line(one, accounts) for one in accounts.agencies)
    numbers = Numbers(campaign.year, {one.key: one for one in lines}, agencies, campaign.due_on)
    sections = _sections(numbers, accounts, packs)
    return Paper(
        year=campaign.year,
        window_from=campaign.window_from,
        window_to=campaign.window_to,
        due_on=campaign.due_on,
        symbol="     /BC-UBND",
        place=PLACE,
        issued_on=accounts.today,
        superior="",
        issuer=ISSUER,
        title=f"Kết quả thực hiện công tác dân vận chính quyền năm {campaign.year}; phương hướng, nhiệm vụ năm {campaign.year + 1}",
        addressee=ADDRESSEE,
        signer_title=SIGNER_TITLE,
        signer="",
        recipients=RECIPIENTS,
        sections=sections,
        figures=lines,
        agencies=agencies,
        annexes=(*_annexes(numbers, accounts, packs), *_sources(sections)),
        sample=accounts.sample,
        law_version=accounts.law_version,
        data_hash="",
    )


def _figures(accounts: Accounts, packs: Packs) -> tuple[FigureLine, ...]:
    def titled(code: str) -> tuple[str, str]:
        known = packs.indicators[code]
        return known.title, known.unit

    return figure_lines(accounts.accepted, accounts.before, titled=titled, worded=group_words)


def _sections(numbers: Numbers, accounts: Accounts, packs: Packs) -> tuple[SectionText, ...]:
    names = {one.id: one.name for one in accounts.agencies}
    return tuple(
        SectionText(
            code=one.code,
            number=one.number,
            title=one.title,
            paragraphs=(
                *paragraphs(one.code, numbers),
                *(each.text for each in accounts.picked.get(one.code, ())),
            ),
            figures=keys_of(one.code),
            picked=tuple(_picked(each, names) for each in accounts.picked.get(one.code, ())),
        )
        for one in packs.report.sections
    )


def _picked(one: Sentence, names: Mapping[str, str]) -> Picked:
    return Picked(
        text=one.text,
        agency=one.agency,
        name=names.get(one.agency, one.agency),
        report=one.report,
        number=one.number,
        place=one.place,
    )


def _sources(sections: Iterable[SectionText]) -> Iterator[Annex]:
    """Whose sentences the draft quotes; nothing where it quotes none."""
    rows = tuple(
        (f"{part.number}", one.text, one.name, f"Phiên bản {one.number}, câu {one.place}")
        for part in sections
        for one in part.picked
    )
    if rows:
        columns = ("Phần", "Câu được chọn", "Cơ quan", "Nguồn")
        yield Annex(code=SOURCES, title="Nguồn các câu được chọn", columns=columns, rows=rows)


def _agency_line(agency: Agency, accounts: Accounts) -> AgencyLine:
    last = accounts.latest.get(agency.id)
    status = accounts.campaign.status(agency.id, last=last, drafted=False, today=accounts.today)
    compiled = last is not None and last.state is SubmissionState.ACCEPTED
    return AgencyLine(
        agency=agency.id,
        name=agency.name,
        kind=agency.kind,
        status=status.value,
        submitted_on=last.submitted_on if last else None,
        timeliness=last.timeliness.value if last else "",
        days_late=last.days_late if last else 0,
        version=last.number if last else 0,
        figures=last.figures if last and compiled else {},
    )


# --- annexes ----------------------------------------------------------------------------------------


def _annexes(numbers: Numbers, accounts: Accounts, packs: Packs) -> tuple[Annex, ...]:
    """The annexes the outline names, by agency."""
    titles = {one.code: one.title for one in packs.report.annexes}
    return tuple(
        _by_agency(numbers, accounts, packs, code, titles[code], codes)
        for code, codes in _COLUMNS.items()
    )


_COLUMNS: dict[str, tuple[str, ...]] = {
    "PL1": ("PLAN_ISSUED", "DISSEM_SESSIONS", "DISSEM_INSTRUMENTS"),
    "PL2": tuple(f"DVK_ACTIVE.{field}" for field in FIELDS),
    "PL3": ("RCP_VISITS", "RCP_PERSONS", "RCP_MATTERS", "PET_IN", "PET_SETTLED", "PET_ONTIME", "PET_OVERDUE"),
    "PL4": ("DIALOGUE_COUNT", "DIALOGUE_PARTICIPANTS", "DIALOGUE_OPINIONS", "DIALOGUE_ANSWERED"),
    "PL5": ("CONSULT_OPINIONS", "CONSULT_ABSORBED", "PBXH_DRAFTS", "FRONT_SUPERVISIONS", "FRONT_RECOMMENDATIONS", "FRONT_REPLIED_ONTIME"),
    "PL6": ("TASK_TOTAL", "TASK_ASSIGNED", "TASK_DONE", "TASK_OVERDUE"),
}  # fmt: skip


def _by_agency(
    numbers: Numbers,
    accounts: Accounts,
    packs: Packs,
    code: str,
    title: str,
    codes: tuple[str, ...],
) -> Annex:
    reported = [one for one in numbers.agencies if one.agency in accounts.accepted]
    rows = [
        (str(place), one.name, *(number(_of(one, column)) for column in codes))
        for place, one in enumerate(reported, 1)
    ]
    sums = (number(sum(_of(one, column) for one in reported)) for column in codes)
    return Annex(
        code=code,
        title=title,
        columns=("STT", "Cơ quan", *(_heading(column, packs) for column in codes)),
        rows=(*rows, ("", "Tổng cộng", *sums)),
    )


def _heading(column: str, packs: Packs) -> str:
    code, _, group = column.partition(".")
    return GROUP_WORDS[group] if group else packs.indicators[code].title


def _of(line: AgencyLine, column: str) -> int:
    if column in BY_KEY:
        return line.figures.get(column, 0)
    return sum(n for key, n in line.figures.items() if key.startswith(f"{column}."))


def timeliness_words(kind: str, days: int) -> str:
    """«Trễ hạn 2 ngày làm việc»."""
    words = {one.value: said for one, said in TIMELINESS_WORDS.items()}.get(kind, "")
    return f"{words} {days} ngày làm việc" if days else words
