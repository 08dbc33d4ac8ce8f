"""Replies and their templates: versions that never change, and nothing half filled or unconfirmed goes out."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from contracts.reception import TemplateWritten
from services.reception.domain.filling import TO_WRITE, NoSuchPlace
from services.reception.domain.replies import (
    DataClass,
    Reply,
    ReplyForm,
    ReplyTemplate,
    ReplyUnconfirmed,
    StillToFill,
    TemplateOver,
    TextMissing,
    check_reply,
)

ON = date(2026, 3, 2)


def a_template(text: str = "Kính gửi {người gửi}") -> ReplyTemplate:
    return ReplyTemplate.write("Mẫu", text, id_="t", agency="a", today=ON, by="u")


@given(st.lists(st.text(st.characters(exclude_characters="{}"), min_size=1).filter(str.strip)))
def test_a_version_once_written_never_changes(texts: list[str]):
    template = a_template()
    seen = [template.versions]

    for text in texts:
        template.revise(text, today=ON, by="u")
        seen.append(template.versions)

    for before in seen:
        assert template.versions[: len(before)] == before
    assert [one.number for one in template.versions] == list(range(1, len(texts) + 2))
    assert [told.number for told, _ in template.news if isinstance(told, TemplateWritten)] == [
        one.number for one in template.versions
    ]


def test_a_template_has_words_and_known_places_and_is_retired_once():
    for text, refused in ((" ", TextMissing), ("{lương}", NoSuchPlace)):
        with pytest.raises(refused):
            a_template(text)
    template = a_template()
    template.retire(today=ON)
    with pytest.raises(TemplateOver):
        template.retire(today=ON)
    with pytest.raises(TemplateOver):
        template.revise("x", today=ON, by="u")


@pytest.mark.parametrize(
    ("form", "refused"),
    [
        (ReplyForm(text="  ", understood=True), TextMissing),
        (ReplyForm(text="Gửi {người gửi}", understood=True), StillToFill),
        (ReplyForm(text=f"Gửi ông {TO_WRITE}", understood=True), StillToFill),
        (ReplyForm(text="Đã nhận đơn."), ReplyUnconfirmed),
    ],
)
def test_a_reply_is_whole_and_confirmed(form: ReplyForm, refused: type[Exception]):
    with pytest.raises(refused):
        check_reply(form)


def test_only_a_reply_is_for_the_citizen():
    assert Reply.data_class is DataClass.CITIZEN
    assert ReplyTemplate.data_class is DataClass.INTERNAL
