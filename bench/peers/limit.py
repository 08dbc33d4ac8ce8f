"""The limit: what MongoDB takes on this machine when nothing stands before it.

The same events lie ready as the bytes of segments of 2,000. Each is decoded and applied in one
transaction: the position advances by compare-and-set, the counters are merged and written in bulk.
No broker, no signature, no contract types: nothing that applies events in order can be faster.
"""

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import orjson
from pymongo import UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database

from bench.peers import referee, work
from bench.peers.processes import bounded
from bench.peers.referee import Race, Result

SEGMENT = 2_000  # events
POSITION = "limit"


def segments(events: Iterable[work.Event]) -> Iterator[bytes]:
    """The events as JSON batches, as a relay would have sealed them."""
    rest = iter(events)
    while batch := list(islice(rest, SEGMENT)):
        yield orjson.dumps(batch)


def apply_segment(database: Database[dict[str, Any]], *, number: int, segment: bytes) -> None:
    """One segment, one transaction."""
    counts = Counter(map(work.counter_of, orjson.loads(segment)))
    changes = [
        UpdateOne({"_id": key}, {"$inc": {"count": count}}, upsert=True)
        for key, count in counts.items()
    ]

    def apply(session: ClientSession) -> None:
        _advance(database, number, session)
        database.counters.bulk_write(changes, ordered=False, session=session)

    with database.client.start_session() as session:
        session.with_transaction(apply, read_concern=work.SNAPSHOT, write_concern=work.MAJORITY)


def _advance(database: Database[dict[str, Any]], number: int, session: ClientSession) -> None:
    moved = database.positions.update_one(
        {"_id": POSITION, "number": number - 1}, {"$set": {"number": number}}, session=session
    )
    if moved.modified_count != 1:
        raise referee.NoResult(f"segment {number} is not the next one")


def measure(race: Race) -> Result:
    """Apply all segments, one after the other."""
    prepared = list(segments(work.events(race.events)))
    with referee.arena(race) as database:
        database.positions.insert_one({"_id": POSITION, "number": 0})
        with bounded(referee.RUN_SECONDS):
            seconds = _apply(database, prepared)
        referee.check(race, database)
    return Result(peer="limit", events=race.events, seconds=seconds, processes=1)


def _apply(database: Database[dict[str, Any]], prepared: Sequence[bytes]) -> float:
    started = time.monotonic()
    for number, segment in enumerate(prepared, start=1):
        apply_segment(database, number=number, segment=segment)
    return time.monotonic() - started


if __name__ == "__main__":
    referee.report("limit", measure=measure)
