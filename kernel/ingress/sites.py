"""The ingress's own copy of the register of sites: who may speak, with which key, for which agencies, since when.

The registry owns the register and hands it over; the ingress looks only here.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from kernel.enrolment import Enrolment, Hosting
from kernel.store.mongo import Database, Document


class Sites:
    """The copy, in the ingress's own database."""

    def __init__(self, database: Database[Document]) -> None:
        self.rows = database["sites"]

    def record(self, asked: Enrolment, agencies: Iterable[Hosting], *, state: str) -> bool:
        """Write down how a site stands. Gives whether that is news."""
        row = {
            "keyid": asked.keyid,
            "public": asked.public,
            "fingerprint": asked.fingerprint,
            "agencies": [vars(one) for one in agencies],
            "state": state,
        }
        known = self.rows.find_one({"_id": asked.site}, {"at": 0, "_id": 0})
        if known == row:
            return False
        self.rows.replace_one({"_id": asked.site}, {**row, "at": datetime.now(UTC)}, upsert=True)
        return True

    def all(self) -> list[Document]:
        """All of them, by their words."""
        return list(self.rows.find(sort=[("_id", 1)]))


def site_of(source: str) -> str:
    """The site that tells a source."""
    return source.split("/")[1]
