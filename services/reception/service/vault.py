"""The door of the vault: an identity goes in when a denunciation is registered; each opening is told first.

What is shown leaves by the answer alone: nothing here puts an identity into an event, an audit line,
the answer kept for an idempotency key, or an error.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

import orjson

from contracts.reception import (
    ForwardAnswer,
    OpeningPurpose,
    ParcelKind,
    PetitionKind,
    Visibility,
)
from ground.handover import HandoverDesk
from kernel.errors import NotFound
from kernel.message import Actor, new_id
from kernel.sealing import SealBroken, seal_for
from kernel.store import Change, Store, command
from services.reception.domain import Petition, Petitioner, PetitionForm
from services.reception.domain.cases import Done
from services.reception.domain.files import Attachment
from services.reception.domain.parcels import Arrival
from services.reception.domain.vault import (
    HEAD,
    HandedAway,
    HandedToItself,
    Identity,
    IdentityInText,
    IdentityOnlyForDenunciation,
    VaultEntry,
    check_open_text,
    exposes,
)
from services.reception.service.open_texts import OpenTexts
from services.reception.service.packing import Packing
from services.reception.service.parcels import Announced, Post
from services.reception.store import Petitions
from services.reception.store.files import Contents
from services.reception.store.keys import AgencyKeys
from services.reception.store.vault import (
    SEALED,
    Handovers,
    Persons,
    Vault,
    bound,
    oldest_key,
    open_identity,
    seal_again,
    seal_identity,
)

SPLIT_OPENLY = "Tách đơn: một nội dung là khiếu nại, phải đứng tên người gửi."


@dataclass(frozen=True)
class Door:
    """A vault as seen from outside: never whose it is."""

    petition: Petition
    entry: VaultEntry | None
    opens: bool
    grants: bool


def apart(form: PetitionForm) -> tuple[PetitionForm, Identity | None]:
    """A form without the denouncer, and the denouncer.

    Raises `IdentityInText` when what everybody reads names them all the same.
    """
    if form.kind is not PetitionKind.DENUNCIATION or form.petitioner is None:
        return form, None
    identity = Identity(**asdict(form.petitioner))
    check_open_form(form, identity)
    return replace(form, petitioner=None), identity


def check_open_form(form: PetitionForm, identity: Identity) -> None:
    """Refuse a denunciation whose open fields name who denounces. Raises `IdentityInText`, at the field."""
    check_open_text(form.summary, identity)
    if exposes(form.against, identity):
        raise IdentityInText({"against": [IdentityInText.title]})


@dataclass(frozen=True)
class Writer:
    """Who sent a letter that is split, as far as it lies in the vault; `opened` is to be saved when it was opened."""

    identity: Identity | None = None
    entry: VaultEntry | None = None
    opened: tuple[VaultEntry, ...] = ()

    def named(self, form: PetitionForm) -> PetitionForm:
        """A part's form with its writer, where the part is one that names them: a denunciation, for its vault, and a
        complaint, which nobody can bring unnamed."""
        names = (PetitionKind.DENUNCIATION, PetitionKind.COMPLAINT)
        if self.identity is None or form.kind not in names:
            return form
        who = {one.name: getattr(self.identity, one.name) for one in fields(Petitioner)}
        return replace(form, petitioner=Petitioner(**who))


class Vaulting:
    """What can be asked of the denunciation vault."""

    store: Store
    keys: AgencyKeys
    petitions: Petitions
    contents: Contents
    open_texts: OpenTexts
    packing: Packing
    post: Post
    handover: HandoverDesk

    def open_vault_store(self) -> None:
        """Keep the vault's collections."""
        self.vault = Vault(self.store)
        self.handovers = Handovers(self.store)
        self.persons = Persons(self.store, self.keys)

    # --- in -----------------------------------------------------------------------------------------

    def writer_of(self, petition: Petition, *, openly: bool, by: Actor) -> Writer:
        """Who sent a letter that is split, if they lie in the vault. Only inside a command.

        `openly`: a part of it names its writer to the office, which opens the vault and is told. Raises
        `VaultClosed`, `HandedAway`.
        """
        entry = self.vault.find(petition.id, agency=petition.agency)
        if entry is None:
            return Writer()
        if openly:
            reason, now = self._reason(entry, SPLIT_OPENLY), self.store.clock.now()
            entry.open(OpeningPurpose.VERIFY, reason, by=by, now=now, lasts=self.grant_lasts)
        identity = self.open_texts.identity(entry) if entry.sealed else None
        return Writer(identity, entry, (entry,) if openly else ())

    def into_vault(
        self, petition: Petition, identity: Identity | None, *, like: VaultEntry | None = None
    ) -> Iterable[VaultEntry]:
        """What is saved along with a new denunciation; who may and may not open it is as it was for the letter it is
        from (`like`). Only inside a command."""
        if identity is None:
            return ()
        id_, keys = new_id(), self.keys.of(petition.agency)
        sealed = seal_identity(keys, id_, identity)
        self._know(petition, identity)
        entry = VaultEntry.fill(
            id_=id_, agency=petition.agency, petition=petition.id, sealed=sealed, like=like
        )
        return (entry,)

    @command
    def put_into_vault(self, petition_id: str, identity: Identity, *, by: Actor) -> dict[str, Any]:
        """Enter the identity of a denouncer who named themselves later. Once.

        Raises `IdentityOnlyForDenunciation`, `IdentityInText`, `HandedAway`.
        """
        petition = self.petitions.get(petition_id, agency=by.agency)
        if petition.form.kind is not PetitionKind.DENUNCIATION:
            raise IdentityOnlyForDenunciation
        if self.vault.find(petition_id, agency=by.agency):
            raise HandedAway
        self._check_open(petition, identity)
        self.store.commit(*self.into_vault(petition, identity))
        return {"petition": petition_id}

    # --- out ----------------------------------------------------------------------------------------

    def open_vault(
        self, petition_id: str, purpose: OpeningPurpose, reason: str, *, by: Actor
    ) -> Identity:
        """Show who denounces, to one who may, after it was told that they saw it.

        Raises `NotFound`, `HandedAway`, `VaultClosed`.
        """
        self.tell_opening(petition_id, purpose, reason, by=by)
        entry = self.vault.of(petition_id, agency=by.agency)
        return open_identity(self.keys.of(by.agency), entry.id, entry.sealed)

    @command
    def tell_opening(
        self, petition_id: str, purpose: OpeningPurpose, reason: str, *, by: Actor
    ) -> None:
        entry = self.vault.of(petition_id, agency=by.agency)
        entry.open(
            purpose,
            self._reason(entry, reason),
            by=by,
            now=self.store.clock.now(),
            lasts=self.grant_lasts,
        )
        self.store.commit(entry)

    @command
    def request_vault(
        self,
        petition_id: str,
        purpose: OpeningPurpose,
        reason: str,
        *,
        handles: bool = False,
        by: Actor,
    ) -> dict[str, Any]:
        """Ask a second officer to let one in: once, or as the handler."""
        entry = self.vault.of(petition_id, agency=by.agency)
        asked = entry.request(
            purpose,
            self._reason(entry, reason),
            handles=handles,
            by=by,
            now=self.store.clock.now(),
        )
        self.store.commit(entry)
        return {"petition": petition_id, "request": asked.id}

    @command
    def grant_vault(self, petition_id: str, request: str, *, by: Actor) -> dict[str, Any]:
        """Agree, as the second officer, to somebody's request."""
        entry = self.vault.of(petition_id, agency=by.agency)
        entry.grant(request, by=by, now=self.store.clock.now())
        self.store.commit(entry)
        return {"petition": petition_id, "request": request}

    @command
    def bar_from_vault(self, petition_id: str, user: str, *, by: Actor) -> dict[str, Any]:
        """Keep out an account whose holder the denunciation concerns."""
        entry = self.vault.of(petition_id, agency=by.agency)
        entry.bar(user, by=by)
        self.store.commit(entry)
        return {"petition": petition_id}

    # --- looking from outside -----------------------------------------------------------------------

    def vault_of(self, petition_id: str, *, by: Actor) -> Door:
        """The vault behind a petition as its door looks for the asker. Raises `NotFound`."""
        petition = self.petitions.get(petition_id, agency=by.agency)
        entry = self.vault.find(petition_id, agency=by.agency)
        if entry is None or entry.handed_to:
            return Door(petition, entry, opens=False, grants=False)
        own, now = entry.has_own_right(by), self.store.clock.now()
        opens = own or entry.granted(by, now=now, lasts=self.grant_lasts) is not None
        return Door(petition, entry, opens=opens, grants=own)

    def may_see_inside(self, petition_id: str, *, by: Actor) -> bool:
        """Whether somebody has a right of their own to what could expose a denouncer."""
        entry = self.vault.find(petition_id, agency=by.agency)
        return entry.has_own_right(by) if entry else by.role == HEAD

    def reason_of(self, entry: VaultEntry, sealed: bytes) -> str:
        """For what somebody opened or asked, in their own words."""
        keys = self.keys.of(entry.agency)
        return keys.open(sealed, bound=bound("vault", entry.id)).decode() if sealed else ""

    def same_person(self, petition_id: str, *, by: Actor) -> list[dict[str, Any]]:
        """The same person's other petitions, as far as the asker may know.

        That a denouncer also complained under their name would tell who denounces: matters of the one
        kind and of the other are joined only for who may open both ends.
        """
        petition = self.petitions.get(petition_id, agency=by.agency)
        secret = petition.form.kind is PetitionKind.DENUNCIATION
        return [
            row
            for row in self.persons.others(petition_id, agency=by.agency)
            if self._may_join(petition_id, row, secret=secret, by=by)
        ]

    def may_join(self, one: Petition, other: Petition, *, by: Actor) -> bool:
        """Whether somebody may know that two petitions belong together: a denunciation and a matter whose writer is
        named, only who may open the vault."""
        secret = [each for each in (one, other) if each.form.kind is PetitionKind.DENUNCIATION]
        return len(secret) != 1 or self.may_see_inside(secret[0].id, by=by)

    def _may_join(self, petition_id: str, row: dict[str, Any], *, secret: bool, by: Actor) -> bool:
        theirs = row["kind"] == PetitionKind.DENUNCIATION
        if secret == theirs:
            return True
        entry = self.vault.find(petition_id if secret else str(row["_id"]), agency=by.agency)
        return entry is not None and entry.has_own_right(by)

    # --- from vault to vault ------------------------------------------------------------------------

    @command
    def hand_over_vault(self, petition_id: str, to_agency: str, *, by: Actor) -> dict[str, Any]:
        """Hand the identity and the vault's files, sealed for the competent agency's vault alone, out of this one.

        Raises `NotFound`, `HandedAway`, `HandedToItself`, `HostedElsewhere`,
        `KeyNotTold`, `VaultClosed`, `TooLargeDossier`.
        """
        entry = self.vault.of(petition_id, agency=by.agency)
        if entry.handed_to:
            raise HandedAway
        if to_agency == by.agency:
            raise HandedToItself
        id_, today = new_id(), self.store.clock.today()
        way = f"handover|{by.agency}|{to_agency}|{id_}"
        public = self.post.public_of(to_agency)
        box = seal_for(public, self._packed(entry), bound=way)
        self.packing.must_fit(len(box))
        digest = hashlib.sha256(box).hexdigest()
        entry.hand_over(to_agency, handover=id_, digest=digest, size=len(box), by=by)
        parcel = self.post.send(self._announced(entry, id_, to_agency), box, by=by.agency)
        self.store.commit(entry, *parcel)
        if not parcel:
            row = {"to_agency": to_agency, "from_agency": by.agency, "size": len(box)}
            told = {**row, "sent_on": today.isoformat()}
            self.store.note(Change(Handovers.name, id_, set=told))
        return {"petition": petition_id, "handover": id_, "digest": digest}

    @command
    def take_over_vault(self, handover: str, petition_id: str, *, by: Actor) -> dict[str, Any]:
        """Receive a vault for a denunciation in the own register; what lay in between is deleted.

        Raises `NotFound`, `IdentityOnlyForDenunciation`, `IdentityInText`, `HandedAway`.
        """
        petition = self.petitions.get(petition_id, agency=by.agency)
        row = self.handovers.get(handover, to=self.handover.addresses_of(by.agency))
        if petition.form.kind is not PetitionKind.DENUNCIATION:
            raise IdentityOnlyForDenunciation
        if self.vault.find(petition_id, agency=by.agency):
            raise HandedAway
        id_, keys = new_id(), self.keys.of(by.agency)
        identity, files = self._unboxed(row)
        self._check_open(petition, identity)
        self._know(petition, identity)
        entry = VaultEntry.take_over(
            id_=id_,
            agency=by.agency,
            petition=petition_id,
            sealed=seal_identity(keys, id_, identity),
            came_from=row["from_agency"],
            handover=handover,
        )
        taken = [self._taken(petition_id, one, by.agency) for one in files]
        self.store.commit(entry, *taken, *self._answered(handover, petition, by))
        self.store.note(Change(Handovers.name, handover, delete=True))
        return {"petition": petition_id, "handover": handover}

    def vaults_arriving(self, *, by: Actor) -> list[dict[str, Any]]:
        """The vaults that were handed to the asker's agency, or one whose post it opens, and wait to be taken."""
        return self.handovers.waiting(*self.handover.addresses_of(by.agency))

    def denunciations_without_vault(self, *, by: Actor) -> list[dict[str, Any]]:
        """The agency's newest denunciations that have no identity yet: id, number, year."""
        where = {"agency": by.agency, "kind": PetitionKind.DENUNCIATION.value}
        rows = self.petitions.latest(where, most=200)
        filled = self.vault.filled([str(row["_id"]) for row in rows])
        return [row for row in rows if row["_id"] not in filled]

    def _announced(self, entry: VaultEntry, handover: str, to_agency: str) -> Announced:
        petition = self.petitions.get(entry.petition, agency=entry.agency)
        kind, today = petition.form.kind, self.store.clock.today()
        first = petition.first_received_on or petition.form.received_on
        return Announced(handover, ParcelKind.VAULT, to_agency, today, kind, first)

    def _answered(self, handover: str, petition: Petition, by: Actor) -> list[Arrival]:
        """What tells another site that its vault is here; nothing for one of this site."""
        to, today = self.handover.addresses_of(by.agency), self.store.clock.today()
        arrival = self.post.arrivals.find(handover, to=to)
        if arrival is None:
            return []
        arrival.answered(
            ForwardAnswer.RECEIVED, Done(on=today, today=today), received_as=petition.id
        )
        return [arrival]

    def _packed(self, entry: VaultEntry) -> bytes:
        """What goes to another vault: the identity, and the files that lie with it."""
        keys = self.keys.of(entry.agency)
        identity = open_identity(keys, entry.id, entry.sealed)
        files = self.packing.packed(entry.petition, vault=True)
        return orjson.dumps({"identity": vars(identity), "files": files})

    def _unboxed(self, row: dict[str, Any]) -> tuple[Identity, list[dict[str, Any]]]:
        """By the keys of whom it was sealed for, whoever opens that one's post now."""
        agency = str(row["to_agency"])
        way = f"handover|{row['from_agency']}|{agency}|{row['_id']}"
        try:
            box = self.contents.get(str(row["_id"]))
            packed = orjson.loads(self.keys.of(agency).open_box(box, bound=way))
        except SealBroken as broken:
            raise NotFound from broken
        return Identity(**packed["identity"]), packed["files"]

    def _taken(self, petition_id: str, packed: dict[str, Any], agency: str) -> Attachment:
        """A file out of another vault, sealed for this one."""
        return self.packing.unpacked(
            packed,
            agency=agency,
            petition=petition_id,
            of=PetitionKind.DENUNCIATION,
            to=Visibility.VAULT,
        )

    def follow_petition(self, petition: Petition, giver: str, last_day: date) -> None:
        """Let the vault of a denunciation go along, sealed for its new agency. Only inside a command."""
        entry = self.vault.find(petition.id, agency=giver)
        if entry is None:
            return
        before, after = self.keys.of(giver), self.keys.of(petition.agency)
        here = bound("vault", entry.id)

        def again(sealed: bytes) -> bytes:
            return after.seal(before.open(sealed, bound=here), bound=here) if sealed else b""

        if entry.sealed:
            self._know(petition, open_identity(before, entry.id, entry.sealed))
        entry.follow(petition.agency, sealed=again, last_day=last_day)
        self.store.commit(entry)

    def drop_handed_files(self) -> int:
        """Forget the bytes of files that went to another vault. Gives how many."""
        dropped = 0
        for petition_id in self.vault.handed_away():
            for one in self.packing.of(petition_id, vault=True):
                dropped += self.contents.drop(one.id)
        return dropped

    # --- keys ---------------------------------------------------------------------------------------

    def rotate_keys(self, agency: str) -> dict[str, Any]:
        """Give an agency a new key and put everything sealed under it; forget keys nothing needs.

        The key before stays until the next rotation: a process that knows no newer one may still
        have sealed with it a moment ago.
        """
        fresh = self.keys.add(agency)
        changed = sum(seal_again(self.store, fresh, collection) for collection in SEALED)
        needed = [oldest_key(self.store, agency, one) for one in SEALED]
        lowest = min((one for one in needed if one is not None), default=fresh.newest)
        kept = self.keys.drop(agency, below=min(lowest, fresh.newest - 1))
        return {"agency": agency, "key": kept.newest, "sealed_again": changed}

    # --- inside -------------------------------------------------------------------------------------

    @property
    def grant_lasts(self) -> timedelta:
        """How long what a second officer agreed to may be used."""
        return timedelta(minutes=self.store.settings.vault_minutes)

    def _check_open(self, petition: Petition, identity: Identity) -> None:
        """What a denunciation says already does not name who denounces. Raises `IdentityInText`."""
        for text in (petition.form.summary, petition.form.against):
            check_open_text(text, identity)
        for one in petition.contents:
            check_open_text(one.text, identity)

    def _reason(self, entry: VaultEntry, reason: str) -> bytes:
        return self.keys.of(entry.agency).seal(reason.encode(), bound=bound("vault", entry.id))

    def _know(self, petition: Petition, identity: Identity) -> None:
        known = self.persons.known(petition, identity.name, identity.id_number, identity.phone)
        self.store.note(known)
