"""The site's signing key and the ring of keys we believe: who sealed a segment, and may they?"""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kernel.errors import WrongSetting

SITE_KEY, RING = "site.key", "ring.json"
Ring = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Signer:
    """The private key of this site and its name."""

    keyid: str
    key: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature (64 bytes)."""
        return self.key.sign(message)


@dataclass(frozen=True)
class KnownKey:
    """A public key we believe, and the site it may speak for. What a revoked one signed before stays
    good; nothing new of it is taken in."""

    site: str
    key: Ed25519PublicKey
    revoked: bool = False


class KeyRing:
    """The public keys by name, as the ring's file has them now: a site may have been approved or revoked
    meanwhile. The file is looked at again for an unknown name, and whenever revocation is asked."""

    def __init__(self, keys: dict[str, KnownKey], *, path: Path | None = None) -> None:
        self._keys, self._path, self._seen = keys, path, _changed_at(path)

    def _find(self, keyid: str) -> KnownKey | None:
        if keyid not in self._keys:
            self._look_again()
        return self._keys.get(keyid)

    def _look_again(self) -> None:
        if self._path and _changed_at(self._path) != self._seen:
            self._seen = _changed_at(self._path)
            self._keys = _known(_read_ring(self._path.parent))

    def is_revoked(self, keyid: str) -> bool:
        """Whether nothing new of this key is to be taken in."""
        self._look_again()
        known = self._keys.get(keyid)
        return known is not None and known.revoked

    def vouches(self, keyid: str, site: str, message: bytes, signature: bytes) -> bool:
        """Whether a key we believe, of that very site, signed this."""
        known = self._find(keyid)
        if known is None or known.site != site:
            return False
        try:
            known.key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def create_site_key(folder: Path, site: str) -> str:
    """Make the site's key, unless it has one, and put it into the ring. Gives the key's name."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / SITE_KEY
    if not path.exists():
        _write_private(path, Ed25519PrivateKey.generate())
    signer = load_signer(folder)
    ring = _read_ring(folder) if (folder / RING).exists() else {}
    public = signer.key.public_key().public_bytes_raw()
    ring[signer.keyid] = {"site": site, "public": base64.b64encode(public).decode()}
    (folder / RING).write_text(json.dumps(ring, indent=2))
    return signer.keyid


def add_site_key(ring_folder: Path, folder: Path, site: str) -> str:
    """Make another site's key in its own folder and let the ring in `ring_folder` believe it."""
    keyid = create_site_key(folder, site)
    ring = _read_ring(ring_folder)
    ring[keyid] = _read_ring(folder)[keyid]
    (ring_folder / RING).write_text(json.dumps(ring, indent=2))
    return keyid


def _write_private(path: Path, key: Ed25519PrivateKey) -> None:
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)


def load_signer(folder: Path) -> Signer:
    """The site's signing key. Raises `WrongSetting` when there is none."""
    try:
        pem = (folder / SITE_KEY).read_bytes()
    except OSError as missing:
        raise WrongSetting(
            f"KEYS_DIR={folder}: no {SITE_KEY}; make one with 'danvan keys'"
        ) from missing
    key = serialization.load_pem_private_key(pem, password=None)
    assert isinstance(key, Ed25519PrivateKey)
    return Signer(keyid_of(key.public_key()), key)


def load_ring(folder: Path) -> KeyRing:
    """The keys this site believes. Raises `WrongSetting` when there is no ring."""
    try:
        ring = _read_ring(folder)
    except (OSError, ValueError) as missing:
        raise WrongSetting(
            f"KEYS_DIR={folder}: no readable {RING}; make it with 'danvan keys'"
        ) from missing
    return KeyRing(_known(ring), path=folder / RING)


def _known(ring: Ring) -> dict[str, KnownKey]:
    return {
        keyid: KnownKey(one["site"], public_key(one["public"]), bool(one.get("revoked")))
        for keyid, one in ring.items()
    }


def public_key(text: str) -> Ed25519PublicKey:
    """A public key from its base64 form. Raises `ValueError`."""
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))


def pin(folder: Path, *, keyid: str, site: str, public: str) -> None:
    """Believe a site's key from now on; the ring is replaced whole."""
    keep(folder, {keyid: {"site": site, "public": public}})


def keep(folder: Path, told: Ring) -> bool:
    """Take over what was told of keys, each with its site, public half and whether it was revoked. No key
    is ever forgotten: what it signed before must stay readable. Gives whether anything was news."""
    path = folder / RING
    ring = _read_ring(folder) if path.exists() else {}
    fresh = {**ring, **told}
    if fresh == ring:
        return False
    written = path.with_suffix(f".{os.getpid()}.new")
    written.write_text(json.dumps(fresh, indent=2))
    written.replace(path)
    return True


def known_public(folder: Path, keyid: str) -> str:
    """The base64 form of a public key in the ring."""
    public: str = _read_ring(folder)[keyid]["public"]
    return public


def _changed_at(path: Path | None) -> tuple[int, int]:
    if path is None or not path.exists():
        return (0, 0)
    found = path.stat()
    return (found.st_mtime_ns, found.st_ino)


def _read_ring(folder: Path) -> Ring:
    ring: Ring = json.loads((folder / RING).read_text())
    return ring


def keyid_of(key: Ed25519PublicKey) -> str:
    """The name of a key, made from the key itself."""
    return base64.b32encode(key.public_bytes_raw())[:12].decode().lower()
