"""A relay whose segments come over the lines: it takes them in, keeps a copy, and tells the same bytes on.

What came is in the database, in its place in the chain, before the line's broker is told that we have
it; and what was not confirmed here is told again after any interruption.
"""

import time
from datetime import UTC, datetime
from typing import Any

import structlog

from kernel.config import Settings
from kernel.crash import crash
from kernel.follower.consumer import Delivery
from kernel.follower.memory import Memory
from kernel.ingress import overview, receipts, returning
from kernel.ingress.asking import Asking
from kernel.ingress.certificate import note_heard
from kernel.ingress.door import Door
from kernel.ingress.epochs import SAME_HEAD, Epochs
from kernel.ingress.gate import Gate, Speaker
from kernel.ingress.levels import Levels
from kernel.ingress.lines import Lines, wait
from kernel.ingress.sites import Sites
from kernel.journal import Journal, row_of
from kernel.keys import KeyRing
from kernel.lease import LEADING
from kernel.links import door_of
from kernel.metrics import Metrics
from kernel.relay import connection as connections
from kernel.relay.relay import HOUSEKEEPING
from kernel.segment import Mark, Segment
from kernel.store.mongo import ClientSession, UpdateOne, in_transaction
from kernel.topology import control_of

log = structlog.get_logger()

LISTEN, CONFIRMING = 0.2, 0.005
PREFETCH = 32
MOST_BYTES = 8_388_608  # of one transaction
MOST_WAITING = 64  # segments kept and not yet told on: then the lines wait
MOST_BROUGHT = 64  # segments from a file at once


