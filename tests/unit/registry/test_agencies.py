"""What is true of agencies: what the register of units says, told once and when it changes."""

from dataclasses import replace
from datetime import date

from contracts.registry import AgencyKind, AgencyRecorded
from law.defaults import shipped_units
from law.units.model import Key
from services.registry.domain import Agency, facts_of

UNITS = shipped_units()
WARD = UNITS.get(Key("GSO_2025", "21553"))


def test_a_commune_is_recorded_with_its_committee_its_period_and_what_it_came_from():
    facts = facts_of(WARD, UNITS, reports=True)
    agency = Agency.record(WARD.id, facts)

    (event,) = (one for one, _ in agency.news)

    assert isinstance(event, AgencyRecorded)
    assert (event.unit, event.name) == (WARD.id, "UBND phường Quy Nhơn Bắc")
    assert (event.kind, event.since, event.until) == (AgencyKind.WARD, date(2025, 7, 1), None)
    assert event.parent == UNITS.get(Key("GSO_2025", "52")).id
    assert set(event.predecessors) == {one.id for one in UNITS.predecessors(WARD.key)}
    assert event.reports


def test_the_same_facts_are_not_told_again_and_others_are():
    facts = facts_of(WARD, UNITS, reports=True)
    agency = Agency.record(WARD.id, facts)

    assert not agency.correct(facts_of(WARD, UNITS, reports=True))
    assert agency.correct(replace(facts, until=date(2030, 12, 31)))
    assert len(agency.news) == 2


def test_every_kind_of_unit_is_a_kind_of_agency():
    facts = [facts_of(one, UNITS, reports=False) for one in UNITS.by_key.values()]

    assert {one.kind for one in facts} == set(AgencyKind)
