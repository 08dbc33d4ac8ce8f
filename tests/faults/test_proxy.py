"""The fault proxy does to a wire what it says, and nothing when it is healed."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from http.client import HTTPConnection

import pytest

from tests.faults.wire import ROOT, Fault, FaultProxy

SOON = 5  # seconds: how long anything here may take
BIG = 24 * 1024 * 1024  # more than the buffers on the way hold


class Echo:
    """A server that says back what it hears, and counts it."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        self.heard = 0
        self.open = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self._echo, args=(connection,), daemon=True).start()

    def _echo(self, connection: socket.socket) -> None:
        self.open += 1
        with connection, suppress(OSError):
            while data := connection.recv(65536):
                self.heard += len(data)
                connection.sendall(data)
        self.open -= 1

    def close(self) -> None:
        with suppress(OSError):  # closed before
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()


@pytest.fixture
def echo() -> Iterator[Echo]:
    server = Echo()
    yield server
    server.close()


@pytest.fixture
def wire(echo: Echo) -> Iterator[FaultProxy]:
    with FaultProxy(echo.address) as proxy:
        yield proxy


@pytest.fixture
def client(wire: FaultProxy) -> Iterator[socket.socket]:
    with connect(wire) as connection:
        yield connection


def connect(wire: FaultProxy) -> socket.socket:
    return socket.create_connection(("127.0.0.1", wire.port), timeout=SOON)


def say(client: socket.socket, data: bytes = b"hello") -> bytes:
    client.sendall(data)
    return hear(client, len(data))


def hear(client: socket.socket, size: int) -> bytes:
    heard = b""
    while len(heard) < size and (data := client.recv(size - len(heard))):
        heard += data
    return heard


def nothing_comes(client: socket.socket, *, within: float = 0.2) -> bool:
    client.settimeout(within)
    try:
        return client.recv(1) is None
    except TimeoutError:
        return True
    finally:
        client.settimeout(SOON)


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < deadline, "it never came to pass"
        threading.Event().wait(0.005)


def until_read(wire: FaultProxy, size: int) -> None:
    until(lambda: wire.state()["up"]["read"] >= size)


def test_a_healthy_wire_carries_everything_both_ways(
    wire: FaultProxy, client: socket.socket
) -> None:
    data = os.urandom(1_000_000)
    threading.Thread(target=client.sendall, args=(data,)).start()

    assert hear(client, len(data)) == data
    state = wire.state()
    assert state["connections"] == 1
    assert state["up"]["delivered"] == state["down"]["delivered"] == len(data)


def test_an_end_is_passed_on(wire: FaultProxy, client: socket.socket) -> None:
    client.sendall(b"last words")
    client.shutdown(socket.SHUT_WR)

    assert hear(client, 100) == b"last words"
    until(lambda: wire.state()["connections"] == 0)


@pytest.mark.parametrize("side", ["up", "down"])
def test_latency_delays_but_does_not_lose(
    wire: FaultProxy, client: socket.socket, side: str
) -> None:
    slow = Fault(latency_ms=150, jitter_ms=50)
    wire.set(up=slow if side == "up" else None, down=slow if side == "down" else None)

    started = time.monotonic()

    assert say(client) == b"hello"
    assert time.monotonic() - started >= 0.15


def test_latency_does_not_limit_what_is_in_flight(wire: FaultProxy, client: socket.socket) -> None:
    wire.set(up=Fault(latency_ms=300))

    started = time.monotonic()
    for number in range(20):
        client.sendall(bytes([number]))
        until_read(wire, number + 1)

    assert hear(client, 20) == bytes(range(20))
    assert time.monotonic() - started < 3  # one after the other it would be 6


def test_healing_releases_what_is_delayed(wire: FaultProxy, client: socket.socket) -> None:
    wire.set(up=Fault(latency_ms=60_000))
    client.sendall(b"hello")
    until_read(wire, 5)

    wire.heal()

    assert hear(client, 5) == b"hello"


def test_bandwidth_is_limited(wire: FaultProxy, client: socket.socket) -> None:
    wire.set(down=Fault(bytes_per_s=20_000))

    started = time.monotonic()

    assert len(say(client, bytes(10_000))) == 10_000
    assert time.monotonic() - started >= 0.4


def test_a_black_hole_swallows_one_direction_only(
    wire: FaultProxy, client: socket.socket, echo: Echo
) -> None:
    wire.set(down=Fault(drop=True))

    client.sendall(b"hello")

    until(lambda: echo.heard == 5 and wire.state()["down"]["read"] == 5)
    assert nothing_comes(client)
    assert wire.state()["down"]["delivered"] == 0


