"""A clerk's whole day at the screen: a real browser, the real proxy, every page on the way looked at."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from xlsxwriter import Workbook

from contracts.registry import Role
from tests.e2e.six import PASSWORD, PLACES, TODAY, Six

AGENCY = PLACES[5]
ACCOUNT = "tiep.dan"
MATTER = "Đề nghị xem xét lại mức bồi thường đất ở tại tổ 4 khi làm đường liên xã"
SCREENS = Path("out/screens/day")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 780}


@pytest.fixture
def clerk(browser: Browser, six: Six, portal: str) -> Iterator[Page]:
    """A browser nobody has signed in with yet; an account for its owner is open."""
    post = {"role": Role.RECEPTIONIST, "agency": AGENCY, "since": TODAY.isoformat()}
    new = {"account": ACCOUNT, "name": "Siu H'Tiếp", "password": PASSWORD}
    opened = six.post("registry", "/accounts", new, Role.ADMINISTRATOR, AGENCY)
    roles = f"/accounts/{opened['account']}/roles"
    told = six.post("registry", roles, post, Role.ADMINISTRATOR, AGENCY)
    approval = f"/role-proposals/{told['proposal']}/approval"
    six.post("registry", approval, None, Role.AGENCY_HEAD, AGENCY)
    context = browser.new_context(base_url=portal, locale="vi-VN", viewport=WIDE)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def test_a_day_from_sign_in_to_sign_out(clerk: Page, six: Six, portal: str):
    _come_in(clerk)
    _receive(clerk)
    first = _enter(clerk)
    again = _enter(clerk)
    _see_that_it_came_before(clerk, first, again)
    _receipt(clerk, first)
    _classify(clerk, first)
    _the_head_accepts(clerk, six, portal, first)
    _reply(clerk, first)
    _note_and_file(clerk, first)
    _import(clerk)
    _search(clerk, first)
    _go_home(clerk)


def _come_in(page: Page) -> None:
    page.goto("/registry/sign-in?next=/reception/")
    page.get_by_label("Tài khoản").fill(ACCOUNT)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sổ đơn")
    expect(page.get_by_text("Chưa có đơn nào")).to_be_visible()


def _receive(page: Page) -> None:
    page.goto("/reception/book")
    page.get_by_role("link", name="Ghi người đến tiếp").click()
    page.get_by_label("Ngày tiếp").fill(TODAY.isoformat())
    page.get_by_label("Loại việc").select_option("COMPLAINT")
    page.get_by_label("Họ và tên").fill("Rah Lan Thử")
    page.get_by_label("Nội dung vụ việc").fill(MATTER)
    page.get_by_label("Hướng xử lý").fill("Nhận đơn")
    page.get_by_role("main").locator("form.dv-form button[type=submit]").click()
    expect(page.get_by_role("row", name="Rah Lan Thử")).to_be_visible()
    _shot(page, "book")


def _enter(page: Page) -> str:
    page.goto("/reception/petitions/new")
    page.get_by_label("Loại đơn").select_option("COMPLAINT")
    page.get_by_label("Nguồn đơn").select_option("RECEPTION_SESSION")
    page.get_by_label("Họ và tên người gửi").fill("Rah Lan Thử")
    page.get_by_label("Nội dung").fill(MATTER)
    page.get_by_role("button", name="Vào sổ").click()
    expect(page.get_by_text("Đã vào sổ đơn số")).to_be_visible()
    return page.url


def _see_that_it_came_before(page: Page, first: str, again: str) -> None:
    page.goto(again)
    page.get_by_role("link", name="Xem và ghép, hoặc xác nhận không trùng").click()
    row = page.get_by_role("article").filter(has_text="Cùng người gửi")
    expect(row).to_contain_text("100%")
    _shot(page, "duplicates")
    row.get_by_role("button", name="Ghép vào đơn").click()
    expect(page.get_by_text("Đơn trùng, đã ghép").first).to_be_visible()
    page.get_by_role("link", name="Đơn gốc").click()
    assert page.url == first


def _receipt(page: Page, petition: str) -> None:
    page.goto(petition)
    page.get_by_role("button", name="Giấy biên nhận").click()
    expect(page.locator(".dv-qr svg")).to_be_visible()
    expect(page.locator(".dv-code")).to_have_text(
        re.compile(r"^[2-9A-Z]{4}[ -][2-9A-Z]{4}[ -][2-9A-Z]{4}$")
    )
    _shot(page, "receipt")


def _classify(page: Page, petition: str) -> None:
    page.goto(petition)
    page.get_by_role("group", name="Đơn đủ điều kiện xử lý").get_by_label("Có").check()
    page.get_by_role("group", name="Đơn thuộc thẩm quyền").get_by_label("Có").check()
    page.get_by_label("Hướng xử lý").select_option("ACCEPT")
    page.get_by_role("button", name="Ghi phân loại").click()
    expect(page.get_by_text("Đã ghi kết quả phân loại.")).to_be_visible()


def _the_head_accepts(clerk: Page, six: Six, portal: str, petition: str) -> None:
    """In a browser of their own: whoever received does not accept."""
    clerk.goto(petition)
    expect(clerk.get_by_role("button", name="Thụ lý đơn")).to_have_count(0)
    browser = clerk.context.browser
    assert browser is not None
    context = browser.new_context(base_url=portal, locale="vi-VN")
    token = six.token(Role.AGENCY_HEAD, AGENCY)
    context.add_cookies([{"name": "danvan", "value": token, "url": portal}])
    head = context.new_page()
    head.goto(petition)
    head.get_by_role("button", name="Thụ lý đơn").click()
    expect(head.get_by_text("Đã thụ lý đơn.")).to_be_visible()
    context.close()


def _reply(page: Page, petition: str) -> None:
    page.goto("/reception/templates")
    page.get_by_label("Tên mẫu").fill("Báo đã thụ lý")
    page.locator("textarea#text").fill("Đơn của ông/bà đã được thụ lý.")
    page.get_by_role("button", name="Ban hành mẫu").click()
    page.goto(petition)
    page.get_by_role("link", name="Trả lời người gửi đơn").click()
    page.get_by_label("Bắt đầu từ mẫu").select_option(label="Báo đã thụ lý (phiên bản 1)")
    page.get_by_role("button", name="Điền vào nội dung").click()
    page.get_by_label("Tôi đã đọc lại").check()
    page.get_by_role("button", name="Gửi cho người gửi đơn đọc").click()
    expect(page.get_by_text("theo mẫu “Báo đã thụ lý”")).to_be_visible()


def _note_and_file(page: Page, petition: str) -> None:
    page.goto(petition)
    page.get_by_role("link", name="Ghi chú nội bộ").first.click()
    page.get_by_label("Ghi chú").fill("Gọi lại cho tổ trưởng dân phố")
    page.get_by_role("button", name="Ghi chú nội bộ").click()
    expect(page.get_by_text("Gọi lại cho tổ trưởng dân phố")).to_be_visible()
    page.get_by_role("link", name="Tệp đính kèm").click()
    given: Any = {"name": "don.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF"}
    page.get_by_label("Tệp", exact=False).first.set_input_files(given)
    page.get_by_label("Là gì").select_option(index=1)
    page.locator("select#visibility").select_option("INTERNAL")
    page.get_by_role("button", name="Đính kèm").click()
    expect(page.get_by_role("link", name="don.pdf")).to_be_visible()


def _import(page: Page) -> None:
    page.goto("/reception/import")
    page.get_by_label("Tệp Excel").set_input_files(a_file())
    page.get_by_role("button", name="Kiểm tra thử").click()
    expect(page.get_by_text("chưa nhập dòng nào")).to_be_visible()
    page.get_by_role("button", name="Nhập 1 dòng hợp lệ").click()
    expect(page.get_by_text("1 dòng đã nhập, 0 dòng cần sửa.")).to_be_visible()


def a_file() -> Any:
    kept = BytesIO()
    with Workbook(kept, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ("Ngày nhận", "Loại đơn", "Nguồn đơn", "Nội dung", "Mã tham chiếu"))
        sheet.write_row(
            1, 0, (f"{TODAY:%d/%m/%Y}", "Phản ánh", "Bưu chính", "Đèn đường hỏng", "n-1")
        )
    return {"name": "don.xlsx", "mimeType": "application/zip", "buffer": kept.getvalue()}


def _search(page: Page, petition: str) -> None:
    page.goto("/reception/")
    page.get_by_label("Tìm theo số hoặc nội dung").fill("muc boi thuong dat o")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("#petitions tbody tr")).to_have_count(2)
    _shot(page, "list")
    page.get_by_role("row", name="Đã thụ lý").get_by_role("link").click()
    assert page.url == petition
    page.get_by_role("link", name="Mọi thời hạn của đơn").click()
    expect(page.get_by_role("heading", name="Giải quyết:")).to_be_visible()


def _go_home(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/reception/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def _shot(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    for width, size in (("wide", WIDE), ("narrow", NARROW)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], (name, wide)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
