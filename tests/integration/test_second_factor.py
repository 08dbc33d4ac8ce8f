"""Beside the password: codes of an authenticator, each once; recovery codes; and tokens of an agency's software."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
import time_machine
from flask.testing import FlaskClient

from contracts.registry import Role
from kernel.message import Actor
from services.registry.domain.second import WrongCode, step_of
from tests.integration.test_registry_web import (
    CHU_SE,
    GOOD,
    IA_LY,
    OURS,
    TODAY,
    Desk,
    desk,
    enter,
    form_token,
)

__all__ = ["desk"]

NOW = datetime(2026, 11, 16, 2, 0, 10, tzinfo=UTC)


def protected(desk: Desk, account: str = "thu.clerk") -> tuple[Actor, str, list[str]]:
    """A clerk whose account asks for codes; the key; the recovery codes."""
    by = desk.person(account, IA_LY, Role.CLERK)
    made = desk.ask("POST", "/me/second-factor", by).get_json()
    told = desk.ask("PUT", "/me/second-factor", by, first(made))
    assert told.status_code == 200, told.text
    return by, made["key"], told.get_json()["recovery_codes"]


def first(made: dict[str, str]) -> dict[str, str]:
    """The first code."""
    return {"sealed": made["sealed"], "code": pyotp.TOTP(made["key"]).now()}


def later(key: str) -> str:
    """A code that is good after the first one: of a phone whose clock is half a minute ahead."""
    return pyotp.TOTP(key).at(datetime.now(UTC) + timedelta(seconds=30))


def sign_in(desk: Desk, code: str = "", account: str = "thu.clerk") -> Any:
    body = {"account": account, "password": GOOD, "code": code}
    return desk.ask("POST", "/sessions", None, body)


def refusal(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json(force=True)["code"]


def test_a_protected_account_asks_for_the_code_of_the_moment_and_takes_each_once(desk: Desk):
    _, key, _ = protected(desk)
    code = later(key)

    assert refusal(sign_in(desk)) == (401, "code_needed")
    assert sign_in(desk, code).status_code == 201
    assert refusal(sign_in(desk, code)) == (401, "wrong_code")
    assert refusal(sign_in(desk, "000000")) == (401, "wrong_code")


def test_codes_cannot_be_guessed_and_others_are_not_disturbed(desk: Desk):
    protected(desk)
    desk.person("nguoi.khac", IA_LY, Role.CLERK)

    answers = [refusal(sign_in(desk, f"{n:06}")) for n in range(7)]

    assert answers[:5] == [(401, "wrong_code")] * 5
    assert answers[5:] == [(429, "too_many_guesses")] * 2
    assert sign_in(desk, account="nguoi.khac").status_code == 201


def test_a_recovery_code_opens_once_however_it_is_typed(desk: Desk):
    _, _, codes = protected(desk)

    assert len(set(codes)) == 10
    assert sign_in(desk, codes[0].upper().replace("-", " ")).status_code == 201
    assert refusal(sign_in(desk, codes[0])) == (401, "wrong_code")
    assert sign_in(desk, codes[1]).status_code == 201


def test_neither_key_nor_recovery_codes_can_be_read_from_the_database(desk: Desk):
    by, key, codes = protected(desk)

    kept = str(list(desk.registry.store.database["accounts"].find({"_id": by.user})))
    told = str(list(desk.registry.store.database["events"].find()))

    assert not [one for one in (key, *codes) if one in kept + told]


def test_a_key_sealed_for_one_account_protects_no_other(desk: Desk):
    by = desk.person("thu.clerk", IA_LY, Role.CLERK)
    other = desk.person("nguoi.khac", IA_LY, Role.CLERK)
    made = desk.ask("POST", "/me/second-factor", by).get_json()

    assert refusal(desk.ask("PUT", "/me/second-factor", other, first(made)))[1] == (
        "wrong_first_code"
    )


def test_it_is_set_up_and_used_with_pages(desk: Desk):
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    client = desk.app.test_client()
    enter(client, "thu.clerk", GOOD)
    page = client.get("/registry/me/second").text
    key, sealed = (
        piece(page, '<code class="text-break">', "<"),
        piece(page, 'name="sealed" value="', '"'),
    )
    asked = {"sealed": sealed, "csrf_token": piece(page, 'name="csrf_token" value="', '"')}

    wrong = client.post("/registry/me/second", data={**asked, "code": "123"}, headers=OURS)
    code = first({"key": key, "sealed": sealed})["code"]
    right = client.post("/registry/me/second", data={**asked, "code": code}, headers=OURS)

    assert (wrong.status_code, key in wrong.text) == (422, True)
    assert "data:image/svg+xml" in page
    assert right.text.count("<li><code>") == 10
    assert "Đang bật; còn 10 mã dự phòng." in client.get("/registry/me").text
    _enters_by_code(desk.app.test_client(), key)


def _enters_by_code(client: FlaskClient, key: str) -> None:
    half = enter(client, "thu.clerk", GOOD, next="/registry/me")
    assert half.headers["Location"].startswith("/registry/sign-in/code")
    assert client.get("/registry/me").status_code == 303  # not yet in
    asked = {"csrf_token": form_token(client), "next": "/registry/me"}
    wrong = client.post("/registry/sign-in/code", data={**asked, "code": "1"}, headers=OURS)
    asked["code"] = later(key)
    inside = client.post("/registry/sign-in/code", data=asked, headers=OURS)

    assert (wrong.status_code, "Mã xác thực không đúng" in wrong.text) == (422, True)
    assert (inside.status_code, inside.headers["Location"]) == (303, "/registry/me")
    assert client.get("/registry/me").status_code == 200


def piece(page: str, before: str, after: str) -> str:
    return page.partition(before)[2].partition(after)[0]


def test_the_password_alone_does_not_reach_the_choice_of_a_role(desk: Desk):
    protected(desk)
    client = desk.app.test_client()
    enter(client, "thu.clerk", GOOD)

    told = client.post(
        "/registry/sign-in/role",
        data={"csrf_token": form_token(client), "role": f"CLERK@{IA_LY}"},
        headers=OURS,
    )

    assert told.headers["Location"].startswith("/registry/sign-in?")


def test_an_administrator_helps_who_lost_the_phone_but_not_themself_nor_strangers(desk: Desk):
    lost, _, _ = protected(desk)
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    foreign = desk.person("noi.khac", CHU_SE, Role.ADMINISTRATOR)
    path = f"/accounts/{lost.user}/second-factor/removal"

    assert desk.ask("POST", path, foreign).status_code == 404
    assert desk.ask("POST", path.replace(lost.user, admin.user), admin).status_code == 403
    assert desk.ask("POST", path, admin).status_code == 200
    assert sign_in(desk).status_code == 201


@pytest.mark.parametrize(
    ("seconds", "fits"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
)
def test_a_code_fits_its_own_half_minute_and_the_neighbours(seconds: int, fits: bool):
    key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    code = pyotp.TOTP(key).at(NOW + timedelta(seconds=seconds))

    if fits:
        assert step_of(key, f" {code[:3]} {code[3:]}", at=NOW) > 0
    else:
        with pytest.raises(WrongCode):
            step_of(key, code, at=NOW)


# --- tokens -----------------------------------------------------------------------------------------


def issued(desk: Desk, *scopes: str, days: int = 30) -> tuple[Actor, dict[str, str]]:
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    until = (TODAY + timedelta(days=days)).isoformat()
    body = {"name": "Một cửa", "scopes": list(scopes), "expires_on": until}
    told = desk.ask("POST", "/tokens", admin, body)
    assert told.status_code == 201, told.text
    return admin, told.get_json()


def shown(desk: Desk, words: str) -> Any:
    return desk.ask("POST", "/sessions/token", None, {"token": words})


def test_a_token_gives_a_short_session_of_the_agencys_software_within_its_scope(desk: Desk):
    _, token = issued(desk, "registry.see")

    told = shown(desk, token["token"]).get_json()
    actor = desk.keys.read(told["token"], now=desk.registry.store.clock.now())

    assert (actor.role, actor.agency) == ("SOFTWARE", IA_LY)
    assert (actor.scopes, actor.fresh_at) == (("registry.see",), 0.0)
    assert desk.ask("GET", "/agencies", actor).status_code == 200
    assert refusal(desk.ask("POST", "/acts", actor, {"rows": [{"act": "x"}]}))[1] == "out_of_scope"


def test_a_token_of_another_service_opens_nothing_here(desk: Desk):
    _, token = issued(desk, "reception.enter")

    actor = desk.keys.read(
        shown(desk, token["token"]).get_json()["token"], now=desk.registry.store.clock.now()
    )

    assert refusal(desk.ask("GET", "/agencies", actor))[1] == "out_of_scope"


def test_the_words_of_a_token_are_kept_nowhere(desk: Desk):
    _, token = issued(desk, "registry.see")
    secret = token["token"].split("_", 2)[2]
    database = desk.registry.store.database

    for name in database.list_collection_names():
        assert secret not in str(list(database[name].find())), name
    assert secret not in desk.ask("GET", "/tokens", issued_by(desk)).text


def issued_by(desk: Desk) -> Actor:
    return desk.registry.actor(desk.registry.accounts.rows.find_one()["_id"])


@pytest.mark.parametrize(
    "wrong", ["", "dv_", "dv_x_y", "x", "dv_01a20594-2671-7177-8db6-6c5c7a31ecef_s"]
)
def test_words_that_are_no_token_open_nothing(desk: Desk, wrong: str):
    assert shown(desk, wrong or "?").status_code == 401


def test_an_ended_token_and_its_sessions_count_no_more(desk: Desk):
    admin, token = issued(desk, "registry.see")
    actor = desk.keys.read(
        shown(desk, token["token"]).get_json()["token"], now=desk.registry.store.clock.now()
    )

    assert desk.ask("POST", f"/tokens/{token['id']}/end", admin).status_code == 200

    assert refusal(shown(desk, token["token"])) == (401, "wrong_token")
    assert desk.ask("GET", "/agencies", actor).status_code == 401
    assert refusal(desk.ask("POST", f"/tokens/{token['id']}/end", admin))[0] == 409


def test_a_token_has_an_end_within_a_year(desk: Desk):
    admin, token = issued(desk, "registry.see", days=1)
    body = {"name": "x", "scopes": ["registry.see"], "expires_on": "2040-01-01"}

    with time_machine.travel(datetime.now(UTC) + timedelta(days=3), tick=True):
        assert refusal(shown(desk, token["token"])) == (401, "wrong_token")
    assert refusal(desk.ask("POST", "/tokens", admin, body))[1] == "wrong_token_period"


def test_a_foreign_administrator_finds_no_token_of_ours(desk: Desk):
    _, token = issued(desk, "registry.see")
    foreign = desk.person("noi.khac", CHU_SE, Role.ADMINISTRATOR)

    assert desk.ask("POST", f"/tokens/{token['id']}/end", foreign).status_code == 404
    assert desk.ask("GET", "/tokens", foreign).get_json() == {"tokens": []}


def test_a_role_that_ended_opens_nothing_at_the_registry_at_once(desk: Desk):
    clerk = desk.person("thu.clerk", IA_LY, Role.CLERK)
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    body = {"role": "CLERK", "agency": IA_LY, "last_day": (TODAY - timedelta(days=1)).isoformat()}
    assert desk.ask("GET", "/me", clerk).status_code == 200

    assert desk.ask("POST", f"/accounts/{clerk.user}/roles/end", admin, body).status_code == 200

    assert desk.ask("GET", "/me", clerk).status_code == 401


# --- sessions end with what proved them -------------------------------------------------------------


def came_in(desk: Desk) -> FlaskClient:
    """A browser of the clerk's, signed in."""
    client = desk.app.test_client()
    enter(client, "thu.clerk", GOOD)
    assert is_in(client)
    return client


