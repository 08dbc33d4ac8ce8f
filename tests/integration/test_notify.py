"""Notices and letters: who is told what, and how often, by a real mail server in its own process."""

import copy
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest

from contracts.consultation import ConsultationKind, ConsultationOpened
from contracts.notify import NoticeSent, Topic
from contracts.planning import PlanApproved
from contracts.reporting import ProvincialReportIssued
from frame.face import dress
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.errors import NotFound
from kernel.message import Actor, Event, Told, named_id, new_id
from kernel.store import Store
from kernel.store.changes import write
from kernel.web import create_app
from law.defaults import shipped_units
from law.units.model import Key
from services.notify.api import routes
from services.notify.domain import Area, AreaTooWide, NotFailed, Outcome, State, roll
from services.notify.pages import pages
from services.notify.service import Notify
from tests.contracts.pin import told as envelope
from tests.integration.post_office import Planner, Sink
from tests.site import ROOT, Site, wait_for

WRONG_SETTING = 78
PROVINCE = shipped_units().get(Key("GSO_2025", "52")).id
COMMUNE, OTHER = [
    one.id for one in shipped_units().reporting(date(2026, 3, 1)) if one.kind.is_place
][:2]
OFFICER = Actor(user="u-snv", role="SNV_OFFICER", agency="snv")
FRONT = Actor(user="u-front", role="FRONT_PARTICIPANT", agency=COMMUNE)
EVERYONE = list(roll(shipped_units(), on=date(2026, 3, 1)))
PLAN = PlanApproved(
    plan="p-1", year=2026, symbol="12/KH-UBND", approved_on=date(2026, 1, 15), tasks=7
)


@pytest.fixture(scope="module")
def sink(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sink]:
    made = Sink(tmp_path_factory.mktemp("mail"))
    yield made
    made.close()


@pytest.fixture
def notify(a_store: Callable[..., Store], sink: Sink) -> Notify:
    """Notify with a small directory (two communes and the province), writing to the sink."""
    sink.empty()
    return a_notify(a_store, smtp_uri=sink.uri)


def a_notify(a_store: Callable[..., Store], **more: Any) -> Notify:
    given = {"mail_from": "dan-van@gialai.example", "mail_retry_seconds": 0}
    service = Notify(a_store("notify", **{**given, "mail_doubt_seconds": 0, **more}))
    service.store.prepare()
    near = [one for one in EVERYONE if one.agency in {COMMUNE, OTHER, PROVINCE}]
    service.store.once(
        lambda: service.store.commit(*(copy.deepcopy(one).listed() for one in near)),
        by=OFFICER,
        command="list",
    )
    return service


def participant(organisation: str = "MTTQ", place: str = COMMUNE) -> str:
    return named_id(place, "participant", organisation)


