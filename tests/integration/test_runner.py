"""A worker that cannot start says why, within its time, with an exit code that says whether to try again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.site import ROOT, WORKERS, Site, wait_for

WRONG_SETTING, NOT_READY = 78, 75


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"keys_dir": "nowhere"}, "KEYS_DIR"),
        ({"lease_seconds": "soon"}, "LEASE_SECONDS"),
        ({"lease_seconds": "-1"}, "LEASE_SECONDS"),
        ({"production": "1", "demo": "1"}, "PRODUCTION"),
    ],
)
def test_a_wrong_setting_ends_it_at_once_and_is_named(
    house: Site, settings: dict[str, str], says: str
):
    worker = house.worker("reception", **settings)

    assert worker.wait(20) == WRONG_SETTING
    assert worker.said().startswith("STOPPED: ")
    assert says in worker.said()


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ({"amqp_uri": "pyamqp://x:x@127.0.0.1:9/x"}, "relay"),
        ({"mongo_uri": "mongodb://127.0.0.1:9/?replicaSet=danvan"}, "MONGO_URI"),
    ],
)
def test_without_a_server_it_is_not_ready_in_time_and_may_be_tried_again(
    house: Site, missing: dict[str, str], says: str
):
    worker = house.worker("reception", start_seconds=3, mongo_seconds=2, **missing)

    assert worker.wait(30) == NOT_READY
    assert says in worker.said().splitlines()[-1]
    assert not worker.ready_file.exists()


def test_what_an_earlier_worker_said_about_itself_is_not_believed(house: Site, tmp_path: Path):
    said = tmp_path / "said.json"
    said.write_text("{}")

    environ = {**house.environ("reception"), "READY_FILE": str(said)}
    words = [sys.executable, "-m", "kernel.worker", WORKERS["reception"]]
    with subprocess.Popen(words, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL) as worker:
        wait_for(lambda: not said.exists(), "the old words to go")
        wait_for(said.exists, "what the new one says")
        assert json.loads(said.read_text())["pid"] == worker.pid
        worker.terminate()

    assert worker.returncode == 0


def test_a_worker_that_is_asked_to_stop_ends_well(house: Site):
    worker = house.worker("reception").ready()

    assert worker.is_ready()
    assert worker.metric("danvan_ready", service="reception") == 1.0
    assert worker.end() == 0
