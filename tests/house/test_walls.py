"""Who may touch what: imports, wires in a web process, addresses, sleeping tests, the Makefile's words."""

import ast
import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.docs import known_services
from tests.site import ROOT

WIRES = {"eventlet", "nameko", "kombu", "amqp"}
# The waiter, the proxy that delays on purpose, and services whose work takes time.
MAY_SLEEP = {"tests/site.py", "tests/faults/proxy.py", "tests/faults/services_under_test.py"}
# Made from parts, so that this file does not name them.
HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "art" + "ifactory",
    "dev" + "pi",
]
PATHS = ["/wo" + "rk/", "/ro" + "ot/", "/us" + "r/local/lib/python", "/ho" + "me/"]


def _tracked(*patterns: str) -> Iterator[Path]:
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    yield from (ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="ignore")


def test_the_import_rules_are_kept():
    linter = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("service", [cls.__module__ for cls in known_services()])
def test_a_web_process_has_no_broker_library_and_no_eventlet_in_it(service: str):
    rooms = [service, service.replace(".service", ".api"), service.replace(".service", ".pages")]
    wanted = [name for name in (*rooms, "kernel.store", "kernel.web") if _exists(name)]
    script = f"import sys, {', '.join(wanted)}; print(*sys.modules)"

    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert not WIRES & {name.split(".")[0] for name in done.stdout.split()}


def _exists(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def test_nothing_names_a_machine_or_a_package_registry():
    wrong = re.compile("|".join(map(re.escape, HOSTS + PATHS)), re.IGNORECASE)

    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in _tracked()
        for hit in wrong.finditer(_text(path))
    ]

    assert not found


def test_no_test_sleeps():
    sleepers = [path for path in _tracked("tests/*.py") if _sleeps(path)]

    assert {str(path.relative_to(ROOT)) for path in sleepers} <= MAY_SLEEP


def _sleeps(path: Path) -> bool:
    calls = (one.func for one in ast.walk(ast.parse(_text(path))) if isinstance(one, ast.Call))
    return any(ast.unparse(call) in {"time.sleep", "sleep", "eventlet.sleep"} for call in calls)


@pytest.mark.skipif(not (ROOT / "Makefile").exists(), reason="no Makefile yet")
def test_every_word_of_the_makefile_is_explained():
    targets = re.findall(r"^([a-z][a-z0-9-]*):(?!=)(.*)$", _text(ROOT / "Makefile"), re.MULTILINE)

    assert [name for name, rest in targets if "##" not in rest] == []


@pytest.mark.skipif(not (ROOT / "docker-compose.yml").exists(), reason="no docker-compose.yml yet")
def test_every_service_has_its_two_processes_in_the_compose_file():
    composed = _text(ROOT / "docker-compose.yml")

    for cls in known_services():
        assert f"{cls.name}-web:" in composed
        assert f"{cls.name}-worker:" in composed
