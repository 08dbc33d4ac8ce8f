"""SC-11 by pages, and again by the API: districts end and communes merge in the middle of a complaint and of a year."""

import importlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from contracts.reception import ClockKind
from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import VIETNAM, SetClock, drive
from kernel.message import Actor
from tests.e2e.scenarios.acting import ACCEPT
from tests.e2e.scenarios.faces import Api, Face, Pages
from tests.e2e.scenarios.forms import send
from tests.integration.reorganising import OPERATOR, House as Doors
from tests.integration.test_sc11 import (
    ACCEPTED,
    BO_NGOONG,
    CHU_SE,
    DAY,
    DISTRICT,
    DUN,
    PROVINCE,
    TOWNSHIP,
)
from tests.site import Site, a_site, wait_for

SNV, NAMES = "snv", ("registry", "reception", "reporting")
TITLE = "Sắp xếp đơn vị hành chính, tổ chức chính quyền địa phương hai cấp"
RESOLUTION = {"decision": "1664/NQ-UBTVQH15", "decided_on": "2025-06-16"}
SHIPPED = {"effective_on": DAY.isoformat(), "title": TITLE}


class Gialai:
    """The province's registry, reception and reporting as people and programs see them, and the events between."""

    def __init__(self, site: Site, folder: Path, way: str) -> None:
        create_session_key(site.folder / "keys")
        create_secret(site.folder / "keys")
        self.keys, self.way = SessionKeys(site.folder / "keys", site="gialai"), way
        self.calendar = folder / "legal-clock"
        self.clock = SetClock(datetime(2025, 6, 10, 8, tzinfo=VIETNAM))
        self.doors = Doors.on(site, self.clock, *NAMES)
        prefix = self.doors.registry.store.settings.db_prefix
        self.on(ACCEPTED)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("kernel.store.store.connect", lambda _: site.client)
            self.apps = {name: self._app(site, name, prefix) for name in NAMES}
        self.doors.registry.load_agencies(by=OPERATOR)
        self.doors.carry()

    def _app(self, site: Site, name: str, prefix: str) -> Flask:
        settings = site.settings_for(
            name, db_prefix=prefix, demo=1, legal_clock=self.calendar, rate_limit="1000000/minute"
        )
        app: Flask = importlib.import_module(f"services.{name}.api").web(settings)
        return app

    def on(self, day: date) -> None:
        """It is eight o'clock on a day."""
        self.clock.moment = datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM)
        drive(self.calendar, self.clock.moment)

    def client(self, service: str, role: str, agency: str) -> tuple[FlaskClient, str]:
        """Somebody at a service, with the token."""
        now = datetime.now(UTC)
        actor = Actor(user=f"u-{role}", role=role, agency=agency, fresh_at=now.timestamp())
        token, client = (
            self.keys.issue(actor, now=now, minutes=60),
            self.apps[service].test_client(),
        )
        if self.way == "pages":
            client.set_cookie("danvan", token)
        return client, token

    def at_reception(self, role: str, agency: str) -> Face:
        client, token = self.client("reception", role, agency)
        return Pages(client) if self.way == "pages" else Api(client, token)

    def complains(self, agency: str, *places: str) -> str:
        """A complaint entered, classified and accepted on the day."""
        clerk, head = (
            self.at_reception(one, agency) for one in (Role.RECEPTIONIST, Role.AGENCY_HEAD)
        )
        on = self.clock.today().isoformat()
        at: dict[str, Any] = {"places": list(places)} if places else {}
        if self.way == "pages":
            at = {f"place_{number}": one for number, one in enumerate(places, 1)}
        form = {"kind": "COMPLAINT", "channel": "COUNTER", "received_on": on, "name": "Rơ Châm Thử"}
        id_ = clerk.enter(**form, summary="Khiếu nại mức bồi thường đất", **at)
        assert not clerk.do(id_, "classify", **ACCEPT, on=on)
        assert not head.do(id_, "accept", on=on)
        return id_

    def asks(self, service: str, role: str, method: str, path: str, body: Any = None) -> Any:
        """What the API of a service answers Sở Nội vụ; fails on a refusal."""
        client, token = self.client(service, role, SNV)
        headers = {"Authorization": f"Bearer {token}"}
        told = client.open(f"/api/{service}/v1/{path}", method=method, json=body, headers=headers)
        assert told.status_code < 300, (path, told.text)
        return told.json

    def fills(
        self, service: str, role: str, page: str, form: dict[str, str], *, to: str = ""
    ) -> str:
        """Where the form of a page leads Sở Nội vụ."""
        client, _ = self.client(service, role, SNV)
        told = send(client, f"/{service}/{page}", form, to=f"/{service}/{to or page}")
        assert told.status_code == 303, told.text[-3000:]
        return told.location

    def sees(self, service: str, role: str, page: str) -> str:
        """What a page shows Sở Nội vụ."""
        client, _ = self.client(service, role, SNV)
        told = client.get(f"/{service}/{page}")
        assert told.status_code == 200, page
        return told.text

    # --- the change ---------------------------------------------------------------------------------

    def prepared(self) -> str:
        """The change that the law's register ships, prepared."""
        list_ = "reorganisations"
        if self.way == "api":
            body = {**SHIPPED, "superior": PROVINCE}
            made = self.asks("registry", Role.SNV_OFFICER, "POST", f"shipped-{list_}", body)
            return str(made["reorganisation"])
        form = {**SHIPPED, "superior": "UBND tỉnh Gia Lai"}
        place = self.fills(
            "registry", Role.SNV_OFFICER, f"{list_}/new", form, to=f"{list_}/shipped"
        )
        return place.rsplit("/", 1)[1]

    def shown(self, act: str) -> str:
        """Everything the dry run shows."""
        path = f"reorganisations/{act}"
        if self.way == "api":
            return str(self.asks("registry", Role.SNV_OFFICER, "GET", f"{path}/preview"))
        return self.sees("registry", Role.SNV_OFFICER, path)

    def confirmed(self, act: str) -> None:
        """Somebody else confirms it by a decision."""
        path = f"reorganisations/{act}"
        if self.way == "api":
            self.asks("registry", Role.SNV_LEADER, "POST", f"{path}/confirmation", RESOLUTION)
        else:
            self.fills("registry", Role.SNV_LEADER, path, RESOLUTION, to=f"{path}/confirmation")

    # --- the year -----------------------------------------------------------------------------------

    def compiled(self) -> str:
        """Open the year's campaign and compile the units that ended; gives what is shown of them."""
        ended = "campaigns/2025/ended-units"
        if self.way == "api":
            self.asks("reporting", Role.SNV_OFFICER, "POST", "campaigns", {"year": 2025})
            shown = str(self.asks("reporting", Role.SNV_OFFICER, "GET", ended))
            assert self.asks("reporting", Role.SNV_OFFICER, "POST", ended)["units"] == 1
        else:
            self.fills("reporting", Role.SNV_OFFICER, "campaigns", {"year": "2025"})
            shown = self.sees("reporting", Role.SNV_OFFICER, ended)
            self.fills("reporting", Role.SNV_OFFICER, ended, {})
            assert "Đã tổng hợp" in self.sees("reporting", Role.SNV_OFFICER, ended)
        return shown

    def own_figure(self, agency: str, key: str) -> int:
        """A counted figure of an agency's own report of the year, begun now."""
        client, token = self.client("reporting", Role.DANVAN_OFFICER, agency)
        if self.way == "api":
            headers, path = (
                {"Authorization": f"Bearer {token}"},
                "/api/reporting/v1/campaigns/2025/report",
            )
            begun = client.post(path, headers=headers)
            assert begun.status_code == 200, begun.text
            return int(client.get(path, headers=headers).json["figures"][key]["value"])
        page = "/reporting/report/2025"
        assert send(client, page, {}, to=f"{page}/draft").status_code == 303
        shown = client.get(page).text.partition(f'name="figure.{key}"')[2]
        return int(shown.partition('value="')[2].partition('"')[0])


