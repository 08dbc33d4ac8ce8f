"""Sealed things open for their agency alone, in their place alone; keys change without touching content."""

import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from kernel.errors import WrongSetting
from kernel.sealing import (
    HEAD_BYTES,
    MASTER_FILE,
    Keys,
    SealBroken,
    create_master_key,
    load_master_keys,
    number_of,
    rotate_master_key,
    seal_for,
    unwrapped,
    wrapped,
)

OURS, THEIRS = Keys.fresh("ag-1"), Keys.fresh("ag-2")


@given(st.binary(max_size=500), st.text(max_size=30))
def test_what_is_sealed_opens_again_and_shows_nothing(plain: bytes, bound: str):
    sealed = OURS.seal(plain, bound=bound)

    assert OURS.open(sealed, bound=bound) == plain
    assert len(plain) < 8 or plain not in sealed


@given(st.binary(max_size=60), st.data())
def test_no_byte_of_an_envelope_can_be_changed(plain: bytes, data: st.DataObject):
    sealed = bytearray(OURS.seal(plain, bound="x"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))

    with pytest.raises(SealBroken):
        OURS.open(bytes(sealed), bound="x")


@pytest.mark.parametrize(("keys", "bound"), [(OURS, "other"), (THEIRS, "x")])
def test_an_envelope_opens_in_its_own_place_alone(keys: Keys, bound: str):
    with pytest.raises(SealBroken):
        keys.open(OURS.seal(b"secret", bound="x"), bound=bound)


def test_a_new_key_takes_over_by_the_head_alone():
    sealed = OURS.seal(b"secret", bound="x")
    grown = Keys("ag-1", {**OURS.envelope, 2: os.urandom(32)}, OURS.marks, OURS.private)

    head = grown.again(sealed[:HEAD_BYTES], bound="x")
    newest = Keys("ag-1", {2: grown.envelope[2]}, OURS.marks, OURS.private)

    assert (number_of(sealed), number_of(head)) == (1, 2)
    assert newest.open(head + sealed[HEAD_BYTES:], bound="x") == b"secret"
    with pytest.raises(SealBroken):
        newest.open(sealed, bound="x")


def test_a_box_opens_for_the_receiver_alone():
    box = seal_for(THEIRS.public, b"secret", bound="h-1")

    assert THEIRS.open_box(box, bound="h-1") == b"secret"
    for keys, bound in ((OURS, "h-1"), (THEIRS, "h-2")):
        with pytest.raises(SealBroken):
            keys.open_box(box, bound=bound)
    with pytest.raises(SealBroken):
        THEIRS.open_box(b"short", bound="h-1")


def test_marks_are_the_same_for_one_agency_and_differ_for_another():
    assert OURS.mark("id", "1") == OURS.mark("id", "1")
    assert OURS.mark("id", "1") != OURS.mark("id", "2")
    assert OURS.mark("id", "1") != THEIRS.mark("id", "1")
    assert OURS.mark("a", "bc") != OURS.mark("ab", "c")


def test_master_keys_wrap_the_newest_and_open_all(tmp_path: Path):
    first = create_master_key(tmp_path)
    row = wrapped(OURS, load_master_keys(tmp_path))
    second = rotate_master_key(tmp_path)
    masters = load_master_keys(tmp_path)

    assert create_master_key(tmp_path) == second != first
    assert unwrapped("ag-1", row, masters) == OURS
    assert wrapped(OURS, masters)["master"] == second
    with pytest.raises(SealBroken):
        unwrapped("ag-2", row, masters)
    with pytest.raises(SealBroken):
        unwrapped("ag-1", {**row, "master": "gone"}, masters)


def test_a_key_file_others_can_read_is_refused(tmp_path: Path):
    create_master_key(tmp_path)
    (tmp_path / MASTER_FILE).chmod(0o640)

    with pytest.raises(WrongSetting):
        load_master_keys(tmp_path)
    with pytest.raises(WrongSetting):
        load_master_keys(tmp_path / "nowhere")
