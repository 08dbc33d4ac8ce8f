"""The envelope: CloudEvents 1.0 attributes around an event, written once and read fast."""

from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

import orjson

from kernel.message.events import Event


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


_required = itemgetter(*(name for name in Told._fields if name not in Told._field_defaults))


def read_envelope(raw: dict[str, Any]) -> Told:
    """The envelope of a decoded event. Raises `KeyError`, `TypeError` where it is not one."""
    get = raw.get
    return Told._make(
        (
            *_required(raw),
            get("causationid", ""),
            get("lawversion", ""),
            get("quiet", False),
            get("traceparent", ""),
        )
    )