def hear(notify: Notify, event: Event, **more: Any) -> str:
    """Let notify hear an event, as its follower does. Gives the event's id."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    given = {"id": new_id(), "time": now, "agency": COMMUNE, "legaldate": "2026-01-15", **more}
    told: Told = envelope(type(event), **given)
    handler = getattr(notify, f"on_{event.wire.partition('.')[2]}")
    write(notify.store.database, handler(event, told), session=None)
    return told.id


def a_letter_due(notify: Notify, email: str = "mttq@xa.example") -> dict[str, Any]:
    """A plan is heard of, of which one recipient with an address is told."""
    notify.arrange(participant(), email=email, by=OFFICER)
    notice = hear(notify, PLAN)
    notify.letters.spread(lambda: True)
    return {"notice": notice, "participant": participant()}


def send(notify: Notify) -> None:
    notify.letters.send(lambda: True)


def message(notify: Notify, where: dict[str, Any]) -> dict[str, Any]:
    found = notify.letters.messages.rows.find_one(where)
    assert found is not None
    return found


def told_by(notify: Notify, wire: str) -> list[dict[str, Any]]:
    rows = notify.store.database["events"].find({"type": wire}, sort=[("_id", 1)])
    return [orjson.loads(row["body"])["data"] for row in rows]


# --- whom -------------------------------------------------------------------------------------------


def test_the_front_and_its_five_organisations_are_listed_at_every_place_once(notify: Notify):
    first = notify.load_participants(by=OFFICER)
    again = notify.load_participants(by=OFFICER)

    assert first == {"participants": 816, "new": 816 - 18}
    assert again == {"participants": 816, "new": 0}
    assert notify.participants.count(place=PROVINCE) == 6
    assert len(told_by(notify, "notify.participant_listed")) == 816


def test_a_place_hears_of_its_own_and_everybody_of_the_provinces_report(notify: Notify):
    notify.load_participants(by=OFFICER)
    plan = hear(notify, PLAN)
    issued = ProvincialReportIssued(
        report="r",
        campaign="c",
        year=2026,
        symbol="1/BC",
        issued_on=date(2026, 12, 1),
        compiled=151,
    )
    report = hear(notify, issued, agency="snv")
    notify.letters.spread(lambda: True)

    rows = notify.letters.messages.rows
    assert rows.distinct("place", {"notice": plan}) == [COMMUNE]
    assert rows.count_documents({"notice": plan}) == 6
    assert rows.count_documents({"notice": report}) == 816


def test_an_event_entered_in_silence_is_told_to_nobody(notify: Notify):
    silent = envelope(PlanApproved, agency=COMMUNE, quiet=True)

    assert notify.on_plan_approved(PLAN, silent) == []


def test_who_gave_up_a_topic_hears_of_it_no_more(notify: Notify):
    notify.arrange(participant("CCB"), topics=frozenset({Topic.CAMPAIGN_OPENED}), by=OFFICER)
    plan = hear(notify, PLAN)
    notify.letters.spread(lambda: True)

    assert notify.letters.messages.rows.count_documents({"notice": plan}) == 5


def test_only_the_provinces_organisations_may_hear_of_all_places(notify: Notify):
    notify.arrange(participant(place=PROVINCE), area=Area.ALL, by=OFFICER)
    with pytest.raises(AreaTooWide):
        notify.arrange(participant(), area=Area.ALL, by=OFFICER)

    plan = hear(notify, PLAN)
    notify.letters.spread(lambda: True)

    assert notify.letters.messages.rows.count_documents({"notice": plan}) == 7


# --- letters ----------------------------------------------------------------------------------------


def test_a_letter_says_what_happened_and_nobodys_name(notify: Notify, sink: Sink):
    due = a_letter_due(notify)
    send(notify)
    notify.letters.close(lambda: True)

    (letter,) = sink.letters()
    row = message(notify, due)
    assert letter["Message-ID"] == f"<{row['_id']}@gialai.example>"
    assert letter["Subject"].startswith("Phê duyệt kế hoạch dân vận – UBND ")
    assert letter["List-Id"] == "<thong-bao.gialai.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "số 12/KH-UBND ngày 15/01/2026, gồm 7 nhiệm vụ." in letter.get_content()
    assert (row["state"], row["attempts"]) == ("SENT", 1)
    (sent,) = told_by(notify, "notify.notice_sent")
    assert (sent["notice"], sent["recipients"], sent["failed"]) == (due["notice"], 6, 0)


def test_what_was_spread_heard_or_closed_before_is_not_again(notify: Notify, sink: Sink):
    due = a_letter_due(notify)
    for _ in range(2):
        notice = notify.notices.one(due["notice"])
        assert notice is not None
        write(
            notify.store.database,
            notify.on_plan_approved(PLAN, envelope(PlanApproved, id=due["notice"], agency=COMMUNE)),
            session=None,
        )
        notify.letters.spread(lambda: True)
        send(notify)
        notify.letters.close(lambda: True)

    assert len(sink.letters()) == 1
    assert len(told_by(notify, "notify.notice_sent")) == 1


def test_after_a_restore_nobody_gets_a_letter_again_that_went_out_before(
    notify: Notify, sink: Sink
):
    """One lay in the backup unsent; of the other the backup knew nothing. Both went out before the disk was lost."""
    due, unheard = a_letter_due(notify)["notice"], new_id()

    def revive() -> None:
        for notice in (due, unheard):
            counts = {"recipients": 6, "failed": 0}
            went = NoticeSent(notice=notice, about="plan/p-1", sent_on=date(2026, 1, 15), **counts)
            told = envelope(NoticeSent, subject=f"notice/{notice}", agency=COMMUNE)
            notify.store.revive(told, notify.revive_notice_sent(went, told))

    notify.store.once(revive, by=OFFICER, command="recover")
    hear(notify, PLAN, id=unheard)
    notify.letters.spread(lambda: True)
    send(notify)

    assert sink.letters() == []
    assert {notify.notices.one(one)["state"] for one in (due, unheard)} == {"CLOSED"}


def test_an_event_long_past_is_shown_but_not_written_of(notify: Notify, sink: Sink):
    notify.arrange(participant(), email="mttq@xa.example", by=OFFICER)
    old = (datetime.now(UTC) - timedelta(days=31)).isoformat()
    notice = hear(notify, PLAN, time=old)
    notify.letters.spread(lambda: True)

    assert message(notify, {"notice": notice, "participant": participant()})["state"] == "INBOX"


def test_a_refused_letter_is_failed_at_once_and_can_be_sent_anew(notify: Notify, sink: Sink):
    due = a_letter_due(notify, "refused@xa.example")
    send(notify)
    notify.letters.close(lambda: True)
    failed = message(notify, due)
    (shown,) = notify.failed(by=OFFICER)

    notify.arrange(participant(), email="mttq@xa.example", by=OFFICER)
    notify.retry(failed["_id"], by=OFFICER)
    send(notify)
    notify.letters.close(lambda: True)

    assert (failed["state"], failed["attempts"]) == ("FAILED", 1)
    assert shown["reason"] == "Máy chủ thư từ chối: 550 5.1.1 no such mailbox."
    assert message(notify, due)["state"] == "SENT"
    assert [one["failed"] for one in told_by(notify, "notify.notice_sent")] == [1, 0]
    with pytest.raises(NotFailed):
        notify.retry(failed["_id"], by=OFFICER)


def test_a_letter_put_off_is_offered_again_and_given_up_after_so_many_times(
    a_store: Callable[..., Store], sink: Sink
):
    notify = a_notify(a_store, smtp_uri=sink.uri, mail_attempts=2)
    due = a_letter_due(notify, "later@xa.example")

    send(notify)

    row = message(notify, due)
    assert (row["state"], row["attempts"], row["copies"]) == ("FAILED", 2, 0)


def test_one_who_lost_the_address_meanwhile_is_failed_with_the_reason(notify: Notify, sink: Sink):
    due = a_letter_due(notify)
    notify.arrange(participant(), email="", by=OFFICER)
    send(notify)

    assert message(notify, due)["reason"] == "Chưa có địa chỉ thư điện tử."
    assert sink.letters() == []


def test_while_the_mail_server_is_away_nothing_is_claimed(a_store: Callable[..., Store]):
    notify = a_notify(a_store, smtp_uri="smtp://127.0.0.1:9")
    due = a_letter_due(notify)
    with pytest.raises(OSError, match="refused"):
        send(notify)

    assert (message(notify, due)["state"], message(notify, due)["attempts"]) == ("QUEUED", 0)


def test_without_a_mail_server_letters_wait(a_store: Callable[..., Store]):
    notify = a_notify(a_store)
    due = a_letter_due(notify)

    send(notify)

    assert message(notify, due)["state"] == "QUEUED"


# --- in doubt ---------------------------------------------------------------------------------------


def test_killed_between_send_and_mark_it_is_sent_once_more_with_the_same_id_and_never_a_third_time(
    notify: Notify, sink: Sink, house: Site
):
    due = a_letter_due(notify)
    store = notify.store
    given = {"db_prefix": store.settings.db_prefix, "smtp_uri": sink.uri, "mail_doubt_seconds": 0}
    environ = house.environ("notify", **given, mail_from=store.settings.mail_from)
    words = [sys.executable, "-m", "tests.integration.post_office"]

    killed = [
        subprocess.run(
            words, cwd=ROOT, env={**environ, "CRASHPOINT": "mail.after_send"}, check=False
        )
        for _ in range(2)
    ]
    send(notify)
    notify.letters.close(lambda: True)

    assert [one.returncode for one in killed] == [137, 137]
    assert [one["Message-ID"] for one in sink.letters()] == [
        f"<{message(notify, due)['_id']}@gialai.example>"
    ] * 2
    assert message(notify, due)["state"] == "FAILED"
    assert told_by(notify, "notify.notice_sent")[0]["failed"] == 1


def test_a_letter_of_which_nobody_knows_is_sent_once_more(
    a_store: Callable[..., Store], sink: Sink
):
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=hang_up_after_data, args=(server,)).start()
        uri = f"smtp://127.0.0.1:{server.getsockname()[1]}"
        notify = a_notify(a_store, smtp_uri=uri)
        due = a_letter_due(notify)
        send(notify)
    doubtful = message(notify, due)
    sound = Notify(a_store("notify", smtp_uri=sink.uri, mail_from="dan-van@gialai.example"))

    send(sound)

    assert (doubtful["state"], doubtful["copies"]) == ("SENDING", 1)
    assert (message(notify, due)["state"], message(notify, due)["copies"]) == ("SENT", 2)


def hang_up_after_data(server: socket.socket) -> None:
    """A mail server that takes one letter and is gone before it says so."""
    line, _ = server.accept()
    with line, line.makefile("rwb") as talk:

        def say(words: bytes) -> None:
            talk.write(words + b"\r\n")
            talk.flush()

        say(b"220 hello")
        while (asked := talk.readline()) != b".\r\n":
            if asked.upper().startswith(b"DATA"):
                say(b"354 go on")
            elif asked[:4].upper() in {b"EHLO", b"MAIL", b"RCPT"}:
                say(b"250 ok")


def test_who_overslept_while_another_took_the_letter_marks_nothing(notify: Notify, sink: Sink):
    due = a_letter_due(notify)
    letters = notify.letters
    letters._do("claim", lambda: letters._claim("sleeper"))
    send(notify)
    letters._do(
        "mark", lambda: letters._mark(message(notify, due)["_id"], "sleeper", Outcome.REFUSED, "")
    )

    assert message(notify, due)["state"] == "SENT"


# --- the worker -------------------------------------------------------------------------------------


def test_the_worker_tells_of_what_another_service_told(site: Site, sink: Sink):
    sink.empty()
    planner = Planner(site.store("planning"))
    planner.store.prepare()
    telling = site.worker("planning", "tests.integration.post_office:Planner")
    telling_of = site.worker("notify", smtp_uri=sink.uri, mail_from="dan-van@gialai.example")
    rows = site.database("notify")["participants"]
    wait_for(lambda: rows.count_documents({}) == 816, "the directory")
    rows.update_one({"_id": participant()}, {"$set": {"email": "mttq@xa.example"}})

    planner.approve(by=Actor(user="u", role="AGENCY_HEAD", agency=COMMUNE))

    wait_for(sink.letters, "the letter")
    wait_for(
        lambda: site.database("notify")["events"].find_one({"type": "notify.notice_sent"}), "told"
    )
    assert len(sink.letters()) == 1
    assert telling_of.ready().is_ready()
    assert [telling.end(), telling_of.end()] == [0, 0]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "SMTP_URI"),
        ({"smtp_uri": "smtp://127.0.0.1:25"}, "MAIL_FROM"),
    ],
)
def test_production_without_a_mail_server_does_not_start(
    house: Site, given: dict[str, str], says: str
):
    worker = house.worker("notify", production=1, **given)

    assert worker.wait(20) == WRONG_SETTING
    assert says in worker.said()


# --- people and programs ----------------------------------------------------------------------------


class Desk:
    """Notify's web application, and who asks it."""

    def __init__(self, a_store: Callable[..., Store], folder: Path) -> None:
        self.notify = a_notify(a_store, keys_dir=str(folder))
        settings = self.notify.store.settings
        create_session_key(folder)
        create_secret(folder)
        self.keys = SessionKeys(folder, site=settings.site)
        store = self.notify.store
        made = create_app(
            service="notify",
            settings=settings,
            metrics=store.metrics,
            clock=store.clock,
            keys=self.keys,
            ready=store.ready,
            api=[routes(self.notify)],
            pages=[pages(self.notify)],
        )
        self.client = dress(made).test_client()

    def ask(self, path: str, by: Actor, method: str = "GET", json: Any = None) -> Any:
        token = self.keys.issue(by, now=datetime.now(UTC), minutes=5)
        head = {"Authorization": f"Bearer {token}"}
        return self.client.open(f"/api/notify/v1{path}", method=method, json=json, headers=head)


