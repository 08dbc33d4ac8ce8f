"""The pages of reports in a real browser: an agency writes and sends, Sở Nội vụ checks and compiles."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from kernel.auth import create_secret, create_session_key
from kernel.message import Actor
from tests.browser.test_services import looked_at
from tests.integration.test_reporting import BY_NAME, HEALTH, JUSTICE, PLEIKU, SNV, House
from tests.site import a_site, wait_for

LATE = BY_NAME["UBND xã Chư Sê"]


@pytest.fixture(scope="module")
def desk(running_servers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Reporting with an open campaign, on the day after the due day."""
    folder = tmp_path_factory.mktemp("reporting")
    with a_site(folder) as site, pytest.MonkeyPatch.context() as patch:
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        house = House(site, f"{site.name}_pages_", Path(folder), patch).opened()
        rows = [
            {"client_ref": one, "agency": one, "year": 2025, "submitted_on": "2025-11-13", "figures": {"PET_IN.KN": 4, "SATISFACTION": 90}}
            for one in (JUSTICE, HEALTH)
        ]  # fmt: skip
        house.asks("SNV_OFFICER", SNV, "POST", "previous-reports", {"rows": rows})
        house.on(date(2026, 11, 12)).accepted(HEALTH)
        house.on(date(2026, 11, 17)).drafted(PLEIKU).sent(PLEIKU)
        yield house


@pytest.fixture(scope="module")
def sits(desk: House, chromium: Browser) -> Iterator[Callable[[str, str], Page]]:
    """Fresh browsers in which somebody is signed in."""
    server = make_server("127.0.0.1", 0, desk.client.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"

    def sit(role: str, agency: str) -> Page:
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        context = chromium.new_context(base_url=address, locale="vi-VN")
        context.set_default_timeout(10_000)
        token = desk.keys.issue(actor, now=now, minutes=15)
        context.add_cookies([{"name": "danvan", "value": token, "url": address}])
        return context.new_page()

    yield sit
    server.shutdown()
    thread.join()


def test_an_agency_writes_its_report_and_its_head_sends_it(
    sits: Callable[[str, str], Page], desk: House
):
    officer = sits("DANVAN_OFFICER", JUSTICE)
    officer.goto("/reporting/report")
    looked_at(officer, "reporting-report-empty")
    officer.get_by_role("button", name="Lập báo cáo").click()
    looked_at(officer, "reporting-report")

    officer.locator('[id="figure.DISSEM_SESSIONS"]').fill("3")
    officer.get_by_role("button", name="Lưu số liệu").click()
    expect(officer.locator("#dv-errors")).to_contain_text("phải kèm giải thích")
    expect(officer.locator('[id="figure.DISSEM_SESSIONS"]')).to_have_value("3")
    looked_at(officer, "reporting-report-errors")
    officer.locator('[id="comment.DISSEM_SESSIONS"]').fill("Tính cả cuộc ghi sổ giấy.")
    officer.get_by_role("button", name="Lưu số liệu").click()
    expect(officer.get_by_text("Đã lưu số liệu.")).to_be_visible()

    head = sits("AGENCY_HEAD", JUSTICE)
    head.goto("/reporting/report/2026")
    head.get_by_role("button", name="Gửi Sở Nội vụ").click()
    expect(head.locator("#dv-errors")).to_contain_text("II.3")
    head.get_by_label("Lý do gửi").fill("Đang chờ kết quả khảo sát.")
    head.get_by_role("button", name="Gửi Sở Nội vụ").click()
    expect(head.get_by_text("Trễ hạn 1 ngày làm việc")).to_be_visible()
    looked_at(head, "reporting-report-sent")


def test_so_noi_vu_sees_all_returns_and_accepts(sits: Callable[[str, str], Page]):
    officer = sits("SNV_OFFICER", SNV)
    officer.goto("/reporting/campaigns")
    looked_at(officer, "reporting-campaigns")
    officer.get_by_role("link", name="2026").click()
    looked_at(officer, "reporting-campaign")
    officer.get_by_label("Trạng thái").select_option("SUBMITTED")
    officer.get_by_role("button", name="Lọc").click()
    officer.get_by_role("link", name="UBND phường Pleiku").click()
    officer.get_by_label("Số liệu không khớp").uncheck()
    officer.get_by_role("button", name="Trả lại để hoàn thiện").click()
    expect(officer.locator("#dv-errors")).to_contain_text("lý do")
    looked_at(officer, "reporting-submitted")
    officer.get_by_label("Số liệu không khớp").check()
    officer.get_by_role("button", name="Trả lại để hoàn thiện").click()

    expect(officer.get_by_text("Đã trả lại báo cáo để hoàn thiện.")).to_be_visible()
    clerk = sits("DANVAN_OFFICER", PLEIKU)
    clerk.goto("/reporting/report")
    expect(clerk.get_by_text("Số liệu không khớp", exact=True)).to_be_visible()
    looked_at(clerk, "reporting-returned")


def test_the_provinces_report_is_compiled_and_issued(sits: Callable[[str, str], Page]):
    leader = sits("SNV_LEADER", SNV)
    leader.goto("/reporting/provincial")
    looked_at(leader, "reporting-provincial-empty")
    leader.get_by_role("button", name="Tổng hợp").click()

    def drawn() -> bool:
        leader.goto("/reporting/provincial/2026")
        return leader.get_by_role("link", name="bao-cao-dan-van-2026.docx").count() == 1

    wait_for(drawn, "the files")
    looked_at(leader, "reporting-provincial")
    leader.get_by_role("button", name="Trình thẩm định").click()
    chair = sits("PROVINCE_LEADER", SNV)
    chair.goto("/reporting/provincial/2026")
    chair.get_by_role("button", name="Thông qua dự thảo").click()
    leader.goto("/reporting/provincial/2026")
    leader.get_by_label("Số, ký hiệu").fill("512/BC-UBND")
    leader.get_by_role("button", name="Ban hành báo cáo").click()
    expect(leader.get_by_role("heading", level=1)).to_have_text(re.compile("^Ban hành báo cáo"))
    leader.get_by_role("button", name="Ban hành báo cáo").click()
    expect(leader.get_by_text("Số 512/BC-UBND")).to_be_visible()
    figures = sits("SNV_LEADER", SNV)
    figures.goto("/reporting/?from=2025-11-01&to=2026-10-31")
    looked_at(figures, "reporting-figures-all")


def test_an_agency_asks_for_more_time_and_the_leader_of_so_noi_vu_grants_it(
    sits: Callable[[str, str], Page], desk: House
):
    desk.on(date(2026, 11, 17))
    head = sits("AGENCY_HEAD", LATE)
    head.goto("/reporting/report/2026/extension")
    head.get_by_label("Gia hạn đến ngày").fill("2026-11-20")
    head.get_by_role("button", name="Gửi đề nghị").click()
    looked_at(head, "reporting-extension-errors")
    head.get_by_label("Lý do").fill("Mưa lũ làm mất liên lạc, chờ số liệu của ba thôn.")
    head.get_by_role("button", name="Gửi đề nghị").click()
    expect(head.get_by_text("Đã gửi đề nghị gia hạn")).to_be_visible()

    leader = sits("SNV_LEADER", SNV)
    leader.goto("/reporting/campaigns/2026/schedule")
    looked_at(leader, "reporting-schedule")
    leader.get_by_role("button", name="Đồng ý", exact=True).click()
    expect(leader.get_by_text("Đã quyết định gia hạn.")).to_be_visible()
