"""Every service has the same rooms under the same names, and says on its nameplate who lives there."""

import ast
import re
from inspect import signature
from pathlib import Path

import pytest

from cli.docs import known_services
from kernel import topology
from tests.site import ROOT

MODULE_ROOMS = {"service", "domain", "store", "views", "api", "pages", "adapters"}
FOLDERS = {"templates", "static"}
REQUIRED = {"service", "domain"}
MEMORY = {"store", "views"}
SERVICES = sorted(path.parent for path in (ROOT / "services").glob("*/__init__.py"))
NAMED = (
    *(
        "kernel",
        "law",
        "contracts",
        "ground",
        "frame",
        "services",
        "cli",
        "demo",
        "verify",
        "deploy",
    ),
    *("tests", "bench"),
)
MODULES = [path for root in NAMED for path in sorted((ROOT / root).rglob("*.py"))]


def _rooms(service: Path) -> set[str]:
    there = (path for path in service.iterdir() if path.name not in {"__init__.py", "__pycache__"})
    return {path.stem if path.suffix == ".py" else path.name for path in there}


def _name_of(path: Path) -> str:
    return path.name if path.is_dir() else str(path.relative_to(ROOT))


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("service", SERVICES, ids=_name_of)
def test_a_service_has_the_rooms_of_the_house_and_no_others(service: Path):
    rooms = _rooms(service)

    assert rooms <= MODULE_ROOMS | FOLDERS, "a new kind of room needs a decision record"
    assert rooms >= REQUIRED
    assert rooms & MEMORY, "a service remembers or shows something"


@pytest.mark.parametrize("service", SERVICES, ids=_name_of)
def test_a_room_is_a_module_or_a_package_but_never_both(service: Path):
    modules = {path.stem for path in service.glob("*.py")}
    packages = {path.parent.name for path in service.glob("*/__init__.py")}

    assert not modules & packages
    assert packages <= MODULE_ROOMS


@pytest.mark.parametrize("path", MODULES, ids=_name_of)
def test_the_first_line_of_a_module_says_what_it_is_for(path: Path):
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = said.partition("\n")[0]

    assert len(first.split()) >= 2, "the nameplate is missing"
    assert said.partition("\n\n")[0].rstrip()[-1] in ".?!:", "a nameplate is a sentence"


def test_every_folder_of_python_files_is_a_package():
    folders = {path.parent for path in MODULES if path.relative_to(ROOT).parts[0] != "deploy"}

    assert not [one for one in folders if not (one / "__init__.py").exists()]


def test_a_service_has_one_name_everywhere():
    names = {cls.__module__.split(".")[1]: cls.name for cls in known_services()}

    assert names == {service.name: service.name for service in SERVICES}
    assert set(names) <= set(topology.services(topology.read()))


def test_a_handler_is_marked_and_bears_the_name_of_its_event():
    for cls in known_services():
        for name, method in vars(cls).items():
            followed = getattr(method, "follows", None)
            wanted = f"on_{_snake(followed.__name__)}" if followed else "no mark, no on_"

            assert name == wanted or not (followed or name.startswith("on_")), f"{cls.name}.{name}"


def test_a_timer_is_given_its_slot_and_an_errand_is_told_when_to_stop():
    """Otherwise it fails each time it is due, and only the log says so."""
    for cls in known_services():
        for name in dir(cls):
            method = getattr(cls, name)
            if hasattr(method, "every") or hasattr(method, "errand"):
                assert len(signature(method).parameters) == len(["self", "given"]), name


def test_what_brings_an_event_back_bears_its_name():
    for cls in known_services():
        for name in dir(cls):
            event = getattr(getattr(cls, name), "revives", None)
            wanted = f"revive_{_snake(event.__name__)}" if event else name
            assert name == wanted, f"{cls.name}.{name}"
