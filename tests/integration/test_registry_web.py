"""The registry's routes and pages in one process: sessions, bulk rows, rights, the way in by cookie."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from contracts.registry import DOORS, ROLE_WORDS, Role
from frame import saved
from frame.face import Link, dress
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor, Key
from kernel.metrics import Metrics
from kernel.store import SavedViews, Store
from kernel.web import create_app
from law.defaults import agency_name, shipped_units
from services.registry.api import NAVIGATION, routes
from services.registry.domain import Assignment, NewAccount, account_id
from services.registry.pages import pages
from services.registry.service import Registry

TODAY = SystemClock().today()
UNITS = {unit.authority: unit.id for unit in shipped_units().as_of(TODAY)}
SNV, IA_LY, CHU_SE = UNITS["Sở Nội vụ"], UNITS["UBND xã Ia Ly"], UNITS["UBND xã Chư Sê"]
OPERATOR = Actor(user="operator", role="OPS", agency="gialai")
GOOD = "một câu dài dễ nhớ"
API = "/api/registry/v1"
OURS = {"Origin": "http://localhost"}


@dataclass
class Desk:
    """The registry's application, and ways to ask it."""

    app: Flask
    registry: Registry
    keys: SessionKeys

    def person(self, account: str, agency: str, *roles: Role) -> Actor:
        """An account with roles, as the first of them."""
        hashed = self.registry.hashed(GOOD, account=account)
        new = NewAccount(account=account, name="Rơ Châm Thử", agency=agency, password=hashed)
        id_ = self.registry.open_account(new, by=OPERATOR)["account"]
        for role in roles:
            given = Assignment(role=role, agency=agency, since=TODAY)
            self.registry.grant_role(id_, given, by=OPERATOR)
        now = self.registry.store.clock.now().timestamp()
        return Actor(user=id_, role=roles[0].value, agency=agency, fresh_at=now)

    def gives(self, id_: str, role: dict[str, Any], *, by: Actor, agrees: Actor) -> TestResponse:
        """A role that one proposes and another approves: the second answer, or the first if it was refused."""
        asked = self.ask("POST", f"/accounts/{id_}/roles", by, role)
        if asked.status_code >= 400:
            return asked
        proposal = asked.get_json()["proposal"]
        return self.ask("POST", f"/role-proposals/{proposal}/approval", agrees)

    def ask(self, method: str, path: str, by: Actor | None, body: Any = None) -> TestResponse:
        headers = {}
        if by:
            token = self.keys.issue(by, now=self.registry.store.clock.now(), minutes=5)
            headers["Authorization"] = f"Bearer {token}"
        return self.app.test_client().open(API + path, method=method, json=body, headers=headers)


@pytest.fixture
def desk(a_store: Callable[..., Store], tmp_path: Path) -> Desk:
    create_session_key(tmp_path)
    create_secret(tmp_path)
    registry = Registry(a_store("registry", keys_dir=str(tmp_path)))
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
    saved.offer(app, name="registry", views=SavedViews(registry.store))
    doors = [Link(*door) for door in DOORS]
    dress(app, navigation=NAVIGATION, doors=doors, role_names=ROLE_WORDS, agency_name=agency_name)
    return Desk(app, registry, keys)


def form_token(client: FlaskClient) -> str:
    page = client.get("/registry/sign-in").get_data(as_text=True)
    return page.partition('name="csrf_token" value="')[2].partition('"')[0]


def enter(client: FlaskClient, account: str, password: str, **more: str) -> TestResponse:
    form = {"csrf_token": form_token(client), "account": account, "password": password, **more}
    return client.post("/registry/sign-in", data=form, headers=OURS)


def test_a_program_signs_in_and_its_token_opens_the_doors_of_its_role(desk: Desk):
    clerk = desk.person("thu.clerk", IA_LY, Role.RECEPTIONIST)

    answer = desk.ask(
        "POST", "/sessions", None, {"account": "thu.clerk", "password": GOOD}
    ).get_json()
    actor = desk.keys.read(answer["token"], now=desk.registry.store.clock.now())

    assert (answer["role"], answer["agency"]) == ("RECEPTIONIST", IA_LY)
    assert actor.user == clerk.user
    assert actor.fresh_at > 0


def test_wrong_passwords_are_refused_and_after_five_the_account_rests(desk: Desk):
    desk.person("thu.clerk", IA_LY, Role.RECEPTIONIST)
    wrong = {"account": "thu.clerk", "password": "sai mật khẩu"}

    answers = [desk.ask("POST", "/sessions", None, wrong) for _ in range(6)]

    assert [one.status_code for one in answers] == [401] * 5 + [429]
    assert answers[0].get_json(force=True)["code"] == "wrong_password"
    assert 25 <= int(answers[5].headers["Retry-After"]) <= 30


