"""Dossiers and vaults between sites: three receptions, each with a database and keys of its own, the province's door
over real HTTP. A courier carries the events as the brokers would, each again and again."""

import base64
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import bson
import orjson
import pytest
from werkzeug.serving import make_server

from contracts.reception import (
    Disposition,
    FileKind,
    IntakeChannel,
    OpeningPurpose,
    PetitionKind,
    Visibility,
)
from contracts.registry import SiteRecorded, SiteState
from ground.hosting import HostedElsewhere
from kernel import calls
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.calls import Call
from kernel.clock import VIETNAM, SetClock, SystemClock
from kernel.config import Settings
from kernel.errors import NotFound
from kernel.follower.handling import Handlers
from kernel.keys import create_site_key, keep, load_signer, pin
from kernel.message import Actor
from kernel.store import Store
from kernel.store.changes import write
from law.defaults import shipped_units
from services.reception.adapters.province import LineDown, NotThere, ProvinceLine
from services.reception.api import web
from services.reception.domain import Classification, Petitioner, PetitionForm, State
from services.reception.domain.cases import ReasonMissing, Said
from services.reception.domain.forwarding import AnsweredBefore
from services.reception.domain.parcels import KeyNotTold
from services.reception.domain.vault import HandedAway
from services.reception.service import Reception
from services.reception.service.forwards import WITHHELD, DossierBroken
from services.reception.store import parcels

TODAY = date(2026, 10, 5)
START = datetime(2026, 10, 5, 9, tzinfo=VIETNAM)
TOLD = [
    f"reception.{one}"
    for one in ("box_key_told", "box_key_published", "parcel_sent", "parcel_answered")
]
PROVINCE, ONE, TWO = "tinh", "xa-mot", "xa-hai"
PLACES = [one.id for one in shipped_units().reporting(TODAY) if one.kind.is_place]
HOSTED = {ONE: PLACES[0], TWO: PLACES[1], PROVINCE: PLACES[2]}
SECRET = "Nguyễn Thị Chỉ Người Nhận Biết"
OTHER_SECRET = "Trần Thị Nơi Kia Viết Ra"  # stays with who wrote it down
PAGE = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def officer(site: str) -> Actor:
    return Actor(user=f"u-{site}", role="PETITION_OFFICER", agency=HOSTED[site])


def head(site: str) -> Actor:
    return Actor(user=f"h-{site}", role="AGENCY_HEAD", agency=HOSTED[site])


@dataclass
class Land:
    """A province and two sites."""

    at: dict[str, Reception]
    clock: SetClock
    heard: set[str] = field(default_factory=set)

    def carry(self) -> None:
        """Let everybody hear what the brokers bring them: each event twice, and none in its order."""
        for teller, service in self.at.items():
            rows = service.store.database["events"].find(
                {"type": {"$in": TOLD}}, sort=[("_id", -1)]
            )
            for row in rows:
                if row["_id"] not in self.heard:
                    self.heard.add(row["_id"])
                    self._tell(teller, row)

    def _tell(self, teller: str, row: dict[str, Any]) -> None:
        hearers = _hearers(teller, row["source"].rpartition("/")[2])
        for site in hearers:
            listener = self.at[site]
            changes = Handlers(listener).apply(orjson.loads(row["body"]))
            write(listener.store.database, [*changes, *changes], session=None)
            write(listener.store.database, changes, session=None)

    def go(self, rounds: int = 3) -> None:
        """Let the post of all do its rounds, until everything has gone everywhere."""
        for _ in range(rounds):
            self.carry()
            for one in self.at.values():
                one.tell_box_keys(lambda: True)
                for act in (one.put_parcels, one.fetch_parcels, one.settle_parcels):
                    act(lambda: True)

    def forward(
        self, frm: str, to: str, kind: PetitionKind = PetitionKind.FEEDBACK
    ) -> tuple[str, str]:
        """A petition with a file, sent from one agency to another."""
        service, by = self.at[frm], officer(frm)
        id_ = to_forward(service, by, kind)
        given = {"about": FileKind.OTHER, "visibility": Visibility.PETITIONER}
        service.attach_file(id_, PAGE, name="Ảnh", by=by, **given)  # type: ignore[arg-type]
        said = Said(document="1/PC")
        return id_, service.forwards.forward(id_, said, to_agency=HOSTED[to], by=by)["forward"]


