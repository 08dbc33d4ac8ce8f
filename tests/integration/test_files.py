"""Attached files on a real GridFS: sealed, each for whom it is, the vault's only after it was told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from contracts.reception import (
    FileKind,
    IntakeChannel,
    OpeningPurpose,
    PetitionKind,
    Visibility,
)
from ground.attached import WrongFile
from kernel.clock import VIETNAM, SetClock
from kernel.errors import NotFound
from kernel.message import Actor
from kernel.store import Store
from services.reception.domain import Petitioner, PetitionForm
from services.reception.domain.files import StaysInVault, VaultOnly
from services.reception.domain.vault import VaultClosed
from services.reception.service import Reception

CLERK = Actor(user="u-1", role="RECEPTIONIST", agency="ag-1")
HEAD = Actor(user="u-3", role="AGENCY_HEAD", agency="ag-1")
THEIR_CLERK = Actor(user="u-4", role="RECEPTIONIST", agency="ag-2")
THEIR_HEAD = Actor(user="u-5", role="AGENCY_HEAD", agency="ag-2")
PDF = b"%PDF-1.7\nCanary noi dung\n%%EOF"
FOR = (OpeningPurpose.VERIFY, "Giám định chữ viết")


@pytest.fixture
def reception(a_store: Callable[..., Store]) -> Reception:
    clock = SetClock(datetime(2026, 3, 10, 9, tzinfo=VIETNAM))
    service = Reception(a_store("reception", clock=clock))
    service.store.prepare()
    return service


def a_petition(reception: Reception, kind: PetitionKind, by: Actor = CLERK) -> str:
    form = PetitionForm(
        kind=kind,
        channel=IntakeChannel.COUNTER,
        received_on=date(2026, 3, 2),
        summary="Sự việc ở xã",
        petitioner=Petitioner(name="Nguyễn Thị Thử") if by is CLERK else None,
    )
    return str(reception.register_petition(form, by=by)["petition"])


def attached(reception: Reception, petition: str, visibility: Visibility) -> str:
    told = reception.attach_file(
        petition,
        PDF,
        name="don-cua-ba-Canary.pdf",
        about=FileKind.SCAN if visibility is Visibility.VAULT else FileKind.DECISION,
        visibility=visibility,
        by=CLERK,
    )
    return str(told["attachment"])


def test_a_file_comes_back_as_it_was_and_lies_sealed(reception: Reception):
    id_ = a_petition(reception, PetitionKind.COMPLAINT)
    file = attached(reception, id_, Visibility.INTERNAL)

    got = reception.file_for(id_, file, by=CLERK)
    chunks = b"".join(row["data"] for row in reception.store.database["sealed_files.chunks"].find())
    rows = repr(list(reception.store.database["attachments"].find()))

    assert (got.content, got.name, got.media_type) == (
        PDF,
        "don-cua-ba-Canary.pdf",
        "application/pdf",
    )
    assert b"Canary" not in chunks
    assert "Canary" not in rows
    with pytest.raises(NotFound):
        reception.file_for(id_, file, by=THEIR_CLERK)
    with pytest.raises(WrongFile):
        reception.attach_file(
            id_, b"MZ", name="a.pdf", about=FileKind.OTHER, visibility=Visibility.PUBLIC, by=CLERK
        )


def test_each_file_is_for_whom_it_is(reception: Reception):
    id_ = a_petition(reception, PetitionKind.COMPLAINT)
    files = {one: attached(reception, id_, one) for one in list(Visibility)[:3]}
    seen = reception.look_up(reception.print_receipt(id_, by=CLERK).code, address="x")

    assert {one.id for one, _ in reception.citizens_files(seen)} == {
        files[Visibility.PUBLIC],
        files[Visibility.PETITIONER],
    }
    assert reception.file_for_citizen(seen, files[Visibility.PETITIONER]).content == PDF
    assert reception.public_file(files[Visibility.PUBLIC]).content == PDF
    for ask in (
        lambda: reception.file_for_citizen(seen, files[Visibility.INTERNAL]),
        lambda: reception.public_file(files[Visibility.PETITIONER]),
        lambda: reception.public_file("x"),
    ):
        with pytest.raises(NotFound):
            ask()
    reception.show_to(id_, files[Visibility.PUBLIC], Visibility.INTERNAL, by=CLERK)
    with pytest.raises(NotFound):
        reception.public_file(files[Visibility.PUBLIC])


def test_a_scan_of_a_denunciation_is_opened_like_the_identity(reception: Reception):
    id_ = a_petition(reception, PetitionKind.DENUNCIATION)
    file = attached(reception, id_, Visibility.VAULT)

    assert [name for _, name in reception.files_of(id_, by=CLERK)] == [""]
    with pytest.raises(VaultOnly):
        reception.file_for(id_, file, by=HEAD)
    with pytest.raises(VaultClosed):
        reception.file_from_vault(id_, file, *FOR, by=CLERK)
    with pytest.raises(StaysInVault):
        reception.show_to(id_, file, Visibility.PUBLIC, by=CLERK)
    got = reception.file_from_vault(id_, file, *FOR, by=HEAD)

    assert (got.content, got.name) == (PDF, "tai-lieu.pdf")
    assert (
        reception.store.database["events"].count_documents({"type": "reception.vault_opened"}) == 1
    )


def test_scans_go_along_from_vault_to_vault_and_nothing_is_left(reception: Reception):
    id_ = a_petition(reception, PetitionKind.DENUNCIATION)
    file = attached(reception, id_, Visibility.VAULT)
    sent = reception.hand_over_vault(id_, "ag-2", by=HEAD)["handover"]
    theirs = a_petition(reception, PetitionKind.DENUNCIATION, THEIR_CLERK)
    reception.take_over_vault(sent, theirs, by=THEIR_HEAD)
    reception.contents.sweep(now=datetime.now(UTC) + timedelta(days=2), older=timedelta(days=1))

    ((taken, _),) = reception.files_of(theirs, by=THEIR_HEAD)
    assert reception.file_from_vault(theirs, taken.id, *FOR, by=THEIR_HEAD).content == PDF
    assert reception.drop_handed_files() == 1
    for gone in (file, sent):
        with pytest.raises(NotFound):
            reception.contents.get(gone)


def test_after_new_keys_a_file_still_opens_and_only_its_head_changed(reception: Reception):
    id_ = a_petition(reception, PetitionKind.COMPLAINT)
    file = attached(reception, id_, Visibility.INTERNAL)
    before = reception.contents.get(file)

    for _ in range(3):
        reception.rotate_keys("ag-1")

    assert reception.file_for(id_, file, by=CLERK).content == PDF
    assert reception.contents.get(file) == before


def test_bytes_that_were_never_attached_are_swept_away(reception: Reception):
    reception.contents.put("orphan", b"x")
    id_ = a_petition(reception, PetitionKind.COMPLAINT)
    file = attached(reception, id_, Visibility.INTERNAL)

    later = datetime.now(UTC) + timedelta(days=2)
    assert reception.contents.sweep(now=later, older=timedelta(days=1)) == 1
    assert reception.file_for(id_, file, by=CLERK).content == PDF
