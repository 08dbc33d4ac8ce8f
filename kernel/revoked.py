"""Sessions ended before their time: one small file in the site's key folder, which every web process reads.

The registry writes it from what it has recorded; nobody asks the registry for each request. The list stays
short, because who is on it for longer than the longest token lives may be left out.
"""

import json
import os
import secrets
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kernel.errors import WrongSetting
from kernel.message import Actor

FILE: Final = "revoked.json"


def office_of(user: str, office: str) -> str:
    """How the list names one role of an account at one agency."""
    return f"{user} {office}"


@dataclass(frozen=True)
class Ended:
    """What counts no more: the words for tokens, accounts and roles; and by account the moment (seconds of the
    machine's clock) before which its tokens were issued, since somebody set another password."""

    words: frozenset[str] = frozenset()
    before: Mapping[str, float] = field(default_factory=dict)

    def holds(self, jti: str, actor: Actor, *, issued: float) -> bool:
        """Whether the token, its account, or its role there is on the list, or the token is too old."""
        named = {jti, actor.user, office_of(actor.user, actor.office)}
        return not self.words.isdisjoint(named) or issued < self.before.get(actor.user, 0.0)


class RevokedFile:
    """What the file says now; it is read again only when it was replaced."""

    def __init__(self, folder: str | Path) -> None:
        self.path = Path(folder) / FILE
        self._lock = threading.Lock()
        self._seen: tuple[int, int] = (0, 0)
        self._ended = Ended()

    def is_revoked(self, jti: str, actor: Actor, *, issued: float) -> bool:
        """Whether a token counts no more. Raises `WrongSetting`."""
        return self._current().holds(jti, actor, issued=issued)

    def _current(self) -> Ended:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return Ended()
        seen = (found.st_ino, found.st_mtime_ns)
        with self._lock:
            if seen != self._seen:
                self._ended, self._seen = _read(self.path), seen
            return self._ended


def write_revoked(
    folder: str | Path, words: Iterable[str], *, before: Mapping[str, float] | None = None
) -> bool:
    """Replace the list whole, if it says something else. Gives whether it did."""
    path, wanted = Path(folder) / FILE, Ended(frozenset(words), dict(before or {}))
    if (_read(path) if path.exists() else Ended()) == wanted:
        return False
    fresh = path.with_name(f".{FILE}.{secrets.token_hex(4)}")
    with fresh.open("w", encoding="utf-8") as out:
        json.dump({"revoked": sorted(wanted.words), "before": dict(wanted.before)}, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
    return True


def _read(path: Path) -> Ended:
    try:
        said = json.loads(path.read_bytes())
        before = {user: float(moment) for user, moment in said.get("before", {}).items()}
        return Ended(frozenset(said["revoked"]), before)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as wrong:
        raise WrongSetting(f"KEYS_DIR: {path.name} is not a list of ended sessions") from wrong
