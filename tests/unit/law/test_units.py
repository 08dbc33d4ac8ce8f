"""Places and agencies over time."""

from collections import Counter
from datetime import date

import pytest

from law.units.model import EdgeKind, Key, UnitKind
from law.units.register import NoSuchUnit, NotOpenForWork, SeveralSuccessors

TODAY = date(2026, 11, 22)
BEFORE = date(2025, 6, 30)
AFTER = date(2025, 7, 1)
CHU_SE = Key("GSO_2025", "23941")
CANH_HIEP = Key("GSO_PRE_2025", "22000")


def of_kind(units, on, *kinds):
    return [unit for unit in units.as_of(on) if unit.kind in kinds]


def names(found):
    return [one.unit.name for one in found]


def test_today_there_are_110_communes_25_wards_and_one_province(units):
    kinds = Counter(unit.kind for unit in units.as_of(TODAY) if unit.kind.is_place)

    assert kinds == {UnitKind.COMMUNE: 110, UnitKind.WARD: 25, UnitKind.PROVINCE: 1}


def test_until_june_2025_there_were_28_districts_and_373_communes_in_two_provinces(units):
    districts = of_kind(units, BEFORE, UnitKind.DISTRICT, UnitKind.TOWN, UnitKind.CITY)
    communes = of_kind(units, BEFORE, UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP)

    assert (len(districts), len(communes)) == (28, 373)
    assert len(of_kind(units, BEFORE, UnitKind.PROVINCE)) == 2


def test_a_code_means_nothing_without_its_scheme(units):
    old, new = Key("GSO_PRE_2025", "52"), Key("GSO_2025", "52")

    assert (units.get(old).name, units.get(new).name) == ("Tỉnh Bình Định", "Tỉnh Gia Lai")
    with pytest.raises(NoSuchUnit):
        units.get(Key("GSO_2025", "64"))


def test_every_former_commune_leads_to_one_of_today_and_three_to_two(units):
    successors = [
        len(units.successors(unit.key, on=TODAY))
        for unit in of_kind(units, BEFORE, UnitKind.COMMUNE, UnitKind.WARD, UnitKind.TOWNSHIP)
    ]

    assert Counter(successors) == {1: 370, 2: 3}


def test_chu_se_was_made_of_five(units):
    assert {unit.key.code for unit in units.predecessors(CHU_SE)} == {
        "23941", "23950", "23962", "23965", "23966",
    }  # fmt: skip


def test_the_home_of_a_split_commune_is_for_a_person_to_choose(units):
    with pytest.raises(SeveralSuccessors) as refused:
        units.home(CANH_HIEP, on=TODAY)
    assert "Vân Canh" in refused.value.detail
    assert units.home(Key("GSO_PRE_2025", "23950"), on=TODAY).key == CHU_SE


def test_a_unit_is_its_own_successor_while_it_stands(units):
    assert units.successors(CANH_HIEP, on=BEFORE) == (units.get(CANH_HIEP),)


def test_a_district_is_dissolved_and_its_functions_go_to_several_communes(units):
    district = Key("GSO_PRE_2025", "633")
    kinds = Counter(edge.kind for edge in units.edges_from(district))

    assert kinds[EdgeKind.DISSOLVE] == 1
    assert kinds[EdgeKind.TRANSFER_FUNCTION] == len(units.successors(district, on=AFTER)) == 5


def test_all_kinds_of_lineage_occur(units):
    assert {edge.kind for edge in units.edges} == set(EdgeKind)


def test_a_former_name_finds_todays_unit(units):
    found = units.search("ia glai", on=TODAY)

    assert names(found) == ["Xã Chư Sê"]
    assert [unit.name for unit in found[0].via] == ["Xã Ia Glai"]


def test_the_same_name_today_comes_first_then_what_the_district_became(units):
    found = units.search("Chư Sê", on=TODAY)

    assert names(found)[0] == "Xã Chư Sê"
    assert all(one.via[0].name == "Huyện Chư Sê" for one in found[1:])


def test_a_look_up_as_of_a_day_finds_what_stood_then(units):
    assert names(units.search("UBND huyện Chư Sê", on=BEFORE)) == [
        "Huyện Chư Sê",
        "Thị trấn Chư Sê",
    ]


def test_part_of_a_name_is_enough_and_a_wrong_one_finds_nothing(units):
    assert "Phường Quy Nhơn Bắc" in names(units.search("quy nhon b", on=TODAY))
    assert units.search("Atlantis", on=TODAY) == ()


def test_departments_before_and_after_march_2025(units):
    found = units.search("Sở Tài nguyên và Môi trường", on=TODAY)
    environment = next(unit for unit in units.as_of(date(2025, 2, 28)) if unit.key.code == "STNMT")

    assert names(found) == ["Sở Nông nghiệp và Môi trường"]
    assert [u.name for u in units.successors(environment.key, on=date(2025, 3, 1))] == names(found)


def test_the_information_department_went_two_ways(units):
    old = Key("GL_TRUOC_2025", "STTTT")

    assert {unit.key.code for unit in units.successors(old, on=TODAY)} == {"SKHCN", "SVHTTDL"}


@pytest.mark.parametrize(
    ("on", "count"), [(date(2024, 11, 1), 37), (date(2025, 4, 1), 32), (TODAY, 151)]
)
def test_who_reports_follows_the_organisation_of_the_day(units, on, count):
    assert len(units.reporting(on)) == count


def test_the_front_has_816_organisations_in_the_province(units):
    places = of_kind(units, TODAY, UnitKind.COMMUNE, UnitKind.WARD)
    provincial = of_kind(units, TODAY, UnitKind.FRONT_ORG)

    assert len(provincial) + sum(len(units.front(place.key)) for place in places) == 816
    assert units.front(CHU_SE)[1] == "Công đoàn xã Chư Sê"


def test_a_commune_has_an_economic_office_and_a_ward_an_urban_one(units):
    ward = of_kind(units, TODAY, UnitKind.WARD)[0]

    assert "KT" in {body.code for body in units.offices(CHU_SE)}
    assert "KTHTDT" in {body.code for body in units.offices(ward.key)}


def test_a_place_is_spoken_for_by_its_peoples_committee(units):
    assert units.get(CHU_SE).authority == "UBND xã Chư Sê"


def test_a_dissolved_agency_takes_no_new_work(units):
    district = Key("GSO_PRE_2025", "633")

    assert units.open_for_work(district, on=BEFORE).name == "Huyện Chư Sê"
    with pytest.raises(NotOpenForWork):
        units.open_for_work(district, on=AFTER)


def test_a_matter_in_places_that_lead_nowhere_has_no_holder(units):
    with pytest.raises(NoSuchUnit):
        units.holder([], on=TODAY)


def test_every_edge_joins_units_that_the_register_knows(units):
    ends = {end for edge in units.edges for end in (edge.source, edge.target) if end}

    assert ends <= set(units.by_key)
