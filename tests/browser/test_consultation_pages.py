"""The pages of consultation in a real browser: opened, filled, answered, closed; days with their reasons."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.message import Actor
from services.consultation.service import Consultation
from tests.browser.test_services import looked_at
from tests.site import Site, a_site

TODAY = "2026-11-20"


class Desk:
    """The web process of consultation, and browsers signed in as somebody."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self.site, self.chromium = site, chromium
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        clock = site.folder / "legal-clock"
        clock.write_text(TODAY)
        store = site.store("consultation")
        Consultation(store)
        store.prepare()
        self.web = site.web("consultation", demo=1, legal_clock=clock).ready()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web.ports['web_port']}"

    def page(self, role: str, agency: str) -> Page:
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        keys = SessionKeys(self.site.folder / "keys", site="gialai")
        token = keys.issue(actor, now=now, minutes=30)
        context = self.chromium.new_context(base_url=self.address, locale="vi-VN")
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "danvan", "value": token, "url": self.address}])
        return context.new_page()


@pytest.fixture(scope="module")
def house(
    chromium: Browser, running_servers: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with a_site(tmp_path_factory.mktemp("consultation")) as site:
        yield Desk(site, chromium)


def fill(page: Page, button: str, /, **given: str) -> None:
    """Fill in the fields of a form by their names and send it."""
    for name, value in given.items():
        field = page.locator(f"#{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name=button).click()


def enter(page: Page, things: str, **given: str) -> str:
    """Enter a thing and give the path of its page."""
    page.goto(f"/consultation/{things}/new")
    fill(page, "Ghi nhận", **given)
    expect(page.get_by_text("Đã ghi nhận.")).to_be_visible()
    return page.url


CONTRIBUTION = {
    "kind": "CONTRIBUTION",
    "title": "Góp ý dự thảo Kế hoạch phát triển kinh tế – xã hội năm 2027",
    "opened_on": "2026-10-01",
    "closes_on": "2026-10-30",
}


def test_an_officer_opens_answers_and_the_head_closes(house: Desk) -> None:
    officer, head = house.page("DANVAN_OFFICER", "ag-1"), house.page("AGENCY_HEAD", "ag-1")
    officer.goto("/consultation/")
    expect(officer.get_by_role("heading", name="Không có việc nào đang mở")).to_be_visible()
    looked_at(officer, "consultation-empty")

    made = enter(officer, "consultations", **CONTRIBUTION)
    officer.get_by_role("link", name="Nhập ý kiến").click()
    looked_at(officer, "consultation-form")
    fill(
        officer,
        "Ghi nhận",
        giver="FRONT",
        received_on="2026-10-05",
        content="Đề nghị bổ sung chỉ tiêu nước sạch nông thôn.",
    )
    looked_at(officer, "consultation-opinion")
    officer.goto("/consultation/")
    expect(officer.locator("[data-due=OVERDUE]")).to_be_visible()
    looked_at(officer, "consultation-home")

    head.goto(f"{made}/closure")
    fill(head, "Ghi nhận", on=TODAY)
    head.get_by_role("button", name="Kết thúc lấy ý kiến").click()
    expect(head.locator("#dv-errors")).to_contain_text("Còn 1 ý kiến chưa được")
    looked_at(head, "consultation-close-refused")

    officer.get_by_role("link", name="Ý kiến số 1").click()
    officer.get_by_role("link", name="Trả lời ý kiến").click()
    fill(officer, "Ghi nhận", response="PARTLY_ABSORBED", reason="Bổ sung cho 5 thôn.", on=TODAY)
    officer.get_by_text("Vì sao ngày này?").click()
    expect(officer.get_by_text("Quy tắc M-06")).to_be_visible()
    looked_at(officer, "consultation-answered")
    fill(head, "Ghi nhận", on=TODAY)
    looked_at(head, "consultation-close-asked")
    head.get_by_role("button", name="Kết thúc lấy ý kiến").click()
    expect(head.get_by_text("Đã kết thúc", exact=True)).to_be_visible()
    looked_at(head, "consultation-closed")
    officer.goto("/consultation/consultations")
    looked_at(officer, "consultation-list")


def test_the_front_sees_supervision_and_criticism_and_nothing_else(house: Desk) -> None:
    officer, front = house.page("DANVAN_OFFICER", "ag-2"), house.page("FRONT_PARTICIPANT", "ag-2")
    enter(officer, "dialogues", title="Đối thoại", place="Xã", planned_on="2026-12-01")
    made = enter(
        officer,
        "supervisions",
        supervisor="Ủy ban MTTQ Việt Nam xã",
        subject="Giải quyết thủ tục hành chính về đất đai",
        started_on="2026-10-01",
    )

    front.goto(made)
    front.get_by_role("link", name="Nhập kiến nghị sau giám sát").click()
    fill(front, "Ghi nhận", content="Niêm yết đủ thủ tục.", received_on="2026-10-12")

    expect(front.get_by_text("đã quá hạn")).to_be_visible()
    expect(front.get_by_role("link", name="Trả lời kiến nghị")).to_have_count(0)
    looked_at(front, "consultation-recommendation")
    front.goto(made)
    looked_at(front, "consultation-supervision")
    answer = front.goto("/consultation/dialogues")
    assert answer is not None
    assert answer.status == 403
    foreign = house.page("DANVAN_OFFICER", "ag-3").goto(made)
    assert foreign is not None
    assert foreign.status == 404


def test_a_project_file_shows_its_days_and_what_is_wrong(house: Desk) -> None:
    officer = house.page("DANVAN_OFFICER", "ag-4")
    made = enter(officer, "projects", name="Đường liên xã", posted_on="2026-10-05", households="87")
    given = {"agree": "61", "disagree": "26", "other": "0"}

    officer.goto(f"{made}/meeting")
    fill(officer, "Ghi nhận", held_on="2026-11-04", **given)
    expect(officer.locator("#held_on-error")).to_contain_text("niêm yết đến hết ngày 04/11/2026")
    fill(officer, "Ghi nhận", held_on="2026-11-05", **given)

    expect(officer.get_by_text("Đối thoại chậm nhất: 04/01/2027")).to_be_visible()
    looked_at(officer, "consultation-project")


def test_the_pages_of_dialogue_and_criticism(house: Desk) -> None:
    officer = house.page("DANVAN_OFFICER", "ag-5")
    enter(
        officer,
        "dialogues",
        title="Đối thoại với Nhân dân năm 2026",
        place="Hội trường UBND xã",
        announced_on="2026-11-16",
        planned_on="2026-11-20",
    )
    expect(officer.get_by_text("không bảo đảm thời hạn")).to_be_visible()
    looked_at(officer, "consultation-dialogue")
    enter(officer, "criticisms", draft_title="Dự thảo Quy chế", sent_on="2026-11-02")
    looked_at(officer, "consultation-criticism")
    for name in ("dialogues", "criticisms", "supervisions", "projects"):
        answer = officer.goto(f"/consultation/{name}")
        assert answer is not None
        assert answer.status == 200, name
        looked_at(officer, f"consultation-{name}")
