"""Writes whose outcome is unknown: the database says them, hides them or refuses them, once each."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo
import pytest

from deploy.embedded import servers
from tests.faults.checker import Checker
from tests.faults.ledger import Ledger
from tests.faults.load import Load
from tests.site import Site

pytestmark = pytest.mark.alone


@contextmanager
def failing(times: int, **data: Any) -> Iterator[None]:
    """The database fails so many of the named commands of our processes."""
    uri = f"mongodb://127.0.0.1:{servers.MONGO_PORT}/?directConnection=true"
    with pymongo.MongoClient(uri) as client:
        about = {"appName": "danvan", **data}
        client.admin.command("configureFailPoint", "failCommand", mode={"times": times}, data=about)
        try:
            yield
        finally:
            client.admin.command("configureFailPoint", "failCommand", mode="off")


FAILURES = {
    "the answer is lost": {"closeConnection": True},
    "a write conflict": {"errorCode": 112, "errorLabels": ["TransientTransactionError"]},
    "an unknown outcome": {"errorCode": 50, "errorLabels": ["UnknownTransactionCommitResult"]},
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_commit_that_fails_in_any_way_has_its_effect_once(
    failure: str, site: Site, load: Load, ledger: Ledger, checker: Checker
):
    """T29: at the commits of commands, of the relay and of the follower."""
    for name in ("reception", "reporting"):
        site.worker(name).ready()
    with load.going_on(), failing(8, failCommands=["commitTransaction"], **FAILURES[failure]):
        for _ in range(6):
            load.register_many(3)

    checker.whole(ledger)
