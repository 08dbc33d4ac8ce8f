"""One site with the registry and reception; people who sign in on its page; a legal calendar one can turn."""

import importlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import VIETNAM, drive
from kernel.message import Actor
from law.defaults import shipped_units
from services.reception.service import Reception
from services.registry.service import Registry
from tests.e2e.scenarios.faces import Api, Face, Pages
from tests.e2e.scenarios.forms import LOCAL, send
from tests.site import Site, a_site

PASSWORD = "một câu dài dễ nhớ"
BY_NAME = {one.authority: one.id for one in shipped_units().by_key.values() if not one.until}
COOKIE = "danvan"


class House:
    """The registry and reception of a site, and who works there."""

    def __init__(self, site: Site, folder: Path) -> None:
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        self.site, self.calendar = site, folder / "legal-clock"
        self.keys = SessionKeys(site.folder / "keys", site="gialai")
        for door in (Registry(site.store("registry")), Reception(site.store("reception"))):
            door.store.prepare()
        with pytest.MonkeyPatch.context() as patch:  # one client for both: the site closes it
            patch.setattr("kernel.store.store.connect", lambda _: site.client)
            self.registry, self.reception = self._app("registry"), self._app("reception")
        self.known: dict[tuple[str, str], str] = {}

    def _app(self, name: str) -> Flask:
        given = {"demo": 1, "legal_clock": self.calendar} if name == "reception" else {}
        settings = self.site.settings_for(name, rate_limit="1000000/minute", **given)
        app: Flask = importlib.import_module(f"services.{name}.api").web(settings)
        return app

    def at(self, day: date) -> None:
        """It is nine o'clock on a day."""
        drive(self.calendar, datetime(day.year, day.month, day.day, 9, tzinfo=VIETNAM))

    def account(self, role: str, agency: str) -> str:
        """The account of who has this post, opened by the administrator, the post approved by a second one."""
        if (role, agency) not in self.known:
            name = f"nguoi.{len(self.known) + 1}"
            opened = self._registry("/accounts", _new(name), Role.ADMINISTRATOR, agency)
            post = {"role": role, "agency": agency, "since": "2025-01-01"}
            path = f"/accounts/{opened['account']}/roles"
            asked = self._registry(path, post, Role.ADMINISTRATOR, agency)
            approval = f"/role-proposals/{asked['proposal']}/approval"
            self._registry(approval, None, Role.AGENCY_HEAD, agency)
            self.known[role, agency] = name
        return self.known[role, agency]

    def _registry(self, path: str, body: Any, role: str, agency: str) -> Any:
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        token = self.keys.issue(actor, now=now, minutes=10)
        told = self.registry.test_client().post(
            f"/api/registry/v1{path}", json=body, headers={"Authorization": f"Bearer {token}"}
        )
        assert told.status_code < 300, (path, told.text)
        return told.json

    def by_pages(self, role: str, agency: str) -> Pages:
        """Somebody who signed in on the registry's page and goes on to reception with the same session."""
        there, here = self.registry.test_client(), self.reception.test_client()
        given = {"account": self.account(role, agency), "password": PASSWORD}
        told = send(there, "/registry/sign-in", given)
        assert told.status_code == 303, told.text
        cookie = there.get_cookie(COOKIE)
        assert cookie is not None
        here.set_cookie(COOKIE, cookie.value)
        return Pages(here)

    def by_api(self, role: str, agency: str) -> Api:
        """A program that signed in with account and password."""
        given = {"account": self.account(role, agency), "password": PASSWORD}
        told = self.registry.test_client().post(
            "/api/registry/v1/sessions", json=given, headers=LOCAL
        )
        assert told.status_code < 300, told.text
        return Api(self.reception.test_client(), told.json["token"])


def _new(name: str) -> dict[str, str]:
    return {"account": name, "name": "Người Thử", "password": PASSWORD}


@pytest.fixture(scope="package", params=["pages", "api"])
def face(
    request: pytest.FixtureRequest,
    running_servers: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[House, str]]:
    """A house of its own for each way of working: what one counts, the other does not."""
    folder = tmp_path_factory.mktemp("scenarios")
    with a_site(folder) as site:
        yield House(site, folder), request.param


@pytest.fixture
def at(face: tuple[House, str]) -> Callable[[date], None]:
    """Turn the calendar."""
    return face[0].at


@pytest.fixture
def somebody(face: tuple[House, str]) -> Callable[[str, str], Face]:
    """Who signs in with a post at an agency, by its name."""
    house, way = face

    def signed_in(role: str, authority: str) -> Face:
        agency = BY_NAME[authority]
        enter: Callable[[str, str], Face] = house.by_pages if way == "pages" else house.by_api
        return enter(role, agency)

    return signed_in
