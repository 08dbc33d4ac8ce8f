"""Attached files: who may see them and where they belong; their sealed content in GridFS."""

from datetime import datetime, timedelta
from typing import Any

from gridfs.errors import NoFile

from kernel.errors import NotFound
from kernel.store import Collection, Store
from kernel.store.mongo import Files
from kernel.store.unit import session
from services.reception.domain.files import Attachment


class Attachments(Collection[Attachment]):
    """What is known of each attached file."""

    name = "attachments"
    holds = Attachment
    indexes = (([("petition", 1)], {}),)

    def of(self, petition: str) -> list[Attachment]:
        """The files of a petition, in the order they came."""
        rows = self.rows.find({"petition": petition}, sort=[("_id", 1)], session=session())
        return [self.from_document(row) for row in rows]

    def about(self, petition: str, attachment: str) -> Attachment:
        """One of them. Raises `NotFound`."""
        row = self.rows.find_one({"_id": attachment, "petition": petition}, session=session())
        if row is None:
            raise NotFound
        return self.from_document(row)

    def anywhere(self, attachment: str) -> Attachment:
        """One by its id alone. Raises `NotFound`."""
        row = self.rows.find_one({"_id": attachment})
        if row is None:
            raise NotFound
        return self.from_document(row)


class Contents:
    """The sealed bytes of files, under the ids of their attachments; whoever has these alone reads nothing."""

    def __init__(self, store: Store) -> None:
        self.files = Files(store.database, "sealed_files")
        self.rows = store.database["sealed_files.files"]
        self.attachments = store.database["attachments"]
        self.handovers = store.database["vault_handovers"]
        self.forwards, self.arrivals, self.parcels = (
            store.database[name] for name in ("forwards", "arrivals", "parcels")
        )

    def put(self, id_: str, body: bytes) -> None:
        """Keep the bytes of a file that is about to be attached."""
        self.files.upload_from_stream_with_id(id_, "sealed", body)

    def get(self, id_: str) -> bytes:
        """The bytes of a file. Raises `NotFound`."""
        try:
            with self.files.open_download_stream(id_) as kept:
                found: bytes = kept.read()
        except NoFile as missing:
            raise NotFound from missing
        return found

    def has(self, id_: str) -> bool:
        """Whether the bytes of a file are here."""
        return self.rows.find_one({"_id": id_}, {"_id": 1}) is not None

    def drop(self, id_: str) -> bool:
        """Forget the bytes of a file. Gives whether there were any."""
        try:
            self.files.delete(id_)
        except NoFile:
            return False
        return True

    def sweep(self, *, now: datetime, older: timedelta) -> int:
        """Forget bytes that were put but never attached, or sent and taken out or refused. Gives how many went."""
        where: dict[str, Any] = {"uploadDate": {"$lt": now - older}}
        old = [row["_id"] for row in self.rows.find(where, {"_id": 1})]
        used = {
            row["_id"]
            for rows, more in (
                (self.attachments, {}),
                (self.handovers, {}),
                (self.forwards, {"answer": None}),
                (self.arrivals, {"answer": None}),
                (self.parcels, {"answered": False}),
            )
            for row in rows.find({"_id": {"$in": old}, **more}, {"_id": 1})
        }
        for id_ in set(old) - used:
            self.drop(id_)
        return len(set(old) - used)
