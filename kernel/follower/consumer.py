"""Reads journal streams raw: what the broker delivers, message by message, with its offset."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import amqp
import structlog

from kernel.errors import WrongSetting
from kernel.relay import connection as connections
from kernel.topology import stream_of

log = structlog.get_logger()

FIRST = "first"
PRECONDITION_FAILED, NOT_FOUND = 406, 404


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


class WrongTopology(WrongSetting):
    """A stream is missing or is not a stream: the process must not start (exit 78)."""


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
            self.attach(stream, FIRST if at is None else at)

    def attach(self, stream: str, at: int | str) -> None:
        """Read a stream from an offset on."""
        channel = self._connection.channel()
        channel.basic_qos(0, self._prefetch, False)
        try:
            channel.basic_consume(
                stream,
                callback=lambda message: self._take(stream, message),
                arguments={"x-stream-offset": at},
            )
        except amqp.exceptions.ChannelError as error:
            if error.reply_code in {PRECONDITION_FAILED, NOT_FOUND}:
                raise WrongTopology(
                    f"AMQP_URI: the queue {stream} is missing or is not a stream; "
                    "import the definitions made from deploy/rabbitmq/topology.yaml"
                ) from error
            raise

    def close(self) -> None:
        """Drop the connection and what it had delivered."""
        connections.drop(self._connection)
        self._connection = None
        self._arrived.clear()

    def poll(self, seconds: float) -> bool:
        """Hear the broker; True if anything came."""
        return connections.poll(self._connection, seconds)

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
        offset = offset if type(offset) is int else -1
        self._arrived.append(Delivery(stream, offset, headers, _bytes(message.body), message))


def _bytes(body: Any) -> bytes:
    """The body as bytes; the library gives an empty one as text."""
    return body.encode() if isinstance(body, str) else bytes(body)
