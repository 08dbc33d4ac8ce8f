"""T62: a site that turns bad. The broker refuses what it may not do, the ingress what it may not say."""

from collections.abc import Callable
from contextlib import contextmanager
from functools import partial
from typing import Any

import amqp
import pytest
from amqp.basic_message import Message

from deploy.embedded import servers
from kernel import links
from kernel.enrolment import REVOKED, Hosting
from kernel.ingress.sites import Sites
from kernel.keys import create_site_key, load_signer
from kernel.segment import Mark
from tests.faults.injector import Forge, a_registration, leaves_of
from tests.site import wait_for
from tests.sites.conftest import Land, a_clerks_day
from tests.sites.houses import House

pytestmark = pytest.mark.alone


@contextmanager
def as_the_site(land: Land, site: House, *, vhost: str = ""):
    """A connection to the province's broker with the rights of a site's line."""
    connection = amqp.Connection(
        f"127.0.0.1:{servers.AMQP_PORT}",
        userid=links.link_user(land.province.name, site.word),
        password=site.password,
        virtual_host=vhost or links.door_of(land.province.name, site.word),
        confirm_publish=True,
    )
    connection.connect()
    try:
        yield connection
    finally:
        connection.collect()


@pytest.fixture
def land(make_land: Callable[..., Land]) -> Land:
    """A province and two sites."""
    made = make_land(2)
    made.start()
    return made


@pytest.mark.brief
def test_the_broker_lets_a_site_do_nothing_but_read_its_queue_and_speak_under_its_name(land: Land):
    bad, good = land.sites
    door = links.door_of(land.province.name, bad.word)
    house = land.province.name

    def refused(act: Callable[[Any], Any], vhost: str) -> bool:
        with as_the_site(land, bad, vhost=vhost) as connection:
            channel = connection.channel()
            try:
                act(channel)
            except amqp.exceptions.AccessRefused:
                return True
            return False

    def publish(exchange: str, key: str) -> Callable[[Any], Any]:
        return lambda channel: channel.basic_publish(
            Message(b"x"), exchange=exchange, routing_key=key, timeout=10
        )

    assert not refused(publish("ingress", f"{bad.word}.province"), door)
    attempts: list[tuple[str, Callable[[Any], Any]]] = [
        (door, publish("ingress", f"{good.word}.province")),
        (door, publish("ingress", f"{bad.word}.all")),
        (door, publish("", "q.ingress")),
        (door, publish("amq.topic", f"{bad.word}.province")),
        (door, lambda channel: channel.queue_declare("mine")),
        (door, lambda channel: channel.queue_bind("q.ingress", "ingress", "#")),
        (door, lambda channel: channel.basic_get("q.ingress")),
        (house, publish("reception.events", f"{bad.word}.province")),
        (house, publish("journal.control", "reception")),
        (house, lambda channel: channel.basic_get(f"q.down.{good.word}")),
        (house, lambda channel: channel.basic_consume("journal.reception")),
        (house, lambda channel: channel.queue_bind(f"q.down.{bad.word}", "reception.events", "#")),
    ]
    assert [at for at, (vhost, act) in enumerate(attempts) if not refused(act, vhost)] == []
    for vhost in (links.door_of(land.province.name, good.word), good.name):
        with pytest.raises((amqp.exceptions.NotAllowed, amqp.exceptions.AccessRefused)):
            as_the_site(land, bad, vhost=vhost).__enter__()


