"""A provider of the official sign-in whose people have a session there: `python -m tests.integration.provider PORT`.

Who is called `sso-…` signed in an hour ago and does so anew only when asked to (`prompt=login`, `max_age=0`);
`deaf-…` is never asked anew; of everybody else it does not say when they signed in (no `auth_time`).
"""

import sys
import time
from typing import Any

import flask
import oidc_provider_mock
from oidc_provider_mock import _app, _storage

AN_HOUR = 3600
MOMENTS: dict[str, int] = {}


def signed_in_at(sub: str, *, asked_anew: bool) -> int | None:
    """When somebody proved who they are, as this provider knows it."""
    now = int(time.time())
    if sub.startswith("sso-"):
        return now if asked_anew else now - AN_HOUR
    return now - AN_HOUR if sub.startswith("deaf-") else None


class Grant(_app.AuthorizationCodeGrant):
    """Remembers with each code when its person signed in."""

    def save_authorization_code(self, code: str, request: Any) -> None:
        asked = flask.request.args
        anew = "login" in asked.get("prompt", "").split() or asked.get("max_age") == "0"
        moment = signed_in_at(request.user.sub, asked_anew=anew)
        if moment:
            MOMENTS[code] = moment
        super().save_authorization_code(code, request)


class Told(_app.OpenIDCode):
    """Says when somebody signed in only where that is known; the library otherwise says: now."""

    def get_compatible_claims(self, request: Any) -> dict[str, Any]:
        claims: dict[str, Any] = super().get_compatible_claims(request)
        claims.pop("auth_time", None)
        return claims


if __name__ == "__main__":
    _app.AuthorizationCodeGrant = Grant  # type: ignore[misc]
    _app.OpenIDCode = Told  # type: ignore[misc]
    _storage.AuthorizationCode.get_auth_time = lambda self: MOMENTS.get(self.code)  # type: ignore[method-assign]
    oidc_provider_mock.app().run(port=int(sys.argv[1]), threaded=True)
