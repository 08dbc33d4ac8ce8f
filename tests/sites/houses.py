"""A province and its sites for tests: each with vhost, databases, keys and processes of its own."""

import json
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from deploy.embedded import servers
from kernel import links
from kernel.enrolment import APPROVED, Enrolment, Hosting
from kernel.ingress.certificate import certificate
from kernel.ingress.receipts import kept
from kernel.ingress.sites import Sites
from kernel.keys import RING, create_site_key, pin
from tests.site import Process, Site, wait_for

PROVINCE = "tinh"


class House(Site):
    """A site with a word of its own. `province` is the word of the province's, or empty there."""

    def __init__(self, folder: Path, word: str, *, province: str = "", **settings: Any) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder, site=word, province=province, **settings)
        self.word = word
        shutil.rmtree(folder / "keys")
        self.keyid = create_site_key(folder / "keys", word)
        self.guests: list[str] = []

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def public(self) -> str:
        """Its public key, as it shows it."""
        found: str = json.loads((self.keys / RING).read_text())[self.keyid]["public"]
        return found

    @property
    def enrolment(self) -> Enrolment:
        return Enrolment(self.word, self.keyid, self.public)

    def ingress(self, **more: Any) -> Process:
        """Start its ingress; `.ready()` waits for it."""
        return self.start("ingress", ["-m", "kernel.ingress"], "ingress", **more)

    def certificate(self) -> dict[str, dict[str, Any]]:
        """The certificate, by source; the newest epoch of each."""
        return {row["source"]: row for row in certificate(self.database("ingress"))}

    def has(self, source: str) -> int:
        """How many segments of a source it has without a gap."""
        return int(self.certificate().get(source, {}).get("segment", 0))

    def received(self, source: str) -> int:
        """Up to where the province said it has a source of this site."""
        rows = kept(self.database("ingress"))
        return max((row["number"] for row in rows if row["source"] == source), default=0)

    def close(self) -> None:
        with ExitStack() as last:
            last.callback(
                servers.drop,
                self.name,
                vhosts=[links.door_of(self.name, guest) for guest in self.guests],
                users=[links.link_user(self.name, guest) for guest in ("", *self.guests)],
            )
            last.callback(super().close)


def approve(province: House, site: House, *agencies: str) -> None:
    """Enrol and approve a site at the province, and pin the province's key at the site."""
    register = Sites(province.database("ingress"))
    asked = site.enrolment
    register.record(asked, [Hosting(one) for one in agencies], state=APPROVED)
    pin(province.keys, keyid=asked.keyid, site=asked.site, public=asked.public)
    pin(site.keys, keyid=province.keyid, site=province.word, public=province.public)


def doors(province: House, site: House) -> dict[str, Any]:
    """What the province's broker needs for a site."""
    province.guests.append(site.word)
    return links.at_province(
        vhost=province.name, site=site.word, province=province.word, password=site.password
    )


def at_home(province: House, site: House) -> dict[str, Any]:
    """What the site's own broker needs."""
    return links.at_site(
        vhost=site.name, site=site.word, province=province.word, password=site.password
    )


def shovels(province: House, site: House, *, address: str = "", uri: str = "") -> dict[str, Any]:
    """The site's two shovels; over `address` (a fault proxy) or a whole `uri`."""
    here = f"127.0.0.1:{servers.AMQP_PORT}"
    guest = links.link_user(province.name, site.word)
    return links.shovels(
        vhost=site.name,
        site=site.word,
        home_uri=f"amqp://{links.link_user(site.name)}:{site.password}@{here}",
        province_uri=uri or f"amqp://{guest}:{site.password}@{address or here}",
        province_vhost=province.name,
    )


def together(*definitions: dict[str, Any]) -> dict[str, Any]:
    """Several definitions as one: each import starts an Erlang machine."""
    found: dict[str, Any] = {}
    for one in definitions:
        for name, rows in one.items():
            found.setdefault(name, []).extend(rows)
    return found


def link(province: House, site: House, *agencies: str, address: str = "") -> None:
    """Everything that joins a site to its province on one broker."""
    approve(province, site, *agencies)
    servers.load(
        together(
            doors(province, site),
            at_home(province, site),
            shovels(province, site, address=address),
        ),
        name=site.name,
    )


def unlink(site: House, *names: str) -> None:
    """Take the shovels away."""
    for name in names or ("up", "down"):
        servers.rabbitmqctl("clear_parameter", "-p", site.name, "shovel", name)


@contextmanager
def houses(folder: Path, *words: str, **settings: Any) -> Iterator[list[House]]:
    """The province and its sites, gone afterwards."""
    with ExitStack() as stack:
        made = []
        for word in (PROVINCE, *words):
            above = "" if word == PROVINCE else PROVINCE
            made.append(House(folder / word, word, province=above, **settings))
            stack.callback(made[-1].close)
        yield made


def waiting(site: House, queue: str, vhost: str = "") -> int:
    """How many messages a queue holds."""
    words = ("list_queues", "-p", vhost or site.name, "name", "messages", "--formatter", "json")
    rows = json.loads(servers.rabbitmqctl(*words).stdout)
    return sum(row["messages"] for row in rows if row["name"] == queue)


def level(teller: House, service: str, receiver: House, audience: str) -> bool:
    """Whether the receiver has everything that a service told to an audience."""
    source = f"/{teller.word}/{service}/{audience}"
    database = teller.database(service)
    if database["pending"].find_one({"_id": {"$gt": f"{source}|", "$lt": f"{source}~"}}):
        return False
    head = database["heads"].find_one(
        {"_id": source}
    )  # after: what was pending may be sealed by now
    return head is None or receiver.has(source) == head["number"]


def wait_level(
    teller: House, service: str, receiver: House, audience: str, *, seconds: float = 60.0
) -> None:
    wait_for(
        lambda: level(teller, service, receiver, audience),
        f"{receiver.word} has all of {teller.word}/{service}/{audience}",
        seconds=seconds,
    )


def rejoin(province: House, site: House, *, address: str = "") -> None:
    """Put the shovels back."""
    servers.load(shovels(province, site, address=address), name=f"{site.name}-again")


def purge(house: House, queue: str) -> None:
    """Empty a queue: what was in it is gone."""
    servers.rabbitmqctl("purge_queue", "-p", house.name, queue)
