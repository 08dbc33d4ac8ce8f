"""How a schema looks as a form: one widget for each field, in the schema's order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.consultation.pages.words import GIVERS, KINDS, LABELS, RESPONSES

CHOICES: dict[str, dict[Any, str]] = {"kind": KINDS, "giver": GIVERS, "response": RESPONSES}
LONG_TEXT = 1000
HINTS = {
    "content": "Chỉ ghi nội dung; không ghi họ tên, địa chỉ của cá nhân.",
    "answered": "Tính đến ngày ghi nhận.",
    "closes_on": "Chưa được kết thúc trước ngày này.",
}


@dataclass(frozen=True)
class Field:
    """One field of a form: which widget, its name, its words."""

    widget: str
    name: str
    label: str
    hint: str
    options: list[tuple[str, str]]


def fields_of(schema: type[ma.Schema]) -> Iterator[Field]:
    """The fields of a form."""
    for name, field in schema().fields.items():
        options = [(str(value.value), words) for value, words in CHOICES.get(name, {}).items()]
        yield Field(_widget(field), name, LABELS[name], HINTS.get(name, ""), options)


def prefilled(schema: type[ma.Schema], today: str) -> dict[str, str]:
    """What a fresh form says: today, where a day is asked that is not to come."""
    days = (name for name, field in schema().fields.items() if isinstance(field, fields.Date))
    return {name: today for name in days if name not in {"closes_on", "planned_on"}}


def _widget(field: Any) -> str:
    if isinstance(field, fields.Date):
        return "day"
    if isinstance(field, fields.Enum):
        return "choice"
    if isinstance(field, fields.Integer):
        return "number"
    lengths = (one.max for one in field.validators if isinstance(one, validate.Length))
    return "area" if max((one or 0 for one in lengths), default=0) > LONG_TEXT else "text"
