"""How long it takes to join: `python -m tests.sites.bootstrap [events]`. The servers must be up.

A new site joins a province with so many events of history behind it; the province, with 151 sources
that hold as many events together, takes them in by hand and starts a new follower over all of them; and
what fifty silent sites cost.
"""

import itertools
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from deploy.embedded import servers
from kernel import links
from kernel.enrolment import APPROVED, Hosting
from kernel.ingress import files
from kernel.ingress.sites import Sites
from kernel.keys import Signer, create_site_key, known_public, load_signer, pin
from kernel.segment import Mark, Segment, seal
from tests.faults.injector import a_registration
from tests.site import Process, wait_for
from tests.sites import houses as building
from tests.sites.conftest import SERVICES, Land
from tests.sites.houses import House

SITES = 151


def timed(act: Callable[[], Any]) -> float:
    """How many seconds it takes."""
    began = time.monotonic()
    act()
    return round(time.monotonic() - began, 1)


def a_new_site(folder: Path, events: int) -> dict[str, Any]:
    """All of the province's history comes down the line, and is applied at the site."""
    with building.houses(folder, "xa1") as (province, site):
        land = Land(province, [site], folder)
        registry = province.worker("registry", f"{SERVICES}:Announcer").ready()
        province.ingress().ready()
        land.announce(events)
        heads = province.database("registry")["heads"]
        wait_for(lambda: _sealed(province), "all is told", seconds=300)
        segments = sum(row["number"] for row in heads.find())
        site.ingress().ready()
        site.worker("planning", f"{SERVICES}:Listener").ready()
        began = time.monotonic()
        building.link(province, site, "ag-xa1")
        wait_for(lambda: land.down_level(site), "the site has all of it", seconds=600)
        copied = round(time.monotonic() - began, 1)
        board = site.database("planning")["board"]
        wait_for(lambda: board.estimated_document_count() >= events, "applied", seconds=600)
        applied = round(time.monotonic() - began, 1)
        for ledger in land.ledgers.values():
            ledger.__exit__()
        assert registry.end() == 0
        return {"events": events, "segments": segments, "copied_s": copied, "applied_s": applied}


def _sealed(house: House) -> bool:
    database = house.database("registry")
    heads = list(database["heads"].find())
    done = heads and all(row["number"] == row["published"] for row in heads)
    return bool(done) and not database["pending"].find_one()


def many_sources(folder: Path, events: int) -> dict[str, Any]:
    """151 sites' journals through the ingress, then a new follower over all of them."""
    with building.houses(folder) as (province,):
        sites = list(_enrolled(province, folder))
        each = events // SITES
        leaves = [leaf for word, signer in sites for leaf in _journal(word, signer, each)]
        ingress = province.database("ingress")
        files_s = timed(lambda: [files.lay_down(ingress, [one], origin=_at(one)) for one in leaves])
        process = province.ingress().ready()
        took = timed(lambda: wait_for(lambda: _told(province, leaves), "kept", seconds=600))
        reporting = province.database("reporting")
        follower_began = time.monotonic()
        province.worker("reporting").ready()
        wait_for(lambda: _followed(reporting, leaves), "followed", seconds=600)
        followed = round(time.monotonic() - follower_began, 1)
        assert process.end() == 0
    return {
        "sources": SITES,
        "events": each * SITES,
        "segments": len(leaves),
        "laid_down_s": files_s,
        "ingress_s": took,
        "new_follower_s": followed,
    }


def many_doors(folder: Path, count: int = 50) -> dict[str, Any]:
    """What a site costs the province's broker and ingress while it says nothing."""
    with building.houses(folder) as (province,):
        words = [word for word, _ in _enrolled(province, folder, count)]
        province.guests += words
        before = _broker_memory()
        wanted = building.together(*(_doors(province, word) for word in words))
        took = timed(lambda: servers.load(wanted, name=province.name))
        ingress = province.ingress().ready()
        alone = _memory(ingress)
        wait_for(lambda: ingress.metric("danvan_ingress_lines") == count, "lines", seconds=120)
        return {
            "doors": count,
            "declared_s": took,
            "broker_kb_each": round((_broker_memory() - before) / count / 1024),
            "ingress_kb_each": round((_memory(ingress) - alone) / count),
            "ingress_mb": round(_memory(ingress) / 1024),
        }


def _doors(province: House, word: str) -> dict[str, Any]:
    return links.at_province(
        vhost=province.name, site=word, province=province.word, password=province.password
    )


def _broker_memory() -> int:
    return int(
        servers.rabbitmqctl("eval", "erlang:garbage_collect(), erlang:memory(total).").stdout
    )


def _memory(process: Process) -> int:
    """Resident memory in KiB."""
    status = Path(f"/proc/{process.popen.pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])


def _enrolled(province: House, folder: Path, count: int = SITES) -> Iterator[tuple[str, Signer]]:
    register = Sites(province.database("ingress"))
    for number in range(1, count + 1):
        word, keys = f"don-vi-{number}", folder / f"keys-{number}"
        keyid = create_site_key(keys, word)
        asked = building.Enrolment(word, keyid, known_public(keys, keyid))
        register.record(asked, [Hosting(f"ag-{word}")], state=APPROVED)
        pin(province.keys, keyid=keyid, site=word, public=asked.public)
        yield word, load_signer(keys)


def _journal(word: str, signer: Signer, events: int) -> Iterator[Segment]:
    """A journal of small leaves, as small agencies make them."""
    stands = Mark(f"/{word}/reception/province")
    sizes = itertools.cycle((1, 3, 20))
    made = 0
    while made < events:
        size = min(next(sizes), events - made)
        bodies = [
            a_registration(f"{word}-{made + n}", source=stands.source, agency=f"ag-{word}")
            for n in range(size)
        ]
        leaf = seal(signer, bodies, after=stands, audit="")
        made, stands = made + size, leaf.mark
        yield leaf


def _at(leaf: Segment) -> str:
    return leaf.source.split("/")[1]


def _told(province: House, leaves: list[Segment]) -> bool:
    rows = province.database("ingress")["heads"].find({}, {"published": 1})
    return sum(row["published"] for row in rows) == len(leaves)


def _followed(reporting: Any, leaves: list[Segment]) -> bool:
    return sum(row["number"] for row in reporting["positions"].find()) == len(leaves)


def main(words: list[str]) -> int:
    """Print both as one line of JSON."""
    events = int(words[0]) if words else 100_000
    with tempfile.TemporaryDirectory() as folder:
        found = {
            "new_site": a_new_site(Path(folder) / "a", events),
            "many_sources": many_sources(Path(folder) / "b", events),
            "many_doors": many_doors(Path(folder) / "c"),
        }
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