def to_forward(service: Reception, by: Actor, kind: PetitionKind = PetitionKind.FEEDBACK) -> str:
    form = PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=TODAY,
        summary="Phản ánh về đường liên xã bị ngập",
        petitioner=Petitioner(name=SECRET),
    )
    id_: str = service.register_petition(form, by=by)["petition"]
    found = Classification(
        disposition=Disposition.FORWARD, on=TODAY, eligible=True, competent=False
    )
    service.classify_petition(id_, found, by=by)
    return id_


def _hearers(teller: str, audience: str) -> set[str]:
    if audience.startswith("site:"):
        return {teller, PROVINCE, audience.partition(":")[2]}
    if audience == "all":
        return {PROVINCE, ONE, TWO}
    return {teller, PROVINCE} if audience == "province" else {teller}


@pytest.fixture(scope="module")
def land(house: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Land]:
    """One for all tests here: making three databases takes longer than most of them. Each has petitions of its own."""
    folder = tmp_path_factory.mktemp("land")
    server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
    clock, at = SetClock(START), {}
    for site in (PROVINCE, ONE, TWO):
        keys = folder / site
        create_site_key(keys, site)
        create_session_key(keys)
        create_secret(keys)
        at[site] = Reception(
            Store(
                settings_of(house, site, server.port, keys),
                "reception",
                clock=clock,
                client=house.client,
            )
        )
        at[site].store.prepare()
    approve(at, folder)
    server.app = web(at[PROVINCE].store.settings)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield Land(at, clock)
    server.shutdown()
    server.server_close()


def settings_of(house: Any, site: str, port: int, keys: Path) -> Settings:
    at_site = {"province": PROVINCE, "province_url": f"http://127.0.0.1:{port}"}
    given = {"site": site, "keys_dir": keys, "db_prefix": f"{house.name}_{site}_"}
    more = {} if site == PROVINCE else at_site
    made: Settings = house.settings_for("reception", **given, **more, dossier_bytes=100_000)
    return made


@pytest.fixture(autouse=True)
def as_it_was(land: Land) -> Iterator[None]:
    land.clock.moment = START
    lines = {site: one.post_rounds.line for site, one in land.at.items()}
    yield
    for site, one in land.at.items():
        one.post_rounds.line = lines[site]


def approve(at: dict[str, Reception], folder: Path, **more: Any) -> None:
    for site in (ONE, TWO):
        signer = load_signer(folder / site)
        public = base64.b64encode(signer.key.public_key().public_bytes_raw()).decode()
        pin(folder / PROVINCE, keyid=signer.keyid, site=site, public=public)
        said = {"agencies": (HOSTED[site],), "since": ("2026-01-01",), "until": ("",), **more}
        event = SiteRecorded(
            site=site, keyid=signer.keyid, public=public, state=SiteState.APPROVED, **said
        )
        for one in at.values():
            write(one.store.database, [one.hosting.recorded(event)], session=None)


def everything(service: Reception) -> bytes:
    """All bytes of a database."""
    database = service.store.database
    return b"".join(
        bson.encode(row)
        for name in database.list_collection_names()
        for row in database[name].find()
    )


def test_nothing_is_sealed_before_the_key_is_known_and_nothing_where_no_line_is(land: Land):
    for frm in (ONE, PROVINCE):
        land.at[frm].post.public_keys.rows.delete_one({"_id": HOSTED[TWO]})
        with pytest.raises(KeyNotTold):
            land.forward(frm, TWO)
    land.heard.clear()
    land.go()
    settings = replace(land.at[ONE].store.settings, province_url="")
    lonely = Reception(
        Store(settings, "reception", clock=land.clock, client=land.at[ONE].store.client)
    )
    id_ = to_forward(lonely, officer(ONE))
    with pytest.raises(HostedElsewhere):
        lonely.forwards.forward(id_, Said(document="1"), to_agency=HOSTED[TWO], by=officer(ONE))
    assert lonely.petition(id_, by=officer(ONE)).state is State.CLOSED


