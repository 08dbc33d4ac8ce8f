"""The work every peer does: the same events, applied once each into the same counters, and the proof of it."""

import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from pymongo import MongoClient
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

Event = dict[str, Any]

AGENCIES = 151  # the province and its communes, departments and wards
KINDS = ("complaint", "denunciation", "proposal", "feedback")
DAYS = 20
FIRST_DAY = date(2026, 3, 2)
SEED = 20260302

SNAPSHOT = ReadConcern("snapshot")
MAJORITY = WriteConcern("majority")


def events(count: int) -> Iterator[Event]:
    """The same `count` events in every run, about 450 bytes each: days follow each other as they do
    in a year, agencies and kinds come in any order."""
    chance = random.Random(SEED)
    for number in range(1, count + 1):
        day = FIRST_DAY + timedelta(days=(number - 1) * DAYS // count)
        yield _event(chance, number=number, day=day)


def _event(chance: random.Random, *, number: int, day: date) -> Event:
    agency = f"agency-{chance.randrange(AGENCIES):03}"
    petition = _uuid(chance)
    return {
        "specversion": "1.0",
        "id": _uuid(chance),
        "source": f"//{agency}/reception",
        "type": "reception.petition_registered",
        "subject": petition,
        "time": datetime(day.year, day.month, day.day, 7, 30, tzinfo=UTC).isoformat(),
        "datacontenttype": "application/json",
        "schemaversion": 1,
        "sequence": number,
        "data": _petition(chance, petition=petition, agency=agency, day=day),
    }


def _petition(chance: random.Random, *, petition: str, agency: str, day: date) -> dict[str, str]:
    return {
        "petition": petition,
        "agency": agency,
        "kind": chance.choice(KINDS),
        "day": day.isoformat(),
        "channel": chance.choice(("desk", "post", "portal")),
        "due": (day + timedelta(days=30)).isoformat(),
    }


def _uuid(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def counter_of(event: Event) -> str:
    """The counter an event belongs to: `<agency>|<kind>|<day>`."""
    data = event["data"]
    return f"{data['agency']}|{data['kind']}|{data['day']}"


def connect(mongo: str, *, database: str) -> Database[dict[str, Any]]:
    """The database of one run."""
    client: MongoClient[dict[str, Any]] = MongoClient(mongo, serverSelectionTimeoutMS=5_000)
    return client.get_database(database, write_concern=MAJORITY)


def prepare(database: Database[dict[str, Any]]) -> None:
    """Make the collections beforehand: making them inside the clock would be nobody's work."""
    for name in ("seen", "counters", "positions"):
        database.create_collection(name)


def apply_once(database: Database[dict[str, Any]], *, event: Event) -> None:
    """One event, one transaction. `handled` says when the event came in: the first one starts the clock."""
    handled = time.monotonic()

    def count(session: ClientSession) -> None:
        try:
            database.seen.insert_one({"_id": event["id"], "handled": handled}, session=session)
        except DuplicateKeyError:
            session.abort_transaction()  # it came twice: acknowledged, nothing counted
            return
        database.counters.update_one(
            {"_id": counter_of(event)}, {"$inc": {"count": 1}}, upsert=True, session=session
        )

    with database.client.start_session() as session:
        session.with_transaction(count, read_concern=SNAPSHOT, write_concern=MAJORITY)


def applied(database: Database[dict[str, Any]]) -> int:
    """How many events are in, cheaply: from the collection's metadata."""
    return database.seen.estimated_document_count()


def first_handled(database: Database[dict[str, Any]]) -> float:
    """When the first event was handled, on the machine's monotonic clock, which all processes share."""
    (first,) = database.seen.aggregate([{"$group": {"_id": None, "at": {"$min": "$handled"}}}])
    return float(first["at"])


def faults(database: Database[dict[str, Any]], *, of: Iterable[Event]) -> list[str]:
    """What is wrong with the counters, in words; nothing if each event was counted exactly once."""
    wanted = Counter(map(counter_of, of))
    found = Counter({row["_id"]: row["count"] for row in database.counters.find()})
    if wanted == found:
        return []
    wrong = sum(1 for key in wanted | found if wanted[key] != found[key])
    return [
        f"counters sum to {found.total()} instead of {wanted.total()}, {wrong} of them are wrong"
    ]