class Ingress(Epochs, Asking, Levels):
    """One for each installation; one is active, by lease."""

    def __init__(
        self,
        journal: Journal,
        ring: KeyRing,
        *,
        settings: Settings,
        metrics: Metrics,
        holder: str,
        vhost: str,
    ) -> None:
        super().__init__("ingress", journal, settings=settings, metrics=metrics, holder=holder)
        self.vhost = vhost
        self.memory = Memory(self.database, 1)
        self.gate = Gate(settings.site, settings.province)
        self.door = Door(self.memory, ring, settings=settings, metrics=metrics, gate=self.gate)
        self.sites = Sites(self.database)
        self.lines = Lines(settings.amqp_uri, prefetch=PREFETCH, patience=settings.confirm_seconds)
        self._speakers: dict[str, Speaker] = {}
        self._passed: dict[tuple[str, int], tuple[int, float]] = {}
        self._heard: dict[tuple[str, int], Mark] = {}
        self._last_heard: dict[str, datetime] = {}
        self._connection: Any = None
        self._look_for_files = True

    def prepare(self) -> None:
        """Make collections and indexes."""
        self.memory.prepare()
        for name in (
            "segments",
            "heads",
            "leases",
            "pending",
            "sites",
            "heard",
            "brought",
            "voided",
            "lines",
            "refusals",
            *returning.COLLECTIONS,
        ):
            self.database[name].create_index("_id")
        self.database["segments"].create_index(
            [("source", 1), ("epoch", 1), ("number", 1)], unique=True
        )
        self.database["held"].create_index([("source", 1), ("epoch", 1)])

    # --- leading ------------------------------------------------------------------------------------

    def _lead(self) -> None:
        """Lead; afterwards let the lines go, so that whoever leads next gets what comes."""
        super()._lead()
        self._give_up(None)

    def _listen(self, connection: Any) -> None:
        """Hear requests about other sites' sources. Then open the lines."""
        channel = connections.open_channel(connection)
        channel.basic_qos(0, 10, False)
        connections.consume(channel, control_of(self.service), self._on_request)
        self._connection = connection
        self.door.clear()
        self.memory.load()
        self._last_heard = overview.last_heard(self.database)
        self._know_speakers()

    def _give_up(self, error: Exception | None) -> None:
        super()._give_up(error)
        self._passed.clear()  # a new broker may know nothing
        self.lines.close()
        self.door.clear()

    def _know_speakers(self) -> None:
        """Who may be at the other ends: the province, or the sites of the register."""
        if self.settings.province:
            self._speakers = {self.settings.province: Speaker(self.settings.province)}
            self.lines.want({self.settings.province: None})
        else:
            self._speakers = {row["_id"]: Speaker.of(row) for row in self.sites.all()}
            self.lines.want({site: door_of(self.vhost, site) for site in self._speakers})

    def _step(self) -> bool:
        """Take in, keep, tell on, hear. True while there is more to do at once."""
        came = self._take_in() if self._may_take() else False
        sent = self._send()
        self._hear(0.0)
        self._keep_house()
        return came or sent

    def _rest(self) -> None:
        sockets = self.lines.sockets() if self._may_take() else {}
        sockets[self._connection.transport.sock] = lambda: True
        wait(sockets, CONFIRMING if self.publisher.unconfirmed else LISTEN)

    def _may_take(self) -> bool:
        return (
            not self.publisher.blocked
            and len(self._outbox) + self.publisher.unconfirmed < MOST_WAITING
        )

    # --- in -----------------------------------------------------------------------------------------

    def _take_in(self) -> bool:
        """Sort what has come and keep it in one transaction; then the lines' broker may forget it."""
        if self.memory.held:
            self.door.draw_held()
        wait(self.lines.sockets(), 0.0)
        deliveries, brought = self.lines.arrived(), self._brought()
        for delivery in (*deliveries, *brought.values()):
            self._take(delivery)
            if self.door.bytes > MOST_BYTES:
                self._keep()
        self._keep()
        self._settle(deliveries)
        if brought:
            self.database["brought"].delete_many({"_id": {"$in": list(brought)}})
        return bool(deliveries or brought)

    def _brought(self) -> dict[str, Delivery]:
        """What was carried here by hand in a signed file; looked for now and then."""
        if not self._look_for_files:
            return {}
        rows = list(self.database["brought"].find(sort=[("_id", 1)], limit=MOST_BROUGHT))
        self._look_for_files = bool(rows)
        return {
            row["_id"]: Delivery(row["origin"], -1, row["headers"], row["body"], None)
            for row in rows
        }

    def _take(self, delivery: Delivery) -> None:
        speaker = self._speakers.get(delivery.stream)
        if speaker is None:
            return
        self._last_heard[speaker.site] = datetime.now(UTC)
        if delivery.headers.get("danvan") == receipts.RECEIPT:
            self._receipt(delivery)
        elif "danvan" in delivery.headers:
            self.door.take_from(speaker, delivery)
        else:
            self._asked(speaker, delivery.body)

    def _keep(self) -> None:
        ready = self.door.ready
        if ready:
            keys = {(one.source, one.epoch) for one in ready}
            in_transaction(
                self.database.client,
                lambda session: self._write(ready, session),
                seconds=self.settings.mongo_seconds,
            )
            crash("ingress.after_keep")
            self.memory.moved(one.mark for one in ready)
            for key in keys & self.memory.held.keys():
                self.memory.recount_held(self.memory.at(*key))
            self._outbox.extend(ready)
            self.metrics.count("danvan_ingress_segments_total", len(ready), outcome="kept")
        self.door.clear()
        returned, self.door.returned = self.door.returned, []
        returning.keep(self.database, returned)
        self._pass_heads()
        self._open_epochs()

    def _write(self, ready: list[Segment], session: ClientSession) -> None:
        self.lease.prove(session)
        marks = list({(one.source, one.epoch): one.mark for one in ready}.values())
        self.memory.move(marks, session=session)
        for mark in marks:
            if (mark.source, mark.epoch) in self.memory.held:
                self.memory.release(mark, session=session)
        self.database["segments"].insert_many([row_of(one) for one in ready], session=session)
        heads = [_stands(mark) for mark in marks]
        self.database["heads"].bulk_write(heads, ordered=False, session=session)

    def _settle(self, deliveries: list[Delivery]) -> None:
        """Tell each line's broker that we have all up to the last."""
        for origin, last in {one.stream: one for one in deliveries}.items():
            self.lines.settle(origin, last)

    def _pass_heads(self) -> None:
        """Tell on what was announced, unless it is old news: our followers then notice a lost tail."""
        fresh, self.door.fresh = self.door.fresh, []
        now = time.monotonic()
        for head in fresh:
            key = (head.mark.source, head.mark.epoch)
            self._heard[key] = self.door.heads[key]
            number, at = self._passed.get(key, (-1, 0.0))
            if head.mark.number <= self.memory.at(*key).number and (
                head.mark.number > number or now - at > SAME_HEAD
            ):
                self._passed[key] = (head.mark.number, now)
                self._say(head.mark.source, head.headers())

    # --- beside -------------------------------------------------------------------------------------

    def _keep_house(self) -> None:
        if time.monotonic() - self._tidied < HOUSEKEEPING:
            return
        self._know_speakers()
        self._look_for_files = True
        self.lines.beat()
        heard, self._heard = self._heard, {}
        note_heard(self.database, heard.values())
        self._note_lines()
        self._ask_back()
        self._tell_levels()
        super()._keep_house()

    def leads(self) -> bool:
        """Whether this process is the active one."""
        return self.state == LEADING


def _stands(mark: Mark) -> UpdateOne:
    """Where a source stands now; of a new one nothing is told on yet."""
    stands = dict(zip(("_id", *Mark._fields[1:]), mark, strict=True))
    act = {"$set": stands, "$setOnInsert": {"published": 0}}
    return UpdateOne({"_id": mark.source}, act, upsert=True)
