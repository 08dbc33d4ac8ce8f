"""One paper of each template, as the desk of documents hands them over."""

from dataclasses import asdict
from datetime import date
from typing import Any

from contracts.reporting import ReturnReason, SupplementKind, Timeliness
from frame.paper.content import Drawn
from law.defaults import shipped_packs, shipped_units
from services.reporting.adapters import content, papers
from services.reporting.domain.adhoc import AdHocCall, Total
from services.reporting.domain.adhoc_paper import Called, adhoc_paper
from services.reporting.domain.agency_paper import agency_paper
from services.reporting.domain.composing import Agency
from services.reporting.domain.figures import BY_KEY, keys_of
from services.reporting.domain.indicators import Period, contract, lines
from services.reporting.domain.letters import (
    BlankForm,
    Letter,
    Statistics,
    reminder,
    return_letter,
    supplement,
)
from services.reporting.domain.paper import Paper, Stamp
from services.reporting.domain.submissions import Submission, SubmissionState, canonical, digest
from services.reporting.domain.supplements import Basis, Difference, Proposal, Supplement, Taken
from tests.unit.reporting.papers import paper_of_2026

PACKS = shipped_packs()
STAMP = Stamp(sample=True, law_version="2026.11")
UNITS = {unit.authority: unit for unit in shipped_units().reporting(date(2026, 10, 1))}
FIRST, LAST, DUE = date(2025, 11, 1), date(2026, 10, 31), date(2026, 11, 16)


def agency(name: str) -> Agency:
    unit = UNITS[name]
    return Agency(id=unit.id, name=unit.authority, kind=unit.kind.value)


def values() -> dict[str, int | None]:
    """Numbers, noughts, and some nobody told."""
    found = enumerate(BY_KEY)
    return {key: None if at % 11 == 3 else (at * 37) % 400 if at % 5 else 0 for at, key in found}


