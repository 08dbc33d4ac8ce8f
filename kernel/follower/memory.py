"""What a follower remembers of its sources: positions, held segments, offsets, gaps, refused bytes.

Every row carries the *generation* of the read models it belongs to, so that a rebuild follows from
the first segment beside the one in use.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from kernel.lease import Overtaken
from kernel.segment import Mark, Segment
from kernel.store.mongo import (
    BulkWriteError,
    ClientSession,
    Database,
    Document,
    DuplicateKeyError,
    InsertOne,
    UpdateOne,
    in_trouble,
)

REFUSED_DAYS = 90


class Memory:
    """The follower's collections for one generation, and its positions in hand."""

    def __init__(self, database: Database[Document], generation: int) -> None:
        self.database, self.generation = database, generation
        self.positions: dict[tuple[str, int], Mark] = {}
        self.held: dict[tuple[str, int], int] = {}
        self.cuts: dict[tuple[str, int], int] = {}
        self.underived = False
        """Whether this copy is laid down without what is derived from it (see `summing`)."""

    def prepare(self) -> None:
        """Make the indexes."""
        self.database["held"].create_index(
            [("generation", 1), ("source", 1), ("epoch", 1), ("number", 1)]
        )
        self.database["parked"].create_index([("generation", 1), ("source", 1), ("aggregate", 1)])
        self.database["parked"].create_index([("state", 1), ("next_at", 1)])
        self.database["refused"].create_index("last_at", expireAfterSeconds=REFUSED_DAYS * 86400)
        self.database["positions"].create_index("generation")
        for name in ("attachments", "resends", "followers", "cuts"):
            self.database[name].find_one()

    def load(self) -> None:
        """Read positions and what is held: at the start, and after being overtaken."""
        mine = {"generation": self.generation}
        self.positions = {
            (row["source"], row["epoch"]): _mark(row)
            for row in self.database["positions"].find(mine)
        }
        counted = self.database["held"].aggregate(
            [
                {"$match": mine},
                {"$group": {"_id": {"s": "$source", "e": "$epoch"}, "n": {"$sum": 1}}},
            ]
        )
        self.held = {(row["_id"]["s"], row["_id"]["e"]): row["n"] for row in counted}
        self.cuts = {
            (row["source"], row["epoch"]): row["kept"] for row in self.database["cuts"].find()
        }
        building = {"building": self.generation, "underived": self.generation}
        self.underived = self.database["followers"].find_one(building, {"_id": 1}) is not None

    def at(self, source: str, epoch: int) -> Mark:
        """Where we stand with a source."""
        return self.positions.get((source, epoch)) or Mark(source, epoch)

    # --- void ---------------------------------------------------------------------------------------

    def cut(self, kept: Mark, *, session: ClientSession | None = None) -> bool:
        """Remember that nothing of an epoch counts after `kept`. True when we are beyond that."""
        key = (kept.source, kept.epoch)
        if self.cuts.get(key) != kept.number:
            row = {"source": kept.source, "epoch": kept.epoch, "kept": kept.number}
            id_ = f"{kept.source}#{kept.epoch}"
            self.database["cuts"].replace_one({"_id": id_}, row, upsert=True, session=session)
            self.cuts[key] = kept.number
        return self.at(*key).number > kept.number

    def is_void(self, source: str, epoch: int, number: int) -> bool:
        """Whether this segment was given up by its teller."""
        kept = self.cuts.get((source, epoch))
        return kept is not None and number > kept

    def step_back(self, kept: Mark, *, session: ClientSession | None = None) -> None:
        """Stand where the epoch was cut. Whoever calls makes anew what was made of the rest."""
        where = {"generation": self.generation, "source": kept.source, "epoch": kept.epoch}
        self.database["held"].delete_many(where, session=session)
        if kept.number:
            self.database["positions"].update_one(where, {"$set": kept._asdict()}, session=session)
        else:
            self.database["positions"].delete_one(where, session=session)

    def stepped_back(self, kept: Mark) -> None:
        """Believe it, after it is written."""
        self.held.pop((kept.source, kept.epoch), None)
        self.positions.pop((kept.source, kept.epoch), None)
        if kept.number:
            self.positions[(kept.source, kept.epoch)] = kept

    # --- moving on ----------------------------------------------------------------------------------

    def move(self, marks: Iterable[Mark], *, session: ClientSession) -> None:
        """Advance positions by compare-and-set. Raises `Overtaken` if they are not where we thought."""
        operations = [self._advance(mark) for mark in marks]
        if not operations:
            return
        try:
            done = self.database["positions"].bulk_write(operations, session=session, ordered=False)
        except BulkWriteError as error:
            if in_trouble(error):
                raise
            raise Overtaken("positions") from error  # another was first to know this source
        if done.matched_count + done.inserted_count != len(operations):
            raise Overtaken("positions")

    def _advance(self, mark: Mark) -> UpdateOne | InsertOne[Document]:
        id_ = f"{self.generation}|{mark.source}|{mark.epoch}"
        row = {**mark._asdict(), "at": datetime.now(UTC)}
        before = self.positions.get((mark.source, mark.epoch))
        if before is None:
            return InsertOne({"_id": id_, "generation": self.generation, **row})
        return UpdateOne({"_id": id_, "number": before.number, "hash": before.hash}, {"$set": row})

    def moved(self, marks: Iterable[Mark]) -> None:
        """Believe the new positions, after their transaction."""
        self.positions.update({(mark.source, mark.epoch): mark for mark in marks})

    # --- offsets: only a hint -----------------------------------------------------------------------

    def offset(self, stream: str) -> int | None:
        """Where to attach to a stream; None for the first."""
        row = self.database["attachments"].find_one({"_id": f"{self.generation}|{stream}"})
        return row["offset"] if row else None

    def note_offsets(
        self, offsets: dict[str, int], *, session: ClientSession | None = None
    ) -> None:
        """Remember how far each stream was read."""
        operations = [
            UpdateOne(
                {"_id": f"{self.generation}|{stream}"},
                {"$set": {"offset": offset, "generation": self.generation}},
                upsert=True,
            )
            for stream, offset in offsets.items()
        ]
        if operations:
            self.database["attachments"].bulk_write(operations, session=session, ordered=False)

    # --- held ---------------------------------------------------------------------------------------

    def hold(self, early: Sequence[Segment]) -> None:
        """Keep the exact bytes of segments that came before their turn."""
        for segment in early:
            row = {name: getattr(segment, name) for name in Segment.__slots__}
            id_ = f"{self.generation}|{segment.source}|{segment.epoch}|{segment.number}"
            done = self.database["held"].update_one(
                {"_id": id_}, {"$setOnInsert": {"generation": self.generation, **row}}, upsert=True
            )
            if done.upserted_id is not None:
                key = (segment.source, segment.epoch)
                self.held[key] = self.held.get(key, 0) + 1

    def next_held(self, mark: Mark, most: int) -> list[Segment]:
        """Held segments that follow `mark` without a gap, in order."""
        where = {"generation": self.generation, "source": mark.source, "epoch": mark.epoch}
        found: list[Segment] = []
        rows = self.database["held"].find(
            {**where, "number": {"$gt": mark.number}}, sort=[("number", 1)]
        )
        for row in rows.limit(most):
            if row["number"] != mark.number + len(found) + 1:
                break
            found.append(Segment(**{name: row[name] for name in Segment.__slots__}))
        return found

    def first_held(self, mark: Mark) -> int | None:
        """The number of the first held segment beyond `mark`."""
        where = {"generation": self.generation, "source": mark.source, "epoch": mark.epoch}
        row = self.database["held"].find_one(
            {**where, "number": {"$gt": mark.number}}, sort=[("number", 1)]
        )
        return row["number"] if row else None

    def release(self, mark: Mark, *, session: ClientSession | None = None) -> None:
        """Forget held segments that have been applied."""
        where = {"generation": self.generation, "source": mark.source, "epoch": mark.epoch}
        self.database["held"].delete_many(
            {**where, "number": {"$lte": mark.number}}, session=session
        )

    def recount_held(self, mark: Mark) -> None:
        """Know again how many segments of a source are held."""
        where = {"generation": self.generation, "source": mark.source, "epoch": mark.epoch}
        count = self.database["held"].count_documents(where)
        self.held[(mark.source, mark.epoch)] = count
        if not count:
            del self.held[(mark.source, mark.epoch)]

    # --- gaps ---------------------------------------------------------------------------------------

    def ask(self, mark: Mark, until: int, *, every: float, limit: int) -> bool:
        """Want the segments between `mark` and `until` sent again; at most once in `every` seconds.

        True when the source was asked `limit` times in vain: from then on ten times more rarely.
        """
        now = datetime.now(UTC)
        id_ = f"{self.generation}|{mark.source}|{mark.epoch}"
        row = self.database["resends"].find_one({"_id": id_}) or {}
        same = row.get("first") == mark.number + 1
        times = row.get("times", 0) if same else 0
        pause = every * (10 if times >= limit else 1)
        if same and (row["asked"] is None or now - row["asked"] < timedelta(seconds=pause)):
            return bool(times >= limit)
        wanted = {
            "source": mark.source,
            "epoch": mark.epoch,
            "first": mark.number + 1,
            "last": until,
        }
        self.database["resends"].update_one(
            {"_id": id_}, {"$set": {**wanted, "asked": None, "times": times + 1}}, upsert=True
        )
        return bool(times + 1 >= limit)

    def closed(self, mark: Mark) -> None:
        """The gap of a source is closed: stop asking."""
        self.database["resends"].delete_one(
            {"_id": f"{self.generation}|{mark.source}|{mark.epoch}"}
        )

    # --- refused ------------------------------------------------------------------------------------

    def refuse(self, body: bytes, reason: str) -> None:
        """Count bytes that are not ours; only their hash and size are kept."""
        now = datetime.now(UTC)
        try:
            self.database["refused"].update_one(
                {"_id": hashlib.sha256(body).hexdigest()},
                {
                    "$inc": {"count": 1},
                    "$set": {"last_at": now, "reason": reason},
                    "$setOnInsert": {"size": len(body), "first_at": now},
                },
                upsert=True,
            )
        except DuplicateKeyError:
            self.refuse(body, reason)


def _mark(row: Document) -> Mark:
    return Mark(**{name: row[name] for name in Mark._fields})
