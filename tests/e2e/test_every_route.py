"""What must hold for every route of every service. The routes are the applications' own: a new one is covered at once."""

import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey
from marshmallow import fields
from openpyxl import load_workbook

from contracts.registry import Role
from contracts.rights import COMMANDS, IRREVERSIBLE
from frame.lists import XLSX
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.message import Actor, new_id
from services.consultation.pages.things import THINGS
from tests.e2e.six import (
    LOCAL,
    OURS,
    SAFE,
    SNV,
    STRANGE,
    TODAY,
    Route,
    Six,
    narrow,
    sample,
)
from tests.site import WORKERS

SERVICES = sorted(WORKERS)
# Everybody who is signed in may read of agencies: they are public facts.
OPEN_TO_ALL = {
    "GET /registry/agencies/<agency_id>",
    "GET /api/registry/v1/agencies/<agency_id>",
}


def guarded(six: Six) -> list[Route]:
    return [one for one in six.routes if one.guard != "public"]


def test_every_service_has_routes_of_both_kinds(six: Six):
    kinds = {(one.service, one.api) for one in six.routes}

    assert kinds == {(name, api) for name in SERVICES for api in (True, False)}


def test_what_is_ours_is_not_found_by_a_stranger(six: Six):
    wrong = []
    for route in guarded(six):
        if not route.has_id or str(route) in OPEN_TO_ALL:
            continue
        for path in six.addresses(route):
            codes = {
                role: six.ask(route, path, role, STRANGE).status_code
                for role in narrow(route.roles)
            }
            if set(codes.values()) - {403, 404} or (codes and 404 not in codes.values()):
                wrong.append((str(route), path, codes))

    assert not wrong, wrong


def test_every_service_describes_its_routes(six: Six):
    for name, app in six.apps.items():
        told = app.test_client().get(f"/api/{name}/v1/openapi.json")

        assert told.status_code == 200, name
        assert told.get_json()["paths"], name


def test_we_ourselves_find_it(six: Six):
    """So that what a stranger does not find is there."""
    lost = [
        (str(route), path)
        for route in guarded(six)
        if route.has_id and route.method == "GET" and str(route) not in OPEN_TO_ALL
        for path in six.addresses(route)
        if not any(six.ask(route, path, role).status_code == 200 for role in route.roles)
    ]

    assert {rule.rpartition("/")[0] for rule, _ in lost} <= {
        "GET /reporting/provincial/<int:year>/files",  # no report of the province was compiled
        "GET /api/reporting/v1/provincial/<int:year>/files",
        "GET /reporting/supplements",  # nothing was issued that could be supplemented
        "GET /reporting/documents/<id_>/files",  # no job draws here
        "GET /api/reporting/v1/documents/<document_id>/files",
    }


def test_what_nobody_has_is_not_found_by_anybody_whatever_it_is_called(six: Six):
    wrong = [
        (str(route), path, role, code)
        for route in guarded(six)
        if route.has_id
        for address in six.addresses(route)
        for name in (new_id(), *NAMES)
        for path in [_renamed(six, route, address, name)]
        for role in route.roles[:1]
        for code in [six.ask(route, path, role).status_code]
        if code not in {400, 403, 404, 405, 308}
    ]

    assert not wrong, wrong


# Paths, templates, questions to the database, addresses of the machine itself.
NAMES = [
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fkeys",
    "%7B%7B7*7%7D%7D",
    "%7B%25%20include%20'x'%20%25%7D",
    "$ne",
    "%7B%22$gt%22:%22%22%7D",
    "%00",
    "%ff%fe",
    "%ED%A0%80",
    "a" * 3000,
    "__proto__",
]


def _renamed(six: Six, route: Route, address: str, name: str) -> str:
    """The address with another name for the thing it is about."""
    ids = {one for (service, _), one in six.ids.items() if service == route.service}
    steps = [name if step in {*ids, OURS, "report.pdf"} else step for step in address.split("/")]
    assert name in steps, (str(route), address)
    return "/".join(steps)


def test_nobody_in_another_role_comes_in(six: Six):
    wrong = [
        (str(route), role, code)
        for route in guarded(six)
        for role in set(Role) - set(route.roles)
        for path in six.addresses(route)[:1]
        for code in [six.ask(route, path, role).status_code]
        if code != 403
    ]

    assert not wrong, wrong


