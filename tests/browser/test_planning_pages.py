"""The pages of planning in a real browser: a plan is drafted, approved and carried out; the rest is entered."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor
from services.planning.service import Planning
from tests.browser.test_frame import overflow, violations
from tests.site import Process, Site, a_site

SCREENS = Path("out/screens")
WIDTHS = {"wide": 1280, "narrow": 360}
TODAY = SystemClock().today()
AGENCY = "ag-1"


class Desk:
    """Planning's pages, and browsers signed in as somebody."""

    def __init__(self, site: Site, chromium: Browser) -> None:
        self.site, self.chromium = site, chromium
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        store = site.store("planning")
        self.planning = Planning(store)
        store.prepare()
        self.web: Process = site.web("planning", demo=1).ready()

    def actor(self, role: str, agency: str = AGENCY) -> Actor:
        fresh = datetime.now(UTC).timestamp()
        return Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=fresh)

    def page(self, role: str, agency: str = AGENCY) -> Page:
        """A fresh browser in which somebody is signed in."""
        address = f"http://127.0.0.1:{self.web.ports['web_port']}"
        keys = SessionKeys(self.site.folder / "keys", site="gialai")
        token = keys.issue(self.actor(role, agency), now=datetime.now(UTC), minutes=30)
        context = self.chromium.new_context(base_url=address, locale="vi-VN")
        context.set_default_timeout(10_000)
        context.add_cookies([{"name": "danvan", "value": token, "url": address}])
        return context.new_page()


