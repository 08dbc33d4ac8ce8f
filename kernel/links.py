"""RabbitMQ definitions for the line between a site and its province, made from deploy/rabbitmq/sites.yaml.

The site dials out: both shovels run at its own broker. At the province it has a vhost of its own (its
door), so that whoever writes there is that site whatever a message says, and a queue that waits for it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from kernel import topology

LINKS = topology.TOPOLOGY.with_name("sites.yaml")
HEARTBEAT = 10  # seconds: a line that is dead one way is noticed within three of them
Definitions = dict[str, Any]


def read(path: Path = LINKS) -> dict[str, Any]:
    """The file as data."""
    return topology.read(path)


def door_of(vhost: str, site: str) -> str:
    """The vhost at the province through which one site speaks."""
    return f"{vhost}.{site}"


def down_of(site: str) -> str:
    """The queue at the province where what is meant for a site waits."""
    return f"q.down.{site}"


def link_user(vhost: str, site: str = "") -> str:
    """The broker user of a line: a site's at the province, or the site's own at home."""
    return f"{vhost}-link-{site}" if site else f"{vhost}-link"


def at_site(*, vhost: str, site: str, province: str, password: str) -> Definitions:
    """What a site's own broker needs besides the house's topology."""
    links, me = read(), link_user(vhost)
    words = {"site": site, "province": province}
    return {
        "users": [topology.user(me, password)],
        "permissions": [{"user": me, "vhost": vhost, **links["site"]["link"]}],
        **_objects(links["site"], vhost, words),
        "policies": _policies(links, vhost),
    }


def at_province(*, vhost: str, site: str, province: str, password: str) -> Definitions:
    """What the province's broker needs for one site: its door, its waiting queue, its user's few rights."""
    links, me, door = read(), link_user(vhost, site), door_of(vhost, site)
    words = {"site": site, "province": province}
    up, down = (
        _objects(links["up"], door, words),
        _objects(links["down"], vhost, words),
    )
    ingress = topology.user_of(topology.INGRESS, vhost)
    rights = topology.filled(links["down"]["link"], site=site)
    return {
        "vhosts": [{"name": door}],
        "users": [topology.user(me, password)],
        "permissions": [
            {"user": me, "vhost": door, **links["up"]["link"]},
            {"user": me, "vhost": vhost, **rights},
            {"user": ingress, "vhost": door, **links["up"]["ingress"]},
        ],
        "topic_permissions": [
            {
                "user": me,
                "vhost": door,
                "exchange": "ingress",
                "write": topology.filled(links["up"]["keys"], site=site),
                "read": "^$",
            }
        ],
        **{name: [*up[name], *down[name]] for name in up},
        "policies": [*_policies(links, vhost), *_policies(links, door)],
    }


def shovels(
    *, vhost: str, site: str, home_uri: str, province_uri: str, province_vhost: str
) -> Definitions:
    """The two shovels of a site, as parameters of its own vhost.

    `home_uri` names the site's broker and link user, `province_uri` the province's (amqps, with the
    options of the check of its certificate); neither names a vhost.
    """
    home = _at(home_uri, vhost)
    up = {"src-uri": home, "src-queue": "q.uplink"}
    up |= {"dest-uri": _at(province_uri, door_of(province_vhost, site)), "dest-exchange": "ingress"}
    down = {"src-uri": _at(province_uri, province_vhost), "src-queue": down_of(site)}
    down |= {"dest-uri": home, "dest-exchange": "ingress"}
    common = read()["shovels"]
    return {
        "parameters": [
            {"vhost": vhost, "component": "shovel", "name": name, "value": {**common, **value}}
            for name, value in (("up", up), ("down", down))
        ]
    }


def checked_tls(uri: str, *, ca: str) -> str:
    """An amqps URI that refuses whoever cannot prove, by this authority, to be the host it names."""
    parts = urlsplit(uri)
    assert parts.scheme == "amqps", "the line to the province is encrypted"
    options = f"cacertfile={quote(ca, safe='/')}&verify=verify_peer"
    query = f"{options}&server_name_indication={parts.hostname}"
    return urlunsplit(parts._replace(query=query))


def as_user(uri: str, user: str, password: str) -> str:
    """A broker's URI with a user's name and password in it."""
    parts = urlsplit(uri)
    where = parts.netloc.rpartition("@")[2]
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{where}"))


def _at(uri: str, vhost: str) -> str:
    parts = urlsplit(uri)
    query = "&".join(filter(None, [parts.query, f"heartbeat={HEARTBEAT}"]))
    return urlunsplit(parts._replace(path=f"/{quote(vhost, safe='')}", query=query))


def _objects(part: dict[str, Any], vhost: str, words: dict[str, str]) -> Definitions:
    part = topology.filled(part, **words)
    return {
        "exchanges": [_exchange(one, vhost) for one in part["exchanges"]],
        "queues": [
            {**_durable(one["name"], vhost), "arguments": one["arguments"]}
            for one in part["queues"]
        ],
        "bindings": [binding for one in part["queues"] for binding in _bindings(one, vhost)],
    }


def _exchange(one: dict[str, str], vhost: str) -> Definitions:
    return {**_durable(one["name"], vhost), "type": one["type"], "internal": False, "arguments": {}}


def _durable(name: str, vhost: str) -> Definitions:
    return {"name": name, "vhost": vhost, "durable": True, "auto_delete": False}


def _bindings(queue: dict[str, Any], vhost: str) -> Iterator[Definitions]:
    """Each binding of a queue; one that speaks of `{service}` once for each."""
    for bind in queue["bind"]:
        each = topology.services(topology.read()) if "{service}" in bind["exchange"] else [""]
        for service in each:
            yield {
                "source": topology.filled(bind["exchange"], service=service),
                "vhost": vhost,
                "destination": queue["name"],
                "destination_type": "queue",
                "routing_key": bind["key"],
                "arguments": {},
            }


def _policies(links: dict[str, Any], vhost: str) -> list[Definitions]:
    return [
        {**one, "vhost": vhost, "apply-to": "queues", "priority": 0} for one in links["policies"]
    ]
