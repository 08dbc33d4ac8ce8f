"""The files drawn from reports."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from gridfs.errors import NoFile

from kernel.errors import NotFound
from kernel.store import Store
from kernel.store.mongo import Files, StoredFile


@dataclass(frozen=True)
class PaperFile:
    """One file of the province's report."""

    name: str
    sha256: str
    size: int
    edition: str


class EvidenceFiles:
    """The files of evidence, under its ids. What a sent version names stays for good; so nothing is taken away."""

    def __init__(self, store: Store) -> None:
        self.files = Files(store.database, "evidence")

    def put(self, id_: str, name: str, content: bytes) -> None:
        """Keep the bytes of one, before it is told of."""
        self.files.upload_from_stream_with_id(id_, name, content)

    def open(self, id_: str) -> StoredFile:
        """One of them, to be read in pieces. Raises `NotFound`."""
        try:
            return self.files.open_download_stream(id_)
        except NoFile as missing:
            raise NotFound from missing


class PaperFiles:
    """The files drawn from compiled reports, by edition; written by the job that draws them."""

    def __init__(self, store: Store) -> None:
        self.files = Files(store.database, "papers")
        self.rows = store.database["papers.files"]
        self.drawings = store.database["drawings"]

    def drawn_by(self, edition: str, job: str, **about: str) -> None:
        """Note which job draws an edition, whose it is and what it is called."""
        self.drawings.update_one({"_id": edition}, {"$set": {"job": job, **about}}, upsert=True)

    def about(self, edition: str, agency: str) -> dict[str, str]:
        """What was noted of an agency's edition. Raises `NotFound`, also for somebody else's."""
        row: dict[str, str] | None = self.drawings.find_one({"_id": edition, "agency": agency})
        if row is None:
            raise NotFound
        return row

    def job_of(self, edition: str) -> str | None:
        """The job that draws an edition, if one was started."""
        row = self.drawings.find_one({"_id": edition})
        return row["job"] if row else None

    def keep(self, edition: str, paths: Iterable[Path]) -> list[PaperFile]:
        """Keep the files of an edition; the same edition again replaces them."""
        return [self._keep(edition, path) for path in paths]

    def of(self, edition: str) -> list[PaperFile]:
        """The files of an edition, by name."""
        return sorted(self._found(edition), key=lambda one: one.name)

    def open(self, edition: str, name: str) -> StoredFile:
        """One of them, to be read in pieces. Raises `NotFound`."""
        if not any(one.name == name for one in self._found(edition)):
            raise NotFound
        return self.files.open_download_stream(f"{edition}/{name}")

    def _keep(self, edition: str, path: Path) -> PaperFile:
        content = path.read_bytes()
        id_, digest = f"{edition}/{path.name}", hashlib.sha256(content).hexdigest()
        if self.rows.find_one({"_id": id_}, {"_id": 1}):
            self.files.delete(id_)
        self.files.upload_from_stream_with_id(
            id_, path.name, content, metadata={"edition": edition, "sha256": digest}
        )
        return PaperFile(path.name, digest, len(content), edition)

    def _found(self, edition: str) -> Iterator[PaperFile]:
        for row in self.rows.find({"metadata.edition": edition}):
            yield PaperFile(row["filename"], row["metadata"]["sha256"], row["length"], edition)