@pytest.fixture(params=["pages", "api"])
def gialai(
    request: pytest.FixtureRequest, running_servers: None, tmp_path: Path
) -> Iterator[Gialai]:
    with a_site(tmp_path) as site:
        yield Gialai(site, tmp_path, request.param)


def test_a_complaint_goes_on_where_its_place_went_and_the_year_counts_it_once(gialai: Gialai):
    mine = gialai.complains(DISTRICT, TOWNSHIP, DUN)
    above = gialai.complains(DISTRICT, TOWNSHIP, BO_NGOONG)
    whole = gialai.complains(TOWNSHIP)
    gialai.doors.carry()

    gialai.on(date(2025, 6, 20))
    act = gialai.prepared()
    seen = gialai.shown(act)
    assert mine in seen
    assert CHU_SE in seen or "UBND xã Chư Sê" in seen, "who would have it"
    gialai.confirmed(act)
    gialai.doors.rest()
    assert gialai.at_reception(Role.RECEPTIONIST, DISTRICT).state(mine) == "Đã thụ lý"

    gialai.on(DAY)
    gialai.doors.rest()
    clerk = gialai.at_reception(Role.RECEPTIONIST, CHU_SE)
    assert _settled_by(clerk, mine) == _settled_by(clerk, whole) == "2025-07-10"
    assert _settled_by(gialai.at_reception(Role.RECEPTIONIST, PROVINCE), above) == "2025-07-10"
    wait_for(
        lambda: _is_refused(lambda: gialai.complains(DISTRICT)), "nothing new where nobody works"
    )
    gialai.on(date(2025, 7, 8))
    head = gialai.at_reception(Role.AGENCY_HEAD, CHU_SE)
    assert not head.do(mine, "decide", outcome="UNJUSTIFIED", on="2025-07-08")

    gialai.on(date(2025, 11, 3))
    gialai.doors.registry.load_agencies(by=OPERATOR)  # as with each new version: who reports by now
    gialai.doors.carry()
    ended = gialai.compiled()
    assert "UBND huyện Chư Sê" in ended
    assert "UBND thị trấn Chư Sê" not in ended, "it went whole into one, which reports for it"
    assert gialai.own_figure(CHU_SE, "PET_IN.KN") == 1, (
        "the township's; the district's stay the district's"
    )
    assert gialai.own_figure(CHU_SE, "PET_SETTLED.KN") == 1


def _settled_by(who: Face, petition: str) -> str:
    return who.times(petition)[ClockKind.SETTLEMENT].on


def _is_refused(act: Callable[[], Any]) -> bool:
    try:
        act()
    except AssertionError as refused:
        return "kết thúc hoạt động" in str(refused)
    return False
