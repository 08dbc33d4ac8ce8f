"""Sites in the registry: who asks to join, who is let in, who is told; and how people see the lines."""

import base64
import io
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.registry import AgencyKind, AgencyRecorded, SiteRecorded, SiteState
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.enrolment import AnotherKey, Enrolment, Hosting, OtherFingerprint, UnknownSite
from kernel.errors import NotFound
from kernel.follower.handling import Handlers
from kernel.ingress import overview
from kernel.ingress.sites import Sites as Copy
from kernel.keys import KeyRing, create_site_key, keyid_of, load_ring
from kernel.message import Actor
from kernel.store import Store
from kernel.store.changes import write
from law.defaults import shipped_units
from services.registry.api import web
from services.registry.domain.sites import AtProvinceOnly, NotWaiting, OurselvesAsked, WrongPeriod
from services.registry.service import NoSuchAgency, Registry
from tests.contracts.pin import told
from tests.e2e.six import csrf

TODAY = SystemClock().today()
UNITS = {unit.authority: unit.id for unit in shipped_units().as_of(TODAY)}
SNV, IA_LY, CHU_SE = UNITS["Sở Nội vụ"], UNITS["UBND xã Ia Ly"], UNITS["UBND xã Chư Sê"]
OPS = Actor(user="operator", role="OPS", agency="gialai")
ADMIN = Actor(user="u-admin", role="ADMINISTRATOR", agency=SNV)
COMMUNE = Actor(user="u-commune", role="ADMINISTRATOR", agency=IA_LY)
FOLLOWED = ("registry.agency_recorded", "registry.site_recorded")
OURS = {"Origin": "http://localhost"}


def card(site: str = "xa-ia-ly") -> Enrolment:
    """What a new site with a key of its own shows."""
    key = Ed25519PrivateKey.generate().public_key()
    return Enrolment(site, keyid_of(key), base64.b64encode(key.public_bytes_raw()).decode())


@pytest.fixture
def make(a_store: Callable[..., Store], tmp_path: Path) -> Callable[..., Registry]:
    def made(**settings: Any) -> Registry:
        folder = tmp_path / (settings.get("site") or "gialai")
        create_site_key(folder, settings.get("site") or "gialai")
        registry = Registry(a_store("registry", keys_dir=str(folder), **settings))
        registry.store.prepare()
        return registry

    return made


@pytest.fixture
def registry(make: Callable[..., Registry]) -> Registry:
    return make()


def ring_of(registry: Registry) -> KeyRing:
    return load_ring(Path(registry.store.settings.keys_dir))


def copy_of(registry: Registry) -> dict[str, str]:
    rows = Copy(registry.sites.ingress.database).all()
    return {row["_id"]: row["state"] for row in rows}


def test_a_site_asks_is_let_in_and_shut_out_and_the_processes_here_know_at_once(registry: Registry):
    asked, hosted = card(), [Hosting(IA_LY, "2025-07-01")]
    desk = registry.sites
    shown = desk.enrol_site(asked, hosted, by=ADMIN)
    desk.publish()
    assert copy_of(registry) == {"xa-ia-ly": "ASKED"}
    with pytest.raises(OtherFingerprint):
        desk.approve_site("xa-ia-ly", fingerprint=card().fingerprint, by=ADMIN)

    desk.approve_site("xa-ia-ly", fingerprint=shown["fingerprint"].upper(), by=ADMIN)
    desk.publish()
    ring = ring_of(registry)
    assert copy_of(registry) == {"xa-ia-ly": "APPROVED"}
    assert not ring.is_revoked(asked.keyid)

    desk.revoke_site("xa-ia-ly", reason="Mất máy", by=ADMIN)
    desk.publish()
    assert copy_of(registry) == {"xa-ia-ly": "REVOKED"}
    assert ring.is_revoked(asked.keyid)
    with pytest.raises(NotWaiting):
        desk.revoke_site("xa-ia-ly", reason="nữa", by=ADMIN)
    states = [one["state"] for one in desk.lines(by=ADMIN)]
    told_ = registry.store.database["events"].count_documents({"type": "registry.site_recorded"})
    assert (states, told_) == (["REVOKED"], 3)


def test_what_cannot_be_enrolled(registry: Registry):
    first, desk = card(), registry.sites
    desk.enrol_site(first, [Hosting(IA_LY)], by=ADMIN)
    desk.enrol_site(first, [Hosting(IA_LY)], by=ADMIN)  # again: no news
    for wrong, hosted, refusal in (
        (card(), [Hosting(IA_LY)], AnotherKey),
        (Enrolment("xa-khac", first.keyid, first.public), [Hosting(IA_LY)], AnotherKey),
        (card("gialai"), [Hosting(IA_LY)], OurselvesAsked),
        (card("xa-khac"), [Hosting("khong-co")], NoSuchAgency),
        (card("xa-khac"), [Hosting(IA_LY, "2026-02-01", "2026-01-01")], WrongPeriod),
    ):
        with pytest.raises(refusal):
            desk.enrol_site(wrong, hosted, by=ADMIN)
    with pytest.raises(NotFound):
        desk.enrol_site(card("xa-khac"), [Hosting(IA_LY)], by=COMMUNE)
    with pytest.raises(UnknownSite):
        desk.approve_site("xa-khac", fingerprint="x", by=ADMIN)
    assert registry.store.database["events"].count_documents({}) == 1


