"""How a field's type travels: read from verified wire data, checked at the door, refused if it cannot."""

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import marshmallow


def _exactly(kind: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(kind.__name__)
        return value

    return check


_SIMPLE: dict[Any, Callable[[Any], Any]] = {
    str: _exactly(str),
    int: _exactly(int),
    bool: _exactly(bool),
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


def converter(hint: Any) -> Callable[[Any], Any]:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {member.value: member for member in hint}.__getitem__
    if optional := _optional(hint):
        inner = converter(optional)
        return lambda value: None if value is None else inner(value)
    return _several(converter(get_args(hint)[0]))


def _several(each: Callable[[Any], Any]) -> Callable[[Any], Any]:
    listed = _exactly(list)

    def read(values: Any) -> Any:
        return tuple(each(value) for value in listed(values))

    return read


def _optional(hint: Any) -> Any:
    """The X of `X | None`, or None when the hint is something else."""
    if get_origin(hint) not in (Union, UnionType):
        return None
    rest = [one for one in get_args(hint) if one is not NoneType]
    return rest[0] if len(rest) == 1 else None


def travels(hint: Any, where: str) -> None:
    """Refuse a type that has no plain JSON form."""
    match (_optional(hint), get_origin(hint), get_args(hint)):
        case (None, None, _) if hint in _SIMPLE or (
            isinstance(hint, type) and issubclass(hint, StrEnum)
        ):
            pass
        case (inner, _, _) if inner is not None:
            travels(inner, where)
        case (_, origin, (inner, second)) if origin is tuple and second is Ellipsis:
            travels(inner, where)
        case _:
            raise TypeError(f"{where}: {hint} cannot travel: {_CAN_TRAVEL}")


_CAN_TRAVEL = "use str, int, bool, date, datetime, StrEnum, X | None, tuple[X, ...]"


class _Truth(marshmallow.fields.Boolean):
    """True or false, and not 1 or 0, which the reader refuses."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if type(value) is not bool:
            raise self.make_error("invalid", input=value)
        return value


_FIELDS: dict[Any, Callable[..., marshmallow.fields.Field[Any]]] = {
    str: marshmallow.fields.String,
    int: lambda **kw: marshmallow.fields.Integer(strict=True, **kw),
    bool: _Truth,
    date: marshmallow.fields.Date,
    datetime: lambda **kw: marshmallow.fields.AwareDateTime(format="iso", **kw),
}


def schema_field(hint: Any, **kw: Any) -> marshmallow.fields.Field[Any]:
    if optional := _optional(hint):
        return schema_field(optional, allow_none=True, **kw)
    if hint in _FIELDS:
        return _FIELDS[hint](**kw)
    if get_origin(hint) is tuple:
        return marshmallow.fields.List(schema_field(get_args(hint)[0]), **kw)
    return marshmallow.fields.Enum(hint, by_value=True, **kw)
