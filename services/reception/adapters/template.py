"""The empty Excel file an agency fills in: titles, lists to choose from, a sheet that explains."""

from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from services.reception.adapters.columns import COLUMNS, REQUIRED
from services.reception.adapters.workbook import MOST_LINES

SHEET, LISTS, HELP = "Don thu", "Danh muc", "Huong dan"
EXPLAINED = (
    "Mỗi dòng là một đơn. Không đổi tên cột; thứ tự cột đổi được.",
    "Cột bắt buộc: Ngày nhận, Loại đơn, Nguồn đơn, Nội dung, Mã tham chiếu.",
    "Mã tham chiếu là số hoặc ký hiệu của đơn trong sổ của cơ quan; mỗi mã chỉ dùng cho một đơn.",
    "Ngày viết dạng ngày/tháng/năm, ví dụ 05/11/2026.",
    "Đơn tố cáo: để trống Họ tên, Địa chỉ, Điện thoại. Đơn khiếu nại: phải có Họ tên.",
    "Các cột từ Ngày phân loại trở đi chỉ ghi khi việc đó đã làm; có thể gửi lại tệp khi có thêm kết quả.",
    "Địa bàn vụ việc: tên xã, phường, cách nhau bằng dấu chấm phẩy; để trống nếu là địa bàn của cơ quan.",
    "Nộp lại cùng một tệp không làm phát sinh đơn thứ hai.",
    f"Mỗi tệp tối đa {MOST_LINES} dòng.",
)


def template() -> bytes:
    """The file, made anew."""
    kept = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(kept, options) as book:
        sheet, lists, explained = (book.add_worksheet(name) for name in (SHEET, LISTS, HELP))
        _fill(book, sheet, lists)
        for row, text in enumerate(EXPLAINED):
            explained.write_string(row, 0, text)
        lists.hide()
    return kept.getvalue()


def _fill(book: Any, sheet: Any, lists: Any) -> None:
    head = {"bold": True, "bg_color": "#DCEBEC", "border": 1, "text_wrap": True}
    plain, marked = book.add_format(head), book.add_format({**head, "bg_color": "#F6E3C5"})
    text = book.add_format({"num_format": "@"})
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, text)
        sheet.write_string(0, at, column.title, marked if column.field in REQUIRED else plain)
        if column.words:
            _offer(sheet, lists, at, column.words)
    sheet.freeze_panes(1, 0)


def _offer(sheet: Any, lists: Any, at: int, words: tuple[str, ...]) -> None:
    """A drop-down list on the column; its words stand in the hidden sheet."""
    for row, word in enumerate(words):
        lists.write_string(row, at, word)
    letter = chr(ord("A") + at)
    source = f"='{LISTS}'!${letter}$1:${letter}${len(words)}"
    sheet.data_validation(1, at, MOST_LINES, at, {"validate": "list", "source": source})
