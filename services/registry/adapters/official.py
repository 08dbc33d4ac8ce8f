"""The official sign-in (OpenID Connect): where it sends people, and whom it says came back."""

import secrets
import threading
import time
from dataclasses import dataclass
from typing import Any, Final

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from kernel.config import Settings
from kernel.errors import Later, NotSignedIn

ALGORITHMS: Final = ["RS256", "PS256", "ES256", "Ed25519", "EdDSA"]
SECONDS: Final = 5
KEPT_SECONDS: Final = 600
LEEWAY: Final = 60
# Asks for a sign-in of now; `max_age` also has the provider say when it was (OpenID Connect Core 3.1.2.1).
ANEW: Final = {"prompt": "login", "max_age": "0"}
IN_TROUBLE = (OSError, ValueError, KeyError, TypeError)


class OfficialAway(Later):
    """The official sign-in does not answer, or not as it must."""

    code = "official_away"
    title = "Hệ thống đăng nhập công vụ chưa trả lời. Hãy thử lại, hoặc đăng nhập bằng mật khẩu."


class NotVouched(NotSignedIn):
    """What came back is not what the official sign-in told of somebody who had set out from here."""

    code = "not_vouched"
    title = "Đăng nhập công vụ không thành. Hãy thử lại từ đầu."


@dataclass(frozen=True)
class Vouched:
    """Who came back, under the one name they have there, and how many seconds ago they signed in there, if it says."""

    identity: str
    age: float | None


@dataclass(frozen=True)
class SetOut:
    """Where somebody is sent, and what is remembered of it in their own browser."""

    address: str
    kept: dict[str, str]


class Official:
    """The provider these settings name."""

    def __init__(self, settings: Settings) -> None:
        self.issuer = settings.oidc_issuer.rstrip("/")
        self.client, self._secret = settings.oidc_client_id, settings.oidc_client_secret
        self._lock = threading.Lock()
        self._told: tuple[float, dict[str, Any], KeySet] | None = None

    def __bool__(self) -> bool:
        """Whether there is one."""
        return bool(self.issuer)

    def set_out(self, back: str, *, anew: bool = False) -> SetOut:
        """Send somebody there; they come back to `back`. `anew`: to prove once more who they are, whatever session
        they have there. Raises `OfficialAway`."""
        about, _ = self._about()
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
        with self._session(back) as session:
            address, state = session.create_authorization_url(
                about["authorization_endpoint"],
                code_verifier=verifier,
                nonce=nonce,
                **(ANEW if anew else {}),
            )
        return SetOut(address, {"state": state, "nonce": nonce, "verifier": verifier})

    def come_back(self, back: str, *, code: str, state: str, kept: dict[str, str]) -> Vouched:
        """Who came back. Raises `NotVouched`, `OfficialAway`."""
        if not code or not kept or not secrets.compare_digest(state, kept.get("state", "")):
            raise NotVouched
        about, keys = self._about()
        try:
            with self._session(back) as session:
                told = session.fetch_token(
                    about["token_endpoint"],
                    code=code,
                    code_verifier=kept["verifier"],
                    timeout=SECONDS,
                )
            return self._vouched(told["id_token"], keys, nonce=kept["nonce"])
        except (AuthlibBaseError, JoseError) as wrong:
            raise NotVouched from wrong
        except IN_TROUBLE as trouble:
            raise OfficialAway from trouble

    def _vouched(self, token: str, keys: KeySet, *, nonce: str) -> Vouched:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        jwt.JWTClaimsRegistry(
            now=int(time.time()),
            leeway=LEEWAY,
            iss={"essential": True, "value": self.issuer},
            aud={"essential": True, "value": self.client},
            exp={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(claims)
        return Vouched(f"{self.issuer} {claims['sub']}", _age(claims.get("auth_time")))

    def _session(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self.client,
            self._secret or None,
            scope="openid",
            redirect_uri=back,
            code_challenge_method="S256",
        )

    def _about(self) -> tuple[dict[str, Any], KeySet]:
        """What the provider says of itself, asked again after a while."""
        with self._lock:
            if self._told is None or time.monotonic() - self._told[0] > KEPT_SECONDS:
                try:
                    self._told = (time.monotonic(), *self._ask())
                except IN_TROUBLE as trouble:
                    raise OfficialAway from trouble
            return self._told[1:]

    def _ask(self) -> tuple[dict[str, Any], KeySet]:
        with self._session("") as session:
            address = f"{self.issuer}/.well-known/openid-configuration"
            about = session.request("GET", address, withhold_token=True, timeout=SECONDS).json()
            if about["issuer"].rstrip("/") != self.issuer:
                raise ValueError("another issuer")
            keys = session.request(
                "GET", about["jwks_uri"], withhold_token=True, timeout=SECONDS
            ).json()
        return about, KeySet.import_key_set(keys)


def _age(moment: Any) -> float | None:
    """How many seconds ago somebody signed in; None when it is not said in numbers."""
    if isinstance(moment, bool) or not isinstance(moment, int | float):
        return None
    return time.time() - moment
