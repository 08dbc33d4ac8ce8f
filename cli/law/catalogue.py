"""The generated pages that are not about one rule: cadences, votes, the report, duties, instruments."""

from collections.abc import Iterator

from cli.law.handling_page import handling_page
from cli.law.tables import table
from cli.law.time_and_place import calendar_page, units_page
from law.calendar.register import Register
from law.packs.democracy import Threshold, VoteForm
from law.packs.duties import Area, Duty, Often
from law.packs.instruments import Status
from law.packs.packs import Packs
from law.packs.reception import Per
from law.packs.report import DayOfYear
from law.words import say, say_span

_PER = {Per.WEEK: "tuần", Per.MONTH: "tháng"}
_FORMS = {VoteForm.MEETING: "họp", VoteForm.BALLOT: "phát phiếu", VoteForm.ONLINE: "trực tuyến"}
_OFTEN = {
    Often.YEARLY: "hằng năm",
    Often.PERIODIC: "định kỳ",
    Often.CONTINUOUS: "thường xuyên",
    Often.PER_ITEM: "từng việc",
}
_AREAS = {
    Area.PLAN: "kế hoạch",
    Area.RECEP: "tiếp công dân",
    Area.CONSULT: "lấy ý kiến",
    Area.REPORT: "báo cáo",
    Area.NOTIFY: "thông báo",
}
_STATUS = {
    Status.IN_FORCE: "đang dùng",
    Status.AMENDED: "đã sửa đổi",
    Status.SUPERSEDED: "đã được thay thế",
    Status.UNCONFIRMED: "chưa xác nhận",
}


def catalogue(packs: Packs, register: Register) -> dict[str, str]:
    """These pages by file name."""
    made = {
        "lich.md": calendar_page(register, packs),
        "tiep-cong-dan.md": _reception(packs),
        "dan-chu.md": _democracy(packs),
        "xu-ly-don.md": handling_page(packs),
        "bao-cao.md": _report(packs),
        "nhiem-vu.md": _duties(packs),
        "van-ban.md": _instruments(packs),
        "don-vi.md": units_page(),
    }
    return {name: "\n".join(lines) + "\n" for name, lines in made.items()}


def _reception(packs: Packs) -> Iterator[str]:
    yield "# Định mức tiếp công dân, niêm yết công khai"
    yield ""
    yield from table(
        ("Chức danh", "Mã", "Hiệu lực", "Ít nhất", "Căn cứ", "Mức tin cậy"),
        (
            (
                office.title,
                f"`{office.id}`",
                say_span(one.since, one.until),
                f"{one.days} ngày mỗi {_PER[one.per]}",
                packs.cite(one),
                one.tag,
            )
            for office in packs.offices.values()
            for one in office.cadences
        ),
    )
    yield ""
    yield (
        "Tuần, tháng chỉ tính khi nằm trọn trong kỳ; tuần không có ngày làm việc thì không tính. "
        + packs.quota_counts.note
    )
    yield ""
    common = packs.common_day
    yield f"Ngày tiếp thống nhất: ngày {common.day} hằng tháng; là ngày nghỉ thì chuyển sang ngày làm việc tiếp theo ({packs.cite(common)}). {common.note}"
    yield ""
    yield "## Nội dung niêm yết"
    yield ""
    yield from table(
        ("Số", "Nội dung", "Quy tắc", "Căn cứ", "Mức tin cậy"),
        (
            (
                str(one.number),
                one.title,
                f"[{one.rule}]({one.rule}.md)" if one.rule else "",
                packs.cite(one),
                one.tag,
            )
            for one in packs.postings
        ),
    )


def _democracy(packs: Packs) -> Iterator[str]:
    yield "# Biểu quyết của cộng đồng, hội nghị đối thoại"
    yield ""
    yield "Tỷ lệ tính trên tổng số hộ của thôn, tổ dân phố, không phải số hộ dự họp."
    yield ""
    yield from table(
        ("Số", "Nội dung", "Cần", "Hình thức", "Căn cứ", "Mức tin cậy"),
        (
            (
                str(one.item),
                one.title,
                _share(one),
                _forms(one.forms, one.without_quorum),
                packs.cite(one),
                one.tag,
            )
            for one in packs.votes.values()
        ),
    )
    yield ""
    yield f"Cuộc họp cần {_share(packs.quorum)} số hộ có mặt ({packs.cite(packs.quorum)}; {packs.quorum.tag})."
    yield ""
    conference = packs.conference
    yield (
        f"Hội nghị trao đổi, đối thoại với Nhân dân: ít nhất {conference.a_year} lần mỗi năm, hoặc khi {_share(conference)} "
        f"cử tri của xã, phường đề nghị ({packs.cite(conference)}; {conference.tag}). Thông báo: "
        f"[{conference.announce}]({conference.announce}.md); công khai kết quả: [{conference.publish}]({conference.publish}.md)."
    )


