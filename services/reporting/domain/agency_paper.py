"""One agency's report as a paper: what it sent, beside last year's, under its own name (NĐ 30/2020/NĐ-CP)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from law.packs.packs import Packs
from services.reporting.domain.composing import PLACE, Agency
from services.reporting.domain.figures import BY_KEY, group_words, keys_of
from services.reporting.domain.paper import FigureLine, Paper, SectionText, Stamp
from services.reporting.domain.submissions import canonical, digest

COMMUNES = {"COMMUNE": "xã", "WARD": "phường"}
HEADS = {
    "Thanh tra": "CHÁNH THANH TRA",
    "Văn phòng": "CHÁNH VĂN PHÒNG",
    "Ban Quản lý": "TRƯỞNG BAN",
}
PROVINCE = "Ủy ban nhân dân tỉnh Gia Lai"
NOTHING_SAID = "Không phát sinh nội dung báo cáo."


def agency_paper(
    said: Mapping[str, Any],
    agency: Agency,
    *,
    due_on: date,
    issued_on: date,
    previous: Mapping[str, int],
    packs: Packs,
    stamp: Stamp,
) -> Paper:
    """The paper of one version. `said` is its content, `previous` last year's figures."""
    year, commune = said["year"], agency.kind in COMMUNES
    return Paper(
        year=year,
        window_from=date.fromisoformat(said["window_from"]),
        window_to=date.fromisoformat(said["window_to"]),
        due_on=due_on,
        symbol="     /BC-UBND" if commune else f"     /BC-{_initials(agency.name)}",
        place=_place(agency) if commune else PLACE,
        issued_on=issued_on,
        superior="" if commune else PROVINCE,
        issuer=agency.name.replace("UBND", "Ủy ban nhân dân"),
        title=f"Kết quả thực hiện công tác dân vận chính quyền năm {year}; phương hướng, nhiệm vụ năm {year + 1}",
        addressee="Ủy ban nhân dân tỉnh (qua Sở Nội vụ)",
        signer_title=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH") if commune else (_head(agency.name),),
        signer="",
        recipients=("Như trên", "Sở Nội vụ", "Lưu: VT"),
        sections=_sections(said["sections"], packs),
        figures=_figures(said["figures"], previous, packs),
        agencies=(),
        annexes=(),
        sample=stamp.sample,
        law_version=stamp.law_version,
        data_hash=digest(canonical(said)),
    )


def _sections(written: Mapping[str, str], packs: Packs) -> tuple[SectionText, ...]:
    return tuple(
        SectionText(
            code=one.code,
            number=one.number,
            title=one.title,
            paragraphs=tuple(
                line.strip() for line in written.get(one.code, NOTHING_SAID).splitlines() if line.strip()
            ),
            figures=keys_of(one.code),
        )
        for one in packs.report.sections
    )  # fmt: skip


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
        )
        for key, figure in BY_KEY.items()
    )


def _initials(name: str) -> str:
    """«Sở Nông nghiệp và Môi trường» is SNNVMT until the agency gives its own symbol."""
    words = (word for word in name.replace(",", " ").split() if word.lower() != "và")
    return "".join(word[0].upper() for word in words)


def _place(agency: Agency) -> str:
    """The commune's own name, without its kind."""
    for kind in COMMUNES.values():
        _, found, name = agency.name.partition(f" {kind} ")
        if found:
            return name
    return PLACE


def _head(name: str) -> str:
    return next((title for start, title in HEADS.items() if name.startswith(start)), "GIÁM ĐỐC")