def test_who_holds_two_roles_names_one_of_them(desk: Desk):
    desk.person("hai.vai", IA_LY, Role.CLERK, Role.DANVAN_OFFICER)
    asked = {"account": "hai.vai", "password": GOOD}

    unsaid = desk.ask("POST", "/sessions", None, asked)
    said = desk.ask("POST", "/sessions", None, {**asked, "role": "DANVAN_OFFICER"})

    assert (unsaid.status_code, unsaid.get_json(force=True)["code"]) == (422, "role_needed")
    assert said.get_json()["role"] == "DANVAN_OFFICER"


def test_accounts_and_roles_come_in_bulk_once_and_leave_no_digest_of_a_password(desk: Desk):
    admin = desk.person("snv.admin", SNV, Role.ADMINISTRATOR)
    day = TODAY.isoformat()
    opens = {"act": "open_account", "name": "Đinh Thử", "password": GOOD, "agency": IA_LY}
    second = desk.person("snv.admin.2", SNV, Role.ADMINISTRATOR)
    grants = {"act": "propose_role", "role": "RECEPTIONIST", "agency": IA_LY, "since": day}
    rows = [
        {**opens, "client_ref": "dinh.thu", "email": "thu@gialai.example"},
        {**opens, "client_ref": "yeu", "password": "ngắn"},
        {**opens, "client_ref": "có dấu!"},
        {**opens, "client_ref": "duoi$la"},
        {**grants, "client_ref": "g-1", "ref": "dinh.thu"},
        {**grants, "client_ref": "g-2", "ref": "khong.co"},
    ]

    first = desk.ask("POST", "/acts", admin, {"rows": rows}).get_json()["results"]
    again = desk.ask("POST", "/acts", admin, {"rows": rows}).get_json()["results"]

    agreed = [{"act": "approve_role", "client_ref": "g-3", "ref": "g-1"}]
    alone = desk.ask("POST", "/acts", admin, {"rows": agreed}).get_json()["results"]
    approved = desk.ask("POST", "/acts", second, {"rows": agreed}).get_json()["results"]

    assert [row["status"] for row in first] == [200, 422, 422, 422, 200, 404]
    assert (alone[0]["code"], approved[0]["status"]) == ("approver_proposed", 200)
    kept = str(list(desk.registry.store.database["idempotency"].find()))

    assert first == again
    assert Key.of(f"{SNV}/open_account/dinh.thu", rows[0]).fingerprint not in kept
    assert "10 đến 128" in first[1]["errors"]["password"][0]
    assert desk.registry.actor(account_id("dinh.thu")).office == f"RECEPTIONIST@{IA_LY}"
    assert desk.registry.enter("dinh.thu", GOOD).email == "thu@gialai.example"


