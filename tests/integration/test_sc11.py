"""SC-11: the change of 01/07/2025 (373 communes become 135, districts end) in the middle of a complaint."""

from datetime import date, datetime

import pytest

from contracts.reception import Disposition, IntakeChannel, Outcome, PetitionKind
from ground.agencies import AgencyEnded
from kernel.clock import VIETNAM
from kernel.message import Actor
from law.defaults import shipped_units
from law.units.model import COMMUNE_KINDS, Key
from services.reception.domain import Classification, Petitioner, PetitionForm
from services.registry.domain import Decided
from services.reporting.service.ended import EndedCompiled
from tests.integration.reorganising import CONFIRMS, OPERATOR, PREPARES, House, Quick
from tests.site import Site

BEFORE, AFTER = "GSO_PRE_2025", "GSO_2025"
ACCEPTED, DUE, DAY = date(2025, 6, 10), date(2025, 7, 10), date(2025, 7, 1)
RESOLUTION = Decided(number="1664/NQ-UBTVQH15", on=date(2025, 6, 16))


def unit(scheme: str, code: str) -> str:
    return shipped_units().get(Key(scheme, code)).id


DISTRICT, PROVINCE, CHU_SE = unit(BEFORE, "633"), unit(AFTER, "52"), unit(AFTER, "23941")
TOWNSHIP, DUN = unit(BEFORE, "23941"), unit(BEFORE, "23965")
BO_NGOONG = next(
    one.id for one in shipped_units().by_key.values() if one.name == "Xã Bờ Ngoong" and one.until
)
SPLIT = unit(BEFORE, "22000")


def officer(role: str, agency: str) -> Actor:
    return Actor(user=f"u-{role}", role=role, agency=agency)


@pytest.fixture(scope="module")
def gialai(house: Site) -> House:
    """The province on 10/06/2025, with two complaints at the district, and one act prepared for 01/07."""
    clock = Quick(at(ACCEPTED))
    made = House.on(house, clock, "registry", "reception", "reporting")
    made.registry.load_agencies(by=OPERATOR)
    made.carry()
    return made


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM)


def a_complaint(gialai: House, agency: str, *places: str) -> str:
    """A complaint received, classified and accepted on one day."""
    clerk, head = officer("RECEPTIONIST", agency), officer("AGENCY_HEAD", agency)
    today = gialai.clock.today()
    form = PetitionForm(
        kind=PetitionKind.COMPLAINT,
        channel=IntakeChannel.COUNTER,
        received_on=today,
        summary="đất đai",
        petitioner=Petitioner(name="Rơ Châm Thử"),
        places=places,
    )
    id_ = gialai.reception.register_petition(form, by=clerk)["petition"]
    found = Classification(eligible=True, competent=True, disposition=Disposition.ACCEPT, on=today)
    gialai.reception.classify_petition(id_, found, by=clerk)
    gialai.reception.accept_petition(id_, by=head)
    return id_


