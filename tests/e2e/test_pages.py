"""Every page in a real browser behind the real proxy: reachable by everybody, light, and whole without scripts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, template_rendered
from jinja2 import Template
from playwright.sync_api import Browser, BrowserContext, Page, expect

from contracts.registry import Role
from kernel.message import new_id
from tests.e2e.six import OURS, PASSWORD, Route, Six

FIRST_LOAD = 150_000
GRAVE = {"serious", "critical"}
# What the axe of this test looks for: WCAG 2.1 A and AA.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}


@pytest.fixture
def people(browser: Browser, six: Six, portal: str) -> Iterator["People"]:
    made = People(browser, six, portal)
    yield made
    made.close()


class People:
    """Browsers of people in their roles, each opened once."""

    def __init__(self, browser: Browser, six: Six, portal: str) -> None:
        self.browser, self.six, self.portal = browser, six, portal
        self.contexts: dict[str, BrowserContext] = {}

    def page(self, role: str = "", **options: Any) -> Page:
        """A page of somebody in a role; of somebody not signed in for none."""
        if role not in self.contexts or options:
            self.contexts[role] = self._context(role, **options)
        return self.contexts[role].new_page()

    def _context(self, role: str, **options: Any) -> BrowserContext:
        made = self.browser.new_context(base_url=self.portal, locale="vi-VN", **options)
        made.set_default_timeout(15_000)
        if role:
            token = self.six.token(role)
            made.add_cookies([{"name": "danvan", "value": token, "url": self.portal}])
        return made

    def close(self) -> None:
        for one in self.contexts.values():
            one.close()


def addresses(six: Six) -> Iterator[tuple[str, str]]:
    """Every page that is a page, with a role that may see it; none for a public one."""
    for route in six.routes:
        if (
            route.api
            or route.method != "GET"
            or route.rule.endswith(("fragment", "/template", ".csv"))
        ):
            continue
        if "<name>" in route.rule:  # a file
            continue
        for path in six.addresses(route):
            yield path, _who(route)


def _who(route: Route) -> str:
    if route.guard == "public":
        return ""
    writers = [one for one in route.roles if one in {Role.DANVAN_OFFICER, Role.RECEPTIONIST}]
    return str((writers or list(route.roles))[0])


def test_no_page_keeps_anybody_out(six: Six, people: People):
    """axe finds nothing serious on any template, nothing is wider than a telephone, the browser does not complain."""
    found: list[str] = []
    pages: dict[str, Page] = {}
    shown = list(one_of_each(six))
    for path, role in shown:
        if role not in pages:
            pages[role] = people.page(role, viewport={"width": 360, "height": 780})
            pages[role].on(
                "console",
                lambda said, into=found: (
                    into.append(said.text) if "Content Security" in said.text else None
                ),
            )
        found += _looked_at(pages[role], path)

    assert not found, "\n".join(found)
    assert len(shown) > 30


def one_of_each(six: Six) -> Iterator[tuple[str, str]]:
    """One address for each template that any page is made of."""
    seen: set[str] = set()
    for path, role in addresses(six):
        service = path.split("/")[1]
        with templates_of(six.apps[service]) as made:
            client = six.person(service, role) if role else six.apps[service].test_client()
            told = client.get(path)
        if told.status_code == 200 and not made <= seen:
            seen |= made
            yield path, role


@contextmanager
def templates_of(app: Flask) -> Iterator[set[str]]:
    """The names of the templates an application renders meanwhile."""
    names: set[str] = set()

    def note(_: Flask, template: Template, **__: Any) -> None:
        names.add(template.name or "")

    with template_rendered.connected_to(note, app):
        yield names


def _looked_at(page: Page, path: str) -> Iterator[str]:
    told = page.goto(path)
    if told is None or told.status >= 400 or "text/html" not in told.headers["content-type"]:
        return
    for one in Axe().run(page, options=RULES).response["violations"]:
        if one["impact"] in GRAVE:
            yield f"{path}: {one['id']}: {one['nodes'][0]['html'][:160]}"
    if (wide := page.evaluate("document.documentElement.scrollWidth")) > 360:
        yield f"{path}: {wide} px wide"


@pytest.mark.parametrize(
    ("path", "role"), [("/", ""), ("/", Role.RECEPTIONIST), ("/reception/", Role.RECEPTIONIST)]
)
def test_a_first_load_is_light(people: People, path: str, role: str):
    page = people.page(role, viewport={"width": 1280, "height": 900})
    weights: dict[str, int] = {}
    names: dict[str, str] = {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    wire.on(
        "Network.responseReceived",
        lambda told: names.update({told["requestId"]: told["response"]["url"]}),
    )
    wire.on(
        "Network.loadingFinished",
        lambda told: weights.update({told["requestId"]: told["encodedDataLength"]}),
    )

    page.goto(path, wait_until="networkidle")

    told = sorted(((size, names.get(id_, "")) for id_, size in weights.items()), reverse=True)
    assert 10_000 < sum(weights.values()) <= FIRST_LOAD, told


def test_the_page_is_put_together_and_what_is_missing_leaves_no_trace(people: People):
    page = people.page()
    page.goto("/")

    expect(page).to_have_url(f"{people.portal}/registry/public")
    expect(page.get_by_role("heading", name="Mô hình “Dân vận khéo”")).to_be_visible()
    expect(page.get_by_role("heading", name="Đang lấy ý kiến Nhân dân")).to_be_visible()
    assert "<!--#" not in page.content()
    assert "[an error" not in page.content()
    assert page.get_by_role("heading", level=1).count() == 1


def test_a_clerk_signs_in_finds_the_work_and_a_petition_with_the_keyboard_alone(people: People):
    """Sign-in, the skip link, the search box and the result: not one click."""
    account = f"ban.phim.{new_id()[-6:]}"
    new = {"account": account, "name": "Người Bàn Phím", "password": PASSWORD}
    id_ = people.six.post("registry", "/accounts", new, Role.ADMINISTRATOR)["account"]
    role = {"role": Role.RECEPTIONIST, "agency": OURS, "since": "2026-01-01"}
    people.six.give_role(id_, role)
    page = people.page()
    page.goto("/registry/sign-in")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    _tab_to(page, "#account")
    page.keyboard.type(account)
    _tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()

    _tab_to(page, "#dv-search")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kết quả tìm kiếm")
    assert page.url.endswith("/registry/find")
    _tab_to(page, ".dv-found a")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đơn số 1/")


def _tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    for _ in range(most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_without_scripts_a_list_is_filtered_sorted_saved_and_used_again(people: People):
    page = people.page(Role.DANVAN_OFFICER, java_script_enabled=False)
    page.goto("/planning/models")

    page.locator("#field").select_option("SOCIETY")
    page.get_by_role("button", name="Lọc").click()
    page.goto("/planning/models")
    page.locator("th").get_by_role("link", name="Mô hình").click()
    assert "sort=name" in page.url
    page.goto("/planning/models?sort=-name")
    page.get_by_text("Lưu bộ lọc này").click()
    page.get_by_label("Tên bộ lọc").fill("Theo tên")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu bộ lọc “Theo tên”.")).to_be_visible()

    page.goto("/planning/models")
    page.get_by_role("link", name="Theo tên").click()
    assert page.url.endswith("?sort=-name")
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Mô hình")
    page.get_by_role("button", name="Bỏ bộ lọc đã lưu Theo tên").click()
    expect(page.get_by_text("Đã bỏ bộ lọc đã lưu.")).to_be_visible()


def test_a_text_of_ours_cannot_speak_to_the_proxy(people: People):
    planted = '<!--# include virtual="/registry/me" -->'
    people.six.post(
        "reception",
        "/petitions",
        {
            "kind": "FEEDBACK",
            "channel": "POST",
            "received_on": "2026-01-05",
            "summary": planted,
        },
        Role.RECEPTIONIST,
    )
    page = people.page(Role.RECEPTIONIST)
    page.goto("/reception/")

    expect(page.locator("main")).to_contain_text(planted)
