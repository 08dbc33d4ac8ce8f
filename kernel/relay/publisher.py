"""A publisher that believes only confirmations it can match, and drops the connection on any doubt."""

import time
from collections.abc import Hashable
from typing import Any

import amqp

from kernel.relay import connection as connections

PERSISTENT = 2


class Doubt(Exception):
    """Whether a message arrived is not known: the connection is dropped and everything sent again."""


class Returned(Doubt):
    """No queue wanted a message: the topology is wrong, which is an alarm and not a reason to lose it."""


class Publisher:
    """One channel in confirm mode with tag-tracked confirmations and a deadline for each message."""

    def __init__(self, uri: str, *, confirm_seconds: float) -> None:
        self._uri, self._patience = uri, confirm_seconds
        self._connection: Any = None
        self._channel: Any = None
        self._waiting: dict[int, tuple[Hashable, float]] = {}
        self._confirmed: list[Hashable] = []
        self._wrong: Doubt | None = None
        self._tag = 0
        self._beat = 0.0
        self.blocked = False

    def open(self) -> Any:
        """Connect afresh. Gives the connection, so that its other channels may be used."""
        self.close()
        self._connection = connections.open_connection(
            self._uri,
            patience=self._patience,
            on_blocked=lambda _: setattr(self, "blocked", True),
            on_unblocked=self._on_unblocked,
        )
        self._channel = connections.open_channel(self._connection)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        return self._connection

    def close(self) -> None:
        """Drop the connection and forget what was not confirmed."""
        connections.drop(self._connection)
        self._connection = self._channel = self._wrong = None
        self._waiting.clear()
        self._confirmed.clear()
        self._tag, self.blocked = 0, False

    @property
    def unconfirmed(self) -> int:
        """How many messages wait for their confirmation."""
        return len(self._waiting)

    def publish(
        self, body: bytes, *, exchange: str, key: str, headers: dict[str, Any], token: Hashable
    ) -> None:
        """Send one message, persistent and mandatory; `token` comes back from `poll` when confirmed."""
        message = amqp.basic_message.Message(
            body,
            content_type="application/cloudevents-batch+json",
            delivery_mode=PERSISTENT,
            application_headers=headers,
        )
        self._tag += 1
        self._waiting[self._tag] = (token, time.monotonic() + self._patience)
        self._channel.basic_publish(message, exchange=exchange, routing_key=key, mandatory=True)

    def poll(self, seconds: float = 0.0) -> list[Hashable]:
        """Hear the broker; the tokens confirmed since the last call. Raises `Doubt`."""
        while connections.poll(self._connection, seconds):
            seconds = 0.0
        self._keep_alive()
        if self._wrong:
            raise self._wrong
        confirmed, self._confirmed = self._confirmed, []
        return confirmed

    def _keep_alive(self) -> None:
        now = time.monotonic()
        if self._waiting and not self.blocked:
            _, deadline = next(iter(self._waiting.values()))
            if now > deadline:
                raise Doubt("no confirmation in time")
        if now - self._beat > 1.0:
            self._beat = now
            self._connection.heartbeat_tick()

    def _on_unblocked(self) -> None:
        """What was sent while the broker took nothing has its whole patience again."""
        self.blocked = False
        until = time.monotonic() + self._patience
        self._waiting = {tag: (token, until) for tag, (token, _) in self._waiting.items()}

    def _on_ack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001  the library calls it so
        for found in self._settled(tag, multiple=multiple):
            if found is None:
                self._wrong = Doubt("a confirmation for nothing we sent")
            else:
                self._confirmed.append(found[0])

    def _on_nack(self, tag: int, multiple: bool) -> None:  # noqa: FBT001
        # What has no token (a request to a full control queue) will be said again anyway.
        if any(
            found is None or found[0] is not None for found in self._settled(tag, multiple=multiple)
        ):
            self._wrong = Doubt("the broker refused a message")

    def _settled(self, tag: int, *, multiple: bool) -> list[tuple[Hashable, float] | None]:
        tags = [one for one in self._waiting if one <= tag] if multiple else [tag]
        return [self._waiting.pop(one, None) for one in tags]

    def _on_return(self, error: Any, exchange: str, key: str, message: Any) -> None:
        self._wrong = Returned("no queue is bound")
