"""What the registry touches outside: the slow hash of passwords (argon2id), so many at a time and no more."""

import base64
import os
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

import segno
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kernel.errors import Later

# OWASP's profile for argon2id: 19 MiB of memory, two passes, one lane.
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1


class Sealed:
    """Small secrets, sealed (AES-GCM) for the one account they belong to: another cannot open them."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: str, *, of: str) -> str:
        """The sealed text."""
        nonce = os.urandom(12)
        return base64.urlsafe_b64encode(
            nonce + self._cipher.encrypt(nonce, text.encode(), of.encode())
        ).decode()

    def opened(self, sealed: str, *, of: str) -> str | None:
        """The text; None for whatever was not sealed here for that account."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode())
            return self._cipher.decrypt(raw[:12], raw[12:], of.encode()).decode()
        except (ValueError, InvalidTag):
            return None


def qr_of(text: str) -> str:
    """A QR code as the source of an image (SVG in a data address)."""
    return segno.make(text, error="m").svg_data_uri(scale=5, border=2)


class Busy(Later):
    """Every place at the slow hash is taken: the threads that remain serve everybody else."""

    code = "busy"
    title = "Nhiều người đang đăng nhập cùng lúc. Vui lòng thử lại sau vài giây."


class Passwords:
    """Makes and checks hashes; never more of them at once than `places`."""

    def __init__(self, places: int) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._places = threading.BoundedSemaphore(max(1, places))
        self._nobody = ""

    def hashed(self, password: str) -> str:
        """The hash of a password, with a salt of its own. Raises `Busy`."""
        with self._place():
            return self._hasher.hash(_plain(password))

    def holds(self, hashed: str, password: str) -> bool:
        """Whether the password is that of the hash; with no hash the same time passes. Raises `Busy`."""
        with self._place():
            return self._verify(hashed or self._of_nobody(), password) and bool(hashed)

    def _verify(self, hashed: str, password: str) -> bool:
        try:
            return self._hasher.verify(hashed, _plain(password))
        except (VerificationError, InvalidHashError):
            return False

    def _of_nobody(self) -> str:
        """A hash no password of ours has, made once."""
        if not self._nobody:
            self._nobody = self._hasher.hash(b"nobody")
        return self._nobody

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise Busy(after=2)
        try:
            yield
        finally:
            self._places.release()


def _plain(password: str) -> bytes:
    """One form for the same letters, however the keyboard composed them."""
    return unicodedata.normalize("NFC", password.strip()).encode()
