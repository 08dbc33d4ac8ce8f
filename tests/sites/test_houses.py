"""The tests' own sites: whatever goes wrong at their end, nothing of them stays open."""

import subprocess
from pathlib import Path

import pymongo
import pytest

from tests.site import Process, Site

pytestmark = pytest.mark.alone


def test_a_site_closes_its_client_also_when_a_process_does_not_end(
    running_servers: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """On a machine under load a killed process may take longer than anybody waits; a client that stays open
    is warned of in some later test, which has nothing to do with it."""
    site = Site(tmp_path)
    process = site.start("sleeper", ["-c", "import time; time.sleep(60)"], "reception")

    def too_slow(self: Process) -> None:
        self.popen.kill()
        raise subprocess.TimeoutExpired("sleeper", 10)

    monkeypatch.setattr(Process, "kill", too_slow)
    with pytest.raises(subprocess.TimeoutExpired):
        site.close()
    process.popen.wait(20)

    with pytest.raises(pymongo.errors.InvalidOperation):
        site.client.admin.command("ping")
