"""What an ad-hoc call brought, as a paper Sở Nội vụ hands to who asked for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.domain.adhoc import AdHocCall, Total
from services.reporting.domain.composing import timeliness_words
from services.reporting.domain.indicators import Contract
from services.reporting.domain.letters import PROVINCE, SHIPPED_DESK, Desk, Letter
from services.reporting.domain.paper import Annex, Stamp
from services.reporting.domain.submissions import Submission


@dataclass(frozen=True, kw_only=True)
class Called:
    """One agency that was asked: how it stands, what it sent last, what of it was accepted."""

    name: str
    status: str
    last: Submission | None
    accepted: Submission | None


def adhoc_paper(
    call: AdHocCall,
    totals: Sequence[Total],
    asked: Sequence[Called],
    *,
    contracts: Mapping[str, Contract],
    today: date,
    stamp: Stamp,
    desk: Desk = SHIPPED_DESK,
) -> Letter:
    """The accepted answers together, those to each question one below the other, and who answered when."""
    came = sum(one.accepted is not None for one in asked)
    figures = [_sums(totals, contracts)] if totals else []
    answers = [_answers(name, text, asked) for name, text in call.sections.items()]
    first, last = call.window_from, call.window_to
    return Letter(
        heading="BÁO CÁO",
        about=f"Tổng hợp báo cáo đột xuất {call.code}: {call.title}",
        addressees=(PROVINCE,),
        paragraphs=(
            f"Thực hiện {call.instrument}, {desk.name} tổng hợp báo cáo đột xuất của các cơ quan, đơn vị, địa phương; "
            f"kỳ số liệu từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}, hạn gửi ngày {call.due_on:%d/%m/%Y}.",
            f"Đến hết ngày {today:%d/%m/%Y} đã tiếp nhận báo cáo của {came}/{len(asked)} cơ quan, đơn vị, địa phương. "
            "Kết quả cụ thể theo các bảng và phụ lục kèm theo.",
        ),
        closing=(f"{desk.name} kính báo cáo Ủy ban nhân dân tỉnh xem xét, chỉ đạo.",),
        tables=(*figures, *answers, _arrivals(asked)),
        symbol=f"     /BC-{desk.code}",
        issuer=desk.name,
        issued_on=today,
        name=f"tong-hop-dot-xuat-{call.number:02d}-{call.year}",
        stamp=stamp,
    )


def _sums(totals: Sequence[Total], contracts: Mapping[str, Contract]) -> Annex:
    rows = tuple(
        (
            str(at),
            contracts[one.key].title,
            contracts[one.key].unit,
            "–" if one.sum is None else f"{one.sum:,}".replace(",", "."),
            str(one.told),
        )
        for at, one in enumerate(totals, 1)
    )
    head = ("STT", "Chỉ tiêu", "Đơn vị tính", "Tổng số", "Số cơ quan có số liệu")
    return Annex(code="TH", title="Tổng số của các báo cáo đã tiếp nhận", columns=head, rows=rows)


def _answers(name: str, question: str, asked: Sequence[Called]) -> Annex:
    told = [
        (one.name, text)
        for one in asked
        if one.accepted and (text := one.accepted.said["sections"].get(name))
    ]
    rows = tuple((str(at), *line) for at, line in enumerate(told, 1))
    head = ("STT", "Cơ quan", "Nội dung trả lời")
    return Annex(code=name, title=question, columns=head, rows=rows, apart=True)


def _arrivals(asked: Sequence[Called]) -> Annex:
    rows = tuple((str(at), *_arrival(one)) for at, one in enumerate(asked, 1))
    head = ("STT", "Cơ quan", "Trạng thái", "Ngày gửi", "Tính kịp thời")
    title = "Tình hình gửi báo cáo của các cơ quan, đơn vị, địa phương"
    return Annex(code="GUI", title=title, columns=head, rows=rows, apart=True)


def _arrival(one: Called) -> tuple[str, str, str, str]:
    if not one.last:
        return one.name, one.status, "", ""
    came = timeliness_words(one.last.timeliness.value, one.last.days_late)
    return one.name, one.status, f"{one.last.submitted_on:%d/%m/%Y}", came
