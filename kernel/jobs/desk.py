"""Where a service starts its jobs and asks how far they are.

Rows in `jobs`: `queued` → `running` → `done`, `failed` (its own error) or `killed` (a limit, a signal).
Signs of life are on the database's clock; a job that gives none is marked `failed` by `sweep`.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import structlog

from kernel.errors import Invalid, KeyReused, Later, NotFound
from kernel.jobs.work import folder_of
from kernel.log import failure
from kernel.message import Actor, new_id
from kernel.store import Store
from kernel.store.mongo import Document, DuplicateKeyError, Files, StoredFile

log = structlog.get_logger()

QUEUED, RUNNING, DONE, FAILED, KILLED = "queued", "running", "done", "failed", "killed"
OPEN = {"$in": [QUEUED, RUNNING]}
LAST_SIGN = {"$add": ["$beat", {"$multiply": ["$patience", 1000]}]}
SILENT: Document = {"state": OPEN, "$expr": {"$lt": [LAST_SIGN, "$$NOW"]}}
ROWS, FILES = "jobs", "job_files"
MOST_BYTES = 1_048_576
KEPT = timedelta(days=30)
ROOT = Path(__file__).parent.parent.parent

# Keepers this process has started, until they are known to have ended (else they stay as zombies).
_keepers: list["subprocess.Popen[bytes]"] = []


class UnknownTarget(Invalid):
    """Only functions a service has listed may run as jobs."""

    code = "unknown_job"
    title = "Công việc nền này không có trong danh sách được phép."


class TooManyWords(Invalid):
    """The arguments of a job are limited: larger things are files or documents it reads itself."""

    code = "job_too_large"
    title = "Dữ liệu giao cho công việc nền quá lớn."


@dataclass(frozen=True)
class JobStatus:
    """How far a job is. `result` is what its function gave; `file` the name of the file it made."""

    id: str
    name: str
    state: str
    progress: int
    result: dict[str, Any] | None
    file: str
    error: str
    fingerprint: str
    by: str
    queued: datetime
    started: datetime | None
    ended: datetime | None


class Jobs:
    """The jobs of one service. `targets` are the functions it may run, as `module:function`."""

    def __init__(self, store: Store, targets: Iterable[str] = ()) -> None:
        self.store, self.targets = store, frozenset(targets)
        self.rows = store.database[ROWS]
        self.files = Files(store.database, FILES)

    def prepare(self) -> None:
        """Make the indexes."""
        self.rows.create_index([("state", 1), ("beat", 1)])
        self.rows.create_index("ended")

    def start(
        self,
        name: str,
        target: str,
        arguments: dict[str, Any],
        *,
        by: Actor,
        key: str | None = None,
    ) -> str:
        """Start a job, once per key and agency. Gives its id at once; the work goes on by itself.

        Raises `UnknownTarget`, `TooManyWords`, `KeyReused`, and `Later` when no process can be made.
        """
        if target not in self.targets:
            raise UnknownTarget(target=target)
        words = orjson.dumps([name, target, arguments], option=orjson.OPT_SORT_KEYS)
        if len(words) > MOST_BYTES:
            raise TooManyWords(size=len(words))
        job = new_id() if key is None else _digest(f"{by.agency}|{key}".encode())[:32]
        if self._write_down(job, name, _digest(words), by):
            self._spawn(job, target, arguments)
        return job

    def _write_down(self, job: str, name: str, fingerprint: str, by: Actor) -> bool:
        """Make the row of a job; False if it was started before."""
        row = {
            "name": name,
            "state": QUEUED,
            "progress": 0,
            "agency": by.agency,
            "by": by.office,
            "asked": fingerprint,
            "patience": self.store.settings.start_seconds,
        }
        try:
            self.rows.update_one(
                {"_id": job, "state": {"$exists": False}},
                {"$setOnInsert": row, "$currentDate": {"queued": True, "beat": True}},
                upsert=True,
            )
        except DuplicateKeyError:
            if self.rows.find_one({"_id": job}, {"asked": 1}) != {"_id": job, "asked": fingerprint}:
                raise KeyReused from None
            return False
        return True

    def _spawn(self, job: str, target: str, arguments: dict[str, Any]) -> None:
        """Start the keeper of a job. Its order goes through memory: it may hold names and secrets."""
        reap()
        order = {
            "job": job,
            "service": self.store.service,
            "target": target,
            "arguments": arguments,
            "settings": asdict(self.store.settings),
        }
        paper = os.memfd_create("job")
        try:
            os.write(paper, orjson.dumps(order))
            os.lseek(paper, 0, os.SEEK_SET)
            _keepers.append(_keeper(paper))
        except OSError as error:
            log.warning("job cannot start", job=job, **failure(error))
            self._lost({"_id": job}, "NotStarted")
            raise Later from error
        finally:
            os.close(paper)

    # --- asking -------------------------------------------------------------------------------------

    def status(self, job: str, *, agency: str) -> JobStatus:
        """How far a job is. Raises `NotFound`, also for another agency's job."""
        row = self._row(job, agency)
        known: Document = {
            name: row[name] for name in ("name", "state", "progress", "by", "queued")
        }
        known |= {name: row.get(name) for name in ("result", "started", "ended")}
        known |= {name: row.get(name, "") for name in ("file", "error", "fingerprint")}
        return JobStatus(id=job, **known)

    def file(self, job: str, *, agency: str) -> StoredFile:
        """The file a job has made, to be read in pieces. Raises `NotFound`."""
        if not self._row(job, agency).get("file"):
            raise NotFound
        return self.files.open_download_stream(job)

    def _row(self, job: str, agency: str) -> Document:
        row = self.rows.find_one({"_id": job, "agency": agency})
        if row is None:
            raise NotFound
        return row

    # --- keeping house ------------------------------------------------------------------------------

    def sweep(self) -> int:
        """Mark jobs that give no sign of life as failed, forget old ones, tell the metrics.

        For a timer of the service. Gives how many jobs died.
        """
        reap()
        for row in self.rows.find({"ended": {"$lt": datetime.now(UTC) - KEPT}}, {"file": 1}):
            self._forget(row)
        died = sum(self._bury(row["_id"]) for row in self.rows.find(SILENT, {"_id": 1}))
        if died:
            log.warning("jobs died", count=died)
        self._measure()
        return died

    def _bury(self, job: str) -> int:
        died = self._lost({"_id": job, **SILENT}, "NoSignOfLife")
        if died:
            shutil.rmtree(folder_of(job), ignore_errors=True)
        return died

    def _measure(self) -> None:
        newest: Document = {"$group": {"_id": "$name", "at": {"$max": "$ended"}}}
        for row in self.rows.aggregate([{"$match": {"state": DONE}}, newest]):
            at = row["at"].timestamp()
            self.store.metrics.set("danvan_job_last_success_timestamp", at, job=row["_id"])

    def _lost(self, where: Document, error: str) -> int:
        ended: Document = {
            "$set": {"state": FAILED, "error": error},
            "$currentDate": {"ended": True},
        }
        return self.rows.update_many({**where, "state": OPEN}, ended).modified_count

    def _forget(self, row: Document) -> None:
        if row.get("file"):
            self.files.delete(row["_id"])
        self.rows.delete_one({"_id": row["_id"]})


def _keeper(paper: int) -> "subprocess.Popen[bytes]":
    words = [sys.executable, "-m", "kernel.jobs.keeper"]
    return subprocess.Popen(  # noqa: S603  our own interpreter and module
        words, stdin=paper, stdout=subprocess.DEVNULL, cwd=ROOT, start_new_session=True
    )


def reap() -> int:
    """Let go of keepers that have ended; never waits. Gives how many of this process still work."""
    for process in list(_keepers):
        if process.poll() is not None:
            with contextlib.suppress(ValueError):  # another thread was faster
                _keepers.remove(process)
    return len(_keepers)


def _digest(words: bytes) -> str:
    return hashlib.sha256(words).hexdigest()
