"""A whole provincial report as the service hands it over: the year 2026, 151 agencies, every figure."""

import random
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from law.defaults import shipped_packs, shipped_units
from services.reporting.domain import AgencyLine, Annex, FigureLine, Paper, SectionText
from tests.unit.reporting.prose import PROSE

ISSUED = date(2026, 12, 4)
DUE = date(2026, 11, 16)
PETITIONS = {"KN": "Khiếu nại", "TC": "Tố cáo", "KNPA": "Kiến nghị, phản ánh"}
HOSTS = {
    "REGULAR": "Tiếp thường xuyên",
    "HEAD_PERIODIC": "Thủ trưởng tiếp định kỳ",
    "HEAD_AD_HOC": "Thủ trưởng tiếp đột xuất",
    "AUTHORISED": "Ủy quyền tiếp",
}
FIELDS = {
    "ECONOMY": "Kinh tế",
    "CULTURE": "Văn hóa",
    "SOCIETY": "Xã hội",
    "SECURITY": "An ninh",
    "DEFENCE": "Quốc phòng",
    "POLITICAL_SYSTEM": "Xây dựng hệ thống chính trị",
}
MEANS = {
    "SATISFACTION": 92,
    "POSTING_COMPLETE": 97,
    "FRONT_DOCUMENTS_ONTIME": 95,
    "FRONT_NOTICES_SENT": 99,
}
FUNDS = "FUNDS_MOBILISED"
REPORT_DAY = "REPORT_SUBMITTED_ON"


