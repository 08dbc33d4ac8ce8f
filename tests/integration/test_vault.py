"""The vault on a real mongod: what lies in it stands nowhere else, and each look at it is told."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import bson
import pytest

from contracts.reception import (
    Disposition,
    FileKind,
    HandedOver,
    IntakeChannel,
    OpeningPurpose,
    PetitionKind,
    Visibility,
)
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor, Key
from kernel.store import Store
from services.reception.domain import Classification, Petitioner, PetitionForm
from services.reception.domain.cases import Said
from services.reception.domain.replies import ReplyForm
from services.reception.domain.vault import (
    ConcernsThem,
    HandedAway,
    Identity,
    IdentityInText,
    VaultClosed,
)
from services.reception.service import Reception
from services.reception.service.open_texts import MOST_NAMED, NamedTooOften

CLERK = Actor(user="u-1", role="RECEPTIONIST", agency="ag-1")
OFFICER = Actor(user="u-2", role="PETITION_OFFICER", agency="ag-1")
HEAD = Actor(user="u-3", role="AGENCY_HEAD", agency="ag-1")
THEIR_CLERK = Actor(user="u-4", role="RECEPTIONIST", agency="ag-2")
THEIR_HEAD = Actor(user="u-5", role="AGENCY_HEAD", agency="ag-2")
WHO = Petitioner(
    name="Canary Thị Hót",
    address="77 Đường Hoàng Yến",
    phone="0905111222",
    id_number="052099123456",
)
FOR = (OpeningPurpose.VERIFY, "Làm việc với người tố cáo ngày mai")


@pytest.fixture
def reception(a_store: Callable[..., Store]) -> Reception:
    service = Reception(
        a_store("reception", clock=SetClock(datetime(2026, 3, 10, 9, tzinfo=VIETNAM)))
    )
    service.store.prepare()
    return service


def a_form(kind: PetitionKind = PetitionKind.DENUNCIATION, **more: Any) -> PetitionForm:
    given: dict[str, Any] = {
        "channel": IntakeChannel.COUNTER,
        "received_on": date(2026, 3, 2),
        "summary": "Tố cáo cán bộ xã nhận tiền khi cấp giấy",
        "petitioner": WHO,
    }
    return PetitionForm(kind=kind, **{**given, **more})


def everything(reception: Reception) -> bytes:
    """All bytes of the service's database."""
    database = reception.store.database
    return b"".join(
        bson.encode(row)
        for name in database.list_collection_names()
        for row in database[name].find()
    )


def test_a_denouncer_stands_nowhere_but_sealed(reception: Reception):
    key = Key.of("k", {})
    id_ = reception.register_petition(a_form(), by=CLERK, key=key)["petition"]
    reception.register_petition(a_form(PetitionKind.COMPLAINT, summary="Đất đai"), by=CLERK)
    reception.open_vault(id_, *FOR, by=HEAD)

    assert reception.petition(id_, by=CLERK).form.petitioner is None
    kept = everything(reception)
    for one in (*vars(WHO).values(), FOR[1]):
        assert one.encode() not in kept, one


def test_the_head_opens_and_it_is_told_in_the_journal_with_an_audit_line(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]

    identity = reception.open_vault(id_, *FOR, by=HEAD)

    assert (identity.name, identity.phone) == (WHO.name, WHO.phone)
    (event,) = reception.store.database["events"].find({"type": "reception.vault_opened"})
    (line,) = reception.store.database["audit"].find({"events": event["_id"]})
    assert (line["user"], line["role"]) == ("u-3", "AGENCY_HEAD")
    entry = reception.vault_of(id_, by=HEAD).entry
    assert entry is not None
    assert reception.reason_of(entry, entry.openings[0].reason) == FOR[1]


def test_who_may_not_sees_nothing_and_no_opening_is_recorded(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]

    for by, refusal in ((OFFICER, VaultClosed), (CLERK, VaultClosed), (THEIR_HEAD, NotFound)):
        with pytest.raises(refusal):
            reception.open_vault(id_, *FOR, by=by)
    with pytest.raises(NotFound):
        reception.vault_of(id_, by=THEIR_HEAD)
    assert (
        reception.store.database["events"].count_documents({"type": "reception.vault_opened"}) == 0
    )


