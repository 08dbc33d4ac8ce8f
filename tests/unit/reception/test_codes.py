"""The receipt's code: every single mistyped character is found with its place and its right value."""

from hypothesis import assume, given, strategies as st

from services.reception.domain.codes import (
    ALPHABET,
    LENGTH,
    Mistyped,
    draw,
    draw_secret,
    mistake_in,
    plain,
    shown,
)

codes = st.builds(draw)
places = st.integers(0, LENGTH - 1)


def changed(code: str, at: int, sign: str) -> str:
    return f"{code[:at]}{sign}{code[at + 1 :]}"


def test_every_single_error_of_a_code_is_located_and_explained():
    code = draw()
    for at in range(LENGTH):
        for sign in (*ALPHABET, "0", "O", "1", "I"):
            if sign != code[at]:
                assert mistake_in(changed(code, at, sign)) == Mistyped(at + 1, code[at])


@given(codes, places, st.sampled_from(ALPHABET))
def test_of_any_code_any_one_wrong_character_is_found(code: str, at: int, sign: str):
    assume(sign != code[at])

    assert mistake_in(changed(code, at, sign)) == Mistyped(at + 1, code[at])


@given(codes, places, places, st.sampled_from(ALPHABET), st.sampled_from(ALPHABET))
def test_two_wrong_characters_never_make_a_code(code: str, a: int, b: int, one: str, two: str):
    assume(a != b and one != code[a] and two != code[b])

    assert mistake_in(changed(changed(code, a, one), b, two)) is not None


@given(codes, st.integers(0, LENGTH - 2))
def test_neighbours_that_changed_places_are_noticed(code: str, at: int):
    assume(code[at] != code[at + 1])

    swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]

    assert mistake_in(swapped) is not None


@given(codes)
def test_a_code_is_read_as_people_type_it(code: str):
    assert mistake_in(plain(f" {shown(code).lower()} ")) is None
    assert len(shown(code)) == LENGTH + 2


@given(st.text(max_size=20))
def test_whatever_is_typed_is_judged(typed: str):
    assert mistake_in(plain(typed)) is None or len(plain(typed)) >= 0


def test_a_code_has_fifty_random_bits_and_no_confusing_character():
    assert not set("0O1I") & set(ALPHABET)
    assert len(ALPHABET) == 32
    assert len({draw()[:10] for _ in range(2000)}) == 2000
    assert len({draw_secret() for _ in range(2000)}) == 2000
