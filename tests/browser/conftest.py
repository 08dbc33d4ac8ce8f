"""A real web process of the desk, and a real Chromium to look at it with."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.message import Actor

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
EXPECTED = ("status of 4", "status of 5", "Response Status Error Code")  # pages that are to fail
BODY_LIMIT = 100_000
SCREENS = Path("out/screens/frame")


@dataclass
class Process:
    """A web process under test, and the key folder whose tokens it trusts."""

    process: "subprocess.Popen[bytes]"
    port: int
    pid: int
    keys: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self, *, role: str = "CLERK", minutes: float = 15) -> str:
        now = datetime.now(UTC)
        actor = Actor(user="u1", role=role, agency="52-001", fresh_at=now.timestamp())
        return SessionKeys(self.keys, site="gialai").issue(actor, now=now, minutes=minutes)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


def start(folder: Path, **environ: str) -> Process:
    """Start the desk as any service is started, and wait for what it says when it is ready.

    The file it writes is a named pipe here: opening it is the waiting.
    """
    keys, ready = folder / "keys", folder / "ready.json"
    create_session_key(keys)
    create_secret(keys)
    process = subprocess.Popen(
        [sys.executable, "-m", "kernel.web", "tests.browser.desk"],
        env={**os.environ, "KEYS_DIR": str(keys), "READY_FILE": str(ready), "DEMO": "1", **environ},
        start_new_session=True,
    )
    told = _wait_for(ready, process)
    return Process(process, told["web_port"], told["pid"], keys)


def _wait_for(path: Path, process: "subprocess.Popen[bytes]") -> dict[str, int]:
    ended = os.pidfd_open(process.pid)
    try:
        while not path.exists():
            if select.select([ended], [], [], 0.05)[0]:
                raise RuntimeError(f"the desk ended with {process.wait()}")
    finally:
        os.close(ended)
    told: dict[str, int] = json.loads(path.read_bytes())
    return told


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    running = start(tmp_path_factory.mktemp("desk"), BODY_LIMIT=str(BODY_LIMIT))
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        if "CI" in os.environ:
            pytest.fail(f"{CHROMIUM} is missing")
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, desk: Process) -> Iterator[BrowserContext]:
    fresh = chromium.new_context(
        base_url=desk.address, viewport={"width": 1280, "height": 900}, locale="vi-VN"
    )
    fresh.set_default_timeout(8000)
    yield fresh
    fresh.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test if the browser complained of anything (content policy, scripts)."""
    complaints: list[str] = []
    fresh = context.new_page()
    fresh.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    fresh.on("pageerror", lambda error: complaints.append(str(error)))
    yield fresh
    told = [one for one in complaints if not any(word in one for word in EXPECTED)]
    assert told == []


@pytest.fixture
def clerk(page: Page, context: BrowserContext, desk: Process) -> Page:
    """A page on which a clerk is signed in."""
    context.add_cookies([{"name": "danvan", "value": desk.token(), "url": desk.address}])
    return page
