"""Stock FastStream on RabbitMQ: an asynchronous subscriber with PyMongo's asynchronous client.

Chosen from FastStream's documentation by measuring: a prefetch of 10 on the channel, within which one
subscriber works concurrently; one worker, because on two cores shared with the servers `--workers 2`
was slower at every prefetch tried (3, 10, 30), as was one worker with 50. Acknowledged after the
handler, put back if it fails.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from faststream import AckPolicy, FastStream
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from pymongo import AsyncMongoClient
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.errors import DuplicateKeyError

from bench.peers import referee, work
from bench.peers.processes import script
from bench.peers.referee import Race

PREFETCH = 10

Figures = AsyncDatabase[dict[str, Any]]


def application() -> FastStream:
    """What `faststream run --factory` runs."""
    broker = _broker(os.environ["PEER_AMQP"])
    client: AsyncMongoClient[dict[str, Any]] = AsyncMongoClient(os.environ["PEER_MONGO"])
    figures = client.get_database(os.environ["PEER_DATABASE"], write_concern=work.MAJORITY)
    _subscribe(broker, _queue(os.environ["PEER_MARK"]), figures)

    @asynccontextmanager
    async def connected() -> AsyncIterator[None]:
        async with client:
            yield

    return FastStream(broker, lifespan=connected)


def _subscribe(broker: RabbitBroker, queue: RabbitQueue, figures: Figures) -> None:
    @broker.subscriber(
        queue, channel=Channel(prefetch_count=PREFETCH), ack_policy=AckPolicy.NACK_ON_ERROR
    )
    async def on_petition_registered(event: dict[str, Any]) -> None:
        await apply_once(figures, event=event)


async def apply_once(figures: Figures, *, event: work.Event) -> None:
    """One event, one transaction: `work.apply_once` said asynchronously."""
    handled = time.monotonic()

    async def count(session: AsyncClientSession) -> None:
        try:
            await figures.seen.insert_one({"_id": event["id"], "handled": handled}, session=session)
        except DuplicateKeyError:
            await session.abort_transaction()  # it came twice: acknowledged, nothing counted
            return
        await figures.counters.update_one(
            {"_id": work.counter_of(event)}, {"$inc": {"count": 1}}, upsert=True, session=session
        )

    async with figures.client.start_session() as session:
        await session.with_transaction(
            count, read_concern=work.SNAPSHOT, write_concern=work.MAJORITY
        )


class FastStreamPeer:
    """How the referee runs it."""

    name = "faststream"
    processes = 1

    def fill(self, race: Race) -> None:
        """Declare the queue as the subscriber does and publish with the broker of the framework."""
        asyncio.run(_publish(race))

    def commands(self, race: Race) -> Sequence[Sequence[str]]:
        """One worker."""
        options = ("--factory", "--log-level", "warning")
        return [(script("faststream"), "run", "bench.peers.faststream_peer:application", *options)]

    def forget(self, race: Race) -> None:
        """The queue; it is bound to no exchange of its own."""
        referee.delete(race.amqp, queues=[_queue(race.mark).name])


async def _publish(race: Race) -> None:
    queue = _queue(race.mark)
    async with _broker(race.amqp) as broker:
        await broker.declare_queue(queue)
        for event in work.events(race.events):
            await broker.publish(event, queue=queue, persist=True)


def _broker(amqp: str) -> RabbitBroker:
    return RabbitBroker(amqp.replace("pyamqp://", "amqp://", 1))


def _queue(mark: str) -> RabbitQueue:
    return RabbitQueue(f"counting_{mark}", durable=True)


if __name__ == "__main__":
    referee.main(FastStreamPeer())
