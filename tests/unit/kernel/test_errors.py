"""The kinds of refusal: a code for programs, a Vietnamese sentence for people."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import kernel.web
import law
import services
from kernel.errors import Conflict, Invalid, Later, Refusal
from kernel.web.problem import STATUSES

OURS = ("kernel.", "law.", "contracts.", "services.")
SERVICES = ("registry", "planning", "reception", "consultation", "reporting", "notify")
APART = ("kernel.worker", "kernel.relay", "kernel.follower")  # they bring eventlet


def everything() -> None:
    """Import every module that may declare a refusal: whatever else a test run has imported."""
    for package in (kernel.web, law, services):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.startswith(APART) and not found.name.endswith("__main__"):
                importlib.import_module(found.name)


def refusals(cls: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for below in cls.__subclasses__():
        if below.__module__.startswith(OURS):
            yield below
        yield from refusals(below)


everything()


@pytest.mark.parametrize("cls", sorted(set(refusals()), key=lambda cls: cls.__qualname__))
def test_every_refusal_is_of_a_kind_with_a_status_and_says_why_it_exists(cls: type[Refusal]):
    assert issubclass(cls, tuple(STATUSES))
    assert cls.__doc__


def house_of(cls: type[Refusal]) -> str:
    """Where a program may meet the refusal: in one service, or everywhere."""
    parts = cls.__module__.split(".")
    return parts[1] if parts[0] == "services" else ""


def test_every_refusal_a_program_may_meet_at_a_service_has_a_code_of_its_own():
    met: dict[str, list[str]] = {}
    for cls in {one for one in refusals() if "code" in vars(one)}:
        met.setdefault(house_of(cls), []).append(cls.code)
    everywhere = met.pop("")

    assert len(met) == len(SERVICES)
    for codes in met.values():
        together = codes + everywhere
        assert len(set(together)) == len(together)


def test_a_refusal_fills_its_data_into_its_sentence():
    class TooMany(Conflict):
        """More than may be."""

        code = "too_many"
        title = "Đã có {count} đơn."

    refused = TooMany(count=3)

    assert refused.detail == "Đã có 3 đơn."
    assert str(refused) == "too_many"


def test_wrong_input_says_which_field():
    assert Invalid({"number": ["Phải là số."]}).errors == {"number": ["Phải là số."]}
    assert Invalid().errors == {}


def test_later_says_when():
    assert Later(after=30).after == 30
