"""The desk of recounts: roll-ups against facts at once, and both against the journal by a rebuild."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from ground.agencies import AgencyBook
from kernel.follower.asking import ask_rebuild
from kernel.jobs import Jobs, JobStatus, Work
from kernel.message import Actor
from kernel.store import Store
from services.reporting.domain.recounting import Recount
from services.reporting.service.counting import CountingDesk
from services.reporting.service.memory import Memory
from services.reporting.views import Facts, Figures

COUNTING = "services.reporting.service.recounts:run"


@dataclass(frozen=True, kw_only=True)
class JournalRecount:
    """How the last comparison with the journal went; `identical` is None before the first."""

    running: bool
    at: datetime | None
    identical: bool | None


class RecountDesk:
    """Recounts."""

    def __init__(self, store: Store, counting: CountingDesk) -> None:
        self.store, self.counting = store, counting
        self.jobs = Jobs(store, [COUNTING])

    def of(self, agency: str | None) -> Recount:
        """Count one agency's facts again, or all; compares with the roll-ups that serve."""
        return self.counting.recount(agency)

    def start(self, *, by: Actor) -> str:
        """Count all agencies' facts again in a job, as there may be millions. Gives its id."""
        return self.jobs.start("recount", COUNTING, {}, by=by)

    def status(self, job: str, *, by: Actor) -> JobStatus:
        """How far it is, with what it found. Raises `NotFound`."""
        return self.jobs.status(job, agency=by.agency)

    def ask_journal(self, *, by: Actor) -> int:
        """Make facts and roll-ups anew from the first event of the journal, beside those in use, and compare
        by hash. Gives the new generation. Raises `AlreadyRebuilding`."""
        generation = ask_rebuild(self.store)
        self.store.database["followers"].update_one(
            {"_id": self.store.service}, {"$set": {"asked_by": by.office}}
        )
        return generation

    def journal(self) -> JournalRecount:
        """How the last comparison with the journal went."""
        row: dict[str, Any] = (
            self.store.database["followers"].find_one({"_id": self.store.service}) or {}
        )
        done = row.get("rebuilt", {})
        return JournalRecount(
            running="building" in row, at=done.get("at"), identical=done.get("identical")
        )


def run(_: dict[str, Any], work: Work) -> dict[str, Any]:
    """The job: count everything again. Gives what the page shows."""
    store = Store(work.settings, "reporting", clock=work.settings.clock())
    figures = Figures(store)
    counting = CountingDesk(store, Facts(store, figures), figures, Memory(store), AgencyBook(store))
    found = counting.recount()
    return {**asdict(found), "differences": [one._asdict() for one in found.differences]}
