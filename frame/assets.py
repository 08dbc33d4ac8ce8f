"""Static files of the pages: served under `/static`, cached for a year under a name that changes with the content."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, send_from_directory

from kernel.web import public

FOLDER = Path(__file__).parent / "static"
YEAR_SECONDS = 31_536_000
HOUR_SECONDS = 3600


def serve(app: Flask) -> None:
    """Serve the folder; a proxy may serve it instead, under the same addresses."""
    app.add_url_rule("/static/<path:name>", endpoint="face.static", view_func=static)


def url(name: str) -> str:
    """The address of a static file, with its version."""
    return f"/static/{name}?v={_version(name)}"


@public
def static(name: str) -> Response:
    """A file; for a year if it was asked for with its version."""
    age = YEAR_SECONDS if "v" in request.args else HOUR_SECONDS
    response = send_from_directory(FOLDER, name, max_age=age)
    response.cache_control.public = True
    response.cache_control.no_cache = None
    return response


@cache
def _version(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
