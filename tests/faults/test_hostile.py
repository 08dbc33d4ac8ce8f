"""Whatever anybody puts into a stream or a control queue: stepped over, counted, never logged, no harm."""

import base64
import os
import pickle
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import amqp
import psutil
import pytest
from amqp.basic_message import Message

from kernel.keys import Signer, create_site_key, load_signer
from kernel.segment import Mark, announce
from tests.faults.checker import Checker
from tests.faults.injector import Forge, Injector, Raw, a_registration
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.site import Site, wait_for

CANARY = "canary-Nguyễn-Thị-Chim"
SECRET = CANARY.encode()
MEBI = 1024 * 1024
HEADERS_FLAG, TIMESTAMP_FLAG = 0x2000, 0x0040


class _Pickled:
    def __reduce__(self) -> Any:
        return os._exit, (99,)


def hostile_messages(site: Site, folder: Path) -> Iterator[Message]:
    """One message for each way we know to hurt a consumer."""
    bomb = zlib.compress(bytes(200_000_000))
    yield Message(bomb, application_headers={"compression": "application/x-gzip"})
    yield Message(SECRET, application_headers={"nameko.call_id_stack": 5, "call_id_stack": [1, 2]})
    yield Message(pickle.dumps(_Pickled()), content_type="application/x-python-serialize")
    yield Message(SECRET, content_type="application/json")
    yield Message(SECRET)
    yield Message(b"", application_headers={"danvan": "segment"})
    yield Message(b'{"a": NaN, "b": "' + SECRET + b'"}', content_type="application/json")
    yield Message(b"[" * 100_000, content_type="application/json")
    yield Message(SECRET * 12_000)
    yield Message(b"\\ud800" + SECRET, content_encoding="unicode_escape")
    yield Message(b"+2AA-", content_encoding="utf-7")
    yield Message(b"a-" * 100_000 + b"999999", content_encoding="punycode")
    yield from _bad_headers(site)
    yield from _bad_properties()
    yield from _forged(site, folder)


def _bad_headers(site: Site) -> Iterator[Message]:
    good = _far(Forge(site)).leaf(a_registration("p1")).headers()
    for name, value in [
        ("number", -1),
        ("number", True),
        ("number", 1.5),
        ("number", str(10**40)),
        ("epoch", None),
        ("last", {"deep": {"er": [[[1]]]}}),
        ("source", "/gialai/../../etc/passwd"),
        ("source", "no slashes"),
        ("source", "/gialai/reception/" + "x" * 3000),
        ("hash", "\ud800" * 32),
        ("prev", "\ud800"),
        ("audit", "\ud800"),
        ("keyid", "\udfff"),
        ("signature", "không phải base64"),
        ("signature", "\ud800"),
        ("signature", base64.b64encode(b"short").decode()),
        ("signature", base64.b64encode(b"x" * 200).decode()),
        ("danvan", "Segment"),
        ("danvan", [1]),
        ("danvan", 5),
    ]:
        yield Message(SECRET, application_headers={**good, name: value})
    yield Message(SECRET, application_headers={f"h{n}": CANARY for n in range(2000)})


def _bad_properties() -> Iterator[Message]:
    yield Raw(SECRET, struct.pack(">HQ", TIMESTAMP_FLAG, 2**62))
    yield Raw(SECRET, struct.pack(">HQ", TIMESTAMP_FLAG, 253_402_300_800_000))
    twice = (2**62, 2**63 - 1, -5)
    table = b"".join(_field("x-stream-offset", one) for one in twice)
    yield Raw(SECRET, struct.pack(">HI", HEADERS_FLAG, len(table)) + table)


def _field(name: str, value: int) -> bytes:
    return struct.pack(">B", len(name)) + name.encode() + b"l" + struct.pack(">q", value)


def _forged(site: Site, folder: Path) -> Iterator[Message]:
    ours = load_signer(site.folder / "keys")
    create_site_key(folder / "stranger", "gialai")
    stranger = load_signer(folder / "stranger")
    pretender = Signer(ours.keyid, stranger.key)
    for signer in (stranger, pretender):
        leaf = _far(Forge(site, signer=signer)).leaf(a_registration(CANARY))
        yield Message(leaf.body, application_headers=leaf.headers())
        head = announce(signer, Mark("/gialai/reception/province", 1, 10**6, 10**7, "f" * 64))
        yield Message(b"", application_headers=head.headers())
    leaf = _far(Forge(site)).leaf(a_registration(CANARY))
    yield Message(leaf.body + b" ", application_headers=leaf.headers())
    yield Message(leaf.body, application_headers={**leaf.headers(), "number": 1002})
    foreign = Forge(site, source="/so-khac/reception/province").leaf(a_registration(CANARY))
    yield Message(foreign.body, application_headers=foreign.headers())
    yield Message(leaf.body.ljust(2 * MEBI), application_headers=leaf.headers())


def _far(forge: Forge) -> Forge:
    """Beyond where any follower stands: what is older is dropped unread, whoever signed it."""
    forge.stands = forge.stands._replace(number=1000, last=5000)
    return forge


