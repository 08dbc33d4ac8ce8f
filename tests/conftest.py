"""What all tests share: the embedded servers, and a site of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded import servers
from tests.site import Site, a_site


@pytest.fixture(scope="session")
def running_servers() -> None:
    """The real RabbitMQ and mongod; `make test` has started them, this only waits for them."""
    servers.MONGO.start()
    servers.RABBIT.start()


@pytest.fixture
def site(running_servers: None, tmp_path: Path) -> Iterator[Site]:
    """A site with nothing in it."""
    with a_site(tmp_path) as fresh:
        yield fresh
