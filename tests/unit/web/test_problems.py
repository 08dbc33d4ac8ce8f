"""Every failure has one shape, the right status, Vietnamese words, and tells nothing it should not."""

import json
from typing import Any

import pytest
from _pytest.capture import CaptureFixture

from kernel.errors import KeyReused, NotSignedIn, Refusal, Unavailable
from kernel.web.problem import of_refusal, sentences
from tests.unit.web.conftest import SECRET_TEXT, Shop, problem

STATUSES = {
    "invalid": 422,
    "forbidden": 403,
    "missing": 404,
    "conflict": 409,
    "later": 503,
    "often": 429,
    "unexpected": 500,
}


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_a_refusal_has_its_status_for_programs_and_for_people(
    shop: Shop, kind: str, status: int
) -> None:
    told = problem(shop.client().get(f"/api/shop/v1/fail/{kind}"), status)
    page = shop.client().get(f"/shop/fail/{kind}")

    assert page.status_code == status
    assert page.mimetype == "text/html"
    assert told["detail"] in page.text


def test_an_error_is_told_with_its_own_data(shop: Shop) -> None:
    told = problem(shop.client().get("/api/shop/v1/fail/conflict"), 409)

    assert told["code"] == "sold_out"
    assert told["detail"] == "Mặt hàng gạo đã hết."
    assert "{" not in told["title"]


def test_a_field_error_stands_under_the_name_of_the_field(shop: Shop) -> None:
    assert problem(shop.client().get("/api/shop/v1/fail/invalid"), 422)["errors"] == {
        "name": ["Sai."]
    }


def test_later_says_when(shop: Shop) -> None:
    for path in ("/api/shop/v1/fail/later", "/shop/fail/later"):
        assert shop.client().get(path).headers["Retry-After"] == "7"


@pytest.mark.parametrize("path", ["/api/shop/v1/fail/unexpected", "/shop/fail/unexpected"])
def test_what_nobody_expected_is_logged_once_and_its_text_told_nowhere(
    shop: Shop, path: str, capsys: CaptureFixture[str]
) -> None:
    answer = shop.client().get(path)

    logged = capsys.readouterr()
    said = answer.text + logged.out + logged.err + json.dumps(dict(answer.headers))
    assert SECRET_TEXT not in said
    assert logged.out.count("request failed") + logged.err.count("request failed") == 1
    assert "ValueError" not in answer.text
    assert answer.headers["X-Request-Id"] in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/shop/v1/nowhere", 404, "not_found"),
        ("PUT", "/api/shop/v1/orders", 405, "method_not_allowed"),
        ("BREW", "/api/shop/v1/orders", 405, "method_not_allowed"),
    ],
)
def test_what_the_framework_refuses_has_the_same_shape(
    shop: Shop, method: str, path: str, status: int, code: str
) -> None:
    answer = shop.client().open(path, method=method)

    assert problem(answer, status)["code"] == code


def test_a_wrong_method_says_which_are_right(shop: Shop) -> None:
    allowed = shop.client().put("/api/shop/v1/orders").headers["Allow"]

    assert {"GET", "POST"} <= set(allowed.split(", "))


def test_wrong_fields_are_named_by_path_in_vietnamese(shop: Shop) -> None:
    order = {"items": [{"name": "gạo"}, {"name": "quá dài", "count": 9}, {"other": 1}]}

    answer = shop.client().post("/api/shop/v1/orders", json=order, headers=shop.bearer())

    assert problem(answer, 422)["errors"] == {
        "items.1.name": ["Quá dài, tối đa là 5."],
        "items.1.count": ["Phải từ 1 đến 5."],
        "items.2.name": ["Vui lòng nhập mục này."],
        "items.2.other": ["Mục này không có trong biểu mẫu."],
    }


def test_a_wrong_query_is_told_like_a_wrong_body(shop: Shop) -> None:
    answer = shop.client().get("/api/shop/v1/orders?page=x", headers=shop.bearer())

    assert problem(answer, 422)["errors"] == {"page": ["Phải là số nguyên."]}


@pytest.mark.parametrize(
    ("refusal", "status"),
    [(Refusal(), 400), (KeyReused(), 422), (Unavailable(), 503), (NotSignedIn(), 401)],
)
def test_a_kind_is_found_by_walking_the_class_order(refusal: Refusal, status: int) -> None:
    assert of_refusal(refusal).status == status


def test_a_title_that_misses_its_data_is_told_as_it_is() -> None:
    class Torn(Refusal):
        title = "Đơn {number} đã đóng."

    assert of_refusal(Torn()).detail == "Đơn {number} đã đóng."


@pytest.mark.parametrize(
    ("errors", "flat"),
    [
        ({}, {}),
        ({"a": "Sai."}, {"a": ["Sai."]}),
        ({"a": {"b": {"0": ["x", "y"]}}}, {"a.b.0": ["x", "y"]}),
        ({"_schema": ["Cả biểu mẫu."]}, {"": ["Cả biểu mẫu."]}),
        (["Sai."], {"": ["Sai."]}),
    ],
)
def test_nested_errors_are_laid_flat(errors: Any, flat: dict[str, list[str]]) -> None:
    assert sentences(errors) == flat