@pytest.fixture(scope="module")
def desk(
    chromium: Browser, running_servers: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with a_site(tmp_path_factory.mktemp("planning")) as site:
        yield Desk(site, chromium)


def pictured(page: Page, name: str) -> None:
    """Fits at both widths; a picture of each is kept."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    page.wait_for_load_state()
    for width, pixels in WIDTHS.items():
        page.set_viewport_size({"width": pixels, "height": 800})
        page.screenshot(path=SCREENS / f"planning-{name}-{width}.png", full_page=True)
        assert overflow(page) == 0
    page.set_viewport_size({"width": 1280, "height": 800})


def looked_at(page: Page, name: str) -> None:
    """Pictured, and axe finds nothing."""
    pictured(page, name)
    assert violations(page) == []


def fill(page: Page, button: str, **values: Any) -> None:
    """Fill the fields of a form by their ids and send it."""
    for name, value in values.items():
        field = page.locator(f"#{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(str(value))
    page.get_by_role("button", name=button).click()


def done(page: Page, words: str) -> None:
    """The page says that it was done."""
    expect(page.get_by_role("status")).to_contain_text(words)


def add(page: Page, title: str, due_on: date, owner: str = "") -> None:
    fill(page, "Thêm nhiệm vụ", title=title, duty="D2.4", owner=owner, due_on=due_on)
    done(page, "Đã thêm nhiệm vụ.")
    expect(page.get_by_role("row", name=title)).to_be_visible()


def test_a_plan_is_drafted_approved_and_carried_out(desk: Desk) -> None:
    writer, head = desk.page("DANVAN_OFFICER"), desk.page("AGENCY_HEAD")
    writer.goto("/planning/")
    looked_at(writer, "home-empty")
    writer.get_by_role("link", name="Lập kế hoạch năm").click()
    pictured(writer, "plan-new")

    fill(writer, "Lập dự thảo", symbol="12/KH-UBND", title="Kế hoạch công tác dân vận")
    done(writer, "Đã lập dự thảo kế hoạch.")
    add(writer, "Tuyên truyền, vận động ở các làng vùng sâu", date(TODAY.year, 12, 31), "Siu Blih")
    add(writer, "Rà soát các mô hình “Dân vận khéo”", date(TODAY.year, 1, 1))
    head.goto(writer.url)
    looked_at(head, "plan-to-approve")
    head.get_by_role("button", name="Phê duyệt kế hoạch").click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("Phê duyệt kế hoạch năm")
    looked_at(head, "plan-confirm")
    head.get_by_role("button", name="Phê duyệt kế hoạch").click()
    done(head, "Đã phê duyệt kế hoạch;")

    writer.goto("/planning/")
    expect(writer.get_by_role("row", name="Rà soát")).to_contain_text("Quá hạn")
    looked_at(writer, "home")
    writer.get_by_role("link", name="Tuyên truyền, vận động").click()
    fill(writer, "Ghi nhận hoàn thành", evidence="")
    expect(writer.locator("#evidence-error")).to_be_visible()
    fill(writer, "Ghi nhận hoàn thành", evidence="Biên bản số 3 ngày 10/3.")
    done(writer, "Đã ghi nhận nhiệm vụ hoàn thành.")
    pictured(writer, "task-done")
    writer.get_by_role("link", name="12/KH-UBND").click()
    pictured(writer, "plan-approved")


def test_a_second_plan_for_a_year_is_refused_on_the_form(desk: Desk) -> None:
    writer = desk.page("DANVAN_OFFICER", "ag-2")
    writer.goto("/planning/plans/new")
    fill(writer, "Lập dự thảo", symbol="9/KH-UBND", title="Kế hoạch")
    done(writer, "Đã lập dự thảo kế hoạch.")

    writer.goto("/planning/plans/new")
    fill(writer, "Lập dự thảo", symbol="10/KH-UBND", title="Kế hoạch khác")

    expect(writer.get_by_role("alert")).to_contain_text("mỗi năm chỉ lập một kế hoạch")


def test_a_model_is_registered_shown_to_work_and_ended(desk: Desk) -> None:
    writer = desk.page("DANVAN_OFFICER")
    writer.goto("/planning/models")
    writer.get_by_role("link", name="Đăng ký mô hình").first.click()
    looked_at(writer, "model-new")

    writer.get_by_label("Liên quan trực tiếp đến người dân").check()
    model = {"name": "Ngày thứ Bảy lắng nghe dân nói", "field": "SOCIETY"}
    fill(writer, "Đăng ký", **model, beneficiaries="Khoảng 300 hộ dân ở 7 làng")
    done(writer, "Đã đăng ký mô hình.")
    fill(writer, "Ghi kết quả", evidence="Tiếp nhận 120 ý kiến, giải quyết 117.")
    done(writer, "Đã ghi kết quả của mô hình.")
    looked_at(writer, "model")
    writer.goto("/planning/models?field=SOCIETY")
    looked_at(writer, "models")
    writer.get_by_role("link", name="Ngày thứ Bảy").click()
    writer.get_by_role("link", name="Kết thúc mô hình").click()
    pictured(writer, "model-end")
    fill(writer, "Kết thúc mô hình", reason="Gộp vào mô hình của thôn.")
    writer.get_by_role("button", name="Kết thúc mô hình").click()
    done(writer, "Đã ghi nhận mô hình kết thúc.")


def test_activities_of_each_kind_are_entered_and_listed(desk: Desk) -> None:
    writer = desk.page("DANVAN_OFFICER")
    writer.goto("/planning/activities")
    pictured(writer, "activities-empty")
    writer.goto("/planning/activities/outreach/new?kind=STAFF")
    session = {"title": "Hội nghị quán triệt", "participants": 45}
    fill(writer, "Ghi hoạt động", **session)
    expect(writer.locator("#instruments-error")).to_contain_text("ít nhất một văn bản")
    looked_at(writer, "outreach-errors")
    writer.get_by_label("Kết luận 43-KL/TW: Tiếp tục").check()
    fill(writer, "Ghi hoạt động", **session, others="Nghị quyết 05-NQ/ĐU")
    done(writer, "Đã ghi cuộc quán triệt")
    writer.goto("/planning/activities/outreach/new")
    writer.get_by_label("Vùng đồng bào dân tộc thiểu số").check()
    fill(writer, "Ghi hoạt động", title="Tuyên truyền tại làng Mrông", participants=130)
    done(writer, "Đã ghi cuộc quán triệt")
    writer.goto("/planning/activities/trainings/new")
    pictured(writer, "training-new")
    fill(writer, "Ghi lớp tập huấn", title="Kỹ năng đối thoại", attendees=30)
    done(writer, "Đã ghi lớp tập huấn.")
    writer.goto("/planning/activities/media/new")
    pictured(writer, "media-new")
    writer.get_by_label("Phát thanh, truyền hình", exact=True).check()
    fill(writer, "Ghi tin, bài", topic="MODELS", title="Phóng sự về mô hình", minutes=15)
    done(writer, "Đã ghi tin, bài")

    looked_at(writer, "activities")
    writer.goto("/planning/activities?kind=BROADCAST")
    expect(writer.locator("#activities tbody tr")).to_have_count(1)


def test_evaluations_and_cases_are_entered_and_listed(desk: Desk) -> None:
    writer = desk.page("DANVAN_OFFICER")
    writer.goto("/planning/ethics")
    writer.goto("/planning/ethics/evaluations/new")
    pictured(writer, "evaluation-new")
    writer.get_by_label("Hoàn thành tốt").check()
    fill(writer, "Ghi kết quả", evaluator=AGENCY, findings="Nêu gương, chỉ đạo sát.")
    expect(writer.locator("#evaluator-error")).to_contain_text("do cấp trên đánh giá")
    fill(writer, "Ghi kết quả", evaluator="UBND tỉnh Gia Lai")
    done(writer, "Đã ghi kết quả đánh giá")
    writer.goto("/planning/ethics/cases/new")
    pictured(writer, "case-new")
    fill(writer, "Ghi vụ việc", officials_handled=1, handling="Khiển trách, chuyển vị trí.")

    done(writer, "Đã ghi vụ việc.")
    looked_at(writer, "ethics")


def test_a_reader_of_another_agency_finds_nothing_and_may_not_enter(desk: Desk) -> None:
    clerk = desk.page("CLERK", "ag-3")

    answer = clerk.goto("/planning/plans/new")
    assert answer is not None
    assert answer.status == 403
    clerk.goto("/planning/")

    expect(clerk.get_by_role("heading", name="Chưa có kế hoạch năm")).to_be_visible()
    expect(clerk.get_by_role("link", name="Lập kế hoạch")).to_have_count(0)
