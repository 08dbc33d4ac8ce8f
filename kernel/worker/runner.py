"""The life of a worker process: settings, ready within a deadline, drain on SIGTERM, exit codes.

Exit codes: 0 stopped as asked; 1 work in hand did not end in time; 70 the service died; 75 not ready
in time; 78 a setting or the broker's topology is wrong (the message names it).
"""

import importlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIServer

import orjson
import structlog

from kernel import log as logs
from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.follower.follower import BRAKED, Follower, release_brake
from kernel.follower.handling import Handlers
from kernel.follower.rebuild import Rebuilder
from kernel.journal import Journal
from kernel.keys import load_ring, load_signer
from kernel.lease import LEADING, STANDING_BY
from kernel.metrics import Metrics
from kernel.relay.relay import Relay
from kernel.rights import check_table
from kernel.store import Store
from kernel.store.mongo import PyMongoError, in_trouble
from kernel.worker import health, hosting
from kernel.worker.errands import Errands, errands_of
from kernel.worker.timers import Timers

log = structlog.get_logger()

OK, NOT_DRAINED, DIED, NOT_READY, WRONG_SETTING = 0, 1, 70, 75, 78
BEAT = 0.1
SLOW_HUB = 1.0


class NotReady(Exception):
    """The process did not become ready within its deadline."""


