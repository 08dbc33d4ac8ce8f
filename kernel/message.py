"""Words that travel: events, their data classes and audiences, the envelope, and the inert marks.

An event is a frozen dataclass in `contracts/`, declared once: its marshmallow schema (strict, at the
door and in `commit`), its reader (fast, for verified segments) and its page in the docs all come
from its fields. The envelope is CloudEvents 1.0 JSON.
"""

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import (
    Any,
    ClassVar,
    NamedTuple,
    TypeVar,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
)

import marshmallow
import orjson
import uuid_utils

from kernel.errors import Invalid


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
            _travels(one.type, f"{wire}.{one.name}")
        return made

    return declare


def data_class(one: "dataclasses.Field[Any]") -> DataClass:
    """The data class a field declares; OPEN when it says nothing."""
    return DataClass(one.metadata.get("data", DataClass.OPEN))


# --- the envelope -----------------------------------------------------------------------------------


class Told(NamedTuple):
    """The envelope of one event: who told it, of what, when, and why (CloudEvents 1.0 attributes).

    `source` is `/<site>/<service>/<audience>`, `subject` the aggregate, `version` the aggregate's
    version, `legaldate` the date that counts for the law, `actor` a role and unit (never a name),
    `quiet` marks imports, demo and replays, of which nobody is notified.
    """

    id: str
    source: str
    type: str
    subject: str
    time: str
    dataschema: str
    agency: str
    version: int
    legaldate: str
    actor: str
    causationid: str = ""
    lawversion: str = ""
    quiet: bool = False
    traceparent: str = ""

    @property
    def date(self) -> date:
        """The legal date, as a date."""
        return date.fromisoformat(self.legaldate)


def dataschema(cls: type[Event]) -> str:
    """The wire name and version of an event, as an URN."""
    return f"urn:danvan:{cls.wire}:{cls.schema_version}"


def encode(happened: Event, told: Told) -> bytes:
    """The exact bytes of one event: they are made once, here, and never again."""
    return orjson.dumps({"specversion": "1.0", **told._asdict(), "data": happened})


_REQUIRED = tuple(name for name in Told._fields if name not in Told._field_defaults)


def read_envelope(raw: dict[str, Any]) -> Told:
    """The envelope of a decoded event. Raises `KeyError`, `TypeError` where it is not one."""
    get = raw.get
    return Told._make(
        (
            *[raw[name] for name in _REQUIRED],
            get("causationid", ""),
            get("lawversion", ""),
            get("quiet", False),
            get("traceparent", ""),
        )
    )


class Unreadable(Exception):
    """An event of a followed type cannot be built from what came; it will be parked."""


def read_event(cls: type[E], data: dict[str, Any]) -> E:
    """Build an event straight from verified wire data: known fields only, unknown ones ignored."""
    made: Any = cls  # mypy does not see that a class is hashable
    built: E = _reader(made)(data)
    return built


@cache
def _reader(cls: Any) -> Callable[[dict[str, Any]], Any]:
    plan = [(one.name, _converter(one.type), _default(one)) for one in dataclasses.fields(cls)]

    def read(data: dict[str, Any]) -> Any:
        given = {}
        for name, convert, default in plan:
            value = data.get(name, default)
            if value is dataclasses.MISSING:
                raise Unreadable(f"{cls.wire}: {name} is missing")
            try:
                given[name] = value if value is default else convert(value)
            except (TypeError, ValueError) as wrong:
                raise Unreadable(f"{cls.wire}: {name} is not readable") from wrong
        return cls(**given)

    return read


def _default(one: "dataclasses.Field[Any]") -> Any:
    if one.default_factory is not dataclasses.MISSING:
        return one.default_factory()
    return one.default


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


