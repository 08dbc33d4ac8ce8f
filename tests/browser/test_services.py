"""The pages of reception and reporting in a real browser: a clerk enters, a head decides, Sở Nội vụ looks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.message import Actor
from tests.browser.test_frame import overflow, violations
from tests.site import Site, a_site, wait_for

SCREENS = Path("out/screens")
WIDTHS = {"wide": 1280, "narrow": 360}


class Desk:
    """Some services of one site, and browsers signed in as somebody."""

    def __init__(
        self,
        site: Site,
        chromium: Browser,
        services: tuple[str, ...] = ("reception", "reporting"),
    ) -> None:
        self.site, self.chromium = site, chromium
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        self.workers = [site.worker(name) for name in services]
        self.webs = {name: site.web(name) for name in services}
        for process in (*self.workers, *self.webs.values()):
            process.ready()

    def address(self, service: str) -> str:
        return f"http://127.0.0.1:{self.webs[service].ports['web_port']}"

    def page(self, service: str, role: str, agency: str) -> Page:
        """A fresh browser in which somebody is signed in at a service."""
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        token = SessionKeys(self.site.folder / "keys", site="gialai").issue(
            actor, now=now, minutes=30
        )
        context = self.chromium.new_context(base_url=self.address(service), locale="vi-VN")
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "danvan", "value": token, "url": self.address(service)}])
        return context.new_page()


@pytest.fixture(scope="module")
def desk(
    chromium: Browser, running_servers: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with a_site(tmp_path_factory.mktemp("services")) as site:
        yield Desk(site, chromium)


def looked_at(page: Page, name: str) -> None:
    """Fits at both widths, nothing found by axe; a picture of each is kept."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state()
    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 800})
        page.screenshot(path=SCREENS / f"{name}-{width}.png", full_page=True)
        assert violations(page) == []
        assert overflow(page) == 0
    page.set_viewport_size({"width": 1280, "height": 800})


def enter(page: Page, *, kind: str, words: str, name: str = "") -> None:
    page.goto("/reception/petitions/new")
    page.get_by_label("Loại đơn").select_option(kind)
    page.get_by_label("Nguồn đơn").select_option("COUNTER")
    page.get_by_label("Họ và tên người gửi").fill(name)
    page.get_by_label("Nội dung").fill(words)
    page.get_by_role("button", name="Vào sổ").click()


def test_an_empty_register_says_what_to_do(desk: Desk) -> None:
    clerk = desk.page("reception", "RECEPTIONIST", "ag-empty")

    clerk.goto("/reception/")

    expect(clerk.get_by_role("heading", name="Chưa có đơn nào")).to_be_visible()
    looked_at(clerk, "reception-empty")


def test_a_clerk_enters_and_classifies_a_head_accepts_and_decides(desk: Desk) -> None:
    clerk = desk.page("reception", "RECEPTIONIST", "ag-1")
    enter(
        clerk, kind="COMPLAINT", words="Đề nghị xem xét mức bồi thường đất.", name="Nguyễn Văn Ấn"
    )
    expect(clerk.get_by_text("Đã vào sổ đơn số 1/")).to_be_visible()
    looked_at(clerk, "reception-petition")
    clerk.get_by_role("group", name="Đơn đủ điều kiện").get_by_label("Có").check()
    clerk.get_by_role("group", name="Đơn thuộc thẩm quyền").get_by_label("Có").check()
    clerk.get_by_label("Hướng xử lý").select_option("ACCEPT")
    clerk.get_by_role("button", name="Ghi phân loại").click()
    head = desk.page("reception", "AGENCY_HEAD", "ag-1")
    head.goto(clerk.url.removeprefix(desk.address("reception")))
    looked_at(head, "reception-classified")

    head.get_by_role("button", name="Thụ lý đơn").click()
    head.get_by_text("Hạn giải quyết").last.click()
    expect(head.get_by_text("Quy tắc C-02")).to_be_visible()
    looked_at(head, "reception-accepted")
    head.get_by_label("Đúng một phần").check()
    head.get_by_role("button", name="Ghi kết quả giải quyết").click()
    head.get_by_role("button", name="Giải quyết đơn").click()

    expect(head.get_by_text("Đã ghi kết quả giải quyết.")).to_be_visible()
    looked_at(head, "reception-decided")
    clerk.goto("/reception/")
    expect(clerk.get_by_role("row", name="Đã giải quyết")).to_be_visible()
    looked_at(clerk, "reception-list")


def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(desk: Desk) -> None:
    clerk = desk.page("reception", "RECEPTIONIST", "ag-2")

    enter(clerk, kind="COMPLAINT", words="Khiếu nại quyết định thu hồi đất.", name="")

    expect(clerk.locator("#name-error")).to_contain_text("Cần ghi họ tên người gửi đơn")
    expect(clerk.get_by_label("Nội dung")).to_have_value("Khiếu nại quyết định thu hồi đất.")
    looked_at(clerk, "reception-form-errors")


def test_a_clerk_of_another_agency_does_not_find_the_petition(desk: Desk) -> None:
    clerk = desk.page("reception", "RECEPTIONIST", "ag-3")
    enter(clerk, kind="FEEDBACK", words="Phản ánh đèn đường hỏng.", name="Rơ Châm H'Lan")
    stranger = desk.page("reception", "RECEPTIONIST", "ag-4")

    answer = stranger.goto(clerk.url.removeprefix(desk.address("reception")))

    assert answer is not None
    assert answer.status == 404
    looked_at(stranger, "reception-not-found")


def test_so_noi_vu_sees_the_figures_of_all_agencies(desk: Desk) -> None:
    for agency in ("ag-5", "ag-6"):
        clerk = desk.page("reception", "RECEPTIONIST", agency)
        enter(clerk, kind="FEEDBACK", words="Phản ánh đèn đường hỏng.", name="Rơ Châm H'Lan")
    officer = desk.page("reporting", "SNV_OFFICER", "snv")

    def rows() -> bool:
        officer.goto("/reporting/")
        return all(officer.get_by_role("row", name=one).count() for one in ("ag-5", "ag-6"))

    wait_for(rows, "both agencies")
    looked_at(officer, "reporting-figures")
    officer.goto("/reporting/?from=2026-12-01&to=2026-01-01")
    expect(officer.locator("#from-error")).to_contain_text("Ngày bắt đầu")
    looked_at(officer, "reporting-wrong-period")