@pytest.fixture
def desk(a_store: Callable[..., Store], tmp_path: Path) -> Desk:
    return Desk(a_store, tmp_path / "keys")


def test_a_place_reads_its_notices_and_not_anothers(desk: Desk):
    mine = hear(desk.notify, PLAN)
    other = hear(desk.notify, PLAN, agency=OTHER)

    listed = desk.ask("/notices", FRONT).json
    before = desk.ask("/notices?unread=true", FRONT).json["total"]
    read = desk.ask(f"/notices/{mine}/reading", FRONT, "POST")
    after = desk.ask("/notices?unread=true", FRONT).json["total"]

    assert [one["notice"] for one in listed["notices"]] == [mine]
    assert (before, read.status_code, after) == (1, 200, 0)
    assert desk.ask(f"/notices/{other}", FRONT).status_code == 404
    assert desk.ask(f"/notices/{other}/reading", FRONT, "POST").status_code == 404
    colleague = Actor(user="u-2", role="FRONT_PARTICIPANT", agency=COMMUNE)
    assert desk.ask("/notices?unread=true", colleague).json["total"] == 1


def test_the_provinces_front_may_look_at_all_places_and_an_agency_at_its_own(desk: Desk):
    opened = ConsultationOpened(
        consultation="c",
        kind=ConsultationKind.CONTRIBUTION,
        opened_on=date(2026, 3, 1),
        closes_on=date(2026, 3, 31),
    )
    hear(desk.notify, opened)
    department = shipped_units().get(Key("GL_2025", "STP")).id
    hear(desk.notify, opened, agency=department)
    top = Actor(user="u", role="FRONT_PARTICIPANT", agency=PROVINCE)

    assert desk.ask("/notices", top).json["total"] == 1
    assert desk.ask("/notices?all_places=true", top).json["total"] == 2
    assert desk.ask("/notices?all_places=true", FRONT).json["total"] == 1
    clerk = Actor(user="u", role="CLERK", agency=department)
    (one,) = desk.ask("/notices", clerk).json["notices"]
    assert one["sentence"] == "Sở Tư pháp đề nghị góp ý từ ngày 01/03/2026 đến ngày 31/03/2026."


