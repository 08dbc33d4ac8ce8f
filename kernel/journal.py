"""The journal of one service: pending events become sealed segments, numbered without gaps per source.

Collections: `events` (insert-only), `pending` (transient), `segments` (sealed), `heads` (one per source).
Ids ascend within an aggregate, so taking pending rows by id keeps each aggregate's order.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import chain

from kernel import segment as segments
from kernel.config import Settings
from kernel.crash import crash
from kernel.keys import Signer
from kernel.lease import Lease, Overtaken
from kernel.segment import Head, Mark, Segment
from kernel.store.mongo import ClientSession, Database, Document, in_transaction

BY_ID, ONLY_ID = [("_id", 1)], {"_id": 1}
LAST = "~"  # sorts behind the "|" between a source and an event


class Journal:
    """Seals, remembers and gives back segments. It knows nothing of the broker."""

    def __init__(self, database: Database[Document], signer: Signer, settings: Settings) -> None:
        self.database, self.signer, self.settings = database, signer, settings

    def waiting(self) -> list[str]:
        """The sources that have pending events: one look-up for each."""
        found: list[str] = []
        after = ""
        while row := self.database["pending"].find_one(
            {"_id": {"$gt": after}}, ONLY_ID, sort=BY_ID
        ):
            source = row["_id"].split("|")[0]
            found.append(source)
            after = f"{source}{LAST}"
        return found

    def seal(self, source: str, lease: Lease) -> Segment | None:
        """Seal the next segment of a source, in one transaction; None when nothing is pending.

        Raises `Overtaken` when the lease has changed hands: then nothing was sealed.
        """
        sealed = in_transaction(
            self.database.client,
            lambda session: self._seal(source, lease, session),
            seconds=self.settings.mongo_seconds,
        )
        if sealed:
            crash("relay.after_seal")
        return sealed

    def _seal(self, source: str, lease: Lease, session: ClientSession) -> Segment | None:
        rows = self._pending(source, session)
        if not rows:
            return None
        lease.prove(session)
        head = self.database["heads"].find_one({"_id": source}, session=session)
        sealed = segments.seal(
            self.signer,
            [row["body"] for row in rows],
            after=mark_of(head) if head else Mark(source),
            audit=segments.audit_digest([row["audit"] for row in rows if "audit" in row]),
        )
        self._keep(sealed, rows, session)
        return sealed

    def _pending(self, source: str, session: ClientSession) -> list[Document]:
        """The oldest pending rows that fit into one segment."""
        found = self.database["pending"].find(
            _of(source),
            {"at": 0},
            sort=BY_ID,
            limit=self.settings.segment_events,
            batch_size=self.settings.segment_events,
            session=session,
        )
        rows: list[Document] = []
        size = 2
        for row in found:
            size += len(row["body"]) + 1
            if rows and size > self.settings.segment_bytes:
                break
            rows.append(row)
        return rows

    def _keep(self, sealed: Segment, rows: list[Document], session: ClientSession) -> None:
        self.database["segments"].insert_one(_row_of(sealed), session=session)
        taken = {"$gte": rows[0]["_id"], "$lte": rows[-1]["_id"]}
        gone = self.database["pending"].delete_many({"_id": taken}, session=session)
        stands = dict(zip(("_id", *Mark._fields[1:]), sealed.mark, strict=True))
        moved = self.database["heads"].update_one(
            {"_id": sealed.source, "number": sealed.number - 1},
            {"$set": stands, "$setOnInsert": {"published": 0}},
            upsert=sealed.number == 1,
            session=session,
        )
        if gone.deleted_count != len(rows) or not (moved.matched_count or moved.upserted_id):
            raise Overtaken(sealed.source)

    # --- what was sealed ----------------------------------------------------------------------------

    def unsent(self) -> Iterator[Segment]:
        """Sealed segments the broker has not confirmed when this is called, in order by source."""
        heads = list(self.database["heads"].find())
        return chain.from_iterable(
            self.between(head["_id"], head["epoch"], head["published"] + 1, head["number"])
            for head in heads
        )

    def head(self, source: str) -> Document | None:
        """Where a source of ours stands, and how far the broker has it."""
        return self.database["heads"].find_one({"_id": source})

    def between(self, source: str, epoch: int, first: int, last: int) -> Iterator[Segment]:
        """Sealed segments of a source, by number, both ends included."""
        where = {"source": source, "epoch": epoch, "number": {"$gte": first, "$lte": last}}
        for row in self.database["segments"].find(where, sort=[("number", 1)], batch_size=20):
            yield segment_of(row)

    def confirmed(self, source: str, number: int) -> None:
        """Remember that the broker has everything up to this segment."""
        self.database["heads"].update_one({"_id": source}, {"$max": {"published": number}})

    def heads(self) -> list[Head]:
        """A signed announcement for each source of which the broker has everything."""
        rows = self.database["heads"].find({"$expr": {"$eq": ["$published", "$number"]}})
        return [segments.announce(self.signer, mark_of(row)) for row in rows]

    def pending(self, source: str) -> int:
        """How many events of a source wait to be sealed."""
        return self.database["pending"].count_documents(_of(source))

    def levels(self) -> dict[str, bool]:
        """For each source, whether the broker has everything that was sealed."""
        rows = self.database["heads"].find()
        return {row["_id"]: row["published"] == row["number"] for row in rows}

    def lags(self) -> dict[str, float]:
        """Age in seconds of the oldest pending event, by source."""
        now, ages = datetime.now(UTC), {}
        for source in self.waiting():
            row = self.database["pending"].find_one(_of(source), {"at": 1}, sort=BY_ID)
            if row:
                ages[source] = (now - row["at"]).total_seconds()
        return ages


def _of(source: str) -> Document:
    """The pending rows of one source, by their id alone."""
    return {"_id": {"$gt": f"{source}|", "$lt": f"{source}{LAST}"}}


def mark_of(row: Document) -> Mark:
    """Where a source stands, from its head's document."""
    return Mark(row["_id"], *(row[name] for name in Mark._fields[1:]))


def _row_of(sealed: Segment) -> Document:
    fields = {name: getattr(sealed, name) for name in Segment.__slots__}
    return {"_id": f"{sealed.source}#{sealed.epoch}#{sealed.number}", **fields}


def segment_of(row: Document) -> Segment:
    """A segment from its document."""
    return Segment(**{name: row[name] for name in Segment.__slots__})
