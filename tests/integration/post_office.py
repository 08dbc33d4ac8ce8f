"""A mail sink in its own process, a planner whose plans are told, and one round of sending in a process of its own.

`python -m tests.integration.post_office` sends what is due once, with the settings of the environment.
"""

import os
import subprocess
import sys
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, ClassVar

from contracts.planning import PlanApproved
from kernel.clock import SystemClock
from kernel.config import Settings
from kernel.message import Actor, Aggregate, new_id
from kernel.store import Collection, Store, command
from services.notify.service import Notify
from tests.site import ROOT, wait_for


class Sink:
    """The demo's mail server, in its own process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        words = [sys.executable, "-m", "deploy.embedded.mail_sink", str(folder), "0"]
        self.process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.DEVNULL)
        told = folder / "port"
        port = wait_for(lambda: told.exists() and told.read_text(), "the sink's port")
        self.uri = f"smtp://127.0.0.1:{port}"

    def letters(self) -> list[EmailMessage]:
        """What has come, in order."""
        files = sorted((self.folder / "new").glob("*.eml"))
        return [message_from_bytes(path.read_bytes(), policy=default) for path in files]  # type: ignore[misc]

    def empty(self) -> None:
        """Throw away what has come."""
        for path in (self.folder / "new").glob("*.eml"):
            path.unlink()

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(10)


class Plan(Aggregate):
    """A plan that is approved at once."""

    kind: ClassVar[str] = "plan"


class Plans(Collection[Plan]):
    """All plans."""

    name = "plans"
    holds = Plan

    def to_document(self, plan: Plan) -> dict[str, Any]:
        return {}


class Planner:
    """Bears planning's name, so that the broker gives it rights."""

    name = "planning"

    def __init__(self, store: Store) -> None:
        self.store = store
        self.plans = Plans(store)

    @command
    def approve(self, *, by: Actor) -> str:
        """Approve a plan."""
        plan = Plan(id=new_id(), agency=by.agency)
        today = self.store.clock.today()
        plan.tell(
            PlanApproved(
                plan=plan.id, year=today.year, symbol="12/KH-UBND", approved_on=today, tasks=7
            )
        )
        self.store.commit(plan)
        return plan.id


def send_once() -> None:
    """Send what is due, as the worker does."""
    settings = Settings.read(os.environ)
    Notify(Store(settings, "notify", clock=SystemClock())).letters.send(lambda: True)


if __name__ == "__main__":
    send_once()
