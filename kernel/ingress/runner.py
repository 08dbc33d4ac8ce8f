"""The life of the ingress's process: settings, ready within a deadline, drain on SIGTERM, exit codes.

Exit codes are those of `kernel.worker`: 0 stopped as asked; 1 work in hand did not end in time; 70 it
died; 75 not ready in time; 78 a setting or the broker's topology is wrong (the message names it).
"""

import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from urllib.parse import unquote, urlsplit

import orjson
import structlog

from kernel import log as logs
from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.ingress.ingress import Ingress
from kernel.journal import Journal
from kernel.keys import load_ring, load_signer
from kernel.lease import LEADING, STANDING_BY
from kernel.metrics import Metrics
from kernel.store.mongo import PyMongoError, connect, in_trouble
from kernel.worker import health

log = structlog.get_logger()

OK, NOT_DRAINED, DIED, NOT_READY, WRONG_SETTING = 0, 1, 70, 75, 78
BEAT = 0.1


class NotReady(Exception):
    """The process did not become ready within its deadline."""


class Process:
    """The ingress, its health and its end."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.metrics = Metrics("ingress")
        keys = Path(settings.keys_dir)
        self.client = connect(settings)
        database = self.client[settings.database("ingress")]
        self.ingress = Ingress(
            Journal(database, load_signer(keys), settings),
            load_ring(keys),
            settings=settings,
            metrics=self.metrics,
            holder=f"{socket.gethostname()}:{os.getpid()}:{time.time_ns()}",
            vhost=unquote(urlsplit(settings.amqp_uri).path[1:]),
        )
        self.stopping = False
        self.dead = False

    def run(self) -> int:
        """Start, be ready, work until asked to stop. Gives the exit code."""
        until = time.monotonic() + self.settings.start_seconds
        if self.settings.ready_file:
            Path(self.settings.ready_file).unlink(missing_ok=True)
        self._prepare(until)
        working = threading.Thread(target=self._work, daemon=True)
        working.start()
        server = health.serve(
            self.settings.web_host,
            self.settings.metrics_port,
            checks=self.checks,
            metrics=self.metrics,
        )
        self._await_ready(until)
        self._say_ready(server.server_port)
        while not (self.stopping or self.dead):
            time.sleep(BEAT)
        self._raise_wrong()
        return DIED if self.dead and not self.stopping else self._drain(working)

    def _work(self) -> None:
        try:
            self.ingress.run()
        except Exception as error:  # noqa: BLE001  it is told, and ends the process
            log.critical("ingress died", **logs.failure(error))
        finally:
            self.dead = True

    def _prepare(self, until: float) -> None:
        while not self.stopping:
            try:
                return self.ingress.prepare()
            except PyMongoError as error:
                if not in_trouble(error):
                    raise
                if time.monotonic() > until:
                    raise NotReady("MONGO_URI: MongoDB does not answer") from error
                time.sleep(BEAT)
        return None

    def _await_ready(self, until: float) -> None:
        while not all(self.checks().values()) and not (self.stopping or self.dead):
            if time.monotonic() > until:
                failing = ", ".join(name for name, good in self.checks().items() if not good)
                raise NotReady(f"not ready after {self.settings.start_seconds:.0f} s: {failing}")
            time.sleep(BEAT)
        self._raise_wrong()

    def _raise_wrong(self) -> None:
        if self.ingress.wrong:
            raise self.ingress.wrong

    def _say_ready(self, port: int) -> None:
        log.info("ingress ready", port=port, pid=os.getpid())
        if self.settings.ready_file:
            path = Path(self.settings.ready_file)
            fresh = path.with_suffix(".new")
            fresh.write_bytes(orjson.dumps({"metrics_port": port, "pid": os.getpid()}))
            fresh.replace(path)

    def _drain(self, working: threading.Thread) -> int:
        self.ingress.stop()
        working.join(self.settings.drain_seconds)
        log.info("ingress stopped", outcome=str(not working.is_alive()))
        return NOT_DRAINED if working.is_alive() else OK

    def checks(self) -> dict[str, bool]:
        """What readiness depends on, by name."""
        found = {
            "ingress": self.ingress.state in {LEADING, STANDING_BY},
            "database": self._database_answers(),
            "not_stopping": not self.stopping,
        }
        self.metrics.set("danvan_ready", int(all(found.values())))
        return found

    def _database_answers(self) -> bool:
        try:
            self.client.admin.command("ping")
        except PyMongoError:
            return False
        return True


def main() -> int:
    """Run the ingress with the settings of the environment."""
    try:
        settings = Settings.read(os.environ)
        logs.configure(level=settings.log_level, service="ingress", process="ingress")
        return _lived(Process(settings))
    except (WrongSetting, NotReady) as stopped:
        sys.stderr.write(f"STOPPED: {stopped}\n")
        return WRONG_SETTING if isinstance(stopped, WrongSetting) else NOT_READY


def _lived(process: Process) -> int:
    signal.signal(signal.SIGTERM, lambda *_: setattr(process, "stopping", True))
    signal.signal(signal.SIGINT, lambda *_: setattr(process, "stopping", True))
    try:
        return process.run()
    except (WrongSetting, NotReady):
        raise
    except Exception as error:  # noqa: BLE001
        log.critical("ingress died", **logs.failure(error))
        return DIED