def is_in(client: FlaskClient) -> bool:
    """Whether a browser is signed in; one that is not is shown the way to the sign-in page."""
    told = client.get("/registry/me")
    assert told.status_code == 200 or told.headers["Location"].startswith("/registry/sign-in")
    return told.status_code == 200


def cookie(client: FlaskClient) -> str:
    kept = client.get_cookie("danvan")
    assert kept is not None
    return kept.value


def test_another_password_ends_every_other_session_and_this_one_goes_on_renewed(desk: Desk):
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    desk.person("nguoi.khac", IA_LY, Role.CLERK)
    here, elsewhere, other = came_in(desk), came_in(desk), desk.app.test_client()
    enter(other, "nguoi.khac", GOOD)
    old, words = cookie(here), "câu mới cũng đủ dài"
    form = {"csrf_token": form_token(here), "old": GOOD, "password": words, "again": words}

    assert here.post("/registry/me/password", data=form, headers=OURS).status_code == 303

    said = here.get("/registry/me").text
    assert "Mọi phiên đăng nhập khác của bạn đã kết thúc." in said
    assert not is_in(elsewhere)
    assert is_in(other)
    assert cookie(here) != old
    bearer = {"Authorization": f"Bearer {old}"}
    assert desk.app.test_client().get("/api/registry/v1/me", headers=bearer).status_code == 401


