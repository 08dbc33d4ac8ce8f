"""Starts, stops and looks at the embedded RabbitMQ and MongoDB: `python -m deploy.embedded.servers up`.

Both listen on loopback on ports of their own (epmd too) and keep everything under `.run/`. Starting
what runs and stopping what stands still are no errors. Servers named by `AMQP_URI` and `MONGO_URI`
are left alone. Every failure says what failed and what to do.
"""

import contextlib
import json
import os
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pymongo

from kernel import topology

ROOT = Path(__file__).resolve().parent.parent.parent
RUN = Path(os.environ.get("RUN_DIR", ROOT / ".run")).resolve()
RABBIT_BIN = Path("/usr/lib/rabbitmq/bin")
# Another RUN_DIR and PORT_BASE give another, independent set of servers (tests use one of their own). Below the
# range from which the system takes ports for outgoing connections: one of those may stand in the way for a minute.
PORT_BASE = int(os.environ.get("PORT_BASE", "21720"))
AMQP_PORT, DIST_PORT, EPMD_PORT, RABBIT_METRICS_PORT, MONGO_PORT = range(PORT_BASE, PORT_BASE + 5)
# A process that dies inside a transaction leaves its locks to this limit; ours end within ten seconds.
FILES = 64_000
TRANSACTION_SECONDS = int(os.environ.get("TRANSACTION_SECONDS", "12"))
MONGOD = ROOT / ".run" / "mongod" / "bin" / "mongod"
VHOST = "danvan"
PATIENCE = 90.0


class Failed(Exception):
    """A step did not work; `remedy` says what a person can do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


def say(line: str) -> None:
    """Progress goes to stderr, so that stdout stays for results."""
    print(f"  {line}", file=sys.stderr, flush=True)


@dataclass(frozen=True)
class Server:
    """One embedded server: how it starts, when it is ready, where it writes."""

    name: str
    command: Callable[[], list[str]]
    environment: Callable[[], dict[str, str]]
    ready: Callable[[], bool]
    port: int

    @property
    def home(self) -> Path:
        return RUN / self.name

    @property
    def log(self) -> Path:
        return self.home / "output.log"

    def pid(self) -> int | None:
        """The running process that we started, if it is still ours."""
        try:
            pid = int((self.home / "pid").read_text())
            words = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        if not words:  # it is being started and has no words yet, or it has ended
            return None if _ended(pid) else pid
        return pid if str(self.home).encode() in words or b"rabbitmq" in words else None

    def start(self) -> None:
        """Start it unless it runs, and wait until it answers."""
        if self.pid() is None:
            say(f"starting {self.name} on 127.0.0.1:{self.port} (log: {self.log})")
            self._spawn()
        began = time.monotonic()
        while not self.ready():
            if self.pid() is None:
                raise Failed(
                    f"{self.name} ended while starting",
                    f"read {self.log}; is port {self.port} taken?",
                )
            if time.monotonic() - began > PATIENCE:
                raise Failed(
                    f"{self.name} does not answer after {PATIENCE:.0f} s", f"read {self.log}"
                )
            time.sleep(0.2)

    def _spawn(self) -> None:
        self.home.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                self.command(),
                env={**os.environ, **self.environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        (self.home / "pid").write_text(str(process.pid))

    def stop(self) -> None:
        """Ask it to end, wait, and insist only when it does not."""
        pid = self.pid()
        if pid is None:
            return
        say(f"stopping {self.name}")
        os.kill(pid, signal.SIGTERM)
        if not _gone(pid, 30.0):
            os.killpg(pid, signal.SIGKILL)
            _gone(pid, 5.0)
        (self.home / "pid").unlink(missing_ok=True)


def _ended(pid: int) -> bool:
    """Whether only the entry of an ended process is left, or not even that."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def _gone(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.1)
    return False


# --- RabbitMQ ---------------------------------------------------------------------------------------


def _rabbit_environment() -> dict[str, str]:
    home = RUN / "rabbitmq"
    return {
        "HOME": str(home),
        "ERL_EPMD_PORT": str(EPMD_PORT),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_NODENAME": "danvan@localhost",
        "RABBITMQ_NODE_PORT": str(AMQP_PORT),
        "RABBITMQ_DIST_PORT": str(DIST_PORT),
        "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "plugins"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced"),
        "RABBITMQ_PID_FILE": str(home / "node.pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none +sbwtdio none"
        " -kernel inet_dist_use_interface {127,0,0,1}",
        "ERL_CRASH_DUMP": str(home / "erl_crash.dump"),
        "LANG": "C.UTF-8",
    }


RABBIT_CONFIG = f"""\
listeners.tcp.1 = 127.0.0.1:{AMQP_PORT}
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = {RABBIT_METRICS_PORT}
max_message_size = 4194304
vm_memory_high_watermark.absolute = 1024MB
disk_free_limit.absolute = 200MB
loopback_users.guest = true
heartbeat = 30
log.console = false
log.file.level = warning
"""


def _rabbit_command() -> list[str]:
    if not (RABBIT_BIN / "rabbitmq-server").exists():
        raise Failed("RabbitMQ is not installed", "run 'make setup'")
    home = RUN / "rabbitmq"
    (home / "plugins").write_text("[rabbitmq_prometheus,rabbitmq_shovel].\n")
    (home / "rabbitmq.conf").write_text(RABBIT_CONFIG)
    return [str(RABBIT_BIN / "rabbitmq-server")]


