"""Registering petitions through the web, beside the bare transaction that writes the same documents.

Ours: session, forgery token of the form, strict reading, duty, number without gap, deadline with proof, seal of
who petitions, audit line, idempotency key. Bare: the documents the same petitions left behind, written anew
by the driver alone, in a transaction of the same shape. Eight threads, an agency each, in turns in one run.
"""

import statistics
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pymongo
from flask.testing import FlaskClient

from bench.house import House, a_house, result, say
from contracts.registry import Role
from kernel.auth import SessionKeys, create_secret, create_session_key
from kernel.clock import SystemClock
from kernel.message import Actor, new_id
from kernel.store import Store
from law.defaults import shipped_units
from services.reception.api import web
from services.reception.service import Reception

THREADS, ROUNDS, EACH, WARM = 8, 3, 40, 10
LOCAL = {"Origin": "http://localhost"}
WORDS = "Đề nghị xem xét mức bồi thường khi thu hồi đất làm đường liên thôn qua khu vực suối"


class Trial:
    """The web application over a real database, and a clerk with a form in each of eight agencies."""

    def __init__(self, house: House) -> None:
        keys = house.folder / "keys"
        create_session_key(keys)
        create_secret(keys)
        self.settings = house.settings("reception", rate_limit="10000000/minute")
        Reception(Store(self.settings, "reception", clock=SystemClock())).store.prepare()
        self.app = web(self.settings)
        self.database = house.database("reception")
        self.today = SystemClock().today()
        places = [one.id for one in shipped_units().reporting(self.today) if one.kind.is_place]
        self.agencies = places[:THREADS]
        tokens = SessionKeys(keys, site=self.settings.site)
        self.clerks = [self._clerk(tokens, agency) for agency in self.agencies]

    def _clerk(self, tokens: SessionKeys, agency: str) -> tuple[FlaskClient, str, str]:
        now = datetime.now(UTC)
        actor = Actor(
            user=f"u-{agency}", role=Role.RECEPTIONIST, agency=agency, fresh_at=now.timestamp()
        )
        client = self.app.test_client()
        client.set_cookie("danvan", tokens.issue(actor, now=now, minutes=60))
        page = client.get("/reception/petitions/new").text
        cookie = client.get_cookie("danvan-form")
        assert cookie is not None
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        return client, token, cookie.value

    def register(self, at: int, number: int) -> None:
        """One petition by the form of the page, as after a look at the page that said the last one is done."""
        client, token, seen = self.clerks[at]
        client.set_cookie("danvan-form", seen)
        form = {
            "csrf_token": token,
            "_key": new_id(),
            "kind": "COMPLAINT",
            "channel": "COUNTER",
            "received_on": self.today.isoformat(),
            "name": f"Người thứ {number}",
            "address": "Thôn 1",
            "summary": f"{WORDS}, lần {number}",
            "signers": "1",
        }
        told = client.post("/reception/petitions/new", data=form, headers=LOCAL)
        assert told.status_code == 303, told.text[:2000]

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
        with client.start_session() as session, session.start_transaction():
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


def together(act: Callable[[int, int], None], first: int, each: int) -> tuple[float, list[float]]:
    """Do it from eight threads. Gives how many a second, and how long each took."""
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
    began = time.perf_counter()
    for one in threads:
        one.join()
    assert len(took) == THREADS * each
    return len(took) / (time.perf_counter() - began), took


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
            rate, times = together(trial.register, first, EACH)
            plain, _ = together(bare, first, EACH)
            say(f"round {round_ + 1}: ours {rate:.0f}/s, bare {plain:.0f}/s")
            ours.append(rate)
            theirs.append(plain)
            took += times
    cuts = statistics.quantiles(took, n=100)
    result(
        {
            "ours": round(statistics.median(ours), 1),
            "bare": round(statistics.median(theirs), 1),
            "ratio": round(statistics.median(ours) / statistics.median(theirs), 3),
            "p50_ms": round(1000 * cuts[49], 1),
            "p99_ms": round(1000 * cuts[98], 1),
        }
    )


if __name__ == "__main__":
    main()
