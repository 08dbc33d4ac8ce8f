"""A TCP proxy that breaks the wire on demand, as a process of its own, and the hand that steers it in tests.

It stands before AMQP, MongoDB, SMTP or HTTP and knows none of them:

    python -m tests.faults.proxy --listen 0 --to 127.0.0.1:5672 --control 0

    PUT /faults      {"up": {"latency_ms": 50}, "down": {"drop": true}, "refuse": false}; what is not named is healed
    DELETE /faults   heal everything
    POST /reset      RST all live connections, now
    GET /state       connections, refused, faults, and bytes read and delivered per direction
"""

import argparse
import asyncio
import json
import signal
import socket
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from tests.faults.pipe import Cut, Fault, Pipe, Side

HOST = "127.0.0.1"
RST_ON_CLOSE = struct.pack("ii", 1, 0)  # SO_LINGER on, 0 s: closing sends RST
Answer = tuple[int, dict[str, Any]]


class Proxy:
    """The listener, the live connections and the faults they are under."""

    def __init__(self, *, to: tuple[str, int]) -> None:
        self.to = to
        self.sides = {"up": Side(), "down": Side()}
        self.refuse = False
        self.refused = 0
        self.live: dict[asyncio.Task[None], tuple[socket.socket, socket.socket]] = {}

    async def serve(self, listener: socket.socket) -> None:
        """Accept for ever."""
        while True:
            client, _ = await asyncio.get_running_loop().sock_accept(listener)
            self._admit(client)

    def _admit(self, client: socket.socket) -> None:
        if self.refuse:
            self.refused += 1
            client.close()
            return
        server = _socket()
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        task = asyncio.create_task(self._carry(client, server))
        self.live[task] = (client, server)
        task.add_done_callback(self.live.pop)

    async def _carry(self, client: socket.socket, server: socket.socket) -> None:
        with client, server:
            try:
                await asyncio.get_running_loop().sock_connect(server, self.to)
                await self._both_ways(client, server)
            except* Cut:
                pass
            except* OSError:
                _linger(client, server)

    async def _both_ways(self, client: socket.socket, server: socket.socket) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(Pipe(client, target=server, side=self.sides["up"]).run())
            both.create_task(Pipe(server, target=client, side=self.sides["down"]).run())

    def set(self, *, up: Fault, down: Fault, refuse: bool) -> None:
        """These faults from now on, and no others."""
        self.sides["up"].set(up)
        self.sides["down"].set(down)
        self.refuse = refuse

    async def reset(self) -> int:
        """RST both ends of every live connection; returns how many there were."""
        doomed = dict(self.live)
        for task, ends in doomed.items():
            _linger(*ends)
            task.cancel()
        await asyncio.gather(*doomed, return_exceptions=True)
        return len(doomed)

    def state(self) -> dict[str, Any]:
        """What GET /state answers."""
        return {
            "connections": len(self.live),
            "refused": self.refused,
            "refuse": self.refuse,
            **{name: _state(side) for name, side in self.sides.items()},
        }


def _state(side: Side) -> dict[str, Any]:
    return {"read": side.read, "delivered": side.delivered, "fault": asdict(side.fault)}


def _socket() -> socket.socket:
    made = socket.socket()
    made.setblocking(False)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


def _linger(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST_ON_CLOSE)


class Control:
    """The HTTP side: a request each connection, JSON in and out."""

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        self.routes: dict[tuple[str, str], Callable[[bytes], Any]] = {
            ("PUT", "/faults"): self._put,
            ("DELETE", "/faults"): lambda _: self._put(b"{}"),
            ("POST", "/reset"): self._reset,
            ("GET", "/state"): self._get,
        }

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one request."""
        with suppress(OSError, EOFError):
            method, path, body = await _request(reader)
            status, said = await self._answer(method, path, body)
            writer.write(_response(status, said))
            await writer.drain()
        writer.close()

    async def _answer(self, method: str, path: str, body: bytes) -> Answer:
        route = self.routes.get((method, path))
        if not route:
            return 404, {"error": f"no {method} {path} here"}
        try:
            return 200, await route(body)
        except (TypeError, ValueError) as error:
            return 400, {"error": str(error)}

    async def _put(self, body: bytes) -> dict[str, Any]:
        self.proxy.set(**_faults(**json.loads(body)))
        return self.proxy.state()

    async def _reset(self, _: bytes) -> dict[str, Any]:
        return {"reset": await self.proxy.reset()}

    async def _get(self, _: bytes) -> dict[str, Any]:
        return self.proxy.state()


def _faults(
    *, up: dict[str, Any] | None = None, down: dict[str, Any] | None = None, refuse: bool = False
) -> dict[str, Any]:
    return {"up": Fault(**up or {}), "down": Fault(**down or {}), "refuse": refuse}


async def _request(reader: asyncio.StreamReader) -> tuple[str, str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = head[0].split(" ", 2)
    fields = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    return method, path, await reader.readexactly(int(fields.get("content-length", 0)))


def _response(status: int, said: dict[str, Any]) -> bytes:
    body = json.dumps(said).encode()
    head = f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\nConnection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def run(*, listen: int, to: tuple[str, int], control: int, tied: bool) -> None:
    """Listen, say where on one line, and go on until SIGTERM (or, if tied, until stdin ends)."""
    proxy = Proxy(to=to)
    over = _over(tied=tied)
    listener = socket.create_server((HOST, listen), backlog=1024)
    listener.setblocking(False)
    door = await asyncio.start_server(Control(proxy).answer, HOST, control)
    ports = {"port": listener.getsockname()[1], "control": door.sockets[0].getsockname()[1]}
    print(json.dumps(ports), flush=True)
    accepting = asyncio.create_task(proxy.serve(listener))
    await over.wait()
    accepting.cancel()
    await proxy.reset()


def _over(*, tied: bool) -> asyncio.Event:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, over.set)
    if tied:  # nothing is ever written there: readable means that the other end is gone
        loop.add_reader(sys.stdin.fileno(), over.set)
    return over


def address(text: str) -> tuple[str, int]:
    """`host:port` as the two things it is."""
    host, _, port = text.rpartition(":")
    return host, int(port)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="A TCP proxy with faults.")
    parser.add_argument("--listen", type=int, required=True, help="port; 0 takes a free one")
    parser.add_argument("--to", type=address, required=True, metavar="HOST:PORT")
    parser.add_argument("--control", type=int, required=True, help="port; 0 takes a free one")
    parser.add_argument("--tied", action="store_true", help="end when stdin ends")
    asyncio.run(run(**vars(parser.parse_args())))


if __name__ == "__main__":
    main()
