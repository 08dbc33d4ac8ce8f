"""The words services speak bear their teller's name, tell nothing personal, and are all in the docs."""

import dataclasses

import pytest

from cli import docs
from cli.docs import known_events
from kernel import topology
from kernel.config import Settings
from kernel.message import DataClass, Event, data_class
from kernel.metrics import METRICS

EVENTS = list(known_events())
PAGES = docs.PAGES


def _wire(cls: type[Event]) -> str:
    return cls.wire


@pytest.mark.parametrize("cls", EVENTS, ids=_wire)
def test_a_wire_name_begins_with_the_service_whose_file_declares_it(cls: type[Event]):
    assert cls.wire.split(".")[0] == cls.__module__.split(".")[1]


@pytest.mark.parametrize("cls", EVENTS, ids=_wire)
def test_an_event_has_a_sentence_and_no_personal_field(cls: type[Event]):
    classes = {one.name: data_class(one) for one in dataclasses.fields(cls)}

    assert (cls.__doc__ or "").strip().endswith(".")
    assert DataClass.PERSON not in classes.values()


@pytest.mark.parametrize("cls", EVENTS, ids=_wire)
def test_office_data_is_told_only_by_the_directories(cls: type[Event]):
    classes = {data_class(one) for one in dataclasses.fields(cls)}

    assert DataClass.OFFICE not in classes or cls.wire.split(".")[0] in {"registry", "notify"}


def test_no_two_events_share_a_wire_name():
    wires = [cls.wire for cls in EVENTS]

    assert len(set(wires)) == len(wires)
    assert {wire.split(".")[0] for wire in wires} <= set(topology.services(topology.read()))


def test_the_generated_pages_say_what_the_code_says():
    assert docs.stale(PAGES) == [], "run 'danvan docs write'"


def test_every_setting_metric_and_event_is_in_the_docs():
    said = {name: (PAGES / name).read_text(encoding="utf-8") for name in docs.pages()}

    assert all(
        f"`{one.name.upper()}`" in said["settings.md"] for one in dataclasses.fields(Settings)
    )
    assert all(f"`{one.name}`" in said["metrics.md"] for one in METRICS)
    assert all(f"`{cls.wire}`" in said["events.md"] for cls in EVENTS)


def test_a_page_that_was_edited_by_hand_is_named(tmp_path):
    for name, text in docs.pages().items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "metrics.md").write_text("# Metrics\n", encoding="utf-8")

    assert docs.stale(tmp_path) == ["metrics.md"]
