"""What surrounds every route: headers, health, numbers, the log, the description of the API."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from _pytest.capture import CaptureFixture

from kernel import log
from tests.unit.web.conftest import Shop, a_shop

ROUTES = [
    "/shop/",
    "/shop/form",
    "/shop/fail/unexpected",
    "/shop/nowhere",
    "/api/shop/v1/stock",
    "/api/shop/v1/openapi.json",
    "/api/shop/v1/fail/later",
    "/health/live",
    "/health/ready",
    "/metrics",
    "/nowhere",
]


@pytest.mark.parametrize("path", ROUTES)
def test_every_answer_carries_the_security_headers(shop: Shop, path: str) -> None:
    headers = shop.person().get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cache-Control"] == "no-store"
    assert "Strict-Transport-Security" not in headers
    assert headers["X-Request-Id"]


def test_a_process_that_cannot_work_names_what_fails(folder: Path) -> None:
    torn = a_shop(folder, ready=lambda: {"database": False, "keys": True})

    answer = torn.client().get("/health/ready")

    assert answer.status_code == 503
    assert answer.get_json() == {
        "ready": False,
        "checks": {"database": False, "keys": True},
        "failing": ["database"],
    }
    assert torn.client().get("/health/live").status_code == 200


def test_a_check_that_breaks_is_a_check_that_fails(folder: Path) -> None:
    def broken() -> dict[str, bool]:
        raise OSError("mongodb://user:secret@host")

    answer = a_shop(folder, ready=broken).client().get("/health/ready")

    assert answer.status_code == 503
    assert "secret" not in answer.text


def test_requests_are_counted_by_endpoint_and_never_by_path(folder: Path) -> None:
    fresh = a_shop(folder)
    client = fresh.client()
    client.get("/shop/fail/missing")
    client.get("/nowhere/nguyen-van-a")
    client.open("/shop/form", method="NGUYEN")

    page = client.get("/metrics").text

    assert (
        'danvan_http_requests_total{endpoint="pages.fail",method="GET",service="shop",status="404"} 1.0'
        in page
    )
    assert 'endpoint="unmatched",method="GET"' in page
    assert 'method="OTHER"' in page
    assert "danvan_http_seconds_bucket" in page
    assert "nguyen" not in page.lower()


def test_the_numbers_are_not_for_the_street(shop: Shop) -> None:
    answer = shop.client().get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"})

    assert answer.status_code == 404


def test_a_request_is_one_line_without_path_or_query(
    shop: Shop, capsys: CaptureFixture[str]
) -> None:
    shop.client().get("/shop/fail/missing?name=nguyen-van-a")

    said = capsys.readouterr()
    lines = [one for one in (said.out + said.err).splitlines() if "pages.fail" in one]
    assert len(lines) == 1
    assert "nguyen" not in lines[0]
    assert "status" in lines[0]


def test_the_fields_of_the_request_line_are_allowed_ones() -> None:
    assert {"status", "method", "endpoint", "seconds", "request"} <= log.FIELDS


def test_supervisors_do_not_fill_the_log(shop: Shop, capsys: CaptureFixture[str]) -> None:
    shop.client().get("/health/live")

    said = capsys.readouterr()
    assert said.out + said.err == ""


def test_the_api_describes_itself_truly(shop: Shop) -> None:
    spec = shop.client().get("/api/shop/v1/openapi.json").get_json()

    assert spec["openapi"] == "3.1.0"
    assert "/api/shop/v1/orders" in spec["paths"]
    assert spec["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    errors = spec["components"]["responses"]["NOT_FOUND"]["content"]
    assert list(errors) == ["application/problem+json"]
    good = spec["paths"]["/api/shop/v1/orders"]["post"]["responses"]["201"]["content"]
    assert list(good) == ["application/json"]


def test_a_form_of_a_page_is_read_like_a_body(shop: Shop) -> None:
    client = shop.person()
    page = client.get("/shop/form").text
    token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
    headers = {"Origin": "http://localhost", "X-CSRFToken": token}

    good = client.post(
        "/shop/form", data={"name": " gạo ", "count": "", "_key": "k"}, headers=headers
    )
    wrong = client.post("/shop/form", data={"name": "  ", "count": "x"}, headers=headers)

    assert good.get_json() == {"name": "gạo"}
    assert wrong.status_code == 422
    assert "Vui lòng nhập mục này." in wrong.text


@pytest.mark.parametrize("module", ["kernel.web", "kernel.web.serve", "kernel.auth", "frame.face"])
def test_a_web_process_knows_neither_the_broker_nor_the_database(module: str) -> None:
    ask = (
        f"import json, sys, {module};"
        "print(json.dumps(sorted({one.partition('.')[0] for one in sys.modules})))"
    )
    said = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, check=True, env=os.environ, timeout=60
    )

    assert not {"eventlet", "nameko", "kombu", "amqp", "pymongo"} & set(json.loads(said.stdout))


def test_the_api_tells_of_every_operation_who_may_use_it_and_how_it_may_fail(shop: Shop) -> None:
    paths = shop.client().get("/api/shop/v1/openapi.json").get_json()["paths"]

    order, key = paths["/api/shop/v1/orders"]["post"], paths["/api/shop/v1/key"]["post"]
    open_to_all = paths["/api/shop/v1/fail/{kind}"]["get"]

    assert order["x-roles"] == ["CLERK"]
    assert "x-roles" not in key
    assert open_to_all["security"] == []
    assert {"400", "401", "403", "404", "409", "413", "422", "429", "503"} < set(order["responses"])
    assert "403" not in open_to_all["responses"]
    assert "default" not in order["responses"]