def test_no_token_that_does_not_hold_comes_in(six: Six, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.getbasetemp()
    tokens = {str(role): bad_tokens(six, str(role), folder) for role in Role}
    wrong = []
    for route in guarded(six):
        path = six.addresses(route)[0]
        for why, token in tokens[str(route.roles[0])].items():
            client = six.apps[route.service].test_client()
            client.set_cookie("danvan", token)
            headers = LOCAL | ({"Authorization": f"Bearer {token}"} if route.api else {})
            told = client.open(path, method=route.method, headers=headers)
            # A page's form without its proof is refused before anybody asks who sent it.
            expected = {401} if route.api else {303} if route.method in SAFE else {403}
            if told.status_code not in expected:
                wrong.append((str(route), why, told.status_code))

    assert not wrong, wrong


def bad_tokens(six: Six, role: str, folder: Any) -> dict[str, str]:
    """Tokens that were good, are of another site, or were never signed by anybody of ours."""
    now = datetime.now(UTC)
    good = six.token(role)
    head, claims, signature = good.split(".")
    return {
        "none": "",
        "no token": "x.y.z",
        "expired": six.token_of(now - timedelta(minutes=20), role),
        "from tomorrow": six.token_of(now + timedelta(days=1), role),
        "unsigned": f"{head}.{claims}.",
        "of algorithm none": f"eyJhbGciOiJub25lIn0.{claims}.",
        "cut": f"{head}.{claims}.{signature[:-8]}",
        "of a shared secret": jwt.encode(
            {"alg": "HS256"}, {"sub": "u", "role": role}, OctKey.import_key("k" * 32)
        ),
        "of another site": another_site(folder).issue(
            Actor(user="u", role=role, agency=OURS, fresh_at=0.0), now=now, minutes=5
        ),
    }


def another_site(folder: Any) -> SessionKeys:
    """A site with keys of its own."""
    if not (folder / "stranger").exists():
        create_session_key(folder / "stranger")
        create_secret(folder / "stranger")
    return SessionKeys(folder / "stranger", site="gialai")


@pytest.mark.parametrize(
    ("seconds", "comes_in"), [(-660 + 30, True), (-660 - 30, False), (30, True), (90, False)]
)
def test_a_minute_between_the_clocks_of_two_machines_is_forgiven(
    six: Six, seconds: int, comes_in: bool
):
    """A token of ten minutes, and a minute of leeway on either side."""
    now = datetime.now(UTC) + timedelta(seconds=seconds)
    token = six.token_of(now, Role.DANVAN_OFFICER)

    codes = set()
    for service, app in six.apps.items():
        page = {"planning": "plans", "consultation": "opinions/x", "reception": "petitions/x"}
        path = f"/api/{service}/v1/{page.get(service, 'x')}"
        given = {"Authorization": f"Bearer {token}"}
        codes.add(app.test_client().get(path, headers=given).status_code)

    assert (401 not in codes) == comes_in


def test_no_form_is_taken_that_does_not_come_from_a_page_of_ours(six: Six):
    wrong = []
    for route in six.routes:
        if route.api or route.method in SAFE:
            continue
        path, role = six.addresses(route)[0], str(route.roles[0])
        for why, headers, data in FORGED:
            client = six.person(route.service, role)
            told = client.open(path, method=route.method, headers=headers, data=data)
            if told.status_code != 403:
                wrong.append((str(route), why, told.status_code))

    assert not wrong, wrong


FORGED: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("no token", LOCAL, {}),
    ("a made-up token", LOCAL, {"csrf_token": "IjAwMDAi.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"}),
    ("no origin", {}, {"csrf_token": "x"}),
    ("a stranger's page", {"Origin": "https://evil.example"}, {"csrf_token": "x"}),
    ("a page that hides", {"Origin": "null"}, {"csrf_token": "x"}),
]


def test_no_api_takes_an_act_on_a_cookie_alone(six: Six):
    wrong = []
    for route in guarded(six):
        if not route.api or route.method in SAFE:
            continue
        client = six.person(route.service, str(route.roles[0]))
        told = client.open(six.addresses(route)[0], method=route.method, json={}, headers=LOCAL)
        if told.status_code != 403 or told.get_json(force=True)["code"] != "forged":
            wrong.append((str(route), told.status_code))

    assert not wrong, wrong


def test_no_body_brings_a_service_down(six: Six):
    """Each field of each body once with each thing that is not meant to be there."""
    wrong = []
    for route in six.routes:
        if route.body is None or route.method in SAFE:
            continue
        good, path, role = sample(route.body), six.addresses(route)[0], str(route.roles[0])
        for name, field in route.body.load_fields.items():
            for bad in bad_values(field):
                body = {**good, (field.data_key or name): bad}
                told = six.ask(route, path, role, json=body)
                if not 400 <= told.status_code < 500:
                    wrong.append((str(route), name, str(bad)[:40], told.status_code))

    assert not wrong, wrong


