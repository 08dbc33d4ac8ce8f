"""The recount shares no line with what it checks."""

import ast
from pathlib import Path

from tests.site import ROOT

OWN = {"verify"}
HOUSE = {
    "services",
    "law",
    "contracts",
    "demo",
    "kernel",
    "frame",
    "cli",
    "deploy",
    "bench",
    "tests",
}


def _imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = [one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)]
    names += [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    return {name.partition(".")[0] for name in names}


def test_the_recount_imports_nothing_of_the_house():
    found = {path.name: _imported(path) & HOUSE for path in (ROOT / "verify").rglob("*.py")}

    assert len(found) >= 8
    assert not {name: houses for name, houses in found.items() if houses}