@pytest.mark.parametrize(("frm", "to"), [(ONE, PROVINCE), (PROVINCE, TWO), (ONE, TWO)])
def test_a_petition_goes_to_another_site_with_its_files_and_its_sender_hears_of_it(
    land: Land, frm: str, to: str
):
    land.go()
    id_, code = land.forward(frm, to)
    sender, receiver, by = land.at[frm], land.at[to], officer(to)
    printed = sender.print_receipt(id_, by=officer(frm))
    with pytest.raises(NotFound):
        receiver.forwards.dossier(code, by=by)
    land.go()
    for other in {PROVINCE, TWO} - {frm}:
        assert SECRET.encode() not in everything(land.at[other])
    with pytest.raises(NotFound):
        receiver.forwards.dossier(code, by=officer(frm))

    land.clock.moment += timedelta(days=3)
    taken = receiver.forwards.receive(code, Said(), by=by)
    land.go()

    got = receiver.petition(taken["petition"], by=by)
    assert (got.form.received_on, got.first_received_on) == (date(2026, 10, 8), TODAY)
    assert got.form.petitioner == Petitioner(name=SECRET)
    ((file, name),) = receiver.files_of(got.id, by=by)
    assert (name, receiver.file_for(got.id, file.id, by=by).content) == ("Ảnh", PAGE)
    assert sender.petition(id_, by=officer(frm)).state is State.FORWARDED
    (sent,) = sender.forwards.sent(id_, by=officer(frm))
    assert (sent.answered_on, sent.received_there) == (date(2026, 10, 8), f"{taken['number']}/2026")
    seen = sender.look_up(printed.code, address="192.0.2.7").standing
    assert (seen.agency, seen.since, seen.done) == (HOSTED[to], TODAY, False)
    assert seen.what == f"Xử lý đơn (đã vào sổ ngày 08/10/2026, số {taken['number']}/2026)"
    for one in land.at.values():
        assert not one.contents.has(code)
    with pytest.raises(AnsweredBefore):
        receiver.forwards.receive(code, Said(), by=by)


@pytest.mark.parametrize(("frm", "to"), [(ONE, PROVINCE), (PROVINCE, ONE), (TWO, ONE)])
def test_what_is_sent_back_from_another_site_is_classified_again_and_the_reason_comes_along_sealed(
    land: Land, frm: str, to: str
):
    land.go()
    id_, code = land.forward(frm, to)
    land.go()
    reason = f"Nhà ở thôn khác, không phải {frm} mà {to}"
    with pytest.raises(ReasonMissing):
        land.at[to].forwards.refuse(code, Said(), by=officer(to))
    land.at[to].forwards.refuse(code, Said(text=reason), by=officer(to))
    if PROVINCE not in (frm, to):
        land.go()
        assert reason.encode() not in everything(land.at[PROVINCE])
    land.go()

    petition = land.at[frm].petition(id_, by=officer(frm))
    assert (petition.state, petition.classification) == (State.REGISTERED, None)
    assert petition.due_on is not None
    (sent,) = land.at[frm].forwards.sent(id_, by=officer(frm))
    assert sent.reason == reason
    land.at[frm].classify_petition(id_, _again(), by=officer(frm))
    again = land.at[frm].forwards.forward(
        id_, Said(document="2/PC"), to_agency=HOSTED[to], by=officer(frm)
    )
    land.go()
    assert land.at[to].forwards.receive(again["forward"], Said(), by=officer(to))["petition"]


