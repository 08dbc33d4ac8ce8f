"""Our own leaves on their way back from the province's copy, after a restore: what is wanted, and what has come."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from kernel.journal import row_of, segment_of
from kernel.segment import Mark, Segment
from kernel.store.mongo import Database, Document, ReplaceOne

WANTED, RETURNED = "wanted_back", "returned"
COLLECTIONS = (WANTED, RETURNED)


def want(database: Database[Document], at: Mark, last: int) -> None:
    """Want the leaves of a source from where we stand up to the last; the ingress asks until `forget`."""
    row = {"source": at.source, "epoch": at.epoch, "first": at.number + 1, "last": last}
    database[WANTED].replace_one({"_id": at.source}, row, upsert=True)


def due(database: Database[Document], *, every: float) -> Iterator[Document]:
    """What is to be asked for now: of each source what has not come since it was asked last."""
    now = datetime.now(UTC)
    for row in list(database[WANTED].find()):
        if now - row.get("asked", now - timedelta(days=1)) < timedelta(seconds=every):
            continue
        came = {one.number for one in came_back(database, row["source"], row["epoch"])}
        missing = [one for one in range(row["first"], row["last"] + 1) if one not in came]
        if missing:
            database[WANTED].update_one({"_id": row["_id"]}, {"$set": {"asked": now}})
            yield {**row, "first": missing[0]}


def keep(database: Database[Document], returned: Iterable[Segment]) -> None:
    """Lay what came back down, until an operator takes it up."""
    rows = [row_of(one) for one in returned]
    if rows:
        writes = [ReplaceOne({"_id": row["_id"]}, row, upsert=True) for row in rows]
        database[RETURNED].bulk_write(writes, ordered=False)


def came_back(database: Database[Document], source: str, epoch: int) -> Iterator[Segment]:
    """What has come back of a source, in order."""
    where = {"source": source, "epoch": epoch}
    for row in database[RETURNED].find(where, sort=[("number", 1)], batch_size=20):
        yield segment_of(row)


def sources(database: Database[Document], service: str) -> list[str]:
    """The sources of one service of which something came back."""
    found = database[RETURNED].distinct("source")
    return sorted(one for one in found if one.split("/")[2] == service)


def forget(database: Database[Document], service: str) -> None:
    """It was taken up: nothing is wanted any more."""
    where = {"source": {"$regex": f"^/[^/]+/{service}/"}}
    for name in COLLECTIONS:
        database[name].delete_many(where)
