"""Session tokens: who issued them, who may read them, and the secrets that lie in the site's key folder.

A token is an EdDSA (Ed25519) JWT that lives for minutes. The registry signs it with the newest
private key; every web process verifies it locally with all public keys of the folder, so that keys
rotate without signing anybody out. A process that only reads needs no private key.
"""

import hashlib
import hmac
import os
import re
import secrets
import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, Protocol

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from kernel.errors import NotSignedIn, WrongSetting
from kernel.message import Actor
from kernel.revoked import RevokedFile

ALGORITHM: Final = "Ed25519"
TOKEN_TYPE = "danvan-session"  # noqa: S105  a type, not a secret
LEEWAY_SECONDS = 60
# No token of whatever maker lives longer.
LONGEST_LIFE = timedelta(hours=12)
LONGEST_TOKEN = 4096
REMEMBERED_TOKENS = 2048
SECRET_FILE = "web.secret"  # noqa: S105  a file name

_KID = re.compile(r"[0-9]{8}T[0-9]{6}[0-9]{6}-[0-9a-f]{4}")


class Revoked(Protocol):
    """Who knows which sessions were ended before their time."""

    def is_revoked(self, jti: str, actor: Actor, *, issued: float) -> bool:
        """Whether this token, or every token of its account or role, or those issued before a moment, count no more."""


@dataclass(frozen=True)
class Session:
    """A verified token: who acts, under which token id, until when (machine clock, UTC), issued when (seconds)."""

    actor: Actor
    jti: str
    expires: datetime
    issued: float


class SessionKeys:
    """The session keys of a site, read from a folder and read again when a new key appears in it.

    Private keys are looked for only when a token is issued. Unless told otherwise it believes the
    folder's list of sessions that were ended before their time.
    """

    def __init__(self, folder: str | Path, *, site: str, revoked: Revoked | None = None) -> None:
        self.folder = Path(folder)
        self.site = site
        self.revoked = revoked or RevokedFile(folder)
        self._lock = threading.Lock()
        self._decoded = _decoder({})
        self._read_at = 0
        self._current()

    @property
    def issuer(self) -> str:
        """Who may issue: the registry of this site and of no other."""
        return f"danvan/{self.site}/registry"

    @property
    def audience(self) -> str:
        """Who may read: the services of this site."""
        return f"danvan/{self.site}"

    def issue(self, actor: Actor, *, now: datetime, minutes: float) -> str:
        """A token for `actor`, signed with the newest private key. Raises `WrongSetting` without one."""
        kid, key = _newest_private_key(self.folder)
        issued = now.timestamp()  # with its fraction: a cut lies between two tokens of one second
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": actor.user,
            "iat": issued,
            "exp": int(issued) + int(minutes * 60),
            "jti": str(uuid.uuid4()),
            "role": actor.role,
            "agency": actor.agency,
            "fresh_at": actor.fresh_at,
            **_limits(actor),
        }
        header = {"alg": ALGORITHM, "kid": kid, "typ": TOKEN_TYPE}
        return jwt.encode(header, claims, key, algorithms=[ALGORITHM])

    def read(self, token: str, *, now: datetime) -> Actor:
        """Who the token speaks for. Raises `NotSignedIn` for whatever is wrong with it, saying not what."""
        return self.session(token, now=now).actor

    def session(self, token: str, *, now: datetime) -> Session:
        """The verified token with its id and end. Raises `NotSignedIn`."""
        if not 0 < len(token) <= LONGEST_TOKEN:
            raise NotSignedIn
        session = _session(self._verified(token, now))
        if self.revoked.is_revoked(session.jti, session.actor, issued=session.issued):
            raise NotSignedIn
        return session

    def _verified(self, token: str, now: datetime) -> Mapping[str, Any]:
        try:
            claims = self._current()(token)
            self._rules(now).validate(claims)
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as wrong:
            raise NotSignedIn from wrong
        return claims

    def _current(self) -> Callable[[str], dict[str, Any]]:
        """What reads a token by the public keys, which are read again whenever the folder has changed:
        keys come and go by files."""
        try:
            changed = self.folder.stat().st_mtime_ns
        except OSError as wrong:
            raise WrongSetting(f"KEYS_DIR: no folder {self.folder}") from wrong
        with self._lock:
            if changed != self._read_at:
                self._decoded, self._read_at = _decoder(_public_keys(self.folder)), changed
            return self._decoded

    def _rules(self, now: datetime) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.audience},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            jti={"essential": True},
        )


def _decoder(keys: Mapping[str, OKPKey]) -> Callable[[str], dict[str, Any]]:
    """Reads what a token says if one of these keys signed it. A signature that was found good once stays
    good while the keys are the same, so the latest ones are remembered; a wrong one is looked at every time."""

    def key(signature: Any) -> OKPKey:
        headers = signature.headers()
        if headers.get("typ") != TOKEN_TYPE:
            raise NotSignedIn
        return keys[headers["kid"]]

    @lru_cache(maxsize=REMEMBERED_TOKENS)
    def decoded(token: str) -> Mapping[str, Any]:
        return MappingProxyType(jwt.decode(token, key, algorithms=[ALGORITHM]).claims)

    return lambda token: dict(decoded(token))


