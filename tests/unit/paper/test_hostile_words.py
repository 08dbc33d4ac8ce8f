"""What people paste from Word, telephones and chats, and what somebody who means harm types, is set as it stands."""

import io
import re
import shutil
import subprocess
from datetime import date
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings, strategies as st

from frame.legible import legible
from frame.paper import pdf, word
from frame.paper.content import Column, Drawn, Heading, Sheet, Table, Text

PASTED = {
    "a template": "{{ 7 * 191 }} {% for one in all %}{{ one }}{% endfor %} ${7*191} #{7*191}",
    "the typesetter's own words": '#read("/etc/passwd") $7 dot 191$ #{7 * 191} \\u{41} *đậm* _nghiêng_',
    "Word's own words": "<w:p>&lt;w:t&gt;</w:p> ]]> &amp; <!-- -->",
    "controls of a paste from Word": "một\x0bhai\x0cba\x1bbốn\x07\x00",
    "half a character": "một\ud83dhai",
    "a hole of Unicode": "một\uffffhai\ufdd0",
    "marks that turn the line": "một\u202ehai\u2066ba\ufeff\u200b",
    "a smiley and far letters": "tốt 👍🏽 漢字 ✓ ខ្មែរ",
    "letters in pieces": "d\u00e2\u0323n va\u0323\u0302n",
    "a very long text": "dài " * 12_500,
    "a word without an end": "x" * 20_000,
}


def paper(text: str) -> Drawn:
    """A paper that says a text wherever a person's words may stand."""
    short = f"Về {text[:200]}"
    given_: dict[str, Any] = {"superior": short, "issuer": short, "place": short, "title": short}
    return Drawn(
        kind="BÁO CÁO",
        symbol="01/BC",
        issued_on=date(2026, 11, 16),
        addressees=(short,),
        blocks=(Heading(short, 1), Text(text), Table(short, (Column(short, 1.0),), ((text,),))),
        sheets=(Sheet("I", short, False, (Text(text),)),),
        signer_title=(short,),
        signer=short,
        recipients=(short,),
        sample=False,
        keywords=(short,),
        note=short,
        **given_,
    )


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
def test_whatever_was_pasted_a_word_file_says_it_and_computes_nothing(text: str):
    told = "\n".join(one.text for one in Document(io.BytesIO(word.draw(paper(text)))).paragraphs)

    assert legible(text) in told
    assert "1337" not in told


@pytest.mark.parametrize("text", PASTED.values(), ids=PASTED)
def test_whatever_was_pasted_a_pdf_is_drawn(text: str):
    assert pdf.draw(paper(text)).startswith(b"%PDF")


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not on this machine")
@pytest.mark.parametrize("name", ["a template", "the typesetter's own words", "Word's own words"])
def test_a_pdf_says_what_was_typed_and_computes_nothing(name: str):
    made = pdf.draw(paper(PASTED[name]))

    run = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
    told = re.sub(r"\s", "", run.stdout.decode())

    assert re.sub(r"\s", "", PASTED[name]) in told
    assert "1337" not in told
    assert "root:" not in told


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_no_text_keeps_a_paper_from_being_drawn(text: str):
    assert word.draw(paper(text)).startswith(b"PK")
    assert pdf.draw(paper(text)).startswith(b"%PDF")


@given(st.text())
def test_legible_text_stays_as_it_is(text: str):
    assert legible(legible(text)) == legible(text)
