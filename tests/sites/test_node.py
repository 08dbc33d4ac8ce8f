"""The province with a broker of its own: the line is encrypted, the host is checked, and the broker may be lost."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from deploy.embedded import servers
from kernel import links
from kernel.follower.rebuild import ask_rebuild
from kernel.topology import user_of
from tests.site import wait_for
from tests.sites import houses as building
from tests.sites.conftest import Land, a_clerks_day
from tests.sites.houses import House
from tests.sites.node import AMQP, TLS, Node, certificates, house_of

pytestmark = pytest.mark.alone


class Capital(House):
    """The province, at its own node."""

    def amqp_uri(self, service: str, *, port: int = AMQP) -> str:
        user = user_of(service, self.name)
        return f"pyamqp://{user}:{self.password}@127.0.0.1:{port}/{self.name}"


class Capitals(Land):
    """A land whose province has a node of its own."""

    node: Node

    def definitions(self) -> dict[str, Any]:
        """Everything the province's broker needs, from data alone."""
        house = house_of(self.province.name, self.province.password)
        return building.together(house, *(building.doors(self.province, one) for one in self.sites))

    def connect(self, *, host: str = "localhost", ca: Path | None = None) -> None:
        """The site's shovels, over TLS."""
        (site,) = self.sites
        guest = links.link_user(self.province.name, site.word)
        uri = f"amqps://{guest}:{site.password}@{host}:{TLS}"
        checked = links.checked_tls(uri, ca=str(ca or self.node.ca))
        servers.load(building.shovels(self.province, site, uri=checked), name=f"{site.name}-tls")


@pytest.fixture
def land(running_servers: None, tmp_path: Path) -> Iterator[Capitals]:
    with ExitStack() as stack:
        node = stack.enter_context(Node(tmp_path / "node"))
        province = Capital(tmp_path / building.PROVINCE, building.PROVINCE)
        stack.callback(province.close)
        site = House(tmp_path / "xa1", "xa1", province=building.PROVINCE)
        stack.callback(site.close)
        made = Capitals(province, [site], tmp_path)
        stack.enter_context(made.ledgers["xa1"])
        made.node = node
        building.approve(province, site, "ag-xa1")
        node.load(made.definitions())
        servers.load(building.at_home(province, site), name=site.name)
        made.start()
        yield made


def guests(land: Capitals) -> int:
    """How many connections of sites the province's node has."""
    listed = land.node.ctl("list_connections", "user").stdout
    return sum("-link-" in line for line in listed.splitlines())


def test_the_line_is_encrypted_and_goes_to_nobody_but_the_host_it_names(land: Capitals):
    (site,) = land.sites
    land.work(site, 3)
    land.announce(3)
    log = land.node.folder / "log" / "tinh@localhost.log"
    other = certificates_of_another(land)
    for wrong in ({"host": "127.0.0.1"}, {"ca": other}):
        alerts = log.read_text().count("TLS server")
        land.connect(**wrong)  # type: ignore[arg-type]
        wait_for(lambda n=alerts: log.read_text().count("TLS server") > n, "refused", seconds=40)
        assert guests(land) == 0
        assert land.province.has(f"/{site.word}/reception/province") == 0
    land.connect()

    land.whole(seconds=60)
    assert guests(land) == 2


def certificates_of_another(land: Capitals) -> Path:
    folder = land.folder / "other"
    folder.mkdir()
    return certificates(folder, "localhost")


def test_a_wiped_broker_of_the_province_is_made_anew_from_data_and_loses_nothing(land: Capitals):
    """T40: definitions again, and everybody sends what is missing; a rebuild finds all of it."""
    (site,) = land.sites
    land.connect()
    land.work(site, 20)
    land.announce(50)
    wait_for(land.level, "an honest beginning")
    with a_clerks_day(land, site):
        land.node.stop()
        land.announce(20)
        land.node.wipe()
        land.node.load(land.definitions())

    land.whole(seconds=120)
    reporting = land.province.store("reporting")
    ask_rebuild(reporting)
    row = wait_for(
        lambda: reporting.database["followers"].find_one({"rebuilt": {"$exists": True}}),
        "a rebuild over the copy that the ingress keeps",
        seconds=60,
    )
    assert row["rebuilt"]["identical"]
    land.whole()