def test_the_change_of_july_2025(gialai: House):
    desk = gialai.registry.reorganisations
    mine = a_complaint(gialai, DISTRICT, TOWNSHIP, DUN)
    several = a_complaint(gialai, DISTRICT, TOWNSHIP, BO_NGOONG)
    split = a_complaint(gialai, SPLIT)
    whole = a_complaint(gialai, TOWNSHIP)  # goes with its whole commune
    gialai.carry()

    # The dry run: what changes on which day, and who would have each open duty.
    gialai.clock.moment = at(date(2025, 6, 20))
    title = "Sắp xếp đơn vị hành chính, tổ chức chính quyền địa phương hai cấp"
    act = desk.prepare_shipped(DAY, superior=PROVINCE, title=title, by=PREPARES)["reorganisation"]
    seen = desk.preview(act)
    told = {row["duty"]: row["receiver"] for row in seen.duties}
    ended = [words for on, words in seen.changes if on == date(2025, 6, 30)]

    assert seen.flaws == []
    assert told == {mine: CHU_SE, several: PROVINCE, split: PROVINCE, whole: CHU_SE}
    assert (
        len([one for one in ended if one.startswith(("UBND xã", "UBND phường", "UBND thị trấn"))])
        == 373
    )
    assert "UBND huyện Chư Sê kết thúc hoạt động" in ended

    # Confirmed by a decision; nothing moves before its day.
    desk.confirm(act, RESOLUTION, by=CONFIRMS)
    gialai.rest()
    assert gialai.reception.petition(mine, by=officer("RECEPTIONIST", DISTRICT)).agency == DISTRICT

    # The day has come.
    gialai.clock.moment = at(DAY)
    gialai.rest()
    taken = gialai.reception.petition(mine, by=officer("RECEPTIONIST", CHU_SE))
    above = gialai.reception.petition(several, by=officer("RECEPTIONIST", PROVINCE))

    assert (taken.due_on, above.due_on) == (DUE, DUE)
    assert (taken.accepted_on, taken.past[0].agency) == (ACCEPTED, DISTRICT)
    assert taken.past[0].until == date(2025, 6, 30)
    with pytest.raises(AgencyEnded):
        a_complaint(gialai, DISTRICT)
    assert a_complaint(gialai, CHU_SE)
    assert desk.progress(act)["reception"]["moved"] == 4

    # At rest everything open has one owner, who works.
    gialai.carry()
    standing = gialai.registry.standing(DAY)
    owners = {row["owner"] for row in desk.duties.find({})}
    assert owners <= standing.keys()

    # The tree of the day, and the page of what is no more.
    communes = [
        one for one, _ in gialai.registry.agencies_on(DAY) if one.facts.kind.value in COMMUNE_KINDS
    ]
    assert len(communes) == 135
    district = gialai.registry.agency(DISTRICT)
    assert CHU_SE in {one.id for one in gialai.registry.successors(district)}
    assert district.edges[0].basis == RESOLUTION.number or any(
        one.basis == RESOLUTION.number for one in district.edges
    )
    names = [one.facts.name for one, _ in gialai.registry.agencies_on(DAY, words="dun")]
    assert "UBND xã Chư Sê" in names

    the_figures_of_the_year(gialai, mine)


def the_figures_of_the_year(gialai: House, settled: str) -> None:
    """A successor reports with its predecessors; what was divided is compiled once; nothing counts twice."""
    head = officer("AGENCY_HEAD", CHU_SE)
    gialai.clock.moment = at(date(2025, 7, 8))
    gialai.reception.decide_petition(settled, Outcome.JUSTIFIED, by=head)
    gialai.clock.moment = at(date(2025, 11, 3))
    gialai.carry()
    reporting, snv = gialai.reporting, officer("SNV_OFFICER", "snv")
    reporting.campaigns.open(2025, by=snv)
    campaign = reporting.campaigns.get(2025)
    window = (campaign.window_from, campaign.window_to)

    own = reporting.counting.prefill(CHU_SE, *window).figures
    unclaimed = {one.agency: one for one in reporting.ended.unclaimed(*window)}
    told = reporting.counting.figures_of(agency=None, first=window[0], last=window[1])

    # Its own since July and the township's before; the district's receipt stays the district's.
    assert (own["PET_IN.KN"], own["PET_SETTLED.KN"], own["PET_ONTIME.KN"]) == (2, 1, 1)
    assert {one.agency for one in reporting.ended.predecessors(CHU_SE, *window)} == {TOWNSHIP}
    assert unclaimed.keys() == {DISTRICT, SPLIT}
    assert unclaimed[DISTRICT].until == date(2025, 6, 30)
    assert unclaimed[DISTRICT].figures["PET_IN.KN"] == 2
    assert "PET_SETTLED.KN" not in unclaimed[DISTRICT].figures
    assert DISTRICT not in campaign.expected
    assert sum(one["PET_IN.KN"] for one in told.values()) == 5
    assert own["PET_IN.KN"] + sum(one.figures["PET_IN.KN"] for one in unclaimed.values()) == 5

    done = reporting.ended.compile_ended(2025, by=snv)
    assert done["units"] == 2
    assert reporting.ended.compiled(2025).figures["PET_IN.KN"] == 3
    sent = reporting.memory.submissions.courses(2025)
    assert {one.agency for one in sent} <= set(campaign.expected), "nobody sent it"
    with pytest.raises(EndedCompiled):
        reporting.ended.compile_ended(2025, by=snv)
