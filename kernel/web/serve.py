"""Serving a service's application: Gunicorn inside our own process, one worker with threads, drained when asked to stop.

The application is made in the worker, after the fork, so that database clients belong to the process
that uses them. What the worker learns about its end (78: a setting is wrong, 75: not ready in time)
it writes into a byte shared with its parent, which becomes the exit code.
"""

import mmap
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import orjson
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from kernel.config import Settings
from kernel.errors import WrongSetting
from kernel.web.health import readiness
from kernel.web.place import place_of

WRONG_SETTING = 78  # EX_CONFIG
NOT_READY = 75  # EX_TEMPFAIL
KEEPALIVE_SECONDS = 5
LONGEST_LINE = 4094
MOST_HEADERS = 60
LONGEST_HEADER = 8190
LOOK_SECONDS = 0.1
SHEDDERS = 8
"""Threads that are left to answer 503 when all places to work and to wait are taken."""


def run(
    make: Callable[[], Flask], settings: Settings, *, on_ready: Callable[[int], None] | None = None
) -> NoReturn:
    """Serve the application `make` makes until asked to stop; `on_ready` is told the port, in the worker.

    Ends the process: 0 after SIGTERM and a drain, 78 for a wrong setting, 75 when the service was
    not ready within `start_seconds`.
    """
    if settings.ready_file:  # what an earlier process told is not true of this one
        Path(settings.ready_file).unlink(missing_ok=True)
    server = Server(make, settings, on_ready or (lambda _: None))
    parent = os.getpid()
    try:
        server.run()
    except SystemExit as ended:
        if os.getpid() != parent:  # the worker ends here too, and its own code tells the parent
            raise
        sys.exit(server.verdict[0] or ended.code)
    sys.exit(server.verdict[0])


class Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn, told everything by `Settings` and nothing by files or the environment."""

    def __init__(
        self, make: Callable[[], Flask], settings: Settings, on_ready: Callable[[int], None]
    ) -> None:
        self.make = make
        self.settings = settings
        self.on_ready = on_ready
        self.verdict = mmap.mmap(-1, 1)
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options().items():
            self.cfg.set(name, value)

    def _options(self) -> dict[str, Any]:
        settings = self.settings
        return {
            "bind": f"{settings.web_host}:{settings.web_port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": settings.web_threads + settings.web_queue + SHEDDERS,
            "graceful_timeout": max(1, int(settings.drain_seconds)),
            "keepalive": KEEPALIVE_SECONDS,
            "limit_request_line": LONGEST_LINE,
            "limit_request_fields": MOST_HEADERS,
            "limit_request_field_size": LONGEST_HEADER,
            "forwarded_allow_ips": "",  # whom the proxy speaks for is Flask's business (create_app)
            "control_socket_disable": True,
            "loglevel": "warning",
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108
            "post_worker_init": self._announce_when_ready,
        }

    def load(self) -> Flask:
        try:
            return self.make()
        except WrongSetting as wrong:
            sys.stderr.write(f"{wrong}\n")
            self.verdict[0] = WRONG_SETTING
            sys.exit(Arbiter.WORKER_BOOT_ERROR)

    def _announce_when_ready(self, worker: Any) -> None:
        port: int = worker.sockets[0].getsockname()[1]
        threading.Thread(
            target=self._wait, args=(worker.app.callable, port), name="ready", daemon=True
        ).start()

    def _wait(self, app: Flask, port: int) -> None:
        place = place_of(app)
        deadline = place.clock.monotonic() + self.settings.start_seconds
        pause = threading.Event()
        while not all(readiness(place).values()):
            if place.clock.monotonic() > deadline:
                self._give_up()
                return
            pause.wait(LOOK_SECONDS)
        self._announce(port)

    def _give_up(self) -> None:
        sys.stderr.write("START_SECONDS passed and the service is not ready\n")
        self.verdict[0] = NOT_READY
        os.kill(os.getppid(), signal.SIGTERM)

    def _announce(self, port: int) -> None:
        """Tell the port and the process to signal (the parent), whole or not at all."""
        if self.settings.ready_file:
            path = Path(self.settings.ready_file)
            fresh = path.with_name(f"{path.name}.new")
            fresh.write_bytes(orjson.dumps({"web_port": port, "pid": os.getppid()}))
            fresh.replace(path)
        self.on_ready(port)
