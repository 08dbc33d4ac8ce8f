"""Papers beside the province's report, as plain facts for those who draw them: letters, statistics, blank forms.

NĐ 30/2020/NĐ-CP says how such papers look; a công văn has no name of its kind, but «V/v …» under its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from contracts.reporting import SupplementKind
from services.reporting.domain.composing import (
    ADDRESSEE,
    ISSUER,
    PLACE,
    RECIPIENTS,
    SIGNER_TITLE,
    Agency,
    timeliness_words,
)
from services.reporting.domain.indicators import Contract, Line, Share, shares_of
from services.reporting.domain.paper import Annex, Stamp
from services.reporting.domain.submissions import REASON_WORDS, Submission
from services.reporting.domain.supplements import SUPPLEMENT_WORDS, Supplement

PROVINCE = "Ủy ban nhân dân tỉnh Gia Lai"
DESK_SIGNER = ("GIÁM ĐỐC",)


@dataclass(frozen=True)
class Desk:
    """The focal agency of the day, which calls for reports and checks them; as shipped: Sở Nội vụ."""

    name: str = "Sở Nội vụ"
    code: str = "SNV"


SHIPPED_DESK = Desk()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """An official letter (công văn): about something, to some, in some paragraphs, perhaps with lists.

    With a `heading` («BÁO CÁO») it is a paper of that kind instead.
    """

    about: str
    addressees: tuple[str, ...]
    paragraphs: tuple[str, ...]
    issued_on: date
    tables: tuple[Annex, ...] = ()
    closing: tuple[str, ...] = ()
    symbol: str = f"     /{SHIPPED_DESK.code}-XDCQ"
    place: str = PLACE
    superior: str = PROVINCE
    issuer: str = SHIPPED_DESK.name
    signer_title: tuple[str, ...] = DESK_SIGNER
    signer: str = ""
    recipients: tuple[str, ...] = ("Như trên", "Lưu: VT, XDCQ")
    name: str = "cong-van"
    heading: str = ""
    stamp: Stamp


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The annex of statistics of an agency or the province: every figure by section, with three days apart, and
    the shares they make."""

    whose: str
    first: date
    last: date
    closed_on: date
    due_on: date | None
    estimate_to: date | None
    parts: tuple[tuple[str, tuple[Line, ...]], ...]
    issued_on: date
    stamp: Stamp
    name: str = "bieu-so-lieu"

    def shares(self, section: str) -> tuple[Share, ...]:
        """The shares that stand in a section."""
        every = shares_of(line for _, lines in self.parts for line in lines)
        return tuple(one for one in every if one.rate.section == section)


@dataclass(frozen=True, kw_only=True)
class BlankForm:
    """The form an agency fills without a line: its figures and sections, keyed so that it can be read back."""

    agency: Agency
    year: int
    window_from: date
    window_to: date
    due_on: date
    parts: tuple[tuple[str, tuple[Contract, ...]], ...]
    sections: tuple[tuple[str, str, bool], ...]
    issued_on: date
    counted: tuple[tuple[str, int], ...] = ()
    stamp: Stamp
    name: str = "mau-bao-cao"


def reminder(
    year: int,
    *,
    number: int,
    due_on: date,
    missing: Sequence[Agency],
    today: date,
    answer_by: date | None,
    stamp: Stamp,
    desk: Desk = SHIPPED_DESK,
) -> Letter:
    """Đôn đốc: who has not reported by a day (Chỉ thị 14/CT-UBND điểm 9)."""
    rows = tuple((str(at), one.name) for at, one in enumerate(missing, 1))
    by_when = (
        f"chậm nhất ngày {_day(answer_by)}" if answer_by else "ngay sau khi nhận được Công văn này"
    )
    few = len(missing) <= FEW
    named = (
        tuple(one.name for one in missing)
        if few
        else ("Các cơ quan, đơn vị, địa phương trong danh sách kèm theo",)
    )
    return Letter(
        about=f"đôn đốc lần {number} việc gửi báo cáo kết quả công tác dân vận chính quyền năm {year}",
        addressees=named,
        paragraphs=(
            f"Thực hiện Chỉ thị số 14/CT-UBND ngày 23/12/2021 của Chủ tịch Ủy ban nhân dân tỉnh về đổi mới công tác dân vận của cơ quan hành chính nhà nước, chính quyền các cấp trên địa bàn tỉnh, các cơ quan, đơn vị, địa phương gửi báo cáo kết quả công tác dân vận chính quyền năm {year} về Ủy ban nhân dân tỉnh (qua {desk.name}) chậm nhất ngày {_day(due_on)}.",
            f"Đến hết ngày {_day(today)}, còn {len(missing)} cơ quan, đơn vị, địa phương chưa gửi báo cáo. Để kịp tổng hợp, báo cáo cấp có thẩm quyền, {desk.name} đề nghị các cơ quan, đơn vị, địa phương khẩn trương hoàn thành và gửi báo cáo {by_when}; trường hợp chưa gửi được, có văn bản nêu rõ lý do.",
        ),
        tables=() if few else (Annex(code="DS", title="Danh sách cơ quan, đơn vị, địa phương chưa gửi báo cáo", columns=("STT", "Cơ quan, đơn vị, địa phương"), rows=rows),),
        closing=(f"{desk.name} đề nghị các cơ quan, đơn vị, địa phương quan tâm, phối hợp thực hiện.",),
        issuer=desk.name,
        symbol=f"     /{desk.code}-XDCQ",
        recipients=("Như trên", "Ủy ban nhân dân tỉnh (để báo cáo)", "Giám đốc, các Phó Giám đốc Sở", "Lưu: VT, XDCQ"),
        issued_on=today,
        name=f"don-doc-{number}-{year}",
        stamp=stamp,
    )  # fmt: skip


