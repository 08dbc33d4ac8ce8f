"""What a service needs to make its things again from their events: blanks for what no event carries."""

import dataclasses
from collections.abc import Iterator
from enum import Enum
from typing import Any, TypeVar, get_type_hints

LOST = "(mất khi phục hồi từ bản sao lưu; nhập lại từ hồ sơ giấy)"
T = TypeVar("T")


def filled(cls: type[T], event: Any, **given: Any) -> T:
    """A form of `cls` with what is given, with the fields the event has under the same name, with defaults,
    and with `LOST` for words that nobody has any more. Raises `TypeError` for any other gap."""
    hints, fields = get_type_hints(cls), {}
    for one in dataclasses.fields(cls):  # type: ignore[arg-type]
        if one.name in given:
            fields[one.name] = given[one.name]
        elif hasattr(event, one.name):
            fields[one.name] = getattr(event, one.name)
        elif hints[one.name] is str and one.default is dataclasses.MISSING:
            fields[one.name] = LOST
    return cls(**fields)


def lost_in(value: Any, path: str = "") -> Iterator[str]:
    """Where something of the domain says `LOST`: paths of field names and places in lists."""
    if isinstance(value, str) and not isinstance(value, Enum):
        if value == LOST:
            yield path
    elif isinstance(value, tuple | list):
        for at, one in enumerate(value):
            yield from lost_in(one, _under(path, str(at)))
    elif dataclasses.is_dataclass(value):
        for one in dataclasses.fields(value):
            yield from lost_in(getattr(value, one.name), _under(path, one.name))


def _under(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
