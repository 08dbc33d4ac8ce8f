"""The job that draws the province's report: reads what was frozen, makes the files, keeps them."""

import importlib
from typing import Any

from kernel.jobs import Work
from kernel.store import Store
from services.reporting.service.memory import Memory


def draw(arguments: dict[str, Any], work: Work) -> dict[str, Any]:
    """Draw one edition. Gives the names of its files. Raises `EditionOvertaken` when it is no longer wanted.

    The adapters bring heavy libraries: only this process loads them.
    """
    store = Store(work.settings, "reporting", clock=work.settings.clock())
    memory = Memory(store)
    report = memory.provincial.of(arguments["year"])
    if report.edition_name != arguments["edition"]:
        raise EditionOvertaken(arguments["edition"])
    work.progress(10)
    adapters = importlib.import_module("services.reporting.adapters")
    paths = adapters.render_all(report.printed(), work.folder)
    work.progress(90)
    kept = memory.files.keep(arguments["edition"], paths.values())
    return {"files": [one.name for one in kept]}


class EditionOvertaken(Exception):
    """The report was compiled anew or issued meanwhile; another job draws that."""
