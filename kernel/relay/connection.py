"""Connections to RabbitMQ that never decode, decompress or log what comes in."""

from typing import Any

import amqp
import kombu
import kombu.exceptions
from amqp import method_framing
from amqp.basic_message import Message

from kernel.lease import Overtaken
from kernel.store.mongo import in_trouble

HEARTBEAT = 30


class CarefulMessage(Message):
    """A message whose properties may be nonsense: then it has none, instead of ending the connection."""

    def _load_properties(self, class_id: int, buf: bytes, offset: int) -> int:
        try:
            return int(super()._load_properties(class_id, buf, offset))
        except Exception:  # noqa: BLE001  whatever a hostile publisher wrote, it is stepped over
            self.properties: dict[str, Any] = {}
            return len(buf)


def open_connection(
    uri: str, *, patience: float, on_blocked: Any = None, on_unblocked: Any = None
) -> Any:
    """A connected `amqp.Connection`. Reads and writes give up after `patience` seconds.

    Messages reach consumers raw: kombu's message class, which decompresses by header, is not used.
    """
    method_framing.Message = CarefulMessage
    options = {"on_blocked": on_blocked, "on_unblocked": on_unblocked}
    client = kombu.Connection(
        uri, heartbeat=HEARTBEAT, connect_timeout=5, transport_options=options
    )
    connection = client.transport.establish_connection()
    connection.transport.sock.settimeout(patience)
    return connection


def drop(connection: Any) -> None:
    """Close without ceremony: the other side may not answer."""
    if connection is not None:
        connection.collect()


# Errors that speak of the broker or the line; amqp's own errors are not OSErrors.
_BROKER = (amqp.AMQPError, kombu.exceptions.OperationalError, OSError)


def passes(error: BaseException) -> bool:
    """Whether waiting and starting again is the answer: broker, database, network, or a lease lost."""
    return isinstance(error, (*_BROKER, Overtaken)) or in_trouble(error)


def poll(connection: Any, seconds: float) -> bool:
    """Handle what has arrived, waiting at most `seconds` for the first frame. True if anything came."""
    try:
        connection.drain_events(timeout=seconds)
    except TimeoutError:
        return False
    return True
