"""Who may say what: each piece that came over a line is held against the line it came over."""

from dataclasses import dataclass, field

from kernel.enrolment import APPROVED, Hosting
from kernel.segment import NotAuthentic, Segment
from kernel.store.mongo import Document


@dataclass(frozen=True)
class Speaker:
    """A line's other end: its word, and for a site of the province what the register says of it."""

    site: str
    keyid: str = ""
    agencies: dict[str, list[Hosting]] = field(default_factory=dict)
    approved: bool = True

    @classmethod
    def of(cls, row: Document) -> "Speaker":
        """From the register."""
        agencies: dict[str, list[Hosting]] = {}
        for one in row["agencies"]:
            agencies.setdefault(one["agency"], []).append(Hosting(**one))
        return cls(row["_id"], row["keyid"], agencies, row["state"] == APPROVED)


class Gate:
    """The rules of one installation: `province` is the other end at a site, and empty at the province."""

    def __init__(self, site: str, province: str) -> None:
        self.site, self.province = site, province

    def check_source(self, speaker: Speaker, source: str) -> None:
        """Raise `NotAuthentic` unless this end may send this source over its line."""
        _, site, _, audience = source.split("/")
        if not speaker.approved:
            raise NotAuthentic("revoked")
        addressed = audience == f"site:{self.site}"
        if self.province:  # what the province tells all, or what it or another site tells us alone
            good = addressed or (site == self.province and audience == "all")
            good = good and site != self.site
        else:
            good = site == speaker.site and (audience == "province" or audience[:5] == "site:")
        if not good:
            raise NotAuthentic("foreign_site")

    def check_content(self, speaker: Speaker, segment: Segment) -> None:
        """Raise `NotAuthentic` unless a site speaks with its own key, and of agencies it hosts that day.

        The province may speak of any agency: it keeps the register of all.
        """
        if self.province:
            return
        self.check_key(speaker, segment.keyid)
        try:
            events = segment.events()
            told = {(one["source"], one["agency"], one["legaldate"]) for one in events}
        except (ValueError, TypeError, KeyError) as wrong:
            raise NotAuthentic("body") from wrong
        for source, agency, day in told:
            if source != segment.source:
                raise NotAuthentic("foreign_site")
            if not any(one.on(day) for one in speaker.agencies.get(agency, ())):
                raise NotAuthentic("foreign_agency")

    def check_key(self, speaker: Speaker, keyid: str) -> None:
        """Raise `NotAuthentic` when a site of the register uses another key than its own."""
        if not self.province and keyid != speaker.keyid:
            raise NotAuthentic("key")

    def may_ask(self, speaker: Speaker, source: str) -> bool:
        """Whether the other end may have segments of this source: what is told to it anyway."""
        _, site, _, audience = source.split("/")
        if not speaker.approved:
            return False
        if self.province:
            return site == self.site and (audience == "province" or audience[:5] == "site:")
        own = (
            site == speaker.site and audience != "site"
        )  # after a restore it wants its own words back
        return (
            own or audience == f"site:{speaker.site}" or (site == self.site and audience == "all")
        )

    def is_our_own(self, source: str) -> bool:
        """Whether these are our own words, which the province sends back after a restore."""
        return bool(self.province) and source.split("/")[1] == self.site