def test_a_lost_key_is_replaced_after_a_revocation_and_the_old_one_stays_revoked(
    registry: Registry,
):
    old, new, desk = card(), card(), registry.sites
    desk.enrol_site(old, [Hosting(IA_LY)], by=ADMIN)
    desk.approve_site("xa-ia-ly", fingerprint=old.fingerprint, by=ADMIN)
    desk.revoke_site("xa-ia-ly", reason="Mất khóa", by=ADMIN)
    desk.publish()

    desk.enrol_site(new, [Hosting(IA_LY)], by=ADMIN)
    desk.approve_site("xa-ia-ly", fingerprint=new.fingerprint, by=ADMIN)
    desk.publish()

    ring = ring_of(registry)
    assert (ring.is_revoked(old.keyid), ring.is_revoked(new.keyid)) == (True, False)
    assert copy_of(registry) == {"xa-ia-ly": "APPROVED"}


def test_a_site_follows_agencies_and_keys_and_decides_nothing(make: Callable[..., Registry]):
    site = make(site="xa-ia-ly", province="gialai")
    other, ours = card("xa-khac"), card("xa-ia-ly")
    assert site.agency(IA_LY).facts.name == "UBND xã Ia Ly"  # as shipped, before anybody told
    site.record_agencies(datetime.now(UTC))
    with pytest.raises(AtProvinceOnly):
        site.load_agencies(by=OPS)
    with pytest.raises(AtProvinceOnly):
        site.sites.enrol_site(other, [Hosting(IA_LY)], by=OPS)
    assert site.store.database["events"].count_documents({}) == 0

    renamed = AgencyRecorded(
        unit=IA_LY, scheme="X", code="1", name="UBND xã Ia Ly Mới", kind=AgencyKind.COMMUNE
    )
    hear(site, renamed)
    for asked in (other, ours):
        for state in (SiteState.APPROVED, SiteState.REVOKED):
            hear(
                site,
                SiteRecorded(site=asked.site, keyid=asked.keyid, public=asked.public, state=state),
            )
            site.sites.publish()

    assert site.agency(IA_LY).facts.name == "UBND xã Ia Ly Mới"
    assert "UBND xã Ia Ly Mới" in {one.facts.name for one, _ in site.agencies_on(TODAY)}
    ring = ring_of(site)
    assert ring.is_revoked(other.keyid)
    assert not ring.is_revoked(ours.keyid)  # nobody makes a site doubt itself
    assert all(map(Handlers(site).follows, FOLLOWED))


def test_the_province_follows_nothing_of_its_own(registry: Registry):
    assert not any(map(Handlers(registry).follows, FOLLOWED))


def hear(registry: Registry, event: Any) -> None:
    """What the follower does with an event."""
    raw = {**told(type(event))._asdict(), "data": json.loads(json.dumps(plain(event)))}
    changes = Handlers(registry).apply(raw)
    write(registry.store.database, changes, session=None)


def plain(event: Any) -> dict[str, Any]:
    return {name: getattr(value, "value", value) for name, value in asdict(event).items()}


# --- as people and programs see it ------------------------------------------------------------------


@pytest.fixture
def app(make: Callable[..., Registry], monkeypatch: pytest.MonkeyPatch) -> tuple[Registry, Any]:
    registry = make()
    registry.load_agencies(by=OPS)
    return registry, asking(registry, monkeypatch)


