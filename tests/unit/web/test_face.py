"""The face without a browser: words, static files, fields tied to their errors, what is vendored."""

import subprocess
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask import g, render_template_string
from jinja2 import UndefinedError

from frame import words
from frame.assets import FOLDER
from frame.confirm import Question, to_confirm
from frame.face import Link, dress
from frame.pages import Pages
from frame.timeline import Circle, Entry, timeline
from tests.unit.web.conftest import Shop, a_shop

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def dressed(folder: Path) -> Shop:
    shop = a_shop(folder)
    navigation = [Link("Trang đầu", "/shop"), Link("Biểu mẫu", "/shop/form", roles=("KEEPER",))]
    dress(shop.app, title="Cửa hàng", navigation=navigation, role_names={"CLERK": "Cán bộ"})
    return shop


def drawn(shop: Shop, template: str, **given: Any) -> str:
    with shop.app.test_request_context("/shop/list?kind=a&page=3"):
        shop.app.preprocess_request()
        return render_template_string(template, **given)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (words.vn_date(date(2026, 11, 5)), "05/11/2026"),
        (words.vn_date(datetime(2026, 11, 5, 20, tzinfo=UTC)), "06/11/2026"),
        (words.vn_date(None), ""),
        (words.vn_datetime(datetime(2026, 11, 5, 7, 5, tzinfo=UTC)), "14:05 05/11/2026"),
        (words.vn_long_date(date(2026, 11, 16)), "Thứ Hai, ngày 16 tháng 11 năm 2026"),
        (words.vn_number(1234567), "1.234.567"),
        (words.vn_number(1234567.5), "1.234.567,5"),
        (words.vn_number(Decimal("-1234.50")), "-1.234,50"),
        (words.vn_number(0), "0"),
        (words.vn_number(None), ""),
        (words.vn_number(2, 2), "2,00"),
        (words.vn_percent(0.873), "87,3%"),
        (words.breakable("a.b_<c>"), "a.<wbr>b_<wbr>&lt;c&gt;"),
    ],
)
def test_dates_and_numbers_are_written_as_in_vietnam(found: str, expected: str) -> None:
    assert found == expected


def test_an_undressed_application_shows_plain_pages(shop: Shop) -> None:
    page = shop.client().get("/shop/nowhere")

    assert page.status_code == 404
    assert "stylesheet" not in page.text


def test_a_dressed_error_page_has_the_layout_and_the_right_status(dressed: Shop) -> None:
    page = dressed.person().get("/shop/fail/conflict")

    assert page.status_code == 409
    assert "Cửa hàng" in page.text
    assert "Mặt hàng gạo đã hết." in page.text


def test_the_header_says_in_which_role_one_acts_and_shows_what_it_may_use(dressed: Shop) -> None:
    page = dressed.person().get("/shop/nowhere").text

    assert "Cán bộ" in page
    assert "52-001" in page
    assert "Trang đầu" in page
    assert "/shop/form" not in page


def test_the_banner_of_sample_data_is_on_every_page_of_a_demo(folder: Path, dressed: Shop) -> None:
    demo = a_shop(folder, demo=True)
    dress(demo.app)

    assert "DỮ LIỆU MẪU" in demo.client().get("/shop/nowhere").text
    assert "DỮ LIỆU MẪU" not in dressed.client().get("/shop/nowhere").text


def test_no_page_has_an_inline_script_or_style(dressed: Shop) -> None:
    for path in ("/shop/nowhere", "/api/shop/v1/docs"):
        page = dressed.client().get(path).text
        assert "<style" not in page
        assert " style=" not in page
        assert "<script>" not in page
        assert "://" not in page


def test_static_files_are_kept_for_a_year_by_version(dressed: Shop) -> None:
    page = dressed.client().get("/shop/nowhere").text
    address = page.partition('href="/static/danvan.css')[2].partition('"')[0]

    versioned = dressed.person().get(f"/static/danvan.css{address}", buffered=True)
    plain = dressed.client().get("/static/danvan.css", buffered=True)

    assert versioned.headers["Cache-Control"] == "public, max-age=31536000"
    assert plain.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in versioned.headers
    assert dressed.client().get("/static/../face.py").status_code == 404


