"""The relay of one service: seals what is pending, sends it, and remembers what the broker confirmed.

One is active per service, by lease. Nothing it does can lose an event: what was sealed is in the
database before it is sent, and what was not confirmed is sent again, byte for byte.
"""

import threading
import time
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog

from kernel.config import Settings
from kernel.crash import crash
from kernel.errors import WrongSetting
from kernel.journal import Journal
from kernel.lease import IN_TROUBLE, LEADING, STANDING_BY, STARTING, Lease
from kernel.log import failure
from kernel.metrics import Metrics
from kernel.relay import connection as connections
from kernel.relay.gauges import Gauges
from kernel.relay.publisher import Doubt, Publisher, Returned
from kernel.relay.requests import Requests
from kernel.relay.sent import Sent
from kernel.segment import Segment
from kernel.store.mongo import Database, Document, PyMongoError
from kernel.topology import CONTROL_EXCHANGE, control_of, exchange_of, stream_of

log = structlog.get_logger()

LONGEST_WAIT = 30.0
MEASURE = 5.0
HEAR_AFTER = 262_144
AT_ONCE = 4  # segments sealed in one transaction while there is a backlog
MOST_RESENT = 1000
ACK_WAIT = 0.005
HOUSEKEEPING = 0.5


class Relay:
    """Seals and sends for one service. `run` returns when `stop` was called."""

    def __init__(
        self,
        service: str,
        journal: Journal,
        *,
        settings: Settings,
        metrics: Metrics,
        holder: str,
    ) -> None:
        self.service, self.journal = service, journal
        self.settings, self.metrics = settings, metrics
        self.database: Database[Document] = journal.database
        self.lease = Lease(self.database, "relay", holder=holder, seconds=settings.lease_seconds)
        self.publisher = Publisher(settings.amqp_uri, confirm_seconds=settings.confirm_seconds)
        self.state = STARTING
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._outbox: deque[Segment] = deque()
        self._backlog: Iterator[Segment] = iter(())
        self._requests = Requests(journal, pause=settings.resend_seconds / 2)
        self._gauges = Gauges(journal, metrics)
        self._unheard = 0
        self.wrong: WrongSetting | None = None
        self._has_led = False
        self._sent: dict[str, Sent] = {}
        self._announced = self._tidied = self._measured = float("-inf")

    # --- life ---------------------------------------------------------------------------------------

    def run(self) -> None:
        """Lead while the lease is ours, wait while it is not, and start again after any trouble."""
        wait = self.settings.retry_seconds
        while not self._stopping.is_set():
            try:
                if self.lease.hold():
                    wait = self.settings.retry_seconds
                    self._lead()
                self.state = STANDING_BY
                self._stopping.wait(self.settings.lease_seconds / 4)
            except Exception as error:
                if isinstance(error, WrongSetting) and not self._has_led:
                    self.wrong = error
                    break
                if not (isinstance(error, (Doubt, WrongSetting)) or connections.passes(error)):
                    raise
                self.state = IN_TROUBLE
                self._give_up(error)
                self._measure_anyway()
                self._stopping.wait(wait)
                wait = min(wait * 2, LONGEST_WAIT)
        self._give_up(None)
        self.lease.release()

    def stop(self) -> None:
        """Ask `run` to end after what it has in hand."""
        self._stopping.set()
        self._wake.set()

    def watch(self) -> None:
        """Wake the relay when the store rings. Only a hint: polling is the truth."""
        while not self._stopping.is_set():
            try:
                with self.database["bell"].watch(max_await_time_ms=1000) as rings:
                    while not self._stopping.is_set():
                        if rings.try_next() is not None:
                            self._wake.set()
            except PyMongoError:
                self._stopping.wait(self.settings.retry_seconds)

    def _give_up(self, error: Exception | None) -> None:
        if error is not None:
            log.warning("relay interrupted", **failure(error))
        if isinstance(error, Returned):
            self.metrics.count("danvan_journal_returned_total")
        self.publisher.close()
        self._outbox.clear()
        self._sent.clear()
        self._requests.clear()

    # --- leading ------------------------------------------------------------------------------------

    def _lead(self) -> None:
        connection = self.publisher.open()
        self._listen(connection)
        self._backlog = self.journal.unsent()
        self.state, self._has_led = LEADING, True
        log.info("relay leads", epoch=self.lease.fence)
        while self.lease.hold() and not self._stopping.is_set():
            if not self._step():
                self._rest()
        if self._stopping.is_set():
            self._drain()

    def _step(self) -> bool:
        """Seal, send, hear. True while there is more to do at once."""
        sealed = self._seal()
        sent = self._send()
        self._hear(0.0)
        self._keep_house()
        time.sleep(0)
        return sealed or sent

    def _rest(self) -> None:
        if self.publisher.unconfirmed:
            self._hear(ACK_WAIT)
        else:
            self._wake.wait(self.settings.relay_poll_seconds)
        self._wake.clear()

    def _drain(self) -> None:
        """On the way out: wait a little for confirmations, so that little is sent twice."""
        until = time.monotonic() + min(2.0, self.settings.drain_seconds)
        while self.publisher.unconfirmed and time.monotonic() < until:
            self._hear(0.1)

    def _seal(self) -> bool:
        if len(self._outbox) + self.publisher.unconfirmed >= self.settings.relay_window:
            return False
        sealed = False
        for source in self.journal.waiting():
            leaves = self.journal.seal(source, self.lease, most=AT_ONCE)
            self._outbox.extend(leaves)
            sealed |= bool(leaves)
        return sealed

    def _send(self) -> bool:
        """Send what is new, and between two of it one that somebody asked for again."""
        sent = False
        while self._room():
            fresh, again = self._fresh(), self._requests.next()
            if fresh:
                self._sent.setdefault(fresh.source, Sent()).add(fresh.number)
                self._tell(fresh, token=(fresh.source, fresh.number))
            if again:
                self._tell(again[0], token=None, to=again[1])
            if not (fresh or again):
                break
            sent = True
        return sent

    def _room(self) -> bool:
        return (
            not self.publisher.blocked and self.publisher.unconfirmed < self.settings.relay_window
        )

    def _fresh(self) -> Segment | None:
        segment = next(self._backlog, None)
        if segment is None and self._outbox:
            segment = self._outbox.popleft()
        return segment

    def _tell(self, segment: Segment, *, token: tuple[str, int] | None, to: str = "") -> None:
        """Send one; what has no token was confirmed before, and moves nothing. What another site asked
        for again goes to that site alone."""
        crash("relay.before_publish")
        self.publisher.publish(
            segment.body,
            exchange=exchange_of(segment.service),
            key=routing_key(segment.source, again=to),
            headers=segment.headers(),
            token=token,
        )
        crash("relay.after_publish")
        self._unheard += len(segment.body)
        if self._unheard > HEAR_AFTER:
            # The broker may have said that it takes no more: then the socket would fill up.
            self._hear(0.0)

    def _hear(self, seconds: float) -> None:
        self._unheard = 0
        moved = set()
        for token in self.publisher.poll(seconds):
            if isinstance(token, tuple):
                source, number = token
                self._sent[source].confirm(number)
                moved.add(source)
                self.metrics.count("danvan_journal_segments_total", source=source)
        if moved:
            crash("relay.after_confirm")
        self.journal.all_confirmed({one: self._sent[one].contiguous() for one in moved})

    # --- beside the journal -------------------------------------------------------------------------

    def _keep_house(self) -> None:
        now = time.monotonic()
        if now - self._tidied < HOUSEKEEPING:
            return
        self._tidied = now
        self.metrics.set("danvan_journal_blocked", int(self.publisher.blocked))
        if now - self._measured > MEASURE:
            self._measured = now
            self._gauges.measure()
        if self.publisher.blocked:
            return
        self._ask_for_gaps()
        if now - self._announced > self.settings.head_seconds:
            self._announced = now
            self._announce()

    def _announce(self) -> None:
        """Tell where each source stands, so that followers notice a lost tail; and which epochs were
        opened, so that nobody keeps what is void."""
        for opening in self.journal.openings():
            self._say(opening.kept.source, opening.headers())
        for head in self.journal.heads():
            self._say(head.mark.source, head.headers())

    def _say(self, source: str, headers: dict[str, str | int]) -> None:
        """Publish a word without a body on a source."""
        self.publisher.publish(
            b"",
            exchange=exchange_of(source.split("/")[2]),
            key=routing_key(source),
            headers=headers,
            token=None,
        )

    def _measure_anyway(self) -> None:
        try:
            self._gauges.measure()
        except PyMongoError:
            return  # it is the database that is away, and its own alarm tells so

    def _ask_for_gaps(self) -> None:
        """Send on the resend requests that this service's follower has written down."""
        for row in list(self.database["resends"].find({"asked": None}).limit(MOST_RESENT)):
            wanted = {name: row[name] for name in ("source", "epoch", "first", "last")}
            self.publisher.publish(
                orjson.dumps(wanted),
                exchange=CONTROL_EXCHANGE,
                key=request_key(row["source"], self.settings.site),
                headers={},
                token=None,
            )
            self.database["resends"].update_one(
                {"_id": row["_id"]}, {"$set": {"asked": datetime.now(UTC)}}
            )

    def _listen(self, connection: Any) -> None:
        """Hear requests to send segments again, on a channel of their own. Raises `WrongTopology` when
        what we write to is no stream: nobody would ever read it."""
        stream = stream_of(self.service)
        connections.attach(connection, stream, _unread, at="next", prefetch=1).close()
        channel = connections.open_channel(connection)
        channel.basic_qos(0, 10, False)
        channel.basic_consume(control_of(self.service), callback=self._on_request)

    def _on_request(self, message: Any) -> None:
        if not self._requests.take(connections.body_of(message)):
            self.metrics.count("danvan_refused_total", reason="request")
        message.channel.basic_ack(message.delivery_info["delivery_tag"])
        self._wake.set()


def routing_key(source: str, *, again: str = "") -> str:
    """The key under which a source's segments travel: `<site>.<audience>`, with a dot for the colon of
    an addressed one so that queues can be bound to it; `again` names the one site that asked."""
    _, site, _, audience = source.split("/")
    return f"{site}.again.{again}" if again else f"{site}.{audience.replace(':', '.')}"


def request_key(source: str, site: str) -> str:
    """The key of a request to send again: the service here, `<site>.<service>` elsewhere."""
    _, at, service, _ = source.split("/")
    return service if at == site else f"{at}.{service}"


def _unread(_: Any) -> None:
    """We only look whether it is a stream."""
