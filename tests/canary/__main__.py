"""`make canary`: seeds, lives a day with workers, broker and mail, searches everything; one line of JSON.

`PLANT=1` leaks one canary on purpose: then something must be found.
"""

import contextlib
import io
import json
import os
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from contracts.registry import Role
from deploy.embedded import servers
from kernel.clock import SystemClock, drive
from tests.canary.birds import Birds, plant, seed
from tests.canary.places import Found, apart, databases, files, hits, metrics, pages
from tests.e2e.six import Six
from tests.integration.post_office import Sink
from tests.site import WORKERS, Process, Site, a_site, wait_for

SERVERS = Path(os.environ.get("RUN_DIR", ".run/trial"))


def main() -> int:
    """Run it; 0 if nothing was found, or (planted) something was."""
    servers.up()
    planted = os.environ.get("PLANT") == "1"
    with tempfile.TemporaryDirectory() as place:
        folder, sink = Path(place), Sink(Path(place) / "mails")
        clock = folder / "clock"
        drive(clock, SystemClock().legal_now())
        told = {"demo": 1, "legal_clock": clock, "smtp_uri": sink.uri, "mail_from": "dv@xa.example"}
        try:
            with a_site(folder, **told) as site:
                birds, found = run(site, clock, planted=planted)
        finally:
            sink.close()
    for one in found[:50]:
        print(one, file=sys.stderr)
    print(json.dumps({"canaries": len(birds.known), "hits": len(found)}))
    return int(bool(found) != planted)


def run(site: Site, clock: Path, *, planted: bool) -> tuple[Birds, list[str]]:
    """Seed, live a day, search."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        six = Six(site).fill()
        birds = seed(six)
        workers = [site.worker(name) for name in WORKERS]
        for one in workers:
            one.ready(seconds=90)
        if planted:
            plant(six, birds)
        live(site, clock, workers)
        found = hits(birds, [*places(six, site, workers), *apart(six, birds, tuple(Role))])
    (site.folder / "web.log").write_text(said.getvalue())
    logs = [*files(site.folder, "log"), ("log:web", said.getvalue().encode())]
    return birds, [*found, *hits(birds, logs)]


def live(site: Site, clock: Path, workers: list[Process]) -> None:
    """Let a day pass: timers of the night run, everything told is sealed and sent."""
    for hours in (8, 20, 30):
        drive(clock, SystemClock().legal_now() + timedelta(hours=hours))
        for service in WORKERS:
            pending = site.database(service)["pending"]
            wait_for(
                lambda rows=pending: not rows.estimated_document_count(),
                "all is sealed",
                seconds=60,
            )
    assert not [one.name for one in workers if one.ended], "a worker ended"


def places(six: Six, site: Site, workers: list[Process]) -> list[Found]:
    """Everywhere but the logs, which the looking itself fills."""
    return [
        *databases(site),
        *files(SERVERS / "rabbitmq" / "mnesia", "broker"),
        *files(SERVERS / "rabbitmq" / "log", "log"),
        *((f"metrics:{one.name}", one.metrics().encode()) for one in workers),
        *metrics(six),
        *pages(six, tuple(Role)),
    ]


if __name__ == "__main__":
    sys.exit(main())
