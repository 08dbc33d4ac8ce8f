"""Ids that ascend, events that may be declared, and the marks that do nothing."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import uuid_utils
from hypothesis import given, strategies as st

from kernel.message import (
    Actor,
    Aggregate,
    Audience,
    DataClass,
    Event,
    Every,
    data_class,
    dataschema,
    event,
    every,
    follows,
    new_id,
    office,
    person,
)
from tests.contracts.strategies import EverythingHappened

IDS = st.integers(0, 2**128 - 2).map(lambda number: str(uuid_utils.UUID(int=number)))


def declared(**fields: Any) -> type[Event]:
    """An event with these fields, declared now."""
    defaults = {name: one for name, one in fields.items() if isinstance(one, dataclasses.Field)}
    hints = {name: str if name in defaults else one for name, one in fields.items()}
    body = {"__annotations__": hints, "__module__": __name__, **defaults}
    return event("trial.thing_happened")(type("ThingHappened", (Event,), body))


@given(before=IDS)
def test_an_id_is_greater_than_the_one_before_whatever_the_clock_said_then(before: str):
    after = new_id(before)

    assert after > before
    assert len(after) == len(before)


def test_ids_of_one_aggregate_ascend():
    ids = [new_id()]
    ids.extend(new_id(ids[-1]) for _ in range(2000))

    assert ids == sorted(set(ids))


def test_an_id_is_a_version_seven_uuid():
    assert uuid_utils.UUID(new_id()).version == 7


def test_an_event_with_a_personal_field_cannot_be_declared():
    with pytest.raises(TypeError, match="citizen: personal data never travels"):
        declared(citizen=person())


@pytest.mark.parametrize(
    "hint", [float, bytes, dict, list[str], Decimal, tuple[str, int], str | int, object, Any]
)
def test_an_event_with_a_field_that_cannot_travel_cannot_be_declared(hint: Any):
    with pytest.raises(TypeError, match=r"amount: .* cannot travel"):
        declared(amount=hint)


def test_an_event_knows_its_name_version_and_audience():
    assert EverythingHappened.wire == "trial.everything_happened"
    assert EverythingHappened.audience is Audience.ALL
    assert dataschema(EverythingHappened) == "urn:danvan:trial.everything_happened:3"


def test_a_field_is_open_unless_it_says_otherwise():
    fields = {one.name: data_class(one) for one in dataclasses.fields(declared(a=str, b=office()))}

    assert fields == {"a": DataClass.OPEN, "b": DataClass.OFFICE}


def test_an_event_does_not_change_once_it_happened():
    happened = declared(day=date)(day=date(2026, 7, 1))

    with pytest.raises(dataclasses.FrozenInstanceError):
        happened.day = date(2026, 7, 2)


def test_what_an_aggregate_tells_is_kept_until_it_is_saved():
    aggregate = type("Thing", (Aggregate,), {"kind": "thing"})(id="1", agency="ag-1")
    happened = declared(day=date)(day=date(2026, 7, 1))

    aggregate.tell(happened)
    aggregate.tell(happened, to="dakdoa")

    assert aggregate.news == [(happened, ""), (happened, "dakdoa")]
    assert aggregate.subject == "thing/1"


def test_an_actor_is_named_by_role_and_unit_only():
    assert Actor(user="u-17", role="CLERK", agency="ag-1").office == "CLERK@ag-1"


def test_marks_leave_a_method_as_it_was():
    def method(number: int) -> int:
        return number + 1

    followed, timed = follows(EverythingHappened)(method), every(cron="5 0 * * *")(method)

    assert followed is timed is method
    assert method.follows is EverythingHappened  # type: ignore[attr-defined]
    assert method.every == Every(cron="5 0 * * *")  # type: ignore[attr-defined]
    assert method(1) == 2
