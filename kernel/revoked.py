"""Sessions ended before their time: one small file in the site's key folder, which every web process reads.

The registry writes it from what it has recorded; nobody asks the registry for each request. The list stays
short, because who is on it for longer than the longest token lives may be left out.
"""

import json
import os
import secrets
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kernel.errors import WrongSetting
from kernel.message import Actor

FILE: Final = "revoked.json"


def office_of(user: str, office: str) -> str:
    """How the list names one role of an account at one agency."""
    return f"{user} {office}"


class RevokedFile:
    """What the file says now; it is read again only when it was replaced."""

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder) / FILE
        self._lock = threading.Lock()
        self._seen: tuple[int, int] = (0, 0)
        self._words: frozenset[str] = frozenset()

    def is_revoked(self, jti: str, actor: Actor) -> bool:
        """Whether the token, its account, or its role there is on the list. Raises `WrongSetting`."""
        words = self._current()
        return not words.isdisjoint({jti, actor.user, office_of(actor.user, actor.office)})

    def _current(self) -> frozenset[str]:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return frozenset()
        seen = (found.st_ino, found.st_mtime_ns)
        with self._lock:
            if seen != self._seen:
                self._words, self._seen = _read(self.path), seen
            return self._words


def write_revoked(folder: str | Path, words: Iterable[str]) -> bool:
    """Replace the list whole, if it says something else. Gives whether it did."""
    path, wanted = Path(folder) / FILE, frozenset(words)
    if (_read(path) if path.exists() else frozenset()) == wanted:
        return False
    fresh = path.with_name(f".{FILE}.{secrets.token_hex(4)}")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump({"revoked": sorted(wanted)}, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
    return True


def _read(path: Path) -> frozenset[str]:
    try:
        return frozenset(json.loads(path.read_bytes())["revoked"])
    except (OSError, ValueError, TypeError, KeyError) as wrong:
        raise WrongSetting(f"KEYS_DIR: {path.name} is not a list of ended sessions") from wrong
