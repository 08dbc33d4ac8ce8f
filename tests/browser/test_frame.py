"""The face in a real browser: it reads well, works by keyboard, fits a telephone, breaks no policy."""

import gzip
import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from tests.browser.conftest import SCREENS, Process

WIDTHS = {"wide": 1280, "narrow": 360}
PAGES = {
    "list": "/desk/",
    "form": "/desk/new",
    "empty": "/desk/archive",
    "forbidden": "/desk/admin",
    "broken": "/desk/broken",
    "missing": "/desk/nowhere",
}


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA and its own good practice."""
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found]


def shoot(page: Page, name: str) -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENS / f"{name}.png", full_page=True)


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def submit_an_empty_form(page: Page) -> None:
    page.goto("/desk/new")
    page.get_by_label("Nội dung").fill("ngắn")
    page.get_by_role("button", name="Ghi nhận").click()


def at_each_width(page: Page, name: str) -> None:
    """Look at a page as on a desk and as on a telephone: it fits, and axe finds nothing."""
    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 800})
        shoot(page, f"{name}-{width}")
        assert violations(page) == []
        assert overflow(page) == 0


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_and_fits(clerk: Page, name: str) -> None:
    clerk.goto(PAGES[name])

    at_each_width(clerk, name)


def test_a_form_with_errors_names_each_one_and_is_accessible(clerk: Page) -> None:
    submit_an_empty_form(clerk)

    expect(clerk.locator("#dv-errors")).to_be_focused()
    expect(clerk.get_by_label("Họ và tên")).to_have_attribute("aria-invalid", "true")
    expect(clerk.get_by_label("Nội dung")).to_have_value("ngắn")
    expect(clerk.locator("#content-error")).to_contain_text("Quá ngắn, tối thiểu là 10.")
    at_each_width(clerk, "form-errors")


def test_a_chosen_day_is_told_in_full_whatever_order_the_browser_shows_it_in(clerk: Page) -> None:
    clerk.goto("/desk/new")

    clerk.get_by_label("Ngày nhận").fill("2026-12-01")
    expect(clerk.get_by_text("Thứ Ba, ngày 01/12/2026")).to_be_visible()

    clerk.get_by_label("Ngày nhận").fill("")
    expect(clerk.get_by_text("Thứ Ba, ngày 01/12/2026")).to_be_hidden()


def test_the_summary_of_errors_leads_to_the_field(clerk: Page) -> None:
    submit_an_empty_form(clerk)

    clerk.locator("#dv-errors").get_by_role("link", name="Họ và tên").click()

    expect(clerk.get_by_label("Họ và tên")).to_be_focused()


def test_signing_out_ends_the_session(clerk: Page) -> None:
    clerk.goto("/desk/")

    clerk.get_by_role("button", name="Đăng xuất").click()
    expect(clerk).to_have_url(re.compile("/registry/sign-in$"))
    clerk.goto("/desk/")

    expect(clerk).to_have_url(re.compile(r"/registry/sign-in\?next=/desk/$"))


def test_a_double_click_registers_once(clerk: Page) -> None:
    clerk.goto("/desk/count")
    before = json.loads(clerk.locator("pre").inner_text())["count"]
    clerk.goto("/desk/new")
    clerk.get_by_label("Họ và tên").fill("Nguyễn Văn A")
    clerk.get_by_label("Loại đơn").select_option("feedback")
    clerk.get_by_label("Ngày nhận").fill("2026-11-16")
    clerk.get_by_label("Qua bưu chính").check()
    clerk.get_by_label("Nội dung").fill("Đề nghị sửa đoạn đường liên thôn.")

    clerk.get_by_role("button", name="Ghi nhận").dblclick()

    expect(clerk.get_by_role("status")).to_have_text("Đã ghi nhận đơn.")
    clerk.goto("/desk/count")
    assert json.loads(clerk.locator("pre").inner_text())["count"] == before + 1


def test_the_keyboard_reaches_the_content_first_and_sees_where_it_is(clerk: Page) -> None:
    clerk.goto("/desk/")

    clerk.keyboard.press("Tab")
    skip = clerk.get_by_role("link", name="Đến nội dung chính")

    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    clerk.keyboard.press("Enter")
    expect(clerk.locator("main")).to_be_focused()
    clerk.keyboard.press("Tab")
    focused = clerk.get_by_role("link", name="Ghi nhận đơn").last
    expect(focused).to_be_focused()
    assert focused.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    shoot(clerk, "focus")


def test_the_menu_opens_on_a_telephone(clerk: Page) -> None:
    clerk.set_viewport_size({"width": 360, "height": 740})
    clerk.goto("/desk/")
    link = clerk.get_by_role("navigation", name="Chức năng").get_by_role("link", name="Đơn lưu trữ")
    expect(link).to_be_hidden()

    clerk.get_by_role("button", name="Danh mục").click()

    expect(link).to_be_visible()
    expect(clerk.locator("#dv-navigation:not(.collapsing)")).to_be_visible()
    shoot(clerk, "menu-narrow")
    assert violations(clerk) == []


def test_the_navigation_shows_what_the_role_may_use_and_where_one_is(clerk: Page) -> None:
    clerk.goto("/desk/archive")

    navigation = clerk.get_by_role("navigation", name="Chức năng")

    expect(navigation.get_by_role("link")).to_have_text(
        ["Danh sách đơn", "Ghi nhận đơn", "Đơn lưu trữ"]
    )
    expect(navigation.locator("[aria-current=page]")).to_have_text("Đơn lưu trữ")


def test_a_part_of_a_page_is_renewed_with_the_form_token(clerk: Page) -> None:
    clerk.goto("/desk/archive")

    clerk.get_by_label("Tìm trong kho lưu trữ").fill("đơn")
    clerk.locator("main").get_by_role("button", name="Tìm").click()

    expect(clerk.get_by_text("Tìm thấy 3 đơn.")).to_be_visible()


def test_a_part_that_fails_is_told_in_words_and_may_be_tried_again(clerk: Page) -> None:
    clerk.goto("/desk/archive")
    clerk.get_by_label("Tìm trong kho lưu trữ").fill("lỗi")
    clerk.locator("main").get_by_role("button", name="Tìm").click()
    expect(clerk.get_by_role("alert")).to_contain_text("Chưa thực hiện được")

    clerk.get_by_label("Tìm trong kho lưu trữ").fill("đơn")
    clerk.locator("main").get_by_role("button", name="Tìm").click()

    expect(clerk.get_by_text("Tìm thấy 3 đơn.")).to_be_visible()
    expect(clerk.locator("#dv-htmx-error")).to_be_hidden()


def test_when_the_session_has_ended_a_part_leads_to_the_sign_in(clerk: Page) -> None:
    clerk.goto("/desk/archive")
    clerk.context.clear_cookies(name="danvan")

    clerk.locator("main").get_by_role("button", name="Tìm").click()

    expect(clerk).to_have_url(re.compile(r"/registry/sign-in\?next=/desk/archive$"))


def test_without_scripts_the_pages_still_work(chromium: Browser, desk: Process) -> None:
    context = chromium.new_context(java_script_enabled=False, base_url=desk.address)
    context.add_cookies([{"name": "danvan", "value": desk.token(), "url": desk.address}])
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 740})

    page.goto("/desk/")

    expect(page.get_by_role("link", name="Đơn lưu trữ")).to_be_visible()
    context.close()


def test_the_letters_of_vietnamese_come_from_our_own_font(clerk: Page) -> None:
    clerk.goto("/desk/", wait_until="networkidle")

    loaded = clerk.evaluate(
        "[...document.fonts].filter(one => one.status === 'loaded').map(one => one.unicodeRange)"
    )

    assert any("U+1EA0" in ranges for ranges in loaded)
    assert len(loaded) == 4  # two weights, Latin and Vietnamese


def test_the_documentation_of_the_api_is_readable(clerk: Page) -> None:
    clerk.goto("/api/desk/v1/docs")

    expect(clerk.get_by_text("/api/desk/v1/letters/").first).to_be_visible()
    shoot(clerk, "api")
    assert overflow(clerk) == 0


def test_the_first_page_is_light(clerk: Page) -> None:
    """150 KB as a proxy sends it: texts compressed, fonts as they are."""
    answers: list[Response] = []
    clerk.on("response", lambda answer: answers.append(answer))

    clerk.goto("/desk/", wait_until="networkidle")

    assert sum(on_the_wire(one) for one in answers) < 150_000


def on_the_wire(answer: Response) -> int:
    body = answer.body()
    return len(body) if answer.url.endswith(".woff2") else len(gzip.compress(body))
