"""Consumers as processes of their own that cannot outlive the run, and blocks that cannot outlast their time."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import IO, NoReturn

ROOT = Path(__file__).parents[2]
STOPPING_SECONDS = 10
LAST_WORDS = 2_000  # bytes of output quoted when a consumer dies

# The kernel sends a child SIGTERM when its parent dies, even when the parent was killed outright.
WITH_PARENT = ("setpriv", "--pdeathsig", "TERM", "--")


class Overdue(Exception):
    """A block took longer than it may."""


def script(name: str) -> str:
    """A framework's own command, beside this interpreter."""
    return str(Path(sys.executable).with_name(name))


@dataclass(frozen=True)
class Consumers:
    """The processes under measurement, and what they say."""

    running: Sequence[subprocess.Popen[bytes]]
    output: IO[bytes]

    def last_words(self) -> str:
        """What the consumers said last, if one of them has ended; else nothing."""
        if all(consumer.poll() is None for consumer in self.running):
            return ""
        end = self.output.seek(0, os.SEEK_END)
        said = os.pread(self.output.fileno(), LAST_WORDS, max(0, end - LAST_WORDS))
        return said.decode(errors="replace") or "(it said nothing)"

    def stop(self) -> None:
        """Ask all to stop, wait a little, then kill what is left, forked children included."""
        for consumer in self.running:
            consumer.terminate()
        for consumer in self.running:
            _wait_or_kill(consumer)


def _wait_or_kill(consumer: subprocess.Popen[bytes]) -> None:
    with suppress(subprocess.TimeoutExpired):
        consumer.wait(STOPPING_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(consumer.pid, signal.SIGKILL)
    consumer.wait()


@contextmanager
def running(
    commands: Sequence[Sequence[str]], *, environment: Mapping[str, str]
) -> Iterator[Consumers]:
    """Start one process group per command; none is left afterwards."""
    started: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryFile() as output:
        consumers = Consumers(started, output)
        try:
            started.extend(_start(command, environment, output) for command in commands)
            yield consumers
        finally:
            consumers.stop()


def _start(
    command: Sequence[str], environment: Mapping[str, str], output: IO[bytes]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*WITH_PARENT, *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **environment},
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


@contextmanager
def bounded(seconds: int) -> Iterator[None]:
    """Raise `Overdue` if the block takes longer, and unwind it on SIGTERM. Main thread only; not nested."""
    previous = signal.signal(signal.SIGALRM, _overdue), signal.signal(signal.SIGTERM, _unwind)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous[0])
        signal.signal(signal.SIGTERM, previous[1])


def _overdue(signum: int, frame: FrameType | None) -> NoReturn:
    raise Overdue("took too long")


def _unwind(signum: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signum)
