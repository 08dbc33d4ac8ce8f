"""The official sign-in, with a real provider in a process of its own: out, back, linked, refused."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient

from contracts.registry import DOORS, ROLE_WORDS, Role
from frame.face import Link, dress
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.metrics import Metrics
from kernel.store import Store
from kernel.web import create_app
from law.defaults import agency_name
from services.registry.api import NAVIGATION, routes
from services.registry.domain.second import age_vouched
from services.registry.pages import pages
from services.registry.service import Registry
from tests.e2e.test_watching import free_port
from tests.integration.test_registry_web import GOOD, IA_LY, OURS, Desk, enter, form_token
from tests.site import wait_for


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that lets in whoever says who they are."""
    port = free_port()
    words = ["-m", "tests.integration.provider", str(port)]
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(lambda: _answers(address), "the provider")
        yield address
    finally:
        process.kill()
        process.wait(10)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=1).ok
    except requests.RequestException:
        return False


@pytest.fixture
def make_desk(a_store: Callable[..., Store], tmp_path: Path) -> Callable[..., Desk]:
    """A registry whose official sign-in is at an address."""

    def make(issuer: str, **settings: Any) -> Desk:
        create_session_key(tmp_path)
        create_secret(tmp_path)
        more = {"keys_dir": str(tmp_path), "oidc_issuer": issuer, "oidc_client_id": "danvan"}
        more |= settings
        registry = Registry(a_store("registry", oidc_client_secret="s" * 20, **more))
        registry.store.prepare()
        keys = SessionKeys(tmp_path, site="gialai", revoked=registry)
        app = create_app(
            service="registry",
            settings=registry.store.settings,
            metrics=Metrics("registry"),
            clock=registry.store.clock,
            keys=keys,
            ready=registry.store.ready,
            api=[routes(registry)],
            pages=[pages(registry)],
        )
        doors = [Link(*door) for door in DOORS]
        dress(
            app, navigation=NAVIGATION, doors=doors, role_names=ROLE_WORDS, agency_name=agency_name
        )
        return Desk(app, registry, keys)

    return make


