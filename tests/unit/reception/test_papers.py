"""The papers of a petition: each disposition has its form, a denunciation's never shows who denounces."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, strategies as st

from contracts.reception import Disposition, PetitionKind
from frame.paper.issuers import issuer_of
from law.defaults import shipped_packs
from services.reception.adapters.papers import draw
from services.reception.domain import Petition, cases
from services.reception.domain.cases import Done
from services.reception.domain.filling import PLACES, TO_WRITE, NoSuchPlace, check_places, filled
from services.reception.domain.papers import (
    NoSuchPaper,
    Paper,
    PaperKind,
    paper_of,
    papers_of,
    refusal_paper,
    reminder_paper,
    reminders_of,
)
from services.reception.domain.receiving import RefusalForm
from services.reception.domain.wordings import WORDINGS
from tests.unit.reception.test_petition import LAW, SOMEBODY, TODAY, a_petition, accepted, found

ISSUER = issuer_of("UBND xã Ia Dom", "COMMUNE")
NAME = SOMEBODY.name
ROUTES = [
    (kind, Disposition(one.id))
    for one in shipped_packs().dispositions
    for kind in PetitionKind
    if kind.value in one.kinds and one.id in set(Disposition)
]


def classified(kind: PetitionKind, disposition: Disposition) -> Petition:
    petition = a_petition(kind)
    own = disposition is Disposition.ACCEPT
    petition.classify(
        found(disposition, eligible=own, competent=own, reason=f"Theo lời {NAME}"),
        today=TODAY,
        law=LAW,
    )
    return petition


def written(petition: Petition, kind: PaperKind = PaperKind.DISPOSITION) -> Paper:
    return paper_of(
        petition,
        kind,
        ISSUER,
        receiver="Thanh tra tỉnh Gia Lai",
        today=TODAY,
        packs=LAW.packs,
        sample=False,
    )


def words_of(paper: Paper) -> str:
    made = Document(BytesIO(draw(paper, "docx")))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(line.text for line in made.paragraphs), *cells])


def test_every_disposition_has_a_form():
    assert set(WORDINGS) == set(Disposition)


@pytest.mark.parametrize(("kind", "disposition"), ROUTES)
def test_a_form_says_the_matter_and_never_who_denounces(
    kind: PetitionKind, disposition: Disposition
):
    petition = classified(kind, disposition)

    paper = written(petition)
    said = " ".join((paper.kind, paper.about, *paper.addressees, *paper.paragraphs))

    assert "Đề nghị xem xét" in said
    assert "1/2026" in said
    assert "{" not in said
    if kind is PetitionKind.DENUNCIATION:
        assert NAME not in said


def test_the_sample_of_the_law_is_named_where_the_pack_names_one():
    assert written(classified(PetitionKind.COMPLAINT, Disposition.ACCEPT)).form.startswith(
        "Mẫu số 01"
    )
    assert not written(classified(PetitionKind.COMPLAINT, Disposition.STORE)).form


def test_a_word_document_has_the_head_of_the_decree_and_the_matter():
    said = words_of(written(classified(PetitionKind.COMPLAINT, Disposition.REQUEST_SUPPLEMENT)))

    for part in ("CỘNG HÒA XÃ HỘI", "ỦY BAN NHÂN DÂN\nXÃ IA DOM", "Ia Dom, ngày", "CHỦ TỊCH", NAME):
        assert part in said


def test_what_an_officer_proposes_is_approved_by_the_head():
    paper = written(classified(PetitionKind.COMPLAINT, Disposition.ACCEPT))

    assert paper.approved_by
    assert "Ý KIẾN THỦ TRƯỞNG" in words_of(paper)


def test_the_same_paper_gives_the_same_bytes_in_both_forms():
    paper = written(accepted(), PaperKind.ACCEPTANCE)

    assert draw(paper, "docx") == draw(paper, "docx")
    assert draw(paper, "pdf") == draw(paper, "pdf")
    assert draw(paper, "pdf").startswith(b"%PDF")


def test_an_extract_tells_the_matter_and_nobody():
    said = words_of(written(a_petition(), PaperKind.EXTRACT))

    assert "Đề nghị xem xét" in said
    assert NAME not in said


def test_a_paper_of_a_step_not_taken_yet_is_refused():
    petition = a_petition()

    assert papers_of(petition) == [PaperKind.EXTRACT]
    for kind in (PaperKind.DISPOSITION, PaperKind.ACCEPTANCE):
        with pytest.raises(NoSuchPaper):
            written(petition, kind)


def urged(petition: Petition, on: date, receiver: str = "UBND xã Ia Mơ") -> str:
    cases.remind(petition, Done(on=on, today=on, text=f"Trả lời {NAME}"), number=7)
    (address,) = reminders_of(petition)
    paper = reminder_paper(petition, address, ISSUER, receiver=receiver, today=on, sample=False)
    return f"{paper.symbol} {words_of(paper)}"


def test_a_reminder_bears_its_number_and_says_what_is_late():
    petition = accepted()
    late = petition.settlement.due_on + timedelta(days=1) if petition.settlement else TODAY

    said = urged(petition, late)

    assert said.startswith(" 7/CV-")
    assert "đã hết ngày" in said
    assert f"Trả lời {NAME}" in said
    assert "đã hết ngày" not in urged(accepted(), petition.form.received_on + timedelta(days=1))


def test_a_reminder_about_a_denunciation_leaves_room_for_what_an_officer_says():
    said = urged(classified(PetitionKind.DENUNCIATION, Disposition.FORWARD), TODAY, receiver="")

    assert NAME not in said
    assert TO_WRITE in said


def test_there_is_no_reminder_that_was_not_sent():
    with pytest.raises(NoSuchPaper):
        reminder_paper(
            a_petition(), "reminder-1-2026", ISSUER, receiver="", today=TODAY, sample=False
        )


def test_a_refusal_names_its_lawful_reason_and_nobody():
    form = RefusalForm(
        reason="SETTLED", refused_on=date(2026, 6, 1), text="Đã giải thích", document="12/BB"
    )

    said = words_of(refusal_paper(form, ISSUER, packs=LAW.packs, sample=True))

    assert "Điều 9" in said
    assert "đã giải quyết đúng pháp luật" in said
    assert "12/BB" in said
    assert TO_WRITE in said


# --- places to fill -----------------------------------------------------------------------------------


def test_places_are_known_without_marks_and_case_and_empty_ones_are_left_to_write():
    assert filled("Đơn {SO DON}, {lý do}", {"số đơn": "7/2026"}) == f"Đơn 7/2026, {TO_WRITE}"


def test_a_place_nobody_can_fill_is_refused():
    check_places(" ".join(f"{{{name}}}" for name in PLACES))
    with pytest.raises(NoSuchPlace) as refused:
        check_places("Ông {người gửi} có {lương}")

    assert "lương" in refused.value.detail


@given(st.text(max_size=60))
def test_what_a_citizen_wrote_fills_no_place(text: str):
    assert filled("{nội dung}", {"nội dung": text, "số đơn": "!"}) == (text or TO_WRITE)