def test_who_keeps_the_directory_sets_addresses_and_others_may_not(desk: Desk):
    desk.notify.load_participants(by=OFFICER)
    path = f"/participants/{participant()}"
    good = desk.ask(path, OFFICER, "PUT", {"email": "mttq@xa.example", "topics": ["PLAN_APPROVED"]})
    wrong = desk.ask(path, OFFICER, "PUT", {"email": "mttq tại xã"})
    here = Actor(user="u", role="ADMINISTRATOR", agency=COMMUNE)
    there = Actor(user="u", role="ADMINISTRATOR", agency=OTHER)

    assert (good.status_code, wrong.status_code) == (200, 422)
    assert wrong.json["errors"] == {"email": ["Địa chỉ thư điện tử chưa đúng."]}
    assert desk.ask(path, here).json["email"] == "mttq@xa.example"
    assert desk.ask(path, here).json["topics"] == ["PLAN_APPROVED"]
    assert desk.ask(path, there).status_code == 404
    assert desk.ask(path, FRONT).status_code == 403
    assert desk.ask("/participants", here).json["total"] == 6
    for office, keeps in (("STP", 6), ("SNV", 816)):
        agency = shipped_units().get(Key("GL_2025", office)).id
        keeper = Actor(user="u", role="ADMINISTRATOR", agency=agency)
        assert desk.ask("/participants", keeper).json["total"] == keeps
    assert desk.ask("/participants?q=hoi nong dan", OFFICER).json["total"] == 136


