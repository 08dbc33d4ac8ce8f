"""Keeps one job: `python -m kernel.jobs.keeper`, started by `Jobs.start` with its order on stdin.

It runs the function in a child process, writes down its progress and signs of life, ends it when its
time is over, and tells how it ended. If it dies itself, the child dies too and `Jobs.sweep` tells.
"""

import os
import select
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import structlog

from kernel import log as logs
from kernel.config import Settings
from kernel.jobs.desk import DONE, FAILED, FILES, KILLED, QUEUED, ROWS, RUNNING
from kernel.jobs.work import MOST_RESULT, Child, folder_of, fork
from kernel.store.mongo import Database, Document, Files, PyMongoError, connect, in_trouble

log = structlog.get_logger()

STEP = 0.25
LONGEST_LINE = MOST_RESULT + 65_536
PIECE = 65_536
ATTEMPTS = 8


class Ended(Exception):
    """The job is over before its function was: `state` and why."""

    def __init__(self, state: str, error: str) -> None:
        super().__init__(error)
        self.state, self.error = state, error


class Keeper:
    """Watches one child."""

    def __init__(
        self, database: Database[Document], job: str, child: Child, settings: Settings
    ) -> None:
        self.rows, self.files = database[ROWS], Files(database, FILES)
        self.job, self.child, self.settings = job, child, settings
        self.until = time.monotonic() + settings.jobs_seconds
        self.progress = 0
        self._beat_at = float("-inf")
        self._stopped = False

    def stop(self, *_: Any) -> None:
        """End the job at the next step (SIGTERM)."""
        self._stopped = True

    def run(self) -> None:
        """Claim the job, let it work, tell how it ended."""
        try:
            mine = {"state": RUNNING, "patience": self.settings.lease_seconds}
            if not self._move(mine, QUEUED, stamp="started"):
                return
            self.child.begin()
            end = self._watched()
        except Ended as over:
            end = {"state": over.state, "error": over.error}
        finally:
            self.child.kill()
        number = self.child.wait()
        if not end:
            end = {"state": KILLED, "error": signal.Signals(number).name if number else "Died"}
        self._tell(end)

    def _watched(self) -> Document:
        """What the child said at last; nothing if it just ended. Raises `Ended`."""
        for line in self._lines():
            said = orjson.loads(line)
            if "progress" not in said:
                return self._end_of(said)
            self.progress = said["progress"]
            self._beat_at -= self._pause / 2  # soon, but not for each percent
        return {}

    def _end_of(self, said: dict[str, Any]) -> Document:
        if "failed" in said:
            return {"state": FAILED, **said["failed"]}
        if "killed" in said:
            return {"state": KILLED, "error": said["killed"]}
        if "file" in said:
            return {"state": DONE, "progress": 100, "file": self._keep(said["file"])}
        return {"state": DONE, "progress": 100, "result": said["done"]}

    def _keep(self, made: dict[str, str]) -> str:
        with Path(made["path"]).open("rb") as source:
            self.files.upload_from_stream_with_id(
                self.job, made["name"], source, metadata={"kind": made["kind"]}
            )
        return made["name"]

    # --- hearing ------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[bytes]:
        """What the child says, line by line, until it ends; looks at the limits meanwhile."""
        rest = b""
        while True:
            self._look()
            if not select.select([self.child.heard], [], [], STEP)[0]:
                continue
            piece = os.read(self.child.heard, PIECE)
            if not piece:
                return
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise Ended(KILLED, "ResultTooLarge")
            yield from lines

    def _look(self) -> None:
        if self._stopped:
            raise Ended(FAILED, "Stopped")
        if time.monotonic() > self.until:
            raise Ended(KILLED, "OutOfTime")
        if time.monotonic() - self._beat_at > self._pause:
            self._beat()

    @property
    def _pause(self) -> float:
        return self.settings.lease_seconds / 4

    def _beat(self) -> None:
        """A sign of life with the progress. A row that is no longer ours ends the job."""
        self._beat_at = time.monotonic()
        try:
            if not self._move({"progress": self.progress}, RUNNING):
                raise Ended(FAILED, "Overtaken")
        except PyMongoError as error:
            if not in_trouble(error):
                raise
            log.warning("job cannot be written down", job=self.job, **logs.failure(error))

    # --- writing ------------------------------------------------------------------------------------

    def _move(self, fields: Document, state: str, stamp: str = "beat") -> bool:
        change: Document = {"$set": fields, "$currentDate": {stamp: True, "beat": True}}
        done = self.rows.update_one({"_id": self.job, "state": state}, change)
        return bool(done.matched_count)

    def _tell(self, end: Document) -> None:
        """Write the end down; the database may be in trouble just then."""
        told = _patiently(lambda: self._move(end, RUNNING, stamp="ended"))
        if not told and end.get("file"):
            self.files.delete(self.job)
        log.info("job ended", job=self.job, state=end["state"], error=end.get("error", ""))


def _patiently(act: Callable[[], bool]) -> bool:
    """Try for about a minute; after that, `sweep` tells."""
    for attempt in range(ATTEMPTS):
        try:
            return act()
        except PyMongoError as error:
            if not in_trouble(error) or attempt == ATTEMPTS - 1:
                raise
            time.sleep(min(2.0**attempt / 4, 20))
    return False


def main() -> None:
    """Keep the job whose order is on stdin."""
    order = orjson.loads(sys.stdin.buffer.read())
    settings = Settings(**order["settings"])
    logs.configure(level=settings.log_level, service=order["service"], process="job")
    folder = folder_of(order["job"])
    folder.mkdir(mode=0o700)
    try:
        _keep(order, settings, fork(order, settings, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep(order: dict[str, Any], settings: Settings, child: Child) -> None:
    with connect(settings) as client:
        database = client[settings.database(order["service"])]
        keeper = Keeper(database, order["job"], child, settings)
        signal.signal(signal.SIGTERM, keeper.stop)
        keeper.run()


if __name__ == "__main__":
    main()
