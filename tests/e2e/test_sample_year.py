"""The main job on a small scale: a year run, compiled, counted again; twice in a row changes nothing."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pymongo
import pytest
import requests
from openpyxl import load_workbook

from tests.site import wait_for

ROOT = Path(__file__).parent.parent.parent
PORTS, PORTAL = "22400", "8191"
LETTERS_UNDER_WAY = 50
SIZE = ("--agencies", "5", "--petitions", "60", "--weeks", "6")


class SampleSite:
    """A site of its own with sample data: servers, twelve processes, nginx, a driven clock."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.out = folder / "run", folder / "out"
        self.environ = {
            **{name: word for name, word in os.environ.items() if not name.endswith("_URI")},
            "DEMO": "1",
            "RUN_DIR": str(self.folder),
            "OUT_DIR": str(self.out),
            "PORT_BASE": PORTS,
            "PORTAL_PORT": PORTAL,
        }

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """A module of the house, with this site's environment."""
        command = [sys.executable, "-m", *words]
        return subprocess.run(
            command, env=self.environ, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def must(self, *words: str) -> str:
        done = self.run(*words)
        assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}{done.stderr}"
        return done.stdout

    def verified(self) -> "subprocess.CompletedProcess[str]":
        files = [
            f"--{kind}={self.out / f'bao-cao-dan-van-2026.{kind}'}" for kind in ("xlsx", "docx")
        ]
        return self.run("verify", f"--ledger={self.folder / 'ledger.jsonl'}", *files)

    def counts(self) -> dict[str, int]:
        """How many events each service has told."""
        with pymongo.MongoClient[dict[str, object]](
            f"mongodb://127.0.0.1:{int(PORTS) + 4}/?directConnection=true"
        ) as client:
            names = [one for one in client.list_database_names() if one not in {"admin", "local"}]
            return {name: client[name]["events"].count_documents({}) for name in sorted(names)}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SampleSite]:
    """The site with its year run once."""
    fresh = SampleSite(tmp_path_factory.mktemp("year"))
    try:
        fresh.must("deploy.embedded.servers", "up")
        fresh.must("deploy.embedded.services", "up")
        fresh.must("demo", *SIZE)
        yield fresh
    finally:
        fresh.run("deploy.embedded.services", "down")
        fresh.run("deploy.embedded.servers", "down")


def test_the_report_is_there_in_three_forms_and_every_figure_counts_the_same(site: SampleSite):
    assert {path.suffix for path in site.out.iterdir()} == {".docx", ".pdf", ".xlsx"}

    told = site.verified()

    last = json.loads(told.stdout.splitlines()[-1])
    assert told.returncode == 0, told.stdout[-2000:]
    assert last["differences"] == 0
    assert last["figures"] > 1000


def test_a_changed_cell_of_the_report_is_found(site: SampleSite):
    path = site.out / "bao-cao-dan-van-2026.xlsx"
    kept = path.read_bytes()
    book = load_workbook(path)
    cell = book["So lieu"]["E5"]
    cell.value = int(cell.value) + 1
    book.save(path)

    told = site.verified()

    path.write_bytes(kept)
    assert told.returncode == 1
    assert json.loads(told.stdout.splitlines()[-1])["differences"] >= 1


def test_the_year_is_not_loaded_twice(site: SampleSite):
    before = site.counts()

    site.must("demo", *SIZE)

    after = site.counts()
    letters = after.pop("notify") - before.pop("notify")
    assert after == before
    assert letters < LETTERS_UNDER_WAY, "the last letters may still be going out"
    assert before["reception"] > 100


def test_every_page_of_the_sample_site_says_that_it_is_sample_data(site: SampleSite):
    page = requests.get(f"http://127.0.0.1:{PORTAL}/registry/sign-in", timeout=20)

    assert page.status_code == 200
    assert "DỮ LIỆU MẪU" in page.text


def test_letters_of_the_sample_site_end_in_its_own_box(site: SampleSite):
    box = site.folder / "mail" / "new"

    letters = wait_for(lambda: list(box.glob("*.eml")), "letters", seconds=60)

    assert all(b"List-Id" in letter.read_bytes() for letter in letters)
