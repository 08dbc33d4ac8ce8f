"""Who looks after dân vận for the province on a day follows the lineage of the agency that is shipped for it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from law.defaults import shipped_units
from law.units.focal import focal_of, heir, origin
from law.units.model import Edge, EdgeKind, Key, Unit
from law.units.register import Units

DAY, NEXT = date(2026, 11, 30), date(2026, 12, 1)
SHIPPED = shipped_units()
FIRST = origin(SHIPPED, on=DAY)
OTHERS = [
    one.key
    for one in SHIPPED.as_of(DAY)
    if FIRST and one.parent == FIRST.parent and one.key != FIRST.key and not one.kind.is_place
]


def after(*lines: tuple[Key, Key | None, EdgeKind], on: date = NEXT) -> Units:
    """The shipped register with some lines more; whose lines are more than functions ends."""
    ends = {source for source, _, kind in lines if kind is not EdgeKind.TRANSFER_FUNCTION}
    last = on - timedelta(days=1)
    units = [
        replace(one, until=last) if one.key in ends else one for one in SHIPPED.by_key.values()
    ]
    return Units(units, (*SHIPPED.edges, *(Edge(*one, on) for one in lines)))


def snv() -> Unit:
    assert FIRST is not None
    return FIRST


def test_so_noi_vu_is_the_focal_agency_as_shipped():
    assert focal_of(SHIPPED, SHIPPED, on=DAY) == snv()
    assert snv().name == "Sở Nội vụ"


@pytest.mark.parametrize("kind", [EdgeKind.MERGE, EdgeKind.RENAME, EdgeKind.CONTINUE])
def test_the_duty_goes_to_the_one_successor_from_the_day_on_and_not_before(kind: EdgeKind):
    units = after((snv().key, OTHERS[0], kind))

    assert focal_of(units, SHIPPED, on=DAY) == units.get(snv().key)
    assert focal_of(units, SHIPPED, on=NEXT) == units.get(OTHERS[0])


def test_dissolved_and_its_tasks_passed_to_one_agency_it_is_that_agencys():
    dissolved = (snv().key, None, EdgeKind.DISSOLVE)
    passed = (snv().key, OTHERS[1], EdgeKind.TRANSFER_FUNCTION)

    assert focal_of(after(dissolved, passed), SHIPPED, on=NEXT) == SHIPPED.get(OTHERS[1])


def test_who_only_passes_a_task_on_keeps_the_duty():
    units = after((snv().key, OTHERS[0], EdgeKind.TRANSFER_FUNCTION))

    assert focal_of(units, SHIPPED, on=NEXT) == snv()


@pytest.mark.parametrize("targets", [[], OTHERS[:2]])
def test_without_exactly_one_successor_nobody_has_it(targets: list[Key]):
    lines = [(snv().key, one, EdgeKind.SPLIT) for one in targets]

    units = after(*lines or [(snv().key, None, EdgeKind.DISSOLVE)])

    assert focal_of(units, SHIPPED, on=NEXT) is None


@given(st.permutations(range(6)), st.integers(1, 6))
def test_a_chain_of_successors_ends_at_the_one_that_stands(order: list[int], length: int):
    chain = order[:length]
    onward = dict(zip(chain, [*chain[1:], -1], strict=True))

    found = heir(chain[0], stands=lambda one: one == -1, onward=lambda one: [onward[one]])

    assert found == -1


def test_a_lineage_that_comes_back_to_itself_leads_nowhere():
    assert heir(1, stands=lambda _: False, onward=lambda one: [2 if one == 1 else 1]) is None
