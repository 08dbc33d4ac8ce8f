"""Every Word paper looks, in another program than ours, as it did when somebody last looked.

After a wanted change: `python -m tests.unit.reporting.test_word_pictures` pins the pictures anew; look at each of them.
"""

import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from services.reporting.adapters import docx
from services.reporting.domain import Paper
from tests.unit.reporting.drawings import templates
from tests.unit.reporting.png import apart

PINNED = Path(__file__).parent / "pinned"
DOTS = 36
# A later version of that program may set a line a hair apart; a line more or less is far beyond it.
MOST_APART = 0.012
ENDS = ("first", "last")
OTHER = "don-doc-it-other"


@cache
def pictures() -> dict[str, dict[str, bytes]]:
    """The first and the last page of every paper, all drawn by one run of the other program."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, paper in papers().items():
            (folder / f"{name}.docx").write_bytes(docx.draw(paper))
        _run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
             "--outdir", folder, *sorted(folder.glob("*.docx")))  # fmt: skip
        return {name: _ends(folder / f"{name}.pdf") for name in papers()}


def papers() -> dict[str, Paper]:
    """The papers, and one of them with another name under it."""
    return {**templates(), OTHER: replace(templates()["don-doc-it"], signer="Nguyễn Văn Khác")}


def _ends(paper: Path) -> dict[str, bytes]:
    _run("pdftoppm", "-r", DOTS, "-png", "-gray", paper, paper.with_suffix(""))
    pages = sorted(paper.parent.glob(f"{paper.stem}-*[0-9].png"))
    pages = [one for one in pages if one.stem.removeprefix(f"{paper.stem}-").isdigit()]
    return {"first": pages[0].read_bytes(), "last": pages[-1].read_bytes()}


def _run(*words: object) -> None:
    subprocess.run([str(one) for one in words], check=True, capture_output=True, timeout=120)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("name", sorted(templates()))
def test_a_word_paper_looks_as_it_did(name: str, end: str):
    assert (
        apart(pictures()[name][end], (PINNED / f"word-{name}-{end}.png").read_bytes()) <= MOST_APART
    )


def test_the_comparison_sees_one_changed_line_and_another_paper():
    told = pictures()

    assert apart(told[OTHER]["first"], told["don-doc-it"]["first"]) > 0.0005
    assert apart(told["tra-lai"]["first"], told["don-doc-it"]["first"]) > MOST_APART


if __name__ == "__main__":
    for template in templates():
        for which, picture in pictures()[template].items():
            (PINNED / f"word-{template}-{which}.png").write_bytes(picture)
