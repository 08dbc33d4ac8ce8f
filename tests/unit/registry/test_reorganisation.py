"""What a reorganisation says of itself before anybody confirmed it: a draft may be wrong, never break the page."""

from datetime import date

import pytest

from contracts.registry import AgencyKind
from law.units.model import EdgeKind
from services.registry.domain.reorganisation import (
    Founding,
    Move,
    Reorganisation,
    Scheme,
    WrongMoves,
    changes,
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
