"""Registering petitions through the web, beside the bare transaction that writes the same documents.

Ours: session, forgery token of the form, strict reading, duty, number without gap, deadline with proof, seal of
who petitions, audit line, idempotency key. Bare: the documents the same petitions left behind, written anew
by the driver alone, in a transaction of the same shape and of the same concerns, on the same collections with the
same indexes. Eight threads, an agency each, in turns in one run: the ratio is the middle of nine turns, each of ours beside
the bare one that follows it, because the machine swings by a third from minute to minute. The application writes the log that a web process
writes, into a file. Processor time is that of this process, the thread of the bell included: it says more than the
clock does while something else loads the machine.
"""

import statistics
import threading
import time
from collections.abc import Callable
from contextlib import redirect_stderr
from datetime import UTC, datetime
from io import BytesIO
from operator import truediv
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pymongo
from werkzeug.test import create_environ, run_wsgi_app

from bench.house import House, a_house, result, say
from contracts.registry import Role
from kernel import log
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor, new_id
from kernel.store import Store
from kernel.store.mongo import MAJORITY, SNAPSHOT
from law.defaults import shipped_units
from services.reception.api import web
from services.reception.service import Reception

THREADS, ROUNDS, EACH, WARM = 8, 9, 40, 10
FORM, URLENCODED = "/reception/petitions/new", "application/x-www-form-urlencoded"
WORDS = "Đề nghị xem xét mức bồi thường khi thu hồi đất làm đường liên thôn qua khu vực suối"


class Clerk(NamedTuple):
    """The request a clerk's browser sends, but for what is entered, and the token of the form."""

    sends: dict[str, Any]
    token: str


class Trial:
    """The web application over a real database, and a clerk with a form in each of eight agencies."""

    def __init__(self, house: House) -> None:
        keys = house.folder / "keys"
        create_session_key(keys)
        create_secret(keys)
        self.settings = house.settings("reception", rate_limit="10000000/minute")
        Reception(Store(self.settings, "reception", clock=SystemClock())).store.prepare()
        self.log = (house.folder / "web.log").open("w")
        with redirect_stderr(self.log):
            log.configure(level="INFO", service="reception", process="web")
        self.app = web(self.settings)
        self.database = house.database("reception")
        self.today = SystemClock().today()
        places = [one.id for one in shipped_units().reporting(self.today) if one.kind.is_place]
        self.agencies = places[:THREADS]
        tokens = SessionKeys(keys, site=self.settings.site)
        self.clerks = [self._clerk(tokens, agency) for agency in self.agencies]

    def _clerk(self, tokens: SessionKeys, agency: str) -> Clerk:
        now = datetime.now(UTC)
        actor = Actor(
            user=f"u-{agency}", role=Role.RECEPTIONIST, agency=agency, fresh_at=now.timestamp()
        )
        client = self.app.test_client()
        session = tokens.issue(actor, now=now, minutes=60)
        client.set_cookie("danvan", session)
        page = client.get(FORM).text
        cookie = client.get_cookie("danvan-form")
        assert cookie is not None
        told = {
            "Origin": "http://localhost",
            "Cookie": f"danvan={session}; danvan-form={cookie.value}",
        }
        sends = create_environ(FORM, method="POST", headers=told, content_type=URLENCODED)
        return Clerk(sends, page.partition('name="csrf_token" value="')[2].partition('"')[0])

    def register(self, at: int, number: int) -> None:
        """One petition by the form of the page, as after a look at the page that said the last one is done.

        The application is called as a server calls it: what a browser does is no part of it.
        """
        clerk = self.clerks[at]
        form = {
            "csrf_token": clerk.token,
            "_key": new_id(),
            "kind": "COMPLAINT",
            "channel": "COUNTER",
            "received_on": self.today.isoformat(),
            "name": f"Người thứ {number}",
            "address": "Thôn 1",
            "summary": f"{WORDS}, lần {number}",
            "signers": "1",
        }
        body = urlencode(form).encode()
        sent = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        answer, status, _ = run_wsgi_app(self.app, {**clerk.sends, **sent})
        assert status.startswith("303"), b"".join(answer)[:2000]

    # --- the bare transaction -----------------------------------------------------------------------

    def samples(self) -> list[dict[str, list[dict[str, Any]]]]:
        """Per agency, the documents one petition leaves behind, by collection."""
        return [self._left_by(agency) for agency in self.agencies]

    def _left_by(self, agency: str) -> dict[str, list[dict[str, Any]]]:
        newest = [("_id", pymongo.DESCENDING)]
        found = self.database["audit"].find_one({"unit": agency}, sort=newest)
        assert found is not None
        events = list(self.database["events"].find({"_id": {"$in": found["events"]}}))
        petition = self.database["petitions"].find_one({"agency": agency}, sort=newest)
        assert petition is not None
        id_ = petition["_id"]
        pending = list(
            self.database["pending"].find(
                {"_id": {"$in": [f"{one['source']}|{one['_id']}" for one in events]}}
            )
        )
        views = {
            name: list(self.database[name].find({"_id": id_}))
            for name in ("work_list", "person_marks", "duties")
        }
        key = self.database["idempotency"].find_one(sort=newest)
        return {
            "petitions": [petition],
            "events": events,
            "pending": pending,
            "audit": [found],
            "idempotency": [key] if key else [],
            **{name: rows for name, rows in views.items() if rows},
        }

    def write(self, sample: dict[str, list[dict[str, Any]]], agency: str, number: int) -> None:
        """The same documents, under fresh ids, in one transaction; a counter is read and advanced."""
        stamp = new_id()
        fresh = {
            name: [_renamed(row, stamp, number) for row in rows] for name, rows in sample.items()
        }
        client = self.database.client
        with client.start_session() as session, session.start_transaction(SNAPSHOT, MAJORITY):
            self.database["numbers"].find_one({"_id": f"bare|{agency}"}, session=session)
            self.database["numbers"].update_one(
                {"_id": f"bare|{agency}"}, {"$inc": {"last": 1}}, upsert=True, session=session
            )
            for name, rows in fresh.items():
                self.database[name].insert_many(rows, session=session)


