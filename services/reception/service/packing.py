"""Files of a petition on their way to another agency: opened here, packed into a box, sealed anew there."""

import base64
import hashlib
from typing import Any

from contracts.reception import FileKind, PetitionKind, Visibility
from kernel.errors import Conflict
from kernel.message import new_id
from kernel.sealing import HEAD_BYTES
from kernel.store import Store
from services.reception.domain.files import Attachment
from services.reception.store.files import Attachments, Contents
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import bound

MEGABYTE = 1_048_576


class TooLargeDossier(Conflict):
    """More than one dossier may hold."""

    code = "too_large_dossier"
    title = (
        "Hồ sơ cùng các tệp đính kèm vượt quá {most} MB; hãy gửi bản giấy các tệp lớn kèm văn bản chuyển, "
        "hoặc thay bằng bản quét nhẹ hơn."
    )


class Packing:
    """Takes files out of the agency's own envelopes and puts them into those of another."""

    def __init__(
        self, store: Store, keys: AgencyKeys, attachments: Attachments, contents: Contents
    ) -> None:
        self.store, self.keys = store, keys
        self.attachments, self.contents = attachments, contents

    def of(self, petition_id: str, *, vault: bool) -> list[Attachment]:
        """The files that lie in the vault, or all others."""
        found = self.attachments.of(petition_id)
        return [one for one in found if (one.visibility is Visibility.VAULT) is vault]

    def packed(self, petition_id: str, *, vault: bool) -> list[dict[str, Any]]:
        """Those files, open, as they go into a box. Raises `TooLargeDossier`."""
        files = self.of(petition_id, vault=vault)
        self.must_fit(sum(one.size for one in files) * 4 // 3)
        return [self._packed(one) for one in files]

    def must_fit(self, size: int) -> None:
        """Raise `TooLargeDossier` for a box of more bytes than may be sent."""
        most = self.store.settings.dossier_bytes
        if size > most:
            raise TooLargeDossier(most=most // MEGABYTE)

    def unpacked(
        self,
        packed: dict[str, Any],
        *,
        agency: str,
        petition: str,
        of: PetitionKind,
        to: Visibility,
    ) -> Attachment:
        """A file out of a box, sealed for the agency that opened it; to be saved with its petition."""
        id_, keys = new_id(), self.keys.of(agency)
        content, here = base64.b64decode(packed["content"]), bound("attachments", id_)
        sealed = keys.seal(content, bound=here)
        self.contents.put(id_, sealed[HEAD_BYTES:])
        return Attachment.add(
            id_=id_,
            agency=agency,
            of=of,
            petition=petition,
            about=FileKind(packed["about"]),
            visibility=to,
            media_type=packed["media_type"],
            size=len(content),
            digest=hashlib.sha256(sealed[HEAD_BYTES:]).hexdigest(),
            head=sealed[:HEAD_BYTES],
            name=keys.seal(packed["name"].encode(), bound=here),
            added_on=self.store.clock.today(),
        )

    def _packed(self, file: Attachment) -> dict[str, Any]:
        keys, here = self.keys.of(file.agency), bound("attachments", file.id)
        content = keys.open(file.head + self.contents.get(file.id), bound=here)
        return {
            "about": file.about,
            "media_type": file.media_type,
            "name": keys.open(file.name, bound=here).decode(errors="replace"),
            "content": base64.b64encode(content).decode(),
        }
