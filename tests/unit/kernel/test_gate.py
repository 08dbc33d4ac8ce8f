"""Who may say what over which line."""

import io

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kernel import links
from kernel.enrolment import Hosting
from kernel.ingress import files, receipts
from kernel.ingress.gate import Gate, Speaker
from kernel.keys import KeyRing, KnownKey, Signer
from kernel.relay.relay import request_key, routing_key
from kernel.segment import Mark, NotAuthentic, open_after, read, seal, verify_opening

KEY = Ed25519PrivateKey.generate()
SIGNER = Signer("key-1", KEY)
RING = KeyRing({"key-1": KnownKey("xa1", KEY.public_key())})
XA1 = Speaker("xa1", "key-1", {"ag-1": [Hosting("ag-1", "2025-07-01", "2026-06-30")]})


def admits(gate: Gate, speaker: Speaker, source: str) -> bool:
    try:
        gate.check_source(speaker, source)
    except NotAuthentic:
        return False
    return True


@pytest.mark.parametrize(
    ("source", "good"),
    [
        ("/xa1/reception/province", True),
        ("/xa1/reception/site:xa2", True),
        ("/xa1/reception/site", False),
        ("/xa1/reception/all", False),
        ("/xa2/reception/province", False),
        ("/tinh/registry/all", False),
    ],
)
def test_the_province_hears_of_a_site_what_it_says_for_itself(source: str, *, good: bool):
    assert admits(Gate("tinh", ""), XA1, source) is good


@pytest.mark.parametrize(
    ("source", "good"),
    [
        ("/tinh/registry/all", True),
        ("/tinh/registry/site:xa1", True),
        ("/xa2/reception/site:xa1", True),
        ("/tinh/registry/site:xa2", False),
        ("/tinh/registry/province", False),
        ("/xa2/reception/all", False),
        ("/xa1/reception/site:xa1", False),
    ],
)
def test_a_site_hears_what_is_for_all_or_for_itself(source: str, *, good: bool):
    assert admits(Gate("xa1", "tinh"), Speaker("tinh"), source) is good


@pytest.mark.parametrize(
    ("source", "good"),
    [
        ("/tinh/registry/all", True),
        ("/tinh/registry/site:xa1", True),
        ("/xa2/reception/site:xa1", True),
        ("/tinh/registry/site", False),
        ("/xa2/reception/province", False),
        ("/tinh/registry/site:xa2", False),
    ],
)
def test_a_site_is_sent_again_only_what_is_told_to_it_anyway(source: str, *, good: bool):
    assert Gate("tinh", "").may_ask(XA1, source) is good


@pytest.mark.parametrize(
    ("agency", "day", "reason"),
    [
        ("ag-1", "2025-07-01", ""),
        ("ag-1", "2026-06-30", ""),
        ("ag-1", "2026-07-01", "foreign_agency"),
        ("ag-1", "2025-06-30", "foreign_agency"),
        ("ag-2", "2026-01-01", "foreign_agency"),
    ],
)
def test_a_site_speaks_for_the_agencies_it_hosts_on_that_day(agency: str, day: str, reason: str):
    source = "/xa1/reception/province"
    event = f'{{"source":"{source}","agency":"{agency}","legaldate":"{day}"}}'.encode()
    leaf = seal(SIGNER, [event], after=Mark(source), audit="")
    found = ""
    try:
        Gate("tinh", "").check_content(XA1, leaf)
    except NotAuthentic as refused:
        found = refused.reason

    assert found == reason


def test_an_act_that_opens_an_epoch_is_read_and_believed_only_from_the_site_itself():
    act = open_after(SIGNER, Mark("/xa1/reception/province", 1, 7, 30, "a" * 64))
    came = read(act.headers(), b"", limit=100)

    assert came == act
    verify_opening(came, RING)
    stranger = open_after(Signer("key-1", Ed25519PrivateKey.generate()), act.kept)
    with pytest.raises(NotAuthentic):
        verify_opening(stranger, RING)


def test_a_file_of_segments_is_whole_and_unchanged_or_refused():
    leaf = seal(SIGNER, [b'{"a":1}'], after=Mark("/xa1/reception/province"), audit="")
    made = io.BytesIO()
    assert files.write(made, [leaf], site="xa1", signer=SIGNER) == 1
    whole = made.getvalue()

    assert files.check(io.BytesIO(whole), RING) == "xa1"
    assert list(files.segments(io.BytesIO(whole))) == [leaf]
    cut = whole[: whole.rindex(b'{"danvan":"end"')]
    for spoilt in (cut, whole[:-40], whole.replace(b'"a":1', b'"a":2'), b"", b"[]\n", b"{}\n"):
        with pytest.raises(files.WrongFile):
            files.check(io.BytesIO(spoilt), RING)


def test_a_receipt_is_read_as_it_was_written_and_only_from_who_may_give_it():
    marks = [Mark("/xa2/reception/province", 1, 7, 30, "a" * 64)]
    body, headers = receipts.write(SIGNER, marks)

    assert receipts.read(headers, body, RING, of="xa1") == marks
    spoilt = body.replace(b"30", b"31")
    for given, said, of in ((headers, spoilt, "xa1"), (headers, body, ""), ({}, body, "xa1")):
        with pytest.raises(NotAuthentic):
            receipts.read(given, said, RING, of=of)


def test_keys_of_segments_and_requests_can_be_bound():
    assert routing_key("/xa1/reception/province") == "xa1.province"
    assert routing_key("/tinh/registry/site:xa1") == "tinh.site.xa1"
    assert routing_key("/tinh/registry/all", again="xa1") == "tinh.again.xa1"
    assert request_key("/tinh/registry/all", "tinh") == "registry"
    assert request_key("/xa1/reception/province", "tinh") == "xa1.reception"


def test_nobody_may_configure_and_a_site_writes_only_at_its_own_door():
    made = links.at_province(vhost="danvan", site="xa1", province="tinh", password="p")
    mine = {row["vhost"]: row for row in made["permissions"] if row["user"] == "danvan-link-xa1"}

    assert {row["configure"] for row in made["permissions"]} == {"^$"}
    assert mine["danvan"]["write"] == "^$"
    assert mine["danvan.xa1"]["write"] == "^ingress$"
    assert mine["danvan"]["read"] == r"^q\.down\.xa1$"