def _renamed(row: dict[str, Any], stamp: str, number: int) -> dict[str, Any]:
    """The document as that of another petition: its id, and what must be unique, are new."""
    again = {**row, "_id": f"{stamp}|{row['_id']}"}
    if "aggregate" in again:
        again["aggregate"] = f"{stamp}/{row['aggregate']}"
    if "number" in again:
        again["number"], again["year"] = number, 1
    return again


class Run(NamedTuple):
    """What came of one turn: how many a second, milliseconds of processor time each, how many seconds each took."""

    rate: float
    busy: float
    took: list[float]


def together(act: Callable[[int, int], None], first: int, each: int) -> Run:
    """Do it from eight threads."""
    took: list[float] = []
    ready = threading.Barrier(THREADS + 1)

    def work(at: int) -> None:
        ready.wait()
        for number in range(first, first + each):
            began = time.perf_counter()
            act(at, number)
            took.append(time.perf_counter() - began)

    threads = [threading.Thread(target=work, args=(at,)) for at in range(THREADS)]
    for one in threads:
        one.start()
    ready.wait()
    began, busy = time.perf_counter(), time.process_time()
    for one in threads:
        one.join()
    assert len(took) == THREADS * each
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    return Run(len(took) / seconds, 1000 * busy / len(took), took)


def main() -> None:
    """Measure in turns, so that both meet the same machine."""
    with a_house() as house:
        trial = Trial(house)
        together(trial.register, 1, WARM)
        samples = trial.samples()

        def bare(at: int, number: int) -> None:
            trial.write(samples[at], trial.agencies[at], number)

        together(bare, 1, WARM)
        ours, theirs, took = [], [], []
        for round_ in range(ROUNDS):
            first = 1000 * (round_ + 1)
            whole, plain = together(trial.register, first, EACH), together(bare, first, EACH)
            say(
                f"round {round_ + 1}: ours {whole.rate:.0f}/s, {whole.busy:.2f} ms of processor time each; "
                f"bare {plain.rate:.0f}/s, {plain.busy:.2f} ms"
            )
            ours.append(whole.rate)
            theirs.append(plain.rate)
            took += whole.took
    cuts = statistics.quantiles(took, n=100)
    result(
        {
            "ours": round(statistics.median(ours), 1),
            "bare": round(statistics.median(theirs), 1),
            "ratio": round(statistics.median(map(truediv, ours, theirs)), 3),
            "p50_ms": round(1000 * cuts[49], 1),
            "p99_ms": round(1000 * cuts[98], 1),
        }
    )


if __name__ == "__main__":
    main()