def test_another_agencys_account_is_not_found_and_a_clerk_looks_after_none(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    clerk = desk.person("thu.clerk", IA_LY, Role.RECEPTIONIST)
    stranger = desk.person("la.mat", CHU_SE, Role.CLERK)
    path = f"/accounts/{stranger.user}"

    assert desk.ask("GET", path, admin).status_code == 404
    assert desk.ask("POST", f"{path}/closure", admin).status_code == 404
    assert desk.ask("GET", f"/accounts/{clerk.user}", admin).get_json()["account"] == "thu.clerk"
    assert "password" not in desk.ask("GET", f"/accounts/{clerk.user}", admin).get_json()
    assert desk.ask("GET", path, clerk).status_code == 403
    assert desk.ask("GET", path, None).status_code == 401


def test_an_administrator_opens_grants_ends_and_closes(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    head = desk.person("thu.truong", IA_LY, Role.AGENCY_HEAD)
    new = {"account": "moi.mo", "name": "Siu Mới", "password": GOOD}
    role = {"role": "CLERK", "agency": IA_LY}

    id_ = desk.ask("POST", "/accounts", admin, new).get_json()["account"]
    since = {**role, "since": TODAY.isoformat()}
    statuses = [
        desk.gives(id_, since, by=admin, agrees=head).status_code,
        desk.ask("POST", f"/accounts/{id_}/roles", admin, since).status_code,
        desk.ask(
            "POST", f"/accounts/{id_}/roles/end", admin, {**role, "last_day": TODAY.isoformat()}
        ).status_code,
        desk.ask(
            "POST", f"/accounts/{id_}/password", admin, {"password": "câu khác cũng dài"}
        ).status_code,
        desk.ask("POST", f"/accounts/{id_}/closure", admin).status_code,
        desk.ask("POST", f"/accounts/{id_}/closure", admin).status_code,
    ]

    assert statuses == [200, 409, 200, 204, 200, 409]


def test_a_closed_accounts_token_counts_no_more_at_the_registry(desk: Desk):
    clerk = desk.person("thu.clerk", IA_LY, Role.CLERK)
    before = desk.ask("GET", "/me", clerk)

    desk.registry.close_account(clerk.user, by=OPERATOR)

    assert before.get_json() == {"account": clerk.user, "role": "CLERK", "agency": IA_LY}
    assert desk.ask("GET", "/me", clerk).status_code == 401


def test_agencies_are_asked_for_as_of_a_day_and_by_name(desk: Desk):
    clerk = desk.person("thu.clerk", IA_LY, Role.CLERK)
    desk.registry.load_agencies(by=OPERATOR)

    found = desk.ask("GET", "/agencies?q=nhon+phu", clerk).get_json()["agencies"]
    before = desk.ask("GET", "/agencies?q=nhon+phu&on=2025-06-30", clerk).get_json()["agencies"]
    one = desk.ask("GET", f"/agencies/{before[0]['agency']}", clerk).get_json()

    assert found[0]["former_names"] == ["UBND phường Nhơn Phú"]
    assert one["successors"] == [found[0]["agency"]]
    assert before[0]["agency"] in found[0]["predecessors"]
    assert desk.ask("GET", "/agencies/nowhere", clerk).status_code == 404


def test_a_person_comes_in_by_password_and_only_to_a_page_of_this_site(desk: Desk):
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    client = desk.app.test_client()

    astray = enter(client, "thu.clerk", GOOD, next="//evil.example")
    wanted = enter(client, "Thu.Clerk", GOOD, next="/registry/me")

    assert (astray.status_code, astray.location) == (303, "/registry/portal")
    assert wanted.location == "/registry/me"
    assert "Rơ Châm Thử" in client.get("/registry/me").get_data(as_text=True)


def test_nobody_is_signed_in_by_a_strangers_page(desk: Desk):
    desk.person("thu.clerk", IA_LY, Role.CLERK)
    form = {"account": "thu.clerk", "password": GOOD}

    answer = desk.app.test_client().post("/registry/sign-in", data=form, headers=OURS)

    assert answer.status_code == 403


def test_a_wrong_password_opens_nothing(desk: Desk):
    client = desk.app.test_client()

    answer = enter(client, "khong.co", "sai mật khẩu rồi")

    assert answer.status_code == 422
    assert "Tài khoản hoặc mật khẩu không đúng." in answer.get_data(as_text=True)
    assert client.get_cookie("danvan") is None


def test_the_choice_of_a_role_needs_the_password_first(desk: Desk):
    desk.person("hai.vai", IA_LY, Role.CLERK, Role.DANVAN_OFFICER)
    client = desk.app.test_client()
    choice = {"csrf_token": form_token(client), "role": f"CLERK@{IA_LY}"}

    unproven = client.post("/registry/sign-in/role", data=choice, headers=OURS)
    proven = enter(client, "hai.vai", GOOD)
    choice["csrf_token"] = form_token(client)
    chosen = client.post("/registry/sign-in/role", data=choice, headers=OURS)

    assert unproven.location.startswith("/registry/sign-in?")
    assert proven.location.startswith("/registry/sign-in/role")
    assert chosen.location == "/registry/portal"


def test_a_session_is_renewed_with_the_time_of_its_sign_in_while_the_role_is_held(desk: Desk):
    clerk = desk.person("thu.clerk", IA_LY, Role.CLERK)

    renewed = desk.ask("POST", "/sessions/renewal", clerk).get_json()
    actor = desk.keys.read(renewed["token"], now=desk.registry.store.clock.now())
    desk.registry.close_account(clerk.user, by=OPERATOR)

    assert actor.fresh_at == clerk.fresh_at
    assert desk.ask("POST", "/sessions/renewal", clerk).status_code == 401


def test_the_list_of_people_as_a_file_tells_the_roles_held_today_and_where(desk: Desk):
    admin = desk.person("quan.tri", IA_LY, Role.ADMINISTRATOR)
    clerk = desk.person("thu.clerk", IA_LY, Role.RECEPTIONIST, Role.CLERK)
    yesterday = TODAY - timedelta(days=1)
    desk.registry.end_role(clerk.user, Role.CLERK, IA_LY, last_day=yesterday, by=OPERATOR)
    client = desk.app.test_client()
    token = desk.keys.issue(admin, now=desk.registry.store.clock.now(), minutes=5)
    client.set_cookie("danvan", token)

    file = client.get("/registry/people?export=xlsx")

    book = load_workbook(BytesIO(file.data))
    lines = [line for sheet in book for line in sheet.iter_rows(values_only=True)]
    (held,) = [line for line in lines if "thu.clerk" in line]
    assert "Cán bộ tiếp công dân, UBND xã Ia Ly" in held
    assert not any(ROLE_WORDS[Role.CLERK] in str(cell) for cell in held)
