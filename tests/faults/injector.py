"""Says to the broker what no service of ours would: old, forged, shuffled and hostile messages."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Self

import amqp
from amqp.basic_message import Message

from contracts.reception import IntakeChannel, PetitionKind, PetitionRegistered
from deploy.embedded import servers
from kernel.journal import Journal, segment_of
from kernel.keys import Signer, load_signer
from kernel.lease import Lease
from kernel.message import Event, Told, dataschema, encode, new_id
from kernel.segment import Mark, Segment, audit_digest, seal
from kernel.topology import CONTROL_EXCHANGE, exchange_of, stream_of, user_of
from tests.site import Site

SOURCE = "/gialai/reception/province"


class Raw(Message):
    """A message whose properties are exactly these bytes."""

    def __init__(self, body: bytes, properties: bytes) -> None:
        super().__init__(body)
        self.raw = properties

    def _serialize_properties(self) -> bytes:
        return self.raw


class Injector:
    """A connection with the rights of one service of a site, in confirm mode."""

    def __init__(self, site: Site, service: str = "reception") -> None:
        self.service = service
        self.connection = amqp.Connection(
            f"127.0.0.1:{servers.AMQP_PORT}",
            userid=user_of(service, site.name),
            password=site.password,
            virtual_host=site.name,
            confirm_publish=True,
        )
        self.connection.connect()
        self.channel = self.connection.channel()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.collect()

    def say(self, message: Message, *, key: str = "gialai.province", exchange: str = "") -> None:
        """Publish anything, and wait until the broker has it."""
        self.channel.basic_publish(
            message, exchange=exchange or exchange_of(self.service), routing_key=key, timeout=10
        )

    def send(self, *leaves: Segment) -> None:
        """Publish sealed leaves in this order."""
        for leaf in leaves:
            self.say(Message(leaf.body, application_headers=leaf.headers()))

    def ask(self, body: bytes, *, service: str = "reception", **properties: Any) -> None:
        """Put a resend request, or what pretends to be one, before a service."""
        self.say(Message(body, **properties), key=service, exchange=CONTROL_EXCHANGE)

    def told(self, service: str = "reception") -> list[dict[str, Any]]:
        """The headers of everything in a service's stream, from its first message on."""
        found: list[dict[str, Any]] = []
        channel = self.connection.channel()
        channel.basic_qos(0, 500, False)

        def take(message: Any) -> None:
            found.append(message.headers)
            channel.basic_ack(message.delivery_tag)

        first = {"x-stream-offset": "first"}
        channel.basic_consume(stream_of(service), callback=take, arguments=first)
        try:
            while True:
                self.connection.drain_events(timeout=1)
        except TimeoutError:
            channel.close()
        return found

    def numbers(self, service: str = "reception") -> list[int]:
        """The numbers of the segments in a stream, in its order."""
        return [one["number"] for one in self.told(service) if one.get("danvan") == "segment"]


class Forge:
    """Makes leaves for a source, chained and signed by the site's own key (or by another's)."""

    def __init__(self, site: Site, *, source: str = SOURCE, signer: Signer | None = None) -> None:
        self.signer = signer or load_signer(site.folder / "keys")
        self.stands = Mark(source)

    def leaf(self, *bodies: bytes) -> Segment:
        """The next leaf, with these bytes as its events."""
        made = seal(self.signer, bodies, after=self.stands, audit=audit_digest([]))
        self.stands = made.mark
        return made

    def leaves(self, events: Iterable[bytes]) -> list[Segment]:
        """A leaf for each event."""
        return [self.leaf(one) for one in events]


def told(happened: Event, *, subject: str, version: int = 1, **more: Any) -> bytes:
    """The bytes of one event as a service would tell it; `more` overrides the envelope's fields."""
    envelope = {
        "id": new_id(),
        "source": SOURCE,
        "type": type(happened).wire,
        "subject": subject,
        "time": "2026-01-05T08:00:00.000+00:00",
        "dataschema": dataschema(type(happened)),
        "agency": "ag-1",
        "version": version,
        "legaldate": "2026-01-05",
        "actor": "RECEPTIONIST@ag-1",
    }
    return encode(happened, Told(**{**envelope, **more}))


def a_registration(
    petition: str, *, kind: PetitionKind = PetitionKind.COMPLAINT, **more: Any
) -> bytes:
    """The event of one petition."""
    happened = PetitionRegistered(
        petition=petition,
        number=1,
        year=2026,
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=date(2026, 1, 5),
    )
    return told(happened, subject=f"petition/{petition}", **more)


def registrations(count: int, *, prefix: str = "p") -> list[bytes]:
    """The events of so many petitions."""
    return [a_registration(f"{prefix}{n}") for n in range(1, count + 1)]


def changed(body: bytes, **fields: Any) -> bytes:
    """An event's bytes with fields of its envelope replaced; None removes one."""
    raw = {**json.loads(body), **fields}
    return json.dumps({name: value for name, value in raw.items() if value is not None}).encode()


def sealed(site: Site, *, events: int = 2) -> list[Segment]:
    """Seal what is pending in reception into leaves of so many events, unsent and marked as sent."""
    settings = site.settings_for("reception", segment_events=events)
    database = site.database("reception")
    journal = Journal(database, load_signer(site.folder / "keys"), settings)
    lease = Lease(database, "relay", holder="tests", seconds=60)
    assert lease.hold()
    while any(journal.seal(source, lease) for source in journal.waiting()):
        pass
    lease.release()
    database["heads"].update_many({}, [{"$set": {"published": "$number"}}])
    return list(leaves_of(site))


def leaves_of(site: Site) -> Iterator[Segment]:
    """Everything reception has sealed."""
    for row in site.database("reception")["segments"].find(sort=[("source", 1), ("number", 1)]):
        yield segment_of(row)


# --- as the broker's administrator ------------------------------------------------------------------


@contextmanager
def administrator(site: Site) -> Iterator[Any]:
    """A channel that may do anything in the site's vhost."""
    servers.rabbitmqctl("set_permissions", "-p", site.name, "guest", ".*", ".*", ".*")
    connection = amqp.Connection(f"127.0.0.1:{servers.AMQP_PORT}", virtual_host=site.name)
    connection.connect()
    try:
        yield connection.channel()
    finally:
        connection.collect()


def declare_stream(channel: Any, service: str = "reception", *, kind: str = "stream") -> None:
    """Make a service's stream, or something else under its name."""
    name = stream_of(service)
    channel.queue_declare(name, durable=True, auto_delete=False, arguments={"x-queue-type": kind})
    channel.queue_bind(name, exchange_of(service), "#")


def shuffled(leaves: Sequence[Segment]) -> list[Segment]:
    """Each pair swapped: n+1 before n."""
    pairs = (leaves[at : at + 2] for at in range(0, len(leaves), 2))
    return [leaf for pair in pairs for leaf in reversed(pair)]
