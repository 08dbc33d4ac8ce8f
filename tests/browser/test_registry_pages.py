"""The registry's pages in a real browser: signing in, the portal, agencies, people and their roles."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from contracts.registry import Role
from kernel.auth import create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor
from law.defaults import shipped_units
from services.registry.domain import Assignment, NewAccount
from services.registry.service import Registry
from tests.browser.test_services import looked_at
from tests.site import Process, Site, a_site

TODAY = SystemClock().today()
UNITS = {unit.authority: unit.id for unit in shipped_units().as_of(TODAY)}
SNV, IA_LY = UNITS["Sở Nội vụ"], UNITS["UBND xã Ia Ly"]
OPERATOR = Actor(user="operator", role="OPS", agency="gialai")
PASSWORD = "một câu dài dễ nhớ"
PEOPLE = (
    ("pham.quan", "Phạm Thị Quản", SNV, (Role.ADMINISTRATOR,)),
    ("siu.thu", "Siu H'Thử", IA_LY, (Role.DANVAN_OFFICER, Role.RECEPTIONIST)),
    ("ro.cham.mau", "Rơ Châm Mẫu", IA_LY, (Role.AGENCY_HEAD,)),
    ("nguyen.vi.du", "Nguyễn Ví Dụ", SNV, (Role.SNV_OFFICER,)),
)


class Desk:
    """The registry's web process, and browsers that come to it."""

    def __init__(self, web: Process, chromium: Browser) -> None:
        self.address = f"http://127.0.0.1:{web.ports['web_port']}"
        self.chromium = chromium

    def page(self) -> Page:
        """A browser in which nobody is signed in."""
        context = self.chromium.new_context(base_url=self.address, locale="vi-VN")
        context.set_default_timeout(10_000)
        return context.new_page()

    def signed_in(self, account: str, path: str = "/registry/portal") -> Page:
        """A browser in which somebody has signed in on the way to a page."""
        page = self.page()
        page.goto(path)
        sign_in(page, account, PASSWORD)
        page.wait_for_url(lambda url: not url.partition("?")[0].endswith("/sign-in"))
        return page


def sign_in(page: Page, account: str, password: str) -> None:
    page.get_by_label("Tài khoản").fill(account)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()


def people(site: Site) -> Registry:
    """A registry with agencies and a few made-up people."""
    registry = Registry(site.store("registry"))
    registry.store.prepare()
    registry.load_agencies(by=OPERATOR)
    for account, name, agency, roles in PEOPLE:
        hashed = registry.hashed(PASSWORD, account=account)
        email = f"{account}@gialai.example"
        new = NewAccount(account=account, name=name, email=email, agency=agency, password=hashed)
        id_ = registry.open_account(new, by=OPERATOR)["account"]
        for role in roles:
            given = Assignment(role=role, agency=agency, since=TODAY - timedelta(days=90))
            registry.grant_role(id_, given, by=OPERATOR)
    return registry


@pytest.fixture(scope="module")
def desk(
    chromium: Browser, running_servers: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with a_site(tmp_path_factory.mktemp("registry"), demo=1) as site:
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        people(site)
        yield Desk(site.web("registry").ready(), chromium)


def test_one_signs_in_and_finds_the_doors_one_may_enter(desk: Desk) -> None:
    page = desk.page()
    page.goto("/registry/portal")
    looked_at(page, "registry-sign-in")

    sign_in(page, "ro.cham.mau", PASSWORD)

    expect(page.get_by_role("heading", level=1)).to_have_text("Xin chào, Rơ Châm Mẫu")
    expect(page.get_by_role("main").get_by_role("link")).to_have_count(6)


def test_a_wrong_password_is_refused_in_words(desk: Desk) -> None:
    page = desk.page()
    page.goto("/registry/sign-in?next=//evil.example")

    sign_in(page, "nobody.here", "không phải của ai")
    expect(page.locator("#dv-errors")).to_contain_text("Tài khoản hoặc mật khẩu không đúng.")
    sign_in(page, "nguyen.vi.du", PASSWORD)

    expect(page).to_have_url(f"{desk.address}/registry/portal")


def test_who_holds_two_roles_chooses_and_may_change(desk: Desk) -> None:
    page = desk.signed_in("siu.thu", "/registry/me")

    looked_at(page, "registry-choose-role")
    page.get_by_label(re.compile("Chuyên viên dân vận")).check()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page).to_have_url(f"{desk.address}/registry/me")
    looked_at(page, "registry-me")
    page.goto("/registry/portal")
    looked_at(page, "registry-portal")
    page.get_by_role("button", name=re.compile("Cán bộ tiếp công dân")).click()

    expect(page.locator(".dv-who-role")).to_have_text("Cán bộ tiếp công dân")


