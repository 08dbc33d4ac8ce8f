"""One agency's report as a paper: what it sent, beside last year's, under its own name (NĐ 30/2020/NĐ-CP)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from frame.paper.issuers import issuer_of
from law.packs.packs import Packs
from law.packs.report import Section
from services.reporting.domain.composing import Agency
from services.reporting.domain.evidence import evidence_from
from services.reporting.domain.figures import BY_KEY, group_words, keys_of
from services.reporting.domain.paper import Annex, FigureLine, Paper, SectionText, Stamp
from services.reporting.domain.submissions import canonical, digest

NOTHING_SAID = "Không có nội dung báo cáo."
NOT_REPORTED = "Chưa báo cáo nội dung bắt buộc này."


def agency_paper(
    said: Mapping[str, Any],
    agency: Agency,
    *,
    due_on: date,
    issued_on: date,
    previous: Mapping[str, int],
    packs: Packs,
    stamp: Stamp,
    desk: str = "Sở Nội vụ",
) -> Paper:
    """The paper of one version. `said` is its content, `previous` last year's figures."""
    year, issuer = said["year"], issuer_of(agency.name, agency.kind)
    return Paper(
        year=year,
        window_from=date.fromisoformat(said["window_from"]),
        window_to=date.fromisoformat(said["window_to"]),
        due_on=due_on,
        symbol=issuer.symbol("BC"),
        place=issuer.place,
        issued_on=issued_on,
        superior=issuer.superior,
        issuer=issuer.name,
        title=f"Kết quả thực hiện công tác dân vận chính quyền năm {year}; phương hướng, nhiệm vụ năm {year + 1}",
        addressee=f"Ủy ban nhân dân tỉnh (qua {desk})",
        signer_title=issuer.signer_title,
        signer="",
        recipients=("Như trên", desk, "Lưu: VT"),
        sections=_sections(said, packs),
        figures=_figures(said["figures"], previous, packs),
        agencies=(),
        annexes=tuple(_proofs(said, packs)),
        sample=stamp.sample,
        law_version=stamp.law_version,
        data_hash=digest(canonical(said)),
        estimate_to=date.fromisoformat(said["estimate_to"]) if said.get("estimate_to") else None,
    )


def _sections(said: Mapping[str, Any], packs: Packs) -> tuple[SectionText, ...]:
    written = said["sections"]
    return tuple(
        SectionText(
            code=one.code,
            number=one.number,
            title=one.title,
            paragraphs=tuple(
                line.strip()
                for line in (written.get(one.code, "").strip() or _unsaid(one, said)).splitlines()
                if line.strip()
            ),
            figures=keys_of(one.code),
        )
        for one in packs.report.sections
    )  # fmt: skip


def _unsaid(section: Section, said: Mapping[str, Any]) -> str:
    """What stands where nothing was written: that a compulsory section is missing is not that nothing occurred."""
    if not section.required:
        return NOTHING_SAID
    reason = said.get("override_reason", "")
    return f"{NOT_REPORTED} Lý do gửi: {reason}" if reason else NOT_REPORTED


def _proofs(said: Mapping[str, Any], packs: Packs) -> Iterator[Annex]:
    """The list of what bears the sections out; none where there is nothing."""
    known = [evidence_from(one) for one in said.get("evidence", ())]
    rows = tuple(
        (part.number, one.title, one.number, f"{one.dated:%d/%m/%Y}" if one.dated else "")
        for part in packs.report.sections
        for one in known
        if one.section == part.code
    )
    if rows:
        columns = ("Phần", "Văn bản, tài liệu", "Số, ký hiệu", "Ngày")
        yield Annex(code="MC", title="Danh mục minh chứng", columns=columns, rows=rows)


def _figures(
    lines: Mapping[str, Mapping[str, Any]], previous: Mapping[str, int], packs: Packs
) -> tuple[FigureLine, ...]:
    return tuple(
        FigureLine(
            key=key,
            title=packs.indicators[figure.code.value].title,
            unit=packs.indicators[figure.code.value].unit,
            group=group_words(key),
            value=lines[key]["value"] if key in lines else None,
            previous=previous.get(key),
            source=lines[key]["source"] if key in lines else "",
            estimate=lines[key].get("estimate") if key in lines else None,
        )
        for key, figure in BY_KEY.items()
    )
