"""Reads journal streams raw: what the broker delivers, message by message, with its offset."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from kernel.relay import connection as connections
from kernel.topology import stream_of

FIRST = "first"
LARGEST = 2**62  # the header is the broker's, but a publisher may write it too


@dataclass(slots=True)
class Delivery:
    """One message as it came: nothing of it is believed yet."""

    stream: str
    offset: int
    headers: dict[str, Any]
    body: bytes
    message: Any

    def settle(self) -> None:
        """Give the broker credit for all up to this one. A stream forgets nothing by that."""
        self.message.channel.basic_ack(self.message.delivery_info["delivery_tag"], multiple=True)


class Consumer:
    """Attached to the streams of some services, on one connection and a channel for each."""

    def __init__(
        self, uri: str, services: Sequence[str], *, prefetch: int, patience: float
    ) -> None:
        self._uri, self._services = uri, services
        self._prefetch, self._patience = prefetch, patience
        self._connection: Any = None
        self._arrived: list[Delivery] = []

    def open(self, offset: Callable[[str], int | None]) -> None:
        """Connect and attach each stream at `offset(stream)`, or at its first message."""
        self.close()
        self._connection = connections.open_connection(self._uri, patience=self._patience)
        for service in self._services:
            stream = stream_of(service)
            at = offset(stream)
            connections.attach(
                self._connection,
                stream,
                partial(self._take, stream),
                at=FIRST if at is None else at,
                prefetch=self._prefetch,
            )

    def close(self) -> None:
        """Drop the connection and what it had delivered."""
        connections.drop(self._connection)
        self._connection = None
        self._arrived.clear()

    def poll(self, seconds: float) -> bool:
        """Hear the broker; True if anything is there, also what came while streams were attached."""
        came = connections.poll(self._connection, 0.0 if self._arrived else seconds)
        return came or bool(self._arrived)

    def beat(self) -> None:
        """Keep the connection alive, and notice when the other side is gone."""
        self._connection.heartbeat_tick()

    def arrived(self) -> list[Delivery]:
        """What has come since the last call."""
        came, self._arrived = self._arrived, []
        return came

    def _take(self, stream: str, message: Any) -> None:
        headers = message.properties.get("application_headers")
        headers = headers if isinstance(headers, dict) else {}
        offset = headers.get("x-stream-offset")
        offset = offset if type(offset) is int and 0 <= offset < LARGEST else -1
        body = connections.body_of(message)
        self._arrived.append(Delivery(stream, offset, headers, body, message))
