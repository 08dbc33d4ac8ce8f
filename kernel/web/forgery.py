"""Against forged requests: what a cookie authenticates must come from our own pages and carry their token.

Two independent proofs for every unsafe request that a browser could be tricked into: the form token
(bound to a signed cookie of its own) and the Origin or Referer header. A request with a Bearer token
needs neither: no browser adds one by itself.
"""

import hashlib
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import (  # type: ignore[import-untyped,unused-ignore]
    CSRFError,
    CSRFProtect,
    generate_csrf,
)
from markupsafe import Markup

from kernel.auth import derived_secret
from kernel.errors import Forbidden
from kernel.web.place import Place, asks_api, here
from kernel.web.session import SAFE_METHODS, bearer_token, cookie_name

FORM_HOURS = 12
_protect = CSRFProtect()


class Forged(Forbidden):
    """The request does not prove that it comes from one of our own pages."""

    code = "forged"
    title = (
        "Biểu mẫu đã hết hạn hoặc không được gửi từ trang này. Vui lòng tải lại trang và gửi lại."
    )


class FormCookie(SecureCookieSessionInterface):
    """The signed cookie to which form tokens are bound; what signs it is made once and not for each request."""

    digest_method = staticmethod(hashlib.sha256)

    def __init__(self) -> None:
        self._signs: Any = None

    def get_signing_serializer(self, app: Flask) -> Any:
        """What signs and reads the cookie."""
        if self._signs is None:
            self._signs = super().get_signing_serializer(app)
        return self._signs


def refuse_forged(app: Flask, *, place: Place) -> None:
    """Check every unsafe request of the application that rests on a cookie."""
    app.secret_key = derived_secret(place.settings.keys_dir, purpose="forms")
    app.config.update(
        SESSION_COOKIE_NAME=f"{cookie_name(place)}-form",
        SESSION_COOKIE_SECURE=place.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_SSL_STRICT=False,  # our own origin check knows the proxy and covers plain HTTP too
        WTF_CSRF_TIME_LIMIT=FORM_HOURS * 3600,
    )
    app.session_interface = FormCookie()
    _protect.init_app(app)
    app.jinja_env.globals["csrf_field"] = csrf_field
    app.before_request(_check)


def csrf_field() -> Markup:
    """The hidden field every form of ours carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _check() -> None:
    if request.method in SAFE_METHODS or request.endpoint is None or not _rests_on_a_cookie():
        return
    if not _from_our_own_page():
        raise Forged
    try:
        _protect.protect()
    except CSRFError as wrong:
        raise Forged from wrong


def _rests_on_a_cookie() -> bool:
    """Every form of a page does (the sign-in too); an API request only if it brings no token itself."""
    if not asks_api():
        return True
    return bearer_token() is None and cookie_name(here()) in request.cookies


def _from_our_own_page() -> bool:
    if origin := request.headers.get("Origin"):
        return origin == here().origin
    asked_from = urlsplit(request.referrer or "")
    return f"{asked_from.scheme}://{asked_from.netloc}" == here().origin
