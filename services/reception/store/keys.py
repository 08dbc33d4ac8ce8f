"""The keys of each agency, wrapped by the site's master key: made when first needed, changed by command."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Lock
from typing import Any

from kernel.sealing import (
    KEY_BYTES,
    Keys,
    MasterKeys,
    create_master_key,
    load_master_keys,
    unwrapped,
    wrapped,
)
from kernel.store import Store

REMEMBERED_SECONDS = 10.0


class AgencyKeys:
    """Who needs an agency's keys asks here. A key that was changed elsewhere is known within seconds;
    the key before it still opens, so nothing waits for that."""

    def __init__(self, store: Store) -> None:
        self.rows = store.database["vault_keys"]
        self.settings = store.settings
        self._known: dict[str, tuple[float, Keys]] = {}
        self._masters: MasterKeys | None = None
        self._lock = Lock()

    def of(self, agency: str) -> Keys:
        """The keys of an agency, made now if it has none. Raises `WrongSetting` without a master key."""
        known = self._known.get(agency)
        if known and time.monotonic() - known[0] < REMEMBERED_SECONDS:
            return known[1]
        keys = self._read(agency) or self._made(agency)
        self._known[agency] = (time.monotonic(), keys)
        return keys

    def public_of(self, agency: str) -> bytes:
        """What others need to seal something for an agency."""
        return self.of(agency).public

    def publics(self) -> dict[str, bytes]:
        """The public keys of whoever has keys here."""
        return {row["_id"]: row["public"] for row in self.rows.find({}, {"public": 1})}

    def agencies(self) -> Iterator[str]:
        """Whoever has keys here."""
        yield from sorted(row["_id"] for row in self.rows.find({}, {"_id": 1}))

    def site_mark(self, *words: str) -> bytes:
        """A blind mark of the whole site, for what is looked for before its agency is known (codes)."""
        oldest = next(iter(self.masters.keys.values()))
        return hmac.digest(oldest, "\x1f".join(("mark", *words)).encode(), hashlib.sha256)

    # --- changing them ------------------------------------------------------------------------------

    def add(self, agency: str) -> Keys:
        """Give an agency a new envelope key, which seals from now on."""
        keys = self._read(agency) or self._made(agency)
        more = {keys.newest + 1: secrets.token_bytes(KEY_BYTES)}
        return self._replace(keys, replace(keys, envelope={**keys.envelope, **more}))

    def drop(self, agency: str, *, below: int) -> Keys:
        """Forget envelope keys that seal nothing any more."""
        keys = self._read(agency) or self._made(agency)
        left = {number: key for number, key in keys.envelope.items() if number >= below}
        return self._replace(keys, replace(keys, envelope=left))

    def wrap_again(self) -> int:
        """Wrap every agency's keys by the newest master key. Gives how many agencies there are."""
        self._masters = None
        agencies = list(self.agencies())
        for agency in agencies:
            keys = self._read(agency)
            if keys:
                self._replace(keys, keys)
        return len(agencies)

    def _replace(self, before: Keys, after: Keys) -> Keys:
        row = wrapped(after, self.masters)
        where = {"_id": before.agency, "newest": before.newest}
        self.rows.update_one(where, {"$set": row})
        self._known.pop(before.agency, None)
        return self.of(before.agency)

    # --- reading ------------------------------------------------------------------------------------

    @property
    def masters(self) -> MasterKeys:
        """The master keys of the key folder; a site for trials makes its own."""
        with self._lock:
            if self._masters is None:
                if not self.settings.production:
                    create_master_key(self.settings.keys_dir)
                self._masters = load_master_keys(self.settings.keys_dir)
            return self._masters

    def _read(self, agency: str) -> Keys | None:
        row = self.rows.find_one({"_id": agency})
        if row is None:
            return None
        if row["master"] not in self.masters.keys:  # a newer one came into the folder meanwhile
            self._masters = None
        return unwrapped(agency, row, self.masters)

    def _made(self, agency: str) -> Keys:
        row: dict[str, Any] = wrapped(Keys.fresh(agency), self.masters)
        self.rows.update_one({"_id": agency}, {"$setOnInsert": row}, upsert=True)
        keys = self._read(agency)
        assert keys is not None, "it was written just now"
        return keys
