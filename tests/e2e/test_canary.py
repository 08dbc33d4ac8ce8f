"""The short form of `make canary`: what is restricted stands in no database and on no page, and a leak is found."""

from collections.abc import Iterator

import pytest

from contracts.registry import Role
from tests.canary.birds import Birds, plant, seed
from tests.canary.places import FEW_ROLES, apart, databases, files, hits, metrics, pages
from tests.e2e.six import Six
from tests.site import Site, a_site


@pytest.fixture(scope="module")
def site(running_servers: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own: what is entered here would surprise others."""
    with a_site(tmp_path_factory.mktemp("canary")) as fresh:
        yield fresh


@pytest.fixture(scope="module")
def six(site: Site) -> Six:
    return Six(site)


@pytest.fixture(scope="module")
def birds(six: Six) -> Birds:
    return seed(six)


def test_every_restricted_field_has_a_canary(birds: Birds):
    kinds = {one.where.partition(".")[0] for one in birds.known}

    assert kinds >= {
        "complaint",
        "denunciation",
        "vault",
        "receipt",
        "citizen",
        "file",
        "account",
        "letter",
        "visit",
        "reply",
    }
    assert len(birds.known) >= 25


def test_no_canary_is_where_it_may_not_be(six: Six, site: Site, birds: Birds):
    looked = pages(six, FEW_ROLES, "reception")

    assert hits(birds, [*databases(site), *looked, *metrics(six), *files(site.folder, "log")]) == []


def test_a_signed_letter_and_the_denunciation_in_it_do_not_lead_to_each_other(
    six: Six, birds: Birds
):
    looked = [*apart(six, birds, (*FEW_ROLES, Role.PETITION_OFFICER))]

    open_to = {"denunciation": "letter.id", "letter": "denunciation.id"}
    free = Birds([type(one)(one.where, one.word) for one in birds.known])
    for name, other in open_to.items():
        seen = f"{other} at {name}:GET /reception/petitions/<petition_id> as AGENCY_HEAD"
        assert seen in hits(free, looked)
    assert hits(birds, looked) == []


def test_a_canary_is_seen_where_it_may_be(six: Six, birds: Birds):
    """So that the search is known to find."""
    free = Birds([type(one)(one.where, one.word) for one in birds.known])
    own = [one for one in pages(six, (FEW_ROLES[0],), "reception") if "<petition_id> as" in one[0]]

    assert any("complaint.petitioner.name" in one for one in hits(free, own))


def test_a_leak_is_found(six: Six, site: Site, birds: Birds):
    plant(six, birds)

    found = hits(birds, databases(site))

    assert found
    assert all("denunciation.petitioner.name" in one for one in found)
