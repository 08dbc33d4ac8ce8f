"""What the province decides holds at its sites too: the calendar, the rules, who exists and who succeeds whom."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from contracts.reception import IntakeChannel, PetitionKind
from kernel.message import Actor
from law.active import CALENDAR
from law.defaults import shipped_pack, shipped_units
from law.units.model import EdgeKind
from services.reception.domain import Petitioner, PetitionForm
from services.reception.service import Reception
from services.registry.domain import Decided, Move, Scheme
from services.registry.service import Registry
from tests.integration.reorganising import CONFIRMS, PREPARES
from tests.site import wait_for
from tests.sites import houses as building
from tests.sites.conftest import Land
from tests.sites.houses import House

pytestmark = pytest.mark.alone


def door(house: House, cls: Any) -> Any:
    """A service's own class over the database its processes work on."""
    made = cls(house.store(cls.name))
    made.store.prepare()
    return made


def test_a_day_off_a_rule_and_a_reorganisation_of_the_province_hold_at_a_site(
    make_land: Callable[..., Land],
):
    """And what is open there is counted anew, and handed on."""
    land = make_land()
    (site,) = land.sites
    province, registry = land.province, door(land.province, Registry)
    reception, followed = door(site, Reception), door(site, Registry)
    today = registry.store.clock.today()
    here, there, *_ = (one.id for one in shipped_units().reporting(today) if one.kind.is_place)
    building.approve(province, site, here)
    for house, services in ((province, ("registry",)), (site, ("registry", "reception"))):
        for one in (house.ingress(), *map(house.worker, services)):
            one.ready()
    wait_for(lambda: reception.agency_book.one(here), "the site knows who exists", seconds=120)
    clerk = Actor(user="c", role="RECEPTIONIST", agency=here)
    form = PetitionForm(
        kind=PetitionKind.COMPLAINT,
        channel=IntakeChannel.COUNTER,
        received_on=today,
        summary="đơn thử",
        petitioner=Petitioner(name="Rơ Châm Thử"),
    )
    id_ = reception.register_petition(form, by=clerk)["petition"]
    before = reception.petition(id_, by=clerk).due_on

    desk = registry.amendments
    off = {"date": before.isoformat(), "kind": "HOLIDAY", "name": "nghỉ đột xuất"}
    decision = {"instrument": "99/TB-BNV", "standing": "CONFIRMED", "tag": "K", "changes": [off]}
    desk.activate(desk.draft_decision(decision, by=PREPARES)["amendment"], by=CONFIRMS)
    text = shipped_pack("complaints") + "\n# bản của tỉnh\n"
    desk.activate(desk.draft_pack("complaints", text, by=PREPARES)["amendment"], by=CONFIRMS)
    moves = (Move(source=here, kind=EdgeKind.MERGE, target=there),)
    scheme = Scheme(title="Sắp xếp thử", effective_on=today + timedelta(days=9), moves=moves)
    act = registry.reorganisations.prepare(scheme, by=PREPARES)["reorganisation"]
    registry.reorganisations.confirm(act, Decided(number="15/NQ", on=today), by=CONFIRMS)

    editions = reception.store.database["law_book"]
    wait_for(lambda: editions.count_documents({}) == 2, "both changes of the law came", seconds=60)
    rows = {row["what"]: row["content"] for row in editions.find()}
    assert rows.keys() == {CALENDAR, "complaints"}
    assert rows["complaints"].endswith("# bản của tỉnh\n")
    wait_for(lambda: reception.petition(id_, by=clerk).due_on > before, "counted anew there")
    due = reception.store.database["handovers_due"]
    wait_for(lambda: due.find_one({"act": act, "giver": here}), "it is to be handed over there")
    ends = scheme.effective_on - timedelta(days=1)
    wait_for(
        lambda: any(
            one.id == here and one.facts.until == ends for one in followed.organisation.all()
        ),
        "the site's registry knows the last day",
    )
