"""Who may come in, by which door, and where one is sent."""

import pytest
from flask import Blueprint
from hypothesis import given, strategies as st

from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.message import Actor
from kernel.web import create_app, local_path
from kernel.web.place import place_of
from tests.unit.web.conftest import CLERK, Shop, a_shop, csrf, problem

KEEPER = Actor(user="u2", role="KEEPER", agency="52-001")


def test_a_program_comes_in_by_bearer_token(shop: Shop) -> None:
    client = shop.client()

    assert client.get("/api/shop/v1/stock", headers=shop.bearer()).get_json() == {"user": "u1"}
    told = problem(client.get("/api/shop/v1/stock"), 401)
    assert told["code"] == "not_signed_in"


def test_a_wrong_bearer_token_is_not_mended_by_a_cookie(shop: Shop) -> None:
    answer = shop.person().get("/api/shop/v1/stock", headers={"Authorization": "Bearer wrong"})

    problem(answer, 401)
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="danvan"'


def test_a_page_is_not_opened_by_a_bearer_token(shop: Shop) -> None:
    assert shop.client().get("/shop/", headers=shop.bearer()).status_code == 303


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(shop: Shop) -> None:
    answer = shop.client().get("/shop/?filter=a%26b")

    assert answer.status_code == 303
    assert answer.location == "/registry/sign-in?next=/shop/%3Ffilter%3Da%2526b"


def test_htmx_is_told_to_go_to_the_sign_in_page_as_a_whole(shop: Shop) -> None:
    answer = shop.client().get("/shop/", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/registry/sign-in?next=/shop"


def test_a_session_is_a_cookie_scripts_cannot_read(shop: Shop) -> None:
    client = shop.client()
    form = {"csrf_token": csrf(client), "token": shop.token()}

    answer = client.post("/shop/enter", data=form, headers={"Origin": "http://localhost"})

    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("danvan="))
    assert all(one in cookie for one in ("HttpOnly", "SameSite=Lax", "Path=/", "Expires="))
    assert client.get("/shop/").text == "home"


def test_over_https_the_cookie_belongs_to_this_host_alone(shop: Shop) -> None:
    secure = a_shop(shop.keys.folder, public_url="https://danvan.example")
    client = secure.client()
    proxied = {
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "danvan.example",
        "X-Forwarded-For": "10.0.0.7",
        "Origin": "https://danvan.example",
    }
    page = client.get("/shop/form", headers=proxied, base_url="https://danvan.example")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]

    answer = client.post(
        "/shop/enter",
        data={"csrf_token": token, "token": secure.token()},
        headers=proxied,
        base_url="https://danvan.example",
    )

    cookies = answer.headers.getlist("Set-Cookie")
    mine = next(one for one in cookies if one.startswith("__Host-danvan="))
    assert "Secure" in mine
    assert "Domain" not in mine
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_a_wrong_token_opens_nothing(shop: Shop, token: str) -> None:
    client = shop.client()
    form = {"csrf_token": csrf(client), "token": token}

    answer = client.post("/shop/enter", data=form, headers={"Origin": "http://localhost"})

    assert answer.location.startswith("/registry/sign-in")
    assert client.get_cookie("danvan") is None


def test_signing_out_forgets_the_cookie(shop: Shop) -> None:
    client = shop.person()
    form = {"csrf_token": csrf(client)}

    answer = client.post("/shop/sign-out", data=form, headers={"Origin": "http://localhost"})

    assert (answer.status_code, answer.location) == (303, "/registry/sign-in")
    assert client.get_cookie("danvan") is None


def test_another_role_may_not(shop: Shop) -> None:
    answer = shop.client().post("/api/shop/v1/orders", json={}, headers=shop.bearer(KEEPER))

    assert problem(answer, 403)["code"] == "forbidden"


def test_who_may_not_ask_learns_nothing_about_the_form_of_the_question(shop: Shop) -> None:
    answer = shop.client().post("/api/shop/v1/orders", json={"wrong": 1})

    assert problem(answer, 401)["errors"] == {}


def test_a_sensitive_act_asks_for_a_fresh_sign_in(shop: Shop) -> None:
    stale = shop.client().delete("/api/shop/v1/stock", headers=shop.bearer(KEEPER))
    fresh = shop.client().delete("/api/shop/v1/stock", headers=shop.bearer(shop.fresh(KEEPER)))

    assert problem(stale, 401)["code"] == "sign_in_again"
    assert fresh.status_code == 200
    assert shop.person().get("/shop/safe").location == "/registry/sign-in?next=/shop/safe"
    assert shop.person(shop.fresh(CLERK)).get("/shop/safe").text == "safe"


def test_a_route_that_does_not_say_who_may_use_it_keeps_the_service_from_starting(
    shop: Shop,
) -> None:
    bp = Blueprint("open", __name__)
    bp.add_url_rule("/open", view_func=lambda: "open", endpoint="door")
    place = place_of(shop.app)

    with pytest.raises(TypeError, match=r"open\.door"):
        create_app(
            service="shop",
            settings=place.settings,
            metrics=place.metrics,
            clock=place.clock,
            keys=place.keys,
            ready=place.ready,
            pages=[bp],
        )


LOCAL = ["/", "/shop", "/shop/list?page=2&q=%C4%91", "/a//b", "/shop/?next=//evil"]
FOREIGN = [
    "",
    "shop",
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/shop\r\nSet-Cookie: a=b",
    " /shop",
    "/a\\..\\b",
]


@pytest.mark.parametrize("path", LOCAL)
def test_one_may_be_sent_to_a_path_of_this_site(path: str) -> None:
    assert local_path(path, otherwise="/home") == path


@pytest.mark.parametrize("path", FOREIGN)
def test_nobody_is_sent_to_a_stranger(path: str) -> None:
    assert local_path(path, otherwise="/home") == "/home"


@given(st.text(alphabet="/\\:.?#@ab\t\r\n% ", max_size=12))
def test_whatever_the_address_says_one_stays_on_this_site(text: str) -> None:
    found = local_path(text, otherwise="/home")

    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert not set(found) & set("\\\t\r\n ")


@pytest.mark.parametrize(
    "url", ["http://danvan.example", "http://localhost.evil.example", "ftp://localhost", "danvan"]
)
def test_a_public_address_without_tls_is_refused_beyond_this_machine(url: str) -> None:
    with pytest.raises(WrongSetting, match="PUBLIC_URL"):
        Settings.read({"PUBLIC_URL": url})


@pytest.mark.parametrize("url", ["", "https://danvan.example", "http://127.0.0.1:8080"])
def test_a_public_address_by_tls_or_on_this_machine_is_taken(url: str) -> None:
    assert Settings.read({"PUBLIC_URL": url}).public_url == url
