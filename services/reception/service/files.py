"""Files of a petition: taken in after a look at their content, kept sealed, given out to whom they are for."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contracts.reception import FileKind, OpeningPurpose, Visibility
from ground.attached import ENDINGS, examined
from kernel.errors import NotFound
from kernel.message import Actor, every, new_id
from kernel.sealing import HEAD_BYTES
from kernel.store import Store, command
from services.reception.domain.files import Attachment, VaultOnly
from services.reception.domain.vault import VaultClosed
from services.reception.service.citizen import Seen
from services.reception.service.open_texts import OpenTexts
from services.reception.service.packing import Packing
from services.reception.store import Petitions
from services.reception.store.files import Attachments, Contents
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import bound

UNATTACHED = timedelta(days=1)
FOR_CITIZEN = (Visibility.PUBLIC, Visibility.PETITIONER)


@dataclass(frozen=True)
class Download:
    """A file as it is given out, under a name that tells nothing when it is from the vault."""

    content: bytes
    media_type: str
    name: str


class Filing:
    """What can be asked about attached files."""

    store: Store
    keys: AgencyKeys
    petitions: Petitions
    open_texts: OpenTexts

    def open_file_store(self) -> None:
        """Keep the files' collections."""
        self.attachments = Attachments(self.store)
        self.contents = Contents(self.store)
        self.packing = Packing(self.store, self.keys, self.attachments, self.contents)

    def attach_file(
        self,
        petition_id: str,
        content: bytes,
        *,
        name: str,
        about: FileKind,
        visibility: Visibility,
        by: Actor,
    ) -> dict[str, Any]:
        """Attach a file. Raises `NotFound`, `WrongFile`, `TooLargeFile`, `ActiveFile`, `VaultOnly`, `NoVaultHere`,
        `IdentityInText`.

        The sealed bytes are written first, under the id they will have: cut off here they are swept away.
        """
        petition = self.petitions.get(petition_id, agency=by.agency)
        if visibility is not Visibility.VAULT:
            self.open_texts.check(petition, name, by=by, at="file")
        id_, sealed = self.sealed(content, name=name, agency=by.agency)
        given = {**sealed, "about": about, "visibility": visibility}
        return self.attach(petition_id, id_, given, by=by)

    def sealed(self, content: bytes, *, name: str, agency: str) -> tuple[str, dict[str, Any]]:
        """Keep the sealed bytes of a file that is about to be told of. Gives its id and what is known of it.

        Raises `WrongFile`, `TooLargeFile`, `ActiveFile`.
        """
        media_type, kept = examined(content, most=self.store.settings.attachment_bytes)
        id_, keys = new_id(), self.keys.of(agency)
        here = bound("attachments", id_)
        sealed = keys.seal(kept, bound=here)
        self.contents.put(id_, sealed[HEAD_BYTES:])
        return id_, {
            "media_type": media_type,
            "size": len(kept),
            "digest": hashlib.sha256(sealed[HEAD_BYTES:]).hexdigest(),
            "head": sealed[:HEAD_BYTES],
            "name": keys.seal(name.encode()[:300], bound=here),
        }

    @command
    def attach(
        self, petition_id: str, attachment: str, given: dict[str, Any], *, by: Actor
    ) -> dict[str, Any]:
        """Tell of a file whose sealed bytes are there."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        added = Attachment.add(
            id_=attachment,
            agency=by.agency,
            of=petition.form.kind,
            petition=petition_id,
            added_on=self.store.clock.today(),
            **given,
        )
        self.store.commit(added)
        return {"petition": petition_id, "attachment": attachment}

    @command
    def show_to(
        self, petition_id: str, attachment: str, visibility: Visibility, *, by: Actor
    ) -> dict[str, Any]:
        """Change who may see a file. Raises `NotFound`, `StaysInVault`, `VaultOnly`."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        found = self.attachments.about(petition_id, attachment)
        found.show_to(visibility, of=petition.form.kind)
        self.store.commit(found)
        return {"petition": petition_id, "attachment": attachment}

    # --- out ----------------------------------------------------------------------------------------

    def files_of(self, petition_id: str, *, by: Actor) -> list[tuple[Attachment, str]]:
        """The files of a petition with their names; of the vault's none has a name. Raises `NotFound`."""
        self.petitions.get(petition_id, agency=by.agency)
        return self.named(petition_id)

    def named(self, thing: str) -> list[tuple[Attachment, str]]:
        """The files of a petition, or of a session, with their names."""
        return [(one, self._name(one)) for one in self.attachments.of(thing)]

    def file_for(self, petition_id: str, attachment: str, *, by: Actor) -> Download:
        """A file for an officer. Raises `NotFound`, `VaultOnly` for one that lies in the vault."""
        self.petitions.get(petition_id, agency=by.agency)
        return self.given_out_of(petition_id, attachment, by=by)

    def given_out_of(self, thing: str, attachment: str, *, by: Actor) -> Download:
        """A file of a petition, or of a session; that it was taken is noted. Raises `NotFound`, `VaultOnly`."""
        found = self.attachments.about(thing, attachment)
        if found.visibility is Visibility.VAULT:
            raise VaultOnly
        self.store.audit.read(found, "download_file", by=by)
        return self._download(found)

    def file_from_vault(
        self,
        petition_id: str,
        attachment: str,
        purpose: OpeningPurpose,
        reason: str,
        *,
        by: Actor,
    ) -> Download:
        """A file of the vault, after it was told who sees it and for what. Raises as `open_vault`."""
        self.petitions.get(petition_id, agency=by.agency)
        found = self.attachments.about(petition_id, attachment)
        if found.visibility is not Visibility.VAULT:
            raise NotFound
        self.tell_opening(petition_id, purpose, reason, by=by)
        return self._download(found)

    def tell_opening(
        self, petition_id: str, purpose: OpeningPurpose, reason: str, *, by: Actor
    ) -> None:
        """Record that the vault is opened (the vault says who may)."""
        raise VaultClosed

    def citizens_files(self, seen: Seen) -> list[tuple[Attachment, str]]:
        """What a citizen may see of the files of their petition."""
        own = dict.fromkeys((seen.petition.id, seen.current.id))
        found = (one for id_ in own for one in self.attachments.of(id_))
        return [(one, self._name(one)) for one in found if one.visibility in FOR_CITIZEN]

    def file_for_citizen(self, seen: Seen, attachment: str) -> Download:
        """A file for the citizen who looked the petition up. Raises `NotFound`."""
        for one, _ in self.citizens_files(seen):
            if one.id == attachment:
                return self._download(one)
        raise NotFound

    def public_file(self, attachment: str) -> Download:
        """A file that everybody may see. Raises `NotFound` for every other one."""
        found = self.attachments.anywhere(attachment)
        if found.visibility is not Visibility.PUBLIC:
            raise NotFound
        return self._download(found)

    def _download(self, found: Attachment) -> Download:
        here = bound("attachments", found.id)
        body = self.contents.get(found.id)
        content = self.keys.of(found.agency).open(found.head + body, bound=here)
        ending = ENDINGS[found.media_type]
        return Download(content, found.media_type, self._name(found) or f"tai-lieu.{ending}")

    def _name(self, found: Attachment) -> str:
        if found.visibility is Visibility.VAULT or not found.name:
            return ""
        opened = self.keys.of(found.agency).open(found.name, bound=bound("attachments", found.id))
        return opened.decode(errors="replace")

    def drop_handed_files(self) -> int:
        """Forget the bytes of files that went to another vault (the vault knows which)."""
        return 0

    # --- by itself ----------------------------------------------------------------------------------

    @every(cron="30 3 * * *")
    def sweep_files(self, slot: datetime) -> None:
        """Forget the bytes of files that were never attached, or that went to another vault."""
        self.drop_handed_files()
        self.contents.sweep(now=self.store.clock.now(), older=UNATTACHED)
