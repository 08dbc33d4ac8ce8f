"""Requests to send sealed segments again: read with suspicion, answered once, one segment at a time."""

import re
import time
from collections.abc import Iterator
from typing import NamedTuple

import orjson
import structlog

from kernel.journal import Journal
from kernel.segment import Segment

log = structlog.get_logger()

WORD = re.compile(r"[a-z0-9-]{1,60}")
MOST_REQUESTS = 100
LARGEST = 2**63


class Request(NamedTuple):
    """Somebody wants these segments again; `to` names the other site that asks, if one does."""

    source: str
    epoch: int
    first: int
    last: int
    to: str = ""


class Requests:
    """What was asked for again and is not sent yet; the same request is not answered twice in `pause` seconds."""

    def __init__(self, journal: Journal, *, pause: float) -> None:
        self.journal, self.pause = journal, pause
        self._open: dict[Request, Iterator[Segment]] = {}
        self._answered: dict[Request, float] = {}

    def clear(self) -> None:
        """Forget them: whoever still misses something asks again."""
        self._open.clear()
        self._answered.clear()

    def take(self, body: bytes) -> bool:
        """Take a request in hand; False when it is none, or not about a source of ours."""
        request = self._ours(read_request(body))
        if request is not None:
            self._want(request)
        return request is not None

    def next(self) -> tuple[Segment, str] | None:
        """The next segment somebody asked for again, and the other site that did."""
        while self._open:
            request = next(iter(self._open))
            segment = next(self._open[request], None)
            if segment is not None:
                return segment, request.to
            del self._open[request]
        return None

    def _ours(self, request: Request | None) -> Request | None:
        """The request, if it is about a source of ours, as far as that was sent: the rest is on its way."""
        head = self.journal.head(request.source) if request else None
        if request is None or head is None:
            return None
        if request.epoch < head["epoch"]:
            return request
        return request._replace(last=min(request.last, head["published"]))

    def _want(self, request: Request) -> None:
        """Take it in hand, unless it is there or was answered a moment ago."""
        now = time.monotonic()
        self._answered = {one: at for one, at in self._answered.items() if now - at < self.pause}
        known = request in self._answered or request in self._open
        if known or len(self._open) >= MOST_REQUESTS:
            return
        self._answered[request] = now
        self._open[request] = self.journal.between(*request[:4])
        log.info("sending again", **request._asdict())


def read_request(body: bytes) -> Request | None:
    """A resend request, or None for whatever else was sent there."""
    try:
        raw = orjson.loads(body)
        request = Request._make([*(raw[name] for name in Request._fields[:4]), raw.get("to", "")])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    numbers = (request.epoch, request.first, request.last)
    words = (request.source, request.to)
    if any(type(one) is not str for one in words) or any(type(one) is not int for one in numbers):
        return None
    if request.to and not WORD.fullmatch(request.to):
        return None
    in_order = 0 < request.first <= request.last < LARGEST and 0 < request.epoch < LARGEST
    return request if in_order else None