def _share(one: Threshold) -> str:
    return f"{'trên' if one.strict else 'từ'} {one.numerator}/{one.denominator}"


def _forms(forms: tuple[VoteForm, ...], without_quorum: tuple[VoteForm, ...]) -> str:
    told = ", ".join(_FORMS[form] for form in forms)
    other = ", ".join(_FORMS[form] for form in without_quorum)
    return f"{told}; không đủ số hộ dự họp thì {other}" if other else told


def _report(packs: Packs) -> Iterator[str]:
    report = packs.report
    yield f"# Báo cáo năm · {report.title}"
    yield ""
    yield f"Trước ngày {report.before.day} tháng {report.before.month} ({packs.cite(report)}). {report.note}"
    yield ""
    yield "## Kỳ số liệu"
    yield ""
    yield from table(
        ("Mã", "Tên", "Từ", "Đến", "Ước đến", "Mức tin cậy"),
        (
            (
                f"`{one.code}`",
                one.title,
                _day_of_year(one.start),
                _day_of_year(one.end),
                _day_of_year(one.estimate_to),
                one.tag,
            )
            for one in report.periods
        ),
    )
    yield ""
    yield "## Đề cương"
    yield ""
    yield from table(
        ("Mục", "Mã", "Tên", "Bắt buộc", "Nhiệm vụ"),
        (
            (
                one.number,
                f"`{one.code}`",
                one.title,
                f"có ({one.basis})" if one.required else "",
                ", ".join(one.duties),
            )
            for one in report.sections
        ),
    )
    yield ""
    yield "Phụ lục: " + "; ".join(f"{one.code} {one.title}" for one in report.annexes) + "."
    yield ""
    yield "## Điều kiện bắt buộc"
    yield ""
    levels = {one.code: one.title for one in report.ratings}
    for one in report.hard_rules:
        cap = f" Không đạt thì xếp loại không quá “{levels[one.caps]}”." if one.caps else ""
        yield f"- **{one.duty}** {one.title} ({one.tag}).{cap}"
    yield ""
    yield "Mức xếp loại: " + "; ".join(f"{one.title} ({one.tag})" for one in report.ratings) + "."
    yield ""
    yield f"Hoàn thiện báo cáo bị trả lại: [{report.correction}]({report.correction}.md)."


def _day_of_year(one: DayOfYear | None) -> str:
    if one is None:
        return ""
    return f"{one.day:02}/{one.month:02}{' năm trước' if one.year < 0 else ''}"


def _duties(packs: Packs) -> Iterator[str]:
    yield "# Nhiệm vụ và chỉ tiêu"
    yield ""
    yield f"{len(packs.duties)} nhiệm vụ, chỉ tiêu từ Chỉ thị 14/CT-UBND; ★ là điều kiện bắt buộc của báo cáo năm."
    yield ""
    yield from table(
        ("Mã", "Nhiệm vụ", "Ai", "Khi nào", "Minh chứng", "Loại", "Chỉ tiêu số liệu", "Phần"),
        (_duty(duty) for duty in packs.duties.values()),
    )
    yield ""
    yield "## Chỉ tiêu số liệu"
    yield ""
    yield from table(
        ("Mã", "Tên", "Đơn vị"),
        ((f"`{one.code}`", one.title, one.unit) for one in packs.indicators.values()),
    )


def _duty(duty: Duty) -> tuple[str, ...]:
    active = "" if duty.active else " (không còn áp dụng, ẩn theo mặc định)"
    return (
        f"{duty.id}{' ★' if duty.hard else ''}",
        duty.title + active,
        ", ".join(duty.who),
        _OFTEN[duty.due],
        duty.evidence,
        ", ".join(duty.kinds),
        ", ".join(f"`{code}`" for code in duty.indicators),
        _AREAS[duty.area],
    )


def _instruments(packs: Packs) -> Iterator[str]:
    yield "# Văn bản"
    yield ""
    yield from table(
        (
            "Số trong Chỉ thị",
            "Văn bản",
            "Ngày",
            "Cơ quan ban hành",
            "Nội dung",
            "Tình trạng",
            "Mức tin cậy",
            "Ghi chú",
        ),
        (
            (
                str(one.directive or ""),
                one.cited,
                say(one.dated) if one.dated else "",
                one.issuer,
                one.title,
                _STATUS[one.status],
                one.tag,
                one.note,
            )
            for one in packs.instruments.values()
        ),
    )
    yield ""
    yield "## Nguồn đã đọc"
    yield ""
    yield from (f"- **{one.id}** {one.told}" for one in packs.sources.values())
