"""What a reorganisation says of itself before anybody confirmed it: a draft may be wrong, never break the page."""

from datetime import date
from typing import Any

import pytest

from contracts.registry import AgencyKind
from law.units.model import EdgeKind
from services.registry.domain.agencies import AgencyFacts
from services.registry.domain.reorganisation import (
    Founding,
    Move,
    Reorganisation,
    Scheme,
    WrongMoves,
    changes,
    check_scheme,
    flaws,
    passings,
)


def scheme(*moves: Move, year: int = 2026, founded: tuple[Founding, ...] = ()) -> Scheme:
    return Scheme(title="Nhập", effective_on=date(year, 1, 1), moves=moves, founded=founded)


def test_a_draft_that_names_an_agency_nobody_knows_is_told_so_and_still_shown():
    drafted = scheme(Move(source="không-có", kind=EdgeKind.MERGE, target=""))

    assert passings(drafted, (), {})["không-có"].superior == ""
    assert changes(drafted, {}) == [(date(2025, 12, 31), "không-có kết thúc hoạt động")]
    assert flaws(drafted, {}) == ["có cơ quan không tồn tại vào ngày trước ngày hiệu lực"]


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_a_year_in_which_nothing_can_begin_or_end_is_refused(year: int):
    founded = (Founding(scheme="GSO_2025", code="1", name="UBND xã", kind=AgencyKind.COMMUNE),)
    made = Reorganisation.draft(scheme(founded=founded), id_="a", agency="s", author="u")

    with pytest.raises(WrongMoves):
        made.revise(scheme(founded=founded, year=year), author="u")
    with pytest.raises(WrongMoves) as refused:
        Reorganisation.draft(scheme(year=year), id_="b", agency="s", author="u")

    assert "năm hiệu lực phải từ 1900 đến 2199" in refused.value.detail


# --- the province keeps one focal agency ------------------------------------------------------------


def department(name: str, *, until: date | None = None, **more: Any) -> AgencyFacts:
    return AgencyFacts(
        scheme="GL", code=name, name=name, kind=DEPARTMENT, parent="ubnd", until=until, **more
    )


DEPARTMENT = AgencyKind.PROVINCIAL_DEPARTMENT
EXISTING = {
    "ubnd": AgencyFacts(scheme="GL", code="u", name="UBND tỉnh", kind=AgencyKind.PROVINCE),
    **{one: department(one) for one in ("snv", "stp", "stc")},
}


@pytest.mark.parametrize(
    ("moves", "refused"),
    [
        ([("snv", EdgeKind.MERGE, "stp")], False),
        ([("snv", EdgeKind.DISSOLVE, ""), ("snv", EdgeKind.TRANSFER_FUNCTION, "stc")], False),
        ([("snv", EdgeKind.TRANSFER_FUNCTION, "stp")], False),
        ([("stp", EdgeKind.SPLIT, "snv"), ("stp", EdgeKind.SPLIT, "stc")], False),
        ([("snv", EdgeKind.DISSOLVE, "")], True),
        ([("snv", EdgeKind.SPLIT, "stp"), ("snv", EdgeKind.SPLIT, "stc")], True),
        ([("snv", EdgeKind.MERGE, "stp"), ("stp", EdgeKind.DISSOLVE, "")], True),
    ],
)
def test_the_focal_agency_ends_only_into_exactly_one(
    moves: list[tuple[str, EdgeKind, str]], *, refused: bool
):
    drafted = scheme(*(Move(source=s, kind=kind, target=to) for s, kind, to in moves))

    found = [one for one in flaws(drafted, EXISTING, focal="snv") if "đầu mối" in one]

    assert bool(found) is refused
    if refused:
        assert found[0].startswith("snv là cơ quan đầu mối công tác dân vận của tỉnh")
        with pytest.raises(WrongMoves):
            check_scheme(drafted, EXISTING, focal="snv")


def test_who_becomes_the_focal_agency_later_does_not_end_before_into_nobody():
    later = {
        **EXISTING,
        "snv": department("snv", until=date(2026, 6, 30), successors=("stp",)),
    }
    ends = scheme(Move(source="stp", kind=EdgeKind.DISSOLVE))
    goes_on = scheme(Move(source="stp", kind=EdgeKind.MERGE, target="stc"))

    (flaw,) = flaws(ends, later, focal="snv")

    assert flaw.startswith("stp là cơ quan đầu mối công tác dân vận của tỉnh từ ngày 01/07/2026")
    assert flaws(goes_on, later, focal="snv") == []
