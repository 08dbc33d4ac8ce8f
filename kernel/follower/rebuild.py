"""Rebuild: a second copy of the read models follows from the first segment while the old one serves.

When it stands where the old one stands, both are compared by content and the new one takes over in
one write. Events that come in meanwhile are in both, or in neither yet.
"""

import hashlib
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import bson
import orjson
import pymongo
import structlog

from kernel.config import Settings
from kernel.follower.asking import AlreadyRebuilding, ask_rebuild
from kernel.follower.follower import Follower
from kernel.follower.summing import Summing
from kernel.keys import KeyRing
from kernel.lease import LEADING, STANDING_BY, Overtaken
from kernel.log import failure
from kernel.metrics import Metrics
from kernel.store import Store, View
from kernel.store.mongo import Document, Rows, in_trouble
from kernel.store.store import GENERATION_SECONDS

__all__ = ["AlreadyRebuilding", "Rebuilder", "ask_rebuild", "digests"]

log = structlog.get_logger()

LOOK = 1.0
LOOK_AT_COPY = 0.1
BATCH = 5000
INDEX_SECONDS = 600
CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS
LONGEST_PAUSE = 5.0


def digests(
    store: Store, generation: int, *, beat: Callable[[], Any] = lambda: None
) -> dict[str, str]:
    """A hash of the whole content of each followed read model; `beat` is called every few thousand documents."""
    return {
        view.name: _digest(view, store.database[store.collection_of(view.name, generation)], beat)
        for view in store.views.values()
        if view.reflects is None
    }


def _digest(view: View, rows: Rows[Document], beat: Callable[[], Any]) -> str:
    """The same whatever order the fields of a document were first written in."""
    digest = hashlib.sha256()
    for at, row in enumerate(rows.find(sort=[("_id", 1)], batch_size=BATCH)):
        if at % BATCH == 0:
            beat()
        content = view.content(row)
        if content is not None:
            digest.update(orjson.dumps(content, option=CANONICAL, default=_unusual))
    return digest.hexdigest()


def _unusual(value: Any) -> Any:
    """What JSON has no word for, by the database's own bytes."""
    return bson.encode({"": value}).hex()


