"""Sealing what only few may read: envelopes under an agency's key, boxes for another agency, blind marks.

The site has master keys in its key folder. Each agency has keys of its own, kept wrapped by a master
key wherever its service keeps them. Each sealed thing has a key of its own, wrapped by the agency's:
the *head* of an envelope. To change an agency's key, only heads are written anew.
"""

import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kernel.errors import WrongSetting

MASTER_FILE = "vault.keys"
KEY_BYTES, NONCE_BYTES, TAG_BYTES, PUBLIC_BYTES = 32, 12, 16, 32
VERSION = b"\x01"
NUMBER_BYTES = 4
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + TAG_BYTES
HEAD_BYTES = len(VERSION) + NUMBER_BYTES + WRAPPED_BYTES


class SealBroken(Exception):
    """What is sealed was changed, is of somebody else, or its key is not here."""


def encrypt(key: bytes, plain: bytes, *, bound: bytes) -> bytes:
    """AES-256-GCM under a fresh nonce, bound to what it belongs to."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound)


def decrypt(key: bytes, sealed: bytes, *, bound: bytes) -> bytes:
    """What was encrypted. Raises `SealBroken`."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError) as wrong:
        raise SealBroken from wrong


# --- the master keys of a site ----------------------------------------------------------------------


@dataclass(frozen=True)
class MasterKeys:
    """The site's master keys by name; the newest wraps, all unwrap."""

    keys: dict[str, bytes]

    @property
    def newest(self) -> str:
        """The name of the key that wraps."""
        return list(self.keys)[-1]

    def wrap(self, key: bytes, *, bound: bytes) -> tuple[str, bytes]:
        """A key, wrapped by the newest master key: that one's name, and the wrapped key."""
        return self.newest, encrypt(self.keys[self.newest], key, bound=bound)

    def unwrap(self, name: str, wrapped: bytes, *, bound: bytes) -> bytes:
        """A wrapped key. Raises `SealBroken`, also for a master key that is not in the folder."""
        if name not in self.keys:
            raise SealBroken
        return decrypt(self.keys[name], wrapped, bound=bound)


def create_master_key(folder: str | Path) -> str:
    """Make the site's first master key, unless it has one. Gives the newest one's name."""
    path = Path(folder) / MASTER_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = _fresh_file(path, _as_json(_one_more({})))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first: what it wrote stands
        finally:
            fresh.unlink()
    return load_master_keys(folder).newest


def rotate_master_key(folder: str | Path) -> str:
    """Add a master key, which wraps from now on. Gives its name."""
    keys = _one_more(load_master_keys(folder).keys)
    path = Path(folder) / MASTER_FILE
    _fresh_file(path, _as_json(keys)).replace(path)
    return list(keys)[-1]


def load_master_keys(folder: str | Path) -> MasterKeys:
    """The master keys of the key folder. Raises `WrongSetting`."""
    path = Path(folder) / MASTER_FILE
    try:
        if path.stat().st_mode & 0o077:
            raise WrongSetting(f"KEYS_DIR: {MASTER_FILE} must be readable by its owner only (0600)")
        known = json.loads(path.read_bytes())
        return MasterKeys({one["name"]: bytes.fromhex(one["key"]) for one in known["keys"]})
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise WrongSetting(
            f"KEYS_DIR={folder}: no readable {MASTER_FILE}; make it with 'danvan keys init'"
        ) from wrong


def _one_more(keys: dict[str, bytes]) -> dict[str, bytes]:
    return {**keys, f"m{len(keys) + 1}-{secrets.token_hex(4)}": secrets.token_bytes(KEY_BYTES)}


def _as_json(keys: dict[str, bytes]) -> bytes:
    told = [{"name": name, "key": key.hex()} for name, key in keys.items()]
    return json.dumps({"keys": told}, indent=2).encode()


def _fresh_file(path: Path, content: bytes) -> Path:
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
    return fresh


# --- the keys of an agency --------------------------------------------------------------------------


