"""One site with something in it, for all tests that only look, or knock in vain."""

from collections.abc import Iterator

import pytest

from tests.e2e.six import Six
from tests.site import a_site


@pytest.fixture(scope="session")
def six(running_servers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Six]:
    """All six applications in this process."""
    with a_site(tmp_path_factory.mktemp("six")) as site:
        yield Six(site).fill()
