"""The web process as supervisors see it: its port, its health, its exit codes, its last request."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import requests

from tests.browser.conftest import BODY_LIMIT, Process, start


def test_a_process_tells_its_port_and_is_ready(desk: Process) -> None:
    answer = requests.get(f"{desk.address}/health/ready", timeout=5)

    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"desk": True}, "failing": []}
    assert desk.pid == desk.process.pid


def test_a_service_that_does_not_exist_is_named() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kernel.web", "tests.browser.nobody"],
        capture_output=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode == 64
    assert "tests.browser.nobody: no such service" in ended.stderr.decode()


def test_the_server_does_not_tell_its_version(desk: Process) -> None:
    answer = requests.get(f"{desk.address}/health/live", timeout=5)

    assert answer.headers["Server"] == "gunicorn"


def test_a_request_in_hand_is_answered_after_sigterm(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    running = start(tmp_path, DESK_PIPE=str(pipe))
    answers: list[str] = []

    def ask() -> None:
        answers.append(requests.get(f"{running.address}/desk/slow", timeout=20).text)

    asking = threading.Thread(target=ask)
    asking.start()
    with pipe.open("w", encoding="utf-8") as out:  # opens once the request is being answered
        running.process.terminate()
        out.write("xong")
    asking.join(timeout=20)

    assert running.stop() == 0
    assert answers == ["xong"]


def test_a_body_in_chunks_is_held_to_the_limit(desk: Process) -> None:
    answer = requests.post(
        f"{desk.address}/api/desk/v1/letters/",
        data=(b" " * 10_000 for _ in range(BODY_LIMIT // 10_000 + 1)),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {desk.token()}"},
        timeout=10,
    )

    assert "Content-Length" not in answer.request.headers
    assert answer.status_code == 413, answer.text
    assert answer.json()["code"] == "too_large"


@pytest.mark.parametrize(
    ("environ", "code", "told"),
    [
        ({"KEYS_DIR": "/nowhere/at/all"}, 78, "KEYS_DIR"),
        ({"WEB_THREADS": "many"}, 78, "WEB_THREADS"),
        ({"DEMO": "1", "PRODUCTION": "1"}, 78, "DEMO"),
        ({"PUBLIC_URL": "http://danvan.example"}, 78, "PUBLIC_URL"),
        ({"DESK_CLOSED": "1", "START_SECONDS": "0.2"}, 75, "START_SECONDS"),
    ],
)
def test_a_process_that_cannot_work_says_why_and_ends(
    environ: dict[str, str], code: int, told: str, desk: Process
) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "kernel.web", "tests.browser.desk"],
        env={**os.environ, "KEYS_DIR": str(desk.keys), **environ},
        capture_output=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode == code
    assert told in ended.stderr.decode()
