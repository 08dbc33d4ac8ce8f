"""The pages people read point to places that exist, and name things that are there."""

import re
from pathlib import Path

import pytest

from tests.site import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]+)(?:#[^)]*)?\)")
NAME = re.compile(r"`([A-Za-z_]+)`")


def _links(page: Path) -> list[tuple[str, Path]]:
    found = LINK.findall(page.read_text(encoding="utf-8"))
    return [(text, page.parent / to) for text, to in found if "://" not in to and ":" not in to]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path):
    assert not [str(to) for _, to in _links(page) if not to.exists()]


def test_the_tour_names_what_is_where_it_says():
    named = [(NAME.fullmatch(text), to) for text, to in _links(ROOT / "docs" / "tour.md")]
    code = [(name[1], to) for name, to in named if name and to.name.endswith(".py")]
    modules = {path.name for path in ROOT.iterdir()}

    missing = [f"{name} in {to}" for name, to in code if name not in modules and not _has(to, name)]

    assert len(code) > 40
    assert missing == []


def _has(path: Path, name: str) -> bool:
    said = path.read_text(encoding="utf-8")
    return re.search(rf"^\s*(def|class) {name}\b|^{name}\b", said, re.MULTILINE) is not None


def test_every_decision_is_in_the_index_and_says_context_decision_and_consequences():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "0000-index.md").read_text(encoding="utf-8")

    for record in sorted(set(folder.glob("*.md")) - {folder / "0000-index.md"}):
        said = record.read_text(encoding="utf-8")
        assert f"({record.name})" in index, record.name
        assert all(f"**{part}.**" in said for part in ("Context", "Decision", "Consequences"))
