"""The same paper gives the same bytes: on another day, in another process, within the limits of a job."""

import hashlib
import json
import resource
import subprocess
import sys
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import time_machine
from pyhanko.pdf_utils.reader import PdfFileReader

from frame.paper.setting import FONTS
from kernel.config import Settings
from services.reporting.adapters import docx, pdf, render_all, signing, words, xlsx
from services.reporting.domain import Paper
from tests.site import ROOT
from tests.unit.reporting.papers import paper_of_2026, with_gaps

SOURCE = "from tests.unit.reporting.test_paper_same import drawn; drawn()"


def _digest(made: bytes) -> str:
    return hashlib.sha256(made).hexdigest()


def drawn() -> None:
    """Draw the report as a job does, and print what came out."""
    most = Settings().jobs_memory
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    paper = with_gaps(paper_of_2026())
    print(json.dumps([_digest(one.draw(paper)) for one in (docx, pdf, xlsx)]))


def test_a_job_within_its_memory_draws_the_same_bytes(
    word_bytes: bytes, pdf_bytes: bytes, book_bytes: bytes
):
    said = subprocess.run(
        [sys.executable, "-c", SOURCE],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7", "TZ": "America/Lima"},
        capture_output=True,
        check=True,
    )

    assert json.loads(said.stdout) == [*map(_digest, (word_bytes, pdf_bytes, book_bytes))]


def test_another_day_draws_the_same_bytes(
    paper: Paper, word_bytes: bytes, pdf_bytes: bytes, book_bytes: bytes
):
    with time_machine.travel("2031-02-03T04:05:06Z", tick=False):
        again = [one.draw(paper) for one in (docx, pdf, xlsx)]

    assert [*map(_digest, again)] == [*map(_digest, (word_bytes, pdf_bytes, book_bytes))]


def test_the_three_documents_are_written_beside_each_other(paper: Paper, tmp_path: Path):
    made = render_all(paper, tmp_path)
    archive, to_sign = made["pdf"].read_bytes(), made["de-ky.pdf"].read_bytes()

    assert to_sign.startswith(archive), "an update of the same bytes"
    fields = PdfFileReader(BytesIO(to_sign)).root["/AcroForm"]["/Fields"]
    assert [one.get_object()["/T"] for one in fields] == [signing.HEAD, signing.AGENCY]
    assert {kind: path.name for kind, path in made.items()} == {
        "docx": "bao-cao-dan-van-2026.docx",
        "pdf": "bao-cao-dan-van-2026.pdf",
        "xlsx": "bao-cao-dan-van-2026.xlsx",
        "de-ky.pdf": "bao-cao-dan-van-2026.de-ky.pdf",
    }
    assert all(path.stat().st_size for path in made.values())


def test_a_report_of_nothing_is_still_drawn(paper: Paper, tmp_path: Path):
    nothing = replace(
        paper,
        symbol="",
        superior="",
        addressee="",
        sections=(),
        figures=(),
        agencies=(),
        annexes=(),
    )

    assert all(path.exists() for path in render_all(nothing, tmp_path).values())


def test_the_bundled_fonts_are_the_ones_that_were_brought_in():
    known = json.loads((FONTS / "fonts.json").read_text())["files"]

    assert {path.name for path in FONTS.glob("*.ttf")} < set(known)
    assert all(_digest((FONTS / name).read_bytes()) == wanted for name, wanted in known.items())


def test_days_are_written_as_the_decree_wants():
    assert words.place_and_day("Gia Lai", date(2026, 1, 5)) == "Gia Lai, ngày 05 tháng 01 năm 2026"
    assert words.place_and_day("Gia Lai", date(2026, 3, 15)) == "Gia Lai, ngày 15 tháng 3 năm 2026"


def test_annexes_are_counted_in_roman_numbers():
    assert [words.roman(at) for at in (1, 4, 9, 10, 14)] == ["I", "IV", "IX", "X", "XIV"]
