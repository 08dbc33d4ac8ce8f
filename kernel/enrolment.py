"""How a site shows itself to its province, and what the province writes down of it. Values and refusals only."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from kernel.errors import Conflict, Invalid, NotFound
from kernel.keys import keyid_of, public_key

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
    """The site is enrolled with another key already, or the key with another site."""

    code = "another_key"
    title = "Điểm cài đặt {site} đã đăng ký bằng một khóa khác, hoặc khóa này thuộc nơi khác."


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

    def is_shown_by(self, read_out: str) -> bool:
        """Whether what somebody read out is this fingerprint, however it was grouped."""
        return "".join(read_out.split()).lower() == "".join(self.fingerprint.split())


@dataclass(frozen=True)
class Hosting:
    """An agency that works at a site, from and to a day (both included; empty: open)."""

    agency: str
    since: str = ""
    until: str = ""

    def on(self, day: str) -> bool:
        """Whether it works there on that day (ISO dates compare as text)."""
        return self.since <= day and (not self.until or day <= self.until)
