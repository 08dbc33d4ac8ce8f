"""Ten minutes of events through the real workers: memory stays flat. `make -s bench-soak`.

Commits keep coming through the store; once a minute the resident memory of both workers is noted.
The exit code is 0 only if it grew by less than a tenth after the first fifth of the run.
"""

import sys
import time

import psutil

from bench.house import House, a_house, counted, result, say, wait_for
from contracts.reception import IntakeChannel, PetitionKind
from kernel.clock import SystemClock
from kernel.message import Actor
from kernel.store import Store
from services.reception.domain import Petitioner, PetitionForm
from services.reception.service import Reception

MEGABYTE = 1_048_576
GROWTH = 0.10
ROWS = 500
PAUSE = 0.25  # about a thousand events a second, as a province's busiest hour would have


def soak(seconds: float) -> dict[str, object]:
    """Commit, follow, and watch memory for so long."""
    with a_house() as house:
        workers = {name: house.worker(name) for name in ("reception", "reporting")}
        reception = Reception(_store(house))
        marks: list[dict[str, float]] = []
        began, events = time.monotonic(), 0
        while time.monotonic() - began < seconds:
            events += _commit(reception)
            time.sleep(PAUSE)
            if time.monotonic() - began > len(marks) * seconds / 20:
                marks.append({n: _memory(w.process.pid) for n, w in workers.items()})
                say(f"{time.monotonic() - began:5.0f} s  {events} events  {marks[-1]}")
        wait_for(lambda: counted(house) == events, "all counted", 120, pause=0.5)
    early, late = marks[len(marks) // 5], marks[-1]
    growth = {name: round(late[name] / early[name] - 1, 3) for name in late}
    return {"seconds": round(seconds), "events": events, "megabytes": late, "growth": growth}


def _store(house: House) -> Store:
    return Store(house.settings("reception"), "reception", clock=SystemClock(), client=house.client)


def _commit(reception: Reception) -> int:
    today = reception.store.clock.today()
    form = PetitionForm(
        kind=PetitionKind.FEEDBACK,
        channel=IntakeChannel.PORTAL,
        received_on=today,
        summary="Phản ánh đèn đường hỏng tại tổ 4.",
        petitioner=Petitioner(name="Người thử"),
    )
    by = Actor("soak", "RECEPTIONIST", f"ag-{time.time_ns() % 151:03d}")
    return len(reception.register_petitions([(None, form)] * ROWS, by=by))


def _memory(pid: int) -> float:
    return round(psutil.Process(pid).memory_info().rss / MEGABYTE, 1)


def main(seconds: float) -> int:
    """Run and judge."""
    values = soak(seconds)
    result(values)
    growth = values["growth"]
    assert isinstance(growth, dict)
    return int(max(growth.values()) > GROWTH)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600))
