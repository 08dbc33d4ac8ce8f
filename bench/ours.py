"""Our own pipeline, measured: real relay, stream and follower, from pending to applied."""

import time

from bench.house import House, a_house, counted, fill_pending, wait_for
from kernel.lease import Lease


def applied(house: House) -> int:
    """How many events of reception the follower of reporting has behind it."""
    row = house.database("reporting")["positions"].find_one({}, {"last": 1})
    return row["last"] if row else 0


def pipeline(events: int) -> float:
    """Events per second from pre-filled `pending` to applied, one relay and one follower.

    Both workers are up and stand by; the clock runs from the moment the relay's lease is free.
    """
    with a_house() as house:
        gate = Lease(house.database("reception"), "relay", holder="bench", seconds=120)
        wait_for(gate.hold, "the gate", 5)
        house.worker("reception")
        house.worker("reporting")
        fill_pending(house, events)
        began = time.monotonic()
        gate.release()
        wait_for(lambda: applied(house) == events, "all applied", 120)
        seconds = time.monotonic() - began
        assert counted(house) == events, "an event was lost or counted twice"
    return events / seconds


if __name__ == "__main__":
    import sys

    print(pipeline(int(sys.argv[1])))