FEW = 5


def return_letter(
    sent: Submission,
    agency: Agency,
    *,
    comments: Sequence[tuple[str, str]],
    today: date,
    stamp: Stamp,
    desk: Desk = SHIPPED_DESK,
) -> Letter:
    """A report goes back for correction: why, field by field, and until when."""
    assert sent.correction_due_on, "it was returned"
    year, comment = sent.year, sent.comment
    rows = tuple((str(at), field, said) for at, (field, said) in enumerate(comments, 1))
    said = (f"Ý kiến cụ thể: {comment.strip().rstrip('.')}.",) if comment.strip() else ()
    return Letter(
        about=f"hoàn thiện báo cáo kết quả công tác dân vận chính quyền năm {year}",
        addressees=(agency.name,),
        paragraphs=(
            f"{desk.name} nhận được báo cáo kết quả công tác dân vận chính quyền năm {year} của {agency.name} ngày {_day(sent.submitted_on)}. Qua kiểm tra, báo cáo chưa đạt yêu cầu ở các nội dung sau:",
            *(f"{at}. {REASON_WORDS[one]}." for at, one in enumerate(sent.reasons, 1)),
            *said,
        ),
        tables=(Annex(code="YK", title="Ý kiến theo từng nội dung", columns=("STT", "Nội dung", "Ý kiến"), rows=rows),) if rows else (),
        closing=(
            f"{desk.name} đề nghị {agency.name} hoàn thiện và gửi lại báo cáo chậm nhất ngày {_day(sent.correction_due_on)}. Báo cáo gửi lại trong thời hạn này vẫn được tính theo ngày gửi lần đầu.",
        ),
        issuer=desk.name,
        symbol=f"     /{desk.code}-XDCQ",
        issued_on=today,
        name=f"tra-lai-{year}",
        stamp=stamp,
    )  # fmt: skip


def supplement(it: Supplement, *, issued: str, issued_on: date, stamp: Stamp) -> Letter:
    """An addendum or a correction: why, from whom, and the difference sheet line by line."""
    said, word = it.proposal, SUPPLEMENT_WORDS[it.nature]
    units = tuple(
        (str(at), one.name, str(one.before) if one.before else "–", str(one.number), f"{date.fromisoformat(one.submitted_on):%d/%m/%Y}", timeliness_words(one.timeliness, one.days_late))
        for at, one in enumerate(said.taken, 1)
    )  # fmt: skip
    lines = tuple(
        (str(at), one.title, one.unit, _value(one.old), _value(one.new), f"{one.change:+,}".replace(",", "."))
        for at, one in enumerate(said.lines, 1)
    )  # fmt: skip
    about = f"{word} Báo cáo số {issued} ngày {_day(issued_on)} về kết quả thực hiện công tác dân vận chính quyền năm {it.year}"
    return Letter(
        heading="BÁO CÁO",
        about=f"{about[0].upper()}{about[1:]}",
        addressees=(ADDRESSEE,),
        paragraphs=(
            f"Ngày {_day(issued_on)}, Ủy ban nhân dân tỉnh ban hành Báo cáo số {issued}. Lý do {word}: {it.reason.rstrip('.')}.",
            f"Báo cáo {word} lần {it.number} này tính thêm báo cáo của {len(units)} cơ quan, đơn vị, địa phương và thay đổi {len(lines)} số liệu của tỉnh như các bảng sau:",
        ),
        closing=(f"Các nội dung khác của Báo cáo số {issued} không thay đổi.",),
        tables=(
            Annex(code="CQ", title="Báo cáo được tính", columns=("STT", "Cơ quan", "Phiên bản trước", "Phiên bản này", "Ngày nhận", "Tính kịp thời"), rows=units),
            Annex(code="CL", title="Bảng chênh lệch số liệu", columns=("STT", "Chỉ tiêu", "Đơn vị tính", "Đã ban hành", "Nay là", "Tăng/giảm"), rows=lines),
        ),
        symbol=it.symbol,
        superior="",
        issuer=ISSUER,
        signer_title=SIGNER_TITLE,
        recipients=RECIPIENTS,
        issued_on=it.issued_on,
        name=f"{'bo-sung' if it.nature is SupplementKind.ADDENDUM else 'dinh-chinh'}-{it.number}-{it.year}",
        stamp=stamp,
    )  # fmt: skip


def _value(value: int | None) -> str:
    return "–" if value is None else f"{value:,}".replace(",", ".")


def _day(on: date) -> str:
    return f"{on:%d/%m/%Y}"
