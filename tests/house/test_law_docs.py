"""The pages of docs/law/ are those of the packs at hand: one for every rule, none left over."""

from pathlib import Path

import pytest

from cli.law.pages import pages, write
from law.defaults import shipped_packs, shipped_register

FOLDER = Path(__file__).parents[2] / "docs" / "law"


def test_every_page_is_up_to_date():
    made = pages(shipped_packs(), shipped_register())

    stale = [name for name, text in made.items() if _read(name) != text]

    assert stale == [], "run: make docs-law"


def test_no_page_is_left_over():
    made = pages(shipped_packs(), shipped_register())

    assert {path.name for path in FOLDER.iterdir()} == set(made)


@pytest.mark.parametrize("rule", shipped_packs().rules)
def test_every_rule_has_a_page_with_its_source_its_day_and_an_example(rule):
    text = _read(f"{rule}.md")

    version = shipped_packs().rule(rule).versions[-1]
    assert shipped_packs().cite(version) in text
    assert f"{version.since:%d/%m/%Y}" in text
    assert "## Ví dụ" in text


def test_writing_removes_the_page_of_a_rule_that_is_gone(tmp_path):
    (tmp_path / "Z-99.md").write_text("", encoding="utf-8")

    write(tmp_path)

    assert not (tmp_path / "Z-99.md").exists()
    assert (tmp_path / "C-02.md").read_text(encoding="utf-8") == _read("C-02.md")


def _read(name: str) -> str:
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
