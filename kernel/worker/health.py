"""Health and metrics of a worker over HTTP, beside its loops."""

import threading
from collections.abc import Callable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import orjson

from kernel.metrics import Metrics

Checks = Callable[[], dict[str, bool]]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Scrapes are not logged."""


def serve(host: str, port: int, *, checks: Checks, metrics: Metrics) -> WSGIServer:
    """Answer `/health/live`, `/health/ready` and `/metrics`; port 0 takes a free one."""

    def answer(environ: dict[str, Any], start: Any) -> list[bytes]:
        status, kind, body = _page(environ["PATH_INFO"], checks, metrics)
        start(status, [("Content-Type", kind)])
        return [body]

    server = make_server(host, port, answer, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def _page(path: str, checks: Checks, metrics: Metrics) -> tuple[str, str, bytes]:
    if path == "/metrics":
        return "200 OK", "text/plain; version=0.0.4", metrics.page()
    if path == "/health/live":
        return "200 OK", "application/json", b'{"live":true}'
    if path == "/health/ready":
        found = checks()
        status = "200 OK" if all(found.values()) else "503 Service Unavailable"
        return status, "application/json", orjson.dumps(found)
    return "404 Not Found", "text/plain", b"not found"
