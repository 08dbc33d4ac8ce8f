"""What all tests share: the embedded servers, and a site of one's own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from deploy.embedded import servers
from kernel.config import Settings
from kernel.store import store
from kernel.store.mongo import connect
from tests.site import Site, a_site

# A test says what is true, not how quickly: that is measured in bench/, and machines are noisy.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def connections() -> Iterator[None]:
    """The connections of the stores that tests make: like those of a real process they live until its end."""
    opened: list[Any] = []

    def connected(settings: Settings) -> Any:
        opened.append(connect(settings))
        return opened[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "connect", connected)
        yield
    for one in opened:
        one.close()


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
