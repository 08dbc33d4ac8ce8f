"""A trial installation for measurements: own vhost, databases, keys and real processes."""

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from bench.peers.processes import WITH_PARENT
from contracts.reception import IntakeChannel, PetitionKind, PetitionRegistered
from deploy.embedded import servers
from kernel.config import Settings
from kernel.keys import create_site_key
from kernel.message import Told, dataschema, encode, new_id
from kernel.store.mongo import connect
from kernel.store.saving import pending_row
from kernel.topology import user_of

SITE = "gialai"
AGENCIES, DAYS = 151, 20
KINDS = tuple(PetitionKind)
FIRST_DAY = date(2026, 3, 2)


def say(line: str) -> None:
    """Progress goes to stderr: the last line of stdout is the result."""
    sys.stderr.write(f"  {line}\n")
    sys.stderr.flush()


def result(values: dict[str, Any]) -> None:
    """The one line of JSON."""
    sys.stdout.write(orjson.dumps(values).decode() + "\n")


def event_bytes(
    index: int, total: int, source: str = f"/{SITE}/reception/province"
) -> tuple[str, bytes]:
    """The id and exact bytes of one real event. Days follow each other as in a year; agencies and
    kinds come in any order."""
    agency = f"ag-{index * 7919 % AGENCIES:03d}"
    happened = PetitionRegistered(
        petition=f"01a20000-0000-7000-8000-{index:012d}",
        number=index,
        year=2026,
        kind=KINDS[index // AGENCIES % len(KINDS)],
        channel=IntakeChannel.COUNTER,
        received_on=FIRST_DAY + timedelta(days=index * DAYS // total),
    )
    told = Told(
        id=new_id(),
        source=source,
        type=happened.wire,
        subject=f"petition/{happened.petition}",
        time="2026-03-02T01:00:00.000+00:00",
        dataschema=dataschema(PetitionRegistered),
        agency=agency,
        version=1,
        legaldate="2026-03-02",
        actor=f"RECEPTIONIST@{agency}",
        lawversion="2026-07-01",
    )
    return told.id, encode(happened, told)


class House:
    """One trial installation; `close` ends its processes and drops what it made."""

    def __init__(self, folder: Path) -> None:
        self.name = f"b{secrets.token_hex(4)}"
        self.folder, self.password = folder, secrets.token_hex(8)
        self.processes: list[subprocess.Popen[bytes]] = []
        create_site_key(folder / "keys", SITE)
        servers.up()
        servers.declare(self.name, self.password)
        self.client = connect(self.settings("reception"))

    def environ(self, service: str, **more: Any) -> dict[str, str]:
        """The environment of one process."""
        user = user_of(service, self.name)
        return {
            **os.environ,
            "AMQP_URI": f"pyamqp://{user}:{self.password}@127.0.0.1:{servers.AMQP_PORT}/{self.name}",
            "MONGO_URI": servers.MONGO_URI,
            "DB_PREFIX": f"{self.name}_",
            "KEYS_DIR": str(self.folder / "keys"),
            "LEASE_SECONDS": "1.5",
            "LOG_LEVEL": "WARNING",
            **{name.upper(): str(value) for name, value in more.items()},
        }

    def settings(self, service: str, **more: Any) -> Settings:
        """The settings of one process."""
        return Settings.read(self.environ(service, **more))

    def database(self, service: str) -> Any:
        """A service's database."""
        return self.client[f"{self.name}_{service}"]

    def worker(self, service: str, **more: Any) -> "Started":
        """Start a service's worker and wait until it is ready."""
        target = f"services.{service}.service:{service.title()}"
        return self.start(service, ["-m", "kernel.worker", target], **more)

    def start(self, service: str, words: list[str], **more: Any) -> "Started":
        """Start a process of the house and wait until it is ready."""
        ready = self.folder / f"{service}-{secrets.token_hex(4)}.ready"
        process = subprocess.Popen(
            [*WITH_PARENT, sys.executable, *words],
            env=self.environ(service, ready_file=ready, **more),
        )
        self.processes.append(process)
        wait_for(lambda: ready.exists() or process.poll() is not None, f"{service} ready", 60)
        return Started(process, orjson.loads(ready.read_bytes()))

    def close(self) -> None:
        """End the processes; drop the vhost and the databases."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            process.wait(60)
        for name in self.client.list_database_names():
            if name.startswith(f"{self.name}_"):
                self.client.drop_database(name)
        self.client.close()
        servers.drop(self.name)


class Started:
    """A process that is ready, and what it said about itself."""

    def __init__(self, process: "subprocess.Popen[bytes]", said: dict[str, int]) -> None:
        self.process, self.said = process, said


@contextmanager
def a_house() -> Iterator[House]:
    """A trial installation that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        house = House(Path(folder))
        try:
            yield house
        finally:
            house.close()


def wait_for(ask: Callable[[], Any], what: str, seconds: float, pause: float = 0.02) -> float:
    """Wait until the answer is true. Gives the seconds it took; fails loudly after `seconds`."""
    began = time.monotonic()
    while not ask():
        if time.monotonic() - began > seconds:
            raise SystemExit(f"in vain after {seconds} s: {what}")
        time.sleep(pause)
    return time.monotonic() - began


def fill_pending(house: House, events: int) -> None:
    """Put events into reception's `pending`, as commits would have."""
    pending = house.database("reception")["pending"]
    now, source = datetime.now(UTC), f"/{SITE}/reception/province"
    for start in range(0, events, 5000):
        made = [event_bytes(index, events) for index in range(start, min(start + 5000, events))]
        pending.insert_many([pending_row(source, id_, body, at=now) for id_, body in made])


def counted(house: House) -> int:
    """The sum of all counters in reporting's days."""
    rows = house.database("reporting")["figures"].find({"span": "day"})
    return sum(n for row in rows for n in row["n"].values())
