"""What is true of an attached file: what kind it is by its content, who may see it, where it belongs."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.reception import AttachmentAdded, AttachmentShown, FileKind, PetitionKind, Visibility
from kernel.errors import Forbidden, Invalid
from kernel.message import Aggregate

VISIBILITY_WORDS = {
    Visibility.PUBLIC: "Công khai",
    Visibility.PETITIONER: "Người nộp đơn xem được",
    Visibility.INTERNAL: "Nội bộ",
    Visibility.VAULT: "Hồ sơ mật",
}
KIND_WORDS = {
    FileKind.SCAN: "Bản quét đơn, bút tích",
    FileKind.EVIDENCE: "Tài liệu, chứng cứ",
    FileKind.DECISION: "Văn bản trả lời, quyết định",
    FileKind.OTHER: "Tài liệu khác",
}
# What a denouncer handed in can give them away: handwriting, names, places.
TELLING = (FileKind.SCAN, FileKind.EVIDENCE)


class VaultOnly(Invalid):
    """What came from a denouncer lies in the vault or is not kept here."""

    code = "vault_only"
    title = "Bản quét, bút tích, chứng cứ của người tố cáo chỉ được giữ trong hồ sơ mật."


class NoVaultHere(Invalid):
    """Only a denunciation has a vault."""

    code = "no_vault_here"
    title = "Chỉ đơn tố cáo có hồ sơ mật."


class StaysInVault(Forbidden):
    """Nothing leaves the vault by a change of who may see it."""

    code = "stays_in_vault"
    title = "Tệp trong hồ sơ mật không chuyển ra ngoài được."


@dataclass(kw_only=True)
class Attachment(Aggregate):
    """One file of a petition, or the signed minutes of a session (`petition` names it then); content and name are sealed, the head of the envelope is kept here."""

    kind: ClassVar[str] = "attachment"

    petition: str
    about: FileKind
    visibility: Visibility
    media_type: str
    size: int
    digest: str
    head: bytes
    name: bytes
    added_on: date

    @classmethod
    def add(cls, *, id_: str, agency: str, of: PetitionKind, **given: object) -> "Attachment":
        """Attach a file. Raises `VaultOnly`, `NoVaultHere`."""
        made = cls(id=id_, agency=agency, **given)  # type: ignore[arg-type]
        check_place(of, made.about, made.visibility)
        made.tell(
            AttachmentAdded(
                attachment=id_,
                petition=made.petition,
                about=made.about,
                visibility=made.visibility,
                media_type=made.media_type,
                size=made.size,
                digest=made.digest,
            )
        )
        return made

    def show_to(self, visibility: Visibility, *, of: PetitionKind) -> None:
        """Change who may see it. Raises `StaysInVault`, `VaultOnly`, `NoVaultHere`."""
        if self.visibility is Visibility.VAULT or visibility is Visibility.VAULT:
            raise StaysInVault
        check_place(of, self.about, visibility)
        self.visibility = visibility
        self.tell(
            AttachmentShown(attachment=self.id, petition=self.petition, visibility=visibility)
        )


def check_place(of: PetitionKind, about: FileKind, visibility: Visibility) -> None:
    """Refuse a place where a file of that kind does not belong. Raises `VaultOnly`, `NoVaultHere`."""
    secret = of is PetitionKind.DENUNCIATION
    if visibility is Visibility.VAULT and not secret:
        raise NoVaultHere
    if secret and about in TELLING and visibility is not Visibility.VAULT:
        raise VaultOnly
