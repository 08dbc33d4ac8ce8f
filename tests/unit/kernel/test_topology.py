"""The broker's definitions: made from one file, durable, and with no right to declare anything."""

import base64
import hashlib
import re

import pytest

from kernel import topology

TOPOLOGY = topology.read()
NAMES = topology.services(TOPOLOGY)
PASSWORDS = {topology.user_of(name, "v1"): f"secret-{name}" for name in NAMES}
MADE = topology.definitions(TOPOLOGY, vhost="v1", passwords=PASSWORDS)
RIGHTS = {one["user"]: one for one in MADE["permissions"]}
QUEUES = {one["name"]: one for one in MADE["queues"]}


def test_everything_is_in_the_vhost_it_is_made_for():
    for part in ("permissions", "exchanges", "queues", "bindings", "policies"):
        assert {one["vhost"] for one in MADE[part]} == {"v1"}


def test_nothing_is_declared_twice_and_everything_outlives_a_restart():
    for part in ("exchanges", "queues"):
        names = [one["name"] for one in MADE[part]]
        assert len(set(names)) == len(names)
        assert all(one["durable"] and not one["auto_delete"] for one in MADE[part])


def test_every_service_has_an_exchange_a_stream_and_a_control_queue():
    exchanges = {one["name"] for one in MADE["exchanges"]}

    for name in NAMES:
        assert topology.exchange_of(name) in exchanges
        assert QUEUES[topology.stream_of(name)]["arguments"]["x-queue-type"] == "stream"
        assert QUEUES[topology.control_of(name)]["arguments"]["x-queue-type"] == "quorum"
    assert topology.CONTROL_EXCHANGE in exchanges


def test_every_queue_is_bound_to_an_exchange_that_is_declared():
    bound = {one["destination"]: one["source"] for one in MADE["bindings"]}

    assert bound.keys() == QUEUES.keys()
    assert set(bound.values()) <= {one["name"] for one in MADE["exchanges"]}
    assert all(bound[topology.stream_of(name)] == topology.exchange_of(name) for name in NAMES)


def test_a_stream_has_no_arguments_that_only_a_new_queue_could_change():
    assert all(set(queue["arguments"]) == {"x-queue-type"} for queue in QUEUES.values())


@pytest.mark.parametrize("name", [*QUEUES, "x", "amq.topic"])
def test_no_service_may_declare_anything(name: str):
    assert not [one for one in RIGHTS.values() if re.search(one["configure"], name)]


@pytest.mark.parametrize("service", NAMES)
def test_a_service_writes_to_its_own_exchange_and_reads_the_journals(service: str):
    rights = RIGHTS[topology.user_of(service, "v1")]
    others = [name for name in NAMES if name != service]

    assert re.search(rights["write"], topology.exchange_of(service))
    assert re.search(rights["write"], topology.CONTROL_EXCHANGE)
    assert not [one for one in others if re.search(rights["write"], topology.exchange_of(one))]
    assert all(re.search(rights["read"], topology.stream_of(name)) for name in NAMES)
    assert not [one for one in others if re.search(rights["read"], topology.control_of(one))]


def test_a_policy_covers_every_queue():
    patterns = [one["pattern"] for one in MADE["policies"]]

    assert all(any(re.search(pattern, name) for pattern in patterns) for name in QUEUES)


def test_a_password_is_kept_salted_as_the_broker_checks_it():
    user = next(one for one in MADE["users"] if one["name"] == "v1-reception")
    raw = base64.b64decode(user["password_hash"])

    assert raw[4:] == hashlib.sha256(raw[:4] + b"secret-reception").digest()
    assert "secret" not in repr(MADE)
    assert user["tags"] == ""
