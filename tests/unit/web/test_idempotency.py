"""The same request twice is known as the same, another one as another."""

from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient

from kernel.message import Actor
from tests.unit.web.conftest import CLERK, Shop, csrf, problem


def ask(shop: Shop, key: str, *, actor: Actor = CLERK, **sent: Any) -> dict[str, Any]:
    headers = shop.bearer(actor) | {"Idempotency-Key": key}
    found: dict[str, Any] = (
        shop.client().post("/api/shop/v1/key", headers=headers, **sent).get_json(force=True)
    )
    return found


def test_the_same_content_has_the_same_fingerprint_however_it_is_written(shop: Shop) -> None:
    first = ask(shop, "k1", data=b'{"a": 1, "b": [1, 2]}', content_type="application/json")
    again = ask(shop, "k1", data=b'{"b":[1,2],"a":1}', content_type="application/json")

    assert first == again


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"a": 2}},
        {"json": [1]},
        {"data": {"a": "1"}},
        {"json": {"a": 1}, "query_string": "x=1"},
    ],
)
def test_another_content_has_another_fingerprint(shop: Shop, sent: dict[str, Any]) -> None:
    assert ask(shop, "k1", json={"a": 1})["fingerprint"] != ask(shop, "k1", **sent)["fingerprint"]


def test_nobody_meets_the_key_of_another(shop: Shop) -> None:
    mine = ask(shop, "k1", json={})
    others = [
        ask(shop, "k1", actor=Actor(user="u2", role="CLERK", agency="52-001"), json={}),
        ask(shop, "k1", actor=Actor(user="u1", role="CLERK", agency="52-002"), json={}),
    ]

    assert mine["value"] not in [one["value"] for one in others]


@pytest.mark.parametrize("key", ["", " ", "a" * 201, "đơn", "a\tb", " a"])
def test_a_wrong_key_is_refused(shop: Shop, key: str) -> None:
    headers = shop.bearer() | {"Idempotency-Key": key.encode().decode("latin-1")}

    answer = shop.client().post("/api/shop/v1/key", headers=headers)

    assert problem(answer, 422)["code"] == "wrong_key"


def test_a_request_without_a_key_has_none(shop: Shop) -> None:
    answer = shop.client().post("/api/shop/v1/key", headers=shop.bearer())

    assert answer.get_json() == {"value": None, "fingerprint": None}


def hidden_key(client: FlaskClient) -> str:
    page = client.get("/shop/form").get_data(as_text=True)
    return page.partition('name="_key" value="')[2].partition('"')[0]


def test_a_form_brings_a_fresh_key_each_time_it_is_shown(shop: Shop) -> None:
    client = shop.client()

    assert hidden_key(client) != hidden_key(client)


def test_the_fingerprint_of_a_form_leaves_out_its_tokens_and_knows_its_files(shop: Shop) -> None:
    def form(content: bytes, **more: str) -> dict[str, Any]:
        return {"_key": "k1", "name": "a", "scan": (BytesIO(content), "scan.pdf"), **more}

    client = shop.person()
    token = csrf(client)

    def send(data: dict[str, Any]) -> Any:
        headers = {"Origin": "http://localhost", "X-CSRFToken": token}
        return client.post("/api/shop/v1/key", data=data, headers=headers).get_json()

    first = send(form(b"one"))
    assert first["value"] == "52-001/u1/k1"
    assert send(form(b"one", csrf_token=token)) == first
    assert send(form(b"two"))["fingerprint"] != first["fingerprint"]
