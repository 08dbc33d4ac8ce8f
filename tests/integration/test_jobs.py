"""Jobs: heavy work in a process of its own, with limits; whatever happens to it, its row tells."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.errors import KeyReused, NotFound
from kernel.jobs import Jobs, JobStatus, UnknownTarget
from kernel.jobs.desk import DONE, FAILED, KEPT, KILLED, QUEUED, RUNNING, TooManyWords, reap
from kernel.jobs.work import folder_of
from kernel.message import Actor
from kernel.store import Store
from tests.integration import work
from tests.site import ROOT, Site, wait_for

CLERK = Actor(user="u-1", role="CLERK", agency="ag-1")
TARGETS = [f"tests.integration.work:{name}" for name in vars(work) if name.islower()]


@pytest.fixture(scope="module", autouse=True)
def no_keeper_is_left() -> Iterator[None]:
    """Every keeper of these tests ends, and none stays as a zombie."""
    yield
    wait_for(lambda: reap() == 0, "the end of all keepers")


@pytest.fixture
def jobs(a_store: Callable[..., Store]) -> Jobs:
    return some_jobs(a_store)


def some_jobs(a_store: Callable[..., Store], **settings: Any) -> Jobs:
    """Jobs on an empty database."""
    made = Jobs(a_store("reporting", **{"lease_seconds": 2, **settings}), TARGETS)
    made.prepare()
    return made


def start(jobs: Jobs, function: str, *, key: str | None = None, **arguments: Any) -> str:
    target = f"tests.integration.work:{function}"
    return jobs.start(function, target, arguments, by=CLERK, key=key)


def ended(jobs: Jobs, job: str) -> JobStatus:
    """Its status, once it has ended."""

    def look() -> JobStatus | None:
        found = jobs.status(job, agency="ag-1")
        return found if found.ended else None

    return wait_for(look, "the job to end")


def run(jobs: Jobs, function: str, **arguments: Any) -> JobStatus:
    return ended(jobs, start(jobs, function, **arguments))


def a_pipe(folder: Path) -> str:
    os.mkfifo(folder / "pipe")
    return str(folder / "pipe")


def keepers_child(jobs: Jobs, job: str) -> tuple[int, int]:
    """The pids of a running job's keeper and of its work."""

    def look() -> tuple[int, int] | None:
        for entry in Path("/proc").glob("[0-9]*/environ"):
            pid = int(entry.parent.name)
            if _keeps(pid) and (children := _children(pid)):
                return pid, children[0]
        return None

    wait_for(lambda: jobs.status(job, agency="ag-1").progress, "the work to be under way")
    return wait_for(look, "the keeper")