def test_a_session_is_renewed_and_signing_out_leads_to_the_sign_in(desk: Desk) -> None:
    page = desk.signed_in("ro.cham.mau")

    status = page.locator("body").evaluate(
        "body => fetch('/registry/renew', {method: 'POST', headers: JSON.parse("
        "body.getAttribute('hx-headers'))}).then(answer => answer.status)"
    )
    assert status == 204
    page.get_by_role("button", name="Đăng xuất").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")


def test_an_agency_is_found_by_its_former_name(desk: Desk) -> None:
    page = desk.signed_in("nguyen.vi.du", "/registry/")

    page.get_by_label("Tên hiện nay hoặc trước đây").fill("nhon phu")
    page.locator("main").get_by_role("button", name="Tìm").click()
    looked_at(page, "registry-agencies")
    page.get_by_role("link", name="UBND phường Quy Nhơn Bắc").click()
    page.get_by_role("link", name="UBND phường Nhơn Phú").click()

    expect(page.get_by_role("heading", name="Nay thuộc về")).to_be_visible()
    looked_at(page, "registry-agency")
    page.goto("/registry/?q=khôngcógì")

    expect(page.get_by_role("heading", name="Không tìm thấy cơ quan nào")).to_be_visible()


def test_an_administrator_opens_an_account_and_gives_a_role(desk: Desk) -> None:
    page = desk.signed_in("pham.quan", "/registry/people")
    looked_at(page, "registry-people")
    page.get_by_role("link", name="Mở tài khoản").click()
    page.get_by_label("Họ và tên").fill("Đinh Thị Thử")
    page.get_by_label("Tên tài khoản").fill("dinh.thu")
    page.get_by_label("Cơ quan").select_option(IA_LY)
    page.get_by_label("Mật khẩu ban đầu").fill("matkhau123")
    page.get_by_role("button", name="Mở tài khoản").click()
    expect(page.locator("#password-error")).to_contain_text("quá phổ biến")
    looked_at(page, "registry-new-account")

    page.get_by_label("Mật khẩu ban đầu").fill("bốn con trâu trên đồi")
    page.get_by_role("button", name="Mở tài khoản").click()
    expect(page.get_by_role("heading", name="Chưa có vai trò nào")).to_be_visible()
    page.get_by_label("Vai trò").select_option("RECEPTIONIST")
    page.get_by_role("button", name="Đề nghị").click()
    expect(page.get_by_role("status")).to_contain_text("chờ người thứ hai duyệt")
    person = page.url
    page.goto("/registry/proposals")
    looked_at(page, "registry-proposals")
    expect(page.get_by_text("Bạn là người đề nghị; cần người khác duyệt.")).to_be_visible()
    second = desk.signed_in("ro.cham.mau", "/registry/proposals")
    second.get_by_role("button", name=re.compile("^Duyệt vai trò")).click()

    expect(second.get_by_role("status")).to_have_text("Đã duyệt; vai trò có hiệu lực.")
    page.goto(person)
    looked_at(page, "registry-person")
    page.get_by_role("button", name="Kết thúc").click()
    expect(page.get_by_role("status")).to_have_text("Đã kết thúc vai trò Cán bộ tiếp công dân.")


def test_somebody_who_looks_after_no_accounts_is_kept_out(desk: Desk) -> None:
    page = desk.signed_in("ro.cham.mau")

    answer = page.goto("/registry/people")

    assert answer is not None
    assert answer.status == 403
