"""Forms made again from events: what the event has, what is given, defaults, and words that are lost."""

from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from kernel.reviving import LOST, filled, lost_in


class Colour(StrEnum):
    """An enumeration is no word to be entered."""

    RED = "RED"


@dataclass(frozen=True, kw_only=True)
class Form:
    """Something that is entered."""

    title: str
    number: int
    colour: Colour = Colour.RED
    note: str = ""
    lines: tuple["Form", ...] = field(default=())


@dataclass
class Told:
    """An event."""

    number: int = 7
    note: str = "n"


def test_a_form_takes_what_is_given_then_what_the_event_has_and_the_rest_is_lost():
    assert filled(Form, Told()) == Form(title=LOST, number=7, note="n")
    assert filled(Form, Told(), number=8, title="t") == Form(title="t", number=8, note="n")


def test_what_is_no_word_cannot_be_lost_in_silence():
    with pytest.raises(TypeError):
        filled(Form, object())


def test_lost_words_are_named_by_where_they_stand():
    inner = Form(title=LOST, number=1)
    assert list(lost_in(Form(title="t", number=1, note=LOST, lines=(inner,)))) == [
        "note",
        "lines.0.title",
    ]
    assert list(lost_in(Form(title="t", number=1))) == []
