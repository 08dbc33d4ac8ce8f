"""How much may be asked at once, and how often."""

import contextlib
import threading
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kernel.web.limits import BadJson, Counters, NoText, TooDeep, TwiceNamed, strict_json
from tests.unit.web.conftest import Shop, a_shop, problem

JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": 1e999}',
        b'{"a": "\\ud800"}',
        b'{"a": "\xff"}',
        b'{"a": 1,}',
        b"{'a': 1}",
        b'{"a": 1} x',
        b'{"a": 1, "a": 2}',
        b'{"items": [{"name": "a", "name": "b"}]}',
        b"[" * 33 + b"]" * 33,
        b"[" * 100_000,
    ],
)
def test_json_with_more_than_one_meaning_is_refused(shop: Shop, body: bytes) -> None:
    answer = shop.client().post("/api/shop/v1/orders", data=body, headers=shop.bearer() | JSON)

    assert problem(answer, 400)["code"] in {"bad_json", "json_twice_named", "json_too_deep"}


def test_thirty_two_levels_are_enough() -> None:
    assert strict_json(b"[" * 32 + b"]" * 32)
    with pytest.raises(TooDeep):
        strict_json(b"[" * 33 + b"]" * 33)


@pytest.mark.parametrize(
    "body",
    [b'{"a": ["\\u0000"]}', b'{"a\\u0000": 1}', b'"\\\\\\u0000"', b'[{"a": {"b": "x\\u0000"}}]'],
)
def test_json_text_with_a_nul_is_refused(body: bytes) -> None:
    with pytest.raises(NoText):
        strict_json(body)


def test_json_that_merely_speaks_of_a_nul_is_read() -> None:
    assert strict_json(b'"\\\\u0000"') == "\\u0000"


def test_an_address_or_a_form_with_a_nul_is_refused(shop: Shop) -> None:
    client, ours = shop.person(), {"Origin": "http://localhost"}

    assert client.get("/api/shop/v1/fail/a%00b").status_code == 400
    assert client.get("/api/shop/v1/orders?page=%00").status_code == 400
    assert client.post("/shop/form", data={"name": "a\0"}, headers=ours).status_code == 400


def test_a_name_that_comes_twice_is_named_as_the_reason() -> None:
    with pytest.raises(TwiceNamed):
        strict_json(b'{"a": {"b": 1, "b": 1}}')


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(body: bytes) -> None:
    with contextlib.suppress(BadJson):
        strict_json(body)


def test_a_body_that_is_too_large_is_refused(folder: Path) -> None:
    small = a_shop(folder, body_limit=100)

    answer = small.client().post(
        "/api/shop/v1/orders", json={"items": ["x" * 200]}, headers=small.bearer()
    )

    assert problem(answer, 413)["code"] == "too_large"


def test_a_form_of_too_many_parts_is_refused(shop: Shop) -> None:
    fields = {f"f{n}": (None, "x") for n in range(1100)}
    body = b"".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\nx\r\n'.encode()
        for name in fields
    )

    answer = shop.person().post(
        "/shop/form",
        data=body + b"--b--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=b", "Origin": "http://localhost"},
    )

    assert answer.status_code == 413


def test_an_address_that_asks_too_often_is_told_when_to_come_back(folder: Path) -> None:
    busy = a_shop(folder, rate_limit="3/minute")
    client = busy.client()

    codes = [client.get("/api/shop/v1/stock").status_code for _ in range(3)]
    told = client.get("/api/shop/v1/stock")

    assert codes == [401] * 3
    assert problem(told, 429)["code"] == "too_many_requests"
    assert 1 <= int(told.headers["Retry-After"]) <= 61
    assert client.get("/shop/form").status_code == 429  # the pace is the process's, not a route's
    assert (
        client.get("/api/shop/v1/stock", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code
        == 401
    )


def test_supervisors_may_always_ask(folder: Path) -> None:
    busy = a_shop(folder, rate_limit="1/minute")
    client = busy.client()

    for path in ("/health/live", "/health/ready", "/metrics"):
        assert [client.get(path).status_code for _ in range(3)] == [200] * 3


def test_behind_the_proxy_it_is_the_person_who_is_counted_and_nobody_can_pose_as_another(
    folder: Path,
) -> None:
    busy = a_shop(folder, rate_limit="1/minute", public_url="https://danvan.example")
    client = busy.client()

    def ask(forwarded: str) -> int:
        return client.get("/shop/form", headers={"X-Forwarded-For": forwarded}).status_code

    assert ask("10.0.0.1") == 200
    assert ask("10.0.0.2") == 200
    assert ask("10.9.9.9, 10.0.0.1") == 429


def test_without_a_proxy_nobody_is_believed_to_be_somebody_else(folder: Path) -> None:
    busy = a_shop(folder, rate_limit="1/minute")
    client = busy.client()

    codes = [
        client.get("/shop/form", headers={"X-Forwarded-For": f"10.0.0.{n}"}).status_code
        for n in range(2)
    ]

    assert codes == [200, 429]


def test_windows_that_are_over_are_forgotten_by_the_requests_themselves(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    counters = Counters()
    counters.timer.join()

    for n in range(50):
        counters.incr(f"10.0.0.{n}", expiry=60)
    now[0] += 61
    counters.incr("10.0.0.99", expiry=60)

    assert set(counters.expirations) == set(counters.storage) == {"10.0.0.99"}
    assert not counters.timer.is_alive()  # no thread was started for it


def test_requests_that_come_together_are_counted_without_a_failure():
    counters, wrong = Counters(), list[BaseException]()

    def count() -> None:
        try:
            for n in range(200):
                counters.incr(f"k{n}", 60)
        except RuntimeError as error:
            wrong.append(error)

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    assert counters.get("k0") == 8


def test_a_number_in_an_address_that_no_database_holds_leads_nowhere(shop: Shop) -> None:
    client = shop.client()

    assert client.get(f"/api/shop/v1/year/{2**63 - 1}").get_json() == {"year": 2**63 - 1}
    assert problem(client.get(f"/api/shop/v1/year/{2**63}"), 404)["code"] == "not_found"
