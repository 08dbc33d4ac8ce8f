"""Stock nameko: an event handler with its defaults, a MongoClient as dependency, started by `nameko run`.

Ten workers (`max_workers`, the default, which is also the prefetch) overlap their waiting for MongoDB;
fewer are slower, thirty are within the noise of ten. Two instances share the service's queue, which is
nameko's way of using a second core: a little faster than one.
"""

import os
from collections.abc import Sequence
from typing import Any

from kombu import Connection, Queue
from nameko.events import event_handler
from nameko.extensions import DependencyProvider
from nameko.standalone.events import event_dispatcher, get_event_exchange
from pymongo.database import Database

from bench.peers import referee, work
from bench.peers.processes import script
from bench.peers.referee import Race

# nameko takes a queue's name from the class when the module is imported, so the mark must be known by then.
MARK = os.environ.get("PEER_MARK", "unmarked")
EVENT = "petition_registered"


class Figures(DependencyProvider):
    """The database, as nameko gives things to a service."""

    def setup(self) -> None:
        self.database = work.connect(os.environ["PEER_MONGO"], database=os.environ["PEER_DATABASE"])

    def get_dependency(self, worker_ctx: Any) -> Database[dict[str, Any]]:
        return self.database


class Counting:
    """The service that counts petitions."""

    name = f"counting_{MARK}"
    figures = Figures()

    @event_handler(f"reception_{MARK}", EVENT)
    def on_petition_registered(self, event: work.Event) -> None:
        """Count it, once."""
        work.apply_once(self.figures, event=event)


class Nameko:
    """How the referee runs it."""

    name = "nameko"
    processes = 2

    def fill(self, race: Race) -> None:
        """Bind the queue as the service would, then dispatch as a foreign service would."""
        self._bind(race)
        dispatch = event_dispatcher({"AMQP_URI": race.amqp})
        for event in work.events(race.events):
            dispatch(_source(race), EVENT, event)

    def _bind(self, race: Race) -> None:
        exchange = get_event_exchange(_source(race), {})
        queue = Queue(_queue(race), exchange=exchange, routing_key=EVENT, durable=True)
        with Connection(race.amqp) as connection:
            queue(connection.default_channel).declare()

    def commands(self, race: Race) -> Sequence[Sequence[str]]:
        """Two instances of one service share its queue."""
        command = (
            script("nameko"),
            "run",
            "--broker",
            race.amqp,
            "bench.peers.nameko_peer:Counting",
        )
        return [command] * self.processes

    def forget(self, race: Race) -> None:
        """The queue and the exchange of the events."""
        referee.delete(race.amqp, queues=[_queue(race)], exchanges=[f"{_source(race)}.events"])


def _source(race: Race) -> str:
    return f"reception_{race.mark}"


def _queue(race: Race) -> str:
    return f"evt-{_source(race)}-{EVENT}--counting_{race.mark}.on_petition_registered"


if __name__ == "__main__":
    referee.main(Nameko())
