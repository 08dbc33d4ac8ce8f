"""Measures the pipeline beside its peers and the limit in one run: `make -s bench-pipeline`.

The same work everywhere: each event once, transactionally, into counters per agency, kind and day.
The last line of stdout is one line of JSON; the exit code is 0 only if every floor is held.
"""

import os
import statistics
import sys

from bench import ours
from bench.house import result, say
from bench.peers.__main__ import MODULES, PEERS, rate
from deploy.embedded import servers

EVENTS = int(os.environ.get("EVENTS", "200000"))
PEER_EVENTS = int(os.environ.get("PEER_EVENTS", "4000"))
SAMPLES = int(os.environ.get("SAMPLES", "200"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
VHOST = "bench"
FLOORS = {
    "ours": 20_000,
    "many_sources": 10_000,
    "ratio_to_best_peer": 20,
    "ratio_to_limit": 0.3,
}
CEILINGS = {"idle_p50_ms": 50, "idle_p99_ms": 250}


def main() -> int:
    """Ours, peers and limit alternate, and each figure is the median of its rounds: the machine is noisy."""
    measured: dict[str, list[float]] = {name: [] for name in ("ours", "many_sources", *MODULES)}
    for turn in range(ROUNDS):
        say(f"round {turn + 1} of {ROUNDS}")
        measured["ours"].append(ours.pipeline(EVENTS))
        measured["many_sources"].append(ours.many_sources(EVENTS // 3))
        for name, value in _peers().items():
            measured[name].append(value)
        say(", ".join(f"{name} {values[-1]:,.0f}" for name, values in measured.items()))
    p50, p99 = ours.idle(SAMPLES)
    values = _result({name: statistics.median(all_) for name, all_ in measured.items()}, p50, p99)
    result(values)
    return _held(values)


def _peers() -> dict[str, float]:
    """Each peer in a process of its own, on a vhost where it may declare what its documentation declares."""
    servers.rabbitmqctl("add_vhost", VHOST, check=False)
    servers.rabbitmqctl("set_permissions", "-p", VHOST, "guest", ".*", ".*", ".*")
    amqp = f"amqp://guest:guest@127.0.0.1:{servers.AMQP_PORT}/{VHOST}"
    given = ("--amqp", amqp, "--mongo", servers.MONGO_URI, "--database", "bench")
    events = dict.fromkeys(PEERS, PEER_EVENTS) | {"limit": EVENTS}
    try:
        return {name: rate(name, events[name], *given) for name in MODULES}
    finally:
        servers.rabbitmqctl("delete_vhost", VHOST, check=False)


def _result(medians: dict[str, float], p50: float, p99: float) -> dict[str, object]:
    peers = {name: round(medians[name], 1) for name in PEERS}
    return {
        "ours": round(medians["ours"], 1),
        "many_sources": round(medians["many_sources"], 1),
        "peers": peers,
        "limit": round(medians["limit"], 1),
        "ratio_to_best_peer": round(medians["ours"] / max(peers.values()), 2),
        "ratio_to_limit": round(medians["ours"] / medians["limit"], 3),
        "idle_p50_ms": round(p50, 1),
        "idle_p99_ms": round(p99, 1),
    }


def _held(values: dict[str, object]) -> int:
    """Name every floor that is missed; 1 if there is one."""
    low = [name for name, floor in FLOORS.items() if float(str(values[name])) < floor]
    high = [name for name, most in CEILINGS.items() if float(str(values[name])) > most]
    for name in (*low, *high):
        say(f"MISSED: {name} is {values[name]}, wanted {(FLOORS | CEILINGS)[name]}")
    return int(bool(low or high))


if __name__ == "__main__":
    sys.exit(main())
