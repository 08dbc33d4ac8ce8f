"""Our own pipeline, measured: real workers, real contract types, signatures and checks on."""

import random
import statistics
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import requests

from bench.house import AGENCIES, House, a_house, counted, event_bytes, fill_pending, say, wait_for
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.keys import add_site_key, load_signer
from kernel.lease import Lease
from kernel.message import Actor
from kernel.relay.publisher import Publisher
from kernel.segment import Mark, Segment, seal
from kernel.topology import exchange_of

PATIENCE = 300
SEED = 20260302


def pipeline(events: int) -> float:
    """Events per second from pre-filled `pending` to applied, one relay and one follower.

    Both workers are up and stand by; the clock runs from the moment the relay's lease is free.
    """
    with a_house() as house:
        gate = Lease(house.database("reception"), "relay", holder="bench", seconds=PATIENCE)
        wait_for(gate.hold, "the gate", 5)
        house.worker("reception")
        house.worker("reporting")
        fill_pending(house, events)
        began = time.monotonic()
        gate.release()
        wait_for(lambda: _applied(house) == events, "all applied", PATIENCE)
        seconds = time.monotonic() - began
        _check(house, events)
    return events / seconds


def many_sources(events: int) -> float:
    """Events per second from 151 sites, each with segments of 1–20 events, publishing included.

    What an ingress does (publish with confirms) runs in this process; the follower in its own.
    """
    with a_house() as house:
        segments = list(_small_segments(house.folder / "keys", events))
        total = sum(one.last - one.first + 1 for one in segments)
        house.worker("reporting")
        began = time.monotonic()
        _publish(house, segments)
        wait_for(lambda: _applied(house) == total, "all applied", PATIENCE)
        seconds = time.monotonic() - began
        _check(house, total)
    return total / seconds


def _small_segments(keys: Path, events: int) -> Iterator[Segment]:
    """Sealed segments of all sites, in the order in which they would come in."""
    chance = random.Random(SEED)
    signers = [load_signer(keys / f"site-{n}") for n in range(AGENCIES) if _enrolled(keys, n)]
    marks = [Mark(f"/site-{n}/reception/province") for n in range(AGENCIES)]
    made = 0
    while made < events:
        for n, signer in enumerate(signers):
            count = chance.randint(1, 20)
            bodies = [event_bytes(made + i, events * 2, marks[n].source)[1] for i in range(count)]
            segment = seal(signer, bodies, after=marks[n], audit="")
            marks[n] = segment.mark
            made += count
            yield segment


def _enrolled(keys: Path, number: int) -> bool:
    return bool(add_site_key(keys, keys / f"site-{number}", f"site-{number}"))


def _publish(house: House, segments: list[Segment]) -> None:
    publisher = Publisher(house.settings("reception").amqp_uri, confirm_seconds=30)
    publisher.open()
    for segment in segments:
        key = f"{segment.source.split('/')[1]}.province"
        publisher.publish(
            segment.body,
            exchange=exchange_of("reception"),
            key=key,
            headers=segment.headers(),
            token=segment.hash,
        )
        while publisher.unconfirmed > 200:
            publisher.poll(0.01)
    while publisher.unconfirmed:
        publisher.poll(0.05)
    publisher.close()


def idle(samples: int) -> tuple[float, float]:
    """Milliseconds from the answer to an HTTP commit in one service to visible in the other: p50, p99."""
    with a_house() as house:
        keys = house.folder / "keys"
        create_session_key(keys)
        create_secret(keys)
        house.worker("reception")
        house.worker("reporting")
        web = house.start(
            "reception", ["-m", "kernel.web", "services.reception"], rate_limit="100000/minute"
        )
        url = f"http://127.0.0.1:{web.said['web_port']}/api/reception/v1/petitions"
        taken = sorted(_sample(house, url, n) for n in range(samples + 20))
    return statistics.median(taken), taken[int(len(taken) * 0.99)]


def _sample(house: House, url: str, number: int) -> float:
    """One petition of an agency of its own; how long until its figure is there."""
    now = datetime.now(UTC)
    agency = f"idle-{number}"
    actor = Actor("bench", "RECEPTIONIST", agency)
    token = SessionKeys(house.folder / "keys", site="gialai").issue(actor, now=now, minutes=5)
    body = {
        "kind": "FEEDBACK",
        "channel": "PORTAL",
        "received_on": "2026-03-02",
        "summary": "Phản ánh đèn đường hỏng.",
        "petitioner": {"name": "Người thử"},
    }
    answer = requests.post(url, json=body, headers={"Authorization": f"Bearer {token}"}, timeout=30)
    answered = time.monotonic()
    assert answer.status_code == 201, answer.text
    figures = house.database("reporting")["figures"]
    wait_for(
        lambda: figures.find_one({"agency": agency}, {"_id": 1}), "the figure", 30, pause=0.001
    )
    seconds = time.monotonic() - answered
    time.sleep(0.02 + random.Random(number).random() * 0.1)
    return seconds * 1000


def _applied(house: House) -> int:
    """How many events of reception the follower of reporting has behind it."""
    rows = house.database("reporting")["positions"].find({}, {"last": 1})
    return sum(row["last"] for row in rows)


def _check(house: House, events: int) -> None:
    found = counted(house)
    if found != events:
        raise SystemExit(f"counters sum to {found} instead of {events}")
    say(f"counters sum to {events}")
