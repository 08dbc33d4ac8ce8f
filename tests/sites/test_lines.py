"""The line between a site and its province: what goes up, what comes down, who is let in."""

from tests.sites.conftest import Land


def test_what_a_site_tells_goes_up_and_what_the_province_tells_comes_down(land: Land):
    (site,) = land.sites
    land.work(site, 20)
    land.announce(30)
    land.announce(5, to=site.word)

    land.whole(seconds=60)

    assert land.province.has(f"/{site.word}/reception/province") > 0
    assert site.has(f"/{land.province.word}/registry/site:{site.word}") > 0
    assert site.has(f"/{land.province.word}/registry/all") > 0
