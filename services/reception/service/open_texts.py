"""The texts that the whole office reads about a denunciation: none of them names who denounces.

The texts are compared by the system; nobody is shown anything. That a refusal answers the question "is it they?" is met by
noting each in the audit trail, and by comparing no more for who was refused often.
"""

from datetime import timedelta

from contracts.reception import PetitionKind
from kernel.errors import TooOften
from kernel.message import Actor
from kernel.store import Store
from kernel.store.audit import Noted
from services.reception.domain import Petition
from services.reception.domain.vault import Identity, IdentityInText, VaultEntry, exposes
from services.reception.store.citizen import Guesses
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import Vault, open_identity

MOST_NAMED = 5
REMEMBERED = timedelta(days=1)


class NamedTooOften(TooOften):
    """Somebody who may not open the vault wrote texts that name denouncers, again and again."""

    code = "named_too_often"
    title = (
        "Hôm nay bạn đã nhiều lần ghi chi tiết làm lộ danh tính người tố cáo. Hãy để thủ trưởng hoặc người được giao "
        "xử lý ghi nội dung này."
    )


class OpenTexts:
    """Keeps who denounces out of notes, reasons, contents, replies and names of files."""

    def __init__(self, store: Store, keys: AgencyKeys, vault: Vault, guesses: Guesses) -> None:
        self.store, self.keys, self.vault, self.guesses = store, keys, vault, guesses

    def check(self, petition: Petition, *texts: str, by: Actor, at: str = "") -> None:
        """Refuse texts for others about a denunciation that name who denounces; `at` is the field they are from.

        Raises `IdentityInText`, `NamedTooOften`.
        """
        told = [one for one in texts if one.strip()]
        entry = self._entry(petition) if told else None
        if entry is None:
            return
        self._not_too_often(entry, by)
        identity = self.identity(entry)
        if any(exposes(one, identity) for one in told):
            self._noted(petition, by)
            raise IdentityInText({at: [IdentityInText.title]} if at else None)

    def names(self, petition: Petition, text: str) -> bool:
        """Whether a text that came by itself, which nobody here can be refused, names who denounces."""
        entry = self._entry(petition)
        return entry is not None and exposes(text, self.identity(entry))

    def identity(self, entry: VaultEntry) -> Identity:
        """What lies in an entry, for the system alone."""
        return open_identity(self.keys.of(entry.agency), entry.id, entry.sealed)

    def _entry(self, petition: Petition) -> VaultEntry | None:
        """The identity behind a petition, if it lies here."""
        if petition.form.kind is not PetitionKind.DENUNCIATION:
            return None
        entry = self.vault.find(petition.id, agency=petition.agency)
        return entry if entry and entry.sealed else None

    def _not_too_often(self, entry: VaultEntry, by: Actor) -> None:
        since = self.store.clock.now() - REMEMBERED
        if (
            entry.has_own_right(by)
            or self.guesses.count([self._mark(by)], since=since) < MOST_NAMED
        ):
            return
        raise NamedTooOften(after=int(REMEMBERED.total_seconds()))

    def _noted(self, petition: Petition, by: Actor) -> None:
        """Written at once: it stays when the act is refused."""
        self.guesses.wrong([self._mark(by)], at=self.store.clock.now())
        more = {"about": petition.subject, "of": petition.agency}
        self.store.audit.note(Noted.REFUSED, "denouncer_named", by=by, **more)

    def _mark(self, by: Actor) -> bytes:
        return self.keys.site_mark("named", by.agency, by.user)
