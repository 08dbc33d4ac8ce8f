"""A small loaded year: its ledger as the loader writes it."""

import pytest

from demo.load import Loading, load
from demo.load.ledger import Ledger
from demo.year import Size, Year, make_year
from tests.unit.demo.desk import Desk
from verify.outcome import Province, province_of
from verify.told import Told, read


@pytest.fixture(scope="session")
def year() -> Year:
    return make_year(
        Size.asked(agencies=14, petitions=400, sessions=150, tasks=60, consultations=60)
    )


@pytest.fixture(scope="session")
def ledger(year: Year, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("demo")
    path = folder / "ledger.jsonl"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("demo.load.loading.catch_up", lambda *_: None)
        load(year, Loading(portal=Desk(), clock=folder / "clock", ledger=Ledger(path)))
    return path


@pytest.fixture(scope="session")
def told(ledger) -> Told:
    return read(ledger)


@pytest.fixture(scope="session")
def province(told: Told) -> Province:
    return province_of(told)
