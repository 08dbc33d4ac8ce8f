"""The form of Word papers: the one that is shipped is the one its words make, and an edited one is what comes out."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document

from frame.paper import word, word_form
from tests.unit.reporting.drawings import templates


def drawn(name: str, **changed: object) -> Document:
    return Document(BytesIO(word.draw(replace(templates()[name], **changed))))


def test_the_shipped_form_is_what_its_words_make():
    assert word_form.FORM.read_bytes() == word_form.made()


def test_an_office_that_edits_the_form_gets_its_papers_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    form = Document(BytesIO(word_form.made()))
    for line in form.tables[-1].rows[0].cells[0].paragraphs:
        if line.text == "Nơi nhận:":
            line.runs[0].text = "Nơi gửi:"
    form.save(str(tmp_path / "paper.docx"))
    monkeypatch.setattr(word, "FORM", tmp_path / "paper.docx")

    left = drawn("don-doc-it").tables[-1].rows[0].cells[0].paragraphs

    assert [line.text for line in left][:2] == ["Nơi gửi:", "- Như trên;"]


def test_what_a_paper_has_not_leaves_no_line():
    lone = drawn("bao-cao-xa")
    head = [line.text.replace("      ", " ") for line in lone.tables[0].rows[0].cells[0].paragraphs]

    assert head == ["ỦY BAN NHÂN DÂN\nPHƯỜNG PLEIKU", "", "Số: /BC-UBND"]
    assert not any("{" in line.text for line in lone.paragraphs)
    assert "Nơi nhận:" not in {line.text for line in drawn("mau-trong").paragraphs}
    assert len(drawn("tra-lai").tables) == 3, "head, comments, signatures"


def test_words_that_look_like_the_forms_own_stay_words():
    said = "{{ signer }} <b> & {%p if x %}"
    found = drawn("don-doc-it", signer=said, approved_by=("đồng ý",))

    left, right = found.tables[-1].rows[0].cells
    assert right.paragraphs[-1].text == said
    assert [line.text for line in left.paragraphs] == ["ĐỒNG Ý", ""]


def test_several_who_are_addressed_stand_under_each_other():
    found = drawn("don-doc-it", addressees=("Sở Y tế", "Sở Tư pháp"))

    asked = [line for line in found.paragraphs if line.text.startswith(("Kính gửi", "- "))]
    assert [line.text for line in asked] == ["Kính gửi:", "- Sở Y tế;", "- Sở Tư pháp."]
    assert [round(line.paragraph_format.left_indent.mm) for line in asked] == [30, 50, 50]
