"""The process in which a job's function runs: under limits, without a database, heard through a pipe.

It is forked before its keeper connects to anything, dies with its keeper, and works in a folder of its
own that is gone afterwards.
"""

import ctypes
import importlib
import os
import resource
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from kernel.config import Settings
from kernel.log import failure

MOST_RESULT = 1_048_576
RESERVE = 67_108_864  # to say that memory ran out
PR_SET_PDEATHSIG = 1
GO = b"g"


def folder_of(job: str) -> Path:
    """Where a job works: a folder of its own, that its keeper removes, or `Jobs.sweep` on this machine."""
    return Path(tempfile.gettempdir()) / f"danvan-job-{job}"


class ResultTooLarge(Exception):
    """A result is at most 1 MiB of JSON: larger ones are files."""


@dataclass(frozen=True)
class File:
    """A result that is a file: where the function wrote it, how people call it, what it is."""

    path: Path
    name: str
    kind: str = "application/octet-stream"


class Work:
    """What a job's function is given beside its arguments."""

    def __init__(self, settings: Settings, folder: Path, says: int) -> None:
        self.settings, self.folder, self._says = settings, folder, says
        self._told = -1

    def progress(self, percent: int) -> None:
        """Say how far the work is, 0–100."""
        percent = max(0, min(100, int(percent)))
        if percent > self._told:
            self._told = percent
            self.say(progress=percent)

    def say(self, **words: Any) -> None:
        """Tell the keeper something, on one line."""
        line = orjson.dumps(words) + b"\n"
        while line:
            line = line[os.write(self._says, line) :]


@dataclass(frozen=True)
class Child:
    """The forked process, as its keeper sees it."""

    pid: int
    heard: int
    go: int

    def begin(self) -> None:
        """Let it start."""
        os.write(self.go, GO)

    def kill(self) -> None:
        """End it and whatever it started."""
        for end in (os.killpg, os.kill):
            try:
                end(self.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def wait(self) -> int:
        """Wait until it has ended. Gives 0, or the number of the signal that ended it."""
        _, status = os.waitpid(self.pid, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def fork(order: dict[str, Any], settings: Settings, folder: Path) -> Child:
    """Make the process. It waits for `begin` before it does anything."""
    heard, says = os.pipe()
    waits, go = os.pipe()
    keeper = os.getpid()
    pid = os.fork()
    if pid:
        os.close(says)
        os.close(waits)
        return Child(pid, heard, go)
    try:
        os.close(heard)
        os.close(go)
        _prepare(keeper, settings, folder)
        if os.read(waits, 1) == GO:
            _work(order, Work(settings, folder, says))
    finally:
        os._exit(0)


def _prepare(keeper: int, settings: Settings, folder: Path) -> None:
    """Be bound to the keeper's life, to a folder and to the limits."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != keeper:
        os._exit(0)
    os.setpgid(0, 0)
    os.nice(5)
    os.chdir(folder)
    os.environ["TMPDIR"] = str(folder)
    _be_silent()
    memory = (
        settings.jobs_memory
    )  # what it may write to: an engine that only reserves addresses harms nobody
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory + RESERVE))
    resource.setrlimit(resource.RLIMIT_CPU, (settings.jobs_seconds, settings.jobs_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _be_silent() -> None:
    """What a library prints may name people: nobody hears it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _work(order: dict[str, Any], work: Work) -> None:
    try:
        result = _function(order["target"])(order["arguments"], work)
        words = _words(result)
    except MemoryError:
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        words = {"killed": "OutOfMemory"}
    except BaseException as error:  # noqa: BLE001  whatever it was, its keeper is told
        words = {"failed": failure(error)}
    work.say(**words)


def _function(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def _words(result: Any) -> dict[str, Any]:
    if isinstance(result, File):
        return {"file": {"path": str(result.path), "name": result.name, "kind": result.kind}}
    if len(orjson.dumps(result)) > MOST_RESULT:
        raise ResultTooLarge
    return {"done": result}
