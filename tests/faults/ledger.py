"""What clients asked and were told: the ledger against which a checker holds the system after a fault.

A command is written down before it is sent. Until an answer is written down too it is *unknown*: it may
have happened once or not at all. Acknowledged ones must have happened once, refused ones not.
"""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

BAD_REQUEST, SERVER_ERROR = 400, 500


class Outcome(StrEnum):
    """What the client knows about a command."""

    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Contradiction(Exception):
    """A command was acknowledged once and refused another time: no client can live with that."""


@dataclass(kw_only=True)
class Entry:
    """A command and what became of it."""

    number: int
    kind: str
    key: str
    payload: Any
    outcome: Outcome = Outcome.UNKNOWN
    status: int | None = None
    body: Any = None
    why: str = "not answered yet"


@dataclass
class Ledger:
    """Written by many threads, one JSON line per event; `path` must be new."""

    path: Path
    _entries: list[Entry] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        # One write per line, unbuffered: what a killed client knew is on record.
        self._file = self.path.open("xb", buffering=0)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def issue(self, kind: str, *, key: str, payload: Any) -> Entry:
        """A command is about to be sent for the first time."""
        with self._lock:
            number = len(self._entries) + 1
            self._write(number=number, kind=kind, key=key, payload=payload)
            self._entries.append(Entry(number=number, kind=kind, key=key, payload=payload))
            return self._entries[-1]

    def answered(self, entry: Entry, *, status: int, body: Any = None) -> None:
        """An answer came: below 400 it is done, below 500 refused, else nobody knows."""
        with self._lock:
            self._write(number=entry.number, status=status, body=body)
            _answer(entry, status, body)

    def unknown(self, entry: Entry, *, why: str) -> None:
        """No answer came. What an earlier attempt was told stands."""
        with self._lock:
            self._write(number=entry.number, why=why)
            _doubt(entry, why)

    def _write(self, **line: Any) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False, default=str).encode() + b"\n")

    def entries(self, outcome: Outcome | None = None) -> Iterator[Entry]:
        """The entries of one outcome, or all, in the order of their issue; safe while others write."""
        with self._lock:
            snapshot = [entry for entry in self._entries if outcome in {None, entry.outcome}]
        return iter(snapshot)

    def counts(self) -> dict[str, int]:
        """How many were issued, and how many of each outcome."""
        found = Counter(entry.outcome for entry in self.entries())
        return {"issued": found.total(), **{each.value: found[each] for each in Outcome}}


def read(path: Path) -> list[Entry]:
    """The entries of a ledger on disk, also of a client that was killed while writing a line."""
    entries: list[Entry] = []
    for line in path.read_bytes().splitlines(keepends=True):
        if line.endswith(b"\n"):
            _replay(entries, json.loads(line))
    return entries


def _replay(entries: list[Entry], line: dict[str, Any]) -> None:
    if "kind" in line:
        entries.append(Entry(**line))
    elif "status" in line:
        _answer(entries[line["number"] - 1], line["status"], line["body"])
    else:
        _doubt(entries[line["number"] - 1], line["why"])


def _answer(entry: Entry, status: int, body: Any) -> None:
    outcome = _outcome(status)
    if outcome is Outcome.UNKNOWN:
        return _doubt(entry, f"answered {status}")
    if entry.outcome not in {Outcome.UNKNOWN, outcome}:
        raise Contradiction(f"{entry.kind} {entry.key}: {entry.outcome}, now answered {status}")
    entry.outcome, entry.status, entry.body, entry.why = outcome, status, body, ""
    return None


def _doubt(entry: Entry, why: str) -> None:
    if entry.outcome is Outcome.UNKNOWN:
        entry.why = why


def _outcome(status: int) -> Outcome:
    if status >= SERVER_ERROR:
        return Outcome.UNKNOWN
    return Outcome.REFUSED if status >= BAD_REQUEST else Outcome.ACKNOWLEDGED
