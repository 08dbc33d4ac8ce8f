"""Open days are counted anew when the calendar or a rule changes: in batches, resumed where they stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from contracts.reception import DeadlinesRecounted
from kernel.message import Actor, Aggregate, Told, named_id
from kernel.store import Change, Collection, Store, View
from services.reception.domain import OPEN_STATES, Law, Petition
from services.reception.domain.recount import recount
from services.reception.store import Petitions

BATCH = 100
Row = dict[str, Any]
Still = Callable[[], bool]


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
        first = {"because": because, "after": "", "looked": 0, "changed": 0, "done": False}
        return self.change(told.id, first=first)

    def reflect(self, done: Recount) -> Iterator[Change]:
        yield from ()

    def on(self, row: Row, *, after: str, looked: int, changed: int, done: bool) -> Change:
        """So much further."""
        more = {"looked": looked, "changed": changed}
        return self.change(row["_id"], set={"after": after, "done": done}, inc=more)

    def open(self) -> Row | None:
        """The oldest that is not finished."""
        return next(self.find({"done": False}, sort=[("_id", 1)], limit=1), None)


class RecountDesk:
    """Counts what is open anew."""

    def __init__(
        self, store: Store, petitions: Petitions, law: Callable[[], Law], batch: int = BATCH
    ) -> None:
        self.store, self.petitions, self.law, self.batch = store, petitions, law, batch
        self.due, self.finished = RecountsDue(store), RecountsDone(store)

    def go_on(self, still: Still = lambda: True) -> bool:
        """Go on until nothing is due, or `still` says no. Gives whether there was something to do."""
        by = Actor(user="recount", role="SYSTEM", agency=self.store.settings.site)
        went = False
        while still() and (row := self.due.open()):
            self.store.once(lambda row=row: self._batch(row), by=by, command="recount")  # type: ignore[misc]
            went = True
        return went

    def _batch(self, row: Row) -> None:
        """Some petitions, in one transaction; with the last ones it is told."""
        found = self._next(row["after"])
        changed = [one for one in found if self._moved(one, row["because"])]
        if changed:
            self.store.commit(*changed)
        done = len(found) < self.batch
        after = found[-1].id if found else row["after"]
        self.store.note(
            self.due.on(row, after=after, looked=len(found), changed=len(changed), done=done)
        )
        if done:
            self._tell(row, len(found), len(changed))

    def _moved(self, petition: Petition, because: str) -> bool:
        today = self.store.clock.today()
        return recount(petition, law=self.law(), today=today, because=because)

    def _next(self, after: str) -> list[Petition]:
        open_ = [state.value for state in OPEN_STATES]
        where = {"_id": {"$gt": after}, "state": {"$in": open_}}
        rows = self.petitions.some(where, limit=self.batch)
        return [self.petitions.from_document(row) for row in rows]

    def _tell(self, row: Row, looked: int, changed: int) -> None:
        site = self.store.settings.site
        done = Recount(
            id=named_id(site, Recount.kind, row["_id"]), agency=site, because=row["because"]
        )
        done.tell(
            DeadlinesRecounted(
                because=row["because"],
                recounted_on=self.store.clock.today(),
                looked_at=row["looked"] + looked,
                changed=row["changed"] + changed,
            )
        )
        self.store.commit(done)