def bad_values(field: Any) -> list[Any]:
    """What no field of its kind may take."""
    match field:
        case fields.Enum():
            return ["NONSENSE", 5, [], {}, "\0"]
        case fields.Date():
            return ["2026-02-30", "2026-13-01", "10000-01-01", "20260101", "today", 5, [], "\0"]
        case fields.Integer():
            return [2**63, -(2**63) - 1, 10**400, 2.5, "5", True, [], {}]
        case fields.Boolean():
            return [0, 1, "no", [], {}]
        case fields.String():
            return ["x" * 20_000, 5, True, ["x"], {"$gt": ""}, "a\0b", [[[["x"]]]]]
    return [5, "x", True, [[[[5]]]], {"$where": {"": 1}}, "\0"]


@pytest.mark.parametrize(
    "day", ["0001-01-01", "1899-12-31", "2020-12-31", "2028-02-29", "9999-12-31"]
)
def test_a_day_far_from_any_calendar_is_refused_or_taken_but_never_breaks(six: Six, day: str):
    """The law's calendars know a few years only."""
    wrong = []
    for route in six.routes:
        if route.body is None or route.method in SAFE:
            continue
        for name, field in route.body.load_fields.items():
            if isinstance(field, fields.Date):
                body = {**sample(route.body), (field.data_key or name): day}
                told = six.ask(route, six.addresses(route)[0], str(route.roles[-1]), json=body)
                if told.status_code >= 500:
                    wrong.append((str(route), name, told.status_code))

    assert not wrong, wrong


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'{"a": "\\u0000"}',
        b'{"a": NaN}',
        b'{"a": 1, "a": 2}',
        b"[" * 5000,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"\xef\xbb\xbf{}",
        b"\0",
    ],
    ids=lambda body: repr(body[:12]),
)
def test_no_body_that_is_no_json_is_taken(six: Six, body: bytes):
    wrong = []
    for route in six.routes:
        if not route.api or route.body is None or route.method in SAFE:
            continue
        token = six.token(str(route.roles[0]))
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        client = six.apps[route.service].test_client()
        told = client.open(six.addresses(route)[0], method=route.method, data=body, headers=headers)
        if told.status_code not in {400, 422}:
            wrong.append((str(route), told.status_code))

    assert not wrong, wrong


# What the forms of some commands that cannot be undone must say before anything is asked.
SAID: dict[str, dict[str, str]] = {
    "reception.decide_petition": {"outcome": "JUSTIFIED", "on": TODAY.isoformat()},
    "reception.terminate": {"ground": "WITHDRAWN", "document": "1/QĐ"},
    "reception.take_back": {"document": "1/BB"},
    "reception.forward": {"to_agency": STRANGE, "document": "1/PC"},
    "consultation.close_consultation": {"on": TODAY.isoformat()},
    "consultation.complete_project": {"on": TODAY.isoformat()},
}


def test_what_cannot_be_undone_is_asked_about_on_a_page_of_its_own(six: Six):
    """Every command declared so has a page that asks, and asking does nothing."""
    asking = [one for one in six.routes if one.confirms]
    wrong = []
    before = told_so_far(six)
    for route in asking:
        for path in six.addresses(route):
            command = _confirmed(route, path)
            if command is None:
                continue
            told = asked_by_whoever_may(six, route, path, SAID.get(command, {}))
            if told.status_code != 200 or "Việc này không thể hoàn tác." not in told.text:
                wrong.append((command, path, told.status_code))

    assert not wrong, wrong
    assert {name for one in asking for name in one.confirms} == set(IRREVERSIBLE)
    assert set(IRREVERSIBLE) <= set(COMMANDS)
    assert told_so_far(six) == before


def asked_by_whoever_may(six: Six, route: Route, path: str, said: dict[str, str]) -> Any:
    """The answer to the first of its roles that this very act is for."""
    for role in map(str, route.roles):
        told = six.ask(route, path, role, SNV if "SNV" in role else OURS, data=said)
        if told.status_code != 403:
            break
    return told


def told_so_far(six: Six) -> dict[str, int]:
    """How many events each service has."""
    return {
        name: door.store.database["events"].count_documents({}) for name, door in six.doors.items()
    }


def _confirmed(route: Route, path: str) -> str | None:
    """The command that cannot be undone at an address: consultation's pages have one route for all."""
    if "<things>" not in route.rule:
        return route.confirms[0]
    things, act = path.split("/")[2], path.split("/")[-1]
    command = f"consultation.{THINGS[things].acts[act].command}"
    return command if command in route.confirms else None


