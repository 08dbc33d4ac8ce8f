"""One direction of one proxied connection, and the faults it can have."""

import asyncio
import random
import socket
import time
from contextlib import suppress
from dataclasses import dataclass

CHUNK = 64 * 1024
IN_FLIGHT = 64  # chunks read but not yet delivered: what fits on a long wire
PIECES_PER_SECOND = 20  # a limited bandwidth is delivered in pieces this often


class Cut(Exception):
    """The bytes that were to pass have passed: the connection ends here."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in one direction; nothing by default.

    `drop` is a black hole: bytes are read and lost. As TCP never delivers what comes after a hole, a
    connection that lost bytes stays deaf in that direction when the fault is healed; new ones work.
    `stall` reads nothing more; what waits is delivered when healed. `corrupt_every` and `cut_after`
    count the bytes of each connection since the fault was set. 0 means: not at all.
    """

    latency_ms: float = 0
    jitter_ms: float = 0
    bytes_per_s: int = 0
    drop: bool = False
    stall: bool = False
    corrupt_every: int = 0
    cut_after: int = 0

    def delay(self, *, chance: float) -> float:
        """Seconds a chunk is held back; `chance` in [0, 1) is its luck with the jitter."""
        return (self.latency_ms + chance * self.jitter_ms) / 1000

    @property
    def piece(self) -> int:
        """How many bytes to send at once: few enough to pace them."""
        return max(1, self.bytes_per_s // PIECES_PER_SECOND) if self.bytes_per_s else CHUNK

    def corrupted(self, data: bytes, *, passed: int) -> bytes:
        """The data with the lowest bit of every k-th byte flipped, `passed` bytes having gone before."""
        if not self.corrupt_every:
            return data
        spoilt = bytearray(data)
        first = -(passed + 1) % self.corrupt_every
        for index in range(first, len(data), self.corrupt_every):
            spoilt[index] ^= 1
        return bytes(spoilt)


class Side:
    """One direction of all connections: its present fault and its totals."""

    def __init__(self) -> None:
        self.fault = Fault()
        self.read = 0
        self.delivered = 0
        self._changed = asyncio.Event()

    def set(self, fault: Fault) -> None:
        """Change the fault for all connections, at once."""
        self.fault = fault
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self, *, within: float | None = None) -> None:
        """Wait until the fault changes, or so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._changed.wait()

    async def flowing(self) -> None:
        """Wait while stalled."""
        while self.fault.stall:
            await self.change()


class Pipe:
    """Carries the bytes from one socket to another, under the fault of its side."""

    def __init__(self, source: socket.socket, *, target: socket.socket, side: Side) -> None:
        self.source = source
        self.target = target
        self.side = side
        self._flight: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(IN_FLIGHT)
        self._fault = side.fault
        self._passed = 0
        self._deaf = False

    async def run(self) -> None:
        """Until the source ends; raises `OSError` or `Cut` when the connection is broken."""
        async with asyncio.TaskGroup() as both:
            both.create_task(self._read())
            both.create_task(self._write())

    async def _read(self) -> None:
        data = b"."
        while data:
            await self.side.flowing()
            data = await asyncio.get_running_loop().sock_recv(self.source, CHUNK)
            self.side.read += len(data)
            await self._flight.put((time.monotonic(), data))

    async def _write(self) -> None:
        while True:
            since, data = await self._flight.get()
            await self._hold_back(since)
            if not data:
                return self._end()
            await self._deliver(data)

    async def _hold_back(self, since: float) -> None:
        chance = random.random()
        while (left := since + self.side.fault.delay(chance=chance) - time.monotonic()) > 0:
            await self.side.change(within=left)
        await self.side.flowing()

    def _end(self) -> None:
        """Pass on that the source will say no more, unless nothing gets through."""
        if not (self._deaf or self.side.fault.drop):
            self.target.shutdown(socket.SHUT_WR)

    async def _deliver(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            await self.side.flowing()
            self._notice_change()
            if not self._deaf:
                await self._send(bytes(rest[: self._fault.piece]))
            rest = rest[self._fault.piece :]

    def _notice_change(self) -> None:
        if self._fault is not self.side.fault:
            self._fault, self._passed = self.side.fault, 0
        self._deaf = self._deaf or self._fault.drop

    async def _send(self, piece: bytes) -> None:
        fault, passed = self._fault, self._passed
        whole = fault.corrupted(piece, passed=passed)
        allowed = whole[: fault.cut_after - passed] if fault.cut_after else whole
        await asyncio.get_running_loop().sock_sendall(self.target, allowed)
        self._passed += len(allowed)
        self.side.delivered += len(allowed)
        if fault.cut_after and self._passed >= fault.cut_after:
            self.target.shutdown(socket.SHUT_WR)
            raise Cut
        await self._pace(len(allowed))

    async def _pace(self, sent: int) -> None:
        if rate := self.side.fault.bytes_per_s:
            await self.side.change(within=sent / rate)
