"""How much one request, and one address, may ask: sizes, the shape of JSON, the pace."""

import json
import time
from collections.abc import Iterator
from typing import Any

import orjson
from flask import Flask, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from kernel.errors import Refusal
from kernel.web.place import Place

DEEPEST_JSON = 32
FORM_PARTS = 1000
FORM_MEMORY = 2_097_152
SWEEP_SECONDS = 1.0
UNCOUNTED = frozenset({"health.live", "health.ready", "health.metrics", "face.static"})


class BadJson(Refusal):
    """The body is not the JSON we take."""

    code = "bad_json"
    title = "Nội dung gửi lên không phải JSON hợp lệ."


class TooDeep(BadJson):
    """The JSON is nested deeper than any request of ours needs."""

    code = "json_too_deep"
    title = "Nội dung JSON lồng nhau quá sâu."


class TwiceNamed(BadJson):
    """A member is named twice: two readers could understand two different things."""

    code = "json_twice_named"
    title = "Nội dung JSON có tên bị lặp lại trong cùng một đối tượng."


class Counters(MemoryStorage):
    """The counters of this process. The library's own start a thread for nearly every request, to forget the
    windows that are over; here the first request of a second does."""

    STORAGE_SCHEME = ["danvan-memory"]  # noqa: RUF012  as the library declares it
    _swept = 0.0

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802  the library's private name
        now = time.time()
        if now - self._swept < SWEEP_SECONDS:
            return
        self._swept = now
        for key, ends in self.expirations.copy().items():
            if ends <= now:
                self.get(key)  # which forgets what is over


class NoText(Refusal):
    """A NUL character: no text of ours has one, and readers differ in where they think it ends."""

    code = "no_text"
    title = "Nội dung gửi lên có ký tự không hợp lệ."


def limit(app: Flask, *, place: Place) -> None:
    """Hold every request of the application to the limits."""
    app.config.update(
        MAX_CONTENT_LENGTH=place.settings.body_limit,
        MAX_FORM_PARTS=FORM_PARTS,
        MAX_FORM_MEMORY_SIZE=min(FORM_MEMORY, place.settings.body_limit - 1),
    )
    _hold_pace(app, place.settings.rate_limit)
    app.before_request(_refuse_nul)
    app.before_request(_read_json)


def _hold_pace(app: Flask, pace: str) -> None:
    """Let one address ask so often and no more; who asks on is told when its window opens again."""
    limit, counted = parse(pace), FixedWindowRateLimiter(Counters())

    def check() -> None:
        if request.endpoint in UNCOUNTED:
            return
        address = request.remote_addr or "unknown"
        if not counted.hit(limit, address):
            opens = counted.get_window_stats(limit, address).reset_time
            raise TooManyRequests(retry_after=max(1, int(opens - time.time())))

    app.before_request(check)


def _refuse_nul() -> None:
    """Look at the address; at a form too, but never at one that nobody is waiting for."""
    if request.endpoint is None:
        return
    fields = [request.args, *([request.form] if request.mimetype in _FORMS else [])]
    given = (word for one in fields for pair in one.items(multi=True) for word in pair)
    if "\0" in request.path or any("\0" in word for word in given):
        raise NoText


_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


def _read_json() -> None:
    if request.endpoint is not None and request.is_json and (body := whole_body()):
        strict_json(body)


def whole_body() -> bytes:
    """The body. Raises `RequestEntityTooLarge`, also for one that comes in chunks.

    werkzeug cuts a chunked body at the limit without a word; only reading on makes it complain.
    """
    body = request.get_data()
    request.stream.read(1)
    return body


def strict_json(body: bytes) -> Any:
    """Decode JSON as one and only one meaning. Raises `BadJson`.

    orjson refuses NaN, Infinity, overflowing numbers and broken text; the standard library, read over it,
    is the one that lets us see a name that comes twice.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as wrong:
        raise BadJson from wrong
    _refuse_deeper(value)
    if b"\\u0000" in body and any("\0" in text for text in _texts(value)):
        raise NoText
    json.loads(body, object_pairs_hook=_once_named)
    return value


def _refuse_deeper(value: Any) -> None:
    level = [value]
    for _ in range(DEEPEST_JSON):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return
    raise TooDeep


def _inside(value: Any) -> list[Any]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
    return []


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in _inside(value):
        yield from _texts(inner)
    if isinstance(value, dict):
        yield from value


def _once_named(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) < len(pairs):
        raise TwiceNamed
    return dict(pairs)
