"""The Excel file in which one agency sends its petitions: a line each, in the words of the template."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook as Book  # type: ignore[import-untyped]

from demo.year.entries import Row

REFERENCE = "Mã tham chiếu"  # codespell:ignore tham
HEAD = (
    *("Ngày nhận", "Loại đơn", "Nguồn đơn", "Họ tên", "Địa chỉ", "Điện thoại", "Nội dung"),
    *(REFERENCE, "Ngày phân loại", "Đủ điều kiện", "Thuộc thẩm quyền", "Hướng xử lý"),
    *("Ngày thụ lý", "Phức tạp", "Ngày giải quyết", "Kết quả"),
)
KINDS = {
    "COMPLAINT": "Khiếu nại",
    "DENUNCIATION": "Tố cáo",
    "RECOMMENDATION": "Kiến nghị",
    "FEEDBACK": "Phản ánh",
}
YES, NO = "Có", "Không"


def workbook(petitions: Sequence[Sequence[Row]]) -> bytes:
    """The file for some petitions, each with the acts done about it."""
    kept = BytesIO()
    with Book(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("Don thu")
        sheet.write_row(0, 0, HEAD)
        for at, acts in enumerate(petitions, 1):
            told = line(acts)
            sheet.write_row(at, 0, [told[title] for title in HEAD])
    return kept.getvalue()


def line(acts: Sequence[Row]) -> dict[str, str]:
    """One petition as a line of the file."""
    by_act = {row["act"]: row for row in acts}
    classified = by_act.get("classify_petition", {})
    accepted = by_act.get("accept_petition", {})
    decided = by_act.get("decide_petition", {})
    return {
        **_received(by_act["register_petition"]),
        "Ngày phân loại": _day(classified),
        "Đủ điều kiện": _yes(classified, "eligible"),
        "Thuộc thẩm quyền": _yes(classified, "competent"),
        "Hướng xử lý": classified.get("disposition", ""),
        "Ngày thụ lý": _day(accepted),
        "Phức tạp": _yes(accepted, "complex"),
        "Ngày giải quyết": _day(decided),
        "Kết quả": decided.get("outcome", ""),
    }


def _received(row: Row) -> dict[str, str]:
    who = row["petitioner"] or {}
    return {
        "Ngày nhận": _written(row["received_on"]),
        "Loại đơn": KINDS[row["kind"]],
        "Nguồn đơn": row["channel"],
        "Họ tên": who.get("name", ""),
        "Địa chỉ": who.get("address", ""),
        "Điện thoại": who.get("phone", ""),
        "Nội dung": row["summary"],
        REFERENCE: row["client_ref"],
    }


def _written(day: str) -> str:
    year, month, of_month = day.split("-")
    return f"{of_month}/{month}/{year}"


def _day(row: Any) -> str:
    return _written(row["on"]) if row else ""


def _yes(row: Any, name: str) -> str:
    return (YES if row[name] else NO) if row else ""