def test_with_a_second_officer_it_opens_once(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    asked = reception.request_vault(id_, *FOR, by=OFFICER)["request"]
    reception.grant_vault(id_, asked, by=HEAD)

    assert reception.open_vault(id_, *FOR, by=OFFICER).name == WHO.name
    with pytest.raises(VaultClosed):
        reception.open_vault(id_, *FOR, by=OFFICER)


def test_whom_the_head_gives_the_matter_opens_until_somebody_else_has_it(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.hands.assign(id_, Said(), to=OFFICER.user, by=HEAD)

    assert reception.open_vault(id_, *FOR, by=OFFICER).name == WHO.name

    reception.hands.take_over(id_, Said(text="Đồng nghiệp đi vắng"), by=CLERK)
    for nobody in (OFFICER, CLERK):  # who takes it over asks the head first
        with pytest.raises(VaultClosed):
            reception.open_vault(id_, *FOR, by=nobody)


def test_whom_a_denunciation_concerns_is_not_given_it(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.bar_from_vault(id_, OFFICER.user, by=HEAD)

    with pytest.raises(ConcernsThem):
        reception.hands.assign(id_, Said(), to=OFFICER.user, by=HEAD)

    assert reception.petition(id_, by=CLERK).handler == ""


def test_a_summary_that_names_the_denouncer_is_refused_and_nothing_is_kept(reception: Reception):
    with pytest.raises(IdentityInText):
        reception.register_petition(a_form(summary=f"Bà {WHO.name} tố cáo"), by=CLERK)

    assert reception.store.database["petitions"].count_documents({}) == 0
    assert reception.store.database["vault"].count_documents({}) == 0


NAMED = f"Bà {WHO.name} kể thêm"
PAGE = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
FOUND = {
    "eligible": False,
    "competent": True,
    "disposition": Disposition.STORE,
    "on": date(2026, 3, 10),
}
WRITES: dict[str, Callable[[Reception, str, str], Any]] = {
    "note": lambda door, id_, text: door.hands.write_note(id_, Said(text=text), by=HEAD),
    "document": lambda door, id_, text: door.hands.write_note(
        id_, Said(text="Xem văn bản", document=text), by=HEAD
    ),
    "assignment": lambda door, id_, text: door.hands.assign(
        id_, Said(text=text), to="u-2", by=HEAD
    ),
    "reminder": lambda door, id_, text: door.cases.remind(id_, Said(text=text), by=HEAD),
    "reason": lambda door, id_, text: door.classify_petition(
        id_, Classification(**FOUND, reason=text), by=OFFICER
    ),
    "reply": lambda door, id_, text: door.replies.send_reply(
        id_, ReplyForm(text=text, understood=True), by=CLERK
    ),
    "file": lambda door, id_, text: door.attach_file(
        id_,
        PAGE,
        name=f"{text}.pdf",
        about=FileKind.OTHER,
        visibility=Visibility.INTERNAL,
        by=CLERK,
    ),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=list(WRITES))
def test_nothing_the_office_writes_about_a_denunciation_names_the_denouncer(
    reception: Reception, write: Callable[[Reception, str, str], Any]
):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    other = reception.register_petition(a_form(PetitionKind.COMPLAINT), by=CLERK)["petition"]
    before = reception.petition(id_, by=CLERK)

    with pytest.raises(IdentityInText):
        write(reception, id_, NAMED)

    assert reception.petition(id_, by=CLERK) == before
    write(reception, id_, "Đã đọc hồ sơ")
    if write is not WRITES["reason"]:  # whose routes are others
        write(reception, other, NAMED)
    (told,) = reception.store.database["audit"].find({"command": "denouncer_named"})
    assert told["about"] == f"petition/{id_}"
    assert WHO.name not in str(told)


def test_a_content_added_to_a_denunciation_does_not_name_the_denouncer(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    found = {**FOUND, "eligible": True, "disposition": Disposition.ACCEPT}
    reception.classify_petition(id_, Classification(**found), by=OFFICER)
    reception.accept_petition(id_, by=HEAD)

    with pytest.raises(IdentityInText):
        reception.cases.add_content(id_, Said(text=f"Gọi lại số {WHO.phone}"), by=OFFICER)
    reception.cases.add_content(id_, Said(text="Nhận tiền lần thứ hai"), by=OFFICER)

    assert len(reception.petition(id_, by=CLERK).contents) == 2


def test_whom_a_denunciation_is_against_is_not_said_by_naming_the_denouncer(reception: Reception):
    with pytest.raises(IdentityInText) as refused:
        reception.register_petition(a_form(against=f"Chồng bà {WHO.name}"), by=CLERK)
    assert list(refused.value.errors) == ["against"]

    form = a_form(against=f"Chồng bà {WHO.name}", petitioner=None)
    later = reception.register_petition(form, by=CLERK)["petition"]
    with pytest.raises(IdentityInText):
        reception.put_into_vault(later, Identity(name=WHO.name), by=CLERK)


def test_who_denounces_is_not_found_out_by_trying_names(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    for _ in range(MOST_NAMED):
        with pytest.raises(IdentityInText):
            reception.hands.write_note(id_, Said(text=NAMED), by=CLERK)

    for text in (NAMED, "Ông Nguyễn Văn Khác"):
        with pytest.raises(NamedTooOften):
            reception.hands.write_note(id_, Said(text=text), by=CLERK)
    reception.hands.write_note(id_, Said(text="Người khác vẫn ghi được"), by=OFFICER)


def split(reception: Reception, letter: str, *kinds: str, by: Actor) -> list[str]:
    given = [{"kind": one, "summary": f"Việc {one.lower()}"} for one in kinds]
    parts: list[str] = reception.hands.split(letter, Said(), parts=given, by=by)["parts"]
    return parts


def test_denunciations_split_from_a_denunciation_have_its_vault(reception: Reception):
    letter = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.bar_from_vault(letter, "u-4", by=HEAD)
    reception.hands.assign(letter, Said(), to=OFFICER.user, by=HEAD)
    barred = Actor(user="u-4", role="AGENCY_HEAD", agency="ag-1")

    parts = split(reception, letter, "DENUNCIATION", "DENUNCIATION", "FEEDBACK", by=OFFICER)

    for one in parts[:2]:
        assert reception.petition(one, by=CLERK).form.petitioner is None
        assert [reception.open_vault(one, *FOR, by=by).name for by in (HEAD, OFFICER)] == [
            WHO.name
        ] * 2
        for nobody in (CLERK, barred):
            with pytest.raises(VaultClosed):
                reception.open_vault(one, *FOR, by=nobody)
    assert reception.petition(parts[2], by=CLERK).form.petitioner is None
    entry = reception.vault_of(letter, by=HEAD).entry
    assert entry is not None
    assert entry.openings == ()
    assert WHO.name.encode() not in everything(reception)


def test_a_complaint_split_from_a_denunciation_names_its_writer_by_who_may_open(
    reception: Reception,
):
    letter = reception.register_petition(a_form(), by=CLERK)["petition"]
    with pytest.raises(VaultClosed):
        split(reception, letter, "DENUNCIATION", "COMPLAINT", by=CLERK)
    assert reception.petition(letter, by=CLERK).parts == ()
    reception.hands.assign(letter, Said(), to=OFFICER.user, by=HEAD)

    secret, named = split(reception, letter, "DENUNCIATION", "COMPLAINT", by=OFFICER)

    assert reception.petition(named, by=CLERK).form.petitioner == WHO
    assert reception.petition(secret, by=CLERK).form.petitioner is None
    assert reception.open_vault(secret, *FOR, by=HEAD).name == WHO.name
    entry = reception.vault_of(letter, by=HEAD).entry
    assert entry is not None
    assert [one.user for one in entry.openings] == [OFFICER.user]
    for near in (named, secret):
        seen = reception.hands.as_seen(reception.petition(near, by=CLERK), by=CLERK)
        assert seen.parent == ("" if near == named else letter)


def test_a_part_of_a_denunciation_does_not_name_the_denouncer(reception: Reception):
    letter = reception.register_petition(a_form(), by=CLERK)["petition"]
    given = [{"kind": "DENUNCIATION", "summary": one} for one in ("Việc một", NAMED)]

    with pytest.raises(IdentityInText):
        reception.hands.split(letter, Said(), parts=given, by=CLERK)

    assert reception.petition(letter, by=CLERK).parts == ()


def test_the_vault_goes_sealed_to_the_competent_head_and_leaves_nothing_behind(
    reception: Reception,
):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    sent = reception.hand_over_vault(id_, "ag-2", by=HEAD)["handover"]
    theirs = reception.register_petition(a_form(petitioner=None), by=THEIR_CLERK)["petition"]

    assert WHO.name.encode() not in everything(reception)
    with pytest.raises(HandedAway):
        reception.open_vault(id_, *FOR, by=HEAD)
    with pytest.raises(NotFound):
        reception.take_over_vault(sent, id_, by=HEAD)
    reception.take_over_vault(sent, theirs, by=THEIR_HEAD)

    assert reception.handovers.waiting("ag-2") == []
    assert reception.open_vault(theirs, *FOR, by=THEIR_HEAD).name == WHO.name


def test_the_same_persons_matters_are_found_without_showing_who(reception: Reception):
    first = reception.register_petition(a_form(PetitionKind.COMPLAINT), by=CLERK)["petition"]
    same = Petitioner(name="CANARY THI HOT", phone="+84905111222")
    second = reception.register_petition(a_form(PetitionKind.FEEDBACK, petitioner=same), by=CLERK)[
        "petition"
    ]
    secret = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.register_petition(a_form(PetitionKind.FEEDBACK), by=THEIR_CLERK)

    def found(of: str, by: Actor) -> set[str]:
        return {row["_id"] for row in reception.same_person(of, by=by)}

    assert found(first, CLERK) == {second}
    assert found(secret, CLERK) == set()
    assert found(secret, HEAD) == {first, second}
    assert found(first, HEAD) == {second, secret}


def test_looking_for_duplicates_does_not_tell_who_denounces(reception: Reception):
    summary = "Ông Hải thu tiền làm đường"
    secret = reception.register_petition(a_form(summary=summary), by=CLERK)["petition"]
    named = {
        kind: reception.register_petition(a_form(kind, summary=words), by=CLERK)["petition"]
        for kind, words in (
            (PetitionKind.COMPLAINT, "Ông Hải thu tiền mà không có biên lai"),
            (PetitionKind.FEEDBACK, "Ông Hải cùng tổ thu phí làm đường"),
        )
    }

    def same(of: str, by: Actor) -> dict[str, bool]:
        found = reception.hands.likely_same(of, by=by)
        return {one.petition.id: one.same_person for one in found}

    assert same(secret, HEAD) == dict.fromkeys(named.values(), True)
    assert not any(same(secret, CLERK).values())
    assert secret not in {
        id_ for of in named.values() for id_, known in same(of, CLERK).items() if known
    }
    assert same(named[PetitionKind.FEEDBACK], CLERK)[named[PetitionKind.COMPLAINT]]


def test_a_denunciation_split_from_a_signed_letter_does_not_lead_to_its_writer(
    reception: Reception,
):
    summary = "Khiếu nại việc thu hồi đất; tố cáo cán bộ nhận tiền"
    form = a_form(PetitionKind.COMPLAINT, summary=summary)
    letter = reception.register_petition(form, by=CLERK)["petition"]
    kinds = ("COMPLAINT", "DENUNCIATION", "FEEDBACK")
    given = [{"kind": one, "summary": f"Việc {one.lower()}"} for one in kinds]
    land, secret, other = reception.hands.split(letter, Said(), parts=given, by=CLERK)["parts"]
    reception.hands.write_note(letter, Said(text="Ghi ở đơn gốc"), by=CLERK)

    def seen(id_: str, by: Actor) -> tuple[str, tuple[str, ...]]:
        one = reception.hands.as_seen(reception.petition(id_, by=by), by=by)
        return one.parent, one.parts

    def told(id_: str, by: Actor) -> set[str]:
        return {one.id for one, _ in reception.hands.history(id_, by=by)}

    assert [seen(secret, CLERK), seen(letter, CLERK)] == [("", ()), ("", (land, other))]
    assert seen(land, CLERK) == (letter, ())
    assert told(secret, CLERK) == set()
    assert [one.petition.id for one in reception.hands.likely_same(secret, by=CLERK)] == []
    assert [seen(secret, HEAD), seen(letter, HEAD)] == [(letter, ()), ("", (land, secret, other))]
    assert told(secret, HEAD) == {letter}


def test_a_denunciation_that_repeats_a_signed_petition_leads_to_it_only_who_may_open(
    reception: Reception,
):
    named = reception.register_petition(a_form(PetitionKind.COMPLAINT), by=CLERK)["petition"]
    secret = reception.register_petition(a_form(), by=CLERK)["petition"]
    reception.hands.link(secret, Said(), master=named, by=CLERK)

    def seen(by: Actor) -> tuple[str, list[str]]:
        linked = [one.id for one in reception.hands.linked(named, by=by)]
        return reception.hands.as_seen(reception.petition(secret, by=by), by=by).master, linked

    assert seen(CLERK) == ("", [])
    assert seen(HEAD) == (named, [secret])


def test_keys_rotate_and_everything_still_opens(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    open_one = reception.register_petition(a_form(PetitionKind.COMPLAINT), by=CLERK)["petition"]
    reception.open_vault(id_, *FOR, by=HEAD)
    before = reception.vault.of(id_, agency="ag-1").sealed

    told = [reception.rotate_keys("ag-1") for _ in range(3)]

    assert [(one["key"], one["sealed_again"]) for one in told] == [(2, 3), (3, 3), (4, 3)]
    assert set(reception.keys.of("ag-1").envelope) == {3, 4}
    assert reception.vault.of(id_, agency="ag-1").sealed != before
    assert reception.open_vault(id_, *FOR, by=HEAD).name == WHO.name
    assert reception.petition(open_one, by=CLERK).form.petitioner == WHO
    entry = reception.vault_of(id_, by=HEAD).entry
    assert entry is not None
    assert reception.reason_of(entry, entry.openings[0].reason) == FOR[1]


def test_after_a_reorganisation_the_vault_goes_along_and_old_rights_end(reception: Reception):
    id_ = reception.register_petition(a_form(), by=CLERK)["petition"]
    asked = reception.request_vault(id_, *FOR, handles=True, by=OFFICER)["request"]
    reception.grant_vault(id_, asked, by=HEAD)
    reception.open_vault(id_, *FOR, by=OFFICER)

    def pass_on() -> None:
        petition = reception.petitions.get(id_, agency="ag-1")
        petition.hand_over("ag-2", number=9, year=2026, last_day=date(2026, 3, 9))
        reception.follow_petition(petition, "ag-1", date(2026, 3, 9))
        petition.tell(
            HandedOver(
                what="petition",
                thing=id_,
                giver="ag-1",
                receiver="ag-2",
                last_day=date(2026, 3, 9),
                act="a",
            )
        )
        reception.store.commit(petition)

    reception.store.once(pass_on, by=HEAD, command="hand_over")

    assert reception.open_vault(id_, *FOR, by=THEIR_HEAD).name == WHO.name
    moved = Actor(user=OFFICER.user, role=OFFICER.role, agency="ag-2")
    with pytest.raises(VaultClosed):
        reception.open_vault(id_, *FOR, by=moved)
    with pytest.raises(NotFound):
        reception.open_vault(id_, *FOR, by=HEAD)
    entry = reception.vault_of(id_, by=THEIR_HEAD).entry
    assert entry is not None
    assert reception.reason_of(entry, entry.openings[0].reason) == FOR[1]