@cache
def paper_of_2026() -> Paper:
    """The report."""
    agencies = tuple(_agencies())
    return Paper(
        year=2026,
        window_from=date(2025, 11, 1),
        window_to=date(2026, 10, 31),
        due_on=DUE,
        symbol="285/BC-UBND",
        place="Gia Lai",
        issued_on=ISSUED,
        superior="",
        issuer="Ủy ban nhân dân tỉnh Gia Lai",
        title="Kết quả thực hiện công tác dân vận chính quyền năm 2026; phương hướng, nhiệm vụ năm 2027",
        addressee="Bộ Nội vụ",
        signer_title=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer="Nguyễn Thị Thanh Lịch",
        recipients=(
            "Như trên",
            "Ban Tuyên giáo và Dân vận Trung ương",
            "Thường trực Tỉnh ủy; Thường trực HĐND tỉnh",
            "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
            "Ủy ban MTTQ Việt Nam tỉnh",
            "Các sở, ban, ngành; UBND các xã, phường",
            "Lưu: VT, SNV",
        ),
        sections=tuple(_sections()),
        figures=tuple(_figure(key, agencies) for key in keys()),
        agencies=agencies,
        annexes=_annexes(),
        sample=True,
        law_version="2026.11",
        data_hash="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    )


def with_gaps(paper: Paper) -> Paper:
    """The same report with one figure nobody told, and one that is nought."""
    first, second, *others = paper.figures
    return replace(paper, figures=(replace(first, value=None), replace(second, value=0), *others))


def keys() -> list[str]:
    """Every figure of the report."""
    codes = [code for code in shipped_packs().indicators if code != REPORT_DAY]
    return [key for code in codes for key in _grouped(code)]


def _grouped(code: str) -> list[str]:
    groups = _groups(code)
    return [f"{code}.{group}" for group in groups] if groups else [code]


def _groups(code: str) -> dict[str, str]:
    if code in {"DVK_NEW", "DVK_ACTIVE", "DVK_ENDED"}:
        return FIELDS
    if code.startswith("RCP_") and "HEAD" not in code:
        return HOSTS
    return PETITIONS if code.startswith("PET_") and code != "PET_COMPLEX" else {}


def _figure(key: str, agencies: tuple[AgencyLine, ...]) -> FigureLine:
    code, _, group = key.partition(".")
    indicator = shipped_packs().indicators[code]
    value = MEANS.get(code) or sum(line.figures.get(key, 0) for line in agencies)
    return FigureLine(
        key=key,
        title=indicator.title,
        unit=indicator.unit,
        group=_groups(code).get(group, ""),
        value=value,
        previous=value - 2 if code in MEANS else value * (90 + len(key) % 23) // 100,
        source="AUTO" if group else "MIXED",
    )


def _sections() -> list[SectionText]:
    report, duties = shipped_packs().report, shipped_packs().duties
    told = {REPORT_DAY}
    found = []
    for section in report.sections:
        codes = [code for duty in section.duties for code in duties[duty].indicators]
        fresh = [code for code in dict.fromkeys(codes) if code not in told]
        told.update(fresh)
        found.append(
            SectionText(
                code=section.code,
                number=section.number,
                title=section.title,
                paragraphs=PROSE[section.code],
                figures=tuple(key for code in fresh for key in _grouped(code)),
            )
        )
    return found


def _agencies() -> list[AgencyLine]:
    chance = random.Random(14)
    units = sorted(
        shipped_units().reporting(ISSUED), key=lambda unit: (unit.kind.is_place, unit.authority)
    )
    return [
        _agency(at, unit.id, unit.authority, unit.kind.value, chance)
        for at, unit in enumerate(units)
    ]


def _agency(at: int, id_: str, name: str, kind: str, chance: random.Random) -> AgencyLine:
    missing = at % 40 == 39
    late, returned = at % 17 == 5, at % 13 == 4
    timeliness = "LATE" if late else "ON_TIME_AFTER_RETURN" if returned else "ON_TIME"
    figures = {key: MEANS.get(key) or chance.randrange(0, 40) for key in keys()}
    figures[FUNDS] = chance.randrange(10, 400) * 1_000_000
    return AgencyLine(
        agency=id_,
        name=name,
        kind=kind,
        status="MISSING" if missing else "ACCEPTED",
        submitted_on=None if missing else DUE + timedelta(days=3 if late else -(at % 9)),
        timeliness="" if missing else timeliness,
        days_late=3 if late and not missing else 0,
        version=0 if missing else 1 + returned,
        figures={} if missing else figures,
    )


def _annexes() -> tuple[Annex, ...]:
    return (
        Annex(
            code="PL1",
            title="Văn bản ban hành",
            columns=("STT", "Số, ký hiệu", "Cơ quan ban hành", "Tên văn bản", "Ngày"),
            rows=tuple(
                (
                    str(at),
                    f"{at:02}/KH-UBND",
                    f"UBND xã {name}",
                    "Kế hoạch thực hiện công tác dân vận chính quyền năm 2026",
                    f"{at:02}/01/2026",
                )
                for at, name in enumerate(
                    ("Ia Khươl", "Ân Hảo", "Đề Gi", "Chư Păh", "Kông Chro", "Ia Rsươm"), 1
                )
            ),
        ),
        Annex(
            code="PL2",
            title="Mô hình “Dân vận khéo”",
            columns=(
                "STT",
                "Tên mô hình",
                "Cơ quan",
                "Lĩnh vực",
                "Bắt đầu",
                "Đối tượng thụ hưởng",
                "Số người",
            ),
            rows=(
                (
                    "1",
                    "Ngày thứ Bảy lắng nghe dân nói",
                    "UBND xã Đề Gi",
                    "Hệ thống chính trị",
                    "03/2025",
                    "Nhân dân trong xã",
                    "12.450",
                ),
                (
                    "2",
                    "Nghe dân nói – nói dân hiểu – làm dân tin",
                    "UBND xã Ân Hảo",
                    "Xã hội",
                    "06/2025",
                    "Hộ nghèo, cận nghèo",
                    "1.208",
                ),
                (
                    "3",
                    "Tổ công nghệ số hỗ trợ dịch vụ công tại nhà",
                    "UBND phường Quy Nhơn Bắc",
                    "Kinh tế",
                    "01/2026",
                    "Người cao tuổi",
                    "986",
                ),
            ),
        ),
    )
