"""Runs all peers one after the other and prints their events per second as one line of JSON."""

import json
import subprocess
import sys

from bench.peers.processes import ROOT, WITH_PARENT
from bench.peers.referee import arguments

PEERS = ("nameko", "celery", "faststream")
MODULES = {name: f"bench.peers.{name}_peer" for name in PEERS} | {"limit": "bench.peers.limit"}


def main() -> None:
    """Each peer in a process of its own; the first one without a result ends it all."""
    parser = arguments("All peers, one after the other.")
    parser.add_argument("--limit-events", type=int, default=60_000, help="it needs more to settle")
    given = parser.parse_args()
    servers = ("--amqp", given.amqp, "--mongo", given.mongo, "--database", given.database)
    events = dict.fromkeys(PEERS, given.events) | {"limit": given.limit_events}
    print(json.dumps({name: rate(name, events[name], *servers) for name in MODULES}), flush=True)


def rate(name: str, events: int, *servers: str) -> float:
    """A peer's events per second."""
    module = (sys.executable, "-W", "ignore", "-m", MODULES[name])
    command = [*WITH_PARENT, *module, "--events", str(events), *servers]
    run = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if run.returncode:
        sys.exit(run.returncode)
    return float(json.loads(run.stdout.splitlines()[-1])["events_per_s"])


if __name__ == "__main__":
    main()