def _converter(hint: Any) -> Callable[[Any], Any]:
    if hint in _SIMPLE:
        return _SIMPLE[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint
    if optional := _optional(hint):
        inner = _converter(optional)
        return lambda value: None if value is None else inner(value)
    return _several(_converter(get_args(hint)[0]))


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


def _travels(hint: Any, where: str) -> None:
    """Refuse a type that has no plain JSON form."""
    match (_optional(hint), get_origin(hint), get_args(hint)):
        case (None, None, _) if hint in _SIMPLE or (
            isinstance(hint, type) and issubclass(hint, StrEnum)
        ):
            pass
        case (inner, _, _) if inner is not None:
            _travels(inner, where)
        case (_, origin, (inner, second)) if origin is tuple and second is Ellipsis:
            _travels(inner, where)
        case _:
            raise TypeError(f"{where}: {hint} cannot travel: {_CAN_TRAVEL}")


_CAN_TRAVEL = "use str, int, bool, date, datetime, StrEnum, X | None, tuple[X, ...]"


# --- the strict door --------------------------------------------------------------------------------


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


@cache
def schema(cls: Any) -> marshmallow.Schema:
    """The strict schema of an event, made from its own fields; unknown fields are refused."""
    made = {
        one.name: _schema_field(one.type, required=_default(one) is dataclasses.MISSING)
        for one in dataclasses.fields(cls)
    }
    return marshmallow.Schema.from_dict(made, name=cls.__name__)(unknown=marshmallow.RAISE)


def _schema_field(hint: Any, **kw: Any) -> marshmallow.fields.Field[Any]:
    if optional := _optional(hint):
        return _schema_field(optional, allow_none=True, **kw)
    if hint in _FIELDS:
        return _FIELDS[hint](**kw)
    if get_origin(hint) is tuple:
        return marshmallow.fields.List(_schema_field(get_args(hint)[0]), **kw)
    return marshmallow.fields.Enum(hint, by_value=True, **kw)


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


# --- what tells events ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Actor:
    """Who acts: an account of the site, in a role, for an agency. Only role and agency ever travel."""

    user: str
    role: str
    agency: str
    fresh_at: float = 0.0

    @property
    def office(self) -> str:
        """Role and unit, the form in which events and audit name an actor."""
        return f"{self.role}@{self.agency}"


@dataclass(kw_only=True)
class Aggregate:
    """One thing with a history: it decides, and collects what it has to tell until it is saved."""

    kind: ClassVar[str]

    id: str
    agency: str
    version: int = 0
    last_event: str = ""
    news: list[tuple[Event, str]] = field(default_factory=list, repr=False, compare=False)

    def tell(self, happened: Event, *, to: str = "") -> None:
        """Say what happened; `to` names the site of an addressed event."""
        self.news.append((happened, to))

    @property
    def subject(self) -> str:
        """The name under which events speak of this aggregate."""
        return f"{self.kind}/{self.id}"


def new_id(after: str = "") -> str:
    """A UUIDv7, always greater than `after`: ids ascend within an aggregate whatever the clocks say."""
    fresh = str(uuid_utils.uuid7())
    if fresh > after:
        return fresh
    return str(uuid_utils.UUID(int=uuid_utils.UUID(after).int + 1))


@dataclass(frozen=True)
class Key:
    """An idempotency key: its value (already scoped to who asks) and the digest of what is asked."""

    value: str
    fingerprint: str

    @classmethod
    def of(cls, value: str, request: Any) -> "Key":
        """A key for a request given as plain data."""
        body = orjson.dumps(request, option=orjson.OPT_SORT_KEYS, default=str)
        return cls(value, hashlib.sha256(body).hexdigest())


# --- marks ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Every:
    """When a timer is due: each `seconds`, or by a cron line in Vietnamese legal time."""

    seconds: float = 0
    cron: str = ""


M = TypeVar("M", bound=Callable[..., Any])


def follows(cls: type[Event]) -> Callable[[M], M]:
    """Mark `on_<event>` as a handler: it returns the changes to read models, and does nothing else."""

    def mark(method: M) -> M:
        method.follows = cls  # type: ignore[attr-defined]
        return method

    return mark


def every(*, seconds: float = 0, cron: str = "") -> Callable[[M], M]:
    """Mark a method as a timer; one instance of the service runs it, under a lease, and after a stop
    catches up once."""

    def mark(method: M) -> M:
        method.every = Every(seconds, cron)  # type: ignore[attr-defined]
        return method

    return mark
