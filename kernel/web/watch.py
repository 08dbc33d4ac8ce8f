"""What is seen of every request: an opaque id, two metrics, one log line; never a path, a query or a person."""

import structlog
from flask import Flask, Response, g, request

from kernel.message import new_id
from kernel.rights import asker
from kernel.web.place import Place

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"
QUIET = frozenset({"health.live", "health.ready", "health.metrics", "face.static"})


def watch(app: Flask, *, place: Place) -> None:
    """Give every request its id, count and time it, and tell the log when it is answered."""

    def begin() -> None:
        g.request_id = new_id()
        g.began = place.clock.monotonic()
        asker.set(None)
        structlog.contextvars.bind_contextvars(request=g.request_id)

    def count(response: Response) -> Response:
        seconds = place.clock.monotonic() - g.began
        endpoint, method = request.endpoint or UNMATCHED, _method()
        status = str(response.status_code)
        place.metrics.count(
            "danvan_http_requests_total", endpoint=endpoint, method=method, status=status
        )
        place.metrics.observe("danvan_http_seconds", seconds, endpoint=endpoint, method=method)
        if request.endpoint not in QUIET:
            structlog.get_logger().info(
                "request",
                status=status,
                seconds=round(seconds, 6),
                endpoint=endpoint,
                method=method,
            )
        response.headers["X-Request-Id"] = g.request_id
        return response

    app.before_request(begin)
    app.after_request(count)
    app.teardown_request(lambda _: structlog.contextvars.unbind_contextvars("request"))


def _method() -> str:
    """The method, or one word for all that nobody knows: a label's values must be few."""
    return request.method if request.method in METHODS else "OTHER"
