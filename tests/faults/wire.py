"""A wire that can be broken: the fault proxy held in the hand of a test.

with FaultProxy("127.0.0.1:5672") as wire:
    connect(wire.uri("amqp://guest:guest@127.0.0.1:5672/"))
    wire.set(down=Fault(stall=True))
    …
    wire.heal()
"""

import json
import selectors
import subprocess
import sys
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from tests.faults.pipe import Fault

__all__ = ["Fault", "FaultProxy"]

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
READY_SECONDS = 10
ANSWER_SECONDS = 10


class FaultProxy:
    """A proxy before `host:port`; a process of its own, which cannot outlive the test's."""

    def __init__(self, to: str) -> None:
        self.to = to
        self.port = 0
        self.control = 0

    def __enter__(self) -> Self:
        options = ("--listen", "0", "--to", self.to, "--control", "0", "--tied")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.proxy", *options],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        try:
            ports = json.loads(self._first_line())
        except BaseException:
            self.__exit__()
            raise
        self.port, self.control = ports["port"], ports["control"]
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def _first_line(self) -> bytes:
        said = self._process.stdout
        assert said is not None
        with selectors.DefaultSelector() as selector:
            selector.register(said, selectors.EVENT_READ)
            line = said.readline() if selector.select(READY_SECONDS) else b""
        if not line:
            raise RuntimeError(f"the fault proxy before {self.to} did not start")
        return line

    @property
    def pid(self) -> int:
        """The proxy's process."""
        return self._process.pid

    @property
    def address(self) -> str:
        """What to connect to instead: `host:port`."""
        return f"{HOST}:{self.port}"

    def uri(self, real: str) -> str:
        """A server's URI, through the proxy. MongoDB's is made direct: discovery would walk around it."""
        parts = urlsplit(real)
        login, at, _ = parts.netloc.rpartition("@")
        query = _direct(parts.query) if parts.scheme == "mongodb" else parts.query
        return urlunsplit(parts._replace(netloc=f"{login}{at}{self.address}", query=query))

    def set(
        self, *, up: Fault | None = None, down: Fault | None = None, refuse: bool = False
    ) -> None:
        """Exactly these faults from now on: `up` is client to server; what is not named is healed."""
        faults = {"up": _fields(up), "down": _fields(down), "refuse": refuse}
        self._ask("PUT", "/faults", body=json.dumps(faults))

    def heal(self) -> None:
        """No fault any more."""
        self._ask("DELETE", "/faults")

    def reset_connections(self) -> int:
        """RST both ends of all live connections; returns how many there were."""
        return int(self._ask("POST", "/reset")["reset"])

    def state(self) -> dict[str, Any]:
        """Connections, faults, and bytes read and delivered per direction."""
        return self._ask("GET", "/state")

    def _ask(self, method: str, path: str, *, body: str | None = None) -> dict[str, Any]:
        connection = HTTPConnection(HOST, self.control, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, path, body=body)
            answer = connection.getresponse()
            said: dict[str, Any] = json.loads(answer.read())
        finally:
            connection.close()
        if answer.status != 200:
            raise ValueError(f"{method} {path}: {said['error']}")
        return said


def _fields(fault: Fault | None) -> dict[str, Any]:
    return asdict(fault or Fault())


def _direct(query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query) if name.lower() != "replicaset"]
    return urlencode([*kept, ("directConnection", "true")])
