"""Settings: read once from the environment, and each refusal names the setting."""

import dataclasses

import pytest

from kernel.clock import DrivenClock, SystemClock
from kernel.config import Settings
from kernel.errors import WrongSetting


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WEB_PORT", "eight"),
        ("WEB_PORT", "8.5"),
        ("LEASE_SECONDS", "soon"),
        ("LEASE_SECONDS", "nan"),
        ("DEMO", "perhaps"),
        ("SEGMENT_EVENTS", ""),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused_by_name(name: str, value: str):
    with pytest.raises(WrongSetting, match=name):
        Settings.read({name: value})


@pytest.mark.parametrize(
    ("environ", "names"),
    [
        ({"PRODUCTION": "1", "DEMO": "1"}, ["PRODUCTION", "DEMO"]),
        ({"LEGAL_CLOCK": "clock"}, ["LEGAL_CLOCK", "DEMO"]),
        ({"SEGMENT_BYTES": "1000"}, ["SEGMENT_BYTES", "EVENT_BYTES"]),
        ({"WEB_PORT": "-1"}, ["WEB_PORT"]),
        ({"LEASE_SECONDS": "-2"}, ["LEASE_SECONDS"]),
    ],
)
def test_settings_that_make_no_sense_together_are_refused_by_name(
    environ: dict[str, str], names: list[str]
):
    with pytest.raises(WrongSetting) as refused:
        Settings.read(environ)

    assert all(name in str(refused.value) for name in names)


def test_without_an_environment_every_setting_has_its_default():
    assert Settings.read({}) == Settings()


def test_the_environment_is_read_in_capitals_and_what_is_given_wins():
    settings = Settings.read({"WEB_PORT": "81", "DEMO": "yes", "site": "no"}, web_port=82)

    assert (settings.web_port, settings.demo, settings.site) == (82, True, "gialai")


def test_every_setting_says_what_it_is_for():
    about = {one.name: one.metadata["about"] for one in dataclasses.fields(Settings)}

    assert all(text.endswith((".", ").")) for text in about.values())


def test_only_the_demo_may_drive_the_legal_clock():
    driven = Settings.read({"DEMO": "1", "LEGAL_CLOCK": "clock"}).clock()

    assert isinstance(driven, DrivenClock)
    assert isinstance(Settings().clock(), SystemClock)


def test_a_prefix_separates_the_databases_of_a_trial():
    assert Settings(db_prefix="t1_").database("reception") == "t1_reception"
