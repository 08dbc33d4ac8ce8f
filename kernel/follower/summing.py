"""What is derived in a rebuilt copy: made once, at its end, from its documents as they have become.

Step by step each event's difference to before would be reckoned and written; of a copy that nobody reads
yet only the end counts. The copy stands still meanwhile, and each write proves that it is still ours.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from kernel.follower.follower import Follower
from kernel.store import Change, View
from kernel.store.mongo import (
    MAJORITY,
    SOON,
    ClientSession,
    Document,
    InsertOne,
    Rows,
    WriteConcern,
    in_transaction,
)

T = TypeVar("T")

READ_AT_ONCE = 5000
DERIVED_AT_ONCE = 100_000
WRITTEN_AT_ONCE = 10_000


class Summing:
    """Derives a whole copy while its follower waits."""

    def __init__(self, builder: Follower) -> None:
        self.builder, self.store, self.memory = builder, builder.store, builder.memory

    def run(self) -> None:
        """Derive if that is not done; from then on the copy derives with each event.

        Raises `Overtaken` when another worker goes on with the copy: it takes back what was written.
        """
        with self.builder.turn:
            if self.memory.underived:
                for view in self.store.views.values():
                    if view.derives:
                        self._derive(view, self._rows(view.derives))
                # What went before is only surely kept together with this.
                self._proven(self._note, concern=MAJORITY)
                self.memory.underived = False

    def _rows(self, name: str) -> Rows[Document]:
        return self.store.database[self.store.collection_of(name, self.memory.generation)]

    def _derive(self, view: View, into: Rows[Document]) -> None:
        self._clear(into)
        known: set[Any] = set()
        for documents in _parts(self._documents(view), DERIVED_AT_ONCE):
            for changes in _parts(view.derive((None, one) for one in documents), WRITTEN_AT_ONCE):
                self._write(changes, known, into)

    def _clear(self, into: Rows[Document]) -> None:
        """Take back what an earlier attempt wrote."""
        while self._proven(partial(_without_some, into)):
            pass

    def _documents(self, view: View) -> Iterator[Document]:
        for at, row in enumerate(self._rows(view.name).find(batch_size=READ_AT_ONCE)):
            if at % READ_AT_ONCE == 0:
                self.builder.lease.hold()  # the follower that waits does not renew it
            yield row

    def _write(self, changes: list[Change], known: set[Any], into: Rows[Document]) -> None:
        fresh = [InsertOne(one.made()) for one in changes if one.id not in known]
        more = [one.operation() for one in changes if one.id in known]
        known.update(one.id for one in changes)
        self._proven(
            lambda session: into.bulk_write([*fresh, *more], session=session, ordered=False)
        )

    def _note(self, session: ClientSession) -> None:
        self.store.database["followers"].update_one(
            {"_id": self.store.service, "underived": self.memory.generation},
            {"$unset": {"underived": ""}},
            session=session,
        )

    def _proven(self, act: Callable[[ClientSession], T], *, concern: WriteConcern = SOON) -> T:
        """Act in one transaction, while the copy is ours."""

        def proven(session: ClientSession) -> T:
            self.builder.lease.prove(session)
            return act(session)

        self.builder.lease.hold()
        seconds = self.store.settings.mongo_seconds
        return in_transaction(self.store.client, proven, seconds=seconds, concern=concern)


def _without_some(rows: Rows[Document], session: ClientSession) -> int:
    """Take some away, read in the same transaction: outside it one sees only what is surely kept."""
    found = rows.find({}, {"_id": 1}, session=session).limit(WRITTEN_AT_ONCE)
    ids = [row["_id"] for row in found]
    return rows.delete_many({"_id": {"$in": ids}}, session=session).deleted_count


def _parts(several: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(several)
    while part := list(islice(rest, size)):
        yield part
