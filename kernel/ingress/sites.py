"""The register of sites at the province: who may speak, with which key, for which agencies, since when."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from kernel.errors import Conflict, Invalid, NotFound
from kernel.keys import keyid_of, public_key
from kernel.store.mongo import Database, Document, DuplicateKeyError

WORD = re.compile(r"[a-z][a-z0-9-]{1,39}")
ASKED, APPROVED, REVOKED = "ASKED", "APPROVED", "REVOKED"


class WrongEnrolment(Invalid):
    """What a site sent to be enrolled is not what `danvan site init` makes."""

    code = "wrong_enrolment"
    title = "Tệp đăng ký điểm cài đặt không đúng."


class UnknownSite(NotFound):
    """No such site was enrolled here."""

    code = "unknown_site"
    title = "Chưa có điểm cài đặt {site} trong danh sách."


class OtherFingerprint(Conflict):
    """The fingerprint that was read out is not the enrolled key's: somebody else's key came in between."""

    code = "other_fingerprint"
    title = "Dấu vân tay khóa không khớp với khóa đã đăng ký của {site}."


class AnotherKey(Conflict):
    """The site is enrolled with another key already."""

    code = "another_key"
    title = "Điểm cài đặt {site} đã đăng ký bằng một khóa khác."


@dataclass(frozen=True)
class Enrolment:
    """What a site shows of itself: its word, and its public key with the name made from it."""

    site: str
    keyid: str
    public: str

    @classmethod
    def read(cls, raw: Any) -> "Enrolment":
        """From the file that `danvan site init` made. Raises `WrongEnrolment`."""
        try:
            site, keyid, public = (str(raw[name]) for name in ("site", "keyid", "public"))
            good = WORD.fullmatch(site) and keyid == keyid_of(public_key(public))
        except (KeyError, TypeError, ValueError) as wrong:
            raise WrongEnrolment from wrong
        if not good:
            raise WrongEnrolment
        return cls(site, keyid, public)

    @property
    def fingerprint(self) -> str:
        """What two people compare by telephone: sixteen groups of four."""
        digest = hashlib.sha256(f"{self.site} {self.public}".encode()).hexdigest()
        return " ".join(digest[at : at + 4] for at in range(0, 64, 4))


@dataclass(frozen=True)
class Hosting:
    """An agency that works at a site, from and to a day (both included; empty: open)."""

    agency: str
    since: str = ""
    until: str = ""

    def on(self, day: str) -> bool:
        """Whether it works there on that day (ISO dates compare as text)."""
        return self.since <= day and (not self.until or day <= self.until)


class Sites:
    """The register, in the ingress's own database."""

    def __init__(self, database: Database[Document]) -> None:
        self.rows = database["sites"]

    def enrol(self, asked: Enrolment, agencies: Iterable[Hosting]) -> None:
        """Write down that a site asks; asking again changes its agencies. Raises `AnotherKey`."""
        hosted = [vars(one) for one in agencies]
        try:
            self.rows.update_one(
                {"_id": asked.site, "keyid": asked.keyid},
                {
                    "$set": {"agencies": hosted},
                    "$setOnInsert": {
                        "public": asked.public,
                        "fingerprint": asked.fingerprint,
                        "state": ASKED,
                        "asked_at": datetime.now(UTC),
                    },
                },
                upsert=True,
            )
        except DuplicateKeyError as other:
            raise AnotherKey(site=asked.site) from other

    def approve(self, site: str, *, fingerprint: str, by: str) -> Document:
        """Let a site speak, when the fingerprint is the one its people read out. Gives its row."""
        row = self.get(site)
        if _plain(fingerprint) != _plain(row["fingerprint"]):
            raise OtherFingerprint(site=site)
        if self.rows.find_one({"keyid": row["keyid"], "_id": {"$ne": site}}):
            raise AnotherKey(site=site)
        return self._become(site, APPROVED, by)

    def revoke(self, site: str, *, by: str) -> Document:
        """From now on nothing of a site is believed; what was told before stays."""
        return self._become(site, REVOKED, by)

    def get(self, site: str) -> Document:
        """One site. Raises `UnknownSite`."""
        row = self.rows.find_one({"_id": site})
        if row is None:
            raise UnknownSite(site=site)
        return row

    def all(self) -> list[Document]:
        """All of them, by their words."""
        return list(self.rows.find(sort=[("_id", 1)]))

    def _become(self, site: str, state: str, by: str) -> Document:
        row = self.rows.find_one_and_update(
            {"_id": site},
            {"$set": {"state": state, "by": by, "at": datetime.now(UTC)}},
            return_document=True,
        )
        if row is None:
            raise UnknownSite(site=site)
        return row


def _plain(fingerprint: str) -> str:
    return "".join(fingerprint.split()).lower()
