"""`python -m tests.contracts.pin`: write the golden file of each event that has none yet.

A golden file is never written again: what was once sent must stay readable for ever.
"""

import hashlib
import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import NoneType
from typing import Any, get_args

import orjson

from cli.docs import known_events
from kernel.message import Event, Told, dataschema, encode, schema

GOLDEN = Path(__file__).parent / "golden"
SUMS = GOLDEN / "SHA256SUMS"
ID = "01900000-0000-7000-8000-000000000001"
EXAMPLES: dict[Any, Any] = {
    str: "ví dụ",
    int: 7,
    bool: True,
    date: date(2026, 7, 1),
    datetime: datetime(2026, 7, 1, 1, 30, tzinfo=UTC),
}


def golden_of(cls: type[Event]) -> Path:
    """Where the golden file of an event's present version is."""
    return GOLDEN / f"{cls.wire}.v{cls.schema_version}.json"


def sum_of(path: Path) -> str:
    """A golden file's line in the list of sums."""
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}"


def told(cls: type[Event], **more: Any) -> Told:
    """An envelope for an event."""
    given: dict[str, Any] = {
        "id": ID,
        "source": f"/gialai/{cls.wire.split('.')[0]}/{cls.audience.value}",
        "type": cls.wire,
        "subject": "thing/1",
        "time": "2026-07-01T01:30:00.000+00:00",
        "dataschema": dataschema(cls),
        "agency": "ag-1",
        "version": 1,
        "legaldate": "2026-07-01",
        "actor": "RECEPTIONIST@ag-1",
    }
    return Told(**{**given, **more})


def example(cls: type[Event]) -> Event:
    """An event with a value in every field."""
    hints: dict[str, Any] = {name: one.type for name, one in cls.__dataclass_fields__.items()}
    assert hints.keys() == schema(cls).fields.keys()
    return cls(**{name: _value(hint) for name, hint in hints.items()})


def _value(hint: Any) -> Any:
    if hint in EXAMPLES:
        return EXAMPLES[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    inner, second = get_args(hint)
    return _value(inner) if second is NoneType else (_value(inner),)


def main() -> None:
    """Pin what is not pinned."""
    for cls in known_events():
        path = golden_of(cls)
        if not path.exists():
            plain = orjson.loads(encode(example(cls), told(cls)))
            path.write_bytes(orjson.dumps(plain, option=orjson.OPT_INDENT_2) + b"\n")
            with SUMS.open("a", encoding="ascii") as sums:
                sums.write(sum_of(path) + "\n")
            sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    main()
