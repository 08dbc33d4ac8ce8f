"""One site with something in it, for all tests that only look, or knock in vain."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM
from tests.e2e.portal import a_portal
from tests.e2e.six import Six
from tests.site import a_site


@pytest.fixture(scope="session")
def six(running_servers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Six]:
    """All six applications in this process."""
    with a_site(tmp_path_factory.mktemp("six")) as site:
        yield Six(site).fill()


@pytest.fixture(scope="module")
def portal(six: Six, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of all six behind the real proxy."""
    with a_portal(six, tmp_path_factory.mktemp("portal")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"{CHROMIUM} is missing")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()
