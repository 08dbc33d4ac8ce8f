"""How a value of the domain lies in a document: field by field, under the names it has in the domain.

A field the document does not have yet takes the default its dataclass gives it, so that a field may be
added to the domain without touching what was saved before.
"""

import dataclasses
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kernel.message import Aggregate
from kernel.store.mongo import Document

Reader = Callable[[Any], Any]

KEPT_BY_THE_STORE = frozenset(one.name for one in dataclasses.fields(Aggregate))


class CannotBeKept(TypeError):
    """The type of a field has no plain form: the aggregate's collection has to say how it is kept."""


def document(value: Any) -> Document:
    """The own fields of a dataclass, as a document holds them."""
    cls: Any = type(value)
    return {name: plain(getattr(value, name)) for name, _ in _fields(cls)}


def plain(value: Any) -> Any:
    """The document's form of one value. Raises `CannotBeKept`."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return [plain(one) for one in value]
        case None | str() | bool() | int() | bytes():
            return value
        case _ if dataclasses.is_dataclass(value):
            return document(value)
    raise CannotBeKept(type(value).__name__)


def restored_fields(cls: Any, row: Document) -> dict[str, Any]:
    """The fields of a dataclass, as its document has them."""
    return {name: read(row[name]) for name, read in _fields(cls) if name in row}


def built(cls: Any, row: Document) -> Any:
    """The value a document holds."""
    return cls(**restored_fields(cls, row))


@cache
def _fields(cls: Any) -> tuple[tuple[str, Reader], ...]:
    """A dataclass's own fields, each with how it is read back."""
    hints = get_type_hints(cls)
    return tuple((name, _reader(hints[name])) for name in _own_names(cls))


def _own_names(cls: type[Any]) -> Iterable[str]:
    """The fields a class brings itself; those of every aggregate are kept by the store."""
    names = (one.name for one in dataclasses.fields(cls) if one.init)
    hidden = KEPT_BY_THE_STORE if issubclass(cls, Aggregate) else frozenset()
    return (name for name in names if name not in hidden)


def _reader(hint: Any) -> Reader:
    if get_origin(hint) in (Union, UnionType):
        return _optional(hint)
    if get_origin(hint) is tuple:
        return _several(hint)
    if hint in (date, datetime):
        return hint.fromisoformat  # type: ignore[no-any-return]
    if hint in (str, int, bool, bytes):
        return _as_it_is
    return _made(hint)


def _as_it_is(given: Any) -> Any:
    return given


def _optional(hint: Any) -> Reader:
    inner, *others = (one for one in get_args(hint) if one is not NoneType)
    if others:
        raise CannotBeKept(str(hint))
    read = _reader(inner)
    return lambda given: None if given is None else read(given)


def _several(hint: Any) -> Reader:
    inner, *others = get_args(hint)
    if others != [...]:
        raise CannotBeKept(str(hint))
    read = _reader(inner)
    return lambda given: tuple(read(one) for one in given)


def _made(hint: Any) -> Reader:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return lambda given: built(hint, given)
    raise CannotBeKept(str(hint))
