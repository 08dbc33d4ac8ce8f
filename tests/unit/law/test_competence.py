"""Who is competent in two tiers: each line of the law's list, for its kind and from its day on, with its reason."""

from datetime import date

import pytest

from law.competence import NoSuchSubject, competent, subjects
from law.defaults import shipped_packs

PACKS = shipped_packs()
ON = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("subject", "how", "holder", "office"),
    [
        ("COMMUNE_ACT", {}, "Chủ tịch UBND cấp xã", "commune-chair"),
        ("COMMUNE_ACT", {"second": True}, "Chủ tịch UBND tỉnh", "province-chair"),
        ("DEPARTMENT_ACT", {}, "Giám đốc sở", "department-head"),
        ("DEPARTMENT_ACT", {"second": True}, "Chủ tịch UBND tỉnh", "province-chair"),
        ("PROVINCE_ACT", {}, "Chủ tịch UBND tỉnh", "province-chair"),
        ("FORMER_DISTRICT", {}, "Chủ tịch UBND cấp xã kế thừa địa bàn", "commune-chair"),
    ],
)
def test_a_complaint_belongs_to_the_office_of_the_list(
    subject: str, how: dict[str, bool], holder: str, office: str
):
    told = competent(subject, kind="COMPLAINT", on=ON, packs=PACKS, **how)

    assert told.holder == holder
    assert told.is_one(office)
    assert not told.is_one("nobody")
    assert any("Căn cứ" in one for one in told.why)


def test_a_former_district_matter_of_several_communes_goes_to_the_province():
    told = competent("FORMER_DISTRICT", kind="COMPLAINT", on=ON, packs=PACKS, several=True)

    assert told.is_one("province-chair")
    assert not told.is_one("commune-chair")


def test_where_the_list_alone_does_not_tell_nobody_is_named_competent():
    for subject in ("DENOUNCED_OFFICIAL", "DENOUNCED_HEAD"):
        assert competent(subject, kind="DENUNCIATION", on=ON, packs=PACKS).is_one("x") is None
    second = competent("PROVINCE_ACT", kind="COMPLAINT", on=ON, packs=PACKS, second=True)
    assert second.is_one("province-chair") is None


def test_a_line_of_another_kind_or_of_a_later_day_is_refused():
    for subject, kind, on in (
        ("COMMUNE_ACT", "DENUNCIATION", ON),
        ("COMMUNE_ACT", "COMPLAINT", date(2025, 6, 30)),
        ("NOTHING", "COMPLAINT", ON),
    ):
        with pytest.raises(NoSuchSubject):
            competent(subject, kind=kind, on=on, packs=PACKS)


def test_each_kind_has_its_lines():
    assert "COMMUNE_ACT" in subjects("COMPLAINT", packs=PACKS)
    assert "COMMUNE_ACT" not in subjects("DENUNCIATION", packs=PACKS)
    assert subjects("FEEDBACK", packs=PACKS).keys() == {"FORMER_DISTRICT"}