def test_a_wrong_old_password_ends_no_session(desk: Desk):
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    here, elsewhere = came_in(desk), came_in(desk)
    form = {"csrf_token": form_token(here), "old": "sai mật khẩu", "password": GOOD, "again": GOOD}

    assert here.post("/registry/me/password", data=form, headers=OURS).status_code == 422
    assert is_in(here)
    assert is_in(elsewhere)


def test_a_password_set_by_an_administrator_ends_all_sessions_also_those_half_begun(desk: Desk):
    clerk, _, _ = protected(desk)
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    token = desk.keys.issue(clerk, now=desk.registry.store.clock.now(), minutes=5)
    half = desk.app.test_client()
    enter(half, "thu.clerk", GOOD)
    assert half.get("/registry/sign-in/code").status_code == 200

    told = desk.ask(
        "POST", f"/accounts/{clerk.user}/password", admin, {"password": "câu khác cũng dài"}
    )

    assert told.status_code == 204
    bearer = {"Authorization": f"Bearer {token}"}
    assert desk.app.test_client().get("/api/registry/v1/me", headers=bearer).status_code == 401
    assert half.get("/registry/sign-in/code").headers["Location"].startswith("/registry/sign-in?")
    assert desk.ask("GET", "/me", admin).status_code == 200


@pytest.mark.parametrize("act", ["set_up", "remove", "reset"])
def test_a_second_factor_set_up_or_taken_away_ends_the_other_sessions(desk: Desk, act: str):
    clerk = desk.person("thu.clerk", IA_LY, Role.CLERK)
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    made = desk.ask("POST", "/me/second-factor", clerk).get_json()
    if act != "set_up":
        assert desk.ask("PUT", "/me/second-factor", clerk, first(made)).status_code == 200
    elsewhere = desk.keys.issue(clerk, now=desk.registry.store.clock.now(), minutes=5)

    if act == "set_up":
        told = desk.ask("PUT", "/me/second-factor", clerk, first(made))
    elif act == "remove":
        told = desk.ask("POST", "/me/second-factor/removal", clerk)
    else:
        told = desk.ask("POST", f"/accounts/{clerk.user}/second-factor/removal", admin)

    assert told.status_code == 200
    asking = desk.app.test_client()
    old = {"Authorization": f"Bearer {elsewhere}"}
    assert asking.get("/api/registry/v1/me", headers=old).status_code == 401
    if act != "reset":
        goes_on = {"Authorization": f"Bearer {told.get_json()['session']['token']}"}
        assert asking.get("/api/registry/v1/me", headers=goes_on).status_code == 200