def test_a_reason_from_another_site_that_names_the_denouncer_is_left_out(land: Land):
    land.go()
    form = PetitionForm(
        kind=PetitionKind.DENUNCIATION,
        channel=IntakeChannel.COUNTER,
        received_on=TODAY,
        summary="Tố cáo cán bộ nhận tiền khi cấp giấy",
        petitioner=Petitioner(name=OTHER_SECRET, phone="0905111222"),
    )
    sender, by = land.at[ONE], officer(ONE)
    id_ = sender.register_petition(form, by=by)["petition"]
    sender.classify_petition(id_, _again(), by=by)
    said = Said(document="1/PC")
    code = sender.forwards.forward(id_, said, to_agency=HOSTED[PROVINCE], by=by)["forward"]
    land.go()
    reason = f"{OTHER_SECRET} đã gửi đơn này ở đây"
    land.at[PROVINCE].forwards.refuse(code, Said(text=reason), by=officer(PROVINCE))
    land.go()

    (sent,) = sender.forwards.sent(id_, by=by)
    assert sent.reason == WITHHELD
    assert sender.petition(id_, by=by).state is State.REGISTERED
    assert OTHER_SECRET.encode() not in everything(sender)


def _again() -> Classification:
    return Classification(disposition=Disposition.FORWARD, on=TODAY, eligible=True, competent=False)


@pytest.mark.parametrize(("frm", "to"), [(ONE, PROVINCE), (PROVINCE, TWO), (ONE, TWO)])
def test_a_vault_goes_sealed_to_a_head_at_another_site(land: Land, frm: str, to: str):
    land.go()
    sender, receiver = land.at[frm], land.at[to]
    form = PetitionForm(
        kind=PetitionKind.DENUNCIATION,
        channel=IntakeChannel.COUNTER,
        received_on=TODAY,
        summary="Tố cáo cán bộ nhận tiền khi cấp giấy",
        petitioner=Petitioner(name=SECRET, phone="0905111222"),
    )
    id_ = sender.register_petition(form, by=officer(frm))["petition"]
    given = {"about": FileKind.SCAN, "visibility": Visibility.VAULT}
    sender.attach_file(id_, PAGE, name="Đơn viết tay", by=officer(frm), **given)  # type: ignore[arg-type]
    sent = sender.hand_over_vault(id_, HOSTED[to], by=head(frm))["handover"]
    land.go()
    with pytest.raises(HandedAway):
        sender.open_vault(id_, OpeningPurpose.VERIFY, "Xác minh", by=head(frm))
    blank = PetitionForm(**{**vars(form), "petitioner": None})
    theirs = receiver.register_petition(blank, by=officer(to))["petition"]
    assert [row["_id"] for row in receiver.handovers.waiting(HOSTED[to])] == [sent]

    receiver.take_over_vault(sent, theirs, by=head(to))
    land.go()

    assert receiver.handovers.waiting(HOSTED[to]) == []
    for one in land.at.values():
        assert SECRET.encode() not in everything(one)
        assert not one.contents.has(sent)
    opened = receiver.open_vault(theirs, OpeningPurpose.VERIFY, "Xác minh", by=head(to))
    assert (opened.name, opened.phone) == (SECRET, "0905111222")
    ((file, name),) = receiver.files_of(theirs, by=head(to))
    assert (file.visibility, name) == (Visibility.VAULT, "")


class Cut:
    """A line that is dead."""

    def put(self, parcel: str, box: bytes) -> None:
        raise LineDown

    def get(self, parcel: str) -> bytes:
        raise LineDown


class Lossy(ProvinceLine):
    """A line on which answers are lost: what was asked is done, and nobody hears it."""

    lost = 0

    def put(self, parcel: str, box: bytes) -> None:
        super().put(parcel, box)
        self.lost += 1
        if self.lost < 2:
            raise LineDown


def test_while_the_line_is_dead_nothing_is_lost_and_afterwards_nothing_is_doubled(land: Land):
    land.go()
    one, two = land.at[ONE], land.at[TWO]
    id_, code = land.forward(ONE, TWO)
    land.carry()
    one.post_rounds.line = Cut()
    two.post_rounds.line, whole = Cut(), two.post_rounds.line
    for act in (one.put_parcels, two.fetch_parcels):
        with pytest.raises(LineDown):
            act(lambda: True)
    assert one.petition(id_, by=officer(ONE)).state is State.FORWARDED
    assert code not in [found.id for found in two.forwards.arriving(by=officer(TWO))]
    assert two.forwards.on_the_way(by=officer(TWO)) == 1
    two.post_rounds.line = whole
    two.fetch_parcels(lambda: True)  # not there yet: no alarm

    one.post_rounds.line = Lossy(one.store.settings)
    with pytest.raises(LineDown):
        one.put_parcels(lambda: True)
    land.go()

    assert [found.id for found in two.forwards.arriving(by=officer(TWO))].count(code) == 1
    before = two.petitions.rows.count_documents({})
    taken = two.forwards.receive(code, Said(), by=officer(TWO))
    land.heard.clear()
    land.go(4)
    assert two.petitions.rows.count_documents({}) == before + 1
    (sent,) = one.forwards.sent(id_, by=officer(ONE))
    assert sent.received_there == f"{taken['number']}/2026"