def test_a_field_is_tied_to_its_hint_and_its_error(dressed: Shop) -> None:
    field = drawn(
        dressed,
        "{% from 'frame/forms.html' import text %}"
        "{{ text('name', 'Họ tên', {'name': '<b>'}, {'name': ['Sai.']}, hint='Như trên thẻ.', required=true) }}",
    )

    assert '<label class="form-label" for="name">' in field
    assert 'aria-describedby="name-hint name-error"' in field
    assert 'aria-invalid="true"' in field
    assert "required" in field
    assert 'value="&lt;b&gt;"' in field


def test_paging_keeps_the_filters(dressed: Shop) -> None:
    paging = drawn(
        dressed, "{% from 'frame/parts.html' import paging %}{{ paging(p) }}", p=Pages(3, 1234)
    )

    assert "/shop/list?kind=a&amp;page=4" in paging
    assert 'aria-current="page"' in paging
    assert "51–75 trong 1.234" in paging


@pytest.mark.parametrize(
    ("pages", "window"),
    [
        (Pages(1, 0), [1]),
        (Pages(1, 60), [1, 2, 3]),
        (Pages(5, 250), [1, None, 4, 5, 6, None, 10]),
        (Pages(10, 250), [1, None, 9, 10]),
    ],
)
def test_paging_offers_both_ends_and_the_neighbours(pages: Pages, window: list[int | None]) -> None:
    assert pages.window == window


def test_an_empty_list_shows_nothing_of_nothing() -> None:
    assert (Pages(1, 0).first, Pages(1, 0).last) == (0, 0)


def test_a_name_that_a_template_does_not_know_is_an_error(dressed: Shop) -> None:
    with pytest.raises(UndefinedError):
        drawn(dressed, "{{ mistyped }}")


def test_what_is_vendored_is_what_the_manifest_says() -> None:
    checked = subprocess.run(
        [sys.executable, "deploy/vendor/vendor_assets.py", "--check"], cwd=ROOT, check=False
    )

    assert checked.returncode == 0


def test_the_lock_names_no_address() -> None:
    assert "://" not in (ROOT / "deploy/vendor/package-lock.json").read_text(encoding="utf-8")


def test_every_font_and_image_the_style_names_is_there() -> None:
    style = (FOLDER / "danvan.css").read_text(encoding="utf-8")
    named = [one.partition('"')[0] for one in style.split('url("')[1:]]

    assert len(named) == 12
    assert all((FOLDER / one).is_file() for one in named)


def test_a_due_day_is_a_badge_with_its_state_and_the_day_to_be_read(dressed: Shop) -> None:
    page = drawn(
        dressed,
        '{% from "frame/parts.html" import due %}{{ due("2026-11-15", today) }}{{ due("2026-11-15", today, done_on="2026-11-14") }}',
        today=date(2026, 11, 17),
    )

    assert 'data-due="OVERDUE">Quá hạn 2 ngày</span>' in page
    assert 'data-due="KEPT">Đúng hạn</span>' in page
    assert '<time class="dv-due-day" datetime="2026-11-15">15/11/2026</time>' in page


def test_a_timeline_has_what_was_above_today_and_what_comes_below(dressed: Shop) -> None:
    line = timeline(
        [
            Entry(on=date(2026, 11, 2), words="Vào sổ", anchor="e1", by="Cán bộ", note="<b>"),
            Entry(on=date(2026, 12, 2), words="Hạn giải quyết"),
        ],
        circle=Circle.OFFICE,
        today=date(2026, 11, 17),
    )

    page = drawn(
        dressed, '{% from "frame/parts.html" import timeline %}{{ timeline(line) }}', line=line
    )

    assert page.index("Vào sổ") < page.index("Hôm nay") < page.index("Hạn giải quyết")
    assert 'id="e1"' in page
    assert "&lt;b&gt;" in page
    assert "Chỉ nội bộ" in page


def test_what_cannot_be_undone_is_asked_once_more_and_keeps_what_was_typed(dressed: Shop) -> None:
    question = Question("Xóa?", ["Sẽ mất."], "Xóa", "/shop")
    typed = {"reason": "vì <b>", "csrf_token": "t"}
    with dressed.app.test_request_context("/shop/form", method="POST", data=typed):
        g.request_id = "r"
        page = to_confirm(question) or ""
    with dressed.app.test_request_context(
        "/shop/form", method="POST", data={**typed, "confirmed": "yes"}
    ):
        assert to_confirm(question) is None

    assert "Việc này không thể hoàn tác" in page
    assert 'name="reason" value="vì &lt;b&gt;"' in page
    assert 'name="confirmed" value="yes"' in page
    assert 'href="/shop"' in page
