"""Reception's sessions and its Excel file, in a real browser."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect
from xlsxwriter import Workbook

from kernel.clock import SystemClock
from tests.browser.test_services import Desk, looked_at
from tests.site import a_site

TITLES = ("Ngày nhận", "Loại đơn", "Nguồn đơn", "Họ tên", "Nội dung", "Mã tham chiếu")
GOOD = ("02/03/2026", "Phản ánh", "Bưu chính", "Kpă H'Thử", "Đèn đường hỏng", "12/PA")
LATE = ("02/03/2026", "Khiếu nại", "Bưu chính", "Siu Thử", "Thu hồi đất chưa đúng", "13/KN")
WRONG = ("32/03/2026", "Khiếu nại", "Bưu chính", "", "Thu hồi đất", "14/KN")


@pytest.fixture(scope="module")
def desk(
    chromium: Browser, running_servers: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with a_site(tmp_path_factory.mktemp("reception"), demo=1) as site:
        yield Desk(site, chromium, services=("reception",))


def a_file(*rows: tuple[str, ...]) -> dict[str, object]:
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((TITLES, *rows)):
            sheet.write_row(number, 0, row)
    return {"name": "don.xlsx", "mimeType": "application/zip", "buffer": kept.getvalue()}


def test_a_clerk_enters_a_session_and_sees_the_month(desk: Desk) -> None:
    clerk = desk.page("reception", "RECEPTIONIST", "ag-1")
    clerk.goto("/reception/sessions")
    looked_at(clerk, "reception-sessions-empty")
    clerk.goto("/reception/sessions/new")
    clerk.get_by_label("Hình thức").select_option("PERIODIC")
    clerk.get_by_label("Người tiếp").select_option("HEAD")
    clerk.get_by_label("Địa điểm").fill("Phòng tiếp công dân, trụ sở UBND phường")
    for label, count in (("Số lượt", "7"), ("Số người (bắt", "15"), ("Số vụ việc (bắt", "4")):
        clerk.get_by_label(label).fill(count)
    clerk.get_by_label("Số đoàn đông người").fill("2")
    clerk.get_by_label("Số người trong các đoàn").fill("9")
    clerk.get_by_role("button", name="Ghi buổi tiếp").click()
    expect(clerk.locator("#group_persons-error")).to_contain_text("ít nhất 10 người")
    looked_at(clerk, "reception-session-errors")

    clerk.get_by_label("Số người trong các đoàn").fill("11")
    clerk.get_by_role("button", name="Ghi buổi tiếp").click()

    expect(clerk.get_by_role("row", name="Phòng tiếp công dân")).to_be_visible()
    looked_at(clerk, "reception-sessions")


def test_a_session_is_opened_ended_minuted_and_closed(desk: Desk) -> None:
    clerk = desk.page("reception", "PETITION_OFFICER", "ag-5")
    clerk.goto("/reception/sessions/open")
    clerk.get_by_label("Người tiếp").select_option("AUTHORISED_DEPUTY")
    clerk.get_by_label("Người chủ trì").fill("Nguyễn Thị B, Phó Chủ tịch UBND phường")
    clerk.get_by_label("Địa điểm").fill("Phòng tiếp công dân")
    clerk.get_by_role("button", name="Mở buổi tiếp").click()
    expect(clerk.locator("#instead-error")).to_contain_text("cần ghi lý do")
    clerk.get_by_label("Lý do người đứng đầu").fill("Chủ tịch dự họp ở tỉnh")
    clerk.get_by_role("button", name="Mở buổi tiếp").click()

    clerk.get_by_role("link", name="Ghi người đến tiếp").click()
    clerk.get_by_label("Ngày tiếp").fill(SystemClock().today().isoformat())
    clerk.get_by_label("Loại việc").select_option("COMPLAINT")
    clerk.get_by_label("Họ và tên").fill("Siu Thử")
    clerk.get_by_label("Nội dung vụ việc").fill("Về mức bồi thường đất")
    clerk.get_by_role("button", name="Ghi").click()
    clerk.get_by_role("link", name="Kết thúc buổi tiếp").click()
    expect(clerk.get_by_label("Số lượt")).to_have_value("1")
    clerk.get_by_role("button", name="Kết thúc buổi tiếp").click()
    clerk.get_by_role("link", name="Ghi kết luận").click()
    clerk.get_by_label("Nội dung kết luận 1").fill("Rà soát lại phương án bồi thường")
    clerk.get_by_label("Giao ai thực hiện kết luận 1").fill("Phòng Kinh tế")
    looked_at(clerk, "reception-session-minutes")
    clerk.get_by_label("Số, ký hiệu").fill("12/TB-UBND")
    clerk.get_by_label("Ngày ban hành").fill(SystemClock().today().isoformat())
    clerk.get_by_role("button", name="Ghi kết luận").click()
    clerk.get_by_role("button", name="Hoàn tất buổi tiếp").click()
    clerk.get_by_role("button", name="Hoàn tất").click()

    expect(clerk.get_by_text("Buổi tiếp đã hoàn tất.")).to_be_visible()
    looked_at(clerk, "reception-session-closed")


def test_a_file_is_answered_line_by_line_and_the_register_marks_what_is_late(desk: Desk) -> None:
    clerk = desk.page("reception", "PETITION_OFFICER", "ag-2")
    clerk.goto("/reception/import")
    looked_at(clerk, "reception-import")
    clerk.get_by_label("Tệp Excel").set_input_files(a_file(GOOD, LATE, WRONG))
    clerk.get_by_role("button", name="Nhập tệp").click()

    expect(clerk.get_by_text("2 dòng đã nhập, 1 dòng cần sửa.")).to_be_visible()
    expect(clerk.get_by_text("A4: Ngày nhận")).to_be_visible()
    looked_at(clerk, "reception-import-results")
    clerk.goto("/reception/?kind=COMPLAINT&overdue=1")
    expect(clerk.get_by_role("row", name="Quá hạn")).to_have_count(1)
    expect(clerk.get_by_label("Loại đơn")).to_have_value("COMPLAINT")
    looked_at(clerk, "reception-overdue")


def test_what_is_no_excel_file_is_said_so(desk: Desk) -> None:
    clerk = desk.page("reception", "PETITION_OFFICER", "ag-3")
    clerk.goto("/reception/import")
    sent = {"name": "don.xlsx", "mimeType": "text/plain", "buffer": b"khong phai"}
    clerk.get_by_label("Tệp Excel").set_input_files(sent)
    clerk.get_by_role("button", name="Nhập tệp").click()

    expect(clerk.locator("#file-error")).to_contain_text("không phải là tệp Excel")
    looked_at(clerk, "reception-import-errors")
