"""Calls from one site to another over HTTP, signed with the site's key: who asks is who the register of sites says.

A signature covers method, path, the moment and the body's hash. It holds for `WINDOW` seconds, and the one
called lets no signature through twice.
"""

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from kernel.keys import KeyRing, Signer

WINDOW = 120  # seconds either way: clocks of sites differ
SITE, KEY, MOMENT, DIGEST, SIGNATURE = (
    f"X-Danvan-{word}" for word in ("Site", "Key", "Moment", "Digest", "Signature")
)


@dataclass(frozen=True)
class Call:
    """What is asked: method, path and the SHA-256 of the body."""

    method: str
    path: str
    digest: str

    @classmethod
    def of(cls, method: str, path: str, body: bytes = b"") -> "Call":
        """A call with this body."""
        return cls(method, path, hashlib.sha256(body).hexdigest())

    @classmethod
    def claimed(cls, method: str, path: str, headers: Mapping[str, str]) -> "Call":
        """A call as it says it is, before its body is read."""
        return cls(method, path, headers.get(DIGEST, ""))

    def fits(self, body: bytes) -> bool:
        """Whether this is the body that was signed."""
        return hashlib.sha256(body).hexdigest() == self.digest

    def signed(self, signer: Signer, *, site: str, moment: float) -> dict[str, str]:
        """The headers that prove who asks."""
        at = f"{moment:.6f}"
        signature = base64.b64encode(signer.sign(self._bytes(site, at))).decode()
        told = {SITE: site, KEY: signer.keyid, MOMENT: at, DIGEST: self.digest}
        return {**told, SIGNATURE: signature}

    def caller(self, headers: Mapping[str, str], ring: KeyRing, *, now: float) -> str:
        """The site that asks; empty when that is not proved, no longer or by a key that was revoked."""
        site, keyid, at = (headers.get(name, "") for name in (SITE, KEY, MOMENT))
        try:
            moment = float(at)
            signature = base64.b64decode(headers.get(SIGNATURE, ""), validate=True)
        except (ValueError, binascii.Error):
            return ""
        if not abs(now - moment) <= WINDOW or ring.is_revoked(keyid):
            return ""
        return site if ring.vouches(keyid, site, self._bytes(site, at), signature) else ""

    def _bytes(self, site: str, moment: str) -> bytes:
        return "\n".join(
            ("danvan-call-1", site, moment, self.method, self.path, self.digest)
        ).encode()