def _keeps(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return False
    return b"kernel.jobs.keeper" in words and parent == os.getpid()


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


# --- how it ends ------------------------------------------------------------------------------------


def test_a_job_that_is_done_gives_its_result(jobs: Jobs):
    status = run(jobs, "add", numbers=[1, 2, 3])

    assert (status.state, status.result, status.progress) == (DONE, {"sum": 6}, 100)
    assert (status.name, status.by, status.error) == ("add", "CLERK@ag-1", "")
    assert status.started is not None
    assert status.ended is not None
    assert status.queued <= status.started <= status.ended


def test_its_progress_is_seen_while_it_works(jobs: Jobs, tmp_path: Path):
    pipe = a_pipe(tmp_path)
    job = start(jobs, "wait", pipe=pipe)

    status = wait_for(
        lambda: (one := jobs.status(job, agency="ag-1")).progress == 40 and one, "its progress"
    )
    assert status.state == RUNNING
    Path(pipe).write_text("chào", encoding="utf-8")

    assert (ended(jobs, job).result or {})["heard"] == "chào"


def test_a_large_result_is_a_file(jobs: Jobs):
    job = start(jobs, "write", text="ề")
    status = ended(jobs, job)

    with jobs.file(job, agency="ag-1") as file:
        assert (status.file, file.filename) == ("báo cáo.txt", "báo cáo.txt")
        assert file.metadata == {"kind": "text/plain"}
        assert file.read().decode() == "ề" * 1_000_000
    with pytest.raises(NotFound):
        jobs.file(job, agency="ag-2")


def test_a_job_that_fails_tells_where_and_not_what(jobs: Jobs):
    job = start(jobs, "fail", name="Nguyễn Thị Thử")
    status = ended(jobs, job)

    assert (status.state, status.error, status.result) == (FAILED, "LookupError", None)
    assert len(status.fingerprint) == 12
    assert "Thử" not in repr(jobs.rows.find_one({"_id": job}))


def test_what_a_job_prints_reaches_no_log(jobs: Jobs, capfd: pytest.CaptureFixture[str]):
    assert run(jobs, "shout", name="Nguyễn Thị Thử").state == DONE

    wait_for(lambda: reap() == 0, "the end of its keeper")
    assert "Thử" not in "".join(capfd.readouterr())


def test_a_result_larger_than_may_be_is_a_failure(jobs: Jobs):
    status = run(jobs, "babble")

    assert (status.state, status.error) == (FAILED, "ResultTooLarge")


def test_a_job_that_wants_too_much_memory_is_ended(a_store: Callable[..., Store]):
    jobs = some_jobs(a_store, jobs_memory=500_000_000)

    greedy, modest = run(jobs, "devour", bytes=600_000_000), run(jobs, "devour", bytes=1_000_000)

    assert (greedy.state, greedy.error) == (KILLED, "OutOfMemory")
    assert modest.result == {"size": 1_000_000}


@pytest.mark.parametrize("function", ["spin", "wait"])
def test_a_job_that_takes_too_long_is_ended(
    a_store: Callable[..., Store], tmp_path: Path, function: str
):
    jobs = some_jobs(a_store, jobs_seconds=1)

    status = run(jobs, function, pipe=a_pipe(tmp_path))

    assert status.state == KILLED
    assert status.error in {"OutOfTime", "SIGXCPU"}


def test_what_a_job_started_ends_with_it(a_store: Callable[..., Store], tmp_path: Path):
    jobs = some_jobs(a_store, jobs_seconds=1)

    run(jobs, "breed", pid=str(tmp_path / "pid"))

    pid = int((tmp_path / "pid").read_text())
    wait_for(lambda: not Path(f"/proc/{pid}/cmdline").exists() or _is_zombie(pid), "its end")


def _is_zombie(pid: int) -> bool:
    return not Path(f"/proc/{pid}/cmdline").read_bytes()


@pytest.mark.parametrize(("function", "error"), [("die", "SIGKILL"), ("vanish", "Died")])
def test_a_job_that_ends_without_a_word_was_killed(jobs: Jobs, function: str, error: str):
    status = run(jobs, function)

    assert (status.state, status.error) == (KILLED, error)


# --- dying ------------------------------------------------------------------------------------------


def test_a_job_whose_keeper_is_killed_dies_with_it_and_is_swept(jobs: Jobs, tmp_path: Path):
    job = start(jobs, "wait", pipe=a_pipe(tmp_path))
    keeper, child = keepers_child(jobs, job)

    assert folder_of(job).exists()
    os.kill(keeper, signal.SIGKILL)

    assert wait_for(jobs.sweep, "no sign of life") == 1
    status = jobs.status(job, agency="ag-1")
    assert (status.state, status.error) == (FAILED, "NoSignOfLife")
    assert not folder_of(job).exists()
    wait_for(lambda: not Path(f"/proc/{child}").exists(), "the end of the work")


def test_a_job_that_lives_is_not_swept(jobs: Jobs, tmp_path: Path):
    pipe = a_pipe(tmp_path)
    job = start(jobs, "wait", pipe=pipe)
    beats: set[Any] = set()

    def lives() -> bool:
        assert jobs.sweep() == 0
        row = jobs.rows.find_one({"_id": job}) or {}
        beats.add(row["beat"])
        return len(beats) > 6

    wait_for(lives, "signs of life for longer than its patience")
    Path(pipe).write_text("", encoding="utf-8")
    assert ended(jobs, job).state == DONE


def test_a_job_whose_starter_died_before_its_keeper_lived_is_swept(jobs: Jobs):
    began = datetime.now(UTC) - timedelta(minutes=1)
    row = {"name": "add", "state": QUEUED, "progress": 0, "agency": "ag-1", "by": "CLERK@ag-1"}
    jobs.rows.insert_one({"_id": "j-1", **row, "queued": began, "beat": began, "patience": 30})

    assert jobs.sweep() == 1
    assert jobs.status("j-1", agency="ag-1").state == FAILED


def test_a_job_that_was_swept_stops_working(jobs: Jobs, tmp_path: Path):
    job = start(jobs, "wait", pipe=a_pipe(tmp_path))
    _, child = keepers_child(jobs, job)

    jobs.rows.update_one({"_id": job}, {"$set": {"state": FAILED}})

    wait_for(lambda: not Path(f"/proc/{child}").exists(), "the end of the work")
    assert jobs.status(job, agency="ag-1").state == FAILED


def test_a_keeper_that_is_asked_to_stop_says_so(jobs: Jobs, tmp_path: Path):
    job = start(jobs, "wait", pipe=a_pipe(tmp_path))
    keeper, _ = keepers_child(jobs, job)

    os.kill(keeper, signal.SIGTERM)

    status = ended(jobs, job)
    assert (status.state, status.error) == (FAILED, "Stopped")


def test_old_jobs_are_forgotten_with_their_files_and_the_last_success_is_told(jobs: Jobs):
    old, young = start(jobs, "write", text="a"), start(jobs, "write", text="b")
    for job in (old, young):
        ended(jobs, job)
    long_ago = datetime.now(UTC) - KEPT - timedelta(days=1)
    jobs.rows.update_one({"_id": old}, {"$set": {"ended": long_ago}})

    jobs.sweep()

    assert [row["_id"] for row in jobs.rows.find()] == [young]
    assert jobs.store.database["job_files.files"].count_documents({}) == 1
    assert 'last_success_timestamp{job="write"' in jobs.store.metrics.page().decode()


# --- asking -----------------------------------------------------------------------------------------


def test_the_same_key_starts_once(jobs: Jobs):
    first = start(jobs, "add", key="k", numbers=[1])
    again = start(jobs, "add", key="k", numbers=[1])

    assert first == again
    assert ended(jobs, first).result == {"sum": 1}
    assert start(jobs, "add", key="k", numbers=[1]) == first
    assert jobs.rows.count_documents({}) == 1
    with pytest.raises(KeyReused):
        start(jobs, "add", key="k", numbers=[2])


def test_the_same_key_of_another_agency_is_another_job(jobs: Jobs):
    other = Actor(user="u-2", role="CLERK", agency="ag-2")
    target = "tests.integration.work:add"

    ids = {jobs.start("add", target, {"numbers": []}, by=by, key="k") for by in (CLERK, other)}

    assert len(ids) == 2
    wait_for(lambda: jobs.rows.count_documents({"state": DONE}) == 2, "both to be done")


def test_another_agency_finds_no_job(jobs: Jobs):
    job = start(jobs, "add", numbers=[])

    for ask in (jobs.status, jobs.file):
        with pytest.raises(NotFound):
            ask(job, agency="ag-2")
    assert ended(jobs, job).state == DONE


def test_only_what_a_service_lists_may_run(jobs: Jobs):
    with pytest.raises(UnknownTarget):
        jobs.start("x", "os:system", {"command": "true"}, by=CLERK)
    with pytest.raises(TooManyWords):
        start(jobs, "add", numbers=["x" * 2_000_000])

    assert jobs.rows.count_documents({}) == 0


def test_the_work_sees_its_folder_and_no_broker(jobs: Jobs):
    seen = run(jobs, "look").result or {}

    assert seen["alone"]
    assert seen["site"] == "gialai"
    assert not {"nameko", "eventlet", "kombu"} & set(seen["modules"])


WORKER = """
import eventlet
eventlet.monkey_patch()
import json, sys, time
from kernel.clock import SystemClock
from kernel.config import Settings
from kernel.jobs import Jobs
from kernel.message import Actor
from kernel.store import Store

store = Store(Settings(**json.loads(sys.argv[1])), "reporting", clock=SystemClock())
jobs = Jobs(store, ["tests.integration.work:add"])
gaps, before = [], time.monotonic()

def tick():
    global before
    while True:
        gaps.append(time.monotonic() - before)
        before = time.monotonic()
        eventlet.sleep(0.01)

eventlet.spawn(tick)
by = Actor(user="u", role="CLERK", agency="ag-1")
job = jobs.start("add", "tests.integration.work:add", {"numbers": [1, 2]}, by=by)
while not jobs.status(job, agency="ag-1").ended:
    eventlet.sleep(0.05)
print(json.dumps({"result": jobs.status(job, agency="ag-1").result, "gap": max(gaps)}))
"""


def test_an_eventlet_worker_starts_jobs_and_its_loop_goes_on(jobs: Jobs, house: Site):
    given = json.dumps(dataclasses.asdict(jobs.store.settings))
    words = [sys.executable, "-W", "ignore", "-c", WORKER, given]

    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)

    said = json.loads(done.stdout)
    assert said["result"] == {"sum": 3}
    assert said["gap"] < 1.0