class Rebuilder:
    """Watches for a wanted rebuild and carries it through, beside the follower in use."""

    fire: Callable[[Callable[[], None]], None]

    def __init__(
        self,
        active: Follower,
        service: Any,
        ring: KeyRing,
        *,
        settings: Settings,
        metrics: Metrics,
        holder: str,
    ) -> None:
        self.active, self.service, self.ring = active, service, ring
        self.store, self.settings, self.metrics, self.holder = (
            active.store,
            settings,
            metrics,
            holder,
        )
        self.rows = self.store.database["followers"]
        self.fire = lambda act: act()
        self.state = STANDING_BY
        self._stopping = threading.Event()

    def run(self) -> None:
        """Look each second whether a rebuild is wanted, until `stop`."""
        while not self._stopping.wait(LOOK):
            try:
                row = self.rows.find_one({"_id": self.store.service}) or {}
                if row.get("building") and self.active.state == LEADING:
                    self._build(row["building"])
                elif row and row["generation"] != self.active.memory.generation:
                    self.active.serve(row["generation"])
            except Exception as error:
                if not in_trouble(error):
                    raise
                log.warning("rebuild interrupted", **failure(error))

    def stop(self) -> None:
        """Ask to end; an unfinished rebuild goes on where it was, after the next start."""
        self._stopping.set()

    def _build(self, generation: int) -> None:
        log.info("rebuild begins", generation=generation)
        builder = self._builder(generation)
        following = threading.Thread(target=builder.run, daemon=True)
        following.start()
        served = self.active.memory.generation
        try:
            while following.is_alive() and self._may_go_on():
                if self._near(builder) and self._finish(builder, generation):
                    break
        finally:
            builder.stop()
            following.join()
        if self.active.memory.generation == generation:
            # Readers look twice a second which copy serves: until then they read the old one.
            self._stopping.wait(2 * GENERATION_SECONDS)
            for one in range(served, generation):
                self._clear(one)

    def _finish(self, builder: Follower, generation: int) -> bool:
        """Make what is derived, index, then change over. True when nothing is left to do with this copy."""
        try:
            Summing(builder).run()
        except Overtaken:
            return False  # another goes on with it
        except Exception as error:
            if in_trouble(error):
                raise
            log.warning("a copy is made step by step", **failure(error))
            return self._anew(generation)
        with pymongo.timeout(INDEX_SECONDS):
            self._lay_down(generation, indexed=True)
        return self._switch(builder, generation)

    def _anew(self, generation: int) -> bool:
        """Begin another copy, which derives with each event: then an event of which that fails is parked."""
        self.rows.update_one(
            {"_id": self.store.service, "building": generation},
            {"$set": {"building": generation + 1}, "$unset": {"underived": ""}},
        )
        return True

    def _may_go_on(self) -> bool:
        """Wait a moment; False when we are asked to end or another worker leads."""
        return not self._stopping.wait(LOOK_AT_COPY) and self.active.state == LEADING

    def _builder(self, generation: int) -> Follower:
        self._lay_down(generation, indexed=False)
        return Follower(
            self.service,
            self.store,
            self.ring,
            settings=replace(self.settings, batch_events=self.settings.rebuild_events),
            metrics=self.metrics,
            holder=self.holder,
            generation=generation,
            ceiling=lambda source, epoch: self.active.memory.at(source, epoch).number,
        )

    def _lay_down(self, generation: int, *, indexed: bool) -> None:
        """Make the collections of a copy. What is asked of them is asked of the one in use: the indexes are made
        when the copy is nearly whole, which costs far less than keeping them with each event."""
        for view in self.store.views.values():
            if view.reflects is None:
                name = self.store.collection_of(view.name, generation)
                self.store.index(name, view.indexes if indexed else ())

    def _near(self, builder: Follower) -> bool:
        """Whether the copy has come to within a few segments of the one in use."""
        behind = sum(
            mark.number - builder.memory.at(*key).number
            for key, mark in list(self.active.memory.positions.items())
        )
        return behind <= len(self.active.memory.positions) * 2

    def _switch(self, builder: Follower, generation: int) -> bool:
        """Hold the old one still, let the new one come to the same place, compare, change over."""
        with self.active.turn:
            until = time.monotonic() + LONGEST_PAUSE
            while not self._level(builder) and time.monotonic() < until:
                time.sleep(0.02)
            if not self._level(builder):
                return False
            with builder.turn:
                return self._change_over(builder, generation)

    def _level(self, builder: Follower) -> bool:
        return builder.memory.positions == self.active.memory.positions

    def _change_over(self, builder: Follower, generation: int) -> bool:
        """False if the lease was lost while both were compared: then another goes on with the old one."""
        beat = self.active.lease.hold  # who stands still does not renew it
        before, after = (
            digests(self.store, one, beat=beat)
            for one in (self.active.memory.generation, generation)
        )
        if not beat():
            return False
        result: Document = {"at": datetime.now(UTC), "before": before, "after": after}
        self.rows.update_one(
            {"_id": self.store.service, "building": generation},
            {
                "$set": {
                    "generation": generation,
                    "rebuilt": {**result, "identical": before == after},
                },
                "$unset": {"building": ""},
            },
        )
        self.active.adopt(builder.memory)
        log.info("rebuild done", generation=generation, outcome=str(before == after))
        return True

    def _clear(self, generation: int) -> None:
        """Remove what belonged to the old copy."""
        for name in ("positions", "attachments", "held", "parked"):
            self.store.database[name].delete_many({"generation": generation})
        self.store.database["resends"].delete_many({"_id": {"$regex": f"^{generation}\\|"}})
        for view in self.store.views.values():
            if view.reflects is None:
                self.store.database.drop_collection(self.store.collection_of(view.name, generation))
