"""The gate of a web process: so many requests at once, so many that wait, and whoever comes beyond that is told when
to come again.

Acts go before looks: what somebody writes or sends waits only behind other acts, and only looks are turned away
while half of the places to wait are taken. Nothing of a request that is turned away was begun.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request

from kernel.errors import Later
from kernel.metrics import Metrics

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]

TURNED_AWAY = "danvan.turned_away"
LOOKS = frozenset({"GET", "HEAD", "OPTIONS"})
ALWAYS = ("/health/", "/metrics")
RETRY_SECONDS = 2


class TooBusy(Later):
    """More requests came at once than may wait; nothing was done."""

    code = "too_busy"
    title = "Hệ thống đang có quá nhiều yêu cầu cùng lúc; yêu cầu này chưa được thực hiện. Vui lòng gửi lại sau ít giây."


class Gate:
    """Lets `places` requests in at once; at most `queue` wait, none longer than `patience` seconds."""

    def __init__(self, places: int, queue: int, patience: float, *, metrics: Metrics) -> None:
        self.free, self.queue, self.patience, self.metrics = places, queue, patience, metrics
        self.acts, self.looks = deque[threading.Event](), deque[threading.Event]()
        self._turn = threading.Lock()

    def enter(self, *, look: bool) -> bool:
        """Wait for a place. False when too many wait already, or it takes too long."""
        mine, line = threading.Event(), self.looks if look else self.acts
        with self._turn:
            if self.free:
                self.free -= 1
                return True
            if self.waiting >= (self.queue // 2 if look else self.queue):
                return False
            line.append(mine)
        return mine.wait(self.patience) or self._came_at_last(mine, line)

    def leave(self) -> None:
        """Give the place to who waits: acts first, each line in its order."""
        with self._turn:
            line = self.acts or self.looks
            if line:
                line.popleft().set()
            else:
                self.free += 1

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self.acts) + len(self.looks)

    def _came_at_last(self, mine: threading.Event, line: deque[threading.Event]) -> bool:
        with self._turn:
            if not mine.is_set():
                line.remove(mine)
            return mine.is_set()

    def before(self, app: WsgiApp) -> WsgiApp:
        """The application behind this gate; who is turned away reaches it with a mark that says so."""

        def guarded(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            if environ.get("PATH_INFO", "").startswith(ALWAYS):
                return app(environ, start)
            if not self.enter(look=environ["REQUEST_METHOD"] in LOOKS):
                self.metrics.count("danvan_turned_away_total")
                return app({**environ, TURNED_AWAY: True}, start)
            try:
                return app(environ, start)
            finally:
                self.leave()

        return guarded


def shed(app: Flask, gate: Gate) -> None:
    """Put the gate before the application."""
    app.before_request(_refuse_turned_away)
    app.wsgi_app = gate.before(app.wsgi_app)  # type: ignore[method-assign, assignment]


def _refuse_turned_away() -> None:
    if TURNED_AWAY in request.environ:
        raise TooBusy(after=RETRY_SECONDS)