def rabbitmqctl(*words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run RabbitMQ's own tool against the embedded node."""
    return subprocess.run(
        [str(RABBIT_BIN / "rabbitmqctl"), "-q", *words],
        env={**os.environ, **_rabbit_environment()},
        capture_output=True,
        text=True,
        check=check,
    )


def _rabbit_ready() -> bool:
    if not (RUN / "rabbitmq" / "node.pid").exists():
        return False
    return rabbitmqctl("await_startup", "--timeout", "60", check=False).returncode == 0


RABBIT = Server("rabbitmq", _rabbit_command, _rabbit_environment, _rabbit_ready, AMQP_PORT)


def declare(vhost: str, password: str) -> None:
    """Make a vhost with the house's topology and a user per service."""
    known = topology.read()
    passwords = {topology.user_of(name, vhost): password for name in topology.speakers(known)}
    load(topology.definitions(known, vhost=vhost, passwords=passwords), name=vhost)


def load(definitions: dict[str, Any], *, name: str) -> None:
    """Give definitions to the embedded broker."""
    path = RUN / "rabbitmq" / f"definitions-{name}.json"
    path.touch(0o600)
    path.write_text(json.dumps(definitions))
    done = rabbitmqctl("import_definitions", str(path), check=False)
    if done.returncode:
        raise Failed("RabbitMQ refused the topology", f"{done.stdout}{done.stderr}")


def drop(vhost: str, *, vhosts: Sequence[str] = (), users: Sequence[str] = ()) -> None:
    """Delete a vhost and its users, and others of its sites (tests, trials), in one call: each starts
    an Erlang machine."""
    names = [topology.user_of(name, vhost) for name in topology.speakers(topology.read())]
    every = ",".join(f'<<"{name}">>' for name in (*names, *users))
    by = '<<"danvan">>'
    places = ",".join(f'<<"{one}">>' for one in (vhost, *vhosts))
    rabbitmqctl(
        "eval",
        f"[catch rabbit_vhost:delete(V, {by}) || V <- [{places}]],"
        f"[catch rabbit_auth_backend_internal:delete_user(U, {by}) || U <- [{every}]].",
        check=False,
    )


# --- MongoDB ----------------------------------------------------------------------------------------

MONGO_URI = f"mongodb://127.0.0.1:{MONGO_PORT}/?replicaSet=danvan"


def _mongo_command() -> list[str]:
    home = RUN / "mongod"
    if not MONGOD.exists():
        raise Failed("mongod is not installed", "run 'make setup'")
    (home / "data").mkdir(parents=True, exist_ok=True)
    return [
        *(str(MONGOD), "--dbpath", str(home / "data"), "--port", str(MONGO_PORT)),
        *("--bind_ip", "127.0.0.1", "--replSet", "danvan", "--wiredTigerCacheSizeGB", "1"),
        *("--logpath", str(home / "mongod.log"), "--quiet", "--oplogSize", "990"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}"),
        *("--setParameter", "enableTestCommands=1"),
        # The files of a dropped collection go after the next checkpoint, not minutes later: tests drop thousands.
        *("--setParameter", "minSnapshotHistoryWindowInSeconds=1", "--syncdelay", "15"),
    ]


def _mongo_ready() -> bool:
    try:
        with pymongo.MongoClient[dict[str, object]](
            f"mongodb://127.0.0.1:{MONGO_PORT}/?directConnection=true",
            serverSelectionTimeoutMS=1000,
        ) as client:
            return _is_primary(client)
    except pymongo.errors.PyMongoError:
        return False


def _is_primary(client: "pymongo.MongoClient[dict[str, object]]") -> bool:
    try:
        if client.admin.command("hello").get("isWritablePrimary"):
            return True
        member = {"_id": 0, "host": f"127.0.0.1:{MONGO_PORT}"}
        client.admin.command("replSetInitiate", {"_id": "danvan", "members": [member]})
    except pymongo.errors.OperationFailure:
        pass  # it is initiated already and elects itself
    return False


MONGO = Server("mongod", _mongo_command, dict, _mongo_ready, MONGO_PORT)

# --- all --------------------------------------------------------------------------------------------


def password() -> str:
    """The broker password of this machine's services, made once."""
    path = RUN / "rabbitmq" / "password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(0o600)
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def amqp_uri(service: str, vhost: str = VHOST) -> str:
    """Where a service finds the embedded broker."""
    return f"pyamqp://{topology.user_of(service, vhost)}:{password()}@127.0.0.1:{AMQP_PORT}/{vhost}"


def _allow_many_files() -> None:
    """Let the servers open as many files as MongoDB asks for (each collection and index is one)."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):  # only root may go beyond what it was given
        resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, max(FILES, most)))


def up() -> None:
    """Start what is not given from outside, and declare the topology."""
    _allow_many_files()
    if "MONGO_URI" not in os.environ:
        MONGO.start()
    if "AMQP_URI" not in os.environ:
        RABBIT.start()
        declare(VHOST, password())


def down() -> None:
    """Stop what we started."""
    RABBIT.stop()
    _stop_epmd()
    MONGO.stop()


def _stop_epmd() -> None:
    epmd = shutil.which("epmd")
    if epmd and (RUN / "rabbitmq").exists():
        environment = {**os.environ, **_rabbit_environment()}
        subprocess.run([epmd, "-kill"], env=environment, capture_output=True, check=False)


def status() -> None:
    """One line per server."""
    for server in (MONGO, RABBIT):
        pid = server.pid()
        state = f"runs (pid {pid})" if pid else "is stopped"
        print(f"{server.name:10} {state:20} 127.0.0.1:{server.port}  {server.log}")


def main(words: list[str]) -> int:
    """Run one verb; a failed step says what failed and what to do."""
    try:
        {"up": up, "down": down, "status": status}[words[0]]()
    except Failed as failed:
        print(f"\nSTOPPED: {failed}\n  What to do: {failed.remedy}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
