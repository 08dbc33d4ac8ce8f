"""Who is asking: Bearer tokens for programs, a cookie for people, both verified locally.

Every route says who may use it: `@requires(...)` or `@public`, directly below its route decorator.
An application with a route that says neither does not start.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, g, request
from werkzeug.wrappers import Response

from kernel.auth import Session
from kernel.errors import Forbidden, NotSignedIn
from kernel.message import Actor
from kernel.rights import OutOfScope, SeesOnly, asker
from kernel.web.place import Place, asks_api, here

P = ParamSpec("P")
R = TypeVar("R")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class NotFresh(NotSignedIn):
    """A sensitive act needs a sign-in of the last few minutes."""

    code = "sign_in_again"
    title = "Thao tác này cần bạn đăng nhập lại để xác nhận."


def signed_in() -> Actor | None:
    """Who asks, or None."""
    session = current_session()
    return session.actor if session else None


def current_actor() -> Actor:
    """Who asks. Raises `NotSignedIn`."""
    actor = signed_in()
    if actor is None:
        raise NotSignedIn
    return actor


def current_session() -> Session | None:
    """The verified session of this request, read once; None when there is none or it is not valid."""
    if "session" not in g:
        g.session = _read()
    session: Session | None = g.session
    return session


def _read() -> Session | None:
    place = here()
    token = bearer_token() if asks_api() else None
    if token is None:
        token = request.cookies.get(cookie_name(place), "")
    try:
        return place.keys.session(token, now=place.clock.now())
    except NotSignedIn:
        return None


def bearer_token() -> str | None:
    """The token of the Authorization header; a request that has one is judged by it alone."""
    given = request.authorization
    if given is None or given.type != "bearer":
        return None
    return given.token or ""


# --- who may ----------------------------------------------------------------------------------------


def requires(*roles: str, fresh: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in only who is signed in, in one of the roles (none named: any); `fresh`: who signed in a few minutes
    ago, for acts that need a second thought (keys, rights, an opened vault).

    Stands directly below the route decorator, so that nothing is read before one may ask.
    """

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            admit(*roles, fresh=fresh)
            return view(*args, **kwargs)

        guarded.guarded = roles or True  # type: ignore[attr-defined]
        guarded.fresh = fresh  # type: ignore[attr-defined]
        return guarded

    return guard


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Let in everybody: say so on purpose."""
    view.guarded = "public"  # type: ignore[attr-defined]
    return view


def admit(*roles: str, fresh: bool = False) -> Actor:
    """Who asks, if they may. Raises `NotSignedIn`, `Forbidden`, `NotFresh`."""
    actor = current_actor()
    if roles and actor.role not in roles:
        raise Forbidden
    _check_limits(actor, of_a_role=bool(roles))
    if fresh and not is_fresh(actor):
        raise NotFresh
    asker.set(actor)
    return actor


def _check_limits(actor: Actor, *, of_a_role: bool) -> None:
    """Refuse what the actor was cut down from. Raises `SeesOnly`, `OutOfScope`."""
    looks = request.method in SAFE_METHODS
    if actor.see_only and of_a_role and not looks:
        raise SeesOnly
    if actor.scopes:
        service = here().service
        fitting = {f"{service}.enter", *([f"{service}.see"] if looks else [])}
        if fitting.isdisjoint(actor.scopes):
            raise OutOfScope


def is_fresh(actor: Actor) -> bool:
    """Whether the actor signed in (not merely renewed a session) a few minutes ago."""
    place = here()
    age = place.clock.now().timestamp() - actor.fresh_at
    return age <= place.settings.fresh_minutes * 60


def check_guards(app: Flask) -> None:
    """Refuse an application with a route that does not say who may use it. Raises `TypeError`."""
    for endpoint, view in app.view_functions.items():
        if not all(hasattr(one, "guarded") for one in _doors(view)):
            raise TypeError(f"{endpoint}: say @requires(...) or @public below the route")


def guard_of(view: Any, method: str) -> Any:
    """What guards a view for a method: the roles it lets in, `True` (whoever is signed in) or `"public"`."""
    return _door(view, method).guarded


def asks_fresh(view: Any, method: str) -> bool:
    """Whether a view lets in only who signed in a few minutes ago."""
    return bool(getattr(_door(view, method), "fresh", False))


def _door(view: Any, method: str) -> Any:
    cls = getattr(view, "view_class", None)
    return view if cls is None or hasattr(view, "guarded") else getattr(cls, method.lower())


def _doors(view: Any) -> list[Any]:
    """The functions behind a view: itself, or each method of a view class."""
    cls = getattr(view, "view_class", None)
    if cls is None or hasattr(view, "guarded"):
        return [view]
    return [getattr(cls, method.lower()) for method in cls.methods or ()]


# --- cookie -----------------------------------------------------------------------------------------


def cookie_name(place: Place) -> str:
    """`__Host-` binds the cookie to this host by TLS; browsers refuse the prefix on plain HTTP."""
    return "__Host-danvan" if place.https else "danvan"


class Issued(NamedTuple):
    """A fresh token and when it ends."""

    token: str
    expires: datetime


def issue_token(actor: Actor) -> Issued:
    """A session token for somebody the registry vouches for, from now on. Raises `WrongSetting`."""
    place = here()
    now, minutes = place.clock.now(), place.settings.session_minutes
    token = place.keys.issue(actor, now=now, minutes=minutes)
    return Issued(token, now + timedelta(minutes=minutes))


def open_session(response: Response, *, token: str) -> Session:
    """Set the session cookie. Raises `NotSignedIn` for a token that does not hold."""
    place = here()
    session = place.keys.session(token, now=place.clock.now())
    response.set_cookie(
        cookie_name(place),
        token,
        expires=session.expires,
        path="/",
        secure=place.https,
        httponly=True,
        samesite="Lax",
    )
    return session


def close_session(response: Response) -> None:
    """Forget the session cookie."""
    place = here()
    response.delete_cookie(
        cookie_name(place), path="/", secure=place.https, httponly=True, samesite="Lax"
    )


# --- ways in and back -------------------------------------------------------------------------------

_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def local_path(wanted: str, *, otherwise: str) -> str:
    """`wanted` if it is a path on this very site, else `otherwise`: nobody is sent to a stranger."""
    if not _LOCAL.fullmatch(wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted


def sign_in_path() -> str:
    """The sign-in page, remembering where one wanted to go."""
    place = here()
    return f"{place.sign_in}?next={quote(_wanted(place), safe='/')}"


def _wanted(place: Place) -> str:
    if request.method in SAFE_METHODS and not request.headers.get("HX-Request"):
        return request.full_path.rstrip("?")
    asked_from = urlsplit(request.referrer or "")
    same_site = f"{asked_from.scheme}://{asked_from.netloc}" == place.origin
    return asked_from.path if same_site else f"/{place.service}"
