"""Golden files: whatever was once sent stays readable, and nobody changes it by mistake."""

from pathlib import Path

import orjson
import pytest

from cli.docs import known_events
from kernel.message import Event, read_envelope, read_event
from tests.contracts.pin import GOLDEN, SUMS, golden_of, sum_of

FILES = sorted(GOLDEN.glob("*.json"))
BY_WIRE = {cls.wire: cls for cls in known_events()}


def _named(path: Path) -> str:
    return path.stem


def _wire(cls: type[Event]) -> str:
    return cls.wire


@pytest.mark.parametrize("cls", list(BY_WIRE.values()), ids=_wire)
def test_every_version_ever_told_is_pinned(cls: type[Event]):
    versions = [
        golden_of(cls).with_name(f"{cls.wire}.v{n}.json") for n in range(1, cls.schema_version + 1)
    ]

    assert all(path in FILES for path in versions), "run 'python -m tests.contracts.pin'"


def test_golden_files_never_change_and_none_goes_away():
    pinned = SUMS.read_text(encoding="ascii").splitlines()

    assert sorted(sum_of(path) for path in FILES) == sorted(pinned)


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_what_was_once_sent_is_still_read_as_it_was_meant(path: Path):
    raw = orjson.loads(path.read_bytes())
    cls = BY_WIRE[raw["type"]]

    read = orjson.loads(orjson.dumps(read_event(cls, raw["data"])))

    assert raw["data"].items() <= read.items(), "a field was taken away or read otherwise"
    assert read_envelope(raw).type == path.name.rpartition(".v")[0]


@pytest.mark.parametrize("path", FILES, ids=_named)
def test_a_golden_file_is_named_after_its_type_and_version(path: Path):
    raw = orjson.loads(path.read_bytes())

    assert path.name == f"{raw['type']}.v{raw['dataschema'].rpartition(':')[2]}.json"
