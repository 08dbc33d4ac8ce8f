"""The way out, the same in every service; the way in is the registry's sign-in page."""

from flask import Blueprint, redirect, session
from flask.typing import ResponseReturnValue

from kernel.web.place import Place, here
from kernel.web.session import close_session, public

SIGN_IN = "/registry/sign-in"


def entrance(place: Place) -> Blueprint:
    """The sign-out of a service."""
    bp = Blueprint("entrance", __name__, url_prefix=f"/{place.service}")
    bp.add_url_rule("/sign-out", view_func=sign_out, methods=["POST"])
    return bp


@public
def sign_out() -> ResponseReturnValue:
    session.clear()
    response = redirect(here().sign_in, 303)
    close_session(response)
    return response