def said() -> dict[str, Any]:
    told = {key: n for key, n in values().items() if n is not None}
    return {
        "year": 2026,
        "window_from": FIRST.isoformat(),
        "window_to": LAST.isoformat(),
        "figures": {
            key: {"value": n, "source": "AUTO", "estimate": n + n // 8} for key, n in told.items()
        },
        "estimate_to": "2026-12-14",
        "sections": {
            one.code: f"Cơ quan đã triển khai đầy đủ nội dung “{one.title}”.\nKết quả cụ thể nêu ở bảng kèm theo."
            for one in PACKS.report.sections
            if one.required
        },
    }


def agency_report(name: str = "Sở Tư pháp") -> Paper:
    before = {key: n + 3 for key, n in values().items() if n is not None}
    return agency_paper(
        said(), agency(name), due_on=DUE, issued_on=date(2026, 11, 12), previous=before, packs=PACKS, stamp=STAMP
    )  # fmt: skip


def reminder_to(count: int) -> Letter:
    missing = [agency(name) for name in list(UNITS)[:count]]
    return reminder(
        2026, number=2, due_on=DUE, missing=missing, today=date(2026, 11, 18), answer_by=date(2026, 11, 23), stamp=STAMP
    )  # fmt: skip


def returned() -> Letter:
    sent = Submission(
        id="r", agency="a", campaign="c", year=2026, number=1, submitted_on=date(2026, 11, 12),
        timeliness=Timeliness.ON_TIME, days_late=0, content=canonical(said()), sha256="",
        state=SubmissionState.RETURNED, returned_on=date(2026, 11, 17), correction_due_on=date(2026, 11, 20),
        reasons=(ReturnReason.MISSING_SECTION, ReturnReason.FIGURE_MISMATCH), comment="Đề nghị rà soát số liệu mục II.5",
    )  # fmt: skip
    comments = [("Vụ việc đã giải quyết: khiếu nại", "Lớn hơn số vụ việc thuộc thẩm quyền."), ("Phần II.3", "Chưa đánh giá tác động của cải cách hành chính.")]  # fmt: skip
    return return_letter(sent, agency("UBND phường Pleiku"), comments=comments, today=date(2026, 11, 17), stamp=STAMP)  # fmt: skip


def statistics() -> Statistics:
    period = Period(FIRST, LAST, LAST, date(2026, 12, 14))
    before = {key: n and n + 7 for key, n in values().items()}
    told = lines(values(), before, period, PACKS)
    return Statistics(
        whose="Sở Tư pháp", first=FIRST, last=LAST, closed_on=LAST, due_on=DUE, estimate_to=period.estimate_to,
        parts=tuple((f"{one.number}. {one.title}", tuple(line for line in told if line.section == one.code)) for one in PACKS.report.sections if keys_of(one.code)),
        issued_on=date(2026, 11, 12), stamp=STAMP,
    )  # fmt: skip


def blank_form() -> BlankForm:
    return BlankForm(
        agency=agency("Sở Tư pháp"), year=2026, window_from=FIRST, window_to=LAST, due_on=DUE,
        parts=tuple((one.title, tuple(contract(key, PACKS) for key in keys_of(one.code))) for one in PACKS.report.sections),
        sections=tuple((one.code, one.title, one.required) for one in PACKS.report.sections),
        issued_on=date(2026, 10, 1), counted=(("PET_IN.KN", 1234), ("DIALOGUE_COUNT", 0)), stamp=STAMP,
    )  # fmt: skip


def corrected() -> Letter:
    """The first correction of the province's report: one agency's new version, three figures."""
    differences = (
        ("PET_IN.KN", 2862, 2866),
        ("PET_SETTLED.KN", 2541, 2539),
        ("SATISFACTION", None, 91),
    )
    proposal = Proposal(
        kind=SupplementKind.CORRECTION,
        taken=(
            Taken(agency="a", name="UBND phường Pleiku", number=2, before=1, submitted_on="2026-12-02", timeliness="ON_TIME_AFTER_RETURN", days_late=0),
        ),
        lines=tuple(
            Difference(key=key, title=contract(key, PACKS).title, unit=contract(key, PACKS).unit, old=old, new=new)
            for key, old, new in differences
        ),
        basis=Basis(versions={}, values={}),
    )  # fmt: skip
    text = canonical(asdict(proposal))
    made = Supplement(
        id="s", agency="snv", campaign="c", year=2026, nature=proposal.kind, number=1, symbol="286/BC-UBND",
        reason="Số liệu tiếp nhận của một cơ quan ghi thiếu", issued_on=date(2026, 12, 8), content=text, data_hash=digest(text),
    )  # fmt: skip
    return supplement(made, issued="285/BC-UBND", issued_on=date(2026, 12, 4), stamp=STAMP)


def adhoc_outcome() -> Letter:
    """A call that asked fifteen agencies three figures and a question; all but three were accepted."""
    keys = ("DVK_ACTIVE.ECONOMY", "PET_IN.KN", "SATISFACTION")
    call = AdHocCall(
        id="x", agency="snv", year=2026, opened_on=date(2026, 10, 1), window_from=date(2026, 1, 1), window_to=date(2026, 9, 30),
        nominal_due_on=date(2026, 10, 10), due_on=date(2026, 10, 12), expected=tuple(list(UNITS)[:15]), instrument="Công văn số 77/UBND-NC",
        number=1, title="Tình hình mô hình “Dân vận khéo” quý III năm 2026", keys=keys, questions=("Mô hình nào có thể nhân rộng, vì sao?",),
    )  # fmt: skip
    answer = "Mô hình “Bếp ấm vùng biên” của Hội Phụ nữ: 12 hộ tham gia từ tháng 3, mỗi tháng giúp 25 học sinh ở bán trú; chi phí thấp, dễ làm theo."
    sent = Submission(
        id="r", agency="a", campaign="x", year=2026, number=1, submitted_on=date(2026, 10, 9), timeliness=Timeliness.ON_TIME, days_late=0,
        content=canonical({"sections": {"Q1": answer}, "figures": {}}), sha256="", state=SubmissionState.ACCEPTED,
    )  # fmt: skip
    asked = [
        Called(name=name, status="Đã chấp nhận" if at > 3 else "Chưa gửi", last=sent if at > 3 else None, accepted=sent if at > 3 else None)
        for at, name in enumerate(call.expected, 1)
    ]  # fmt: skip
    sums = [Total(key=keys[0], sum=37, told=12), Total(key=keys[1], sum=1412, told=12), Total(key=keys[2], sum=None, told=9)]  # fmt: skip
    return adhoc_paper(
        call, sums, asked, contracts={key: contract(key, PACKS) for key in keys}, today=date(2026, 10, 14), stamp=STAMP
    )  # fmt: skip


def templates() -> dict[str, Drawn]:
    """Each template drawn ready."""
    return {
        "bao-cao-tinh": content.report(paper_of_2026()),
        "bao-cao-co-quan": content.report(agency_report()),
        "bao-cao-xa": content.report(agency_report("UBND phường Pleiku")),
        "don-doc": papers.letter(reminder_to(30)),
        "don-doc-it": papers.letter(reminder_to(3)),
        "tra-lai": papers.letter(returned()),
        "dinh-chinh": papers.letter(corrected()),
        "dot-xuat": papers.letter(adhoc_outcome()),
        "bieu-so-lieu": papers.statistics(statistics()),
        "mau-trong": papers.blank(blank_form()),
    }
