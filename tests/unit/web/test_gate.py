"""More requests than a web process can take at once: some wait, some are told when to come again."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Request, Response

from kernel.metrics import Metrics
from kernel.web.gate import Gate, WsgiApp
from tests.site import wait_for
from tests.unit.web.conftest import a_shop, problem

PLACES, QUEUE = 2, 4


class Room:
    """An application that keeps whoever is in until the door is opened, behind a gate."""

    def __init__(self, patience: float) -> None:
        self.metrics = Metrics("shop")
        self.gate = Gate(PLACES, QUEUE, patience, metrics=self.metrics)
        self.door, self.began = threading.Semaphore(0), list[str]()
        self.pool = ThreadPoolExecutor(20)
        self.app: WsgiApp = self.gate.before(self._answer)

    def _answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if "danvan.turned_away" in environ:
            return Response("busy", 503)(environ, start)
        self.began.append(Request(environ).path)
        self.door.acquire(timeout=5)
        return Response("done")(environ, start)

    def asks(self, method: str, path: str) -> "Future[int]":
        """A request in a thread of its own, once it is in, waits or is turned away."""
        before = self.seen()
        asked = self.pool.submit(lambda: Client(self.app).open(path, method=method).status_code)
        wait_for(lambda: self.seen() > before or asked.done(), "the request arrived")
        return asked

    def seen(self) -> int:
        return len(self.began) + self.gate.waiting


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room(patience=5)
    yield made
    made.door.release(20)
    made.pool.shutdown()


def test_whoever_comes_beyond_the_queue_is_turned_away_and_nothing_of_it_is_begun(room: Room):
    asked = [room.asks("POST", f"/{at}") for at in range(PLACES + QUEUE + 3)]

    assert [one.result(1) for one in asked[PLACES + QUEUE :]] == [503] * 3
    assert room.began == ["/0", "/1"]
    room.door.release(20)
    assert [one.result(5) for one in asked[: PLACES + QUEUE]] == [200] * (PLACES + QUEUE)
    assert sorted(room.began) == [f"/{at}" for at in range(PLACES + QUEUE)]
    assert b'danvan_turned_away_total{service="shop"} 3.0' in room.metrics.page()


def test_acts_go_before_looks_and_looks_are_turned_away_first(room: Room):
    inside = [room.asks("GET", f"/in/{at}") for at in range(PLACES)]
    looks = [room.asks("GET", f"/look/{at}") for at in range(3)]
    acts = [room.asks("POST", f"/act/{at}") for at in range(2)]
    one_too_many = room.asks("POST", "/act/2")

    assert looks[2].result(1) == 503, "half of the queue is for acts"
    assert one_too_many.result(1) == 503
    for more in range(1, 5):
        room.door.release()
        wait_for(lambda more=more: len(room.began) == PLACES + more, "the next one came in")
    assert room.began[PLACES:] == ["/act/0", "/act/1", "/look/0", "/look/1"]
    room.door.release(20)
    assert {one.result(5) for one in (*inside, *looks[:2], *acts)} == {200}


def test_nobody_waits_longer_than_the_patience_of_the_gate():
    room = Room(patience=0.05)
    inside = [room.asks("GET", "/in") for _ in range(PLACES)]

    assert room.asks("POST", "/late").result(2) == 503
    assert room.gate.waiting == 0
    room.door.release(20)
    assert {one.result(5) for one in inside} == {200}
    wait_for(lambda: room.gate.free == PLACES, "all places are free again")
    room.pool.shutdown()


def test_health_is_asked_past_the_gate(room: Room):
    for at in range(PLACES):
        room.asks("POST", f"/{at}")
    room.door.release(20)
    room.gate.free, room.gate.queue = 0, 0

    assert Client(room.app).get("/health/live").status_code == 200
    assert Client(room.app).get("/other").status_code == 503


def test_the_answer_says_when_to_come_again_and_that_nothing_was_done(folder: Path):
    shop = a_shop(folder, web_threads=0, web_queue=0)

    refused = shop.client().post("/api/shop/v1/orders", json={}, headers=shop.bearer())
    page = shop.client().get("/shop/")

    assert problem(refused, 503)["code"] == "too_busy"
    assert refused.headers["Retry-After"] == page.headers["Retry-After"] == "2"
    assert page.status_code == 503
    assert "chưa được thực hiện" in page.text
