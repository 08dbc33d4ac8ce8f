"""Crash points: they end a process at once, when armed, at their turn."""

import subprocess
import sys

import pytest

from tests.site import ROOT

SCRIPT = """
from kernel.crash import crash
for n in range(3):
    print(n, flush=True)
    crash("relay.after_seal")
print("alive")
"""


def run(armed: str) -> tuple[int, list[str]]:
    """Pass a crash point three times."""
    words = [sys.executable, "-c", SCRIPT]
    environ = {"CRASHPOINT": armed} if armed else {}
    done = subprocess.run(words, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split()


@pytest.mark.parametrize(("armed", "passed"), [("relay.after_seal", 1), ("relay.after_seal:2", 2)])
def test_an_armed_point_ends_the_process_at_its_turn(armed: str, passed: int):
    assert run(armed) == (137, [str(n) for n in range(passed)])


@pytest.mark.parametrize("armed", ["", "relay.after_confirm", "relay.after_seal:4"])
def test_a_point_that_is_not_armed_does_nothing(armed: str):
    assert run(armed) == (0, ["0", "1", "2", "alive"])