class Worker:
    """One service's relay, follower, timers and errands in one process."""

    def __init__(self, service_class: Any, settings: Settings) -> None:
        self.settings = settings
        self.name: str = service_class.name
        self.metrics = Metrics(self.name)
        self.store = Store(settings, self.name, clock=settings.clock(), metrics=self.metrics)
        self.service = service_class(self.store)
        check_table(self.name)
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{time.time_ns()}"
        self.hub_lag = 0.0
        self.stopping = False
        self.loops: dict[str, Any] = {}

    def _loops(self) -> dict[str, Any]:
        settings, metrics, holder = self.settings, self.metrics, self.holder
        keys = Path(settings.keys_dir)
        journal = Journal(self.store.database, load_signer(keys), settings)
        self.relay = Relay(self.name, journal, settings=settings, metrics=metrics, holder=holder)
        loops: dict[str, Any] = {"relay": self.relay}
        if Handlers(self.service).services:
            common: Any = {"settings": settings, "metrics": metrics, "holder": holder}
            ring = load_ring(keys)
            loops["follower"] = Follower(self.service, self.store, ring, **common)
            loops["rebuilder"] = Rebuilder(loops["follower"], self.service, ring, **common)
        loops["timers"] = Timers(
            self.service, self.store, settings=settings, metrics=metrics, holder=holder
        )
        if errands_of(self.service):
            loops["errands"] = Errands(
                self.service, self.store, settings=settings, metrics=metrics, holder=holder
            )
        return loops

    # --- life ---------------------------------------------------------------------------------------

    def run(self) -> int:
        """Start, be ready, work until asked to stop. Gives the exit code."""
        until = time.monotonic() + self.settings.start_seconds
        if self.settings.ready_file:  # what an earlier process told is not true of this one
            Path(self.settings.ready_file).unlink(missing_ok=True)
        self._prepare(until)
        container = hosting.container(self.name, self.loops)
        container.start()
        threading.Thread(target=self.relay.watch, daemon=True).start()
        threading.Thread(target=self._measure_hub, daemon=True).start()
        server = self._health()
        dying = threading.Thread(target=self._wait_for, args=(container,), daemon=True)
        self.dead = False
        dying.start()
        self._await_ready(until)
        self._say_ready(server.server_port)
        while not (self.stopping or self.dead):
            time.sleep(BEAT)
            self._raise_wrong()
        return DIED if self.dead and not self.stopping else self._drain(container)

    def _health(self) -> WSGIServer:
        settings = self.settings
        return health.serve(
            settings.web_host, settings.metrics_port, checks=self.checks, metrics=self.metrics
        )

    def _prepare(self, until: float) -> None:
        """Make indexes and the loops (a follower asks what it serves from); MongoDB may still be starting."""
        while True:
            try:
                self.store.prepare()
                self.loops = self._loops()
                for loop in self.loops.values():
                    if isinstance(loop, Follower):
                        loop.memory.prepare()
                        release_brake(self.store)
                return
            except PyMongoError as error:
                if not in_trouble(error):
                    raise
                if self.stopping:
                    return
                if time.monotonic() > until:
                    raise NotReady("MONGO_URI: MongoDB does not answer") from error
                time.sleep(BEAT)

    def _await_ready(self, until: float) -> None:
        while not all(self.checks().values()):
            self._raise_wrong()
            if self.stopping or self.dead:
                return
            if time.monotonic() > until and not self._braked():
                failing = ", ".join(name for name, good in self.checks().items() if not good)
                raise NotReady(f"not ready after {self.settings.start_seconds:.0f} s: {failing}")
            time.sleep(BEAT)

    def _braked(self) -> bool:
        """Whether the follower stands still on purpose. Then we stay, unready: to end would be to start
        again, and each start releases the brake."""
        follower = self.loops.get("follower")
        return follower is not None and follower.state == BRAKED

    def _say_ready(self, port: int) -> None:
        log.info("worker ready", port=port, pid=os.getpid())
        if self.settings.ready_file:
            said = {"metrics_port": port, "pid": os.getpid()}
            path = Path(self.settings.ready_file)
            fresh = path.with_suffix(".new")  # whole or not at all: somebody waits for it
            fresh.write_bytes(orjson.dumps(said))
            fresh.replace(path)

    def _raise_wrong(self) -> None:
        for loop in self.loops.values():
            wrong = getattr(loop, "wrong", None)
            if wrong:
                raise wrong

    def _wait_for(self, container: Any) -> None:
        try:
            container.wait()
        except Exception as error:  # noqa: BLE001  a bug in a loop ends the process, which is restarted
            log.critical("service died", **logs.failure(error))
        finally:
            self.dead = True

    def _drain(self, container: Any) -> int:
        """Let what is in hand end, for a while."""
        began = time.monotonic()
        ending = threading.Thread(target=container.stop, daemon=True)
        ending.start()
        ending.join(self.settings.drain_seconds)
        drained = not ending.is_alive()
        log.info("worker stopped", seconds=round(time.monotonic() - began, 2), outcome=str(drained))
        return OK if drained else NOT_DRAINED

    # --- how it is ----------------------------------------------------------------------------------

    def checks(self) -> dict[str, bool]:
        """What readiness depends on, by name."""
        found = {name: loop.state in {LEADING, STANDING_BY} for name, loop in self.loops.items()}
        found["database"] = self._database_answers()
        found["event_loop"] = self.hub_lag < SLOW_HUB
        found["not_stopping"] = not self.stopping
        self.metrics.set("danvan_ready", int(all(found.values())))
        return found

    def _database_answers(self) -> bool:
        try:
            self.store.client.admin.command("ping")
        except PyMongoError:
            return False
        return True

    def _measure_hub(self) -> None:
        while True:
            before = time.monotonic()
            time.sleep(BEAT)
            self.hub_lag = max(0.0, time.monotonic() - before - BEAT)
            self.metrics.set("danvan_hub_lag_seconds", self.hub_lag)


def load(target: str) -> Any:
    """The service class named `<module>:<class>`."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def main(words: Sequence[str]) -> int:
    """Run the worker named on the command line."""
    try:
        settings = Settings.read(os.environ)
        service_class = load(words[0])
        logs.configure(level=settings.log_level, service=service_class.name, process="worker")
        return _lived(Worker(service_class, settings))
    except WrongSetting as wrong:
        sys.stderr.write(f"STOPPED: {wrong}\n")
        return WRONG_SETTING
    except NotReady as late:
        sys.stderr.write(f"STOPPED: {late}\n")
        return NOT_READY


def _lived(worker: Worker) -> int:
    """Run until asked to stop. Other ends than those with a word of their own have texts that may
    carry values, or a password: only their kind is told."""
    signal.signal(signal.SIGTERM, lambda *_: setattr(worker, "stopping", True))
    signal.signal(signal.SIGINT, lambda *_: setattr(worker, "stopping", True))
    try:
        return worker.run()
    except (WrongSetting, NotReady):
        raise
    except Exception as error:  # noqa: BLE001
        log.critical("service died", **logs.failure(error))
        return DIED