def _limits(actor: Actor) -> dict[str, Any]:
    """What cuts an actor down; nothing for most."""
    limits = {
        "see_only": actor.see_only,
        "acting_for": actor.acting_for,
        "scopes": list(actor.scopes),
    }
    return {name: value for name, value in limits.items() if value}


def _session(claims: Mapping[str, Any]) -> Session:
    words = [claims.get(name) for name in ("sub", "role", "agency", "jti")]
    fresh_at = claims.get("fresh_at", 0.0)
    if not all(isinstance(word, str) and word for word in words):
        raise NotSignedIn
    if isinstance(fresh_at, bool) or not isinstance(fresh_at, int | float):
        raise NotSignedIn
    user, role, agency, jti = (str(word) for word in words)
    actor = Actor(
        user=user,
        role=role,
        agency=agency,
        fresh_at=float(fresh_at),
        see_only=bool(claims.get("see_only")),
        acting_for=str(claims.get("acting_for", "")),
        scopes=tuple(map(str, claims.get("scopes", ()))),
    )
    return Session(
        actor, jti, datetime.fromtimestamp(claims["exp"], UTC), issued=float(claims["iat"])
    )


# --- the folder -------------------------------------------------------------------------------------


def create_session_key(folder: str | Path) -> str:
    """Make a key pair in the folder and return its kid; kids ascend with time, the newest one signs.

    The public half appears first, so that no reader meets a token before it can know the key.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    kid = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(2)}"
    key = OKPKey.generate_key(ALGORITHM)
    _write(place / f"session-{kid}.pub", key.as_pem(private=False), mode=0o644)
    _write(place / f"session-{kid}.key", key.as_pem(private=True), mode=0o600)
    return kid


def retire_session_keys(folder: str | Path, *, now: datetime) -> list[str]:
    """Remove the key pairs with which no living token was signed, and give their kids.

    A key stops signing when the next one appears; what it signed is dead `LONGEST_LIFE` later.
    """
    place = Path(folder)
    kids = sorted({*_files(place, "pub"), *_files(place, "key")})
    dead = now - LONGEST_LIFE - timedelta(seconds=2 * LEEWAY_SECONDS)
    retired = [old for old, newer in pairwise(kids) if _made_at(newer) < dead]
    for kid in retired:
        for ending in ("key", "pub"):
            (place / f"session-{kid}.{ending}").unlink(missing_ok=True)
    return retired


def _made_at(kid: str) -> datetime:
    return datetime.strptime(kid.partition("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)


def create_secret(folder: str | Path) -> Path:
    """Make the site's web secret if there is none yet; all web processes of the site share it."""
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = place / SECRET_FILE
    if not secret.exists():
        _write(secret, secrets.token_hex(32).encode(), mode=0o600)
    return secret


def derived_secret(folder: str | Path, *, purpose: str) -> bytes:
    """A key for one purpose, derived from the site's web secret. Raises `WrongSetting` without one."""
    path = Path(folder) / SECRET_FILE
    return hmac.digest(_private_bytes(path), purpose.encode(), hashlib.sha256)


def _write(path: Path, content: bytes, *, mode: int) -> None:
    """Write whole or not at all, never readable wider than `mode`, never over what is there."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(content)
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass  # another process was first: what it wrote stands
    finally:
        fresh.unlink()


def _private_bytes(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise WrongSetting(f"KEYS_DIR: {path.name} must be readable by its owner only (0600)")
        return path.read_bytes()
    except OSError as wrong:
        raise WrongSetting(f"KEYS_DIR: {path.name} cannot be read in {path.parent}") from wrong


def _public_keys(folder: Path) -> Mapping[str, OKPKey]:
    return {kid: _load(path.read_bytes(), path) for kid, path in _files(folder, "pub").items()}


def _newest_private_key(folder: Path) -> tuple[str, OKPKey]:
    files = _files(folder, "key")
    if not files:
        raise WrongSetting(f"KEYS_DIR: no session-<kid>.key to sign with in {folder}")
    kid = max(files)
    return kid, _load(_private_bytes(files[kid]), files[kid])


def _files(folder: Path, ending: str) -> dict[str, Path]:
    found = {
        path.stem.removeprefix("session-"): path for path in folder.glob(f"session-*.{ending}")
    }
    return {kid: path for kid, path in found.items() if _KID.fullmatch(kid)}


def _load(pem: bytes, path: Path) -> OKPKey:
    try:
        key = OKPKey.import_key(pem)
    except (JoseError, ValueError, TypeError) as wrong:
        raise WrongSetting(f"KEYS_DIR: {path.name} is not a key") from wrong
    if key.curve_name != ALGORITHM:
        raise WrongSetting(f"KEYS_DIR: {path.name} is not an {ALGORITHM} key")
    return key
