"""Values as plain data and back: what a dataclass of the domain looks like where it is kept or handed over."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from law.deadlines import Facts, Suspension
from law.deadlines.record import facts_from, told_facts

T = TypeVar("T")


def plain(value: Any) -> Any:
    """A value as plain data."""
    for kinds, told in _TOLD:
        if isinstance(value, kinds):
            return told(value)
    return value


def _told_fields(value: Any) -> dict[str, Any]:
    cls: Any = type(value)
    return {name: plain(getattr(value, name)) for name in _names(cls)}


def made(cls: type[T], row: dict[str, Any]) -> T:
    """A value of a class from its plain data; what an older row lacks has its default."""
    known: Any = cls
    return cls(**{name: read(row[name]) for name, read in readers(known).items() if name in row})


@cache
def readers(cls: Any) -> dict[str, Callable[[Any], Any]]:
    """How each field of a class is read."""
    hints = get_type_hints(cls)
    return {name: _reader(hints[name]) for name in _names(cls)}


@cache
def _names(cls: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(cls))


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (Union, types.UnionType):
        inner = _reader(next(one for one in get_args(hint) if one is not types.NoneType))
        return lambda value: None if value is None else inner(value)
    if get_origin(hint) is tuple:
        each = _reader(get_args(hint)[0])
        return lambda value: tuple(each(one) for one in value)
    return _READERS.get(hint) or _of_class(hint)


def _of_class(hint: Any) -> Callable[[Any], Any]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if is_dataclass(hint):
        return lambda row: made(hint, row)  # type: ignore[arg-type]
    return lambda value: value


_READERS: dict[Any, Callable[[Any], Any]] = {
    date: date.fromisoformat,
    Facts: facts_from,
    Suspension: lambda row: Suspension(
        date.fromisoformat(row["since"]), None, row["ground"], row["decision"]
    ),
}
_TOLD: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (StrEnum, lambda value: value.value),
    (str | int | float | bytes | None, lambda value: value),
    (date, date.isoformat),
    (Facts, told_facts),
    (Suspension, lambda value: plain(value._asdict())),
    (tuple | list, lambda value: [plain(one) for one in value]),
    (dict, lambda value: {name: plain(one) for name, one in value.items()}),
    (object, lambda value: _told_fields(value) if is_dataclass(value) else value),
)
