"""A site for tests: own vhost, own databases, own keys, real processes. Everything it starts it ends."""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pymongo
import requests

from deploy.embedded import servers
from kernel.clock import SystemClock
from kernel.config import Settings
from kernel.keys import create_site_key
from kernel.store import Store
from kernel.store.mongo import connect
from kernel.topology import user_of

ROOT = Path(__file__).parent.parent
T = TypeVar("T")

WORKERS = {
    name: f"services.{name}.service:{name.title()}"
    for name in ("registry", "planning", "reception", "consultation", "reporting", "notify")
}


def wait_for(ask: Callable[[], T], what: str, *, seconds: float = 30.0) -> T:
    """Ask until the answer is true, and give it. Fails with `what` after `seconds`."""
    until = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > until:
            raise AssertionError(f"in vain after {seconds:.0f} s: {what}")
        time.sleep(0.01)


class Process:
    """One real process of the house, started with settings of its own."""

    def __init__(self, name: str, words: list[str], environ: dict[str, str], folder: Path) -> None:
        self.name = name
        self.ready_file = folder / f"{name}-{secrets.token_hex(4)}.ready"
        self.log = folder / f"{name}-{secrets.token_hex(4)}.log"
        with self.log.open("wb") as log:
            self.popen = subprocess.Popen(
                [sys.executable, *words],
                env={**environ, "READY_FILE": str(self.ready_file)},
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def ready(self, seconds: float = 40.0) -> "Process":
        """Wait until it says it is ready."""
        wait_for(
            lambda: self.ready_file.exists() or self.ended, f"{self.name} ready", seconds=seconds
        )
        assert not self.ended, (
            f"{self.name} ended with {self.popen.returncode}:\n{self.said()[-3000:]}"
        )
        return self

    @property
    def ended(self) -> bool:
        return self.popen.poll() is not None

    @property
    def ports(self) -> dict[str, int]:
        """What it said about itself when it became ready."""
        return json.loads(self.ready_file.read_text())

    def said(self) -> str:
        """Its whole log."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def signal(self, number: int) -> None:
        self.popen.send_signal(number)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.popen.kill()
        self.popen.wait(10)

    def end(self, seconds: float = 40.0) -> int:
        """Ask it to stop and wait. Gives its exit code."""
        self.popen.send_signal(signal.SIGCONT)
        self.popen.terminate()
        return self.wait(seconds)

    def wait(self, seconds: float = 40.0) -> int:
        return self.popen.wait(seconds)

    def metrics(self) -> str:
        """Its metrics page."""
        port = self.ports.get("metrics_port") or self.ports["web_port"]
        return requests.get(f"http://127.0.0.1:{port}/metrics", timeout=5).text

    def metric(self, name: str, **labels: str) -> float | None:
        """One value from its metrics page, or None."""
        for line in self.metrics().splitlines():
            if line.startswith(name) and all(f'{k}="{v}"' in line for k, v in labels.items()):
                return float(line.rsplit(" ", 1)[1])
        return None

    def is_ready(self) -> bool:
        port = self.ports.get("metrics_port") or self.ports["web_port"]
        return requests.get(f"http://127.0.0.1:{port}/health/ready", timeout=5).status_code == 200


class Site:
    """One installation, alone in its vhost and databases."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.name = f"t{secrets.token_hex(4)}"
        self.folder = folder
        self.password = secrets.token_hex(8)
        self.settings = {name.upper(): str(value) for name, value in settings.items()}
        self.processes: list[Process] = []
        create_site_key(folder / "keys", "gialai")
        servers.declare(self.name, self.password)
        self.client: pymongo.MongoClient[dict[str, Any]] = connect(self.settings_for("reception"))

    def amqp_uri(self, service: str, *, port: int = servers.AMQP_PORT) -> str:
        user = user_of(service, self.name)
        return f"pyamqp://{user}:{self.password}@127.0.0.1:{port}/{self.name}"

    def environ(self, service: str, **more: Any) -> dict[str, str]:
        """The environment of one of its processes; leases are short, so that tests are."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "PYTHONUNBUFFERED": "1",
            "AMQP_URI": self.amqp_uri(service),
            "MONGO_URI": servers.MONGO_URI,
            "DB_PREFIX": f"{self.name}_",
            "KEYS_DIR": str(self.folder / "keys"),
            "LEASE_SECONDS": "2",
            "HEAD_SECONDS": "2",
            "RESEND_SECONDS": "1",
            "RETRY_SECONDS": "0.2",
            "CONFIRM_SECONDS": "5",
            "PARK_RETRY_SECONDS": "1",
            **self.settings,
            **{name.upper(): str(value) for name, value in more.items()},
        }

    def settings_for(self, service: str, **more: Any) -> Settings:
        return Settings.read(self.environ(service, **more))

    def store(self, service: str, **more: Any) -> Store:
        """A store on this site's database of a service, in this process."""
        settings = self.settings_for(service, **more)
        return Store(settings, service, clock=SystemClock(), client=self.client)

    def database(self, service: str) -> Any:
        return self.client[f"{self.name}_{service}"]

    def worker(self, service: str, target: str = "", **more: Any) -> Process:
        """Start a service's worker; `.ready()` waits for it."""
        words = ["-m", "kernel.worker", target or WORKERS[service]]
        return self.start(f"{service}-worker", words, service, **more)

    def web(self, service: str, **more: Any) -> Process:
        """Start a service's web process."""
        words = ["-m", "kernel.web", f"services.{service}"]
        return self.start(f"{service}-web", words, service, **more)

    def start(self, name: str, words: list[str], service: str, **more: Any) -> Process:
        """Start a process of the house with the settings of a service."""
        process = Process(name, words, self.environ(service, **more), self.folder)
        self.processes.append(process)
        return process

    def close(self) -> None:
        """End every process, drop the databases and the vhost; each of it also when another fails."""
        with ExitStack() as last:
            last.callback(servers.drop, self.name)
            last.callback(self.client.close)
            last.callback(self._drop_databases)
            for process in self.processes:
                last.callback(_killed, process)

    def _drop_databases(self) -> None:
        with pymongo.timeout(60):
            for name in self.client.list_database_names():
                if name.startswith(f"{self.name}_"):
                    self.client.drop_database(name)


def _killed(process: Process) -> None:
    if not process.ended:
        process.signal(signal.SIGCONT)
        process.kill()


@contextmanager
def a_site(folder: Path, **settings: Any) -> Iterator[Site]:
    """A site that is gone afterwards."""
    site = Site(folder, **settings)
    try:
        yield site
    finally:
        site.close()
