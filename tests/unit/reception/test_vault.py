"""The rules of the vault: who opens, who agrees, which texts give a denouncer away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from contracts.reception import OpeningPurpose
from kernel.message import Actor
from services.reception.domain.vault import (
    AlreadyGranted,
    HandedAway,
    Identity,
    NotBySameOfficer,
    NotYourself,
    VaultClosed,
    VaultEntry,
    exposes,
    marks_of,
)
from services.reception.store.vault import SEALED
from tests.site import ROOT

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LASTS = timedelta(hours=8)
HEAD = Actor(user="head", role="AGENCY_HEAD", agency="ag-1")
DEPUTY = Actor(user="deputy", role="DEPUTY", agency="ag-1")
OFFICER = Actor(user="officer", role="PETITION_OFFICER", agency="ag-1")
OTHER = Actor(user="other", role="PETITION_OFFICER", agency="ag-1")
WHO = Identity(
    name="Nguyễn Thị Bưởi", address="12 Hùng Vương", phone="0905 123 456", id_number="052099001234"
)
VERIFY = OpeningPurpose.VERIFY


def an_entry() -> VaultEntry:
    return VaultEntry.fill(id_="v", agency="ag-1", petition="p", sealed=b"sealed")


def opens(entry: VaultEntry, by: Actor, *, now: datetime = NOW) -> bool:
    try:
        entry.open(VERIFY, b"", by=by, now=now, lasts=LASTS)
    except VaultClosed:
        return False
    return True


def test_the_head_opens_and_nobody_else_by_their_post():
    assert [opens(an_entry(), by) for by in (HEAD, DEPUTY, OFFICER)] == [True, False, False]


def test_an_opening_is_told_with_its_purpose():
    entry = an_entry()
    opens(entry, HEAD)

    assert entry.openings[-1].user == "head"
    assert [type(one).__name__ for one, _ in entry.news] == ["VaultFilled", "VaultOpened"]


def test_anybody_else_needs_a_second_officer_each_time():
    entry = an_entry()
    asked = entry.request(VERIFY, b"", handles=False, by=OFFICER, now=NOW)

    assert not opens(entry, OFFICER)
    entry.grant(asked.id, by=HEAD, now=NOW)
    assert not opens(entry, OTHER)
    assert [opens(entry, OFFICER), opens(entry, OFFICER)] == [True, False]


def test_what_was_agreed_to_ends_after_a_while():
    entry = an_entry()
    asked = entry.request(VERIFY, b"", handles=False, by=OFFICER, now=NOW)
    entry.grant(asked.id, by=HEAD, now=NOW)

    assert not opens(entry, OFFICER, now=NOW + LASTS + timedelta(seconds=1))


def test_the_handler_whom_the_head_let_in_opens_and_agrees_for_others():
    entry = an_entry()
    entry.grant(entry.request(VERIFY, b"", handles=True, by=OFFICER, now=NOW).id, by=HEAD, now=NOW)
    once = entry.request(VERIFY, b"", handles=False, by=OTHER, now=NOW)
    for_good = entry.request(VERIFY, b"", handles=True, by=DEPUTY, now=NOW)

    assert opens(entry, OFFICER)
    entry.grant(once.id, by=OFFICER, now=NOW)
    assert opens(entry, OTHER)
    with pytest.raises(VaultClosed):
        entry.grant(for_good.id, by=OFFICER, now=NOW)


def test_nobody_agrees_with_themselves_nor_without_a_right_nor_twice():
    entry = an_entry()
    own = entry.request(VERIFY, b"", handles=False, by=HEAD, now=NOW)
    asked = entry.request(VERIFY, b"", handles=False, by=OFFICER, now=NOW)

    with pytest.raises(NotBySameOfficer):
        entry.grant(own.id, by=HEAD, now=NOW)
    with pytest.raises(VaultClosed):
        entry.grant(asked.id, by=OTHER, now=NOW)
    entry.grant(asked.id, by=HEAD, now=NOW)
    with pytest.raises(AlreadyGranted):
        entry.grant(asked.id, by=HEAD, now=NOW)


def test_who_is_denounced_stays_out_even_as_the_head():
    entry = an_entry()
    entry.grant(entry.request(VERIFY, b"", handles=True, by=OFFICER, now=NOW).id, by=HEAD, now=NOW)
    entry.bar("head", by=OFFICER)

    assert not opens(entry, HEAD)
    with pytest.raises(VaultClosed):
        entry.request(VERIFY, b"", handles=False, by=HEAD, now=NOW)
    with pytest.raises(NotYourself):
        entry.bar("officer", by=OFFICER)
    with pytest.raises(VaultClosed):
        entry.bar("officer", by=HEAD)


def test_after_the_handover_nothing_is_left_to_open():
    entry = an_entry()
    with pytest.raises(VaultClosed):
        entry.hand_over("ag-2", handover="h", digest="d", size=1, by=OFFICER)
    entry.hand_over("ag-2", handover="h", digest="d", size=1, by=HEAD)

    assert entry.sealed == b""
    with pytest.raises(HandedAway):
        opens(entry, HEAD)


@pytest.mark.parametrize(
    "text",
    [
        "Bà NGUYEN THI BUOI tố cáo ông Chủ tịch xã",
        "nguyễn  thị bưởi.",
        "gọi 0905.123.456 để hỏi",
        "nhà ở 12, Hùng Vương; thôn 3",
        "CCCD 052 099 001 234",
    ],
)
def test_a_text_that_names_the_denouncer_is_seen(text: str):
    assert exposes(text, WHO)


@pytest.mark.parametrize(
    "text", ["Ông Chủ tịch xã nhận tiền", "bà Nguyễn Thị B.", "năm 2025, 12 hộ"]
)
def test_a_text_about_the_matter_alone_passes(text: str):
    assert not exposes(text, WHO)


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_name_of_some_length_is_seen_wherever_it_stands(before: str, after: str):
    assert exposes(f"{before} Nguyễn Thị Bưởi {after}", WHO)


def test_a_person_is_known_again_by_id_or_by_name_and_phone():
    first = set(marks_of("Nguyễn Thị Bưởi", "052099001234", "0905123456"))

    assert first & set(marks_of("NGUYEN THI BUOI", "", "+84 905 123 456"))
    assert first & set(marks_of("Bưởi", "052 099 001 234", ""))
    assert not first & set(marks_of("Nguyễn Thị Bưởi", "", ""))
    assert not first & set(marks_of("Trần Thị Mận", "", "0905123456"))


def test_every_collection_for_which_something_is_sealed_gets_new_keys():
    rooms = (ROOT / "services" / "reception").rglob("*.py")
    named = {
        name
        for room in rooms
        for name in re.findall(r'bound\("(\w+)"', room.read_text(encoding="utf-8"))
    }

    assert {"replies", "receipts", "vault"} <= named
    assert named - {"imports"} <= set(SEALED), "a file to be imported is thrown away after a day"
