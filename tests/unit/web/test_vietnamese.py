"""No English reaches a person: each message of marshmallow has its Vietnamese sentence."""

import inspect
from collections.abc import Iterator

import marshmallow
import pytest
from marshmallow import fields, validate

from kernel.web.vietnamese import CATALOGUE, translate


def of_fields() -> Iterator[str]:
    for _, cls in inspect.getmembers(fields, inspect.isclass):
        if issubclass(cls, fields.Field):
            yield from getattr(cls, "default_error_messages", {}).values()
    yield from marshmallow.Schema._default_error_messages.values()


def of_validators() -> Iterator[str]:
    for _, cls in inspect.getmembers(validate, inspect.isclass):
        for name, message in vars(cls).items():
            if name == "default_message" or (
                name.startswith("message_") and cls is validate.Length
            ):
                yield message


def of_ranges() -> Iterator[str]:
    for low in (True, False):
        for high in (True, False):
            for bounds in ((1, None), (None, 5), (1, 5)):
                with pytest.raises(marshmallow.ValidationError) as told:
                    validate.Range(*bounds, min_inclusive=low, max_inclusive=high)(
                        -1 if bounds[0] else 99
                    )
                yield str(told.value.messages[0])


FILLED = {
    "input": "x",
    "obj_type": "datetime",
    "awareness": "aware",
    "choices": "a, b",
    "values": "a",
    "min": 1,
    "max": 5,
    "equal": 3,
    "other": "b",
}


def english() -> list[str]:
    told = {*of_fields(), *of_validators(), *of_ranges()}
    return sorted(one.format(**FILLED) for one in told)


@pytest.mark.parametrize("message", english())
def test_a_message_of_the_library_has_a_vietnamese_sentence(message: str) -> None:
    sentence = translate(message)

    assert sentence != message
    assert "{" not in sentence
    assert not sentence.isascii()


def test_values_are_kept() -> None:
    assert translate("Must be one of: a, b.") == "Chỉ nhận một trong các giá trị: a, b."
    assert translate("Length must be between 2 and 10.") == "Độ dài phải từ 2 đến 10."


def test_a_sentence_of_our_own_passes_through() -> None:
    assert translate("Số điện thoại phải có 10 chữ số.") == "Số điện thoại phải có 10 chữ số."


def test_every_sentence_is_a_sentence() -> None:
    for sentence in CATALOGUE.values():
        assert sentence[0].isupper()
        assert sentence.endswith(".")
