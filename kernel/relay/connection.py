"""Connections to RabbitMQ that never decode, decompress or log what comes in."""

from collections.abc import Callable
from typing import Any

import amqp
import kombu
import kombu.exceptions
from amqp import method_framing
from amqp.basic_message import Message

from kernel.errors import WrongSetting
from kernel.lease import Overtaken
from kernel.store.mongo import in_trouble

HEARTBEAT = 30
PRECONDITION_FAILED, NOT_FOUND = 406, 404


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


def open_channel(connection: Any) -> Any:
    """A channel that leaves bodies as they came: otherwise each publisher chooses the codec that we
    decode them with (`punycode` takes minutes, `unicode_escape` makes text that cannot be encoded)."""
    channel = connection.channel()
    channel.auto_decode = False
    return channel


def body_of(message: Any) -> bytes:
    """The body as bytes; the library gives an empty one as text."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body)


class WrongTopology(WrongSetting):
    """A stream is missing or is not a stream: the process must not start (exit 78)."""


def attach(
    connection: Any, stream: str, callback: Callable[[Any], None], *, at: int | str, prefetch: int
) -> Any:
    """Read a stream from an offset on. Gives the channel; raises `WrongTopology`."""
    channel = open_channel(connection)
    channel.basic_qos(0, prefetch, False)
    try:
        channel.basic_consume(stream, callback=callback, arguments={"x-stream-offset": at})
    except amqp.exceptions.ChannelError as error:
        if error.reply_code in {PRECONDITION_FAILED, NOT_FOUND}:
            raise WrongTopology(
                f"AMQP_URI: the queue {stream} is missing or is not a stream; "
                "import the definitions made from deploy/rabbitmq/topology.yaml"
            ) from error
        raise
    return channel


def consume(channel: Any, queue: str, callback: Callable[[Any], None]) -> None:
    """Take messages from a queue. Raises `WrongTopology` when there is none."""
    try:
        channel.basic_consume(queue, callback=callback)
    except amqp.exceptions.NotFound as error:
        raise WrongTopology(
            f"AMQP_URI: the queue {queue} is missing; import the definitions made from deploy/rabbitmq"
        ) from error


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
