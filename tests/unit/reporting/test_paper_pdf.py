"""The PDF: kept for decades, so it must carry its fonts and say what its letters are."""

import re
import shutil
import subprocess
import unicodedata
import zlib
from dataclasses import replace

import pytest

from services.reporting.adapters import pdf
from services.reporting.domain import Paper

BASES = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SMALL = [unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES] + ["đ"]
ALPHABET = "".join(SMALL) + "".join(SMALL).upper()


def _streams(made: bytes) -> list[bytes]:
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.S)
    return [_unpacked(one) for one in found]


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def _letters(made: bytes) -> set[str]:
    """What the glyphs of the document mean, as it says itself."""
    tables = b"".join(stream for stream in _streams(made) if b"beginbfchar" in stream)
    meant = re.findall(rb"^<[0-9A-F]{4}> <([0-9A-F]+)>$", tables, re.M)
    return {letter for code in meant for letter in bytes.fromhex(code.decode()).decode("utf-16-be")}


def _pages(made: bytes) -> list[tuple[float, float]]:
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", made)
    return [(float(width), float(height)) for width, height in boxes]


@pytest.fixture(scope="module")
def alphabet(paper: Paper) -> bytes:
    first, *others = paper.sections
    said = replace(first, paragraphs=(" ".join(ALPHABET),))
    return pdf.draw(replace(paper, sections=(said, *others)))


def test_every_vietnamese_letter_survives(alphabet: bytes):
    assert len(ALPHABET) == 146
    assert set(ALPHABET) <= _letters(alphabet)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not on this machine")
def test_words_can_be_copied_out_of_it(pdf_bytes: bytes, paper: Paper):
    text = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf_bytes, capture_output=True, check=True
    )
    said = unicodedata.normalize("NFC", text.stdout.decode())

    assert "Độc lập - Tự do - Hạnh phúc" in said
    assert "Gia Lai, ngày 04 tháng 12 năm 2026" in said
    assert paper.signer in said
    assert all(line.name in said for line in paper.agencies)
    assert said.count("DỮ LIỆU MẪU") == said.count("\f")
    assert said.count("./.") == 1


def test_it_is_made_for_archives_and_screen_readers(pdf_bytes: bytes):
    (said,) = [stream for stream in _streams(pdf_bytes) if b"pdfaid" in stream]

    assert b"<pdfaid:part>2<" in said
    assert b"<pdfaid:conformance>A<" in said
    assert b"<pdfuaid:part>1<" in said


def test_only_the_bundled_font_is_in_it(pdf_bytes: bytes):
    fonts = set(re.findall(rb"/FontName\s*/[A-Z]{6}\+([A-Za-z-]+)", pdf_bytes))

    assert fonts == {
        b"LiberationSerif",
        b"LiberationSerif-Bold",
        b"LiberationSerif-BoldItalic",
        b"LiberationSerif-Italic",
    }


def test_pages_are_a4_and_wide_annexes_lie_on_their_side(pdf_bytes: bytes):
    sizes = [(round(width), round(height)) for width, height in _pages(pdf_bytes)]

    assert sizes[0] == (595, 842)
    assert set(sizes) == {(595, 842), (842, 595)}


def test_charts_are_told_to_those_who_do_not_see_them(pdf_bytes: bytes):
    assert pdf_bytes.count(b"/Alt") == 3