def test_what_a_bad_site_forges_is_counted_and_changes_nothing(land: Land):
    bad, good = land.sites
    for site in land.sites:
        land.work(site, 3)
    wait_for(land.level, "an honest beginning")
    stranger = land.folder / "stranger"
    create_site_key(stranger, bad.word)
    mine, theirs = load_signer(bad.keys), load_signer(good.keys)
    source = f"/{bad.word}/planning/province"

    def event(agency: str, where: str = source) -> bytes:
        return a_registration("forged", source=where, agency=agency)

    honest, own = f"ag-{bad.word}", f"/{bad.word}/reception/province"
    foreign = f"/{good.word}/planning/province"
    altered = Forge(bad, source=source, signer=mine).leaf(event(honest))
    fork = Forge(bad, source=own, signer=mine)
    newest = list(leaves_of(bad))[-1]
    fork.stands = Mark(own, 1, newest.number - 1, newest.first - 1, newest.prev_hash)
    leaves = {
        "key": Forge(bad, source=source, signer=load_signer(stranger)).leaf(event(honest)),
        "foreign_site": Forge(bad, source=foreign, signer=theirs).leaf(event(honest, foreign)),
        "foreign_agency": Forge(bad, source=source, signer=mine).leaf(event(f"ag-{good.word}")),
        "body": Forge(bad, source=source, signer=mine).leaf(b"nonsense"),
        "fork": fork.leaf(event(honest, own)),
    }
    with a_clerks_day(land, good), as_the_site(land, bad) as connection:
        channel = connection.channel()

        def say(body: bytes, headers: dict[str, Any], **properties: Any) -> None:
            message = Message(body, application_headers=headers, **properties)
            key = f"{bad.word}.province"
            channel.basic_publish(message, exchange="ingress", routing_key=key, timeout=10)

        for leaf in leaves.values():
            say(leaf.body, leaf.headers())
        say(altered.body.replace(b"forged", b"forgot"), altered.headers())
        say(altered.body, {**altered.headers(), "signature": "AAAA"})
        say(b"", {"danvan": "segment", "source": f"/{good.word}/x/province"})
        say(b'{"source":"/tinh/registry/site","epoch":1,"first":1,"last":9}', {})
        for leaf in leaves_of(bad):  # a replay of everything
            say(leaf.body, leaf.headers())
    ingress = land.processes["province-ingress"]
    for reason in (*leaves, "hash", "signature", "headers", "request"):
        wait_for(partial(ingress.metric, "danvan_refused_total", reason=reason), reason)
    wait_for(lambda: ingress.metric("danvan_ingress_segments_total", outcome="known"), "replayed")
    assert land.province.has(source) == land.province.has(foreign) == 0
    refused = land.province.database("ingress")["refused"]
    assert all("forged" not in str(row) for row in refused.find())
    for site in land.sites:
        land.work(site, 3)

    land.whole()


def test_a_site_cannot_pretend_to_be_another_user_of_the_broker(land: Land):
    bad, good = land.sites
    other = links.link_user(land.province.name, good.word)
    with as_the_site(land, bad) as connection, pytest.raises(amqp.exceptions.PreconditionFailed):
        connection.channel().basic_publish(
            Message(b"x", user_id=other),
            exchange="ingress",
            routing_key=f"{bad.word}.province",
            timeout=10,
        )


def test_a_revoked_site_is_refused_from_then_on_and_the_others_go_on(land: Land):
    bad, good = land.sites
    for site in land.sites:
        land.work(site, 2)
    wait_for(land.level, "an honest beginning")
    hosted = [Hosting(f"ag-{bad.word}")]
    Sites(land.province.database("ingress")).record(bad.enrolment, hosted, state=REVOKED)
    ingress = land.processes["province-ingress"]

    def refused() -> float:
        land.work(bad, 1)
        return ingress.metric("danvan_refused_total", reason="revoked") or 0

    wait_for(refused, "refused")
    stood = land.province.has(f"/{bad.word}/reception/province")
    for site in land.sites:
        land.work(site, 5)
    wait_for(lambda: land.up_level(good), "the others go on")

    assert land.province.has(f"/{bad.word}/reception/province") == stood


def test_an_agency_that_moves_in_later_is_believed_from_then_on(land: Land):
    """What was refused is asked for again, and comes."""
    site = land.sites[0]
    land.loads[site.word].agency = "ag-new"
    land.work(site, 2)
    ingress = land.processes["province-ingress"]
    wait_for(
        lambda: ingress.metric("danvan_refused_total", reason="foreign_agency"), "refused at first"
    )
    land.province.database("ingress")["sites"].update_one(
        {"_id": site.word},
        {"$push": {"agencies": {"agency": "ag-new", "since": "", "until": ""}}},
    )

    land.whole()
