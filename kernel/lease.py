"""Leases on the database's own clock: one process at a time, and a number that proves it.

The clocks of our machines play no part: expiry is decided by MongoDB's `$$NOW`, and the holder stops
believing in its lease by its own monotonic clock well before it ends.
"""

import contextlib
import time
from datetime import UTC, datetime

from kernel.store.mongo import (
    ClientSession,
    Database,
    Document,
    DuplicateKeyError,
    PyMongoError,
)

# Where a leased loop stands, for readiness and logs.
STARTING, LEADING, STANDING_BY, IN_TROUBLE = "starting", "leading", "standing by", "in trouble"


BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class Overtaken(Exception):
    """Somebody else holds what we thought was ours: what we were about to do is not done."""


class Lease:
    """A lease that is taken, kept and fenced: `fence` grows each time it changes hands."""

    def __init__(
        self, database: Database[Document], name: str, *, holder: str, seconds: float
    ) -> None:
        self._rows = database["leases"]
        self.name, self.holder, self.seconds = name, holder, seconds
        self.fence = 0
        self._renewed = float("-inf")

    def hold(self) -> bool:
        """Take the lease or keep it; True while it is surely ours."""
        age = time.monotonic() - self._renewed
        if age > self.seconds / 3:
            self._renew()
        return self.sure()

    def sure(self) -> bool:
        """Whether it is ours, with a third of its life in hand."""
        return time.monotonic() - self._renewed < self.seconds * 2 / 3

    def _renew(self) -> None:
        asked = time.monotonic()
        row = self._take()
        if row is None and self._create():
            row = self._take()
        if row is None:
            self._renewed = float("-inf")
        else:
            self.fence, self._renewed = row["fence"], asked

    def _take(self) -> Document | None:
        """The lease, ours now, if it was ours or had ended."""
        free = {"_id": self.name, "$or": [{"holder": self.holder}, self._expired()]}
        return self._rows.find_one_and_update(free, [{"$set": self._taken()}], return_document=True)

    def _create(self) -> bool:
        """Make the row of a lease nobody ever took; an ended one, for anybody to take."""
        try:
            self._rows.insert_one(
                {"_id": self.name, "holder": "", "fence": 0, "expires": BEGINNING}
            )
        except DuplicateKeyError:
            return False
        return True

    @staticmethod
    def _expired() -> Document:
        return {"$expr": {"$lt": ["$expires", "$$NOW"]}}

    def _taken(self) -> Document:
        fence = {"$ifNull": ["$fence", 0]}
        ours = {"$eq": ["$holder", self.holder]}
        life = {"startDate": "$$NOW", "unit": "millisecond", "amount": int(self.seconds * 1000)}
        return {
            "holder": self.holder,
            "fence": {"$cond": [ours, fence, {"$add": [fence, 1]}]},
            "expires": {"$dateAdd": life},
        }

    def prove(self, session: ClientSession) -> None:
        """Write the fence inside a transaction, so that it fails if the lease has changed hands.

        Raises `Overtaken`.
        """
        mine = {"_id": self.name, "holder": self.holder, "fence": self.fence}
        if not self._rows.update_one(mine, {"$inc": {"used": 1}}, session=session).matched_count:
            self._renewed = float("-inf")
            raise Overtaken(self.name)

    def release(self) -> None:
        """Give it up, so that another need not wait for its end. If the database is away, it ends by itself."""
        self._renewed = float("-inf")
        with contextlib.suppress(PyMongoError):
            self._rows.update_one(
                {"_id": self.name, "holder": self.holder},
                [{"$set": {"expires": "$$NOW", "holder": ""}}],
            )
