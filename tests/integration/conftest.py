"""A site for each module, and for each test databases with nothing in them."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kernel.clock import SystemClock
from kernel.journal import Journal
from kernel.keys import load_signer
from kernel.lease import Lease
from kernel.store import Store
from services.reception.service import Reception
from tests.integration.trial import Notebook
from tests.site import Site, a_site

NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def house(running_servers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for a whole module: its tests need only databases."""
    with a_site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def a_store(house: Site) -> Callable[..., Store]:
    """Makes stores on databases that nobody has used."""
    prefix = f"{house.name}_{next(NUMBERS)}_"

    def make(service: str, *, clock: Any = None, **more: Any) -> Store:
        settings = house.settings_for(service, **{"db_prefix": prefix, **more})
        return Store(settings, service, clock=clock or SystemClock(), client=house.client)

    return make


@pytest.fixture
def reception(a_store: Callable[..., Store]) -> Reception:
    """Reception, on an empty database."""
    service = Reception(a_store("reception"))
    service.store.prepare()
    return service


@pytest.fixture
def notebook(a_store: Callable[..., Store]) -> Notebook:
    """The trial service, on an empty database."""
    service = Notebook(a_store("reception"))
    service.store.prepare()
    return service


@pytest.fixture
def journal(notebook: Notebook, house: Site) -> Journal:
    """The journal of the trial service."""
    signer = load_signer(house.folder / "keys")
    return Journal(notebook.store.database, signer, notebook.store.settings)


@pytest.fixture
def lease(journal: Journal) -> Lease:
    """The relay's lease on it, held."""
    mine = Lease(journal.database, "relay", holder="a", seconds=30)
    assert mine.hold()
    return mine
