"""In and out by an access token: the operator issues one, a person pastes it; the registry's own page replaces this."""

from flask import Blueprint, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from kernel.errors import NotSignedIn
from kernel.web.place import Place, here
from kernel.web.session import close_session, local_path, open_session, public

WRONG_TOKEN = "Mã truy cập không đúng hoặc đã hết hạn."  # noqa: S105  a sentence


def entrance(place: Place) -> Blueprint:
    """The sign-in and sign-out pages of a service; with a sign-in of the site's own, only the way out."""
    bp = Blueprint("entrance", __name__, url_prefix=f"/{place.service}")
    bp.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
    if place.sign_in == own_sign_in(place.service):
        bp.add_url_rule("/sign-in", view_func=ask)
        bp.add_url_rule("/sign-in", view_func=sign_in, methods=["POST"])
    return bp


def own_sign_in(service: str) -> str:
    """The path of a service's own sign-in page."""
    return f"/{service}/sign-in"


@public
def ask() -> ResponseReturnValue:
    return render_template("web/sign-in.html", error="", next=_next())


@public
def sign_in() -> ResponseReturnValue:
    response = redirect(_next(), 303)
    try:
        open_session(response, token=request.form.get("token", "").strip())
    except NotSignedIn:
        return render_template("web/sign-in.html", error=WRONG_TOKEN, next=_next()), 422
    session.clear()  # the form tokens of whoever sat here before are void
    return response


@public
def sign_out() -> ResponseReturnValue:
    session.clear()
    response = redirect(here().sign_in, 303)
    close_session(response)
    return response


def _next() -> str:
    return local_path(request.values.get("next", ""), otherwise=f"/{here().service}")
