"""Vietnamese text: composed, folded, sorted."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given, strategies as st

from law.text import collate, collate_name, fold, nfc, pattern


def test_text_is_kept_composed_with_single_spaces():
    assert nfc(normalize("NFD", "  Chư   Sê ")) == "Chư Sê"


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Đak Đoa", "dak doa"), ("Chư Păh", "chu pah"), ("QUY NHƠN", "quy nhon"), ("Ia Ơi", "ia oi")],
)
def test_folding_takes_marks_case_and_the_bar_of_d(text, folded):
    assert fold(text) == folded
    assert fold(normalize("NFD", text)) == folded


@given(st.text(alphabet="aăâđêôơưáàảãạếề ABCĐ", max_size=20))
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)


def test_words_sort_by_letter_then_by_tone():
    assert sorted(["mạ", "mã", "ma", "mà", "mảnh", "mả", "má"], key=collate) == [
        "ma", "mà", "mả", "mã", "má", "mạ", "mảnh",
    ]  # fmt: skip
    assert sorted(["êm", "đa", "da", "ăn", "âm", "an", "ơi", "oi", "ôi"], key=collate) == [
        "an", "ăn", "âm", "da", "đa", "êm", "oi", "ôi", "ơi",
    ]  # fmt: skip


def test_people_sort_by_given_name_then_by_family_name():
    people = ["Trần Văn Đức", "Nguyễn Thị An", "Lê An", "Siu Đức", "Phạm Ánh"]

    assert sorted(people, key=collate_name) == [
        "Lê An", "Nguyễn Thị An", "Phạm Ánh", "Siu Đức", "Trần Văn Đức",
    ]  # fmt: skip


def test_an_empty_name_has_a_key():
    assert collate_name("") == ()


@given(st.text(st.sampled_from("aăâbdđeêoôơuưyÁắỆớựỳ khg"), min_size=1, max_size=20))
def test_a_pattern_finds_a_text_by_its_folded_form(text):
    kept = nfc(text)

    assert re.search(pattern(fold(kept)), kept)


def test_a_pattern_takes_signs_for_what_they_are():
    assert re.search(pattern("12/kh"), "Số 12/KH-UBND")
    assert not re.search(pattern(".*"), "Số 12")
