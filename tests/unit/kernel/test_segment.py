"""Segments as values: what was sealed is verified, and whatever was touched is refused."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings, strategies as st

from kernel.errors import WrongSetting
from kernel.keys import KeyRing, KnownKey, Signer, create_site_key, load_ring, load_signer
from kernel.segment import (
    LONGEST_HEADER,
    Head,
    Mark,
    NotAuthentic,
    Segment,
    announce,
    audit_digest,
    read,
    seal,
    verify,
    verify_head,
)

SOURCE = "/gialai/reception/province"
SIGNER = Signer("key-1", Ed25519PrivateKey.from_private_bytes(b"\1" * 32))
RING = KeyRing({"key-1": KnownKey("gialai", SIGNER.key.public_key())})
EVENTS = [b'{"id":"1"}', b'{"id":"2"}', b'{"id":"3"}']
SEALED = seal(SIGNER, EVENTS, after=Mark(SOURCE, 1, 4, 40, "ab" * 32), audit=audit_digest(["x"]))
HEAD = announce(SIGNER, SEALED.mark)
LIMIT = 10_000
FIELDS = {one.name: getattr(SEALED, one.name) for one in dataclasses.fields(Segment)}


def flipped(value: Any, bit: int) -> Any:
    """A value of a segment with one bit of it turned."""
    if isinstance(value, int):
        return value ^ (1 << bit % 40)
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[bit // 8 % len(raw)] ^= 1 << bit % 8
    return raw.decode("latin-1") if isinstance(value, str) else bytes(raw)


def test_a_segment_counts_on_from_where_its_source_stood():
    assert (SEALED.number, SEALED.first, SEALED.last) == (5, 41, 43)
    assert SEALED.prev_hash == "ab" * 32
    assert SEALED.mark == Mark(SOURCE, 1, 5, 43, SEALED.hash)
    assert (SEALED.service, [one["id"] for one in SEALED.events()]) == (
        "reception",
        ["1", "2", "3"],
    )


def test_what_was_sealed_is_verified_after_its_journey():
    arrived = read(SEALED.headers(), SEALED.body, limit=LIMIT)

    assert arrived == SEALED
    verify(SEALED, RING)


@settings(max_examples=500)
@given(field=st.sampled_from(sorted(FIELDS)), bit=st.integers(0, 4000))
def test_whatever_bit_of_a_segment_is_turned_it_is_refused(field: str, bit: int):
    touched = dataclasses.replace(SEALED, **{field: flipped(FIELDS[field], bit)})

    with pytest.raises(NotAuthentic):
        verify(touched, RING)


@given(bodies=st.lists(st.binary(min_size=1, max_size=20), min_size=1, max_size=5))
def test_the_sealed_bytes_are_the_bytes_that_were_told(bodies: list[bytes]):
    sealed = seal(SIGNER, bodies, after=Mark(SOURCE), audit="")

    assert sealed.body == b"[" + b",".join(bodies) + b"]"
    verify(sealed, RING)


def test_a_key_speaks_for_its_own_site_only():
    foreign = seal(SIGNER, EVENTS, after=Mark("/dakdoa/reception/province"), audit="")

    with pytest.raises(NotAuthentic, match="signature"):
        verify(foreign, RING)


def test_a_key_nobody_enrolled_is_not_believed():
    stranger = Signer("key-1", Ed25519PrivateKey.generate())

    with pytest.raises(NotAuthentic, match="signature"):
        verify(seal(stranger, EVENTS, after=Mark(SOURCE), audit=""), RING)


def test_a_head_is_verified_and_a_touched_one_refused():
    verify_head(HEAD, RING)

    for touched in (
        HEAD.mark._replace(number=6),
        HEAD.mark._replace(last=44),
        HEAD.mark._replace(epoch=2),
        HEAD.mark._replace(hash="cd" * 32),
        HEAD.mark._replace(source="/dakdoa/reception/province"),
    ):
        with pytest.raises(NotAuthentic):
            verify_head(dataclasses.replace(HEAD, mark=touched), RING)


def test_a_head_cannot_be_passed_off_as_a_segment():
    posing = dataclasses.replace(SEALED, signature=HEAD.signature)

    with pytest.raises(NotAuthentic, match="signature"):
        verify(posing, RING)


def test_a_head_is_read_as_it_was_sent():
    assert read(HEAD.headers(), b"", limit=LIMIT) == HEAD


NOT_AN_INTEGER = st.one_of(
    st.booleans(), st.none(), st.floats(), st.text(), st.integers(max_value=-1), st.binary(),
    st.integers(min_value=2**63), st.lists(st.integers()), st.dictionaries(st.text(), st.integers()),
)  # fmt: skip
NOT_A_STRING = st.one_of(
    st.booleans(), st.none(), st.integers(), st.binary(), st.lists(st.text()),
    st.text(min_size=LONGEST_HEADER + 1, max_size=LONGEST_HEADER + 9),
)  # fmt: skip
INTEGERS = ("epoch", "number", "first", "last")
STRINGS = ("source", "keyid", "audit", "prev", "hash", "signature")


@given(name=st.sampled_from(INTEGERS), value=NOT_AN_INTEGER)
def test_a_number_of_another_kind_is_refused(name: str, value: Any):
    with pytest.raises(NotAuthentic, match="headers"):
        read({**SEALED.headers(), name: value}, SEALED.body, limit=LIMIT)


@given(name=st.sampled_from(STRINGS), value=NOT_A_STRING)
def test_a_word_of_another_kind_or_too_long_is_refused(name: str, value: Any):
    with pytest.raises(NotAuthentic, match="headers"):
        read({**SEALED.headers(), name: value}, SEALED.body, limit=LIMIT)


@pytest.mark.parametrize("name", ["danvan", *INTEGERS, *STRINGS])
def test_a_missing_header_is_refused(name: str):
    headers = {one: value for one, value in SEALED.headers().items() if one != name}

    with pytest.raises(NotAuthentic, match="headers"):
        read(headers, SEALED.body, limit=LIMIT)


@pytest.mark.parametrize("source", ["", "gialai", "/gialai/reception", "/a/b/c/d", "////"])
def test_a_source_of_another_shape_is_refused(source: str):
    with pytest.raises(NotAuthentic, match="headers"):
        read({**SEALED.headers(), "source": source}, SEALED.body, limit=LIMIT)


@pytest.mark.parametrize("signature", ["?", "AAA", "é"])
def test_a_signature_that_is_no_base64_is_refused(signature: str):
    with pytest.raises(NotAuthentic, match="headers"):
        read({**SEALED.headers(), "signature": signature}, SEALED.body, limit=LIMIT)


@given(headers=st.dictionaries(st.text(), st.integers() | st.text()), body=st.binary())
def test_whatever_else_comes_is_refused_and_nothing_else_is_raised(
    headers: dict[str, Any], body: bytes
):
    with pytest.raises(NotAuthentic):
        read(headers, body, limit=LIMIT)


@given(
    headers=st.dictionaries(
        st.sampled_from(["danvan", *INTEGERS, *STRINGS]),
        st.sampled_from(["segment", "head"]) | st.integers() | st.text(max_size=9) | st.none(),
    ),
    body=st.binary(max_size=20),
)
def test_what_was_read_and_not_signed_is_refused(headers: dict[str, Any], body: bytes):
    def take() -> None:
        came = read({**SEALED.headers(), **headers, "hash": "0" * 64}, body, limit=LIMIT)
        verify_head(came, RING) if isinstance(came, Head) else verify(came, RING)

    with pytest.raises(NotAuthentic):
        take()


def test_a_body_larger_than_may_be_is_refused_unread():
    with pytest.raises(NotAuthentic, match="size"):
        read(SEALED.headers(), b"x" * (LIMIT + 1), limit=LIMIT)


@pytest.mark.parametrize("body", [b"", b"{}", b"[1]", b"[NaN,1,2]", b"[" * 5000, b"null"])
def test_a_body_that_is_not_the_batch_its_header_counts_says_so(body: bytes):
    with pytest.raises(ValueError, match=r"."):
        dataclasses.replace(SEALED, body=body).events()


def test_the_site_key_is_private_and_made_once(tmp_path: Path):
    first = create_site_key(tmp_path, "gialai")
    again = create_site_key(tmp_path, "gialai")

    sealed = seal(load_signer(tmp_path), EVENTS, after=Mark(SOURCE), audit="")

    assert first == again == sealed.keyid
    verify(sealed, load_ring(tmp_path))
    assert (tmp_path / "site.key").stat().st_mode & 0o777 == 0o600


def test_a_missing_key_and_a_broken_ring_are_named_with_their_setting(tmp_path: Path):
    with pytest.raises(WrongSetting, match="KEYS_DIR"):
        load_signer(tmp_path)
    (tmp_path / "ring.json").write_text(json.dumps({})[:1])
    with pytest.raises(WrongSetting, match="KEYS_DIR"):
        load_ring(tmp_path)


def test_headers_travel_as_plain_words_and_numbers():
    assert orjson.loads(orjson.dumps(SEALED.headers())) == SEALED.headers()
