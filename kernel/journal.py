"""The journal of one service: pending events become sealed segments, numbered without gaps per source.

Collections: `events` (insert-only), `pending` (transient), `segments` (sealed), `heads` (one per source).
Ids ascend within an aggregate, so taking pending rows by id keeps each aggregate's order.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import chain

from kernel import segment as segments
from kernel.config import Settings
from kernel.crash import crash
from kernel.keys import Signer
from kernel.lease import Lease, Overtaken
from kernel.segment import Head, Mark, Opening, Segment
from kernel.store.mongo import ClientSession, Database, Document, UpdateOne, in_transaction

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

    def seal(self, source: str, lease: Lease, *, most: int = 1) -> list[Segment]:
        """Seal the next segments of a source, at most so many, in one transaction; none when nothing
        is pending. Several at once share the wait for the database's journal.

        Raises `Overtaken` when the lease has changed hands: then nothing was sealed.
        """
        sealed = in_transaction(
            self.database.client,
            lambda session: self._seal(source, lease, most, session),
            seconds=self.settings.mongo_seconds,
        )
        for _ in sealed:
            crash("relay.after_seal")
        return sealed

    def _seal(self, source: str, lease: Lease, most: int, session: ClientSession) -> list[Segment]:
        rows = self._pending(source, most, session)
        if not rows:
            return []
        lease.prove(session)
        head = self.database["heads"].find_one({"_id": source}, session=session)
        before = mark_of(head) if head else Mark(source)
        leaves = self._leaves(rows)[:most]
        sealed = self._chain(leaves, before)
        self._keep(sealed, before, session)
        taken = {"$gte": leaves[0][0]["_id"], "$lte": leaves[-1][-1]["_id"]}
        gone = self.database["pending"].delete_many({"_id": taken}, session=session)
        if gone.deleted_count != sum(map(len, leaves)):
            raise Overtaken(source)
        return sealed

    def _pending(self, source: str, most: int, session: ClientSession) -> list[Document]:
        """The oldest pending rows, as many as so many segments can hold."""
        rows = most * self.settings.segment_events
        found = self.database["pending"].find(
            _of(source), {"at": 0}, sort=BY_ID, limit=rows, batch_size=rows, session=session
        )
        return list(found)

    def _leaves(self, rows: list[Document]) -> list[list[Document]]:
        """The rows in portions that fit into a segment each, by count and by bytes."""
        leaves: list[list[Document]] = [[]]
        size = 2
        for row in rows:
            size += len(row["body"]) + 1
            full = len(leaves[-1]) == self.settings.segment_events
            if leaves[-1] and (full or size > self.settings.segment_bytes):
                leaves.append([])
                size = 2 + len(row["body"]) + 1
            leaves[-1].append(row)
        return leaves

    def _chain(self, leaves: list[list[Document]], before: Mark) -> list[Segment]:
        sealed = []
        for rows in leaves:
            segment = segments.seal(
                self.signer,
                [row["body"] for row in rows],
                after=before,
                audit=segments.audit_digest([row["audit"] for row in rows if "audit" in row]),
            )
            before = segment.mark
            sealed.append(segment)
        return sealed

    def _keep(self, sealed: list[Segment], before: Mark, session: ClientSession) -> None:
        self.database["segments"].insert_many([row_of(one) for one in sealed], session=session)
        stands = dict(zip(("_id", *Mark._fields[1:]), sealed[-1].mark, strict=True))
        moved = self.database["heads"].update_one(
            {"_id": before.source, "number": before.number},
            {"$set": stands, "$setOnInsert": {"published": 0}},
            upsert=before.number == 0,
            session=session,
        )
        if not (moved.matched_count or moved.upserted_id):
            raise Overtaken(before.source)

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

    def all_confirmed(self, numbers: Mapping[str, int]) -> None:
        """The same for many sources in one write."""
        rows = [
            UpdateOne({"_id": source}, {"$max": {"published": number}})
            for source, number in numbers.items()
        ]
        if rows:
            self.database["heads"].bulk_write(rows, ordered=False)

    def heads(self) -> list[Head]:
        """A signed announcement for each source of which the broker has everything."""
        rows = self.database["heads"].find({"$expr": {"$eq": ["$published", "$number"]}})
        return [segments.announce(self.signer, mark_of(row)) for row in rows]

    def openings(self) -> list[Opening]:
        """The acts that opened the present epochs, as they were signed."""
        rows = self.database["epochs"].find()
        return [Opening(mark_of(row), row["keyid"], row["signature"]) for row in rows]

    def open_epoch(self, source: str, lease: Lease) -> Opening:
        """Go on in a new epoch after what we have of this source: after a restore, what others have
        beyond that is void. The relay must be stopped: the lease is proven. Raises `Overtaken`.
        """
        return in_transaction(
            self.database.client,
            lambda session: self._open_epoch(source, lease, session),
            seconds=self.settings.mongo_seconds,
        )

    def _open_epoch(self, source: str, lease: Lease, session: ClientSession) -> Opening:
        lease.prove(session)
        head = self.database["heads"].find_one({"_id": source}, session=session)
        opening = segments.open_after(self.signer, mark_of(head) if head else Mark(source))
        fresh = Mark(source, opening.kept.epoch + 1)
        stands = dict(zip(("_id", *Mark._fields[1:]), fresh, strict=True))
        act = {**dict(zip(("_id", *Mark._fields[1:]), opening.kept, strict=True))}
        act |= {"keyid": opening.keyid, "signature": opening.signature, "at": datetime.now(UTC)}
        for name, row in (("heads", {**stands, "published": 0}), ("epochs", act)):
            self.database[name].replace_one({"_id": source}, row, upsert=True, session=session)
        return opening

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


def row_of(sealed: Segment) -> Document:
    """A segment as a document."""
    fields = {name: getattr(sealed, name) for name in Segment.__slots__}
    return {"_id": f"{sealed.source}#{sealed.epoch}#{sealed.number}", **fields}


def segment_of(row: Document) -> Segment:
    """A segment from its document."""
    return Segment(**{name: row[name] for name in Segment.__slots__})
