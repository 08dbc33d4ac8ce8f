"""Functions that tests run as jobs."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from kernel.jobs import File, Work


def add(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Adds, in two steps."""
    job.progress(50)
    return {"sum": sum(arguments["numbers"])}


def wait(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Says 40 and waits until somebody writes into a pipe."""
    job.progress(40)
    return {"heard": Path(arguments["pipe"]).read_text(encoding="utf-8"), "pid": os.getpid()}


def write(arguments: dict[str, Any], job: Work) -> File:
    """Makes a file."""
    path = job.folder / "report.txt"
    path.write_text(arguments["text"] * 1_000_000, encoding="utf-8")
    return File(path, "báo cáo.txt", "text/plain")


def fail(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Fails with words that nobody may read."""
    raise LookupError(arguments["name"])


def devour(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Wants more memory than there is for it."""
    return {"size": len(bytes(arguments["bytes"]))}


def spin(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Never ends."""
    while True:
        job.progress(1)


def babble(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Gives more than a result may be."""
    return {"text": "x" * 2_000_000}


def die(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Is killed."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


def shout(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Prints what nobody may read."""
    os.write(1, arguments["name"].encode())
    os.write(2, arguments["name"].encode())
    return {}


def vanish(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Ends without a word."""
    os._exit(3)


def breed(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Starts a process and waits with it for ever."""
    child = subprocess.Popen([sys.executable, "-c", "open(0).read()"], stdin=subprocess.PIPE)
    Path(arguments["pid"]).write_text(str(child.pid), encoding="ascii")
    return {"code": child.wait()}


def look(arguments: dict[str, Any], job: Work) -> dict[str, Any]:
    """Tells what it can see."""
    return {
        "modules": sorted({name.split(".")[0] for name in sys.modules}),
        "site": job.settings.site,
        "alone": not list(job.folder.iterdir()) and Path.cwd() == job.folder,
    }
