"""Events: declared once as frozen dataclasses; schema, reader and documentation come from their fields."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

import marshmallow
import orjson

from kernel.errors import Invalid
from kernel.message.fields import converter, schema_field, travels


class DataClass(StrEnum):
    """What a field may hold: OPEN travels; OFFICE goes only in directory events; PERSON never leaves home."""

    OPEN = "open"
    OFFICE = "office"
    PERSON = "person"


class Audience(StrEnum):
    """Who is told: followers at this site, the province too, everyone from the province, one site."""

    SITE = "site"
    PROVINCE = "province"
    ALL = "all"
    ADDRESSED = "addressed"


def office(default: Any = dataclasses.MISSING) -> Any:
    """A field about an official or Front participant in their post: directory events only."""
    return field(default=default, metadata={"data": DataClass.OFFICE})


def person(default: Any = dataclasses.MISSING) -> Any:
    """A field that identifies a citizen. Declaring one in an event is refused: it exists to say so."""
    return field(default=default, metadata={"data": DataClass.PERSON})


class Event:
    """Something that happened, in the past tense. Declare with `@event`."""

    wire: ClassVar[str]
    schema_version: ClassVar[int]
    audience: ClassVar[Audience]


E = TypeVar("E", bound=Event)


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(field, office, person)
)
def event(
    wire: str, *, version: int = 1, audience: Audience = Audience.SITE
) -> Callable[[type[E]], type[E]]:
    """Declare an event: its wire name `<service>.<what_happened>`, its version, who is told.

    Raises `TypeError` for a PERSON field or a type that cannot travel.
    """

    def declare(cls: type[E]) -> type[E]:
        made = dataclass(frozen=True, kw_only=True, slots=True)(cls)
        made.wire, made.schema_version, made.audience = wire, version, audience
        for one in dataclasses.fields(made):  # type: ignore[arg-type]
            if data_class(one) is DataClass.PERSON:
                raise TypeError(f"{wire}.{one.name}: personal data never travels in an event")
            travels(one.type, f"{wire}.{one.name}")
        return made

    return declare


def data_class(one: "dataclasses.Field[Any]") -> DataClass:
    """The data class a field declares; OPEN when it says nothing."""
    return DataClass(one.metadata.get("data", DataClass.OPEN))


# --- reading ----------------------------------------------------------------------------------------


class Unreadable(Exception):
    """An event of a followed type cannot be built from what came; it will be parked."""


def read_event(cls: type[E], data: dict[str, Any]) -> E:
    """Build an event straight from verified wire data: known fields only, unknown ones ignored."""
    made: Any = cls  # mypy does not see that a class is hashable
    built: E = _reader(made)(data)
    return built


@cache
def _reader(cls: Any) -> Callable[[dict[str, Any]], Any]:
    plan = [(one.name, converter(one.type), _default(one)) for one in dataclasses.fields(cls)]

    def read(data: dict[str, Any]) -> Any:
        given = {}
        for name, convert, default in plan:
            value = data.get(name, default)
            if value is dataclasses.MISSING:
                raise Unreadable(f"{cls.wire}: {name} is missing")
            try:
                given[name] = value if value is default else convert(value)
            except (TypeError, ValueError, KeyError) as wrong:
                raise Unreadable(f"{cls.wire}: {name} is not readable") from wrong
        return cls(**given)

    return read


def _default(one: "dataclasses.Field[Any]") -> Any:
    if one.default_factory is not dataclasses.MISSING:
        return one.default_factory()
    return one.default


# --- the strict door --------------------------------------------------------------------------------


@cache
def schema(cls: Any) -> marshmallow.Schema:
    """The strict schema of an event, made from its own fields; unknown fields are refused."""
    made = {
        one.name: schema_field(one.type, required=_default(one) is dataclasses.MISSING)
        for one in dataclasses.fields(cls)
    }
    return marshmallow.Schema.from_dict(made, name=cls.__name__)(unknown=marshmallow.RAISE)


class WrongEvent(Invalid):
    """A command tried to tell an event that breaks its own contract: nothing was saved."""

    code = "wrong_event"
    title = "Sự kiện không đúng hợp đồng dữ liệu."


def check(happened: Event) -> None:
    """Refuse an event whose fields break its declaration. Raises `WrongEvent`."""
    wire = orjson.loads(orjson.dumps(happened))
    made: Any = type(happened)
    if errors := schema(made).validate(wire):
        raise WrongEvent(errors, event=happened.wire)
