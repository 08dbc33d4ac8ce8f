"""Starts a peer's processes, takes the time, checks the figures and cleans up: the same for every peer."""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from kombu import Connection
from kombu.exceptions import KombuError
from pymongo.database import Database
from pymongo.errors import PyMongoError

from bench.peers import work
from bench.peers.processes import Consumers, Overdue, bounded, running

RUN_SECONDS = 180  # publishing included
CLEANING_SECONDS = 30
LOOK_EVERY = 0.02  # seconds; the clock may run this much too long, to the peer's disadvantage


class NoResult(Exception):
    """The run measured nothing: too slow, a dead process, or wrong figures."""


@dataclass(frozen=True, kw_only=True)
class Race:
    """One run: how many events, which servers, and the random mark of all it makes there."""

    events: int
    amqp: str
    mongo: str
    database: str
    mark: str

    @property
    def environment(self) -> dict[str, str]:
        """What a consumer is told."""
        return {
            "PEER_MONGO": self.mongo,
            "PEER_AMQP": self.amqp,
            "PEER_DATABASE": self.database,
            "PEER_MARK": self.mark,
        }


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a run measured: the line it prints."""

    peer: str
    events: int
    seconds: float
    processes: int

    def line(self) -> str:
        """As one line of JSON."""
        rate = round(self.events / self.seconds, 1)
        fields = {"peer": self.peer, "events": self.events, "seconds": round(self.seconds, 3)}
        return json.dumps(fields | {"events_per_s": rate, "processes": self.processes})


class Peer(Protocol):
    """A framework under measurement."""

    name: str
    processes: int

    def fill(self, race: Race) -> None:
        """Declare the queue and put every event into it."""

    def commands(self, race: Race) -> Sequence[Sequence[str]]:
        """The command lines that consume it."""

    def forget(self, race: Race) -> None:
        """Delete what was declared at the broker."""


def main(peer: Peer) -> None:
    """Run one peer from the command line."""
    report(peer.name, measure=lambda race: hold(peer, race=race))


def report(name: str, *, measure: Callable[[Race], Result]) -> None:
    """Measure, print one line, or say why not and exit 1."""
    race = _race(name)
    try:
        result = measure(race)
    except (NoResult, Overdue, PyMongoError, KombuError, OSError) as error:
        sys.exit(f"{name}: no result: {error}")
    print(result.line(), flush=True)


def hold(peer: Peer, *, race: Race) -> Result:
    """Fill the queue, let the peer empty it, and take the time."""
    with arena(race) as database:
        try:
            return _hold(peer, race, database)
        finally:
            peer.forget(race)


def _hold(peer: Peer, race: Race, database: Database[dict[str, Any]]) -> Result:
    try:
        with bounded(RUN_SECONDS):
            ended = _run(peer, race, database)
    except Overdue as error:
        raise NoResult(f"{RUN_SECONDS} s are over after {_progress(race, database)}") from error
    check(race, database)
    return Result(
        peer=peer.name,
        events=race.events,
        seconds=ended - work.first_handled(database),
        processes=peer.processes,
    )


def _run(peer: Peer, race: Race, database: Database[dict[str, Any]]) -> float:
    peer.fill(race)
    with running(peer.commands(race), environment=race.environment) as consumers:
        return _wait(consumers, race, database)


def _wait(consumers: Consumers, race: Race, database: Database[dict[str, Any]]) -> float:
    while work.applied(database) < race.events:
        if words := consumers.last_words():
            raise NoResult(f"a consumer died after {_progress(race, database)}:\n{words}")
        time.sleep(LOOK_EVERY)
    return time.monotonic()


def _progress(race: Race, database: Database[dict[str, Any]]) -> str:
    return f"{work.applied(database)} of {race.events} events"


def check(race: Race, database: Database[dict[str, Any]]) -> None:
    """Refuse a result whose counters are not exact."""
    if faults := work.faults(database, of=work.events(race.events)):
        raise NoResult("; ".join(faults))


@contextmanager
def arena(race: Race) -> Iterator[Database[dict[str, Any]]]:
    """The database of one run: made, and dropped whatever happens."""
    database = work.connect(race.mongo, database=race.database)
    try:
        work.prepare(database)
        yield database
    finally:
        with bounded(CLEANING_SECONDS):
            database.client.drop_database(race.database)
        database.client.close()


def delete(amqp: str, *, queues: Sequence[str], exchanges: Sequence[str] = ()) -> None:
    """Delete queues and exchanges at the broker; what is not there is no error."""
    with bounded(CLEANING_SECONDS), Connection(amqp) as connection:
        channel = connection.default_channel
        for queue in queues:
            channel.queue_delete(queue)
        for exchange in exchanges:
            channel.exchange_delete(exchange)


def arguments(description: str) -> argparse.ArgumentParser:
    """The options all peers share."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--events", type=int, default=5_000)
    parser.add_argument("--amqp", required=True, metavar="URI")
    parser.add_argument("--mongo", required=True, metavar="URI", help="a replica set")
    parser.add_argument(
        "--database", default="bench", help="prefix of the database made and dropped"
    )
    return parser


def _race(name: str) -> Race:
    given = arguments(f"The work done by {name}.").parse_args()
    mark = secrets.token_hex(4)
    return Race(
        events=given.events,
        amqp=given.amqp,
        mongo=given.mongo,
        database=f"{given.database}_{name}_{mark}",
        mark=mark,
    )