def asking(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A way to ask the registry's application as anybody."""
    folder = registry.store.settings.keys_dir
    create_session_key(folder)
    create_secret(folder)
    monkeypatch.setattr("kernel.store.store.connect", lambda _: registry.store.client)
    keys = SessionKeys(folder, site=registry.store.settings.site)

    def ask(method: str, path: str, by: Actor, body: Any = None) -> Any:
        client = made.test_client()
        fresh = Actor(by.user, by.role, by.agency, datetime.now(UTC).timestamp())
        token = keys.issue(fresh, now=datetime.now(UTC), minutes=5)
        if path.startswith("/api/"):
            given = {"Authorization": f"Bearer {token}"}
            return client.open(path, method=method, json=body, headers=given)
        form = csrf(client.get("/registry/sign-in").text)
        client.set_cookie("danvan", token)
        data = {"csrf_token": form, **(body or {})}
        if method == "GET":
            return client.get(path)
        return client.post(path, data=data, headers=OURS, content_type="multipart/form-data")

    made = web(registry.store.settings)
    return ask


API = "/api/registry/v1/sites"


def test_an_administrator_lets_a_site_in_by_pages_and_sees_how_its_line_stands(app: Any):
    registry, ask = app
    asked = card()
    sent = (io.BytesIO(json.dumps(vars(asked)).encode()), "xa.json")
    assert "Chưa có điểm cài đặt nào" in ask("GET", "/registry/sites", ADMIN).text

    wrong = ask("POST", "/registry/sites/new", ADMIN, {"agency": IA_LY})
    assert (wrong.status_code, "Tệp đăng ký" in wrong.text) == (422, True)
    told_ = ask("POST", "/registry/sites/new", ADMIN, {"card": sent, "agency": IA_LY})
    assert told_.status_code == 303
    page = "/registry/sites/xa-ia-ly"
    told_ = ask("POST", f"{page}/approval", ADMIN, {"fingerprint": "0000"})
    assert (told_.status_code, "Dấu vân tay khóa không khớp" in told_.text) == (422, True)
    told_ = ask("POST", f"{page}/approval", ADMIN, {"fingerprint": asked.fingerprint})
    assert told_.status_code == 303
    assert copy_of(registry) == {"xa-ia-ly": "APPROVED"}

    heard = datetime.now(UTC) - timedelta(hours=2)
    database = registry.sites.ingress.database
    refusals = {("xa-ia-ly", "key"): 3}
    overview.note(database, {"xa-ia-ly": True}, heard={"xa-ia-ly": heard}, refusals=refusals)
    listed, one = ask("GET", "/registry/sites", ADMIN).text, ask("GET", page, ADMIN).text
    assert "Im lặng" in listed
    assert "Ký bằng khóa khác" in one
    told_ = ask("POST", f"{page}/agencies", ADMIN, {"agency": CHU_SE, "since": "2026-01-01"})
    assert told_.status_code == 303
    told_ = ask("POST", f"{page}/revocation", ADMIN, {"reason": "Máy bị mất"})
    assert "Việc này không thể hoàn tác" in told_.text
    assert copy_of(registry) == {"xa-ia-ly": "APPROVED"}
    sure = {"reason": "Máy bị mất", "confirmed": "yes"}
    told_ = ask("POST", f"{page}/revocation", ADMIN, sure)
    assert told_.status_code == 303
    assert "Máy bị mất" in ask("GET", page, ADMIN).text
    assert copy_of(registry) == {"xa-ia-ly": "REVOKED"}


def test_whoever_looks_after_one_agency_sees_its_site_and_no_other(app: Any):
    _, ask = app
    for word, agency in (("xa-ia-ly", IA_LY), ("xa-chu-se", CHU_SE)):
        given = {"card": vars(card(word)), "agencies": [{"agency": agency}]}
        assert ask("POST", API, OPS, given).status_code == 201

    mine = ask("GET", API, COMMUNE).json["sites"]

    assert [one["site"] for one in mine] == ["xa-ia-ly"]
    assert ask("GET", f"{API}/xa-chu-se", COMMUNE).status_code == 404
    assert ask("GET", "/registry/sites/xa-chu-se", COMMUNE).status_code == 404
    assert ask("GET", "/registry/sites/new", COMMUNE).status_code == 404
    fingerprint = {"fingerprint": mine[0]["fingerprint"]}
    assert ask("POST", f"{API}/xa-ia-ly/approval", COMMUNE, fingerprint).status_code == 404
    assert ask("POST", f"{API}/xa-ia-ly/approval", ADMIN, fingerprint).json["state"] == "APPROVED"
    clerk = Actor(user="u-clerk", role="CLERK", agency=IA_LY)
    assert ask("GET", API, clerk).status_code == 403


def test_at_a_site_its_people_see_the_line_to_the_province_and_decide_nothing(
    make: Callable[..., Registry], monkeypatch: pytest.MonkeyPatch
):
    site = make(site="xa-ia-ly", province="gialai")
    ask = asking(site, monkeypatch)
    overview.note(site.sites.ingress.database, {"gialai": True}, heard={}, refusals={})

    listed, one = (ask("GET", f"/registry/sites{path}", COMMUNE) for path in ("", "/gialai"))

    assert (listed.status_code, one.status_code) == (200, 200)
    assert "Ghi điểm xin tham gia" not in listed.text
    assert "Chưa nhận được gì" in one.text
    assert ask("GET", "/registry/sites/new", COMMUNE).status_code == 404
    given = {"card": vars(card()), "agencies": [{"agency": IA_LY}]}
    assert ask("POST", API, COMMUNE, given).json["code"] == "at_province_only"