def go(client: FlaskClient, path: str, *, sub: str) -> Any:
    """Set out, say there who one is, and come back."""
    out = client.get(path)
    assert out.status_code == 303, out.text
    there = requests.post(
        out.headers["Location"], data={"sub": sub}, allow_redirects=False, timeout=10
    )
    back = urlsplit(there.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def linked(desk: Desk, sub: str) -> FlaskClient:
    """Somebody signed in who linked their account."""
    client = desk.app.test_client()
    enter(client, "thu.clerk", GOOD)
    told = go(client, "/registry/me/official", sub=sub)
    assert told.headers["Location"] == "/registry/me"
    return client


def test_who_linked_the_account_comes_in_without_a_password_to_where_they_wanted(
    make_desk: Callable[[str], Desk], provider: str
):
    desk = make_desk(provider)
    clerk = desk.person("thu.clerk", IA_LY, Role.CLERK)
    linked(desk, "079-1")
    client = desk.app.test_client()

    told = go(client, "/registry/sign-in/official?next=/registry/people", sub="079-1")

    assert told.headers["Location"] == "/registry/people"
    token = client.get_cookie("danvan")
    assert token is not None
    assert desk.keys.read(token.value, now=desk.registry.store.clock.now()).user == clerk.user
    assert "Bỏ liên kết" in client.get("/registry/me").text


def test_whom_nobody_linked_is_told_how_to_and_does_not_come_in(
    make_desk: Callable[[str], Desk], provider: str
):
    desk = make_desk(provider)
    client = desk.app.test_client()

    told = go(client, "/registry/sign-in/official", sub="someone")

    assert told.status_code == 422
    assert "chưa liên kết" in told.text
    assert client.get_cookie("danvan") is None
    assert "Đăng nhập bằng tài khoản công vụ" in client.get("/registry/sign-in").text


def test_one_official_identity_opens_one_account_and_unlinked_none(
    make_desk: Callable[[str], Desk], provider: str
):
    desk = make_desk(provider)
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    desk.person("nguoi.khac", IA_LY, Role.CLERK)
    first = linked(desk, "079-2")
    other = desk.app.test_client()
    enter(other, "nguoi.khac", GOOD)

    go(other, "/registry/me/official", sub="079-2")
    assert "đã liên kết với một tài khoản khác" in other.get("/registry/me").text
    proof = {"csrf_token": form_token(first)}
    assert first.post("/registry/me/official/remove", data=proof, headers=OURS).status_code == 303
    assert go(desk.app.test_client(), "/registry/sign-in/official", sub="079-2").status_code == 422


@pytest.mark.parametrize("forged", ["state", "code", "nothing kept"])
def test_a_forged_way_back_opens_nothing(
    make_desk: Callable[[str], Desk], provider: str, forged: str
):
    desk = make_desk(provider)
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    linked(desk, "079-3")
    client = desk.app.test_client()
    out = client.get("/registry/sign-in/official").headers["Location"]
    there = requests.post(out, data={"sub": "079-3"}, allow_redirects=False, timeout=10)
    told = {
        name: one[0] for name, one in parse_qs(urlsplit(there.headers["Location"]).query).items()
    }
    told |= {forged: "x"} if forged in told else {}
    asking = desk.app.test_client() if forged == "nothing kept" else client

    answer = asking.get("/registry/sign-in/official/back", query_string=told)

    assert answer.status_code == 422
    assert asking.get_cookie("danvan") is None


SENSITIVE = "/registry/me/second"


def fresh(client: FlaskClient) -> bool:
    """Whether somebody who is signed in may do a sensitive act now."""
    return client.get(SENSITIVE).status_code == 200


def back_in(desk: Desk, sub: str) -> FlaskClient:
    """Somebody who linked the account, and comes in by the official sign-in alone."""
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    linked(desk, sub)
    client = desk.app.test_client()
    told = go(client, "/registry/sign-in/official", sub=sub)
    assert told.headers["Location"] == "/registry/portal"
    return client


def test_who_signed_in_there_long_ago_comes_in_and_proves_it_anew_for_a_sensitive_act(
    make_desk: Callable[..., Desk], provider: str
):
    client = back_in(make_desk(provider), "sso-1")
    inside = client.get("/registry/me").status_code
    before = fresh(client)
    out = client.get(f"/registry/sign-in/official?next={SENSITIVE}").headers["Location"]

    told = go(client, f"/registry/sign-in/official?next={SENSITIVE}", sub="sso-1")

    assert (inside, before) == (200, False)
    asked = parse_qs(urlsplit(out).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert told.headers["Location"] == SENSITIVE
    assert fresh(client)


@pytest.mark.parametrize("sub", ["deaf-1", "079-4"])
def test_a_provider_that_asks_nobody_anew_or_does_not_say_so_opens_no_sensitive_act(
    make_desk: Callable[..., Desk], provider: str, sub: str
):
    client = back_in(make_desk(provider), sub)

    told = go(client, f"/registry/sign-in/official?next={SENSITIVE}", sub=sub)

    assert told.status_code == 422
    assert "không xác nhận rằng bạn vừa đăng nhập lại" in told.text
    assert client.get("/registry/me").status_code == 200  # the session of before goes on
    assert not fresh(client)
    enter(client, "thu.clerk", GOOD)
    assert fresh(client)  # the password opens it


@pytest.mark.parametrize(("sub", "opens"), [("079-5", True), ("deaf-2", False)])
def test_a_silent_provider_is_believed_only_where_it_is_set_so(
    make_desk: Callable[..., Desk], provider: str, sub: str, *, opens: bool
):
    client = back_in(make_desk(provider, oidc_auth_time=0), sub)

    assert fresh(client) is opens


@pytest.mark.parametrize(
    ("age", "since"), [(None, None), (-61, None), (-59, 0), (0, 0), (60, 0), (120, 60)]
)
def test_the_clocks_difference_is_allowed_for(age: float | None, since: float | None):
    assert age_vouched(age, silence_is_now=False) == since


def test_a_provider_that_is_away_leaves_the_password(make_desk: Callable[[str], Desk]):
    desk = make_desk(f"http://127.0.0.1:{free_port()}")
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    client = desk.app.test_client()

    told = client.get("/registry/sign-in/official")

    assert (told.status_code, "chưa trả lời" in told.text) == (429, True)
    assert enter(client, "thu.clerk", GOOD).status_code == 303


def test_a_provider_without_tls_is_refused_at_the_start():
    with pytest.raises(WrongSetting, match="OIDC_ISSUER"):
        Settings(oidc_issuer="http://sso.example", oidc_client_id="x").checked()
    with pytest.raises(WrongSetting, match="OIDC_CLIENT_ID"):
        Settings(oidc_issuer="https://sso.example").checked()
