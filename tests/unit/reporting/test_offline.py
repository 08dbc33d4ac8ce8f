"""The form without a line: what goes down comes back, from a workbook and from a document, and errors name their cell."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from docx import Document

from services.reporting.adapters import docx, forms, papers
from services.reporting.domain.figures import BY_KEY
from services.reporting.domain.offline import FIGURES, SECTIONS, Filled, read
from tests.unit.reporting.drawings import PACKS, agency, blank_form

CODES = [one.code for one in PACKS.report.sections]


def understood(content: bytes, **other: Any) -> Filled:
    asked = {"agency": agency("Sở Tư pháp").id, "year": 2026, **other}
    return read(forms.tables_of(content), codes=CODES, **asked)


def in_workbook(**cells: Any) -> bytes:
    book = openpyxl.load_workbook(BytesIO(forms.blank(blank_form())))
    for where, said in cells.items():
        sheet, cell = (FIGURES, where) if where[0] in "EFA" else (SECTIONS, where)
        book[sheet][cell] = said
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_an_empty_workbook_and_an_empty_document_say_nothing():
    for content in (forms.blank(blank_form()), docx.draw(papers.blank(blank_form()))):
        filled = understood(content)

        assert (filled.figures, filled.sections, filled.comments, filled.errors) == ({}, {}, {}, {})


def test_a_filled_workbook_is_read_back():
    filled = understood(in_workbook(E2=12, E3="1.234", F3="Sổ giấy.", C2="Đã quán triệt.\nĐủ."))
    first, second, *_ = BY_KEY

    assert filled.figures == {first: 12, second: 1234}
    assert filled.comments == {second: "Sổ giấy."}
    assert filled.sections == {CODES[0]: "Đã quán triệt.\nĐủ."}
    assert not filled.errors


def test_a_filled_document_is_read_back():
    word = Document(BytesIO(docx.draw(papers.blank(blank_form()))))
    figures, sections = word.tables[1], word.tables[2]
    figures.rows[1].cells[4].text = "1.234"
    sections.rows[1].cells[2].text = "Đã quán triệt."
    kept = BytesIO()
    word.save(kept)

    filled = understood(kept.getvalue())

    assert filled.figures == {next(iter(BY_KEY)): 1234}
    assert filled.sections == {CODES[0]: "Đã quán triệt."}


def test_every_error_names_its_cell():
    row = 2 + list(BY_KEY).index("SATISFACTION")
    filled = understood(in_workbook(E2="mười", E3=-1, E4=1.5, A5="NO_SUCH", **{f"E{row}": 101}))

    assert set(filled.errors) == {
        "So lieu!E2",
        "So lieu!E3",
        "So lieu!E4",
        "So lieu!A5",
        f"So lieu!E{row}",
    }
    assert not filled.figures


def test_a_form_of_another_agency_or_year_is_refused():
    blank = forms.blank(blank_form())

    assert set(understood(blank, agency="b").errors) == {"Thong tin!B3"}
    assert set(understood(blank, year=2025).errors) == {"Thong tin!B5"}


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04 broken"])
def test_what_is_no_form_is_refused(content: bytes):
    with pytest.raises(forms.Unreadable):
        forms.tables_of(content)


def test_keys_are_locked_and_cells_to_fill_are_not():
    sheet = openpyxl.load_workbook(BytesIO(forms.blank(blank_form())))[FIGURES]

    assert sheet.protection.sheet
    assert sheet["A2"].protection.locked
    assert not sheet["E2"].protection.locked
    assert sheet.data_validations.dataValidation[0].type == "whole"


HOSTILE = {
    "a NUL": b"&#0;",
    "half a character": b"&#xD800;",
    "half a character in bytes": b"\xed\xa0\x80",
    "broken UTF-8": b"\xff\xfe",
    "a hole of Unicode": b"\xef\xbf\xbf",
    "a mark without its end": b"<t>",
    "an entity nobody named": b"&xxe;",
}


def swapped(content: bytes, old: bytes, new: bytes) -> bytes:
    """The same file with other words wherever some stood."""
    return rewritten(content, lambda _, said: said.replace(old, new))


def rewritten(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    kept = BytesIO()
    with ZipFile(BytesIO(content)) as was, ZipFile(kept, "w", 8) as made:
        for name in was.namelist():
            made.writestr(name, change(name, was.read(name)))
    return kept.getvalue()


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_unicode_that_is_none_in_a_filled_form_is_refused_and_breaks_nothing(bad: bytes):
    book = in_workbook(F3="NOTE")
    paper = docx.draw(papers.blank(blank_form()))

    for file in (swapped(book, b"NOTE", bad), swapped(paper, b"</w:t>", bad + b"</w:t>")):
        with pytest.raises(forms.Unreadable):
            forms.tables_of(file)


@pytest.mark.parametrize("said", [b"", b"<a", b"<a/>"])
@pytest.mark.parametrize("part", ["[Content_Types].xml", "word/document.xml"])
def test_a_document_with_a_broken_part_is_refused(part: str, said: bytes):
    paper = docx.draw(papers.blank(blank_form()))

    with pytest.raises(forms.Unreadable):
        forms.tables_of(rewritten(paper, lambda name, old: said if name == part else old))


def test_template_words_and_turning_marks_in_a_filled_form_are_taken_as_they_stand():
    said = "{{ 7 * 191 }} {% for a in b %} =1+1 \u202ename"

    assert list(understood(in_workbook(F3=said)).comments.values()) == [said]
