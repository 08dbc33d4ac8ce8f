"""Open days are counted anew when the calendar or a rule changes: in batches, resumed where they stopped."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kernel.message import Actor, Aggregate, Event, Told, named_id
from kernel.store import Change, Collection, Store, View

BATCH = 100
Row = dict[str, Any]
Still = Callable[[], bool]
Moved = Callable[[Any, str], bool]


@dataclass(kw_only=True)
class Recount(Aggregate):
    """That everything open was counted anew because of one change."""

    kind: ClassVar[str] = "recount"

    because: str


class RecountsDone(Collection[Recount]):
    """The recounts that are finished."""

    name = "recounts"
    holds = Recount


class RecountsDue(View):
    """The changes after which everything open is counted anew, and how far that is.

    Made once and then lived with, so a rebuild fills in only what is missing.
    """

    name = "recounts_due"
    reflects = Recount
    indexes = (([("done", 1), ("_id", 1)], {}),)

    def wanted(self, because: str, told: Told) -> Change:
        """A change came in."""
        first = {"because": because, "at": 0, "after": "", "looked": 0, "changed": 0, "done": False}
        return self.change(told.id, first=first)

    def reflect(self, done: Recount) -> Iterator[Change]:
        yield from ()

    def on(self, row: Row, *, looked: int, changed: int, **to: Any) -> Change:
        """So much further: `at` which kind of thing, `after` which of them, whether all is `done`."""
        return self.change(row["_id"], set=to, inc={"looked": looked, "changed": changed})

    def open(self) -> Row | None:
        """The oldest that is not finished."""
        return next(self.find({"done": False}, sort=[("_id", 1)], limit=1), None)


class RecountDesk:
    """Counts what is open anew. `kept` are the kinds of things with the question which of them are open; `moved`
    counts one and says whether its day moved; `told` is the event by which the end is told."""

    def __init__(
        self,
        store: Store,
        kept: Sequence[tuple[Collection[Any], Row]],
        moved: Moved,
        told: type[Event],
    ) -> None:
        self.store, self.kept, self.moved, self.told = store, kept, moved, told
        self.due, self.finished = RecountsDue(store), RecountsDone(store)
        self.batch = BATCH

    def go_on(self, still: Still = lambda: True) -> bool:
        """Go on until nothing is due, or `still` says no. Gives whether there was something to do."""
        by = Actor(user="recount", role="SYSTEM", agency=self.store.settings.site)
        went = False
        while still() and (row := self.due.open()):
            self.store.once(lambda row=row: self._batch(row), by=by, command="recount")  # type: ignore[misc]
            went = True
        return went

    def _batch(self, row: Row) -> None:
        """Some things, in one transaction; with the last ones it is told."""
        at = row.get("at", 0)
        found = self._next(at, row["after"])
        changed = [one for one in found if self.moved(one, row["because"])]
        if changed:
            self.store.commit(*changed)
        over = len(found) < self.batch
        done = over and at + 1 >= len(self.kept)
        to = {"at": at + over, "after": "" if over else found[-1].id, "done": done}
        self.store.note(self.due.on(row, looked=len(found), changed=len(changed), **to))
        if done:
            self._tell(row, len(found), len(changed))

    def _next(self, at: int, after: str) -> list[Any]:
        collection, open_ = self.kept[at]
        rows = collection.some({"_id": {"$gt": after}, **open_}, limit=self.batch)
        return [collection.from_document(row) for row in rows]

    def _tell(self, row: Row, looked: int, changed: int) -> None:
        site = self.store.settings.site
        done = Recount(
            id=named_id(site, Recount.kind, row["_id"]), agency=site, because=row["because"]
        )
        said: dict[str, Any] = {
            "because": row["because"],
            "recounted_on": self.store.clock.today(),
            "looked_at": row["looked"] + looked,
            "changed": row["changed"] + changed,
        }
        done.tell(self.told(**said))
        self.store.commit(done)
