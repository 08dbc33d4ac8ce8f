"""An agency that ends between the period's last day and its sending: its figures are told once, by whom and how."""

from datetime import date, datetime

import pytest

from contracts.reception import IntakeChannel, PetitionKind
from contracts.registry import Role
from contracts.reporting import ReturnReason
from kernel.clock import VIETNAM
from law.units.model import EdgeKind
from services.reception.domain import Petitioner, PetitionForm
from services.registry.domain import Move
from services.reporting.domain.submissions import Submission
from services.reporting.service.ended import EndedCompiled, NobodyEnded
from tests.integration.reorganising import PREPARES, House, Quick
from tests.integration.test_handing_over import (
    CHU_SE,
    DAY,
    IA_LY,
    NEW,
    by,
    fresh,
    merged,
    reorganised,
    to,
)
from tests.site import Site

YEAR, WITHIN = 2026, date(2026, 10, 12)
COUNTED = "PET_IN.KN"


@pytest.fixture(scope="module")
def services(house: Site) -> House:
    return House.on(
        house,
        Quick(datetime(2026, 11, 16, 9, tzinfo=VIETNAM)),
        "registry",
        "reception",
        "reporting",
    )


@pytest.fixture
def gialai(services: House) -> House:
    """The campaign is open on the day reports are due; one commune counted a complaint, another two."""
    house = fresh(services)
    to(house, WITHIN)
    for agency in (IA_LY, CHU_SE, CHU_SE):
        form = PetitionForm(
            kind=PetitionKind.COMPLAINT,
            channel=IntakeChannel.COUNTER,
            received_on=WITHIN,
            summary="đơn thử",
            petitioner=Petitioner(name="Rơ Châm Thử"),
        )
        house.reception.register_petition(form, by=by(Role.RECEPTIONIST, agency))
    to(house, DAY)
    house.carry()
    house.reporting.campaigns.open(YEAR, by=PREPARES)
    return house


def drafts(house: House, agency: str) -> int:
    """The agency freezes its figures; gives the complaints among them."""
    house.reporting.reports.draft(YEAR, by=by(Role.DANVAN_OFFICER, agency))
    draft = house.reporting.memory.drafts.of(agency, YEAR)
    return int(draft.auto[COUNTED])


def sends(house: House, agency: str) -> str:
    sent = house.reporting.reports.submit(
        YEAR, override_reason="gửi thử", by=by(Role.AGENCY_HEAD, agency)
    )
    return str(sent["report"])


def unclaimed(house: House) -> list[str]:
    campaign = house.reporting.campaigns.get(YEAR)
    found = house.reporting.ended.unclaimed(campaign.window_from, campaign.window_to)
    return [one.agency for one in found]


def told(house: House) -> int:
    """The complaints in all reports that stand, each agency's newest."""
    found: list[Submission] = list(house.reporting.memory.submissions.latest(YEAR).values())
    return sum(one.figures[COUNTED] for one in found)


def test_a_new_agency_reports_for_the_one_that_became_it(gialai: House):
    reorganised(gialai, Move(source=IA_LY, kind=EdgeKind.MERGE, target=NEW.id), founded=(NEW,))
    expected = gialai.reporting.campaigns.get(YEAR).expected

    assert IA_LY not in expected
    assert NEW.id in expected, "though it began after the period"
    assert (drafts(gialai, NEW.id), drafts(gialai, CHU_SE)) == (1, 2)
    assert unclaimed(gialai) == []
    sends(gialai, NEW.id)
    sends(gialai, CHU_SE)
    assert (told(gialai), unclaimed(gialai)) == (3, [])


def test_an_heir_that_has_not_sent_yet_reports_for_it_once_it_counts_anew(gialai: House):
    assert drafts(gialai, CHU_SE) == 2
    merged(gialai)

    assert drafts(gialai, CHU_SE) == 3
    assert unclaimed(gialai) == []
    report = gialai.reporting.memory.submissions.any(sends(gialai, CHU_SE))
    assert report.said["joined"] == [IA_LY]
    assert (told(gialai), unclaimed(gialai)) == (3, [])
    with pytest.raises(NobodyEnded):
        gialai.reporting.ended.compile_ended(YEAR, by=PREPARES)


def test_what_an_heir_had_sent_before_is_compiled_apart_and_stays_there(gialai: House):
    drafts(gialai, CHU_SE)
    report = sends(gialai, CHU_SE)
    merged(gialai)

    assert unclaimed(gialai) == [IA_LY]
    assert gialai.reporting.ended.compile_ended(YEAR, by=PREPARES)["units"] == 1
    assert (told(gialai), unclaimed(gialai)) == (3, [])
    (unit,) = gialai.reporting.ended.compiled_units(YEAR)
    assert (unit.agency, unit.figures[COUNTED]) == (IA_LY, 1)
    with pytest.raises(EndedCompiled):
        gialai.reporting.ended.compile_ended(YEAR, by=PREPARES)

    gialai.reporting.review.send_back(
        report, (ReturnReason.FIGURE_MISMATCH,), comment="Rà soát", by=by(Role.SNV_OFFICER)
    )
    assert drafts(gialai, CHU_SE) == 2, "what was compiled is not told again"
    sends(gialai, CHU_SE)
    assert told(gialai) == 3


def test_what_it_had_sent_itself_stays_its_own_until_it_is_sent_back(gialai: House):
    drafts(gialai, IA_LY)
    report = sends(gialai, IA_LY)
    merged(gialai)

    assert drafts(gialai, CHU_SE) == 2
    assert unclaimed(gialai) == []
    assert IA_LY in gialai.reporting.campaigns.get(YEAR).expected

    gialai.reporting.review.send_back(
        report, (ReturnReason.FIGURE_MISMATCH,), comment="Rà soát", by=by(Role.SNV_OFFICER)
    )
    gialai.rest()

    assert IA_LY not in gialai.reporting.campaigns.get(YEAR).expected
    assert drafts(gialai, CHU_SE) == 3
