"""What is true of a site of the province: who asked to join with which key, who let it in, who shut it out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from contracts.registry import SiteRecorded, SiteState
from kernel.enrolment import WORD, AnotherKey, Enrolment, Hosting, OtherFingerprint
from kernel.errors import Conflict, Forbidden, Invalid
from kernel.message import Aggregate


class AtProvinceOnly(Forbidden):
    """The register of agencies and sites is the province's; every other site follows it."""

    code = "at_province_only"
    title = "Việc này chỉ làm tại điểm cài đặt của tỉnh; nơi khác nhận theo tỉnh."


class OurselvesAsked(Conflict):
    """The province does not join itself."""

    code = "ourselves_asked"
    title = "{site} là tên của chính điểm cài đặt này."


class NoAgencyNamed(Invalid):
    """A site speaks for at least one agency."""

    code = "no_agency_named"
    title = "Cần ít nhất một cơ quan làm việc tại điểm cài đặt."


class WrongPeriod(Invalid):
    """An agency stops working at a site before it begins."""

    code = "hosting_ends_early"
    title = "Ngày cuối cùng không thể trước ngày bắt đầu."


class NotWaiting(Conflict):
    """Only who waits is let in, and who was let in or waits is shut out."""

    code = "not_waiting"
    title = "Điểm cài đặt {site} không ở trạng thái chờ quyết định này."


@dataclass(kw_only=True)
class Site(Aggregate):
    """One site; its id is its word."""

    kind: ClassVar[str] = "site"

    keyid: str
    public: str
    state: SiteState
    asked_on: date
    hosted: tuple[Hosting, ...] = ()
    decided_on: date | None = None
    reason: str = ""

    @property
    def enrolment(self) -> Enrolment:
        """What it showed of itself."""
        return Enrolment(self.id, self.keyid, self.public)

    @classmethod
    def ask(cls, card: Enrolment, hosted: Iterable[Hosting], *, register: str, on: date) -> "Site":
        """Write down that a site asks to join. `register` is the agency that keeps the register.

        Raises `NoAgencyNamed`, `WrongPeriod`.
        """
        site = cls(
            id=card.site,
            agency=register,
            keyid=card.keyid,
            public=card.public,
            state=SiteState.ASKED,
            asked_on=on,
        )
        site._host(hosted)
        site._tell()
        return site

    def ask_again(self, card: Enrolment, hosted: Iterable[Hosting], *, on: date) -> bool:
        """Change which agencies it has; after a revocation also its key, and it waits anew. False when
        all of that is known. Raises `AnotherKey` while the known key is believed."""
        before = (self.keyid, self.hosted)
        if card.keyid != self.keyid:
            if self.state is not SiteState.REVOKED:
                raise AnotherKey(site=self.id)
            self.keyid, self.public, self.state = card.keyid, card.public, SiteState.ASKED
            self.asked_on, self.decided_on, self.reason = on, None, ""
        self._host(hosted)
        if before == (self.keyid, self.hosted):
            return False
        self._tell()
        return True

    def host(self, hosting: Hosting) -> bool:
        """An agency works there from a day on, or until one. False when that is known. Raises `WrongPeriod`."""
        key = (hosting.agency, hosting.since)
        others = [one for one in self.hosted if (one.agency, one.since) != key]
        before = self.hosted
        self._host([*others, hosting])
        if before == self.hosted:
            return False
        self._tell()
        return True

    def hosts(self, agency: str) -> bool:
        """Whether an agency works or worked there."""
        return any(one.agency == agency for one in self.hosted)

    def approve(self, read_out: str, *, on: date) -> None:
        """Let it speak, when the fingerprint is the one its people read out.

        Raises `OtherFingerprint`, `NotWaiting`.
        """
        if not self.enrolment.is_shown_by(read_out):
            raise OtherFingerprint(site=self.id)
        if self.state is SiteState.APPROVED:
            raise NotWaiting(site=self.id)
        self.state, self.decided_on, self.reason = SiteState.APPROVED, on, ""
        self._tell()

    def revoke(self, reason: str, *, on: date) -> None:
        """From now on nothing of it is believed; what it told before stays. Raises `NotWaiting`."""
        if self.state is SiteState.REVOKED:
            raise NotWaiting(site=self.id)
        self.state, self.decided_on, self.reason = SiteState.REVOKED, on, reason
        self._tell()

    def _host(self, hosted: Iterable[Hosting]) -> None:
        self.hosted = tuple(sorted(hosted, key=lambda one: (one.agency, one.since)))
        if not self.hosted:
            raise NoAgencyNamed
        if any(one.until and one.until < one.since for one in self.hosted):
            raise WrongPeriod

    def _tell(self) -> None:
        self.tell(
            SiteRecorded(
                site=self.id,
                keyid=self.keyid,
                public=self.public,
                state=self.state,
                agencies=tuple(one.agency for one in self.hosted),
                since=tuple(one.since for one in self.hosted),
                until=tuple(one.until for one in self.hosted),
            )
        )


def hosting(text: str) -> Hosting:
    """An agency with its days from words: `agency[,from[,to]]`. Raises `WrongPeriod`."""
    agency, since, until, *more = (*(one.strip() for one in text.split(",")), "", "")
    try:
        for day in filter(None, (since, until)):
            date.fromisoformat(day)
    except ValueError as wrong:
        raise WrongPeriod from wrong
    if any(more) or not agency:
        raise NoAgencyNamed
    return Hosting(agency, since, until)


__all__ = [
    "WORD",
    "AtProvinceOnly",
    "NoAgencyNamed",
    "NotWaiting",
    "OurselvesAsked",
    "Site",
    "WrongPeriod",
    "hosting",
]
