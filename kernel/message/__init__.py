"""Words that travel: events, their data classes and audiences, the envelope, and the inert marks.

An event is a frozen dataclass in `contracts/`, declared once: its marshmallow schema (strict, at the
door and in `commit`), its reader (fast, for verified segments) and its page in the docs all come
from its fields. The envelope is CloudEvents 1.0 JSON.
"""

from kernel.message.acting import (
    Actor,
    Aggregate,
    Errand,
    Every,
    Key,
    Past,
    errand,
    every,
    follows,
    named_id,
    new_id,
    revives,
)
from kernel.message.envelope import Told, dataschema, encode, read_envelope
from kernel.message.events import (
    Audience,
    DataClass,
    Event,
    Unreadable,
    WrongEvent,
    check,
    data_class,
    event,
    office,
    person,
    read_event,
    schema,
)

__all__ = [
    "Actor",
    "Aggregate",
    "Audience",
    "DataClass",
    "Errand",
    "Event",
    "Every",
    "Key",
    "Past",
    "Told",
    "Unreadable",
    "WrongEvent",
    "check",
    "data_class",
    "dataschema",
    "encode",
    "errand",
    "event",
    "every",
    "follows",
    "named_id",
    "new_id",
    "office",
    "person",
    "read_envelope",
    "read_event",
    "revives",
    "schema",
]
