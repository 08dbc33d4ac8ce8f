"""The bell: tells the relay of this service that something is pending. Only a hint; the relay also polls.

A write of its own, journaled at once, because a change stream shows nothing that is not: without
that the relay would hear of it up to 100 ms later. It is rung beside the request, never in it, and
rests after each ring: a lone commit is heard at once, in a rush one ring stands for many.
"""

import threading
import time

from kernel.store.mongo import JOURNALED, Database, Document, PyMongoError

REST_SECONDS = 0.02


class Bell:
    """Rings for one service's database; many rings close together become one."""

    def __init__(self, database: Database[Document]) -> None:
        self._rows = database.get_collection("bell", write_concern=JOURNALED)
        self._wanted = threading.Event()
        self._ringer: threading.Thread | None = None

    def ring(self) -> None:
        """Ask for a ring and go on."""
        self._wanted.set()
        if self._ringer is None:
            self._ringer = threading.Thread(target=self._run, name="bell", daemon=True)
            self._ringer.start()

    def _run(self) -> None:
        while self._wanted.wait():
            self._wanted.clear()
            try:
                self._rows.update_one({"_id": "pending"}, {"$inc": {"rings": 1}}, upsert=True)
            except PyMongoError:
                continue  # the relay polls anyway
            time.sleep(REST_SECONDS)
