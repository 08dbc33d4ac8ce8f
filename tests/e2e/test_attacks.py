"""What somebody who means harm tries with pages: scripts in every text, forged ways in and out, sizes, odd characters."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import escape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from contracts.registry import Role
from services.registry.domain.passwords import FREE_TRIES, shut_until
from tests.e2e.six import LOCAL, PASSWORD, SCRIPT, Six, csrf

TEMPLATE = "{{1337*7331}}"
COMPUTED = "9801547"
ELSEWHERE = [
    "https://evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "%2f%2fevil.example",
    " //evil.example",
    "/x\r\nSet-Cookie: a=b",
]


# --- scripts ----------------------------------------------------------------------------------------


def text_of(told: TestResponse) -> str:
    """What a page says; a file (an Excel template) says nothing to a browser."""
    return told.text if told.mimetype == "text/html" else ""


def pages(six: Six) -> Iterator[tuple[str, str, str]]:
    """Every page that can be looked at, in the first role that may: service, path, role."""
    for route in six.routes:
        if not route.api and route.method == "GET":
            for path in six.addresses(route):
                yield route.service, path, str(route.roles[0])


def test_a_script_in_any_text_is_shown_as_text(six: Six):
    shown, run = set(), []
    for service, path, role in pages(six):
        page = text_of(six.person(service, role).get(path))
        if SCRIPT in page:
            run.append(path)
        if escape(SCRIPT) in page:
            shown.add((service, path.split("/")[2]))

    assert not run
    assert {service for service, _ in shown} == set(six.apps)
    assert len(shown) >= 15, sorted(shown)  # the proof that the texts do reach the pages


def test_a_script_in_an_address_is_not_run(six: Six):
    bad = f'"><svg onload=alert(1)>{SCRIPT}{TEMPLATE}'
    asked = dict.fromkeys(
        ("q", "next", "state", "kind", "page", "year", "show", "places", "from", "to"), bad
    )
    asked |= {"agency": bad, "field": bad, "overdue": bad}
    wrong = []
    for service, path, role in pages(six):
        told = six.person(service, role).get(path, query_string=asked)
        page = text_of(told)
        if told.status_code >= 500 or "<svg onload" in page or SCRIPT in page:
            wrong.append((path, told.status_code))
        if COMPUTED in page:
            wrong.append((path, "computed"))

    assert not wrong


@pytest.mark.parametrize(
    "value", [str(2**63), str(10**400), "-1", "0", "NaN", "٢", "1e9", "\ufffe"]
)
def test_an_odd_number_in_an_address_breaks_no_page(six: Six, value: str):
    asked = dict.fromkeys(("page", "year", "from", "to"), value)

    broken = [
        (path, told.status_code)
        for service, path, role in pages(six)
        for told in [six.person(service, role).get(path, query_string=asked)]
        if told.status_code >= 500
    ]

    assert not broken


def test_a_form_that_is_refused_shows_what_was_typed_as_text(six: Six):
    shown = 0
    for route in six.routes:
        if route.api or route.method != "POST" or not route.rule.endswith("/new"):
            continue
        for path in six.addresses(route):
            typed = dict.fromkeys(TYPED, f'"{SCRIPT}{TEMPLATE}')
            told = six.ask(route, path, writer(route.roles), data=typed)
            assert told.status_code in {404, 422}, (path, told.status_code)
            assert SCRIPT not in told.text
            assert COMPUTED not in told.text
            shown += escape(SCRIPT) in told.text

    assert shown >= 5


def writer(roles: tuple[str, ...]) -> str:
    """One of the roles that may enter something."""
    writers = [Role.DANVAN_OFFICER, Role.RECEPTIONIST, Role.ADMINISTRATOR]
    return next((one for one in writers if one in roles), roles[0])


TYPED = [
    "account",
    "name",
    "email",
    "title",
    "symbol",
    "summary",
    "place",
    "content",
    "supervisor",
    "subject",
    "draft_title",
    "year",
    "kind",
]


# --- ways in and out --------------------------------------------------------------------------------


class Door:
    """The sign-in page, with a browser before it."""

    def __init__(self, six: Six) -> None:
        self.browser: FlaskClient = six.apps["registry"].test_client()

    def enter(self, wanted: str = "", **more: str) -> TestResponse:
        proof = csrf(self.browser.get("/registry/sign-in").text)
        form = {"account": "nan.nhan", "password": PASSWORD, "csrf_token": proof, **more}
        return self.browser.post(
            "/registry/sign-in", query_string={"next": wanted}, data=form, headers=LOCAL
        )

    def cookie(self, name: str) -> str:
        found = self.browser.get_cookie(name)
        return found.value if found else ""


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_led_elsewhere_after_signing_in(six: Six, wanted: str):
    told = Door(six).enter(wanted)

    assert told.status_code == 303, told.text
    assert re.fullmatch(r"/registry/[a-z]*", told.headers["Location"]), told.headers["Location"]


def test_who_signs_in_is_led_back_to_where_they_were(six: Six):
    assert Door(six).enter("/planning/models").headers["Location"] == "/planning/models"


def test_what_was_planted_before_the_sign_in_is_worth_nothing_after_it(six: Six):
    door = Door(six)
    planted = csrf(door.browser.get("/registry/sign-in").text)
    form = door.cookie("danvan-form")
    door.browser.set_cookie("danvan", six.token(Role.FRONT_PARTICIPANT, "ag-evil"))

    door.enter()
    inside = door.cookie("danvan")
    renewed = door.browser.post("/registry/renew", data={"csrf_token": planted}, headers=LOCAL)

    assert inside != six.token(Role.FRONT_PARTICIPANT, "ag-evil")
    assert door.cookie("danvan-form") != form
    assert renewed.status_code == 403
    assert door.browser.get("/planning/").status_code == 404  # another service's, not this one's


def test_a_wrong_host_leads_nobody_astray(six: Six):
    for service, app in six.apps.items():
        told = app.test_client().get(
            f"/{service}/",
            headers={"X-Forwarded-Host": "evil.example", "Referer": "//evil.example"},
        )

        assert told.status_code == 303
        assert "evil" not in told.headers["Location"]


def test_a_header_cannot_be_smuggled_into_an_answer(six: Six):
    for service, path, role in pages(six):
        told = six.person(service, role).get(f"{path}?next=%0d%0aX-Evil:%201&q=%0d%0aX-Evil:%201")

        assert "X-Evil" not in told.headers


def test_a_thousand_wrong_passwords_open_nothing_and_disturb_nobody_else(six: Six):
    """The first five are looked at; the rest costs no slow hash. Others come in meanwhile."""
    new = {"account": "bi.tan.cong", "name": "Rơ Châm Thử", "password": PASSWORD}
    six.post("registry", "/accounts", new, Role.ADMINISTRATOR)
    client = six.apps["registry"].test_client()

    def tries(account: str, password: str) -> int:
        given = {"account": account, "password": password}
        return client.post("/api/registry/v1/sessions", json=given).status_code

    assert [tries("bi.tan.cong", f"sai mật khẩu {n}") for n in range(FREE_TRIES)] == [401] * 5
    began = datetime.now(UTC)
    assert tries("bi.tan.cong", PASSWORD) == 429  # not even the right one, for a while
    guessed = [tries("bi.tan.cong", f"sai mật khẩu {n}") for n in range(FREE_TRIES, 1000)]

    assert set(guessed) <= {401, 429}
    assert guessed.count(401) <= looked_at_between(began, datetime.now(UTC))
    assert tries("nan.nhan", PASSWORD) == 201


def looked_at_between(began: datetime, ended: datetime) -> int:
    """How many more guesses a slow machine lets through: one at the end of each pause."""
    failures, shut = FREE_TRIES, shut_until(FREE_TRIES, began)
    while shut <= ended:
        failures, shut = failures + 1, shut_until(failures + 1, shut)
    return failures - FREE_TRIES


# --- paths and clocks -------------------------------------------------------------------------------

WAYS_OUT = [
    "..",
    "../../../../etc/passwd",
    "..%2f..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cetc%5cpasswd",
    "....//....//etc/passwd",
    "%2fetc%2fpasswd",
    "passwd%00.pdf",
    "{{1337*7331}}",
]


def test_no_name_in_an_address_leads_out_of_its_folder(six: Six):
    tried, wrong = 0, []
    for route in six.routes:
        named = re.sub(r"<int:\w+>", "2026", route.rule)
        if route.method != "GET" or "<" not in named:
            continue
        for way in WAYS_OUT:
            path = re.sub(r"<(?:\w+:)?\w+>", lambda _, way=way: way, named)
            told = six.ask(route, path, str(route.roles[0]))
            tried += 1
            if told.status_code == 200 or told.status_code >= 500 or "root:" in told.text:
                wrong.append((path, told.status_code))
            if COMPUTED in told.text:
                wrong.append((path, "computed"))

    assert not wrong
    assert tried > 500


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_shared_file_is_reached_beside_its_folder(six: Six, way: str):
    for service, app in six.apps.items():
        told = app.test_client().get(f"/{service}/static/{way}")

        assert told.status_code in {303, 308, 400, 404}, (service, told.status_code)
        assert "root:" not in told.text


@pytest.mark.parametrize(("seconds", "status"), [(30, 200), (600, 303), (86_400, 303)])
def test_a_session_from_a_clock_a_little_ahead_holds_and_from_one_far_ahead_it_does_not(
    six: Six, seconds: int, status: int
):
    client = six.apps["planning"].test_client()
    made = datetime.now(UTC) + timedelta(seconds=seconds)
    client.set_cookie("danvan", six.token_of(made, Role.DANVAN_OFFICER))

    assert client.get("/planning/").status_code == status


# --- sizes and characters ---------------------------------------------------------------------------


def test_a_huge_body_is_refused_before_anybody_asks_who_sent_it(six: Six):
    huge = b'{"rows": "' + b"x" * (six.site.settings_for("registry").body_limit + 1) + b'"}'

    for service, app in six.apps.items():
        for path in (f"/api/{service}/v1/acts", f"/{service}/"):
            told = app.test_client().post(path, data=huge, content_type="application/json")
            assert told.status_code in {404, 405, 413}, (path, told.status_code)


def test_text_that_is_no_text_breaks_no_form(six: Six):
    """Broken UTF-8, halves of characters, NUL, marks that turn the line around."""
    bad = ["%ff%fe", "%ed%a0%80", "%00", "%c0%ae", "%f4%90%80%80", "%e2%80%ae", "a" * 100_000]
    for route in six.routes:
        if route.api or route.method != "POST" or not route.rule.endswith("/new"):
            continue
        path = six.addresses(route)[0]
        for one in bad:
            client = six.person(route.service, writer(route.roles))
            proof = csrf(client.get(path).text)
            data = "&".join(f"{name}={one}" for name in TYPED)
            told = client.post(
                path,
                data=f"csrf_token={proof}&{data}",
                headers={**LOCAL, "Content-Type": "application/x-www-form-urlencoded"},
            )
            assert told.status_code in {400, 413, 422}, (path, one[:12], told.status_code)


def test_an_old_session_is_over_even_in_a_browser_that_kept_it(six: Six):
    old = six.token_of(datetime.now(UTC) - timedelta(minutes=12), Role.DANVAN_OFFICER)
    client = six.apps["planning"].test_client()
    client.set_cookie("danvan", old)

    told = client.get("/planning/")

    assert told.status_code == 303
    assert told.headers["Location"].startswith("/registry/sign-in?next=/planning/")


def test_a_script_in_a_name_reaches_the_list_of_people(six: Six):
    page = six.person("registry", Role.ADMINISTRATOR).get("/registry/people").text

    assert escape(SCRIPT) in page
