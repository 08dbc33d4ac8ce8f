"""Events at the strict door and at the reader: what is let in can always be read again."""

import dataclasses
from typing import Any

import orjson
import pytest
from hypothesis import given, strategies as st

from kernel.message import (
    Event,
    Unreadable,
    WrongEvent,
    check,
    encode,
    read_event,
    schema,
)
from tests.contracts.pin import example, told
from tests.contracts.strategies import EverythingHappened, every_event, some

KINDS = pytest.mark.parametrize("cls", list(every_event()), ids=lambda cls: cls.wire)

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | st.sampled_from(
        ["RED", "2026-07-01", "20260701", "2026-W01", "2026-07-01T10:00", "1", "true"]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner),
    max_leaves=4,
)


def wire(happened: Event) -> dict[str, Any]:
    data: dict[str, Any] = orjson.loads(orjson.dumps(happened))
    return data


@KINDS
@given(data=st.data())
def test_every_event_is_read_as_it_was_told(cls: type[Event], data: st.DataObject):
    happened = data.draw(some(cls))

    check(happened)
    raw = orjson.loads(encode(happened, told(cls)))

    assert read_event(cls, raw["data"]) == happened


@given(changed=st.dictionaries(st.sampled_from(list(wire(example(EverythingHappened)))), ANYTHING))
def test_what_the_strict_door_lets_in_the_reader_reads(changed: dict[str, Any]):
    data = {**wire(example(EverythingHappened)), **changed}

    if not schema(EverythingHappened).validate(data):
        assert wire(read_event(EverythingHappened, data)).keys() == data.keys()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", 7),
        ("text", None),
        ("count", "7"),
        ("count", 7.5),
        ("count", True),
        ("flag", "true"),
        ("flag", 1),
        ("day", "01/07/2026"),
        ("day", 20260701),
        ("moment", "2026-07-01T10:00:00"),
        ("colour", "BLUE"),
        ("colour", None),
        ("many", "RED"),
        ("many", ["RED", "BLUE"]),
        ("many", {"RED": 1}),
        ("perhaps", "maybe"),
    ],
)
def test_a_value_of_another_type_is_refused_at_the_door_and_by_the_reader(field: str, value: Any):
    good = wire(example(EverythingHappened))
    wrong = {**good, field: value}

    assert not schema(EverythingHappened).validate(good)
    assert list(schema(EverythingHappened).validate(wrong)) == [field]
    with pytest.raises(WrongEvent) as refused:
        check(dataclasses.replace(example(EverythingHappened), **{field: value}))
    assert list(refused.value.errors) == [field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("count", True),
        ("flag", 1),
        ("text", 7),
        ("day", 7),
        ("many", "RED"),
        ("days", {"2026-07-01": 1}),
    ],
)
def test_the_reader_takes_no_value_for_another(field: str, value: Any):
    wrong = {**wire(example(EverythingHappened)), field: value}

    with pytest.raises(Unreadable, match=field):
        read_event(EverythingHappened, wrong)


@KINDS
def test_the_door_refuses_a_field_nobody_declared(cls: type[Event]):
    data = {**wire(example(cls)), "name_of_citizen": "x"}

    assert list(schema(cls).validate(data)) == ["name_of_citizen"]


@KINDS
def test_the_reader_passes_over_a_field_of_a_newer_build(cls: type[Event]):
    happened = example(cls)

    assert read_event(cls, {**wire(happened), "added_later": [1, 2]}) == happened


@KINDS
def test_a_missing_field_is_refused_by_both(cls: type[Event]):
    data = wire(example(cls))
    needed = next(one.name for one in dataclasses.fields(cls) if one.default is dataclasses.MISSING)
    del data[needed]

    assert list(schema(cls).validate(data)) == [needed]
    with pytest.raises(Unreadable, match=needed):
        read_event(cls, data)


def test_a_field_with_a_default_may_be_absent():
    data = wire(example(EverythingHappened))
    del data["days"], data["later"], data["post"]

    read = read_event(EverythingHappened, data)

    assert (read.days, read.later, read.post) == ((), None, "")
    assert not schema(EverythingHappened).validate(data)
