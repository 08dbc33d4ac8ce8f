"""Values of the domain, kept as documents field by field."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import ClassVar

import bson
import pytest
from hypothesis import given, strategies as st

from kernel.message import Aggregate
from kernel.store.documents import CannotBeKept, built, document, plain, restored_fields


class Colour(StrEnum):
    RED = "RED"
    BLUE = "BLUE"


@dataclass(frozen=True)
class Stroke:
    colour: Colour
    width: int
    drawn_on: date | None = None


@dataclass(kw_only=True)
class Picture(Aggregate):
    kind: ClassVar[str] = "picture"

    title: str
    first: Stroke
    strokes: tuple[Stroke, ...] = ()
    sold_at: datetime | None = None
    shown: bool = False
    tags: tuple[Colour, ...] = ()


STROKES = st.builds(
    Stroke, st.sampled_from(Colour), st.integers(-(2**63), 2**63 - 1), st.none() | st.dates()
)
PICTURES = st.builds(
    Picture,
    id=st.just("p-1"),
    agency=st.just("ag-1"),
    title=st.text(st.characters(codec="utf-8")),
    first=STROKES,
    strokes=st.lists(STROKES, max_size=3).map(tuple),
    sold_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    shown=st.booleans(),
    tags=st.lists(st.sampled_from(Colour), max_size=3).map(tuple),
)


@given(PICTURES)
def test_what_is_kept_comes_back_as_it_was(picture: Picture):
    kept = bson.decode(bson.encode(document(picture)))

    assert Picture(id="p-1", agency="ag-1", **restored_fields(Picture, kept)) == picture


def test_the_fields_of_every_aggregate_are_left_to_the_store():
    picture = Picture(id="p-1", agency="ag-1", title="Chợ", first=Stroke(Colour.RED, 2))

    assert document(picture) == {
        "title": "Chợ",
        "first": {"colour": "RED", "width": 2, "drawn_on": None},
        "strokes": [],
        "sold_at": None,
        "shown": False,
        "tags": [],
    }


def test_a_field_younger_than_the_document_takes_its_default():
    assert built(Stroke, {"colour": "BLUE", "width": 1}) == Stroke(Colour.BLUE, 1)


def test_a_field_that_must_be_there_is_missed():
    with pytest.raises(TypeError, match="width"):
        built(Stroke, {"colour": "BLUE"})


@dataclass
class Odd:
    members: set[str]


@dataclass
class Torn:
    either: int | str


@pytest.mark.parametrize("cls", [Odd, Torn])
def test_a_type_without_a_plain_form_is_refused(cls: type):
    with pytest.raises(CannotBeKept):
        built(cls, {"members": [], "either": 1})


def test_a_value_without_a_plain_form_is_refused():
    with pytest.raises(CannotBeKept):
        plain(1.5)