def test_after_a_black_hole_only_new_connections_work(
    wire: FaultProxy, client: socket.socket
) -> None:
    wire.set(up=Fault(drop=True))
    client.sendall(b"lost")
    until_read(wire, 4)

    wire.heal()

    client.sendall(b"never a hole in the middle")
    assert nothing_comes(client)
    with connect(wire) as another:
        assert say(another) == b"hello"


def test_a_stalled_wire_pushes_back_and_loses_nothing(
    wire: FaultProxy, client: socket.socket, echo: Echo
) -> None:
    wire.set(up=Fault(stall=True))
    sending = threading.Thread(target=client.sendall, args=(bytes(BIG),), daemon=True)
    client.settimeout(None)
    sending.start()

    sending.join(0.3)
    assert sending.is_alive()
    assert echo.heard == 0
    wire.heal()

    assert len(hear(client, BIG)) == BIG
    sending.join(SOON)


def test_reset_breaks_live_connections_at_both_ends(
    wire: FaultProxy, client: socket.socket, echo: Echo
) -> None:
    assert say(client) == b"hello"

    assert wire.reset_connections() == 1

    with pytest.raises(ConnectionResetError):
        client.recv(1)
    until(lambda: echo.open == 0)
    with connect(wire) as another:
        assert say(another) == b"hello"


def test_reset_frees_a_stalled_connection(wire: FaultProxy, client: socket.socket) -> None:
    wire.set(up=Fault(stall=True), down=Fault(stall=True))
    client.sendall(b"hello")

    wire.reset_connections()

    with pytest.raises(ConnectionResetError):
        client.recv(1)


def test_refusing_closes_new_connections_and_keeps_the_old(
    wire: FaultProxy, client: socket.socket
) -> None:
    assert say(client) == b"hello"
    wire.set(refuse=True)

    with connect(wire) as another:
        assert another.recv(1) == b""

    assert say(client) == b"hello"
    assert wire.state()["refused"] == 1


def test_every_kth_byte_is_corrupted_whatever_the_chunks(
    wire: FaultProxy, client: socket.socket
) -> None:
    wire.set(up=Fault(corrupt_every=4))

    assert say(client, b"\x00" * 6) + say(client, b"\x00" * 6) == b"\x00\x00\x00\x01" * 3


def test_a_connection_is_cut_after_so_many_bytes(wire: FaultProxy, client: socket.socket) -> None:
    assert say(client) == b"hello"
    wire.set(down=Fault(cut_after=7))

    client.sendall(b"hello again")

    assert hear(client, 100) == b"hello a"
    until(lambda: wire.state()["connections"] == 0)


def test_without_a_server_the_client_is_reset(echo: Echo, wire: FaultProxy) -> None:
    echo.close()
    until(lambda: _refuses(echo.address))

    with pytest.raises(ConnectionResetError), connect(wire) as client:  # at once, or as it waits
        client.recv(1)


def _refuses(address: str) -> bool:
    host, port = address.split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) != 0


def test_an_unknown_fault_is_refused_by_name(wire: FaultProxy) -> None:
    control = HTTPConnection("127.0.0.1", wire.control, timeout=SOON)
    with closing(control):
        control.request("PUT", "/faults", body='{"up": {"drop": true}, "down": {"gremlins": 3}}')
        answer = control.getresponse()

        assert (answer.status, b"gremlins" in answer.read()) == (400, True)
    assert wire.state()["up"]["fault"]["drop"] is False


def test_a_uri_leads_through_the_proxy(wire: FaultProxy) -> None:
    here = f"127.0.0.1:{wire.port}"

    assert wire.uri("amqp://u:p@broker:5672/vhost") == f"amqp://u:p@{here}/vhost"
    assert wire.uri("http://web/path?q=1") == f"http://{here}/path?q=1"
    assert (
        wire.uri("mongodb://db:27017/?replicaSet=rs0&w=majority")
        == f"mongodb://{here}/?w=majority&directConnection=true"
    )


def test_the_process_ends_with_the_block(echo: Echo) -> None:
    with FaultProxy(echo.address) as wire:
        pid = wire.pid

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_the_process_ends_with_its_parent(echo: Echo) -> None:
    orphan = (
        "import os; from tests.faults.wire import FaultProxy;"
        f"wire = FaultProxy({echo.address!r}).__enter__(); print(wire.pid, flush=True); os._exit(1)"
    )
    ran = subprocess.run([sys.executable, "-c", orphan], cwd=ROOT, capture_output=True, check=False)
    pid = int(ran.stdout)

    until(lambda: not _lives(pid))


def _lives(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