def test_a_box_that_was_changed_at_the_province_is_not_taken_and_comes_again_at_night(land: Land):
    land.go()
    _, code = land.forward(ONE, TWO)
    land.carry()
    land.at[ONE].put_parcels(lambda: True)
    kept, two = land.at[PROVINCE].contents, land.at[TWO]
    sealed = kept.get(code)
    kept.drop(code)
    kept.put(code, sealed[:-1] + bytes([sealed[-1] ^ 1]))

    with pytest.raises(LineDown, match="altered"):
        two.fetch_parcels(lambda: True)
    assert code not in [found.id for found in two.forwards.arriving(by=officer(TWO))]
    assert two.post.parcels.known(code)["altered"]
    assert two.forwards.altered(by=officer(TWO)) == 1
    land.at[ONE].offer_parcels_again(START)
    land.go()
    assert two.forwards.receive(code, Said(), by=officer(TWO))["petition"]


def test_what_was_sealed_for_another_key_is_refused_and_can_be_sent_back(land: Land):
    land.go()
    stale = land.at[ONE].keys.public_of("nobody")
    told = base64.b64encode(stale).decode()
    rows, who = land.at[ONE].post.public_keys.rows, {"_id": HOSTED[TWO]}
    before = rows.find_one(who)
    rows.update_one(who, {"$set": {"public": told}})
    id_, code = land.forward(ONE, TWO)
    rows.replace_one(who, before)
    land.go()

    with pytest.raises(DossierBroken):
        land.at[TWO].forwards.receive(code, Said(), by=officer(TWO))
    land.at[TWO].forwards.refuse(code, Said(text="Không mở được"), by=officer(TWO))
    land.go()
    assert land.at[ONE].petition(id_, by=officer(ONE)).state is State.REGISTERED


def test_the_door_opens_for_the_receivers_site_alone_and_for_each_signature_once(land: Land):
    land.go()
    _, code = land.forward(PROVINCE, TWO)
    land.carry()
    settings = {site: land.at[site].store.settings for site in (ONE, TWO)}
    with pytest.raises(NotThere):  # another site's parcel does not exist for it
        ProvinceLine(settings[ONE]).get(code)
    with pytest.raises(NotThere):
        ProvinceLine(settings[ONE]).put(code, b"x")
    assert ProvinceLine(settings[TWO]).get(code) == land.at[PROVINCE].contents.get(code)

    web_app = web(land.at[PROVINCE].store.settings).test_client()
    path = f"/api/reception/v1/parcels/{code}"
    signer = load_signer(Path(settings[TWO].keys_dir))
    now = calls_now()
    good = Call.of("GET", path).signed(signer, site=TWO, moment=now)
    assert web_app.get(path, headers=good).status_code == 200
    assert web_app.get(path, headers=good).status_code == 403  # stolen and said again
    late = Call.of("GET", path).signed(signer, site=TWO, moment=now - calls.WINDOW - 1)
    as_other = Call.of("GET", path).signed(signer, site=ONE, moment=now)
    elsewhere = Call.of("GET", f"{path}x").signed(signer, site=TWO, moment=now)
    for headers in (late, as_other, elsewhere, {}):
        assert web_app.get(path, headers=headers).status_code == 403
    keys = land.at[PROVINCE].store.settings.keys_dir
    keep(
        Path(keys),
        {signer.keyid: {"site": TWO, "public": _public(signer), "revoked": True}},
    )
    revoked = Call.of("GET", path).signed(signer, site=TWO, moment=now + 1)
    assert web_app.get(path, headers=revoked).status_code == 403
    pin(Path(keys), keyid=signer.keyid, site=TWO, public=_public(signer))