# The main list of each service: its address, a role, the field it is sorted by.
LISTS = [
    ("reception", "/reception/", Role.PETITION_OFFICER, OURS, "due_on"),
    ("planning", "/planning/", Role.DANVAN_OFFICER, OURS, "title"),
    ("planning", "/planning/models", Role.DANVAN_OFFICER, OURS, "name"),
    ("consultation", "/consultation/consultations", Role.DANVAN_OFFICER, OURS, "title"),
    ("consultation", "/consultation/supervisions", Role.DANVAN_OFFICER, OURS, "on"),
    ("reporting", f"/reporting/campaigns/{TODAY.year}", Role.SNV_OFFICER, SNV, "status"),
    ("registry", "/registry/people", Role.ADMINISTRATOR, OURS, "account"),
]


def test_the_main_lists_are_sorted_saved_and_taken_away_by_their_address(six: Six):
    for service, path, role, agency, field in LISTS:
        client = six.person(service, role, agency)
        page = client.get(f"{path}?sort=-{field}")
        assert page.status_code == 200, path
        assert 'aria-sort="descending"' in page.text, path
        assert f'action="/{service}/saved-views"' in page.text, path
        file = client.get(f"{path}?sort={field}&export=xlsx")
        assert (file.status_code, file.mimetype) == (200, XLSX), path
        book = load_workbook(BytesIO(file.data))
        about = dict(book["Đọc tôi"].iter_rows(values_only=True))
        assert about["Bộ lọc"] == f"sort={field}", path
        assert book["Danh sách"].max_row == int(about["Số dòng"]) + 1 > 1, path
    taken = {
        row["command"]
        for door in (six.doors["reception"], six.doors["registry"])
        for row in door.store.database["audit"].find({"what": "EXPORT"})
    }
    assert taken >= {"export_register", "export_people"}


# What must not be done by whoever finds a desk left unlocked.
SENSITIVE = {
    "POST /registry/people/<id_>/roles",
    "POST /api/registry/v1/accounts/<id_>/roles",
    "POST /api/registry/v1/tokens",
    "POST /registry/reorganisations/<act_id>/confirmation",
    "POST /registry/law/amendments/<amendment_id>/activation",
    "POST /reception/petitions/<petition_id>/vault/open",
    "POST /api/reception/v1/petitions/<petition_id>/vault/openings",
}


def test_what_is_sensitive_asks_for_a_sign_in_of_the_last_minutes(six: Six):
    routes = [one for one in six.routes if one.fresh]
    wrong = [
        (str(route), answer.status_code)
        for route in routes
        for answer in [stale(six, route)]
        if not (asks_again(answer) if route.api else leads_to_sign_in(answer))
    ]

    assert not wrong, wrong
    assert {str(one) for one in routes} >= SENSITIVE


def stale(six: Six, route: Route) -> Any:
    """The answer to somebody who may, but signed in an hour ago."""
    now, role = datetime.now(UTC), route.roles[0]
    before = (now - timedelta(hours=1)).timestamp()
    actor = Actor(user=f"u-{role}", role=role, agency=OURS, fresh_at=before)
    token = six.keys.issue(actor, now=now, minutes=5)
    path = six.addresses(route)[0]
    if route.api:
        headers = {"Authorization": f"Bearer {token}"}
        client = six.apps[route.service].test_client()
        return client.open(path, method=route.method, headers=headers, json={})
    client = six.person(route.service, role)
    client.set_cookie("danvan", token)
    data = {} if route.method in SAFE else {"csrf_token": six._proof[1]}
    return client.open(path, method=route.method, headers=LOCAL, data=data)


def asks_again(answer: Any) -> bool:
    return (answer.status_code, (answer.get_json() or {}).get("code")) == (401, "sign_in_again")


def leads_to_sign_in(answer: Any) -> bool:
    return answer.status_code == 303 and answer.location.startswith("/registry/sign-in?")


PARTS = re.compile(r'<!--# include virtual="(/[^"{]+)" -->')
TEMPLATES = Path(__file__).parents[2]


def _parts(pattern: str) -> set[str]:
    """Addresses that templates ask the proxy to put in."""
    return {
        part for file in TEMPLATES.glob(pattern) for part in PARTS.findall(file.read_text("utf-8"))
    }


def test_every_part_the_proxy_puts_into_a_page_is_there(six: Six):
    """A missing part would only leave its place empty, and nobody would notice."""
    there = {route.rule for route in six.routes if route.method == "GET"}
    asked = _parts("services/*/templates/**/*.html") | _parts("frame/templates/**/*.html")
    assert asked
    assert asked <= there, asked - there


def test_everybody_sees_every_part_of_the_public_portal(six: Six):
    for part in sorted(_parts("services/registry/templates/registry/public.html")):
        answer = six.apps[part.split("/")[1]].test_client().get(part)
        assert answer.status_code == 200, part
        assert "<h2" in answer.text, part
