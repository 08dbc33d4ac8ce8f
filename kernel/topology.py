"""RabbitMQ definitions made from the one topology file: exchanges, streams, queues, policies, users, rights."""

import base64
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

TOPOLOGY = Path(__file__).parent.parent / "deploy" / "rabbitmq" / "topology.yaml"


def stream_of(service: str) -> str:
    """The stream queue that carries a service's segments."""
    return f"journal.{service}"


def exchange_of(service: str) -> str:
    """The exchange to which a service tells its segments."""
    return f"{service}.events"


def control_of(service: str) -> str:
    """The queue on which a service is asked to send segments again."""
    return f"control.{service}"


CONTROL_EXCHANGE = "journal.control"
INGRESS = "ingress"


def read(path: Path = TOPOLOGY) -> dict[str, Any]:
    """The topology file as data."""
    topology: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return topology


def services(topology: dict[str, Any]) -> list[str]:
    """The services of the house, as the topology names them."""
    return list(topology["services"])


def speakers(topology: dict[str, Any]) -> list[str]:
    """Whoever has a user of its own at the broker: the services, and the ingress."""
    return [*services(topology), INGRESS]


def definitions(
    topology: dict[str, Any], *, vhost: str, passwords: dict[str, str]
) -> dict[str, Any]:
    """What `rabbitmqctl import_definitions` takes, for one vhost and one user per speaker in `passwords`."""
    return {
        "vhosts": [{"name": vhost}],
        "users": [user(name, secret) for name, secret in passwords.items()],
        "permissions": [_rights(topology, vhost, name) for name in passwords],
        "exchanges": [
            {
                **one,
                "vhost": vhost,
                "durable": True,
                "auto_delete": False,
                "internal": False,
                "arguments": {},
            }
            for one in _each(topology, "exchanges")
        ],
        "queues": [
            {
                "name": one["name"],
                "vhost": vhost,
                "durable": True,
                "auto_delete": False,
                "arguments": one["arguments"],
            }
            for one in _each(topology, "queues")
        ],
        "bindings": [_binding(one, vhost) for one in _each(topology, "queues")],
        "policies": [
            {**one, "vhost": vhost, "apply-to": "queues", "priority": 0}
            for one in topology["policies"]
        ],
    }


def user_of(service: str, vhost: str) -> str:
    """The broker user of a service: one per service and vhost."""
    return f"{vhost}-{service}"


def _each(topology: dict[str, Any], part: str) -> Iterable[dict[str, Any]]:
    """The entries of a part, those with `{service}` once for each service."""
    seen = set()
    for service in services(topology):
        for entry in topology[part]:
            one = _filled(entry, service)
            if one["name"] not in seen:
                seen.add(one["name"])
                yield one


def _filled(value: Any, service: str) -> Any:
    return filled(value, service=service)


def filled(value: Any, **words: str) -> Any:
    """A value of the topology with its `{words}` filled in, however deep they stand."""
    if isinstance(value, str):
        for name, word in words.items():
            value = value.replace(f"{{{name}}}", word)
    elif isinstance(value, dict):
        return {name: filled(inner, **words) for name, inner in value.items()}
    elif isinstance(value, list):
        return [filled(inner, **words) for inner in value]
    return value


def _binding(queue: dict[str, Any], vhost: str) -> dict[str, Any]:
    return {
        "source": queue["bind"]["exchange"],
        "vhost": vhost,
        "destination": queue["name"],
        "destination_type": "queue",
        "routing_key": queue["bind"]["key"],
        "arguments": {},
    }


def _rights(topology: dict[str, Any], vhost: str, user: str) -> dict[str, Any]:
    service = user.removeprefix(f"{vhost}-")
    rights = topology["ingress"] if service == INGRESS else topology["rights"]
    return {"user": user, "vhost": vhost, **_filled(rights, service)}


def user(name: str, secret: str) -> dict[str, Any]:
    """A broker user with a password, as definitions name it."""
    salt = os.urandom(4)
    digest = hashlib.sha256(salt + secret.encode()).digest()
    return {
        "name": name,
        "password_hash": base64.b64encode(salt + digest).decode(),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": "",
    }
