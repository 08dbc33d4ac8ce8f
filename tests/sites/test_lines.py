"""The line between a site and its province: what goes up, what comes down, who is let in."""

from collections.abc import Callable

import pytest

from deploy.embedded import servers
from tests.sites.conftest import Land


@pytest.mark.brief
def test_what_a_site_tells_goes_up_and_what_the_province_tells_comes_down(land: Land):
    (site,) = land.sites
    land.work(site, 20)
    land.announce(30)
    land.announce(5, to=site.word)

    land.whole(seconds=60)

    assert land.province.has(f"/{site.word}/reception/province") > 0
    assert site.has(f"/{land.province.word}/registry/site:{site.word}") > 0
    assert site.has(f"/{land.province.word}/registry/all") > 0


def test_a_second_ingress_takes_over_when_the_first_is_killed(land: Land):
    """One is active, by lease; what the first had in hand comes again."""
    (site,) = land.sites
    second = land.province.ingress().ready()
    land.work(site, 5)
    land.processes["province-ingress"].kill()
    land.work(site, 5)

    land.whole(seconds=60)
    assert second.end() == 0


def test_an_ingress_that_dies_between_keeping_and_telling_tells_it_after_its_return(
    make_land: Callable[..., Land],
):
    land = make_land()
    land.start()
    (site,) = land.sites
    land.processes["province-ingress"].kill()
    dying = land.province.ingress(crashpoint="ingress.after_keep").ready()
    land.work(site, 5)
    assert dying.wait() != 0
    land.province.ingress().ready()

    land.whole(seconds=60)


def test_an_ingress_without_its_queues_stops_with_a_clear_word(land: Land):
    servers.rabbitmqctl("delete_queue", "-p", land.province.name, "control.ingress")
    began = land.province.ingress(lease_seconds=1)
    land.processes["province-ingress"].kill()

    assert began.wait(40) == 78
    assert "control.ingress" in began.said().splitlines()[-1]