def test_many_addresses_are_set_at_once_each_row_for_itself(desk: Desk):
    rows = [
        {
            "act": "set_address",
            "client_ref": f"r{n}",
            "place": place,
            "organisation": "HND",
            "email": "a@b.example",
        }
        for n, place in enumerate((COMMUNE, "nowhere"))
    ]

    answer = desk.ask("/acts", OFFICER, "POST", {"rows": rows}).json

    assert [one["status"] for one in answer["results"]] == [200, 404]
    assert desk.notify.participants.get(participant("HND"), agency=COMMUNE).email == "a@b.example"


def test_failed_letters_are_counted_and_sent_anew_by_who_keeps_them(desk: Desk, sink: Sink):
    due = a_letter_due(desk.notify)
    id_ = message(desk.notify, due)["_id"]

    early = desk.ask(f"/deliveries/{id_}/retry", OFFICER, "POST")
    desk.notify.arrange(participant(), email="", by=OFFICER)
    desk.notify.letters._do("claim", lambda: desk.notify.letters._claim("t"))
    found = desk.ask("/deliveries", OFFICER).json
    stranger = Actor(user="u", role="ADMINISTRATOR", agency=OTHER)

    assert early.status_code == 409
    assert (found["states"]["FAILED"], found["states"]["INBOX"]) == (1, 5)
    assert [one["message"] for one in found["failed"]] == [id_]
    assert desk.ask(f"/deliveries/{id_}/retry", stranger, "POST").status_code == 404
    assert desk.ask(f"/deliveries/{id_}/retry", OFFICER, "POST").json["state"] == State.QUEUED
    with pytest.raises(NotFound):
        desk.notify.retry("nowhere", by=OFFICER)


def test_a_site_writes_no_letters_about_what_was_told_elsewhere(a_store: Callable[..., Store]):
    """Whoever keeps the addresses there has written of it."""
    notify = a_notify(a_store, site="xa-1", province="gialai")

    hear(notify, PLAN, source="/gialai/planning/all")
    assert notify.notices.rows.count_documents({}) == 0
    hear(notify, PLAN, source="/xa-1/planning/province")
    assert notify.notices.rows.count_documents({}) == 1
