"""A client that works: registers, classifies, accepts and decides, one by one and in bulk, and keeps a ledger of it."""

import itertools
import random
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.faults.desk import Channel, Direct
from tests.faults.ledger import Entry, Ledger, Outcome
from tests.site import Site

AGENCIES = ("ag-1", "ag-2", "ag-3")
OUTCOMES = {"COMPLAINT": "JUSTIFIED", "DENUNCIATION": "UNJUSTIFIED", "FEEDBACK": "ANSWERED"}
TRIES = 40
PAUSE = 0.25


class Load:
    """Issues commands over a channel; what gets no answer is asked again with the same key."""

    def __init__(self, site: Site, ledger: Ledger, *, channel: Channel | None = None) -> None:
        self.ledger = ledger
        self.channel = channel or Direct(site)
        self.random = random.Random(1)
        self.patience = threading.Event()

    # --- what a client can want ---------------------------------------------------------------------

    def register(self, count: int = 1, *, agency: str = "") -> list[Entry]:
        """Register so many petitions, one by one."""
        return [self.command("register", self.petition(agency)) for _ in range(count)]

    def register_many(self, count: int) -> list[Entry]:
        """Register so many in one bulk; each row is a command of its own."""
        agency = self.random.choice(AGENCIES)
        rows = [{**self.petition(agency), "key": uuid.uuid4().hex} for _ in range(count)]
        entries = [self.ledger.issue("register", key=row["key"], payload=row) for row in rows]
        answers = self._answer("bulk", uuid.uuid4().hex, {"agency": agency, "rows": rows})
        for entry, told in zip(entries, answers or (), strict=False):
            self.ledger.answered(entry, status=told[0], body=told[1])
        return entries

    def classify(self, registered: Entry) -> Entry:
        """Classify a registered petition as one to be accepted."""
        on = registered.payload["received_on"]
        return self.command("classify", {**_about(registered), "on": on})

    def accept(self, registered: Entry) -> Entry:
        """Accept a classified petition."""
        return self.command("accept", _about(registered))

    def decide(self, registered: Entry) -> Entry:
        """Decide an accepted petition."""
        outcome = OUTCOMES[registered.payload["kind"]]
        return self.command("decide", {**_about(registered), "outcome": outcome})

    def a_case(self) -> None:
        """A petition through its whole life, as far as the client knows that it got there."""
        (entry,) = self.register()
        for step in (self.classify, self.accept, self.decide):
            if entry.outcome is Outcome.ACKNOWLEDGED:
                step(entry)

    def petition(self, agency: str = "") -> dict[str, Any]:
        """The words of a registration."""
        day = datetime.now(UTC).date() - timedelta(days=self.random.randrange(1, 9))
        return {
            "agency": agency or self.random.choice(AGENCIES),
            "kind": self.random.choice(list(OUTCOMES)),
            "received_on": day.isoformat(),
        }

    # --- asking -------------------------------------------------------------------------------------

    def command(self, kind: str, payload: dict[str, Any]) -> Entry:
        """Ask one command until it is answered, or give up without knowing."""
        entry = self.ledger.issue(kind, key=uuid.uuid4().hex, payload=payload)
        return self.ask(entry)

    def ask(self, entry: Entry, *, tries: int = TRIES) -> Entry:
        """Ask a command of the ledger (again), with its own key."""
        for _ in range(tries):
            try:
                status, body = self.channel.ask(entry.kind, entry.key, entry.payload)
            except OSError as error:
                self.ledger.unknown(entry, why=type(error).__name__)
                continue
            self.ledger.answered(entry, status=status, body=body)
            if entry.outcome is not Outcome.UNKNOWN:
                break
            self.patience.wait(PAUSE)
        return entry

    def _answer(self, kind: str, key: str, payload: dict[str, Any]) -> Any:
        for _ in range(TRIES):
            status, body = self.channel.ask(kind, key, payload)
            if status == 200:
                return body
            self.patience.wait(PAUSE)
        return None

    # --- going on -----------------------------------------------------------------------------------

    @contextmanager
    def going_on(self, *, pause: float = 0.02) -> Iterator[None]:
        """Cases in the background, until the block ends; what went wrong there is raised here."""
        over, wrong = threading.Event(), []

        def work() -> None:
            try:
                for turn in itertools.count():
                    if over.wait(pause):
                        return
                    self.a_case() if turn % 4 else self.register_many(5)
            except BaseException as error:  # noqa: BLE001  raised again where the block ends
                wrong.append(error)

        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        try:
            yield
        finally:
            over.set()
            worker.join(60)
        if wrong:
            raise wrong[0]


def _about(registered: Entry) -> dict[str, Any]:
    return {"agency": registered.payload["agency"], "petition": registered.body["petition"]}