def test_the_door_takes_only_what_was_announced(land: Land):
    land.go()
    _, code = land.forward(ONE, TWO)
    land.carry()
    settings = land.at[ONE].store.settings
    web_app = web(land.at[PROVINCE].store.settings).test_client()
    path = f"/api/reception/v1/parcels/{code}"
    signer = load_signer(Path(settings.keys_dir))

    def put(said: bytes, sent: bytes) -> int:
        call = Call.of("PUT", path, said).signed(signer, site=ONE, moment=calls_now())
        found = web_app.put(path, data=sent, headers=call, content_type="application/octet-stream")
        return found.status_code

    box = land.at[ONE].contents.get(code)
    assert put(b"other", b"other") == 422
    assert put(box, box + b"x") == 422
    too_large = b"x" * (settings.dossier_bytes + 1)
    assert put(too_large, too_large) == 413
    assert not land.at[PROVINCE].contents.has(code)
    assert [put(box, box), put(box, box)] == [204, 204]
    assert land.at[PROVINCE].contents.get(code) == box
    at_a_site = web(settings).test_client()
    assert at_a_site.get(path).status_code == 404


def test_an_answer_of_somebody_else_changes_nothing(land: Land):
    land.go()
    id_, code = land.forward(ONE, TWO)
    land.go()
    sent = land.at[ONE].post.answers
    forged = {"by": HOSTED[PROVINCE], "answer": "REFUSED", "answered_on": TODAY.isoformat()}
    sent.rows.insert_one({"_id": code, **forged, "number": 0, "year": 0, "words": "", "open": True})
    land.at[ONE].settle_parcels(lambda: True)

    assert land.at[ONE].petition(id_, by=officer(ONE)).state is State.FORWARDED
    assert land.at[ONE].contents.has(code)


def calls_now() -> float:
    return datetime.now(VIETNAM).timestamp()


def _public(signer: Any) -> str:
    return base64.b64encode(signer.key.public_key().public_bytes_raw()).decode()


def test_what_never_comes_holds_up_nothing_else(land: Land, monkeypatch: pytest.MonkeyPatch):
    land.go()
    monkeypatch.setattr(parcels, "ROUND", 2)
    two, row = land.at[TWO], {"to_agency": HOSTED[TWO], "holds": "PETITION"}
    lost = [f"0-lost-{one}" for one in range(3)]
    two.post.parcels.rows.insert_many([{"_id": one, **row, "open": True} for one in lost])
    _, code = land.forward(ONE, TWO)
    land.go(4)

    assert two.forwards.receive(code, Said(), by=officer(TWO))["petition"]
    two.post.parcels.rows.delete_many({"_id": {"$in": lost}})


def test_both_ends_see_on_their_pages_what_is_under_way_and_what_was_answered(land: Land):
    land.go()
    id_, code = land.forward(ONE, TWO)
    land.carry()
    waits = page(land, TWO, "/forwards")
    assert "đang trên đường đến" in waits
    assert "Chưa trả lời" in page(land, ONE, f"/petitions/{id_}")
    land.go()
    assert "đang trên đường đến" not in page(land, TWO, "/forwards")
    assert "Mở hồ sơ và vào sổ" in page(land, TWO, f"/forwards/{code}")

    taken = land.at[TWO].forwards.receive(code, Said(), by=officer(TWO))
    land.go()
    assert f"số {taken['number']}/2026" in page(land, ONE, f"/petitions/{id_}")
    assert "Xem đơn đã vào sổ" in page(land, TWO, f"/forwards/{code}")


def page(land: Land, site: str, path: str) -> str:
    """A page as an officer of the site sees it."""
    settings = land.at[site].store.settings
    keys = SessionKeys(settings.keys_dir, site=site)
    client = web(settings).test_client()
    client.set_cookie("danvan", keys.issue(officer(site), now=SystemClock().now(), minutes=10))
    answer = client.get(f"/reception{path}")
    assert answer.status_code == 200, answer.text[:500]
    return answer.text
