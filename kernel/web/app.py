"""Making the web application of a service: the one place where all hooks meet, in the order they act."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flask_smorest
from flask import Blueprint, Flask, g
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter, Map

from kernel.auth import SessionKeys
from kernel.clock import Clock
from kernel.config import Settings
from kernel.metrics import Metrics
from kernel.rights import check_table
from kernel.web import health
from kernel.web.entrance import SIGN_IN, entrance
from kernel.web.forgery import refuse_forged
from kernel.web.gate import Gate, shed
from kernel.web.headers import send_headers
from kernel.web.idempotency import offer_keys
from kernel.web.limits import limit
from kernel.web.openapi import serve_api
from kernel.web.place import EXTENSION, Place
from kernel.web.problem import answer_problems
from kernel.web.session import check_guards, signed_in
from kernel.web.strict import LARGEST
from kernel.web.watch import watch


def create_app(  # noqa: PLR0913  everything a web process is made of, by name
    *,
    service: str,
    settings: Settings,
    metrics: Metrics,
    clock: Clock,
    keys: SessionKeys,
    ready: Callable[[], dict[str, bool]],
    api: Sequence[flask_smorest.Blueprint] = (),
    pages: Sequence[Blueprint] = (),
    context: Mapping[str, Any] | None = None,
    sign_in: str = SIGN_IN,
) -> Flask:
    """The web application of a service.

    API blueprints go under `/api/<service>/v1`, pages under `/<service>`; `context` is given to
    every template; `sign_in` is the path of the site's sign-in page.
    Raises `TypeError` for a route or a command that does not say who may use it, `WrongSetting`.
    """
    place = Place(service, settings, metrics, clock, keys, ready, sign_in)
    app = _bare(place)
    watch(app, place=place)
    shed(
        app, Gate(settings.web_threads, settings.web_queue, settings.web_patience, metrics=metrics)
    )
    limit(app, place=place)
    refuse_forged(app, place=place)
    send_headers(app, place=place)
    answer_problems(app)
    offer_keys(app)
    app.context_processor(lambda: _for_templates(place, context or {}))
    app.register_blueprint(health.bp)
    app.register_blueprint(entrance(place))
    if api:
        serve_api(app, service=service, routes=api)
    for one in pages:
        app.register_blueprint(one, url_prefix=f"/{service}{one.url_prefix or ''}")
    check_guards(app)
    check_table(service)
    return app


class Synchronous(Flask):
    """Calls what it is given as it stands: nothing of ours is a coroutine, and asking each function of each
    request whether it is one costs more than many of them do."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function itself."""
        return func


def _bare(place: Place) -> Flask:
    app = Synchronous("kernel.web", static_folder=None, template_folder="templates")
    app.extensions[EXTENSION] = place
    app.url_map.converters["int"] = Whole
    app.jinja_env.undefined = StrictUndefined
    if place.settings.public_url:  # one proxy of ours stands before us and tells whom it speaks for
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign]
    return app


class Whole(IntegerConverter):
    """A number in an address, if the database can hold it; no other leads anywhere."""

    def __init__(self, map: Map, **given: Any) -> None:  # noqa: A002  the framework's own word
        super().__init__(map, **{"max": LARGEST, **given})


def _for_templates(place: Place, context: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "actor": signed_in(),
        "service": place.service,
        "demo": place.settings.demo,
        "request_id": g.request_id,
        "session_minutes": place.settings.session_minutes,
        **context,
    }
