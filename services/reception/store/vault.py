"""What the vault remembers: sealed identities, what is on its way to another vault, blind marks of persons."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from kernel.errors import NotFound
from kernel.sealing import HEAD_BYTES, VERSION, Keys, number_of
from kernel.store import Change, Collection, Store, View
from kernel.store.unit import current, session
from services.reception.domain import Petition, Petitioner
from services.reception.domain.vault import Identity, VaultEntry, marks_of
from services.reception.store.keys import AgencyKeys

# Every collection of this service that holds envelopes. A file that waits to be imported is not among them: it is
# thrown away after a day, and read by nobody once two new keys were made on that day.
SEALED = ("vault", "petitions", "visits", "receipts", "citizen_words", "attachments", "replies")


def seal_identity(keys: Keys, vault: str, identity: Identity) -> bytes:
    """An identity as the vault keeps it, bound to its entry."""
    return keys.seal(orjson.dumps(vars(identity)), bound=bound("vault", vault))


def open_identity(keys: Keys, vault: str, sealed: bytes) -> Identity:
    """The identity in an entry."""
    return Identity(**orjson.loads(keys.open(sealed, bound=bound("vault", vault))))


def seal_petitioner(keys: Keys, petition: str, who: Petitioner | None) -> bytes | None:
    """Who petitions, as the register keeps it: sealed for the agency, so that no operator reads it."""
    return keys.seal(orjson.dumps(vars(who)), bound=bound("petitions", petition)) if who else None


def open_petitioner(keys: AgencyKeys, row: dict[str, Any]) -> Petitioner | None:
    """Who petitions; rows from before sealing hold it open and are read as they are."""
    kept = row["petitioner"]
    if not kept:
        return None
    if isinstance(kept, dict):
        return Petitioner(**kept)
    opened = keys.of(row["agency"]).open(kept, bound=bound("petitions", row["_id"]))
    return Petitioner(**orjson.loads(opened))


class Vault(Collection[VaultEntry]):
    """The sealed identities of denouncers, apart from the register and never asked for but by petition."""

    name = "vault"
    holds = VaultEntry
    indexes = (([("petition", 1)], {"unique": True}),)

    def find(self, petition: str, *, agency: str) -> VaultEntry | None:
        """The entry behind a denunciation, if somebody named themselves."""
        row = self._unsaved_of(petition) or self.rows.find_one(
            {"petition": petition, "agency": agency}, session=session()
        )
        return self.from_document(row) if row else None

    def of(self, petition: str, *, agency: str) -> VaultEntry:
        """The entry behind a denunciation. Raises `NotFound`."""
        found = self.find(petition, agency=agency)
        if found is None:
            raise NotFound
        return found

    def handed_away(self) -> list[str]:
        """The denunciations whose vault went to another agency."""
        return [row["petition"] for row in self.rows.find({"handed_to": {"$ne": ""}})]

    def filled(self, petitions: list[str]) -> set[str]:
        """Which of some petitions have an entry."""
        rows = self.rows.find({"petition": {"$in": petitions}}, {"petition": 1})
        return {row["petition"] for row in rows}

    def _unsaved_of(self, petition: str) -> dict[str, Any] | None:
        unit = current.get()
        rows = unit.writes.states.items() if unit else ()
        mine = (row for (kept, _), (_, row) in rows if kept == self.name)
        return next((row for row in mine if row["petition"] == petition), None)


class Handovers(View):
    """Sealed identities on their way from one vault to another: a store that cannot read them."""

    name = "vault_handovers"
    reflects = VaultEntry
    indexes = (([("to_agency", 1)], {}),)

    def reflect(self, entry: VaultEntry) -> Iterable[Change]:
        return ()

    def waiting(self, *agencies: str) -> list[dict[str, Any]]:
        """What some agencies have not taken over yet, oldest first; without the sealed bytes."""
        rows = self.rows.find({"to_agency": {"$in": list(agencies)}})
        return sorted(rows, key=lambda row: str(row["_id"]))

    def get(self, handover: str, *, to: Sequence[str]) -> dict[str, Any]:
        """One, by the agencies it may be sealed for. Raises `NotFound`."""
        row = self.rows.find_one({"_id": handover, "to_agency": {"$in": list(to)}})
        if row is None:
            raise NotFound
        return row


class Persons(View):
    """Blind marks of who is behind each petition: finds the same person's other matters, names nobody."""

    name = "person_marks"
    reflects = Petition
    indexes = (([("agency", 1), ("marks", 1)], {}),)

    def __init__(self, store: Store, keys: AgencyKeys) -> None:
        super().__init__(store)
        self.keys = keys

    def reflect(self, petition: Petition) -> Iterable[Change]:
        who = petition.form.petitioner
        if who:
            yield self.known(petition, who.name, who.id_number, who.phone)

    def known(self, petition: Petition, name: str, id_number: str, phone: str) -> Change:
        """Remember who is behind a petition, blindly."""
        keys = self.keys.of(petition.agency)
        marks = [keys.mark(*words) for words in marks_of(name, id_number, phone)]
        return self.change(
            petition.id,
            set={
                "agency": petition.agency,
                "marks": marks,
                "kind": petition.form.kind.value,
                "number": petition.number,
                "year": petition.year,
            },
        )

    def others(self, petition: str, *, agency: str) -> list[dict[str, Any]]:
        """The same person's other petitions at the agency: kind, number, year."""
        row = self.rows.find_one({"_id": petition, "agency": agency})
        if not row or not row["marks"]:
            return []
        where = {"agency": agency, "marks": {"$in": row["marks"]}, "_id": {"$ne": petition}}
        return list(self.rows.find(where, {"marks": 0}, sort=[("year", -1), ("number", -1)]))


# --- changing keys ----------------------------------------------------------------------------------


def seal_again(store: Store, keys: Keys, collection: str) -> int:
    """Put every envelope of an agency in a collection under its newest key. Gives how many were changed.

    Only the head of an envelope changes, and only if nobody saved the thing meanwhile.
    """
    rows, changed = store.database[collection], 0
    for row in rows.find({"agency": keys.agency}):
        for path, sealed in _envelopes(row):
            if number_of(sealed) == keys.newest:
                continue
            head = keys.again(sealed[:HEAD_BYTES], bound=bound(collection, row["_id"]))
            again = {path: head + sealed[HEAD_BYTES:]}
            done = rows.update_one({"_id": row["_id"], path: sealed}, {"$set": again})
            changed += done.modified_count
    return changed


def oldest_key(store: Store, agency: str, collection: str) -> int | None:
    """The lowest number of an agency's key that an envelope in a collection still needs."""
    rows = store.database[collection].find({"agency": agency})
    return min((number_of(one) for row in rows for _, one in _envelopes(row)), default=None)


def bound(collection: str, id_: Any) -> str:
    """What everything sealed in a document is bound to, so that no envelope fits into another place."""
    return f"{collection}|{id_}"


def _envelopes(value: Any, path: str = "") -> Iterator[tuple[str, bytes]]:
    """Every envelope in a document, with where it lies."""
    if isinstance(value, bytes) and len(value) >= HEAD_BYTES and value.startswith(VERSION):
        yield path, value
    named = value.items() if isinstance(value, dict) else ()
    listed = enumerate(value) if isinstance(value, list) else ()
    for name, inner in (*named, *listed):
        yield from _envelopes(inner, f"{path}.{name}" if path else str(name))
