"""No English reaches a person: each message of marshmallow has its Vietnamese sentence."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import marshmallow
import pytest
import wtforms
from flask import Flask
from marshmallow import fields, validate

from kernel.web.forms import Form
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


def of_wtforms() -> set[str]:
    """Every message in the library's own source."""
    found: set[str] = set()
    for path in Path(wtforms.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {
                "gettext",
                "ngettext",
            }:
                texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
                found.update(one for one in texts if isinstance(one, str))
    return found


def test_each_message_of_wtforms_has_its_sentence():
    told = of_wtforms()

    assert len(told) > 30
    assert sorted(told - CATALOGUE.keys()) == []


def test_a_form_of_wtforms_refuses_in_vietnamese():
    class Asked(Form):
        name = wtforms.StringField(validators=[wtforms.validators.InputRequired()])
        code = wtforms.StringField(validators=[wtforms.validators.Length(max=3)])

    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    with app.test_request_context(method="POST", data={"code": "abcd"}):
        asked = Asked()
        assert not asked.validate()

    assert asked.errors == {"name": ["Vui lòng nhập mục này."], "code": ["Không quá 3 ký tự."]}
