"""The lines segments come in by: one queue for each origin, each on a connection of its own vhost."""

import select
import time
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import structlog

from kernel.errors import WrongSetting
from kernel.follower.consumer import Delivery
from kernel.log import failure
from kernel.relay import connection as connections

log = structlog.get_logger()

QUEUE = "q.ingress"
AGAIN, LONGEST = 2.0, 60.0
AT_ONCE = 0.2


class Lines:
    """Open lines by origin. One that is dead hurts no other; it is tried again."""

    def __init__(self, uri: str, *, prefetch: int, patience: float) -> None:
        self._uri, self._prefetch, self._patience = uri, prefetch, patience
        self._open: dict[str, Any] = {}
        self._failed: dict[str, tuple[float, float]] = {}
        self._arrived: list[Delivery] = []

    def want(self, origins: dict[str, str | None]) -> None:
        """Have exactly these open: for each origin its vhost, or None for our own."""
        for origin in self._open.keys() - origins.keys():
            self._drop(origin)
        until = time.monotonic() + AT_ONCE  # the lines that are open do not wait for all the others
        for origin, vhost in origins.items():
            now = time.monotonic()
            if origin not in self._open and self._next_try(origin) < now < until:
                self._try(origin, vhost)

    def _next_try(self, origin: str) -> float:
        return self._failed.get(origin, (0.0, 0.0))[0]

    def close(self) -> None:
        """Drop all and what they delivered: it will be delivered again."""
        for origin in list(self._open):
            self._drop(origin)
        self._arrived.clear()
        self._failed.clear()

    def sockets(self) -> dict[Any, Callable[[], bool]]:
        """What to wait on, and how to hear what came there."""
        return {
            connection.transport.sock: partial(self._hear, origin)
            for origin, connection in self._open.items()
        }

    def arrived(self) -> list[Delivery]:
        """What has come since the last call."""
        came, self._arrived = self._arrived, []
        return came

    def settle(self, origin: str, last: Delivery) -> None:
        """Tell a line's broker that we have all up to this one; a line that broke tells it again."""
        if origin in self._open:
            self._guarded(origin, last.settle)

    def beat(self) -> None:
        """Keep the connections alive."""
        for origin, connection in list(self._open.items()):
            self._guarded(origin, connection.heartbeat_tick)

    def __contains__(self, origin: str) -> bool:
        return origin in self._open

    def __len__(self) -> int:
        return len(self._open)

    def _try(self, origin: str, vhost: str | None) -> None:
        try:
            self._open[origin] = self._attach(origin, vhost)
            self._failed.pop(origin, None)
            log.info("line open", site=origin)
        except Exception as error:
            if not (isinstance(error, WrongSetting) or connections.passes(error)):
                raise
            pause = min(2 * self._failed.get(origin, (0.0, AGAIN / 2))[1], LONGEST)
            self._failed[origin] = (time.monotonic() + pause, pause)
            log.warning("line not open", site=origin, **failure(error))

    def _attach(self, origin: str, vhost: str | None) -> Any:
        uri = self._uri if vhost is None else _in_vhost(self._uri, vhost)
        connection = connections.open_connection(uri, patience=self._patience)
        channel = connections.open_channel(connection)
        channel.basic_qos(0, self._prefetch, False)
        connections.consume(channel, QUEUE, partial(self._take, origin))
        return connection

    def _take(self, origin: str, message: Any) -> None:
        headers = message.properties.get("application_headers")
        headers = headers if isinstance(headers, dict) else {}
        body = connections.body_of(message)
        self._arrived.append(Delivery(origin, -1, headers, body, message))

    def _hear(self, origin: str) -> bool:
        heard = False
        connection = self._open.get(origin)
        while connection is not None and self._guarded(origin, connections.poll, connection, 0.0):
            heard = True
        return heard

    def _guarded(self, origin: str, act: Callable[..., Any], *words: Any) -> Any:
        """Do it; a line that breaks is dropped with what it had delivered and not yet given on."""
        try:
            return act(*words)
        except Exception as error:
            if not connections.passes(error):
                raise
            log.warning("line broke", site=origin, **failure(error))
            self._drop(origin)
            return None

    def _drop(self, origin: str) -> None:
        connections.drop(self._open.pop(origin, None))
        self._arrived = [one for one in self._arrived if one.stream != origin]


def wait(sockets: dict[Any, Callable[[], bool]], seconds: float) -> bool:
    """Wait until something comes on any of them, at most so long, and hear it."""
    poller = select.poll()
    by_number = {}
    for sock, hear in sockets.items():
        by_number[sock.fileno()] = hear
        poller.register(sock, select.POLLIN)
    ready = poller.poll(max(0, int(seconds * 1000)))
    heard = [by_number[number]() for number, _ in ready]  # each of them, not only the first
    return any(heard)


def _in_vhost(uri: str, vhost: str) -> str:
    return urlunsplit(urlsplit(uri)._replace(path=f"/{quote(vhost, safe='')}"))
