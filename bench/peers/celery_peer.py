"""Stock Celery: a task per event, acknowledged late, in two workers with ten threads each.

Chosen from Celery's guides by measuring: threads overlap their waiting for MongoDB, and two workers on
one queue were fastest; one worker with ten threads reached nine tenths of that, a prefork pool of ten
seven tenths, eventlet six and a half, a prefork pool of two half.
`acks_late`, because a task that is lost with its worker would not be counted; no results, since
nobody asks for them; a prefetch multiplier of 64, its advice for many short tasks; no gossip, mingle,
heartbeat or remote control, which a worker alone does not need.
"""

import os
from collections.abc import Sequence
from functools import cache
from typing import Any

from celery import Celery as Application
from kombu import Connection
from pymongo.database import Database

from bench.peers import referee, work
from bench.peers.processes import script
from bench.peers.referee import Race

WORKERS = 2
THREADS = 10

app = Application("bench")
app.conf.update(
    task_acks_late=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=64,
    worker_enable_remote_control=False,
)


@cache
def figures() -> Database[dict[str, Any]]:
    """The database, connected at the first task."""
    return work.connect(os.environ["PEER_MONGO"], database=os.environ["PEER_DATABASE"])


@app.task(name="bench.count")  # else it would be named after `__main__` where it is sent
def count(event: work.Event) -> None:
    """Count it, once."""
    work.apply_once(figures(), event=event)


class Celery:
    """How the referee runs it."""

    name = "celery"
    processes = WORKERS

    def fill(self, race: Race) -> None:
        """Send a task per event; Celery declares the queue with the first one."""
        with Connection(race.amqp) as connection, app.amqp.Producer(connection) as producer:
            for event in work.events(race.events):
                count.apply_async((event,), queue=_queue(race), producer=producer)

    def commands(self, race: Race) -> Sequence[Sequence[str]]:
        """Workers with names of their own on one queue."""
        options = f"-Q {_queue(race)} --pool threads --concurrency {THREADS} --loglevel WARNING"
        alone = "--without-gossip --without-mingle --without-heartbeat"
        where = (script("celery"), "-A", "bench.peers.celery_peer", "-b", race.amqp, "worker")
        worker = (*where, *options.split(), *alone.split(), "-n")
        return [(*worker, f"worker{number}@%h") for number in range(WORKERS)]

    def forget(self, race: Race) -> None:
        """The queue and the exchange Celery names after it."""
        referee.delete(race.amqp, queues=[_queue(race)], exchanges=[_queue(race)])


def _queue(race: Race) -> str:
    return f"counting_{race.mark}"


if __name__ == "__main__":
    referee.main(Celery())
