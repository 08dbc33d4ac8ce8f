"""The pages of notify in a real browser: the inbox of a place, the directory, letters that failed."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from contracts import consultation, reporting
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.message import Actor
from services.notify.domain import Outcome
from services.notify.service import Notify
from tests.browser.test_services import looked_at
from tests.integration.test_notify import (
    COMMUNE,
    OFFICER,
    OTHER,
    PLAN,
    PROVINCE,
    hear,
    message,
    participant,
)
from tests.site import Site, a_site

DEMO = {"demo": 1, "mail_from": "dan-van@gialai.example", "smtp_uri": "smtp://127.0.0.1:9"}
HEARD = (
    PLAN,
    consultation.ConsultationOpened(
        consultation="c",
        kind=consultation.ConsultationKind.COMMUNITY_CONSULT,
        opened_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 31),
    ),
    consultation.DialogueAnnounced(
        dialogue="d", announced_on=date(2026, 4, 1), planned_on=date(2026, 4, 10)
    ),
    consultation.ProjectPosted(
        project="p", posted_on=date(2026, 5, 4), posted_until=date(2026, 5, 14)
    ),
)
REPORT = reporting.ProvincialReportIssued(
    report="r",
    campaign="c",
    year=2026,
    symbol="312/BC-UBND",
    issued_on=date(2026, 11, 20),
    compiled=149,
)


class Desk:
    """Notify's web process over a directory with some notices, and browsers signed in as somebody."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self.site, self.chromium = site, chromium
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        self.notify = Notify(site.store("notify", **DEMO))
        self.notify.store.prepare()
        self.notify.load_participants(by=OFFICER)
        self.notify.arrange(participant(), email="mttq@xa.gialai.example", by=OFFICER)
        for event in HEARD:
            hear(self.notify, event)
        hear(self.notify, HEARD[1], agency=OTHER)
        self.report = hear(self.notify, REPORT, agency="snv", legaldate="2026-11-20")
        self.notify.letters.spread(lambda: True)
        self._one_is_refused()
        self.web = site.web("notify", **DEMO).ready()

    def _one_is_refused(self) -> None:
        letters = self.notify.letters
        letters._do("claim", lambda: letters._claim("t"))
        row = message(self.notify, {"token": "t"})
        why = "Máy chủ thư từ chối: 550 5.1.1 no such mailbox."
        letters._do("mark", lambda: letters._mark(row["_id"], "t", Outcome.REFUSED, why))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web.ports['web_port']}"

    def page(self, role: str, agency: str) -> Page:
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}-{agency}", role=role, agency=agency, fresh_at=now.timestamp())
        keys = SessionKeys(self.site.folder / "keys", site="gialai")
        context = self.chromium.new_context(base_url=self.address, locale="vi-VN")
        context.set_default_timeout(10_000)
        token = keys.issue(actor, now=now, minutes=30)
        context.add_cookies([{"name": "danvan", "value": token, "url": self.address}])
        return context.new_page()


@pytest.fixture(scope="module")
def desk(
    chromium: Browser, running_servers: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with a_site(tmp_path_factory.mktemp("notify")) as site:
        yield Desk(site, chromium)


def test_a_place_reads_its_notices(desk: Desk) -> None:
    page = desk.page("FRONT_PARTICIPANT", COMMUNE)
    page.goto("/notify/")
    expect(page.get_by_role("row", name="Chưa đọc")).to_have_count(5)
    looked_at(page, "notify-inbox")

    page.get_by_role("link", name="Thông báo đối thoại").click()
    looked_at(page, "notify-notice")
    page.get_by_role("button", name="Đánh dấu đã đọc").click()
    expect(page.get_by_text("Đã đánh dấu là đã đọc.")).to_be_visible()
    expect(page.get_by_role("row", name="Chưa đọc")).to_have_count(4)
    page.get_by_role("button", name="Đánh dấu tất cả đã đọc").click()
    page.goto("/notify/?show=unread")

    expect(page.get_by_role("heading", name="Không còn thông báo chưa đọc")).to_be_visible()
    looked_at(page, "notify-inbox-empty")


def test_another_places_notice_is_not_found_and_the_directory_is_not_for_everybody(
    desk: Desk,
) -> None:
    other = desk.notify.notices.rows.find_one({"place": OTHER})
    assert other is not None
    page = desk.page("FRONT_PARTICIPANT", COMMUNE)
    answer = page.goto(f"/notify/notices/{other['_id']}")
    directory = page.goto("/notify/participants")

    assert answer is not None
    assert directory is not None
    assert (answer.status, directory.status) == (404, 403)


def test_the_provinces_front_looks_at_all_places(desk: Desk) -> None:
    page = desk.page("FRONT_PARTICIPANT", PROVINCE)
    page.goto("/notify/")
    expect(page.get_by_role("row", name="Chưa đọc")).to_have_count(1)

    page.get_by_label("Địa bàn").select_option("all")
    page.get_by_role("button", name="Lọc").click()

    expect(page.get_by_role("row", name="Chưa đọc")).to_have_count(6)
    looked_at(page, "notify-inbox-province")


def test_so_noi_vu_finds_an_organisation_and_sets_its_address(desk: Desk) -> None:
    page = desk.page("SNV_OFFICER", "snv")
    page.goto("/notify/participants")
    looked_at(page, "notify-participants")
    page.get_by_label("Tên tổ chức hoặc địa bàn").fill("hoi nong dan tinh")
    page.locator("main").get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Hội Nông dân tỉnh Gia Lai").click()
    looked_at(page, "notify-participant")

    page.get_by_label("Địa chỉ thư điện tử").fill("không phải địa chỉ")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("#email-error")).to_contain_text("Địa chỉ thư điện tử chưa đúng.")
    looked_at(page, "notify-participant-errors")
    page.get_by_label("Địa chỉ thư điện tử").fill("hnd@gialai.example")
    page.get_by_label("Toàn tỉnh, cả các xã, phường").check()
    page.get_by_label("Đợt báo cáo năm").check()
    page.get_by_role("button", name="Lưu").click()

    expect(page.get_by_text("Đã lưu địa chỉ và nội dung nhận.")).to_be_visible()
    expect(page.get_by_label("Địa chỉ thư điện tử")).to_have_value("hnd@gialai.example")
    expect(page.get_by_label("Đợt báo cáo năm")).to_be_checked()


def test_a_letter_that_failed_is_shown_with_its_reason_and_sent_anew(desk: Desk) -> None:
    page = desk.page("SNV_OFFICER", "snv")
    page.goto("/notify/deliveries")
    expect(page.get_by_role("row", name="550 5.1.1")).to_be_visible()
    looked_at(page, "notify-deliveries")

    page.get_by_role("button", name="Gửi lại").click()

    expect(page.get_by_text("Thư sẽ được gửi lại.")).to_be_visible()
