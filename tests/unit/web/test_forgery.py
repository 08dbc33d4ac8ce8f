"""What a cookie authenticates must prove that it comes from one of our own pages."""

import pytest

from tests.unit.web.conftest import Shop, a_shop, csrf, problem

OURS = {"Origin": "http://localhost"}


def test_a_form_of_ours_is_taken(shop: Shop) -> None:
    client = shop.person()

    answer = client.post("/shop/form", data={"csrf_token": csrf(client), "name": "a"}, headers=OURS)

    assert answer.get_json() == {"name": "a"}


def test_a_referer_will_do_where_a_browser_sends_no_origin(shop: Shop) -> None:
    client = shop.person()
    form = {"csrf_token": csrf(client), "name": "a"}

    answer = client.post("/shop/form", data=form, headers={"Referer": "http://localhost/shop/form"})

    assert answer.status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
        {"Referer": "https://evil.example/http://localhost/"},
        {"Origin": "https://evil.example", "Referer": "http://localhost/shop"},
    ],
)
def test_the_right_token_from_another_page_is_refused(shop: Shop, headers: dict[str, str]) -> None:
    client = shop.person()
    form = {"csrf_token": csrf(client), "name": "a"}

    answer = client.post("/shop/form", data=form, headers=headers)

    assert answer.status_code == 403
    assert "không được gửi từ trang này" in answer.text


@pytest.mark.parametrize("token", [None, "", "wrong"])
def test_our_own_page_without_its_token_is_refused(shop: Shop, token: str | None) -> None:
    client = shop.person()
    csrf(client)
    form = {"name": "a"} | ({} if token is None else {"csrf_token": token})

    assert client.post("/shop/form", data=form, headers=OURS).status_code == 403


def test_the_token_of_another_person_is_refused(shop: Shop) -> None:
    mine, other = shop.person(), shop.person()
    csrf(mine)

    answer = mine.post("/shop/form", data={"csrf_token": csrf(other), "name": "a"}, headers=OURS)

    assert answer.status_code == 403


def test_an_api_request_by_cookie_needs_the_token_in_a_header(shop: Shop) -> None:
    client = shop.person()
    order = {"items": [{"name": "a"}]}

    without = client.post("/api/shop/v1/orders", json=order, headers=OURS)
    given = client.post(
        "/api/shop/v1/orders", json=order, headers=OURS | {"X-CSRFToken": csrf(client)}
    )

    assert problem(without, 403)["code"] == "forged"
    assert given.status_code == 201


def test_a_bearer_request_needs_no_token(shop: Shop) -> None:
    order = {"items": [{"name": "a"}]}

    answer = shop.client().post("/api/shop/v1/orders", json=order, headers=shop.bearer())

    assert answer.status_code == 201


def test_nobody_is_signed_in_against_their_will(shop: Shop) -> None:
    """Login forgery: a stranger's page must not sign a person in as somebody else."""
    answer = shop.client().post("/shop/enter", data={"token": shop.token()}, headers=OURS)

    assert answer.status_code == 403


def test_all_processes_of_a_site_know_each_others_forms(shop: Shop) -> None:
    assert a_shop(shop.keys.folder).app.secret_key == shop.app.secret_key
