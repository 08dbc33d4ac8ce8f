"""Changes merged into one are the same as changes made one after the other."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings, strategies as st

from kernel.store import Change, merged
from kernel.store.mongo import DeleteOne, UpdateOne

FIELDS = ("a", "b", "b.c")
NUMBERS = st.integers(-3, 3)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Any change to one of a few documents; no field is in two of its parts, as MongoDB demands."""
    if draw(st.integers(0, 9)) == 0:
        return Change(draw(st.sampled_from("xy")), draw(st.integers(1, 2)), delete=True)
    parts = draw(st.fixed_dictionaries({name: st.sampled_from("isuf-") for name in FIELDS}))
    if parts["b"] != "-":
        parts["b.c"] = "-"
    by = {part: [name for name in FIELDS if parts[name] == part] for part in "isuf"}
    return Change(
        draw(st.sampled_from("xy")),
        draw(st.integers(1, 2)),
        inc={name: draw(NUMBERS) for name in by["i"]},
        set={name: draw(NUMBERS) for name in by["s"]},
        unset=tuple(by["u"]),
        first={name: draw(NUMBERS) for name in by["f"]},
    )


Rows = dict[tuple[str, Any], dict[str, int]]


def applied(rows: Rows, made: Iterable[Change]) -> Rows:
    """What the database would do with each change, on plain dictionaries."""
    for change in made:
        key = (change.collection, change.id)
        if change.delete:
            rows.pop(key, None)
            continue
        row = rows.setdefault(key, dict(change.first))
        for name, by in change.inc.items():
            row[name] = row.get(name, 0) + by
        row.update(change.set)
        for name in change.unset:
            row.pop(name, None)
    return rows


@settings(max_examples=500)
@given(st.lists(changes(), max_size=8), st.booleans())
def test_merged_changes_come_to_the_same(made: list[Change], there: bool):
    before: Rows = {("x", 1): {"a": 5}, ("y", 2): {"b": 5}} if there else {}

    one_by_one = applied({key: dict(row) for key, row in before.items()}, made)
    by_merging = applied(
        {key: dict(row) for key, row in before.items()},
        (change for rows in merged(made).values() for change in rows),
    )

    assert by_merging == one_by_one


@given(st.lists(changes(), max_size=8))
def test_merging_leaves_the_handlers_own_values_alone(made: list[Change]):
    before = [repr(change) for change in made]

    merged(made)

    assert [repr(change) for change in made] == before


@given(st.lists(changes(), max_size=8))
def test_no_merged_change_names_a_field_twice(made: list[Change]):
    for change in (one for rows in merged(made).values() for one in rows):
        parts = (change.inc, change.set, change.unset, change.first)
        names = [name for part in parts for name in part]
        assert len(set(names)) == len(names), "MongoDB refuses an update with conflicting parts"
        assert not {"b", "b.c"} <= set(names)


def test_many_counts_of_one_day_become_one_write():
    made = [Change("figures", "ag-1|d", inc={"n": 1}, first={"day": "d"}) for _ in range(1000)]

    (rows,) = merged(made).values()

    assert [row.inc for row in rows] == [{"n": 1000}]


def test_a_change_becomes_what_the_driver_understands():
    change = Change("x", 1, inc={"a": 1}, set={"b": 2}, unset=("c",), first={"d": 3})
    update = {"$inc": {"a": 1}, "$set": {"b": 2}, "$unset": {"c": ""}, "$setOnInsert": {"d": 3}}

    assert change.operation() == UpdateOne({"_id": 1}, update, upsert=True)
    assert Change("x", 1, delete=True).operation() == DeleteOne({"_id": 1})