def test_hostile_messages_in_a_stream_are_stepped_over_and_counted(
    site: Site, load: Load, ledger: Ledger, checker: Checker, tmp_path: Path
):
    """T50, T48."""
    follower, relay = site.worker("reporting").ready(), site.worker("reception").ready()
    load.register(3)
    checker.settled()
    before = psutil.Process(follower.popen.pid).memory_info().rss

    sent = 0
    for message in hostile_messages(site, tmp_path):
        with Injector(site) as injector:
            injector.say(message)
            sent += 1
    load.register(3)

    report = checker.whole(ledger)
    refused = list(site.database("reporting")["refused"].find())
    assert report.events == 6
    assert sum(row["count"] for row in refused) == sent
    assert all(
        set(row) <= {"_id", "count", "reason", "size", "first_at", "last_at"} for row in refused
    )
    assert _total(follower.metrics(), "danvan_refused_total") == sent
    assert follower.is_ready()
    assert psutil.Process(follower.popen.pid).memory_info().rss - before < 20 * MEBI
    assert not [
        one.name for one in site.processes if CANARY in one.said() or "canary" in one.said()
    ]
    assert relay.end() == follower.end() == 0


@pytest.mark.parametrize("size", [20 * MEBI, 130 * MEBI])
def test_the_broker_itself_refuses_what_is_far_too_large(
    size: int, site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T48."""
    site.worker("reporting"), site.worker("reception")

    with Injector(site) as injector, pytest.raises(amqp.exceptions.PreconditionFailed):
        injector.say(Message(bytes(size)))
    load.register(2)

    checker.whole(ledger)


def test_a_follower_that_begins_behind_hostile_messages_gets_past_them(
    site: Site, load: Load, ledger: Ledger, checker: Checker, tmp_path: Path
):
    """T50: what was stepped over once must not stop the next start either."""
    for message in hostile_messages(site, tmp_path):
        with Injector(site) as injector:
            injector.say(message)
    load.register(2)
    site.worker("reception"), site.worker("reporting", prefetch=3)

    checker.whole(ledger)


def requests() -> Iterator[tuple[bytes, dict[str, Any]]]:
    """What is no resend request."""
    source = '"source":"/gialai/reception/province","epoch":1'
    yield b"", {}
    yield b"{", {}
    yield SECRET, {}
    yield b"[" * 100_000, {}
    yield b"\xff\xfe", {}
    yield pickle.dumps(_Pickled()), {"content_type": "application/x-python-serialize"}
    yield zlib.compress(bytes(20_000_000)), {"application_headers": {"compression": "gzip"}}
    yield b"[1,2,3]", {}
    yield b'"text"', {}
    yield b"NaN", {}
    yield b"{%b}" % source.encode(), {}
    yield b'{%b,"first":0,"last":1}' % source.encode(), {}
    yield b'{%b,"first":5,"last":1}' % source.encode(), {}
    yield b'{%b,"first":true,"last":true}' % source.encode(), {}
    yield b'{%b,"first":1.5,"last":2}' % source.encode(), {}
    yield b'{%b,"first":1,"last":18446744073709551615}' % source.encode(), {}
    yield (
        b'{"source":"/gialai/reception/province","epoch":18446744073709551615,"first":1,"last":2}',
        {},
    )
    yield b'{"source":"%b","epoch":1,"first":1,"last":9}' % SECRET, {}
    yield b'{"source":{"$ne":1},"epoch":1,"first":1,"last":9}', {}
    yield b"\\ud800", {"content_encoding": "unicode_escape"}
    yield b"+2AA-", {"content_encoding": "utf-7"}
    yield b"", {"content_encoding": "utf-16"}


def test_requests_that_are_garbage_are_counted_and_the_relay_goes_on(
    site: Site, load: Load, ledger: Ledger, checker: Checker, injector: Injector
):
    """T50, at the control queue."""
    relay, _ = site.worker("reception").ready(), site.worker("reporting")
    load.register(6)
    checker.settled()

    garbage = list(requests())
    for body, properties in garbage:
        injector.ask(body, **properties)

    def counted() -> bool:
        return relay.ended or relay.metric("danvan_refused_total", reason="request") == len(garbage)

    wait_for(counted, "all garbage counted")
    load.register(6)
    checker.whole(ledger)
    assert relay.is_ready()
    assert CANARY not in relay.said()
    assert relay.end() == 0


def test_a_flood_of_requests_is_answered_a_few_times_and_new_events_are_not_kept_waiting(
    site: Site, load: Load, ledger: Ledger, checker: Checker, injector: Injector
):
    relay, _ = site.worker("reception").ready(), site.worker("reporting")
    load.register_many(100)
    checker.settled()
    leaves = site.database("reception")["segments"].count_documents({})

    wanted = (
        b'{"source":"/gialai/reception/province","epoch":1,"first":1,"last":4611686018427387904}'
    )
    for _ in range(300):
        injector.ask(wanted)
    load.register(3)

    checker.whole(ledger)
    wait_for(
        lambda: not site.database("reception")["pending"].find_one(), "nothing pending", seconds=5
    )
    assert len(injector.numbers()) < 30 * leaves
    assert relay.end() == 0


def _total(page: str, name: str) -> float:
    return sum(
        float(line.rsplit(" ", 1)[1]) for line in page.splitlines() if line.startswith(f"{name}{{")
    )
