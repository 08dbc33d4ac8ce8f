"""A petition goes from one site to another over the real line: brokers, shovels, ingresses, workers, the province's door."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from contracts.reception import Disposition, IntakeChannel, PetitionKind
from kernel.auth import create_secret, create_session_key
from kernel.enrolment import Hosting
from kernel.keys import pin
from kernel.message import Actor
from law.defaults import shipped_units
from services.reception.domain import Classification, Petitioner, PetitionForm, State
from services.reception.domain.cases import Said
from services.reception.service import Reception
from services.registry.service import Registry
from tests.site import wait_for
from tests.sites import houses as building
from tests.sites.conftest import Land
from tests.sites.houses import House

pytestmark = pytest.mark.alone
SECRET = "Nguyễn Thị Chỉ Người Nhận Biết"


def enrolled(land: Land, registry: Registry, places: list[str]) -> None:
    """Both sites in the register, each with an agency, and believed by each other."""
    admin = Actor(user="a", role="ADMINISTRATOR", agency=registry.focal())
    for site, other, place in zip(land.sites, reversed(land.sites), places, strict=True):
        building.approve(land.province, site, place)
        registry.sites.enrol_site(site.enrolment, [Hosting(place)], by=admin)
        fingerprint = site.enrolment.fingerprint
        registry.sites.approve_site(site.word, fingerprint=fingerprint, by=admin)
        pin(site.keys, keyid=other.keyid, site=other.word, public=other.public)


def started(land: Land) -> str:
    """All processes that a dossier meets on its way. Gives the address of the province's reception."""
    create_session_key(land.province.keys)
    create_secret(land.province.keys)
    begun = [land.province.web("reception"), land.province.ingress()]
    begun += [land.province.worker(name) for name in ("registry", "reception")]
    url = f"http://127.0.0.1:{begun[0].ready().ports['web_port']}"
    for site in land.sites:
        begun += [site.ingress(), site.worker("reception", province_url=url)]
    for one in begun:
        one.ready()
    return url


def test_a_petition_goes_from_site_to_site_and_the_answer_comes_back(
    make_land: Callable[..., Land],
):
    land = make_land(2)
    registry = Registry(land.province.store("registry"))
    registry.store.prepare()
    today = registry.store.clock.today()
    places = [one.id for one in shipped_units().reporting(today) if one.kind.is_place][:2]
    enrolled(land, registry, places)
    url = started(land)
    one, two = (Reception(site.store("reception", province_url=url)) for site in land.sites)
    clerks = [Actor(user="u", role="PETITION_OFFICER", agency=place) for place in places]
    knows = one.post.public_keys
    wait_for(lambda: knows.of(places[1], site=land.sites[1].word), "the key is told", seconds=90)

    id_ = to_forward(one, clerks[0], today)
    code = one.forwards.forward(id_, Said(document="1"), to_agency=places[1], by=clerks[0])[
        "forward"
    ]
    wait_for(lambda: two.forwards.arriving(by=clerks[1]), "it is there", seconds=60)
    taken = two.forwards.receive(code, Said(), by=clerks[1])
    wait_for(lambda: one.forwards.sent(id_, by=clerks[0])[0].answer, "the sender knows", seconds=60)

    assert two.petition(taken["petition"], by=clerks[1]).form.petitioner == Petitioner(name=SECRET)
    assert one.petition(id_, by=clerks[0]).state is State.FORWARDED
    assert one.forwards.sent(id_, by=clerks[0])[0].received_there == f"1/{today.year}"
    files = [found.database("reception")["sealed_files.files"] for found in bare(land)]
    wait_for(lambda: not any(kept.find_one({"_id": code}) for kept in files), "forgotten")


def bare(land: Land) -> list[House]:
    """The houses that have to forget a box at once."""
    return [land.province, land.sites[0]]


def to_forward(service: Any, by: Actor, today: date) -> str:
    form = PetitionForm(
        kind=PetitionKind.FEEDBACK,
        channel=IntakeChannel.COUNTER,
        received_on=today,
        summary="Phản ánh về đường liên xã bị ngập",
        petitioner=Petitioner(name=SECRET),
    )
    id_: str = service.register_petition(form, by=by)["petition"]
    found = Classification(
        disposition=Disposition.FORWARD, on=today, eligible=True, competent=False
    )
    service.classify_petition(id_, found, by=by)
    return id_
