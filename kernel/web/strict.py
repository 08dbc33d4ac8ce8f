"""JSON means what its types say: a number is no text, 2.5 is no count, 0 is no "no".

Forms of pages bring text only, so the libraries read leniently; a program says what it means, and a
count that was quietly cut or a number no database can hold would be counted in a report.

A day, wherever it comes from, lies in a year that somebody could mean: a year before the first or after
the last that the calendar knows is a slip of the finger, and every sum of days would stumble over it.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import flask_smorest
import marshmallow as ma
from marshmallow import fields
from webargs.flaskparser import FlaskParser

LARGEST = 2**63 - 1  # what the database holds
_NO_SUCH_DAY = "Ngày phải thuộc các năm từ 1900 đến 2199."

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FAR = re.compile(r"(?!19|20|21)\d{4}")


def check_types(schema: ma.Schema, given: Any) -> None:
    """Refuse decoded JSON whose values are not of the schema's own types. Raises `ValidationError`.

    What is missing, unknown or out of bounds is left to the schema itself.
    """
    if wrong := _of_object(schema, given):
        raise ma.ValidationError(wrong)


def check_days(schema: ma.Schema, given: Mapping[str, Any]) -> None:
    """Refuse days of years nobody means, in a form or a query. Raises `ValidationError`."""
    known = schema.load_fields.items()
    days = [one.data_key or name for name, one in known if isinstance(one, fields.Date)]
    if wrong := {name: [_NO_SUCH_DAY] for name in days if _is_far(given.get(name))}:
        raise ma.ValidationError(wrong)


def said_by(schema: ma.Schema, given: Mapping[str, Any]) -> Any:
    """What a form or a query says by its schema. Raises `ValidationError`."""
    check_days(schema, given)
    return schema.load(given)


def day_meant(text: str) -> date:
    """A day as an address names it. Raises `ValueError` if it is none, or of a year nobody means."""
    if _is_far(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def _is_far(value: Any) -> bool:
    return isinstance(value, str) and bool(_FAR.match(value))


def _of_object(schema: ma.Schema, given: Any) -> dict[Any, Any]:
    if not isinstance(given, Mapping):
        return {}
    known = {one.data_key or name: one for name, one in schema.load_fields.items()}
    return _filled({name: _of(known[name], given[name]) for name in known if name in given})


def _of(field: fields.Field[Any], value: Any) -> Any:
    """What is wrong with one value; nothing if it is of the field's type (or null: the schema's matter)."""
    if value is None:
        return None
    for cls, wrong in _WRONG.items():
        if isinstance(field, cls):
            return wrong(field, value)
    return None


def _of_list(field: Any, values: Any) -> Any:
    if not isinstance(values, list):
        return None
    return _filled({at: _of(field.inner, value) for at, value in enumerate(values)})


def _of_dict(field: Any, values: Any) -> Any:
    if not isinstance(values, dict) or field.value_field is None:
        return None
    told = {name: _of(field.value_field, value) for name, value in values.items()}
    return {name: {"value": wrong} for name, wrong in _filled(told).items()}


def _filled(told: dict[Any, Any]) -> dict[Any, Any]:
    return {name: wrong for name, wrong in told.items() if wrong}


def _unless(right: Callable[[Any], bool]) -> Callable[[Any, Any], Any]:
    return lambda field, value: None if right(value) else [_sentence(field)]


def _sentence(field: fields.Field[Any]) -> str:
    return str(field.error_messages["invalid"]).format(input="", obj_type="date")


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and bool(_DAY.fullmatch(value)) and not _is_far(value)


def _is_whole(value: Any) -> bool:
    """JSON knows one kind of number: 2.0 is 2."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST and value == int(value)


_WRONG: dict[type[fields.Field[Any]], Callable[[Any, Any], Any]] = {
    fields.Integer: _unless(_is_whole),
    fields.Boolean: _unless(lambda value: isinstance(value, bool)),
    fields.Date: _unless(_is_day),
    fields.Nested: lambda field, value: _of_object(field.schema, value),
    fields.List: _of_list,
    fields.Dict: _of_dict,
}


class _Parser(FlaskParser):
    """Reads bodies strictly; a query string has no types, so it is read as a form is."""

    DEFAULT_VALIDATION_STATUS = 422

    def pre_load(self, location_data: Any, *, schema: ma.Schema, req: Any, location: str) -> Any:
        if location == "json":
            check_types(schema, location_data)
        elif location == "query":
            check_days(schema, location_data)
        return location_data


class Routes(flask_smorest.Blueprint):  # type: ignore[misc]
    """REST routes of a service, whose bodies are read strictly."""

    ARGUMENTS_PARSER = _Parser()
