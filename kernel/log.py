"""Logs: one JSON line per event, fields from an allow-list, never a body and never a person.

An exception is logged as its type and a fingerprint of where it was raised; its text is left out,
because the texts of database and validation errors carry values.
"""

import hashlib
import logging
import sys
import threading
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

_FIELDS = """
event level timestamp service process site source epoch number first last events segments seconds
reason error fingerprint attempt wait offset size sha256 follower generation job slot command outcome
count port pid signal setting status method endpoint request aggregate version agency queue key_id
step timer parked held path role state
"""
FIELDS = frozenset(_FIELDS.split())


def configure(*, level: str, service: str, process: str) -> None:
    """Set up structlog and quiet the libraries that log bodies. Call once, when a process starts."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    for chatty in ("kombu", "amqp", "nameko", "pymongo", "werkzeug", "gunicorn.access"):
        logging.getLogger(chatty).setLevel(logging.CRITICAL + 1)

    threading.excepthook = _thread_died

    def named(_: Any, __: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {**line, "service": service, "process": process}

    structlog.configure(
        processors=[
            named,
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )


def _thread_died(died: threading.ExceptHookArgs) -> None:
    """A thread's last words would be a traceback with the exception's text."""
    if died.exc_value is not None:
        structlog.get_logger().critical("thread died", **failure(died.exc_value))


def _only_allowed(_: Any, __: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in line.items() if name in FIELDS}


def failure(error: BaseException) -> dict[str, str]:
    """The loggable side of an exception: its type and the fingerprint of the place it came from."""
    return {"error": type(error).__name__, "fingerprint": fingerprint(error)}


def fingerprint(error: BaseException) -> str:
    """Twelve hex digits naming the kind of failure: the same bug gives the same digits."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = [
        type(error).__name__,
        *(f"{f.filename.rsplit('/', 1)[-1]}:{f.name}:{f.lineno}" for f in frames),
    ]
    return hashlib.sha256("|".join(places).encode()).hexdigest()[:12]