@dataclass(frozen=True)
class Keys:
    """One agency's keys, unwrapped: envelope keys by number, the key of blind marks, its own box."""

    agency: str
    envelope: dict[int, bytes]
    marks: bytes
    private: bytes

    @classmethod
    def fresh(cls, agency: str) -> "Keys":
        """New keys for an agency that has none."""
        private = X25519PrivateKey.generate().private_bytes_raw()
        marks = secrets.token_bytes(KEY_BYTES)
        return cls(agency, {1: secrets.token_bytes(KEY_BYTES)}, marks, private)

    @property
    def newest(self) -> int:
        """The number of the key that seals."""
        return max(self.envelope)

    @property
    def public(self) -> bytes:
        """What others need to seal something for this agency."""
        return X25519PrivateKey.from_private_bytes(self.private).public_key().public_bytes_raw()

    def seal(self, plain: bytes, *, bound: str) -> bytes:
        """An envelope: a head of `HEAD_BYTES`, then the content under a key of its own."""
        key = secrets.token_bytes(KEY_BYTES)
        return self._head(key, bound) + encrypt(key, plain, bound=self._bound(bound))

    def open(self, sealed: bytes, *, bound: str) -> bytes:
        """What is in an envelope. Raises `SealBroken`."""
        key = self._key_of(sealed[:HEAD_BYTES], bound)
        return decrypt(key, sealed[HEAD_BYTES:], bound=self._bound(bound))

    def again(self, head: bytes, *, bound: str) -> bytes:
        """The head of an envelope under the newest key; its content stays. Raises `SealBroken`."""
        return self._head(self._key_of(head, bound), bound)

    def mark(self, *words: str) -> bytes:
        """A blind mark: the same words give the same mark, and nobody without the key knows which."""
        return hmac.digest(self.marks, "\x1f".join(words).encode(), hashlib.sha256)

    def open_box(self, box: bytes, *, bound: str) -> bytes:
        """What somebody sealed for this agency (`seal_for`). Raises `SealBroken`."""
        try:
            theirs = X25519PublicKey.from_public_bytes(box[:PUBLIC_BYTES])
            shared = X25519PrivateKey.from_private_bytes(self.private).exchange(theirs)
        except ValueError as wrong:
            raise SealBroken from wrong
        key = _box_key(shared, box[:PUBLIC_BYTES], self.public)
        return decrypt(key, box[PUBLIC_BYTES:], bound=bound.encode())

    def _head(self, key: bytes, bound: str) -> bytes:
        number = self.newest
        wrapped = encrypt(self.envelope[number], key, bound=self._bound(bound))
        return VERSION + number.to_bytes(NUMBER_BYTES, "big") + wrapped

    def _key_of(self, head: bytes, bound: str) -> bytes:
        number = number_of(head)
        if len(head) != HEAD_BYTES or head[:1] != VERSION or number not in self.envelope:
            raise SealBroken
        return decrypt(self.envelope[number], head[-WRAPPED_BYTES:], bound=self._bound(bound))

    def _bound(self, to: str) -> bytes:
        return f"{self.agency}\x1f{to}".encode()


def number_of(head: bytes) -> int:
    """Which of its agency's keys an envelope needs."""
    return int.from_bytes(head[1 : 1 + NUMBER_BYTES], "big")


def seal_for(public: bytes, plain: bytes, *, bound: str) -> bytes:
    """A box that only the holder of a public key's other half can open; the sender cannot."""
    own = X25519PrivateKey.generate()
    ours = own.public_key().public_bytes_raw()
    key = _box_key(own.exchange(X25519PublicKey.from_public_bytes(public)), ours, public)
    return ours + encrypt(key, plain, bound=bound.encode())


def _box_key(shared: bytes, ours: bytes, theirs: bytes) -> bytes:
    made = HKDF(hashes.SHA256(), KEY_BYTES, salt=ours + theirs, info=b"danvan-box-1")
    return made.derive(shared)


# --- as they are kept -------------------------------------------------------------------------------


def wrapped(keys: Keys, masters: MasterKeys) -> dict[str, Any]:
    """An agency's keys as they may be kept: all but the public one wrapped by a master key."""
    plain = json.dumps(
        {
            "envelope": {str(number): key.hex() for number, key in keys.envelope.items()},
            "marks": keys.marks.hex(),
            "private": keys.private.hex(),
        }
    ).encode()
    name, kept = masters.wrap(plain, bound=f"keys\x1f{keys.agency}".encode())
    return {"master": name, "keys": kept, "public": keys.public, "newest": keys.newest}


def unwrapped(agency: str, row: dict[str, Any], masters: MasterKeys) -> Keys:
    """An agency's keys from what is kept. Raises `SealBroken`."""
    bound = f"keys\x1f{agency}".encode()
    plain = json.loads(masters.unwrap(row["master"], row["keys"], bound=bound))
    envelope = {int(number): bytes.fromhex(key) for number, key in plain["envelope"].items()}
    marks, private = bytes.fromhex(plain["marks"]), bytes.fromhex(plain["private"])
    return Keys(agency, envelope, marks, private)
